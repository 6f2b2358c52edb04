package messages

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

// moved is a line of a due that other rules moved.
func moved(l models.Line) models.Line {
	l.Rung = "moved-0"
	return l
}

func TestReminderSaysWhatItsReaderNeeds(t *testing.T) {
	b := &models.Bureau{
		Organ: models.Organ{Name: "某局"}, Categories: []models.Category{{Code: "fill", Name: "围垦"}},
		Staff: []models.Staff{
			{UserID: "wang", Name: "王科长", Roles: []models.Role{models.RoleChief}},
			{UserID: "sun", Name: "孙局", Roles: []models.Role{models.RoleDeputy}},
		},
	}
	now := time.Date(2026, 3, 10, 8, 30, 0, 0, models.Zone())
	line := func(n, day int) models.Line {
		return models.Line{
			Number: fmt.Sprintf("LS20260302-%04d", n), Category: "fill", State: models.Assigned, Clock: models.ClockAccept,
			Due: time.Date(2026, 3, day, 0, 0, 0, 0, models.Zone()), Turn: []string{"wang"},
		}
	}
	secret := models.Line{Number: "LS20260302-0009", Secret: true, Clock: models.ClockAccept, Due: line(9, 10).Due}
	rate := models.Line{Number: "LS20260302-0001", Clock: models.ClockRate, Due: line(1, 18).Due}
	receipt := models.Line{Number: "LS20260302-0001", Clock: models.ClockDeliver, Ref: "opinion:9", Due: line(1, 13).Due}
	var many []models.Line
	for n := range 12 {
		many = append(many, line(n, 9+n))
	}
	staff := func(id string) models.Person { return models.Person{Kind: models.ActorStaff, ID: id} }
	someone := models.Person{Kind: models.ActorPetitioner, ID: "o1"}
	tests := map[string]struct {
		to      models.Person
		lines   []models.Line
		want    []string
		without []string
	}{
		"whoever owes it":         {staff("wang"), []models.Line{line(1, 11)}, []string{"到期提醒", "受理：今天到期", "围垦", "“受理 0001”"}, []string{"督办", "该谁办"}},
		"whoever stands above":    {staff("sun"), []models.Line{line(1, 10)}, []string{"超期提醒", "超期 1 天", "该谁办：王科长", "“督办 0001”"}, []string{"“受理"}},
		"a confidential case":     {staff("sun"), []models.Line{secret}, []string{"LS20260302-0009", "“详情 0009”"}, []string{"受理", "围垦"}},
		"secrets within a digest": {staff("sun"), []models.Line{line(1, 11), secret}, []string{"1 项快到期，1 项已超期", "保密件", "受理"}, nil},
		"a long digest":           {staff("wang"), many, []string{"LS20260302-0009", "还有 2 项"}, []string{"LS20260302-0010"}},
		"only late ones":          {staff("wang"), []models.Line{line(1, 9), line(2, 10)}, []string{"【超期提醒】2 项已超期"}, []string{"快到期"}},
		"a due that moved":        {staff("wang"), []models.Line{moved(line(1, 14))}, []string{"【期限调整】受理", "期限按新规则改为：3月13日", "“受理 0001”"}, []string{"到期提醒"}},
		"only such":               {staff("wang"), []models.Line{moved(line(1, 14)), moved(line(2, 15))}, []string{"【期限调整】2 项的期限按新规则改了", "受理（期限改为3月14日"}, nil},
		"among others":            {staff("wang"), []models.Line{line(1, 9), moved(line(2, 15))}, []string{"【超期提醒】1 项已超期", "期限改为3月14日"}, []string{"快到期"}},
		"the petitioner's":        {someone, []models.Line{moved(line(1, 14))}, []string{"办理期限调整为3月13日"}, []string{"确认收到"}},
		"a petitioner":            {someone, []models.Line{rate, receipt}, []string{"某局", "请您评价一下，3月17日前", "还没有确认收到"}, []string{"超期"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := Reminder(b, models.Notice{To: test.to, Lines: test.lines, At: now}).Plain()
			says(t, got, test.want, test.without)
		})
	}
}

// says wants some words in a text, and others not.
func says(t *testing.T, text string, want, without []string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in\n%s", w, text)
		}
	}
	for _, w := range without {
		if strings.Contains(text, w) {
			t.Errorf("%q stands in\n%s", w, text)
		}
	}
}
