package bot

import "onevisit/models"

// hand is in whose place the speaker may do an office verb: their own where
// they may, else that of somebody who is away. Referral stays with the head
// [S 5(4)].
func (t *turn) hand(v models.Verb) models.Actor {
	own := t.actor()
	if v == models.VerbRefer || t.permitted(v, own.ID) == nil {
		return own
	}
	for _, person := range t.stands {
		if t.permitted(v, person) == nil {
			return models.Actor{Kind: own.Kind, ID: own.ID, For: person}
		}
	}
	return own
}

// dutyHand is in whose place the speaker answers a duty.
func (t *turn) dutyHand(d *models.OfficeDuty) models.Actor {
	own := t.actor()
	if t.law.OwesDuty(d, own.ID) {
		return own
	}
	for _, person := range t.stands {
		if t.law.OwesDuty(d, person) {
			return models.Actor{Kind: own.Kind, ID: own.ID, For: person}
		}
	}
	return own
}

// owesDuty reports whether a duty is the speaker's, or that of somebody whom
// they stand in for.
func (t *turn) owesDuty(d *models.OfficeDuty) bool {
	hand := t.dutyHand(d)
	return t.law.OwesDuty(d, hand.ID) || hand.For != ""
}
