-- Letters that belong to no case are made and kept like those of cases.
CREATE TABLE IF NOT EXISTS office_files (
  entry_id BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL,
  uid VARCHAR(32) NOT NULL UNIQUE,
  status VARCHAR(16) NOT NULL CHECK (status IN ('waiting','kept')),
  attempt INT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  claim VARCHAR(32) NOT NULL,
  leased_until BIGINT NOT NULL,
  digest VARBINARY(32) NOT NULL,
  size BIGINT NOT NULL,
  made_at BIGINT,
  PRIMARY KEY (entry_id, kind),
  INDEX office_files_ready (status, leased_until),
  INDEX office_files_claim (claim),
  FOREIGN KEY (entry_id) REFERENCES office_entries (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
-- A notice that tells of a letter is not handed out while it stands here: the
-- letter's file is not kept yet.
CREATE TABLE IF NOT EXISTS notice_waits (
  key_hash VARBINARY(32) NOT NULL PRIMARY KEY,
  kind VARCHAR(32) NOT NULL,
  year INT NOT NULL,
  serial BIGINT NOT NULL,
  INDEX notice_waits_letter (kind, year, serial)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
