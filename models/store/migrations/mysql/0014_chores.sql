-- Work that one replica does for all, and the order in which old cards go.
CREATE TABLE IF NOT EXISTS chores (
  name VARCHAR(32) NOT NULL PRIMARY KEY,
  next_at BIGINT NOT NULL,
  attempt INT NOT NULL,
  worker VARCHAR(64) NOT NULL,
  claim VARCHAR(32) NOT NULL,
  leased_until BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- next
-- MySQL has no CREATE INDEX IF NOT EXISTS; all statements run on one connection.
SET @add_cards_made = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX cards_made ON cards (standing, made_at)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'cards' AND index_name = 'cards_made');
-- next
PREPARE add_cards_made FROM @add_cards_made;
-- next
EXECUTE add_cards_made;
-- next
DEALLOCATE PREPARE add_cards_made;
