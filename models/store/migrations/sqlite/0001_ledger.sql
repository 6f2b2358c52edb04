-- The ledger. Times are UTC milliseconds; NULL is "never". Columns named
-- *_key and *_hash are HMAC-SM3; content, words, snapshot, draft, reply and
-- media are sealed with SM4-GCM. Every statement can be run again.
-- Statements are parted by lines that read "-- next".
CREATE TABLE IF NOT EXISTS cases (
  id INTEGER NOT NULL PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version >= 1),
  state TEXT NOT NULL CHECK (state IN ('submitted','registered','assigned','accepted','drafted','formed','delivered','disputed','followup','closed','declined','withdrawn','archived')),
  round INTEGER NOT NULL CHECK (round >= 1),
  channel TEXT NOT NULL CHECK (channel IN ('chat','visit','letter','call','transfer')),
  class TEXT NOT NULL CHECK (class IN ('','consult','advice','report','legal','procedural','appeal')),
  category TEXT NOT NULL,
  section TEXT NOT NULL,
  chief TEXT NOT NULL,
  handler TEXT NOT NULL,
  case_officer TEXT NOT NULL,
  confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
  anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
  supervised INTEGER NOT NULL CHECK (supervised IN (0, 1)),
  submitted_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  due_at INTEGER,
  audit_count INTEGER NOT NULL CHECK (audit_count >= 1),
  audit_head BLOB NOT NULL,
  content BLOB NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS cases_state_due ON cases (state, due_at);
-- next
CREATE INDEX IF NOT EXISTS cases_section ON cases (section, state);
-- next
CREATE INDEX IF NOT EXISTS cases_chief ON cases (chief, state);
-- next
CREATE INDEX IF NOT EXISTS cases_handler ON cases (handler, state);
-- next
CREATE INDEX IF NOT EXISTS cases_case_officer ON cases (case_officer, state);
-- next
CREATE TABLE IF NOT EXISTS case_numbers (
  day INTEGER NOT NULL PRIMARY KEY,
  n INTEGER NOT NULL CHECK (n >= 1)
);
-- next
CREATE TABLE IF NOT EXISTS case_persons (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  no INTEGER NOT NULL,
  phone_key BLOB,
  identity_key BLOB,
  account_key BLOB,
  PRIMARY KEY (case_id, no)
);
-- next
CREATE INDEX IF NOT EXISTS case_persons_phone ON case_persons (phone_key, case_id);
-- next
CREATE INDEX IF NOT EXISTS case_persons_identity ON case_persons (identity_key, case_id);
-- next
CREATE INDEX IF NOT EXISTS case_persons_account ON case_persons (account_key, case_id);
-- next
CREATE TABLE IF NOT EXISTS clocks (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  id INTEGER NOT NULL CHECK (id >= 1),
  kind TEXT NOT NULL,
  round INTEGER NOT NULL CHECK (round >= 1),
  ref TEXT NOT NULL,
  owner TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  legal_due_at INTEGER,
  stopped_at INTEGER,
  stopped_by TEXT NOT NULL,
  start_seq INTEGER NOT NULL,
  stop_seq INTEGER NOT NULL,
  PRIMARY KEY (case_id, id),
  UNIQUE (case_id, kind, ref, round, start_seq)
);
-- next
CREATE INDEX IF NOT EXISTS clocks_running ON clocks (stopped_at, due_at);
-- next
CREATE TABLE IF NOT EXISTS letters (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  id INTEGER NOT NULL CHECK (id >= 1),
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL CHECK (serial >= 1),
  round INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  to_petitioner INTEGER NOT NULL CHECK (to_petitioner IN (0, 1)),
  shown INTEGER NOT NULL CHECK (shown >= 0),
  parts INTEGER NOT NULL CHECK (parts >= 0),
  void INTEGER NOT NULL CHECK (void IN (0, 1)),
  delivered_at INTEGER,
  method TEXT NOT NULL,
  snapshot BLOB NOT NULL,
  PRIMARY KEY (case_id, id),
  UNIQUE (kind, year, serial)
);
-- next
CREATE TABLE IF NOT EXISTS letter_counters (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 1),
  PRIMARY KEY (kind, year)
);
-- next
CREATE TABLE IF NOT EXISTS audit_entries (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  verb TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('petitioner','staff','system')),
  actor_id TEXT NOT NULL,
  actor_for TEXT NOT NULL,
  at INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  round INTEGER NOT NULL,
  plain TEXT NOT NULL,
  words BLOB NOT NULL,
  words_digest BLOB NOT NULL,
  mac BLOB NOT NULL,
  PRIMARY KEY (case_id, seq)
);
-- next
CREATE TABLE IF NOT EXISTS notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_hash BLOB NOT NULL UNIQUE,
  case_id INTEGER NOT NULL,
  to_kind TEXT NOT NULL CHECK (to_kind IN ('petitioner','staff')),
  to_key BLOB NOT NULL,
  verb TEXT NOT NULL,
  rung TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting','sent','kept','unknown','dead')),
  attempt INTEGER NOT NULL,
  worker TEXT NOT NULL,
  claim TEXT NOT NULL,
  leased_until INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  content BLOB NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS notices_ready ON notices (status, next_at, id);
-- next
CREATE INDEX IF NOT EXISTS notices_person ON notices (to_key, status, id);
-- next
CREATE INDEX IF NOT EXISTS notices_claim ON notices (claim);
-- next
CREATE TABLE IF NOT EXISTS sendings (
  notice_id INTEGER NOT NULL REFERENCES notices (id),
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  worker TEXT NOT NULL,
  way TEXT NOT NULL,
  ref TEXT NOT NULL,
  delivered INTEGER NOT NULL CHECK (delivered IN (0, 1)),
  failure TEXT NOT NULL,
  code INTEGER NOT NULL,
  PRIMARY KEY (notice_id, attempt)
);
-- next
CREATE TABLE IF NOT EXISTS inbox (
  key_hash BLOB NOT NULL PRIMARY KEY,
  received_at INTEGER NOT NULL,
  reply BLOB
);
-- next
CREATE INDEX IF NOT EXISTS inbox_received ON inbox (received_at);
-- next
CREATE TABLE IF NOT EXISTS sessions (
  who_key BLOB NOT NULL PRIMARY KEY,
  flow TEXT NOT NULL,
  step TEXT NOT NULL,
  draft BLOB NOT NULL,
  expires_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1)
);
-- next
CREATE TABLE IF NOT EXISTS accounts (
  account_key BLOB NOT NULL PRIMARY KEY,
  content BLOB NOT NULL,
  spoke_at INTEGER,
  sent INTEGER NOT NULL,
  follows INTEGER NOT NULL CHECK (follows IN (0, 1)),
  created_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1)
);
-- next
CREATE TABLE IF NOT EXISTS query_codes (
  case_id INTEGER NOT NULL PRIMARY KEY REFERENCES cases (id),
  code_hash BLOB NOT NULL
);
-- next
CREATE TABLE IF NOT EXISTS guesses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_key BLOB NOT NULL,
  case_key BLOB NOT NULL,
  at INTEGER NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS guesses_account ON guesses (account_key, at);
-- next
CREATE INDEX IF NOT EXISTS guesses_case ON guesses (case_key, at);
-- next
CREATE TABLE IF NOT EXISTS deferred (
  key_hash BLOB NOT NULL PRIMARY KEY,
  content BLOB NOT NULL,
  attempt INTEGER NOT NULL,
  worker TEXT NOT NULL,
  claim TEXT NOT NULL,
  leased_until INTEGER NOT NULL,
  kept_at INTEGER NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS deferred_ready ON deferred (leased_until, kept_at);
-- next
CREATE INDEX IF NOT EXISTS deferred_claim ON deferred (claim);
-- next
CREATE TABLE IF NOT EXISTS attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  kind TEXT NOT NULL,
  media BLOB NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting','kept','lost')),
  attempt INTEGER NOT NULL,
  worker TEXT NOT NULL,
  claim TEXT NOT NULL,
  leased_until INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  lost TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
-- next
CREATE INDEX IF NOT EXISTS attachments_ready ON attachments (status, leased_until, id);
-- next
CREATE INDEX IF NOT EXISTS attachments_claim ON attachments (claim);
-- next
CREATE TABLE IF NOT EXISTS key_check (
  id INTEGER NOT NULL PRIMARY KEY,
  fingerprint BLOB NOT NULL,
  created_at INTEGER NOT NULL
);
