-- A letter's file is made once by a job and kept under a hash; it is never
-- made again. Letters of before have none.
CREATE TABLE IF NOT EXISTS letter_files (
  case_id BIGINT NOT NULL,
  letter_id BIGINT NOT NULL CHECK (letter_id >= 1),
  uid VARCHAR(32) NOT NULL UNIQUE,
  status VARCHAR(16) NOT NULL CHECK (status IN ('waiting','kept')),
  attempt INT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  claim VARCHAR(32) NOT NULL,
  leased_until BIGINT NOT NULL,
  digest VARBINARY(32) NOT NULL,
  size BIGINT NOT NULL,
  made_at BIGINT,
  PRIMARY KEY (case_id, letter_id),
  INDEX letter_files_ready (status, leased_until, case_id, letter_id),
  INDEX letter_files_claim (claim)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
