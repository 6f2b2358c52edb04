package config

import (
	"slices"
	"strings"
	"testing"
)

// withRules is the sound bureau with other rules.
func withRules(rules string) []byte {
	return []byte(strings.Replace(soundBureau, "rules: {}", rules, 1))
}

func TestASetAmendsTheOneBeforeItWhereverThatStandsInTheFile(t *testing.T) {
	bureau, err := ParseBureau("b.yaml", withRules(`rules:
  sets:
    - valid_from: 2027-01-01
      clocks: {accept: {days: 2}}
      ladder: {head: 5}
    - valid_from: 2027-07-01
      clocks: {accept: {calendar: workday}, judge: {days: 2}}
      quiet_hours: {start: "20:00"}
  clocks: {accept: {days: 4, roll: true}}
  sign: true
`))
	if err != nil {
		t.Fatal(err)
	}
	rules := bureau.Rules
	if len(rules.Sets) != 2 {
		t.Fatalf("%d sets", len(rules.Sets))
	}
	if first := rules.Clocks["accept"]; *first.Days != 4 || first.Calendar != "" || len(rules.Clocks) != 1 {
		t.Errorf("the first set was changed by those after it: %+v", rules.Clocks)
	}
	if second := rules.Sets[0].Clocks["accept"]; *second.Days != 2 || !*second.Roll {
		t.Errorf("second set: %+v", second)
	}
	third := rules.Sets[1]
	if accept := third.Clocks["accept"]; *accept.Days != 2 || accept.Calendar != "workday" || *third.Clocks["judge"].Days != 2 {
		t.Errorf("third set: %+v", third.Clocks)
	}
	if third.Ladder != (Ladder{1, 3, 5}) || !third.Sign || third.QuietHours != (Hours{clockTime(20, 0), clockTime(7, 30)}) {
		t.Errorf("third set: %+v", third)
	}
}

func TestEachMistakeOfTheSetsIsNamedOnce(t *testing.T) {
	for name, test := range map[string]struct {
		rules string
		want  []string
	}{
		"no day":      {"rules: {sets: [{sign: true}]}", []string{"rules.sets[0].valid_from: found nothing; expected the first day"}},
		"no list":     {"rules: {sets: {valid_from: 2027-01-01}}", []string{"rules.sets: found keys with values; expected a list"}},
		"out of turn": {"rules: {sets: [{valid_from: 2027-02-01}, {valid_from: 2027-01-01}]}", []string{"rules.sets[1].valid_from: found 2027-01-01; expected a day after 2027-02-01"}},
		"the same day": {"rules: {sets: [{valid_from: 2027-02-01}, {valid_from: 2027-02-01}]}", []string{
			"rules.sets[1].valid_from: found 2027-02-01; expected a day after 2027-02-01"}},
		"before the first": {"rules: {valid_from: 2027-03-01, sets: [{valid_from: 2027-02-01}]}", []string{"rules.sets[0].valid_from: found 2027-02-01; expected a day after 2027-03-01"}},
		"for the bureau":   {"rules: {sets: [{valid_from: 2027-02-01, ask_identity: true}]}", []string{"rules.sets[0].ask_identity: found an unknown key"}},
		"taken over":       {"rules: {assign_by: boss, sets: [{valid_from: 2027-02-01}]}", []string{`rules.assign_by: found "boss"`}},
		"each of its own": {"rules: {sets: [{valid_from: 2027-02-01, assign_by: boss, clocks: {acept: {days: 1}, resolve: {days: 61}}}, {valid_from: 2027-03-01, ladder: {deputy: 0}}]}", []string{
			`rules.sets[0].assign_by: found "boss"`, "rules.sets[0].clocks.acept: found an unknown clock", "rules.sets[0].clocks.resolve.days: found 61",
			"rules.sets[1].ladder: found director 1, deputy 0"}},
		"an unknown window": {"rules: {counting: {window: month}}", []string{`rules.counting.window: found "month"; expected one of year, quarter, rolling`}},
		"a clock of the office's": {"rules: {counting: {clocks: [accept, enter, accept]}}", []string{
			`rules.counting.clocks[1]: found "enter"`, `rules.counting.clocks[2]: found "accept" a second time`}},
		"no clock":        {"rules: {counting: {clocks: []}}", []string{"rules.counting.clocks: found nothing"}},
		"interview first": {"rules: {sets: [{valid_from: 2027-02-01, counting: {circular: 2}}]}", []string{"rules.sets[0].counting: found circular 2, interview 2"}},
		"a holiday twice": {"rules: {holidays: {off: [2027-10-01]}, sets: [{valid_from: 2027-02-01, holidays: {off: [2027-10-01]}}]}", []string{
			"rules.sets[0].holidays.off[0]: found 2027-10-01 a second time"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseBureau("b.yaml", withRules(test.rules))
			got := mistakesOf(t, err)
			slices.Sort(got)
			if len(got) != len(test.want) {
				t.Fatalf("%d mistakes, want %d:\n%s", len(got), len(test.want), strings.Join(got, "\n"))
			}
			for i := range test.want {
				if !strings.Contains(got[i], test.want[i]) {
					t.Errorf("mistake %d is\n  %s\nwant it to contain\n  %s", i, got[i], test.want[i])
				}
			}
		})
	}
}
