-- The set of rules that a case keeps. One that has no row here stands under
-- the first set.
CREATE TABLE IF NOT EXISTS case_rules (
  case_id INTEGER NOT NULL PRIMARY KEY,
  rules TEXT NOT NULL
);
