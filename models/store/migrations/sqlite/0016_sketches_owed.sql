-- Cases whose sketches are still to be made: at the latest when somebody asks
-- for cases that resemble another.
CREATE TABLE IF NOT EXISTS sketches_owed (
  case_id INTEGER NOT NULL PRIMARY KEY
);
