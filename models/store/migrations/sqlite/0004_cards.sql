-- Pushes to staff about one case, and the response codes that can change
-- them. Neither holds words or a personal datum.
CREATE TABLE IF NOT EXISTS cards (
  task TEXT NOT NULL PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  number TEXT NOT NULL,
  to_user TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 0),
  verbs TEXT NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('made','sent','told','done')),
  made_at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  worker TEXT NOT NULL,
  claim TEXT NOT NULL,
  leased_until INTEGER NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS cards_standing ON cards (standing, case_id);
-- next
CREATE INDEX IF NOT EXISTS cards_person ON cards (to_user, made_at);
-- next
CREATE INDEX IF NOT EXISTS cards_claim ON cards (claim);
-- next
CREATE TABLE IF NOT EXISTS card_codes (
  code TEXT NOT NULL PRIMARY KEY,
  task TEXT NOT NULL REFERENCES cards (task),
  kept_at INTEGER NOT NULL,
  spent INTEGER NOT NULL CHECK (spent IN (0, 1))
);
-- next
CREATE INDEX IF NOT EXISTS card_codes_task ON card_codes (task, spent, kept_at);
