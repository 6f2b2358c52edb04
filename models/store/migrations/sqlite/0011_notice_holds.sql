-- A notice that waits for the working hours of whom it is for. When they
-- begin, several of one person are told together.
CREATE TABLE IF NOT EXISTS notice_holds (
  key_hash BLOB NOT NULL PRIMARY KEY,
  to_key BLOB NOT NULL,
  until_at INTEGER NOT NULL
) WITHOUT ROWID;
-- next
CREATE INDEX IF NOT EXISTS notice_holds_until ON notice_holds (until_at, to_key);
