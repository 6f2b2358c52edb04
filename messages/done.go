package messages

import (
	"strconv"
	"strings"

	"onevisit/models"
)

// Done says that a verb was done, which letters it made, whose turn it is and
// what else the person who did it still owes.
func Done(l *models.Law, v models.Verb, c *models.Case, letters []*models.Letter, userID string) Message {
	lines := []string{didName(v) + "：" + c.Number + "【" + StateName(c.State) + "】"}
	for _, letter := range letters {
		lines = append(lines, "已生成："+LetterName(letter.Number.Kind)+" "+NumberText(l.Bureau.Organ, letter.Number))
	}
	if k := c.Running(models.ClockSupervise, ""); k != nil && v == models.VerbSupervise {
		lines = append(lines, "请"+duty(l, c, *k))
	}
	if asked := decision(l, v, c); asked != "" {
		lines = append(lines, "下一步："+asked)
	}
	lines = append(lines, nextSteps(l, c, userID)...)
	m := Say(strings.Join(lines, "\n"))
	if c.Facts.Last != nil {
		m.Foot = "10 分钟内回复 0 可以收回。"
	}
	return m
}

// decision is who decides what a verb asked for; empty for those that ask for
// nothing.
func decision(l *models.Law, v models.Verb, c *models.Case) string {
	party, what := models.PartyHead, ""
	switch v {
	case models.VerbProposeDecline:
		party, what = models.PartyDirector, "审定"
	case models.VerbRequestExtension:
		what = "审批"
	case models.VerbProposeReview:
		what = "初评"
	default:
		return ""
	}
	var who []string
	for _, p := range l.People(c, party, models.Actor{}) {
		who = append(who, StaffName(l.Bureau, p.ID))
	}
	return "请" + strings.Join(who, "或") + what
}

// Unmasked shows the one field that was asked for with a reason.
func Unmasked(c *models.Case, field string) Message {
	p := c.Words.Petitioner
	value := map[string]string{"name": p.Name, "phone": p.Phone, "identity": p.Identity, "address": p.Address}[field]
	if value == "" {
		value = "没有填写"
	}
	return Say(c.Number + " " + OptionName(models.ArgField, field) + "：" + value + "\n本次查看已记入日志，只能用于办理这件事。")
}

// QuickRefusal warns before a quick case is answered with a refusal.
func QuickRefusal() string {
	return "⚠ 快办事项拟“不予支持”：请再核对是否事实清楚、责任明确；需要继续调查的，请先“转普通”。"
}

// ShortNumber is the end of a case number that people type.
func ShortNumber(number string) string {
	if i := strings.LastIndex(number, "-"); i >= 0 {
		return number[i+1:]
	}
	return number
}

// nextSteps say who owes what by when: the step that the state waits for, then
// what the person themselves owes besides.
func nextSteps(l *models.Law, c *models.Case, userID string) []string {
	var main, own []string
	for _, row := range models.StateRows() {
		if row.State != c.State {
			continue
		}
		for _, k := range c.Clocks {
			switch {
			case !k.Running():
			case k.Kind == row.Clock && (k.Kind != models.ClockDeliver || isOpinion(c, k)):
				main = append(main, "下一步："+duty(l, c, k))
			case !l.Rule(k.Kind).Window && owes(l, c, k, userID):
				own = append(own, "您还要："+DueDay(k.Due)+"前"+ClockDuty(l.Bureau, c, k))
			}
		}
	}
	return append(main, own...)
}

func owes(l *models.Law, c *models.Case, k models.Clock, userID string) bool {
	for _, p := range l.Duty(c, &k) {
		if strings.EqualFold(p.ID, userID) {
			return true
		}
	}
	return false
}

// isOpinion reports whether a deliver clock waits for the round's opinion.
func isOpinion(c *models.Case, k models.Clock) bool {
	opinion := c.OpinionLetter()
	return opinion != nil && k.Ref == opinion.Ref()
}

// duty is one running clock: who, by when, what.
func duty(l *models.Law, c *models.Case, k models.Clock) string {
	if k.Kind == models.ClockRate {
		return "请信访人" + DueDay(k.Due) + "前评价"
	}
	var who []string
	for _, p := range l.Duty(c, &k) {
		who = append(who, StaffName(l.Bureau, p.ID))
	}
	if k.Kind == models.ClockAssign && WayOf(c.Class) != "" {
		who = []string{"办公室"} // the deputy has to see to it, the office does it
	}
	return strings.Join(who, "或") + " " + DueDay(k.Due) + "前" + ClockDuty(l.Bureau, c, k)
}

// ClockDuty is what a running clock waits for, with the fact or letter meant.
func ClockDuty(b *models.Bureau, c *models.Case, k models.Clock) string {
	switch k.Kind {
	case models.ClockAssign:
		if way := WayOf(c.Class); way != "" {
			return way
		}
	case models.ClockResolve:
		switch d := c.Facts.Draft; {
		case c.State != models.Drafted:
		case d != nil && d.ApprovedBy != "":
			return "签发"
		default:
			return "审核"
		}
	case models.ClockEnter:
		fact, _, _ := strings.Cut(k.Ref, ":")
		return "录入" + FactName(fact)
	case models.ClockDeliver:
		if letter := c.LetterByRef(k.Ref); letter != nil {
			return "送达" + LetterName(letter.Number.Kind)
		}
	}
	return ClockName(k.Kind)
}

// WayOf names the step that ends a registered case of a class that no section
// gets; empty for those that are assigned.
func WayOf(class models.Class) string {
	return map[models.Class]string{
		models.ClassConsult: "直接答复", models.ClassReport: "转送", models.ClassLegal: "决定不予受理",
	}[class]
}

// Days reads a number of days written with its unit, such as 30天.
func Days(text string) (int, bool) {
	for _, unit := range []string{"天", "日", "个自然日"} {
		if number, ok := strings.CutSuffix(text, unit); ok {
			n, err := strconv.Atoi(number)
			return n, err == nil
		}
	}
	return 0, false
}

// SaysAll reports that somebody chooses everything.
func SaysAll(text string) bool {
	switch text {
	case "全部", "都符合", "全选", "都是", "是", "符合":
		return true
	}
	return false
}

// RelativeDay reads a day named from today.
func RelativeDay(text string) (days int, ok bool) {
	days, ok = map[string]int{"今天": 0, "今日": 0, "明天": 1, "后天": 2, "大后天": 3, "昨天": -1, "前天": -2}[text]
	if ok {
		return days, true
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(text, "天后"), "日后"))
	if err != nil || n > 366 || n < 0 || !strings.HasSuffix(text, "后") {
		return 0, false
	}
	return n, true
}

// PlainDate turns the Chinese form of a date into one with hyphens.
func PlainDate(text string) string {
	return strings.TrimSuffix(strings.NewReplacer("年", "-", "月", "-", "日", "", "号", "").Replace(text), "-")
}
