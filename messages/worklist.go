package messages

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// WorkLine is one entry of a list about cases: Due orders it.
type WorkLine struct {
	Number string
	Text   string
	Due    time.Time
	// Word is what the line's number means instead of showing a case.
	Word string
}

// NewWorkLine words what a person owes in one case, nearest due first.
func NewWorkLine(l *models.Law, c *models.Case, duties []models.Clock, now time.Time) WorkLine {
	k := duties[0]
	what := ClockDuty(l.Bureau, c, k)
	if n := len(duties); n > 1 {
		what += fmt.Sprintf("等 %d 项", n)
	}
	return WorkLine{Number: c.Number, Due: k.Due, Text: fmt.Sprintf("%s %s %s·%s（%s，%s前）", Light(k.Due, now), c.Number,
		CategoryName(l.Bureau, c), what, TimeLeft(k.Due, now), DueDay(k.Due))}
}

// SupervisedLine words an open supervision: who has to answer it, and when.
func SupervisedLine(l *models.Law, c *models.Case, s *models.Supervision, now time.Time) WorkLine {
	return WorkLine{Number: c.Number, Due: s.Due, Text: fmt.Sprintf("%s %s %s·%s反馈（%s，%s前）", Light(s.Due, now), c.Number,
		CategoryName(l.Bureau, c), StaffName(l.Bureau, s.To), TimeLeft(s.Due, now), DueDay(s.Due))}
}

// SectionLine words one case of a section: where it stands, and the nearest
// due of the section's own.
func SectionLine(l *models.Law, c *models.Case, now time.Time) WorkLine {
	line := WorkLine{Number: c.Number, Text: c.Number + " " + CategoryName(l.Bureau, c) + "【" + StateName(c.State) + "】"}
	for _, k := range c.Clocks {
		if k.Running() && officeless(k.Owner) && (line.Due.IsZero() || k.Due.Before(line.Due)) {
			line.Due = k.Due
		}
	}
	if !line.Due.IsZero() {
		line.Text = Light(line.Due, now) + " " + line.Text + "（" + TimeLeft(line.Due, now) + "）"
	}
	return line
}

// officeless tells the clocks of a section from those of the office.
func officeless(owner models.Party) bool {
	return owner == models.PartyChief || owner == models.PartyHandler || owner == models.PartyAddressee
}

// HandledLine words a person's own last step in a case; Due is when it was.
func HandledLine(l *models.Law, c *models.Case, e models.AuditEntry) WorkLine {
	return WorkLine{Number: c.Number, Due: e.At, Text: Moment(e.At) + " " + VerbName(e.Verb) + " " + c.Number + " " +
		CategoryName(l.Bureau, c) + "【" + StateName(c.State) + "】"}
}

// WorkList is what a person owes, nearest due first; of more than most only
// the first are shown.
func WorkList(lines []WorkLine, most int) Message {
	if len(lines) == 0 {
		return Say("您现在没有待办事项。")
	}
	m := numbered(fmt.Sprintf("您有 %d 件待办：", len(lines)), lines[:min(len(lines), most)])
	if more := len(lines) - most; more > 0 {
		m.Text += fmt.Sprintf("\n……还有 %d 件，先办前面的。", more)
	}
	return m
}

// SupervisedList is what is supervised now.
func SupervisedList(lines []WorkLine) Message {
	if len(lines) == 0 {
		return Say("现在没有督办中的事项。")
	}
	return numbered(fmt.Sprintf("督办中 %d 件：", len(lines)), lines)
}

// SectionList is what a section has.
func SectionList(section string, lines []WorkLine) Message {
	if len(lines) == 0 {
		return Say(section + "现在没有办理中的事项。")
	}
	return numbered(fmt.Sprintf("%s办理中 %d 件：", section, len(lines)), lines)
}

// BureauList is what the whole bureau has; of more than most only the first are
// shown.
func BureauList(lines []WorkLine, most int) Message {
	if len(lines) == 0 {
		return Say("全局现在没有办理中的事项。")
	}
	return numbered(fmt.Sprintf("全局办理中 %d 件：", len(lines)), lines[:min(len(lines), most)])
}

// HandledList is what a person did lately.
func HandledList(lines []WorkLine) Message {
	if len(lines) == 0 {
		return Say("您近 30 天没有办过事项。")
	}
	return numbered("您近来办过的（每件最后一步）：", lines)
}

// NoSection answers somebody of no section who asks for its cases.
func NoSection() Message {
	return Say("您不在承办科室，没有“本科室”。回复“待办”看您手里的事项。")
}

// numbered lists cases under a head; a number shows one.
func numbered(head string, lines []WorkLine) Message {
	m := Say(head)
	for i, line := range lines {
		m.Text += fmt.Sprintf("\n%d. %s", i+1, line.Text)
		m.Means = append(m.Means, cmp.Or(line.Word, "详情 "+line.Number))
	}
	return m.WithFoot("回复数字看一件；回复“指令 编号”直接办。")
}

// Greeting meets somebody who opens the app: how much waits, by the hour of
// the day in Asia/Shanghai.
func Greeting(name string, hour, waiting, late int) Message {
	day := "下午好"
	switch {
	case hour < 12:
		day = "上午好"
	case hour >= 18:
		day = "晚上好"
	}
	text := name + "，" + day + "！"
	switch {
	case waiting == 0:
		return Say(text + "您现在没有待办事项。")
	case late > 0:
		text += fmt.Sprintf("您有 %d 件待办，其中 %d 件已超期。", waiting, late)
	default:
		text += fmt.Sprintf("您有 %d 件待办。", waiting)
	}
	return Say(text).WithChoices("待办")
}

// Acknowledged answers words that only say that something was read. A number
// names the case whose supervision still waits for an answer.
func Acknowledged(number string) Message {
	if number == "" {
		return Say("好的。（“收到”只表示看到了，事项没有改动。）")
	}
	return Say(strings.Join([]string{"好的。“收到”不算反馈，" + number + " 的督办还在等您反馈。", "请直接回复办理情况。"}, "\n"))
}
