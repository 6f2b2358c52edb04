package models

import "slices"

// ClockRows is the table of clocks with the law's own lengths.
func ClockRows() []ClockRule {
	return slices.Concat(wayClocks(), resultClocks())
}

func days(n int) Span     { return Span{Days: n} }
func workdays(n int) Span { return Span{Days: n, Workdays: true} }

// rolling spans are the law's: a due on a day off moves to the next workday.
func rolling(n int) Span { return Span{Days: n, Roll: true} }

// wayClocks are those on the way to an opinion.
func wayClocks() []ClockRule {
	return []ClockRule{
		{
			Kind: ClockRegister, Bureau: Span{CutOff: true}, Owner: PartyOffice, Article: "S 2(2)",
			Starts: []Verb{VerbSubmit},
			Stops:  []Verb{VerbRegister, VerbDecline, VerbWithdraw},
		},
		{
			Kind: ClockAssign, Bureau: workdays(1), Owner: PartyDeputy, Article: "D",
			Starts: []Verb{VerbRegister, VerbReturn, VerbRevoke},
			Stops:  []Verb{VerbAssign, VerbDecline, VerbReply, VerbForward, VerbHandBack, VerbWithdraw},
		},
		{
			Kind: ClockAccept, Bureau: days(3), Legal: rolling(15), HasLegal: true, Owner: PartyChief, Ledger: true, Article: "S 4(2), R 22-23",
			Starts: []Verb{VerbAssign, VerbReassign},
			Stops:  []Verb{VerbAccept, VerbDecline, VerbReturn, VerbReassign, VerbHandBack, VerbWithdraw},
		},
		{
			Kind: ClockResolve, Bureau: days(60), Legal: rolling(60), HasLegal: true, Owner: PartyHandler, Ledger: true, Article: "S 2(2), R 34",
			Starts: []Verb{VerbAccept, VerbAssign, VerbReassign, VerbRecall, VerbRedo, VerbRecordReexamine},
			Stops:  []Verb{VerbApprove, VerbSign, VerbDeliver, VerbDiscontinue, VerbDecline, VerbReturn, VerbReassign, VerbHandBack, VerbWithdraw},
		},
		{
			Kind: ClockEnter, Bureau: days(0), Owner: PartyOffice, Article: "S 4(2)",
			Starts: []Verb{VerbRegister, VerbReply, VerbForward, VerbAccept, VerbDecline, VerbRevoke, VerbDiscontinue, VerbApprove, VerbSign, VerbRate},
			Stops:  []Verb{VerbEnter, VerbRecall},
		},
		{
			Kind: ClockDeliver, Bureau: days(3), Owner: PartyOffice, Article: "S 4(2)",
			Starts: []Verb{VerbAccept, VerbDecline, VerbStand, VerbRevoke, VerbExtend, VerbDiscontinue, VerbApprove, VerbSign},
			Stops:  []Verb{VerbDeliver, VerbRevoke, VerbRecall},
		},
	}
}

// resultClocks are those from the petitioner's receipt of an opinion on.
func resultClocks() []ClockRule {
	return []ClockRule{
		{
			Kind: ClockRate, Bureau: rolling(30), Owner: PartyPetitioner, Window: true, Article: "N",
			Starts: []Verb{VerbDeliver},
			Stops:  []Verb{VerbRate, VerbLapse, VerbRedo, VerbRecordReexamine},
		},
		{
			Kind: ClockJudge, Bureau: workdays(3), Owner: PartyDirector, Article: "D",
			Starts: []Verb{VerbRate},
			Stops:  []Verb{VerbUphold, VerbRedo, VerbRecordReexamine},
		},
		{
			Kind: ClockFollowUp, Bureau: days(30), Owner: PartyChief, Article: "S 4(3)",
			Starts: []Verb{VerbUphold},
			Stops:  []Verb{VerbConclude, VerbRedo, VerbRecordReexamine},
		},
		{
			Kind: ClockSupervise, Bureau: workdays(3), Owner: PartyAddressee, Ledger: true, Given: true, Article: "S 4(3)",
			Starts: []Verb{VerbSupervise, VerbRedo},
			Stops:  []Verb{VerbAnswer, VerbRedo, VerbHandBack, VerbWithdraw},
		},
		{
			Kind: ClockExecute, Bureau: days(30), Owner: PartyChief, Given: true, Article: "R 32",
			Starts: []Verb{VerbDeliver},
			Stops:  []Verb{VerbExecute, VerbRedo, VerbRecordReexamine},
		},
		{
			Kind: ClockExplain, Bureau: workdays(5), Owner: PartyChief, Article: "S 5(2)",
			Starts: []Verb{VerbIssue},
			Stops:  []Verb{VerbExplain},
		},
		{
			Kind: ClockReport, Bureau: days(60), Owner: PartyOffice, Given: true, Article: "R 23",
			Starts: []Verb{VerbRegister, VerbRevoke},
			Stops:  []Verb{VerbReport, VerbHandBack},
		},
		{
			Kind: ClockReexamine, Bureau: rolling(30), Owner: PartyPetitioner, Window: true, Article: "R 35",
			Starts: []Verb{VerbDeliver},
			Stops:  []Verb{VerbReexamine, VerbRedo, VerbArchive},
		},
		{
			Kind: ClockObject, Bureau: rolling(30), Owner: PartyPetitioner, Window: true, Article: "D",
			Starts: []Verb{VerbDeliver},
			Stops:  []Verb{VerbObject, VerbRevoke, VerbArchive},
		},
		{
			Kind: ClockDecision, Bureau: days(0), Owner: PartyAddressee, Given: true, Article: "S 3(2)",
			Starts: []Verb{VerbRecordMeeting},
			Stops:  []Verb{VerbAnswerDecision},
		},
		{
			Kind: ClockArchive, Bureau: days(30), Owner: PartyOffice, Article: "S 4(5)",
			Starts: []Verb{VerbDecline, VerbDeliver, VerbReply, VerbForward, VerbHandBack, VerbDiscontinue, VerbRate, VerbLapse, VerbConclude, VerbWithdraw},
			Stops:  []Verb{VerbArchive, VerbDeliver, VerbRevoke, VerbRedo, VerbRecordReexamine},
		},
	}
}
