-- What was ever owed to whom stands in reminder_keys, by case; what is still to
-- be told in bundles, which go when they are taken. A program that looks for
-- reminders in one row each cannot work beside this one.
CREATE TABLE IF NOT EXISTS reminder_keys (
  case_id BIGINT NOT NULL,
  key_hash BINARY(32) NOT NULL,
  PRIMARY KEY (case_id, key_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
CREATE TABLE IF NOT EXISTS reminder_bundles (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  key_hash BINARY(32) NOT NULL UNIQUE,
  to_key BINARY(32) NOT NULL,
  tell_at BIGINT NOT NULL,
  rungs INT NOT NULL,
  content MEDIUMBLOB NOT NULL,
  INDEX reminder_bundles_at (tell_at),
  INDEX reminder_bundles_person (to_key, tell_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
INSERT IGNORE INTO reminder_keys (case_id, key_hash) SELECT case_id, key_hash FROM reminders;
-- next
INSERT IGNORE INTO reminder_bundles (key_hash, to_key, tell_at, rungs, content)
  SELECT key_hash, to_key, tell_at, 1, content FROM reminders WHERE told_at IS NULL ORDER BY id;
-- next
-- The table stays, empty: the program need not have the right to drop one.
DELETE FROM reminders;
