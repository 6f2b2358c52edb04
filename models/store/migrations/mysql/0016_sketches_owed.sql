-- Cases whose sketches are still to be made: at the latest when somebody asks
-- for cases that resemble another.
CREATE TABLE IF NOT EXISTS sketches_owed (
  case_id BIGINT NOT NULL PRIMARY KEY
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
