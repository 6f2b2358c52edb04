-- A notice that waits for the working hours of whom it is for. When they
-- begin, several of one person are told together.
CREATE TABLE IF NOT EXISTS notice_holds (
  key_hash BINARY(32) NOT NULL PRIMARY KEY,
  to_key BINARY(32) NOT NULL,
  until_at BIGINT NOT NULL,
  INDEX notice_holds_until (until_at, to_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
