package models

import (
	"slices"
	"time"
)

// start is a Monday morning in the office, with no holiday near.
func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, Zone()) }

// staffed is somebody of the staff, acting for themselves.
func staffed(id string) Actor { return Actor{Kind: ActorStaff, ID: id} }

// The people of the invented bureau.
func byClerk() Actor      { return Actor{Kind: ActorStaff, ID: "li.clerk"} }
func byVice() Actor       { return Actor{Kind: ActorStaff, ID: "wu.vice"} }
func byDirector() Actor   { return Actor{Kind: ActorStaff, ID: "zhao.director"} }
func byDeputy() Actor     { return Actor{Kind: ActorStaff, ID: "sun.deputy"} }
func byHead() Actor       { return Actor{Kind: ActorStaff, ID: "qian.head"} }
func byChief() Actor      { return Actor{Kind: ActorStaff, ID: "wang.chief"} }
func byHandler() Actor    { return Actor{Kind: ActorStaff, ID: "zhou.handler"} }
func byOtherChief() Actor { return Actor{Kind: ActorStaff, ID: "lin.chief"} }
func bySystem() Actor     { return Actor{Kind: ActorSystem, ID: "sweep"} }
func byPetitioner() Actor { return Actor{Kind: ActorPetitioner, ID: "openid-one"} }
func bySigner() Actor     { return Actor{Kind: ActorPetitioner, ID: "openid-two"} }
func byStranger() Actor   { return Actor{Kind: ActorPetitioner, ID: "openid-else"} }

// bureau is an invented one with every role, two sections and one without a
// chief.
func bureau() *Bureau {
	return &Bureau{
		Organ:    Organ{Name: "Bureau of Reeds", LetterCode: "BR", CasePrefix: "LS"},
		Sections: []Section{{"wet", "Wetlands"}, {"forest", "Forests"}, {"void", "Nobody yet"}},
		Staff: []Staff{
			{"wang.chief", "Wang Lusheng", "wet", []Role{RoleChief}},
			{"zhou.handler", "Zhou Wei", "wet", []Role{RoleHandler}},
			{"wu.handler", "Wu Cao", "wet", []Role{RoleHandler}},
			{"lin.chief", "Lin Quan", "forest", []Role{RoleChief, RoleHandler}},
			{"li.clerk", "Li Deng", "", []Role{RoleClerk}},
			{"chen.clerk", "Chen Xi", "", []Role{RoleClerk, RoleAdmin}},
			{"wu.vice", "Wu Shen", "", []Role{RoleViceDirector}},
			{"zhao.director", "Zhao Ren", "", []Role{RoleDirector}},
			{"sun.deputy", "Sun Fen", "", []Role{RoleDeputy}},
			{"qian.head", "Qian Ju", "", []Role{RoleHead}},
		},
		Categories: []Category{
			{Code: "wet-all", Name: "Wetlands", Section: "wet"},
			{Code: "wet-fill", Name: "Filled ponds", Parent: "wet-all"},
			{Code: "conduct", Name: "Conduct", Confidential: true},
			{Code: "other", Name: "Other"},
		},
		Options: Options{CutOff: 17 * 60},
	}
}

// laterSet names the second set of rules of newLaw, which no case begins under.
const laterSet = "2036-01-01"

// newLaw is the law for the invented bureau, its options changed as given, with
// the Tomb-Sweeping holiday of 2026 as its only exception.
func newLaw(change ...func(*Bureau)) *Law {
	b := bureau()
	for _, f := range change {
		f(b)
	}
	l := NewLaw(b, Calendar{
		Off:  map[Date]bool{NewDate(2026, 4, 6): true, NewDate(2026, 4, 12): false},
		Last: NewDate(2026, 12, 31),
	})
	set := RuleSet{From: NewDate(2036, 1, 1), Options: b.Options}
	return l.Under(set.Named(true), RuleSet{From: set.From, Options: b.Options, Name: laterSet})
}

func zhang() Petitioner {
	return Petitioner{Name: "Zhang Invented", Phone: "13800001234", Account: "openid-one"}
}

// filing is a matter as a petitioner brings it in chat.
func filing() *Filing {
	return &Filing{
		Channel: ChannelChat, Category: "wet-fill", Petitioner: zhang(),
		Claim: "Somebody fills the reed pond behind the village.", Place: "Reed pond",
		NoticeVersion: "2026-1", NoticeAt: start(),
	}
}

// paper is the same matter as a clerk files it.
func paper(ch Channel) *Filing {
	f := filing()
	f.Channel, f.Petitioner.Account = ch, ""
	return f
}

// joint is the same matter of two people who both have an account.
func joint() *Filing {
	f := filing()
	f.Signers = []Petitioner{{Name: "Li Invented", Phone: "13900001234", Account: "openid-two"}}
	return f
}

// given are arguments that the law accepts for a verb on the invented case.
func given(v Verb) Args {
	const reason = "because of the facts"
	switch v {
	case VerbRegister:
		return Args{ArgClass: string(ClassAppeal), ArgCategory: "wet-fill", ArgRepeat: No}
	case VerbAssign:
		return Args{ArgSection: "wet", ArgCaseOfficer: "li.clerk"}
	case VerbReassign:
		return Args{ArgSection: "forest", ArgReason: reason}
	case VerbHandBack:
		return Args{ArgReason: reason, ArgConsent: Yes}
	case VerbAccept:
		return Args{ArgTrack: string(TrackOrdinary), ArgHandler: "zhou.handler"}
	case VerbProposeDecline, VerbDecline:
		return Args{ArgGround: string(GroundProcedure), ArgReason: reason, ArgRoute: "the court"}
	case VerbForward:
		return Args{ArgOrgan: "another organ"}
	case VerbDesignate:
		return Args{ArgHandler: "wu.handler", ArgReason: reason}
	case VerbRequestExtension:
		return Args{ArgDays: "20", ArgReason: reason}
	}
	return givenLater(v)
}

// givenLater are those for the verbs from the opinion on.
func givenLater(v Verb) Args {
	const reason, words = "because of the facts", "it was looked into on the spot"
	switch v {
	case VerbDraft:
		return Args{ArgFindings: words, ArgBasis: "the wetland law", ArgOpinion: words, ArgOutcome: string(OutcomeSupport)}
	case VerbDiscontinue:
		return Args{ArgGround: "court", ArgReason: reason}
	case VerbEnter:
		return Args{ArgFact: FactRegistration, ArgNumber: "LN-1"}
	case VerbReport, VerbRecordReview:
		return Args{ArgResult: words}
	case VerbDeliver:
		return Args{ArgMethod: MethodPerson, ArgReceipt: "signed"}
	case VerbRate:
		return Args{ArgOffice: string(ScoreGood), ArgScore: string(ScoreFair)}
	case VerbRedo:
		return Args{ArgGround: string(GroundOther), ArgText: words, ArgDue: "2027-01-29"}
	case VerbContact:
		return Args{ArgHow: "visit", ArgText: words}
	case VerbExecute:
		return Args{ArgEvidence: words}
	case VerbSupervise:
		return Args{ArgGround: string(GroundShirking), ArgText: words}
	case VerbVisit:
		return Args{ArgPerson: "the petitioner"}
	case VerbWithdraw:
		return Args{ArgConfirm: Yes}
	case VerbJudgeReview:
		return Args{ArgResult: Yes, ArgReason: reason}
	case VerbRecordReexamine:
		return Args{ArgResult: "upheld", ArgOrgan: "the city"}
	case VerbPublish:
		return Args{ArgConsent: Yes, ArgText: words}
	case VerbLink, VerbUnlink:
		return Args{ArgLinked: "LS20260101-0001", ArgReason: reason}
	case VerbChangePerson:
		return Args{ArgWhich: string(PartyCaseOfficer), ArgPerson: "chen.clerk", ArgReason: reason}
	case VerbRelieve:
		return Args{ArgPerson: "zhou.handler"}
	case VerbApplyRules:
		return Args{ArgRules: laterSet, ArgPerson: "chen.clerk"}
	case VerbBind:
		return Args{ArgDigits: "1234"}
	case VerbUnmask:
		return Args{ArgField: "phone", ArgReason: reason}
	case VerbReply, VerbObject, VerbAsk, VerbAnswer, VerbInstruct, VerbSupplement:
		return Args{ArgText: words}
	case VerbReturn, VerbStand, VerbRevoke, VerbConvert, VerbSendBack, VerbRecall, VerbUphold, VerbProposeReview, VerbRecuse, VerbLower:
		return Args{ArgReason: reason}
	}
	return Args{}
}

// with is a copy of arguments with some set, or removed where the value is "".
func (a Args) with(pairs ...string) Args {
	out := a.clone()
	for p := range slices.Chunk(pairs, 2) {
		out[Arg(p[0])] = p[1]
		if p[1] == "" {
			delete(out, Arg(p[0]))
		}
	}
	return out
}
