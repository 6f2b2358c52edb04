-- What of a platform's windows and limits was used with one person, beside
-- what accounts keeps; and the ways that refused a notice.
CREATE TABLE IF NOT EXISTS reach (
  to_key BINARY(32) NOT NULL PRIMARY KEY,
  touched_at BIGINT,
  touched_sent INT NOT NULL CHECK (touched_sent >= 0),
  paced_at BIGINT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS refusals (
  notice_id BIGINT NOT NULL,
  attempt INT NOT NULL,
  no INT NOT NULL,
  way VARCHAR(32) NOT NULL,
  failure VARCHAR(32) NOT NULL,
  code INT NOT NULL,
  PRIMARY KEY (notice_id, attempt, no),
  FOREIGN KEY (notice_id) REFERENCES notices (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
