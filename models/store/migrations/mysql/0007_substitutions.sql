-- Who acts for whom, from when until when.
CREATE TABLE IF NOT EXISTS substitutions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  person VARCHAR(64) NOT NULL,
  substitute VARCHAR(64) NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  INDEX substitutions_until (until_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
