-- Work that one replica does for all, and the order in which old cards go.
CREATE TABLE IF NOT EXISTS chores (
  name TEXT NOT NULL PRIMARY KEY,
  next_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  worker TEXT NOT NULL,
  claim TEXT NOT NULL,
  leased_until INTEGER NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS cards_made ON cards (standing, made_at);
