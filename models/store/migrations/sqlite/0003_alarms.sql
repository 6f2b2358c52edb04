-- When running clocks tell somebody, what they told, and dues that passed.
CREATE TABLE IF NOT EXISTS alarms (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  clock_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (case_id, clock_id)
);
-- next
CREATE INDEX IF NOT EXISTS alarms_at ON alarms (at);
-- next
CREATE TABLE IF NOT EXISTS reminders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_hash BLOB NOT NULL UNIQUE,
  case_id INTEGER NOT NULL,
  to_key BLOB NOT NULL,
  tell_at INTEGER NOT NULL,
  told_at INTEGER,
  claim TEXT NOT NULL,
  content BLOB NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS reminders_untold ON reminders (told_at, tell_at);
-- next
CREATE INDEX IF NOT EXISTS reminders_person ON reminders (to_key, told_at, tell_at);
-- next
CREATE INDEX IF NOT EXISTS reminders_claim ON reminders (claim);
-- next
CREATE TABLE IF NOT EXISTS breaches (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  clock_id INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL,
  round INTEGER NOT NULL,
  section TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  annulled_at INTEGER,
  annulled_seq INTEGER NOT NULL,
  PRIMARY KEY (case_id, clock_id, due_at)
);
-- next
CREATE INDEX IF NOT EXISTS breaches_section ON breaches (section, due_at);
-- next
INSERT OR IGNORE INTO alarms (case_id, clock_id, at)
  SELECT case_id, id, started_at FROM clocks WHERE stopped_at IS NULL;
