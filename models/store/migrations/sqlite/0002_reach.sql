-- What of a platform's windows and limits was used with one person, beside
-- what accounts keeps; and the ways that refused a notice.
CREATE TABLE IF NOT EXISTS reach (
  to_key BLOB NOT NULL PRIMARY KEY,
  touched_at INTEGER,
  touched_sent INTEGER NOT NULL CHECK (touched_sent >= 0),
  paced_at INTEGER
);
-- next
CREATE TABLE IF NOT EXISTS refusals (
  notice_id INTEGER NOT NULL REFERENCES notices (id),
  attempt INTEGER NOT NULL,
  no INTEGER NOT NULL,
  way TEXT NOT NULL,
  failure TEXT NOT NULL,
  code INTEGER NOT NULL,
  PRIMARY KEY (notice_id, attempt, no)
);
