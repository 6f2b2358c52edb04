-- What is done outside of cases, and sketches of claims by which near-equal
-- ones are found. Entries are only added.
CREATE TABLE IF NOT EXISTS office_entries (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  verb VARCHAR(32) NOT NULL,
  actor VARCHAR(64) NOT NULL,
  at BIGINT NOT NULL,
  section VARCHAR(64) NOT NULL,
  case_id BIGINT NOT NULL,
  number VARCHAR(32) NOT NULL,
  round INT NOT NULL,
  duty_id BIGINT NOT NULL,
  fact VARCHAR(190) UNIQUE,
  content MEDIUMBLOB NOT NULL,
  INDEX office_entries_section (section, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS office_letters (
  entry_id BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL,
  year INT NOT NULL,
  serial BIGINT NOT NULL CHECK (serial >= 1),
  issued_at BIGINT NOT NULL,
  snapshot MEDIUMBLOB NOT NULL,
  PRIMARY KEY (entry_id, kind),
  UNIQUE KEY office_letters_number (kind, year, serial),
  FOREIGN KEY (entry_id) REFERENCES office_entries (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS office_duties (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  entry_id BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL CHECK (kind IN ('explain','decision')),
  section VARCHAR(64) NOT NULL,
  owner VARCHAR(64) NOT NULL,
  letter VARCHAR(32) NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  answered_at BIGINT,
  remind_at BIGINT,
  content MEDIUMBLOB NOT NULL,
  INDEX office_duties_open (answered_at, due_at),
  INDEX office_duties_remind (remind_at),
  FOREIGN KEY (entry_id) REFERENCES office_entries (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS case_sketches (
  print_key BINARY(8) NOT NULL,
  case_id BIGINT NOT NULL,
  PRIMARY KEY (print_key, case_id),
  FOREIGN KEY (case_id) REFERENCES cases (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
