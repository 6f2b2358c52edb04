-- The set of rules that a case keeps. One that has no row here stands under
-- the first set.
CREATE TABLE IF NOT EXISTS case_rules (
  case_id BIGINT NOT NULL PRIMARY KEY,
  rules VARCHAR(64) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
