package messages

import (
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// officePush is a push about something outside of cases.
func officePush(b *models.Bureau, n models.Notice) Message {
	if n.Rung != "" {
		return dutyReminder(b, n)
	}
	lines := []string{officeHeadline(b, n)}
	if n.Letter.Serial > 0 {
		lines = append(lines, LetterName(n.Letter.Kind)+" "+NumberText(b.Organ, n.Letter))
	}
	add := func(name string, a models.Arg) {
		if v := n.Data.Get(a); v != "" {
			lines = append(lines, name+Short(v, 300))
		}
	}
	switch n.Verb {
	case models.VerbExplain:
		add("原因：", models.ArgReason)
		add("整改：", models.ArgText)
	case models.VerbAnswerDecision:
		add("议定事项：", models.ArgDecision)
		add("落实情况：", models.ArgText)
	default:
		add("", models.ArgText)
		add("理由：", models.ArgReason)
	}
	m := Say(strings.Join(lines, "\n"))
	if !n.Due.IsZero() && n.As == models.PartyAddressee {
		m.Text += "\n期限：" + DueDay(n.Due)
		m.Foot = "回复“" + answerWord(n.Verb) + "”反馈"
	}
	return m
}

// answerWord is what the person who owes something replies.
func answerWord(v models.Verb) string {
	if v == models.VerbRecordMeeting || v == models.VerbAnswerDecision {
		return officeWords()[WordDecision][0]
	}
	return officeWords()[WordExplain][0]
}

func officeHeadline(b *models.Bureau, n models.Notice) string {
	section := SectionName(b, n.Data.Get(models.ArgSection))
	interview := n.Data.Get(models.ArgWhich) == string(models.LetterInterview)
	switch n.Verb {
	case models.VerbIssue:
		switch {
		case !interview:
			return "【通报】" + section
		case n.As == models.Party(models.RoleHead):
			return "【请约谈】" + section + "主要负责人"
		case n.As == models.PartyChief:
			return "【通报批评】" + section
		}
		return "【约谈】" + section
	case models.VerbExplain:
		if interview {
			return "【向党组报告】" + section
		}
		return "【超期说明】" + section
	case models.VerbExcuse:
		return "【免责】" + section + " " + n.Data.Get(models.ArgLinked)
	case models.VerbRefer:
		return "【提请查处】" + section + "，请整理材料报局党组"
	case models.VerbRecordMeeting:
		return "【议定事项】请按期落实（" + meetingDay(n) + "会议）"
	}
	return "【议定事项反馈】"
}

// meetingDay is the day of the meeting that a notice tells of.
func meetingDay(n models.Notice) string {
	day, ok := n.Data.Date(models.ArgDate)
	if !ok {
		return n.Data.Get(models.ArgDate)
	}
	return Day(day.Start())
}

// dutyReminder is a reminder of something owed outside of cases.
func dutyReminder(b *models.Bureau, n models.Notice) Message {
	head := "【到期提醒】"
	if !n.At.Before(n.Due) {
		head = "【超期提醒】"
	}
	what := "议定事项：" + Short(n.Data.Get(models.ArgText), 100)
	if n.Verb == models.VerbExplain {
		what = SectionName(b, n.Data.Get(models.ArgSection)) + "书面说明（" + LetterName(models.LetterKind(n.Data.Get(models.ArgWhich))) + "）"
	}
	m := Say(head + TimeLeft(n.Due, n.At) + "（" + DueDay(n.Due) + "）\n" + what)
	if n.As == models.PartyAddressee {
		m.Foot = "回复“" + answerWord(n.Verb) + "”反馈"
	} else {
		m.Text += "\n负责人：" + StaffName(b, n.Data.Get(models.ArgPerson))
	}
	return m
}

// DutyLine is one duty outside of cases in a person's list.
func DutyLine(b *models.Bureau, d models.OfficeDuty, now time.Time) WorkLine {
	what, word := "议定事项："+Short(d.Text, 30), officeWords()[WordDecision][0]
	if d.Kind == models.ClockExplain {
		what, word = "说明"+SectionName(b, d.Section)+"超期情况", officeWords()[WordExplain][0]
	}
	return WorkLine{Due: d.Due, Word: word, Text: fmt.Sprintf("%s %s（%s，%s前）", Light(d.Due, now), what, TimeLeft(d.Due, now), DueDay(d.Due))}
}
