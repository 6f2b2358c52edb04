-- In InnoDB an index ends with the primary key: alarms_at has the order in
-- which alarms are taken already. SQLite needed another one.
DO 0
