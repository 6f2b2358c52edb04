package models

import "time"

// Verb names what can be done.
type Verb string

// Verbs about a case, in the order of law.md's table.
const (
	VerbSubmit           Verb = "submit"
	VerbRegister         Verb = "register"
	VerbAssign           Verb = "assign"
	VerbAcknowledge      Verb = "acknowledge"
	VerbReturn           Verb = "return"
	VerbReassign         Verb = "reassign"
	VerbHandBack         Verb = "hand-back"
	VerbAccept           Verb = "accept"
	VerbProposeDecline   Verb = "propose-decline"
	VerbDecline          Verb = "decline"
	VerbObject           Verb = "object"
	VerbStand            Verb = "stand"
	VerbRevoke           Verb = "revoke"
	VerbReply            Verb = "reply"
	VerbForward          Verb = "forward"
	VerbDesignate        Verb = "designate"
	VerbConvert          Verb = "convert"
	VerbAsk              Verb = "ask"
	VerbRequestExtension Verb = "request-extension"
	VerbExtend           Verb = "extend"
	VerbRefuseExtension  Verb = "refuse-extension"
	VerbDraft            Verb = "draft"
	VerbSendBack         Verb = "send-back"
	VerbApprove          Verb = "approve"
	VerbSign             Verb = "sign"
	VerbRecall           Verb = "recall"
	VerbDiscontinue      Verb = "discontinue"
	VerbEnter            Verb = "enter"
	VerbReport           Verb = "report"
	VerbDeliver          Verb = "deliver"
	VerbRate             Verb = "rate"
	VerbLapse            Verb = "lapse"
	VerbUphold           Verb = "uphold"
	VerbRedo             Verb = "redo"
	VerbContact          Verb = "contact"
	VerbConclude         Verb = "conclude"
	VerbExecute          Verb = "execute"
	VerbSupervise        Verb = "supervise"
	VerbAnswer           Verb = "answer"
	VerbInstruct         Verb = "instruct"
	VerbUrge             Verb = "urge"
	VerbSupplement       Verb = "supplement"
	VerbTakeCharge       Verb = "take-charge"
	VerbVisit            Verb = "visit"
	VerbWithdraw         Verb = "withdraw"
	VerbProposeReview    Verb = "propose-review"
	VerbJudgeReview      Verb = "judge-review"
	VerbApplyReview      Verb = "apply-review"
	VerbRecordReview     Verb = "record-review"
	VerbReexamine        Verb = "reexamine"
	VerbRecordReexamine  Verb = "record-reexamination"
	VerbLink             Verb = "link"
	VerbUnlink           Verb = "unlink"
	VerbChangePerson     Verb = "change-person"
	VerbRecuse           Verb = "recuse"
	VerbUnmask           Verb = "unmask"
	VerbPublish          Verb = "publish"
	VerbUnpublish        Verb = "unpublish"
	// VerbLower makes a confidential case an ordinary one. law.md gives the
	// act to the deputy without naming it in its table.
	VerbLower Verb = "lower"
	// VerbBind gives a petitioner's account a case that was filed on paper or
	// by staff, after number, query code and the phone's last digits.
	VerbBind Verb = "bind"
	// VerbRelieve takes from somebody who left what they had in a case.
	VerbRelieve Verb = "relieve"
	VerbRetract Verb = "retract"
	VerbArchive Verb = "archive"
)

// Verbs that are not about one case.
const (
	VerbIssue          Verb = "issue"
	VerbExplain        Verb = "explain"
	VerbExcuse         Verb = "excuse"
	VerbRefer          Verb = "refer"
	VerbRecordMeeting  Verb = "record-meeting"
	VerbAnswerDecision Verb = "answer-decision"
	VerbSubstitute     Verb = "substitute"
	// VerbApplyRules gives open cases another set of rules; each has an entry
	// of its own.
	VerbApplyRules Verb = "apply-rules"
)

// VerbRow is one row of the verb table. Menus, cards, commands, pages, the
// diagram and the tests are read from it.
type VerbRow struct {
	Verb Verb
	From []State
	// To are the states the verb can lead to; none means that the state
	// does not change. Where a verb can also leave the state as it is
	// (delivering a letter that is not the opinion), MayStay says so.
	To      []State
	MayStay bool
	// Moves are the states of From that it can change; none means all.
	Moves   []State
	By      []Party
	Needs   []ArgSpec
	Letters []LetterKind
	Tells   []Party
	// MayTell are told besides, where the case gives reason to.
	MayTell []Party
	// Records verbs state a fact of the past and take Request.Occurred.
	Records bool
	// Final verbs cannot be retracted.
	Final bool

	guard  func(*step) error
	effect func(*step) error
}

// Request is one verb that somebody wants done.
type Request struct {
	Verb  Verb
	Actor Actor
	Args  Args
	// Occurred is when the fact happened, for verbs that record one; zero
	// means now.
	Occurred time.Time
	// Filing is what submit brings; nil for every other verb.
	Filing *Filing
}

// Filing is a new matter as the petitioner, or a clerk on behalf, gives it.
type Filing struct {
	Channel       Channel
	Class         Class
	Category      string
	Confidential  bool
	Anonymous     bool
	Petitioner    Petitioner
	Signers       []Petitioner
	Claim         string
	Place         string
	Accused       string
	Attachments   []Attachment
	NoticeVersion string
	NoticeAt      time.Time
}

// Done is what Apply made of a request: the case as it then stands and
// everything that is owed with it, to be written in one transaction.
type Done struct {
	Case    Case
	Entry   AuditEntry
	Notices []Notice
	// Reminders are owed like those of clocks: each person's together.
	Reminders []Reminder
	// Letters are new ones of Case.Letters, still without serial: the store
	// numbers them last in its transaction.
	Letters []*Letter
}
