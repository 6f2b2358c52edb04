-- Which letter a notice carries as a file, so that whoever has it can be told
-- when it is void.
CREATE TABLE IF NOT EXISTS letter_copies (
  key_hash BINARY(32) NOT NULL PRIMARY KEY,
  kind VARCHAR(32) NOT NULL,
  year INT NOT NULL,
  serial BIGINT NOT NULL,
  INDEX letter_copies_letter (kind, year, serial)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
