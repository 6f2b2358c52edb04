-- Letters that belong to no case are made and kept like those of cases.
CREATE TABLE IF NOT EXISTS office_files (
  entry_id INTEGER NOT NULL REFERENCES office_entries (id),
  kind TEXT NOT NULL,
  uid TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('waiting','kept')),
  attempt INTEGER NOT NULL,
  worker TEXT NOT NULL,
  claim TEXT NOT NULL,
  leased_until INTEGER NOT NULL,
  digest BLOB NOT NULL,
  size INTEGER NOT NULL,
  made_at INTEGER,
  PRIMARY KEY (entry_id, kind)
);
-- next
CREATE INDEX IF NOT EXISTS office_files_ready ON office_files (status, leased_until);
-- next
CREATE INDEX IF NOT EXISTS office_files_claim ON office_files (claim);
-- next
-- A notice that tells of a letter is not handed out while it stands here: the
-- letter's file is not kept yet.
CREATE TABLE IF NOT EXISTS notice_waits (
  key_hash BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL
) WITHOUT ROWID;
-- next
CREATE INDEX IF NOT EXISTS notice_waits_letter ON notice_waits (kind, year, serial);
