-- What was ever owed to whom stands in reminder_keys, by case; what is still to
-- be told in bundles, which go when they are taken. A program that looks for
-- reminders in one row each cannot work beside this one.
CREATE TABLE IF NOT EXISTS reminder_keys (
  case_id INTEGER NOT NULL,
  key_hash BLOB NOT NULL,
  PRIMARY KEY (case_id, key_hash)
) WITHOUT ROWID;
-- next
CREATE TABLE IF NOT EXISTS reminder_bundles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_hash BLOB NOT NULL UNIQUE,
  to_key BLOB NOT NULL,
  tell_at INTEGER NOT NULL,
  rungs INTEGER NOT NULL CHECK (rungs >= 1),
  content BLOB NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS reminder_bundles_at ON reminder_bundles (tell_at);
-- next
CREATE INDEX IF NOT EXISTS reminder_bundles_person ON reminder_bundles (to_key, tell_at);
-- next
INSERT OR IGNORE INTO reminder_keys (case_id, key_hash) SELECT case_id, key_hash FROM reminders;
-- next
INSERT OR IGNORE INTO reminder_bundles (key_hash, to_key, tell_at, rungs, content)
  SELECT key_hash, to_key, tell_at, 1, content FROM reminders WHERE told_at IS NULL ORDER BY id;
-- next
DROP TABLE reminders;
