-- When running clocks tell somebody, what they told, and dues that passed.
CREATE TABLE IF NOT EXISTS alarms (
  case_id BIGINT NOT NULL,
  clock_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (case_id, clock_id),
  INDEX alarms_at (at),
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS reminders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  key_hash BINARY(32) NOT NULL UNIQUE,
  case_id BIGINT NOT NULL,
  to_key BINARY(32) NOT NULL,
  tell_at BIGINT NOT NULL,
  told_at BIGINT,
  claim VARCHAR(32) NOT NULL,
  content MEDIUMBLOB NOT NULL,
  INDEX reminders_untold (told_at, tell_at),
  INDEX reminders_person (to_key, told_at, tell_at),
  INDEX reminders_claim (claim)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS breaches (
  case_id BIGINT NOT NULL,
  clock_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  kind VARCHAR(64) NOT NULL,
  ref VARCHAR(190) NOT NULL,
  round INT NOT NULL,
  section VARCHAR(64) NOT NULL,
  recorded_at BIGINT NOT NULL,
  annulled_at BIGINT,
  annulled_seq BIGINT NOT NULL,
  PRIMARY KEY (case_id, clock_id, due_at),
  INDEX breaches_section (section, due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
INSERT IGNORE INTO alarms (case_id, clock_id, at)
  SELECT case_id, id, started_at FROM clocks WHERE stopped_at IS NULL;
