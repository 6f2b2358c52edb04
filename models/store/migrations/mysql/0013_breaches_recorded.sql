-- What follows from breaches is prepared from those that were recorded lately.
-- MySQL cannot create an index only where there is none, so it is asked first.
SET @breaches_recorded = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX breaches_recorded ON breaches (recorded_at)', 'DO 0')
  FROM information_schema.statistics
  WHERE table_schema = DATABASE() AND table_name = 'breaches' AND index_name = 'breaches_recorded');
-- next
PREPARE breaches_recorded FROM @breaches_recorded;
-- next
EXECUTE breaches_recorded;
-- next
DEALLOCATE PREPARE breaches_recorded;
