package models

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// update rewrites the generated document: go test ./models -run StatesDocument -update
var update = flag.Bool("update", false, "rewrite docs/states.md from the tables")

func TestTheStatesDocumentIsGeneratedFromTheTables(t *testing.T) {
	path := filepath.Join("..", "docs", "states.md")
	want := statesDocument()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the tables say; run: go test ./models -run StatesDocument -update", path)
	}
}

func TestTheDiagramHoldsEveryStateAndOnlyTrueArrows(t *testing.T) {
	d := Diagram()
	for _, s := range anyState() {
		if !strings.Contains(d, " --> "+string(s)+":") {
			t.Errorf("no arrow leads to %s", s)
		}
	}
	for line, want := range map[string]bool{
		"[*] --> submitted: submit\n": true, "archived --> [*]\n": true, "archived --> delivered": false, "closed --> [*]": false,
		"drafted --> formed: approve, sign\n": true, "archived --> accepted: redo\n": true, "formed --> delivered: deliver\n": true,
	} {
		if strings.Contains(d, "    "+line) != want {
			t.Errorf("%q stands in it: %v\n%s", line, !want, d)
		}
	}
}

// statesDocument writes the tables for people to read.
func statesDocument() string {
	var b strings.Builder
	b.WriteString("# States, verbs and clocks of a case\n\n" +
		"Generated from the tables in `models`; do not edit. Articles: [S] the bureau's plan, [R] the Regulation on Petitions, [N] practice, [D] our default.\n\n" +
		"```mermaid\n" + Diagram() + "```\n\n")
	b.WriteString("## States\n\n| state | open | who moves it on | clock | article |\n|---|---|---|---|---|\n")
	for _, r := range StateRows() {
		line(&b, string(r.State), yes(r.Open), string(r.Mover), string(r.Clock), r.Article)
	}
	b.WriteString("\n## Verbs about a case\n\n\"·\" = the state does not change; \"?\" = optional, or told where the case gives reason to.\n\n" +
		"| verb | from | to | by | needs | letters | tells |\n|---|---|---|---|---|---|---|\n")
	for _, r := range VerbRows() {
		to := join(r.To)
		if to == "" || r.MayStay {
			to = strings.TrimSuffix("·, "+to, ", ")
		}
		line(&b, string(r.Verb), states(r.From), to, join(r.By), strings.ReplaceAll(needed(r), " ", ", "), join(r.Letters), listed(r))
	}
	b.WriteString("\n## Verbs not about one case\n\n| verb | by | needs | letters | starts | stops | article |\n|---|---|---|---|---|---|---|\n")
	for _, r := range OfficeRows() {
		by := join(r.By)
		if by == "" {
			by = "any staff"
		}
		line(&b, string(r.Verb), by, strings.ReplaceAll(needed(VerbRow{Needs: r.Needs}), " ", ", "), join(r.Letters), string(r.Starts), string(r.Stops), r.Article)
	}
	b.WriteString("\n## Clocks\n\nDays are calendar days unless workdays are said; every due is 24:00 of its day in Asia/Shanghai.\n\n" +
		"| clock | bureau due | legal due | owner | started by | stopped by | in the ledger | window | article |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range ClockRows() {
		legal := ""
		if r.HasLegal {
			legal = spelt(r.Legal)
		}
		bureau := spelt(r.Bureau)
		if r.Given {
			bureau = "as given, else " + bureau
		}
		line(&b, string(r.Kind), bureau, legal, string(r.Owner), join(r.Starts), join(r.Stops), yes(r.Ledger), yes(r.Window), r.Article)
	}
	fmt.Fprintf(&b, "\nOn the quick track the bureau has %d days to resolve. An extension moves both dues of resolve, once, by %d days at most. "+
		"A verb can be retracted by its actor for %d minutes while nothing is built on it.\n", QuickDays, ExtendDays, int(RetractWithin.Minutes()))
	return b.String()
}

func line(b *strings.Builder, cells ...string) {
	for _, c := range cells {
		if c == "" {
			c = "–"
		}
		fmt.Fprintf(b, "| %s ", c)
	}
	b.WriteString("|\n")
}

func join[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}

// states shortens the two long lists.
func states(list []State) string {
	switch {
	case len(list) == len(anyState()):
		return "any"
	case len(list) == len(anyState())-1 && list[0] == Registered:
		return "registered and later"
	case len(list) >= len(openStates()) && list[0] == Submitted:
		return strings.Trim("any open, "+join(list[len(openStates()):]), ", ")
	}
	return join(list)
}

func listed(r VerbRow) string {
	out := join(r.Tells)
	for _, p := range r.MayTell {
		out += ", " + string(p) + "?"
	}
	return strings.Trim(out, ", ")
}

func yes(v bool) string {
	if v {
		return "yes"
	}
	return ""
}

func spelt(s Span) string {
	out := fmt.Sprintf("%d days", s.Days)
	switch {
	case s.Days == 0 && s.CutOff:
		return "same day; next workday after the cut-off hour or on a day off"
	case s.Days == 0:
		return "same day"
	case s.Workdays && s.Days == 1:
		out = "1 workday"
	case s.Workdays:
		out = fmt.Sprintf("%d workdays", s.Days)
	}
	if s.Roll {
		out += ", rolled to a workday"
	}
	return out
}
