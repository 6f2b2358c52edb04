package models

import "time"

// Class is what a matter is in law; it decides path, letter and remedy
// [R 29-31].
type Class string

// Classes.
const (
	ClassConsult    Class = "consult"    // a question: replied to directly
	ClassAdvice     Class = "advice"     // opinions and suggestions
	ClassReport     Class = "report"     // misconduct: confidential, forwarded
	ClassLegal      Class = "legal"      // litigation, arbitration, party procedure: diverted
	ClassProcedural Class = "procedural" // an administrative procedure: handled as an act
	ClassAppeal     Class = "appeal"     // everything else: hear, investigate
)

// Channel is how a case came in.
type Channel string

// Channels.
const (
	ChannelChat     Channel = "chat"
	ChannelVisit    Channel = "visit"
	ChannelLetter   Channel = "letter"
	ChannelCall     Channel = "call"
	ChannelTransfer Channel = "transfer" // from above
)

// Track is the speed of an accepted case.
type Track string

// Tracks.
const (
	TrackQuick    Track = "quick"    // 10 calendar days [S 2(2)]
	TrackOrdinary Track = "ordinary" // 60 days [R 34]
)

// Case is one petition matter with everything that the law looks at. Words
// and everything about the petitioner are sealed at rest; Facts are not and
// hold no personal datum.
type Case struct {
	ID      int64
	Number  string // LS20261123-0007
	Version int64
	State   State
	Round   int // 1, and one more after each redo

	Channel      Channel
	Class        Class
	Category     string
	Confidential bool
	Anonymous    bool
	// Account is the openid that filed or was bound; empty on paper cases.
	Account string

	Section     string
	Chief       string
	Handler     string
	CaseOfficer string

	SubmittedAt time.Time
	UpdatedAt   time.Time

	Facts   Facts
	Words   Words
	Clocks  []Clock
	Letters []Letter

	// AuditCount and AuditHead guard the case's chain of audit entries.
	AuditCount int64
	AuditHead  []byte
}

// Facts are what the law remembers of a case besides its state. No field
// holds a name, a number of a person or anybody's words.
type Facts struct {
	// Rules is the set of rules that the case began under; empty is the first.
	Rules         string    `json:"rules,omitempty"`
	NoticeVersion string    `json:"notice_version,omitempty"`
	NoticeAt      time.Time `json:"notice_at,omitzero"`
	ChatDelivery  time.Time `json:"chat_delivery,omitzero"` // consent to delivery by chat
	Repeat        bool      `json:"repeat,omitempty"`
	Links         []string  `json:"links,omitempty"`
	TheirNumber   string    `json:"their_number,omitempty"`
	TheirDue      time.Time `json:"their_due,omitzero"`
	ReportedAt    time.Time `json:"reported_at,omitzero"`

	Track     Track       `json:"track,omitempty"`
	Returns   int         `json:"returns,omitempty"`
	Proposal  *Proposal   `json:"proposal,omitempty"`
	Decline   *Decline    `json:"decline,omitempty"`
	Extension *Extension  `json:"extension,omitempty"`
	Draft     *Draft      `json:"draft,omitempty"`
	Judgement *Judgement  `json:"judgement,omitempty"`
	Execution *Execution  `json:"execution,omitempty"`
	Review    *Review     `json:"review,omitempty"`
	Remedy    *Remedy     `json:"remedy,omitempty"`
	Ending    Ending      `json:"ending,omitempty"`
	ClosedAt  time.Time   `json:"closed_at,omitzero"`
	LeadBy    string      `json:"lead_by,omitempty"` // the leader who took charge
	Recused   []string    `json:"recused,omitempty"`
	Ratings   []Rating    `json:"ratings,omitempty"`
	Entries   []Entry     `json:"entries,omitempty"`
	Contacts  []time.Time `json:"contacts,omitempty"` // of the current follow-up
	Visits    []time.Time `json:"visits,omitempty"`
	UrgedOn   []Urge      `json:"urged_on,omitempty"`
	Agreed    []string    `json:"agreed,omitempty"` // representatives who confirmed the withdrawal
	Published bool        `json:"published,omitempty"`

	Supervisions []Supervision `json:"supervisions,omitempty"`
	Last         *LastStep     `json:"last,omitempty"`
}

// Ending says how a case was closed.
type Ending string

// Endings.
const (
	EndRated        Ending = "rated"
	EndLapsed       Ending = "lapsed"
	EndConcluded    Ending = "concluded"
	EndReplied      Ending = "replied"
	EndForwarded    Ending = "forwarded"
	EndDiscontinued Ending = "discontinued"
	EndWithdrawn    Ending = "withdrawn"
	EndHandedBack   Ending = "handed-back"
)

// Proposal is a proposed decline that waits for the director.
type Proposal struct {
	Ground Ground `json:"ground"`
	By     string `json:"by"`
}

// Decline is the decision not to accept.
type Decline struct {
	Ground   Ground    `json:"ground"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Objected time.Time `json:"objected,omitzero"`
	Stood    bool      `json:"stood,omitempty"` // the objection was decided: it stands
}

// Extension is a request for more time and its decision.
type Extension struct {
	Days    int       `json:"days"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Decided bool      `json:"decided,omitempty"`
	Granted bool      `json:"granted,omitempty"`
}

// Outcome is what an opinion says of the claim [R 32].
type Outcome string

// Outcomes.
const (
	OutcomeSupport Outcome = "support"
	OutcomePartly  Outcome = "partly"
	OutcomeExplain Outcome = "explain"
	OutcomeRefuse  Outcome = "refuse"
)

// Draft is an opinion on its way.
type Draft struct {
	Outcome    Outcome    `json:"outcome"`
	Form       LetterKind `json:"form"`
	By         string     `json:"by"`
	ApprovedBy string     `json:"approved_by,omitempty"`
	ApprovedAt time.Time  `json:"approved_at,omitzero"`
	SignedBy   string     `json:"signed_by,omitempty"`
}

// Judgement is the decision after an unsatisfied rating.
type Judgement struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Upheld bool      `json:"upheld"`
}

// Execution is what a supported opinion still owes.
type Execution struct {
	Due  time.Time `json:"due"`
	Done time.Time `json:"done,omitzero"`
}

// Review is a public review on its way [S 4(4)].
type Review struct {
	Proposed time.Time `json:"proposed"`
	Judged   bool      `json:"judged,omitempty"`
	Worth    bool      `json:"worth,omitempty"`
	Applied  time.Time `json:"applied,omitzero"`
	Recorded time.Time `json:"recorded,omitzero"`
}

// Remedy is a reexamination asked for elsewhere [R 35].
type Remedy struct {
	AskedAt time.Time `json:"asked_at"`
	Result  string    `json:"result,omitempty"`
}

// Score is a petitioner's verdict.
type Score string

// Scores.
const (
	ScoreGood Score = "good" // satisfied
	ScoreFair Score = "fair" // basically satisfied
	ScoreBad  Score = "bad"  // unsatisfied
)

// Rating is one petitioner's two scores; one is valid per round.
type Rating struct {
	Round   int       `json:"round"`
	Office  Score     `json:"office"`
	Section Score     `json:"section"`
	At      time.Time `json:"at"`
	Paper   bool      `json:"paper,omitempty"` // recorded by a clerk from paper: counted apart
}

// Entry is one fact entered into the provincial system.
type Entry struct {
	Fact   string    `json:"fact"`
	Round  int       `json:"round"`
	Number string    `json:"number"`
	On     time.Time `json:"on"`
}

// Urge remembers who urged last, and on which day.
type Urge struct {
	By string `json:"by"`
	On Date   `json:"on"`
}

// Supervision is one supervision letter and what became of it.
type Supervision struct {
	ID        string    `json:"id"` // s1, s2 … within the case
	Ground    string    `json:"ground"`
	By        string    `json:"by"`
	To        string    `json:"to"`
	Due       time.Time `json:"due"`
	At        time.Time `json:"at"`
	Answered  time.Time `json:"answered,omitzero"`
	FromRedo  bool      `json:"from_redo,omitempty"`
	Withdrawn bool      `json:"withdrawn,omitempty"` // the case was closed over it or it was retracted
}

// LastStep is what retract can take back: the last verb given, by whom and
// when, and what the case was before.
type LastStep struct {
	Verb Verb `json:"verb"`
	// Actor is staff:userid, or petitioner:seat: Facts hold no openid.
	Actor  string    `json:"actor"`
	At     time.Time `json:"at"`
	Seq    int64     `json:"seq"`
	Before Before    `json:"before"`
	// Told are the staff who were told; petitioners stand without an ID.
	Told []Person `json:"told,omitempty"`
}

// Before is a case's standing before its last step; its words stand in
// Words.Before.
type Before struct {
	State        State   `json:"state"`
	Round        int     `json:"round"`
	Class        Class   `json:"class,omitempty"`
	Category     string  `json:"category,omitempty"`
	Confidential bool    `json:"confidential,omitempty"`
	Section      string  `json:"section,omitempty"`
	Chief        string  `json:"chief,omitempty"`
	Handler      string  `json:"handler,omitempty"`
	CaseOfficer  string  `json:"case_officer,omitempty"`
	Facts        *Facts  `json:"facts"`
	Clocks       []Clock `json:"clocks,omitempty"` // those that ran
}

// Petitioner is a person who brings a case. Sealed at rest.
type Petitioner struct {
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Identity string `json:"identity,omitempty"`
	Address  string `json:"address,omitempty"`
	Account  string `json:"account,omitempty"`
}

// Words are the parts of a case that people wrote or that name them. Sealed
// at rest, never logged, never in an audit entry in clear.
type Words struct {
	Petitioner  Petitioner   `json:"petitioner"`
	Signers     []Petitioner `json:"signers,omitempty"` // further representatives, at most 4 [R 20]
	Claim       string       `json:"claim"`
	Place       string       `json:"place,omitempty"`
	Accused     string       `json:"accused,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	Reason      string       `json:"reason,omitempty"` // of the pending proposal or decline
	Route       string       `json:"route,omitempty"`
	Findings    string       `json:"findings,omitempty"`
	Basis       string       `json:"basis,omitempty"`
	Opinion     string       `json:"opinion,omitempty"`
	// Requirement is what the open supervision asks for.
	Requirement string `json:"requirement,omitempty"`
	Question    string `json:"question,omitempty"`
	// Before are the words before the last step, while it can be retracted.
	Before *Words `json:"before,omitempty"`
}

// Attachment is a photo, voice message or file that belongs to a case.
type Attachment struct {
	ID   int64     `json:"id"`
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
}

// OpenSupervision is the one supervision that still waits for an answer, or
// nil.
func (c *Case) OpenSupervision() *Supervision {
	for i := range c.Facts.Supervisions {
		s := &c.Facts.Supervisions[i]
		if s.Answered.IsZero() && !s.Withdrawn {
			return s
		}
	}
	return nil
}

// Running is the running clock of a kind and reference, or nil. An empty
// reference finds any.
func (c *Case) Running(kind ClockKind, ref string) *Clock {
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if k.Kind == kind && k.Running() && (ref == "" || k.Ref == ref) {
			return k
		}
	}
	return nil
}

// Due is the nearest bureau due of a running clock that is somebody's duty,
// with the clock; the zero time and nil when none runs.
func (c *Case) Due() (time.Time, *Clock) {
	var best *Clock
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if !k.Running() || k.Kind == ClockReexamine || k.Kind == ClockObject {
			continue
		}
		if best == nil || k.Due.Before(best.Due) {
			best = k
		}
	}
	if best == nil {
		return time.Time{}, nil
	}
	return best.Due, best
}

// RatedThisRound reports whether a valid rating of the current round exists.
func (c *Case) RatedThisRound() bool {
	for _, r := range c.Facts.Ratings {
		if r.Round == c.Round {
			return true
		}
	}
	return false
}

// Accounts lists the openids that may act for the case: the first-named
// representative, then the others.
func (c *Case) Accounts() []string {
	var out []string
	if c.Account != "" {
		out = append(out, c.Account)
	}
	for _, s := range c.Words.Signers {
		if s.Account != "" && s.Account != c.Account {
			out = append(out, s.Account)
		}
	}
	return out
}
