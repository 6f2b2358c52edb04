package messages

import (
	"fmt"
	"testing"

	"onevisit/models"
)

func TestWhatWaitedIsToldTogetherInFewLines(t *testing.T) {
	b := &models.Bureau{
		Categories: []models.Category{{Code: "fill", Name: "围垦"}}, Staff: []models.Staff{{UserID: "wang", Name: "王科长"}},
	}
	told := func(n int, v models.Verb) models.Told {
		return models.Told{Number: fmt.Sprintf("LS20260302-%04d", n), Category: "fill", Verb: v, State: models.Accepted}
	}
	var many []models.Told
	for n := range 13 {
		many = append(many, told(n+1, models.VerbUrge))
	}
	instead := told(1, models.VerbUrge)
	instead.For = "wang"
	for name, test := range map[string]struct {
		held          []models.Told
		want, without []string
	}{
		"in their order": {[]models.Told{told(2, models.VerbUrge), told(1, models.VerbSupplement)},
			[]string{"有 2 条通知\nLS20260302-0002 围垦 【催办】请抓紧办理\nLS20260302-0001"}, []string{"共"}},
		"the same twice": {[]models.Told{told(1, models.VerbUrge), told(1, models.VerbUrge), told(1, models.VerbSupplement)},
			[]string{"有 3 条通知", "请抓紧办理，共 2 次"}, []string{"信访人有补充，共"}},
		"many":            {many, []string{"LS20260302-0010", "还有 3 项"}, []string{"LS20260302-0011"}},
		"confidential":    {[]models.Told{{Number: "LS20260302-0001", Verb: models.VerbSubmit, Confidential: true}}, []string{"LS20260302-0001 保密件有新进展"}, []string{"新事项"}},
		"for a colleague": {[]models.Told{instead}, []string{"（代王科长）"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := Push(b, models.Notice{To: models.Person{Kind: models.ActorStaff, ID: "wu"}, Rung: models.RungHeld, Held: test.held}).Plain()
			says(t, got, test.want, test.without)
		})
	}
}
