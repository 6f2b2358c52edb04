-- The ledger. Times are UTC milliseconds; NULL is "never". Columns named
-- *_key and *_hash are HMAC-SM3; content, words, snapshot, draft, reply and
-- media are sealed with SM4-GCM. Every statement can be run again.
-- utf8mb4_bin, because openids that differ only in case are two people.
-- Statements are parted by lines that read "-- next".
CREATE TABLE IF NOT EXISTS cases (
  id BIGINT NOT NULL PRIMARY KEY,
  number VARCHAR(32) NOT NULL UNIQUE,
  version BIGINT NOT NULL CHECK (version >= 1),
  state VARCHAR(16) NOT NULL CHECK (state IN ('submitted','registered','assigned','accepted','drafted','formed','delivered','disputed','followup','closed','declined','withdrawn','archived')),
  round INT NOT NULL CHECK (round >= 1),
  channel VARCHAR(16) NOT NULL CHECK (channel IN ('chat','visit','letter','call','transfer')),
  class VARCHAR(16) NOT NULL CHECK (class IN ('','consult','advice','report','legal','procedural','appeal')),
  category VARCHAR(64) NOT NULL,
  section VARCHAR(64) NOT NULL,
  chief VARCHAR(64) NOT NULL,
  handler VARCHAR(64) NOT NULL,
  case_officer VARCHAR(64) NOT NULL,
  confidential TINYINT NOT NULL CHECK (confidential IN (0, 1)),
  anonymous TINYINT NOT NULL CHECK (anonymous IN (0, 1)),
  supervised TINYINT NOT NULL CHECK (supervised IN (0, 1)),
  submitted_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  due_at BIGINT,
  audit_count BIGINT NOT NULL CHECK (audit_count >= 1),
  audit_head BINARY(32) NOT NULL,
  content MEDIUMBLOB NOT NULL,
  INDEX cases_state_due (state, due_at),
  INDEX cases_section (section, state),
  INDEX cases_chief (chief, state),
  INDEX cases_handler (handler, state),
  INDEX cases_case_officer (case_officer, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS case_numbers (
  day INT NOT NULL PRIMARY KEY,
  n BIGINT NOT NULL CHECK (n >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS case_persons (
  case_id BIGINT NOT NULL,
  no INT NOT NULL,
  phone_key BINARY(32),
  identity_key BINARY(32),
  account_key BINARY(32),
  PRIMARY KEY (case_id, no),
  INDEX case_persons_phone (phone_key, case_id),
  INDEX case_persons_identity (identity_key, case_id),
  INDEX case_persons_account (account_key, case_id),
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS clocks (
  case_id BIGINT NOT NULL,
  id BIGINT NOT NULL CHECK (id >= 1),
  kind VARCHAR(64) NOT NULL,
  round INT NOT NULL CHECK (round >= 1),
  ref VARCHAR(190) NOT NULL,
  owner VARCHAR(32) NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  legal_due_at BIGINT,
  stopped_at BIGINT,
  stopped_by VARCHAR(32) NOT NULL,
  start_seq BIGINT NOT NULL,
  stop_seq BIGINT NOT NULL,
  PRIMARY KEY (case_id, id),
  UNIQUE (case_id, kind, ref, round, start_seq),
  INDEX clocks_running (stopped_at, due_at),
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS letters (
  case_id BIGINT NOT NULL,
  id BIGINT NOT NULL CHECK (id >= 1),
  kind VARCHAR(64) NOT NULL,
  year INT NOT NULL,
  serial BIGINT NOT NULL CHECK (serial >= 1),
  round INT NOT NULL,
  seq BIGINT NOT NULL,
  issued_at BIGINT NOT NULL,
  to_petitioner TINYINT NOT NULL CHECK (to_petitioner IN (0, 1)),
  shown INT NOT NULL CHECK (shown >= 0),
  parts INT NOT NULL CHECK (parts >= 0),
  void TINYINT NOT NULL CHECK (void IN (0, 1)),
  delivered_at BIGINT,
  method VARCHAR(64) NOT NULL,
  snapshot MEDIUMBLOB NOT NULL,
  PRIMARY KEY (case_id, id),
  UNIQUE (kind, year, serial),
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS letter_counters (
  kind VARCHAR(64) NOT NULL,
  year INT NOT NULL,
  n BIGINT NOT NULL CHECK (n >= 1),
  PRIMARY KEY (kind, year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS audit_entries (
  case_id BIGINT NOT NULL,
  seq BIGINT NOT NULL CHECK (seq >= 1),
  verb VARCHAR(32) NOT NULL,
  actor_kind VARCHAR(16) NOT NULL CHECK (actor_kind IN ('petitioner','staff','system')),
  actor_id VARCHAR(64) NOT NULL,
  actor_for VARCHAR(64) NOT NULL,
  at BIGINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  from_state VARCHAR(16) NOT NULL,
  to_state VARCHAR(16) NOT NULL,
  round INT NOT NULL,
  plain MEDIUMTEXT NOT NULL,
  words MEDIUMBLOB NOT NULL,
  words_digest BINARY(32) NOT NULL,
  mac BINARY(32) NOT NULL,
  PRIMARY KEY (case_id, seq),
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS notices (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  key_hash BINARY(32) NOT NULL UNIQUE,
  case_id BIGINT NOT NULL,
  to_kind VARCHAR(16) NOT NULL CHECK (to_kind IN ('petitioner','staff')),
  to_key BINARY(32) NOT NULL,
  verb VARCHAR(32) NOT NULL,
  rung VARCHAR(64) NOT NULL,
  status VARCHAR(16) NOT NULL CHECK (status IN ('waiting','sent','kept','unknown','dead')),
  attempt INT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  claim VARCHAR(32) NOT NULL,
  leased_until BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  content MEDIUMBLOB NOT NULL,
  INDEX notices_ready (status, next_at, id),
  INDEX notices_person (to_key, status, id),
  INDEX notices_claim (claim)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS sendings (
  notice_id BIGINT NOT NULL,
  attempt INT NOT NULL,
  at BIGINT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  way VARCHAR(32) NOT NULL,
  ref VARCHAR(190) NOT NULL,
  delivered TINYINT NOT NULL CHECK (delivered IN (0, 1)),
  failure VARCHAR(32) NOT NULL,
  code INT NOT NULL,
  PRIMARY KEY (notice_id, attempt),
  FOREIGN KEY (notice_id) REFERENCES notices (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS inbox (
  key_hash BINARY(32) NOT NULL PRIMARY KEY,
  received_at BIGINT NOT NULL,
  reply MEDIUMBLOB,
  INDEX inbox_received (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS sessions (
  who_key BINARY(32) NOT NULL PRIMARY KEY,
  flow VARCHAR(64) NOT NULL,
  step VARCHAR(64) NOT NULL,
  draft MEDIUMBLOB NOT NULL,
  expires_at BIGINT,
  version BIGINT NOT NULL CHECK (version >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS accounts (
  account_key BINARY(32) NOT NULL PRIMARY KEY,
  content BLOB NOT NULL,
  spoke_at BIGINT,
  sent INT NOT NULL,
  follows TINYINT NOT NULL CHECK (follows IN (0, 1)),
  created_at BIGINT,
  version BIGINT NOT NULL CHECK (version >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS query_codes (
  case_id BIGINT NOT NULL PRIMARY KEY,
  code_hash BINARY(32) NOT NULL,
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS guesses (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_key BINARY(32) NOT NULL,
  case_key BINARY(32) NOT NULL,
  at BIGINT NOT NULL,
  INDEX guesses_account (account_key, at),
  INDEX guesses_case (case_key, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS deferred (
  key_hash BINARY(32) NOT NULL PRIMARY KEY,
  content MEDIUMBLOB NOT NULL,
  attempt INT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  claim VARCHAR(32) NOT NULL,
  leased_until BIGINT NOT NULL,
  kept_at BIGINT NOT NULL,
  INDEX deferred_ready (leased_until, kept_at),
  INDEX deferred_claim (claim)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS attachments (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  uid VARCHAR(32) NOT NULL UNIQUE,
  platform VARCHAR(32) NOT NULL,
  kind VARCHAR(64) NOT NULL,
  media BLOB NOT NULL,
  status VARCHAR(16) NOT NULL CHECK (status IN ('waiting','kept','lost')),
  attempt INT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  claim VARCHAR(32) NOT NULL,
  leased_until BIGINT NOT NULL,
  content_type VARCHAR(128) NOT NULL,
  size BIGINT NOT NULL,
  lost VARCHAR(190) NOT NULL,
  created_at BIGINT NOT NULL,
  INDEX attachments_ready (status, leased_until, id),
  INDEX attachments_claim (claim)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS key_check (
  id BIGINT NOT NULL PRIMARY KEY,
  fingerprint BINARY(32) NOT NULL,
  created_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
