package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"onevisit/config"
)

// bureauUnder reads the lines of a transcript that give its bureau other rules
// than the demo's:
//
//	bureau sign: deputy           the deputy signs what the office approved
//	bureau assign: director       the director assigns
//	bureau from 2026-12-01 accept: 5  another set of rules from a day on
func bureauUnder(t *testing.T, transcript string) func(*config.Rules) {
	t.Helper()
	var changes []func(*config.Rules)
	for line := range strings.Lines(transcript) {
		rule, found := strings.CutPrefix(strings.TrimRight(line, "\n"), "bureau ")
		if !found {
			continue
		}
		change, ok := bureauRule(rule)
		if !ok {
			t.Fatalf("no such rule: %q", rule)
		}
		changes = append(changes, change)
	}
	return func(r *config.Rules) {
		for _, change := range changes {
			change(r)
		}
	}
}

func bureauRule(rule string) (func(*config.Rules), bool) {
	switch rule {
	case "sign: deputy":
		return func(r *config.Rules) { r.Sign = true }, true
	case "assign: director":
		return func(r *config.Rules) { r.AssignBy = "director" }, true
	}
	words := strings.Fields(rule)
	if len(words) != 4 || words[0] != "from" {
		return nil, false
	}
	day, err := time.Parse("2006-01-02", words[1])
	if err != nil {
		return nil, false
	}
	days, err := strconv.Atoi(words[3])
	return func(r *config.Rules) {
		set := r.Set
		set.ValidFrom = config.Date{Year: day.Year(), Month: day.Month(), Day: day.Day()}
		set.Clocks = map[string]config.Clock{strings.TrimSuffix(words[2], ":"): {Days: &days}}
		r.Sets = append(r.Sets, set)
	}, err == nil
}
