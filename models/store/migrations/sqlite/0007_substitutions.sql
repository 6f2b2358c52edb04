-- Who acts for whom, from when until when.
CREATE TABLE IF NOT EXISTS substitutions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL,
  substitute TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS substitutions_until ON substitutions (until_at);
