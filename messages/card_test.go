package messages

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"onevisit/models"
)

// cardLaw is the law of a bureau with the longest names that a card can meet.
func cardLaw() *models.Law {
	long := strings.Repeat("名", 30)
	return models.NewLaw(&models.Bureau{
		Organ:      models.Organ{Name: long, LetterCode: "云林湿信"},
		Staff:      []models.Staff{{UserID: "wang.chief", Name: "王芦生", Roles: []models.Role{models.RoleChief}}},
		Categories: []models.Category{{Code: "long", Name: long}, {Code: "short", Name: "盗伐林木"}},
	}, models.Calendar{})
}

// everyNotice is each fact told to each party.
func everyNotice() []models.Notice {
	var out []models.Notice
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	for _, row := range models.VerbRows() {
		for _, as := range []models.Party{models.PartyChief, models.PartyHandler, models.PartyCaseOfficer, models.PartyDirector, models.PartyDeputy,
			models.PartyAssigner, models.PartyHead, models.PartyAddressee, models.PartyOffice, models.PartyClerk, models.PartyTold} {
			for _, category := range []string{"long", "short"} {
				out = append(out, models.Notice{
					Number: "LS20261123-0001", Verb: row.Verb, As: as, Category: category, Due: at.AddDate(0, 0, 3), At: at,
					To:     models.Person{Kind: models.ActorStaff, ID: "wang.chief"},
					Letter: models.LetterNumber{Kind: models.LetterAcceptance, Year: 2026, Serial: 12345},
					Data:   models.Args{models.ArgReason: "理由写在这里", models.ArgOffice: "good", models.ArgScore: "bad", models.ArgDays: "30"},
				})
			}
		}
	}
	return out
}

func TestEveryCardIsWithinThePlatformsLimits(t *testing.T) {
	l := cardLaw()
	var offers []Offer
	for _, row := range models.VerbRows() {
		offers = append(offers, Offer{Verb: row.Verb})
	}
	for i, n := range everyNotice() {
		first := i % len(offers) // every verb is the first of many
		card := NoticeCard(l, n, append(offers[first:first+1:first+1], offers...), n.At)
		if card == nil {
			t.Fatalf("%s to %s makes no card", n.Verb, n.As)
		}
		if why := beyond(card); why != "" {
			t.Fatalf("%s to %s: %s: %+v", n.Verb, n.As, why, card)
		}
	}
}

// beyond names the limit that a card breaks.
func beyond(c *Card) string {
	long := func(s string, most int) bool { return utf8.RuneCountInString(s) > most }
	switch {
	case c.Title == "" || long(c.Title, 26):
		return "title"
	case long(c.Sub, 112):
		return "words"
	case len(c.Rows) > 6:
		return "rows"
	case len(c.Buttons) < 1 || len(c.Buttons) > 6:
		return "buttons"
	}
	for _, r := range c.Rows {
		if r.Name == "" || long(r.Name, 5) || r.Value == "" || long(r.Value, 26) {
			return "row " + r.Name
		}
	}
	for _, b := range c.Buttons {
		if b.Label == "" || long(b.Label, 10) {
			return "button " + b.Key
		}
	}
	return ""
}

func TestWhatDoesNotFitACardStaysAText(t *testing.T) {
	l := cardLaw()
	n := models.Notice{Number: "LS20261123-0001", Verb: models.VerbSupervise, As: models.PartyAddressee, Category: "short"}
	offers := []Offer{{Verb: models.VerbAnswer}}
	for words, want := range map[string]bool{"请写明情况": true, strings.Repeat("写", 150): false} {
		n.Data = models.Args{models.ArgText: words}
		if card := NoticeCard(l, n, offers, time.Time{}); (card != nil) != want {
			t.Errorf("with %d characters: %+v", utf8.RuneCountInString(words), card)
		}
	}
	if NoticeCard(l, n, nil, time.Time{}) != nil {
		t.Error("a card that offers nothing")
	}
	n.Data, n.Confidential = nil, true
	if NoticeCard(l, n, offers, time.Time{}) != nil {
		t.Error("a card tells of a confidential case")
	}
}

func TestASelectionHoldsTwoToTenShortOptions(t *testing.T) {
	values := func(n int, label string) (out []Value) {
		for i := range n {
			out = append(out, Value{Value: string(rune('a' + i)), Label: label})
		}
		return out
	}
	for name, row := range map[string]struct {
		values []Value
		want   bool
	}{
		"one is no choice": {values(1, "一"), false}, "two": {values(2, "一"), true}, "ten": {values(10, "一"), true},
		"eleven": {values(11, "一"), false}, "long": {values(2, strings.Repeat("长", 17)), false}, "no words": {values(2, ""), false},
	} {
		if _, ok := NewSelect(models.ArgTrack, row.values, ""); ok != row.want {
			t.Errorf("%s: %v", name, ok)
		}
	}
	if s, _ := NewSelect(models.ArgTrack, values(3, "一"), "b"); s.Preset != "b" {
		t.Errorf("preset is %q", s.Preset)
	}
	if s, _ := NewSelect(models.ArgTrack, values(3, "一"), "z"); s.Preset != "a" {
		t.Errorf("an unknown preset became %q", s.Preset)
	}
}

func TestManyQuestionsMakeAForm(t *testing.T) {
	pick := func(arg models.Arg) CardSelect {
		return CardSelect{Arg: arg, Values: []Value{{"a", "一"}, {"b", "二"}}}
	}
	form := &Card{}
	form.offer([]Offer{{Verb: models.VerbAssign, Selects: []CardSelect{pick("x"), pick("y"), pick("z"), pick("w")}}})
	if !form.Form() || len(form.Selects) != 3 {
		t.Errorf("made %+v", form)
	}
	buttons := &Card{}
	buttons.offer([]Offer{{Verb: models.VerbAccept, Selects: []CardSelect{pick("x"), pick("y")}}, {Verb: models.VerbReturn}})
	if buttons.Form() || len(buttons.Selects) != 1 || len(buttons.Buttons) != 3 || buttons.Buttons[1].Weight != WeightRefusal {
		t.Errorf("made %+v", buttons)
	}
}
