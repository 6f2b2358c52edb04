-- Which processes serve this ledger, and which schema each of them knows.
CREATE TABLE IF NOT EXISTS replicas (
  worker TEXT NOT NULL PRIMARY KEY,
  schema_version INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
);
