package models

import "time"

// SlipPass opens the printable slip of one case until its time is over. The
// query code stands in it in clear, so it exists sealed alone: in the link
// that the clerk gets, never in the ledger.
type SlipPass struct {
	Number string    `json:"n"`
	Code   string    `json:"c"`
	Until  time.Time `json:"u"` // UTC
}

// SlipUntil is when a slip that is made now can no longer be opened: at the
// end of the day, late in the evening an hour from now.
func SlipUntil(now time.Time) time.Time {
	end := DateOf(now).End()
	if late := now.Add(time.Hour); late.After(end) {
		return late
	}
	return end
}
