package messages

import (
	"strconv"
	"strings"

	"onevisit/models"
)

// Done says that a verb was done, which letters it made and whose turn it is.
func Done(l *models.Law, v models.Verb, c *models.Case, letters []*models.Letter, retractable bool) Message {
	lines := []string{"已" + VerbName(v) + "：" + c.Number + "【" + StateName(c.State) + "】"}
	for _, letter := range letters {
		lines = append(lines, "已生成："+LetterName(letter.Number.Kind)+" "+NumberText(l.Bureau.Organ, letter.Number))
	}
	if next := nextStep(l, c); next != "" {
		lines = append(lines, next)
	}
	m := Say(strings.Join(lines, "\n"))
	if retractable {
		m.Foot = "10 分钟内回复“撤销 " + ShortNumber(c.Number) + "”可以收回。"
	}
	return m
}

// ShortNumber is the end of a case number that people type.
func ShortNumber(number string) string {
	if i := strings.LastIndex(number, "-"); i >= 0 {
		return number[i+1:]
	}
	return number
}

// nextStep says who owes what by when: the step that the state waits for, then
// whatever else is owed.
func nextStep(l *models.Law, c *models.Case) string {
	var main, others []string
	for _, row := range models.StateRows() {
		if row.State != c.State {
			continue
		}
		for _, k := range c.Clocks {
			switch {
			case !k.Running():
			case k.Kind == row.Clock && (k.Kind != models.ClockDeliver || isOpinion(c, k)):
				main = append(main, "下一步："+duty(l, c, k))
			case !l.Rule(k.Kind).Window:
				others = append(others, "另需："+duty(l, c, k))
			}
		}
	}
	return strings.Join(append(main, others...), "\n")
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
	return strings.Join(who, "或") + " " + DueDay(k.Due) + "前" + ClockDuty(l.Bureau, c, k)
}

// ClockDuty is what a running clock waits for, with the fact or letter meant.
func ClockDuty(b *models.Bureau, c *models.Case, k models.Clock) string {
	switch k.Kind {
	case models.ClockResolve:
		if c.State == models.Drafted {
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

// DayWords are the characters that may follow a number of days.
func DayWords() string { return "天日个" }

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
