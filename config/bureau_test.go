package config

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// soundBureau is the smallest bureau file; tests break it in one place.
const soundBureau = `organ:
  name: Invented Bureau
  letter_code: INV
  case_prefix: LS
  phone: 0400-0000000
  address: 1 Lake Road
  reexamination_organ: City
  reconsideration_organ: City
  court: District Court
sections:
  - {code: wetland, name: Wetlands}
staff:
  - {userid: Wang.Chief, name: W, section: wetland, roles: [chief]}
  - {userid: office, name: O, roles: [clerk, director]}
  - {userid: top, name: T, roles: [deputy, head]}
categories:
  - {code: all, name: All, section: wetland}
  - {code: leaf, name: Leaf, parent: all}
rules: {}
`

// mistakesOf are the lines of an error that must be a *Mistakes.
func mistakesOf(t *testing.T, err error) []string {
	t.Helper()
	var mistakes *Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("error is %T (%v), want *Mistakes", err, err)
	}
	lines := make([]string, 0, len(mistakes.List))
	for _, mistake := range mistakes.List {
		lines = append(lines, mistake.String())
	}
	return lines
}

// wantMistakes compares mistakes with what each must contain, in order.
func wantMistakes(t *testing.T, err error, want ...string) {
	t.Helper()
	got := mistakesOf(t, err)
	if len(got) != len(want) {
		t.Fatalf("%d mistakes, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("mistake %d is\n  %s\nwant it to contain\n  %s", i, got[i], want[i])
		}
	}
}

func TestDemoBureauHasEveryRoleAndTheTenDefaultCategories(t *testing.T) {
	bureau, err := DemoBureau()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range knownRoles() {
		if !slices.ContainsFunc(bureau.Staff, func(p Person) bool { return slices.Contains(p.Roles, role) }) {
			t.Errorf("nobody is %s", role)
		}
	}
	leaves := make(map[string]int)
	for _, category := range bureau.Categories {
		if category.Parent == "" {
			leaves[category.Code] += 0
			continue
		}
		leaves[category.Parent]++
		if category.Section == "" && !category.Confidential {
			t.Errorf("leaf %s has no route", category.Code)
		}
	}
	if len(leaves) != 10 {
		t.Errorf("%d top categories, want 10", len(leaves))
	}
	for top, count := range leaves {
		if count < 2 || count > 5 {
			t.Errorf("%s has %d leaves, want 2 to 5", top, count)
		}
	}
	if len(bureau.Rules.ConfidentialOfficers) == 0 {
		t.Error("nobody is told of confidential cases")
	}
}

func TestExampleBureauIsTrue(t *testing.T) {
	content, err := os.ReadFile("bureau.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	bureau, err := ParseBureau("bureau.example.yaml", content)
	if err != nil {
		t.Fatal(err)
	}
	// The example says that it shows the defaults.
	got, want := bureau.Rules, defaultRules()
	if got.CutOff != want.CutOff || got.WorkHours != want.WorkHours || got.QuietHours != want.QuietHours ||
		got.Ladder != want.Ladder || got.AssignBy != want.AssignBy || got.Sign != want.Sign ||
		got.AskIdentity != want.AskIdentity || got.ResolveStarts != want.ResolveStarts || got.ResolveStops != want.ResolveStops {
		t.Errorf("the example shows %+v, the defaults are %+v", got, want)
	}
	if got.ValidFrom != (Date{2026, time.January, 1}) || len(got.Holidays.Off) != 2 || got.Holidays.Work[0] != (Date{2027, time.October, 9}) {
		t.Errorf("dates: %v %+v", got.ValidFrom, got.Holidays)
	}
	if accept := got.Clocks["accept"]; *accept.Days != 3 || accept.Calendar != "calendar" || *accept.Roll {
		t.Errorf("accept: %+v", accept)
	}
	if got.Clocks["judge"].Roll != nil || got.Clocks["archive"].Calendar != "" {
		t.Error("what a clock leaves out must stay unset")
	}
}

func TestSoundBureauIsReadAsWritten(t *testing.T) {
	bureau, err := ParseBureau("b.yaml", []byte(soundBureau))
	if err != nil {
		t.Fatal(err)
	}
	if bureau.Organ.CasePrefix != "LS" || bureau.Organ.Court != "District Court" {
		t.Errorf("organ: %+v", bureau.Organ)
	}
	if bureau.Staff[0].UserID != "wang.chief" {
		t.Errorf("userid %q, want lower case", bureau.Staff[0].UserID)
	}
	if bureau.Categories[1].Section != "wetland" {
		t.Errorf("leaf's section %q, want its parent's", bureau.Categories[1].Section)
	}
	if rules := bureau.Rules; rules.AssignBy != "deputy" || rules.CutOff.String() != "17:00" || rules.Clocks != nil || !rules.ValidFrom.IsZero() {
		t.Errorf("rules: %+v", rules)
	}
}

func TestCategoriesInheritWhatTheyLeaveOut(t *testing.T) {
	text := strings.Replace(soundBureau, "name: All, section: wetland}", "name: All, section: wetland, kind: report, confidential: true}", 1)
	bureau, err := ParseBureau("b.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if leaf := bureau.Categories[1]; !leaf.Confidential || leaf.Kind != "report" {
		t.Errorf("leaf: %+v, want it confidential and a report", leaf)
	}
}

func TestOfficersAreFoundWhateverTheCase(t *testing.T) {
	text := strings.Replace(soundBureau, "rules: {}", "rules: {confidential_officers: [OFFICE, Wang.Chief]}", 1)
	bureau, err := ParseBureau("b.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := bureau.Rules.ConfidentialOfficers; !slices.Equal(got, []string{"office", "wang.chief"}) {
		t.Errorf("officers %v", got)
	}
}

func TestEachMistakeOfABureauFileIsNamed(t *testing.T) {
	long := strings.Repeat("x", 101)
	tests := []struct {
		name, old, new string
		want           []string
	}{
		{"required text left out", "  name: Invented Bureau\n", "", []string{"b.yaml:1: organ.name: found nothing; expected the organ's full name"}},
		{"text too long", "Invented Bureau", long, []string{"organ.name: found 101 characters"}},
		{"text with a control character", "Invented Bureau", `"a\tb"`, []string{"organ.name: found a line break or control character"}},
		{"prefix in lower case", "case_prefix: LS", "case_prefix: ls", []string{`b.yaml:4: organ.case_prefix: found "ls"; expected 1 to 6 letters A-Z`}},
		{"unknown key", "  court:", "  cuort: x\n  court:", []string{`b.yaml:9: organ.cuort: found an unknown key; expected "court" (one of name,`}},
		{"section twice", "{code: wetland, name: Wetlands}", "{code: wetland, name: A}\n  - {code: wetland, name: B}", []string{`b.yaml:12: sections[1].code: found "wetland" a second time`}},
		{"bad section code", "{code: wetland, name: Wetlands}", "{code: wetland, name: A}\n  - {code: Wet, name: B}", []string{
			`sections[1].code: found "Wet"; expected 1 to 40`, `sections[1]: found no chief of section "Wet"`}},
		{"section without chief", "{code: wetland, name: Wetlands}", "{code: wetland, name: A}\n  - {code: fen, name: B}", []string{`b.yaml:12: sections[1]: found no chief of section "fen"`}},
		{"userid twice in another case", "userid: office", "userid: WANG.CHIEF", []string{`b.yaml:14: staff[1].userid: found "WANG.CHIEF" a second time`}},
		{"bad userid", "userid: office", "userid: an office", []string{`staff[1].userid: found "an office"; expected a WeCom userid`}},
		{"unnamed person", "name: O,", "", []string{"staff[1].name: found nothing"}},
		{"unknown role", "[deputy, head]", "[deputy, head, boss]", []string{`b.yaml:15: staff[2].roles[2]: found "boss"; expected one of handler`}},
		{"misspelt role", "[deputy, head]", "[deputy, head, clark]", []string{`expected "clerk" (one of`}},
		{"role twice", "[deputy, head]", "[deputy, head, head]", []string{`staff[2].roles[2]: found "head" a second time`}},
		{"no role", "roles: [deputy, head]", "roles: []", []string{"staff: found no deputy, no head", "staff[2].roles: found no role"}},
		{"chief of no section", "[deputy, head]", "[deputy, head, chief]", []string{"staff[2].section: found nothing; expected the section of this chief: wetland"}},
		{"unknown section of a person", "name: T,", "name: T, section: fen,", []string{`staff[2].section: found "fen"; expected the code of a section: wetland`}},
		{"no clerk", "[clerk, director]", "[director]", []string{"staff: found no clerk"}},
		{"category twice", "{code: leaf,", "{code: all,", []string{`categories[1].code: found "all" a second time`, "categories[1].parent: found the category itself"}},
		{"category pointing nowhere", "parent: all", "parent: al", []string{`b.yaml:18: categories[1].parent: found "al"`}},
		{"category under itself", "parent: all", "parent: leaf", []string{"categories[1].parent: found the category itself"}},
		{"three levels", "parent: all}", "parent: all}\n  - {code: twig, name: Twig, parent: leaf}", []string{`categories[2].parent: found "leaf", which has a parent itself`}},
		{"a cycle", "name: All, section: wetland}", "name: All, parent: leaf}", []string{
			`categories[0].parent: found "leaf", which has a parent itself`, `categories[1].parent: found "all", which has a parent itself`}},
		{"category of an unknown section", "name: All, section: wetland", "name: All, section: fen", []string{`categories[0].section: found "fen"`}},
		{"unknown kind", "parent: all", "parent: all, kind: reports", []string{`categories[1].kind: found "reports"; expected "report" (one of consult`}},
		{"truth value in words", "parent: all", "parent: all, confidential: yes", []string{`categories[1].confidential: found "yes"; expected true or false`}},
		{"a list in place of text", "name: T,", "name: [T],", []string{"staff[2].name: found a list; expected a single value"}},
		{"text in place of a list", "roles: [deputy, head]", "roles: deputy", []string{
			"staff: found no deputy, no head; expected", "staff[2].roles: found a single value; expected a list"}},
		{"two documents", "rules: {}", "rules: {}\n---\nrules: {}", []string{"b.yaml: found 2 YAML documents"}},
		{"anchor", "rules: {}", "rules: &a {}", []string{"rules: found a YAML anchor or alias"}},
		{"tag", "rules: {}", "rules: !x {}", []string{"rules: found a YAML tag"}},
		{"broken YAML", "rules: {}", "rules: {", []string{"b.yaml:19: found broken YAML"}},
		{"key twice", "rules: {}", "rules: {}\nrules: {}", []string{`mapping key "rules" already defined`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(soundBureau, test.old) {
				t.Fatalf("the sound bureau has no %q", test.old)
			}
			_, err := ParseBureau("b.yaml", []byte(strings.Replace(soundBureau, test.old, test.new, 1)))
			wantMistakes(t, err, test.want...)
		})
	}
}

func TestEachMistakeOfTheRulesIsNamed(t *testing.T) {
	tests := []struct {
		rules string
		want  []string
	}{
		{"{assign_by: head}", []string{`rules.assign_by: found "head"; expected one of deputy, director`}},
		{"{resolve_starts: asign}", []string{`rules.resolve_starts: found "asign"; expected "assign"`}},
		{"{resolve_stops: rate}", []string{`rules.resolve_stops: found "rate"`}},
		{"{cut_off: 5pm}", []string{`rules.cut_off: found "5pm"; expected a time of day, for example "17:00"`}},
		{`{cut_off: "7:00"}`, []string{`rules.cut_off: found "7:00"`}},
		{`{cut_off: [1]}`, []string{`rules.cut_off: found a list; expected a single value`}},
		{`{work_hours: {start: "18:00"}}`, []string{"rules.work_hours: found 18:00 to 17:30; expected an end after the start"}},
		{"{clocks: {acept: {days: 3}}}", []string{`rules.clocks.acept: found an unknown clock; expected "accept"`}},
		{"{clocks: {accept: {days: 16}}}", []string{"rules.clocks.accept.days: found 16; expected 1 to 15 days"}},
		{"{clocks: {resolve: {days: 61}}}", []string{"rules.clocks.resolve.days: found 61; expected 1 to 60 days"}},
		{"{clocks: {reexamine: {days: 29}}}", []string{"rules.clocks.reexamine.days: found 29"}},
		{"{clocks: {enter: {days: -1}}}", []string{"rules.clocks.enter.days: found -1; expected 0 to 366 days"}},
		{"{clocks: {enter: {days: soon}}}", []string{`rules.clocks.enter.days: found "soon"; expected a whole number`}},
		{"{clocks: {enter: {calendar: lunar}}}", []string{`rules.clocks.enter.calendar: found "lunar"`}},
		{"{clocks: [enter]}", []string{"rules.clocks: found a list; expected keys with values"}},
		{"{ladder: {deputy: 0}}", []string{"rules.ladder: found director 1, deputy 0, head 7"}},
		{"{holidays: {off: [2027-10-02]}}", []string{"rules.holidays.off[0]: found 2027-10-02, a Saturday"}},
		{"{holidays: {work: [2027-10-01]}}", []string{"rules.holidays.work[0]: found 2027-10-01, a Friday"}},
		{"{holidays: {off: [2027-10-01, 2027-10-01]}}", []string{"rules.holidays.off[1]: found 2027-10-01 a second time"}},
		{"{holidays: {off: [2027-02-30]}}", []string{`rules.holidays.off[0]: found "2027-02-30"; expected a day`}},
		{"{holidays: {off: [null]}}", []string{"rules.holidays.off[0]: found nothing"}},
		{"{confidential_officers: [nobody]}", []string{`rules.confidential_officers[0]: found "nobody"; expected a userid`}},
	}
	for _, test := range tests {
		t.Run(test.rules, func(t *testing.T) {
			_, err := ParseBureau("b.yaml", []byte(strings.Replace(soundBureau, "rules: {}", "rules: "+test.rules, 1)))
			wantMistakes(t, err, test.want...)
		})
	}
}

func TestMistakesOfABureauFileStandFromTopToBottom(t *testing.T) {
	text := strings.NewReplacer("case_prefix: LS", "case_prefix: 7", "[deputy, head]", "[deputy, head, x]", "parent: all", "parent: no", "rules: {}", "rules: {assign_by: x}").Replace(soundBureau)
	_, err := ParseBureau("b.yaml", []byte(text))
	wantMistakes(t, err, "organ.case_prefix", "staff[2].roles[2]", "categories[1].parent", "rules.assign_by")
}

func TestEmptyBureauFileIsOneMistake(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "comment": "# later\n", "null": "null\n"} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseBureau("b.yaml", []byte(content))
			wantMistakes(t, err, "b.yaml: found nothing; expected organ, sections, staff and categories")
		})
	}
}

func TestHugeBureauFileIsRefused(t *testing.T) {
	_, err := ParseBureau("b.yaml", make([]byte, largestFile+1))
	wantMistakes(t, err, "expected a YAML file of at most 1048576 bytes")
}

func TestNamesOfPeopleAreNotRepeatedInMistakes(t *testing.T) {
	text := strings.Replace(soundBureau, "name: T,", `name: "Invented\nPerson",`, 1)
	_, err := ParseBureau("b.yaml", []byte(text))
	if strings.Contains(err.Error(), "Person") {
		t.Errorf("the mistake repeats a name: %v", err)
	}
}

func TestMistakesAreCounted(t *testing.T) {
	one := &Mistakes{List: []Mistake{{"A", "b", "c"}}}
	if got, want := one.Error(), "1 mistake in the configuration:\n  A: found b; expected c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	two := &Mistakes{List: append(one.List, one.List...)}
	if !strings.HasPrefix(two.Error(), "2 mistakes in the configuration:\n") {
		t.Errorf("got %q", two.Error())
	}
}

// FuzzParseBureau: whatever the file holds, the answer is a bureau or mistakes.
func FuzzParseBureau(f *testing.F) {
	f.Add([]byte(soundBureau))
	f.Add([]byte("organ: [\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("<<: {a: b}\n"))
	f.Add([]byte("? [a]\n: b\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, err := ParseBureau("b.yaml", content)
		var mistakes *Mistakes
		if err != nil && !errors.As(err, &mistakes) {
			t.Errorf("%T is no *Mistakes", err)
		}
	})
}
