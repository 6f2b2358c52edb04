-- What follows from breaches is prepared from those that were recorded lately.
CREATE INDEX IF NOT EXISTS breaches_recorded ON breaches (recorded_at);
