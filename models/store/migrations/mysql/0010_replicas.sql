-- Which processes serve this ledger, and which schema each of them knows.
CREATE TABLE IF NOT EXISTS replicas (
  worker VARCHAR(128) NOT NULL PRIMARY KEY,
  schema_version INT NOT NULL,
  seen_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
