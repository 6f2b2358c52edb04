-- Alarms are taken in the order of this index: those of one moment are not
-- sorted anew for each batch.
CREATE INDEX IF NOT EXISTS alarms_order ON alarms (at, case_id, clock_id);
-- next
DROP INDEX IF EXISTS alarms_at;
