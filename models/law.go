package models

import (
	"slices"
	"time"
)

// Ground says why a case is declined, or why a supervision is issued.
type Ground string

// Grounds of decline [R 19, 31, 36].
const (
	GroundNotOurs    Ground = "not-ours"   // another organ's matter: name it
	GroundProcedure  Ground = "procedure"  // litigation, arbitration, reconsideration, adjudication
	GroundDiscipline Ground = "discipline" // a matter for discipline inspection (12388)
	GroundInHand     Ground = "in-hand"    // another organ handles it in time
	GroundFinished   Ground = "finished"   // final reexamination is over
)

// DeclineGrounds lists the grounds in the order they are offered.
func DeclineGrounds() []Ground {
	return []Ground{GroundNotOurs, GroundProcedure, GroundDiscipline, GroundInHand, GroundFinished}
}

// Grounds of supervision.
const (
	GroundOverdue    Ground = "overdue"
	GroundUnreported Ground = "unreported"
	GroundBreach     Ground = "breach"
	GroundShirking   Ground = "shirking"
	GroundUnexecuted Ground = "unexecuted"
	GroundOther      Ground = "other"
)

// SuperviseGrounds lists the six grounds in the order they are offered.
func SuperviseGrounds() []Ground {
	return []Ground{GroundOverdue, GroundUnreported, GroundBreach, GroundShirking, GroundUnexecuted, GroundOther}
}

// Law is the law of a case for one bureau: the tables, the bureau's people
// and options, its calendar and clock lengths. It is made once and only read
// afterwards, so any number of goroutines may use it.
type Law struct {
	Bureau   *Bureau
	Calendar Calendar
	table    []VerbRow // in the order of law.md
	rows     map[Verb]VerbRow
	clocks   map[ClockKind]ClockRule
	set      RuleSet
	sets     []*Law // by set of rules, the oldest first; none where there is only one
}

// NewLaw builds the law for a bureau. Rules override the law's own clock rows
// of the same kind.
func NewLaw(b *Bureau, c Calendar, rules ...ClockRule) *Law {
	l := &Law{Bureau: b, Calendar: c, rows: map[Verb]VerbRow{}, clocks: map[ClockKind]ClockRule{}}
	l.table = VerbRows()
	for _, row := range l.table {
		l.rows[row.Verb] = row
	}
	for _, rule := range append(ClockRows(), rules...) {
		l.clocks[rule.Kind] = rule
	}
	return l
}

// Row is the verb's row of the table.
func (l *Law) Row(v Verb) (VerbRow, bool) {
	row, ok := l.rows[v]
	return row, ok
}

// Rule is a clock's row as this bureau has it.
func (l *Law) Rule(k ClockKind) ClockRule { return l.clocks[k] }

// VerbRows is the table of verbs about a case in the order of law.md.
func VerbRows() []VerbRow {
	return slices.Concat(
		intakeRows(), assignRows(), declineRows(), objectRows(), handleRows(), extensionRows(), opinionRows(),
		resultRows(), rateRows(), followUpRows(), superviseRows(), petitionerRows(), remedyRows(),
		reviewRows(), keepingRows(), guardingRows(), bindRows(), relieveRows(), rulesRows(),
	)
}

// Possible lists the verbs that the actor may do to the case now, in the
// table's order. A verb that is possible may still be refused for its
// arguments.
func (l *Law) Possible(c *Case, a Actor, now time.Time) []Verb {
	var out []Verb
	seen := l.MaySee(c, a) || c.State == ""
	for i := range l.table {
		if !slices.Contains(l.table[i].From, c.State) {
			continue
		}
		row := l.table[i]
		if !seen && !(row.Verb == VerbLower && l.mayLower(c, a)) {
			continue
		}
		if l.mayDo(c, row, a) == nil && l.guarded(c, row, a, now) == nil {
			out = append(out, row.Verb)
		}
	}
	return out
}

// Refusal says why the actor may not do the verb to the case now, whatever the
// arguments; nil when it is possible.
func (l *Law) Refusal(c *Case, v Verb, a Actor, now time.Time) error {
	row, ok := l.Row(v)
	switch {
	case !ok:
		return &Error{Code: CodeUnknownVerb, Verb: v}
	case !slices.Contains(row.From, c.State):
		return &Error{Code: CodeWrongState, Verb: v, State: c.State}
	}
	if err := l.mayDo(c, row, a); err != nil {
		return err
	}
	return l.guarded(c, row, a, now)
}

// guarded asks the row's guard without arguments; a refusal for a missing
// argument does not count, because it has not been asked for yet. Guards only
// read the case.
func (l *Law) guarded(c *Case, row VerbRow, a Actor, now time.Time) error {
	if row.guard == nil {
		return nil
	}
	s := &step{law: l.For(c), c: c, r: &Request{Verb: row.Verb, Actor: a, Args: Args{}}, row: row, at: now, occurred: now}
	s.from = c.State
	err := s.named(row.guard(s))
	switch CodeOf(err) {
	case CodeMissing, CodeInvalid:
		return nil
	}
	return err
}
