package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// lawTable is law.md's table of verbs, written down a second time by hand:
// verb | from | to | by | needs ("?" optional) | letters | tells ("?" may be told).
const lawTable = `
submit | - | submitted | petitioner clerk | claim category notice | | petitioner clerk
register | submitted | registered | clerk director | class category repeat linked? their-number? their-due? | | petitioner assigner
assign | registered | assigned | assigner | section case-officer | assignment | chief case-officer petitioner
acknowledge | assigned | . | chief | | | office
return | assigned | registered | chief | reason | | office deputy
reassign | assigned accepted | assigned | director deputy | section reason | assignment | chief petitioner former-chief?
hand-back | registered assigned | withdrawn | clerk | reason consent | | petitioner deputy chief
accept | assigned | accepted | chief | track ticks? handler | acceptance | petitioner handler case-officer
propose-decline | submitted registered assigned | . | clerk chief | ground reason route | | director
decline | submitted registered assigned | declined | director deputy | ground? reason? route? | decline | petitioner office chief
object | declined | . | petitioner | text | | deputy
stand | declined | . | deputy head | reason | decision | petitioner office
revoke | declined | registered | deputy head director | reason | decision | petitioner office assigner
reply | registered | closed | clerk director | text | | petitioner
forward | registered | closed | director | organ date? | | petitioner
designate | accepted | . | chief | handler reason | | handler
convert | accepted | . | chief | reason | | petitioner case-officer
ask | accepted | . | handler chief | text | | petitioner
request-extension | accepted | . | chief | days reason | | head
extend | accepted | . | head | | extension | petitioner proposer
refuse-extension | accepted | . | head | | | proposer
draft | accepted | drafted | handler chief | findings basis opinion outcome form? | | director
send-back | drafted | accepted | director vice-director | reason | | handler chief
approve | drafted | . formed | director vice-director | | opinion administrative | case-officer chief petitioner? deputy?
sign | drafted | formed | deputy | | opinion administrative | case-officer chief petitioner?
recall | formed | accepted | director | reason | | chief handler?
discontinue | accepted drafted | closed | director | ground reason | discontinuance | petitioner chief
enter | >registered | . | clerk | fact number | |
report | any | . | clerk | result | report |
deliver | >registered | . delivered | clerk handler system | letter? method receipt? consent? | receipt | petitioner
rate | delivered | closed disputed | petitioner clerk | office-score section-score reason? evidence? | | chief office head?
lapse | delivered | closed | system | | | petitioner
uphold | disputed | followup | director head | reason | | chief petitioner
redo | delivered disputed followup closed archived | accepted | director deputy head | ground text due order? | supervision | chief handler petitioner
contact | followup | . | chief handler | how text | |
conclude | followup | closed | chief | | | office petitioner
execute | delivered disputed followup closed archived | . | chief | evidence | | petitioner office
supervise | open closed | . | director deputy head | ground text due? | supervision | addressee case-officer
answer | any | . | addressee | text | | supervisor?
instruct | open | . | deputy head | text | | chief director case-officer
urge | open | . | petitioner clerk case-officer | | | chief handler office?
supplement | open | . | petitioner clerk | text? files? | | handler? chief? office?
take-charge | open | . | deputy head | | | chief office
visit | any | . | clerk | person text? | | chief
withdraw | submitted registered assigned accepted drafted | . withdrawn | petitioner clerk | confirm evidence? | | chief office petitioner?
propose-review | disputed followup closed | . | director | reason | | head
judge-review | disputed followup closed | . | head | result reason | | office
apply-review | disputed followup closed | . | clerk | | review | office head
record-review | disputed followup closed | . | clerk | result | | office head
reexamine | delivered disputed followup closed | . | petitioner clerk | text? | | office
record-reexamination | delivered disputed followup closed | . accepted | director | result organ due? | | petitioner chief
link | any | . | clerk | linked reason | |
unlink | any | . | clerk | linked reason | |
change-person | open | . | director chief | which person reason | | case-officer? handler?
recuse | open | . | any-staff | reason person? | | chief? deputy
unmask | any | . | clerk director | field reason | | director
lower | open | . | deputy | reason | | office
publish | closed archived | . | director | consent text | | petitioner
unpublish | closed archived | . | director petitioner | | | petitioner director?
retract | any | . | petitioner any-staff | | | told? petitioner?
archive | closed declined withdrawn | archived | clerk | | archive |
bind | any | . | petitioner | digits | |
relieve | open | . | system | person | | chief? director? office?
apply-rules | submitted registered assigned accepted drafted formed delivered disputed followup closed declined withdrawn | . | system | rules person | |
`

func TestTheVerbTableIsTheLaw(t *testing.T) {
	seen := map[Verb]bool{}
	for line := range strings.SplitSeq(strings.TrimSpace(lawTable), "\n") {
		want := strings.Split(line, "|")
		row, ok := newLaw().Row(Verb(strings.TrimSpace(want[0])))
		if !ok {
			t.Errorf("no row for %q", want[0])
			continue
		}
		seen[row.Verb] = true
		got := []string{"", fmt.Sprint(row.From), targets(row), fmt.Sprint(row.By), needed(row), fmt.Sprint(row.Letters), told(row)}
		for i, column := range []string{"", "from", "to", "by", "needs", "letters", "tells"} {
			if i > 0 && words(got[i]) != words(expand(want[i])) {
				t.Errorf("%s %s: %s, want %s", row.Verb, column, words(got[i]), words(expand(want[i])))
			}
		}
	}
	for _, row := range VerbRows() {
		if !seen[row.Verb] {
			t.Errorf("the law has no verb %s", row.Verb)
		}
	}
	if got, want := len(VerbRows()), len(seen); got != want {
		t.Errorf("%d rows for %d verbs: one stands twice", got, want)
	}
}

// words is a list as sorted words, so that order does not count.
func words(s string) string {
	list := strings.Fields(strings.Trim(strings.TrimSpace(s), "[]"))
	slices.Sort(list)
	return strings.Join(list, " ")
}

func expand(s string) string {
	open, end := fmt.Sprint(openStates()), " closed declined withdrawn archived"
	all := strings.Trim(open, "[]") + end
	switch strings.TrimSpace(s) {
	case "-":
		return ""
	case "any":
		return all
	case "open", "open closed":
		return strings.Trim(open, "[]") + strings.TrimPrefix(strings.TrimSpace(s), "open")
	case ">registered":
		return strings.TrimPrefix(all, "submitted")
	}
	return s
}

func targets(row VerbRow) string {
	out := fmt.Sprint(row.To)
	if len(row.To) == 0 || row.MayStay {
		out = "." + " " + strings.Trim(out, "[]")
	}
	return out
}

func needed(row VerbRow) string {
	var out []string
	for _, s := range row.Needs {
		name := string(s.Arg)
		if s.Optional {
			name += "?"
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func told(row VerbRow) string {
	out := fmt.Sprint(row.Tells)
	for _, p := range row.MayTell {
		out = strings.Trim(out, "[]") + " " + string(p) + "?"
	}
	return out
}

func TestEveryStateIsReachableAndHasAWayOut(t *testing.T) {
	reached := map[State]bool{"": true}
	for range VerbRows() {
		for _, e := range edges() {
			if reached[e.from] {
				reached[e.to] = true
			}
		}
	}
	for _, s := range anyState() {
		if !reached[s] {
			t.Errorf("%s is never reached from submit", s)
		}
		out := slices.ContainsFunc(edges(), func(e edge) bool { return e.from == s && !e.again })
		if out == (s == Archived) {
			t.Errorf("%s: a way out is %v", s, out)
		}
	}
}

func TestTheStateTableNamesEveryStateOnce(t *testing.T) {
	if len(StateRows()) != len(anyState()) {
		t.Fatalf("%d rows for %d states", len(StateRows()), len(anyState()))
	}
	clocks := map[ClockKind]bool{"": true}
	for _, rule := range ClockRows() {
		clocks[rule.Kind] = true
	}
	for i, row := range StateRows() {
		if row.State != anyState()[i] || row.Open != row.State.Open() {
			t.Errorf("row %d is %s, open %v", i, row.State, row.Open)
		}
		if (row.Mover == "" || row.Clock == "") != (row.State == Archived) || !clocks[row.Clock] {
			t.Errorf("%s: mover %q, clock %q", row.State, row.Mover, row.Clock)
		}
	}
	if State("").Open() {
		t.Error("no case is not an open case")
	}
}

func TestTheClockTableIsTheLaw(t *testing.T) {
	want := map[ClockKind]string{
		ClockRegister: "cut-off", ClockAssign: "1w", ClockAccept: "3/15r ledger", ClockResolve: "60/60r ledger", ClockEnter: "0",
		ClockDeliver: "3", ClockRate: "30r window", ClockJudge: "3w", ClockFollowUp: "30", ClockSupervise: "3w ledger given",
		ClockExecute: "30 given", ClockExplain: "5w", ClockReport: "60 given", ClockReexamine: "30r window",
		ClockObject: "30r window", ClockDecision: "0 given", ClockArchive: "30",
	}
	for _, rule := range ClockRows() {
		if got := length(rule); got != want[rule.Kind] {
			t.Errorf("%s: %s, want %s", rule.Kind, got, want[rule.Kind])
		}
		if rule.Owner == "" || rule.Article == "" || len(rule.Starts) == 0 || len(rule.Stops) == 0 {
			t.Errorf("%s: owner %q, article %q, starts %v, stops %v", rule.Kind, rule.Owner, rule.Article, rule.Starts, rule.Stops)
		}
		delete(want, rule.Kind)
	}
	if len(want) > 0 {
		t.Errorf("no rule for %v", want)
	}
}

// length is a rule's length as one word: w for workdays, r for a due that
// rolls to the next workday.
func length(rule ClockRule) string {
	span := func(s Span) string {
		out := fmt.Sprint(s.Days)
		if s.CutOff {
			out = "cut-off"
		}
		if s.Workdays {
			out += "w"
		}
		if s.Roll {
			out += "r"
		}
		return out
	}
	out := span(rule.Bureau)
	if rule.HasLegal {
		out += "/" + span(rule.Legal)
	}
	if rule.Ledger {
		out += " ledger"
	}
	if rule.Window {
		out += " window"
	}
	if rule.Given {
		out += " given"
	}
	return out
}
