-- Which letter a notice carries as a file, so that whoever has it can be told
-- when it is void.
CREATE TABLE IF NOT EXISTS letter_copies (
  key_hash BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL
) WITHOUT ROWID;
-- next
CREATE INDEX IF NOT EXISTS letter_copies_letter ON letter_copies (kind, year, serial);
