-- A letter's file is made once by a job and kept under a hash; it is never
-- made again. Letters of before have none.
CREATE TABLE IF NOT EXISTS letter_files (
  case_id INTEGER NOT NULL,
  letter_id INTEGER NOT NULL CHECK (letter_id >= 1),
  uid TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('waiting','kept')),
  attempt INTEGER NOT NULL,
  worker TEXT NOT NULL,
  claim TEXT NOT NULL,
  leased_until INTEGER NOT NULL,
  digest BLOB NOT NULL,
  size INTEGER NOT NULL,
  made_at INTEGER,
  PRIMARY KEY (case_id, letter_id)
);
-- next
CREATE INDEX IF NOT EXISTS letter_files_ready ON letter_files (status, leased_until, case_id, letter_id);
-- next
CREATE INDEX IF NOT EXISTS letter_files_claim ON letter_files (claim);
