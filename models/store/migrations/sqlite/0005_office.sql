-- What is done outside of cases, and sketches of claims by which near-equal
-- ones are found. Entries are only added.
CREATE TABLE IF NOT EXISTS office_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  verb TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  section TEXT NOT NULL,
  case_id INTEGER NOT NULL,
  number TEXT NOT NULL,
  round INTEGER NOT NULL,
  duty_id INTEGER NOT NULL,
  fact TEXT UNIQUE,
  content BLOB NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS office_entries_section ON office_entries (section, at);
-- next
CREATE TABLE IF NOT EXISTS office_letters (
  entry_id INTEGER NOT NULL REFERENCES office_entries (id),
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL CHECK (serial >= 1),
  issued_at INTEGER NOT NULL,
  snapshot BLOB NOT NULL,
  PRIMARY KEY (entry_id, kind),
  UNIQUE (kind, year, serial)
);
-- next
CREATE TABLE IF NOT EXISTS office_duties (
  entry_id INTEGER NOT NULL REFERENCES office_entries (id),
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('explain','decision')),
  section TEXT NOT NULL,
  owner TEXT NOT NULL,
  letter TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  answered_at INTEGER,
  remind_at INTEGER,
  content BLOB NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS office_duties_open ON office_duties (answered_at, due_at);
-- next
CREATE INDEX IF NOT EXISTS office_duties_remind ON office_duties (remind_at);
-- next
CREATE TABLE IF NOT EXISTS case_sketches (
  print_key BLOB NOT NULL,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  PRIMARY KEY (print_key, case_id)
) WITHOUT ROWID;
