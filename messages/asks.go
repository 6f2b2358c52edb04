package messages

import (
	"slices"

	"onevisit/models"
)

// Asks are the steps that a notice asks of the person who is told, the
// likeliest first; none where it only tells. Whether the person may take them
// now, the law says.
func Asks(b *models.Bureau, n models.Notice) []models.Verb {
	if n.Void || n.Rung == models.RungVoid {
		return nil
	}
	if len(n.Lines) == 1 {
		return asksInTime(b, n)
	}
	if n.Rung == models.RungAgain {
		return asksAgain(n.Verb)
	}
	switch n.As {
	case models.PartyLeader:
		if n.State.Open() {
			return []models.Verb{models.VerbInstruct}
		}
		return nil
	case models.PartyChief, models.PartyHandler, models.PartyAddressee:
		return asksSection(n)
	}
	switch n.Verb {
	case models.VerbSubmit:
		return []models.Verb{models.VerbRegister}
	case models.VerbRegister, models.VerbReturn, models.VerbRevoke:
		if n.As == models.PartyAssigner || n.As == models.PartyDeputy {
			return []models.Verb{models.VerbAssign}
		}
	case models.VerbLower:
		return []models.Verb{models.VerbRegister}
	case models.VerbProposeDecline:
		return []models.Verb{models.VerbDecline}
	case models.VerbObject:
		return []models.Verb{models.VerbRevoke, models.VerbStand}
	case models.VerbDraft:
		return []models.Verb{models.VerbApprove, models.VerbSendBack}
	case models.VerbApprove, models.VerbSign:
		if n.State == models.Drafted {
			return []models.Verb{models.VerbSign, models.VerbSendBack}
		}
		return []models.Verb{models.VerbEnter, models.VerbDeliver}
	case models.VerbAccept, models.VerbDecline:
		return []models.Verb{models.VerbEnter, models.VerbDeliver}
	case models.VerbRequestExtension:
		return []models.Verb{models.VerbExtend, models.VerbRefuseExtension}
	case models.VerbRate:
		if n.State == models.Disputed {
			return []models.Verb{models.VerbUphold, models.VerbRedo}
		}
		return []models.Verb{models.VerbEnter}
	case models.VerbRecuse:
		return []models.Verb{models.VerbReassign, models.VerbChangePerson}
	}
	return asksReview(n.Verb)
}

// asksSection are the steps of the section's people and of whoever is
// supervised.
func asksSection(n models.Notice) []models.Verb {
	chief, handler := n.As == models.PartyChief, n.As == models.PartyHandler
	switch n.Verb {
	case models.VerbAssign, models.VerbReassign:
		if chief {
			return []models.Verb{models.VerbAccept, models.VerbAcknowledge, models.VerbReturn, models.VerbProposeDecline}
		}
	case models.VerbAccept, models.VerbDesignate, models.VerbSendBack, models.VerbRecall:
		if handler {
			return []models.Verb{models.VerbDraft, models.VerbAsk}
		}
	case models.VerbRedo, models.VerbSupervise:
		if n.As == models.PartyAddressee || n.Verb == models.VerbRedo && chief { // whoever a redo addresses
			return []models.Verb{models.VerbAnswer}
		}
		if handler {
			return []models.Verb{models.VerbDraft, models.VerbAsk}
		}
	case models.VerbRecuse:
		if chief {
			return []models.Verb{models.VerbDesignate}
		}
	case models.VerbUphold:
		if chief {
			return []models.Verb{models.VerbContact, models.VerbConclude}
		}
	}
	return nil
}

// asksReview are the steps of a public review and a reexamination.
func asksReview(v models.Verb) []models.Verb {
	switch v {
	case models.VerbProposeReview:
		return []models.Verb{models.VerbJudgeReview}
	case models.VerbJudgeReview:
		return []models.Verb{models.VerbApplyReview}
	case models.VerbApplyReview:
		return []models.Verb{models.VerbRecordReview}
	case models.VerbReexamine:
		return []models.Verb{models.VerbRecordReexamine}
	}
	return nil
}

// asksInTime are the steps that a reminder of one clock asks for.
func asksInTime(b *models.Bureau, n models.Notice) []models.Verb {
	var out []models.Verb
	for _, command := range reminderCommands(b, n, n.Lines[0]) {
		switch verb, word, _ := ReadCommand(command); {
		case word == WordJudge:
			out = append(out, models.VerbUphold, models.VerbRedo)
		case verb != "":
			out = append(out, verb)
		}
	}
	return out
}

// asksAgain are the steps that stood beside one that was taken back.
func asksAgain(v models.Verb) []models.Verb {
	for _, group := range [][]models.Verb{
		{models.VerbAccept, models.VerbAcknowledge, models.VerbReturn, models.VerbProposeDecline},
		{models.VerbApprove, models.VerbSendBack}, {models.VerbDraft, models.VerbAsk}, {models.VerbEnter, models.VerbDeliver},
		{models.VerbExtend, models.VerbRefuseExtension}, {models.VerbUphold, models.VerbRedo}, {models.VerbContact, models.VerbConclude},
		{models.VerbRevoke, models.VerbStand},
	} {
		if slices.Contains(group, v) {
			return group
		}
	}
	return []models.Verb{v}
}
