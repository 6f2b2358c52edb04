package bot

import (
	"time"

	"onevisit/models"
)

// What the platforms allow us to say unasked.
const (
	// A message of theirs lets us send 5 free ones within 48 hours, a tap, a
	// scan or a follow 3 within one minute. Both are used a little earlier
	// than they end, for the way to the platform takes time.
	spokenFor   = 48*time.Hour - time.Minute
	spokenCount = 5
	touchedFor  = 55 * time.Second
	touchCount  = 3

	// A member of the staff gets 30 messages a minute and 1,000 an hour; what
	// is more the platform drops without a word. A burst and then an even
	// pace keep below both: 8 + 16 a minute, 8 + 960 an hour.
	paceStep  = 3750 * time.Millisecond
	paceBurst = 8
)

// allowance finds what a free message to a petitioner would be counted
// against. The shorter window is used up first. Nobody known here means that
// the platform has to judge.
func allowance(r models.Reach, now time.Time) (models.Allowance, bool) {
	switch {
	case r.Left:
		return models.AllowanceNone, false
	case !r.Known:
		return models.AllowanceNone, true
	case open(r.TouchedAt, touchedFor, now) && r.TouchedSent < touchCount:
		return models.AllowanceTouched, true
	case open(r.SpokeAt, spokenFor, now) && r.SpokenSent < spokenCount:
		return models.AllowanceSpoken, true
	}
	return models.AllowanceNone, false
}

func open(from time.Time, length time.Duration, now time.Time) bool {
	return !from.IsZero() && now.Before(from.Add(length))
}

// paced says when the next message may go to a member of the staff, and what
// their pace is after it.
func paced(r models.Reach, now time.Time) (at, after time.Time) {
	at = r.PacedAt.Add(-(paceBurst - 1) * paceStep)
	if at.Before(now) {
		at = now
	}
	after = r.PacedAt
	if after.Before(at) {
		after = at
	}
	return at, after.Add(paceStep)
}

// maySent says whether a former worker, which ended without telling, may have
// sent a petitioner a free message: the window was open then, or opened since,
// so that nobody can tell any more.
func maySent(r models.Reach, since time.Time) bool {
	return !r.Known || r.SpokeAt.Add(spokenFor).After(since) || r.TouchedAt.Add(touchedFor).After(since)
}
