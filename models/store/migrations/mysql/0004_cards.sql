-- Pushes to staff about one case, and the response codes that can change
-- them. Neither holds words or a personal datum.
CREATE TABLE IF NOT EXISTS cards (
  task VARCHAR(128) NOT NULL PRIMARY KEY,
  case_id BIGINT NOT NULL,
  number VARCHAR(40) NOT NULL,
  to_user VARCHAR(64) NOT NULL,
  seq BIGINT NOT NULL CHECK (seq >= 0),
  verbs VARCHAR(1000) NOT NULL,
  standing VARCHAR(16) NOT NULL CHECK (standing IN ('made','sent','told','done')),
  made_at BIGINT NOT NULL,
  attempt INT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  claim VARCHAR(32) NOT NULL,
  leased_until BIGINT NOT NULL,
  INDEX cards_standing (standing, case_id),
  INDEX cards_person (to_user, made_at),
  INDEX cards_claim (claim),
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS card_codes (
  code VARCHAR(500) NOT NULL PRIMARY KEY,
  task VARCHAR(128) NOT NULL,
  kept_at BIGINT NOT NULL,
  spent TINYINT NOT NULL CHECK (spent IN (0, 1)),
  INDEX card_codes_task (task, spent, kept_at),
  FOREIGN KEY (task) REFERENCES cards (task)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
