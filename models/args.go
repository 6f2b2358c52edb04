package models

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Arg names an argument of a verb.
type Arg string

// Arguments. The kind of each stands in the verb's row.
const (
	ArgClaim       Arg = "claim"
	ArgClass       Arg = "class"
	ArgCategory    Arg = "category"
	ArgRepeat      Arg = "repeat" // yes or no: a repeat petition
	ArgLinked      Arg = "linked" // number of another case
	ArgTheirNumber Arg = "their-number"
	ArgTheirDue    Arg = "their-due"
	ArgSection     Arg = "section"
	ArgCaseOfficer Arg = "case-officer"
	ArgHandler     Arg = "handler"
	ArgReason      Arg = "reason"
	ArgTrack       Arg = "track"
	ArgTicks       Arg = "ticks"
	ArgGround      Arg = "ground"
	ArgRoute       Arg = "route"
	ArgText        Arg = "text"
	ArgOrgan       Arg = "organ"
	ArgDate        Arg = "date"
	ArgDays        Arg = "days"
	ArgFindings    Arg = "findings"
	ArgBasis       Arg = "basis"
	ArgOpinion     Arg = "opinion"
	ArgOutcome     Arg = "outcome"
	ArgForm        Arg = "form" // which kind of opinion
	ArgFact        Arg = "fact" // what was entered
	ArgNumber      Arg = "number"
	ArgLetter      Arg = "letter"
	ArgMethod      Arg = "method"
	ArgReceipt     Arg = "receipt"
	ArgOffice      Arg = "office-score"
	ArgScore       Arg = "section-score"
	ArgDue         Arg = "due"
	ArgHow         Arg = "how"
	ArgEvidence    Arg = "evidence"
	ArgPerson      Arg = "person"
	ArgWhich       Arg = "which"
	ArgResult      Arg = "result"
	ArgField       Arg = "field"
	ArgFiles       Arg = "files"
	ArgConsent     Arg = "consent"
	ArgConfirm     Arg = "confirm"
	ArgOrder       Arg = "order" // a superior organ's order, confirmed by the deputy
	ArgPlace       Arg = "place"
	ArgNotice      Arg = "notice" // version of the notice shown before collection
	ArgFrom        Arg = "from"
	ArgUntil       Arg = "until"
	ArgDecision    Arg = "decision"
	ArgAnswer      Arg = "answer"  // of a notice only: an answer that came late, whole
	ArgChannel     Arg = "channel" // of a filing, in refusals
	ArgAbsent      Arg = "absent"  // who is substituted, where an admin says so
	ArgRules       Arg = "rules"   // the name of a set of rules
	ArgDigits      Arg = "digits"  // the last digits of the phone on file
)

// ArgKind is how an argument is read and asked for.
type ArgKind string

// Kinds of argument.
const (
	KindText     ArgKind = "text"   // free words of a person: sealed wherever kept
	KindPlain    ArgKind = "plain"  // a short code or number, no person's words
	KindOption   ArgKind = "option" // one of Options
	KindTicks    ArgKind = "ticks"  // some of Options, joined by commas
	KindSection  ArgKind = "section"
	KindStaff    ArgKind = "staff" // a userid with Role
	KindCategory ArgKind = "category"
	KindCase     ArgKind = "case"
	KindDate     ArgKind = "date" // 2006-01-02
	KindDays     ArgKind = "days" // a whole number, 1 to Max
	KindFiles    ArgKind = "files"
)

// ArgSpec says what a verb's argument must be.
type ArgSpec struct {
	Arg      Arg
	Kind     ArgKind
	Optional bool
	Options  []string
	Role     Role // for KindStaff
	Min, Max int  // characters of a text, or the range of days
}

// Args are a verb's arguments in their written form.
type Args map[Arg]string

// Get is the argument with surrounding space removed.
func (a Args) Get(arg Arg) string { return strings.TrimSpace(a[arg]) }

// Has reports whether the argument was given and is not blank.
func (a Args) Has(arg Arg) bool { return a.Get(arg) != "" }

// Yes reports whether a yes-or-no argument says yes.
func (a Args) Yes(arg Arg) bool { return a.Get(arg) == Yes }

// Yes and No are the two values of a yes-or-no argument.
const (
	Yes = "yes"
	No  = "no"
)

// User is a userid in lower case, as the roster's people are compared.
func (a Args) User(arg Arg) string { return strings.ToLower(a.Get(arg)) }

// Int is a whole number, 0 where it cannot be read.
func (a Args) Int(arg Arg) int {
	n, err := strconv.Atoi(a.Get(arg))
	if err != nil {
		return 0
	}
	return n
}

// Date is a day in Asia/Shanghai.
func (a Args) Date(arg Arg) (Date, bool) {
	d, err := ParseDate(a.Get(arg))
	return d, err == nil
}

// List is a comma-separated argument.
func (a Args) List(arg Arg) []string {
	if !a.Has(arg) {
		return nil
	}
	return strings.Split(a.Get(arg), ",")
}

// check says what is wrong with one value, or nil.
func (l *Law) check(s ArgSpec, v string) error {
	bad := &Error{Code: CodeInvalid, Arg: s.Arg}
	switch s.Kind {
	case KindText:
		return checkText(s, v)
	case KindPlain:
		if utf8.RuneCountInString(v) > 100 {
			return &Error{Code: CodeTooLong, Arg: s.Arg, Limit: 100}
		}
	case KindOption:
		if !contains(s.Options, v) {
			return bad
		}
	case KindTicks:
		ticks := strings.Split(v, ",")
		for i, t := range ticks {
			if !contains(s.Options, t) || contains(ticks[:i], t) {
				return bad
			}
		}
	case KindSection:
		if _, ok := l.Bureau.Section(v); !ok {
			return bad
		}
	case KindStaff:
		p, ok := l.Bureau.Person(v)
		if !ok || (s.Role != "" && !p.Has(s.Role)) {
			return bad
		}
	case KindCategory:
		if !l.Bureau.Leaf(v) {
			return bad
		}
	case KindCase:
		if !caseNumber(v) {
			return bad
		}
	case KindFiles:
		if len(v) > maxFiles || !ids(v) {
			return bad
		}
	case KindDate:
		if _, err := ParseDate(v); err != nil {
			return bad
		}
	case KindDays:
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > s.Max {
			return &Error{Code: CodeInvalid, Arg: s.Arg, Limit: s.Max}
		}
	}
	return nil
}

// caseNumber reports whether a text can be a case's number: upper-case ASCII,
// digits and hyphens, never long.
func caseNumber(v string) bool {
	odd := func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') }
	return len(v) <= 40 && !strings.ContainsFunc(v, odd)
}

// maxFiles bounds a list of attachments in bytes: far more than one message
// brings.
const maxFiles = 1000

// ids reports whether a text is a list of numbers of attachments.
func ids(v string) bool {
	for _, id := range strings.Split(v, ",") {
		if n, err := parseID(id); err != nil || n < 1 {
			return false
		}
	}
	return true
}

// checkText holds a text to its length in characters.
func checkText(s ArgSpec, v string) error {
	n := utf8.RuneCountInString(v)
	if n < s.Min {
		return &Error{Code: CodeTooShort, Arg: s.Arg, Limit: s.Min}
	}
	if s.Max > 0 && n > s.Max {
		return &Error{Code: CodeTooLong, Arg: s.Arg, Limit: s.Max}
	}
	return nil
}

// checkArgs holds the arguments against the row: all required ones present,
// each readable. Arguments that the row does not know are refused, so that a
// misspelt one is not silently dropped.
func (l *Law) checkArgs(row VerbRow, a Args) error {
	known := map[Arg]bool{}
	for _, s := range row.Needs {
		known[s.Arg] = true
		if !a.Has(s.Arg) {
			if s.Optional {
				continue
			}
			return &Error{Code: CodeMissing, Verb: row.Verb, Arg: s.Arg}
		}
		if err := l.check(s, a.Get(s.Arg)); err != nil {
			return err
		}
	}
	for arg := range a {
		if !known[arg] {
			return &Error{Code: CodeInvalid, Verb: row.Verb, Arg: arg}
		}
	}
	return nil
}

func contains(list []string, v string) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// day gives a due: 24:00 of a day in Asia/Shanghai.
func (a Args) due(arg Arg) (time.Time, bool) {
	d, ok := a.Date(arg)
	if !ok {
		return time.Time{}, false
	}
	return d.End(), true
}
