package messages

import (
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// AskMeetingDay asks when a meeting was.
func AskMeetingDay() Message {
	return Say("记录领导小组会议。哪一天开的？例如：今天、11-30").WithFoot(dialogueFoot(false))
}

// BadDay says how a day is written.
func BadDay() string { return "日期请写成 11-30 这样。" }

// NotYet says that a meeting to be recorded was held already.
func NotYet() string { return "会议日期不能晚于今天。" }

// NotPast says that a due lies ahead.
func NotPast() string { return "期限不能早于今天。" }

// AskDecisionOwner asks who sees to a decision.
func AskDecisionOwner() Message {
	return Say("由谁负责？请写姓名：").WithFoot(dialogueFoot(false))
}

// NoSuchPerson says that a name is not on the roster, or not the only one.
func NoSuchPerson() string { return "名册里没有这个人，或者不止一个，请写全名。" }

// AskDecisionDue asks by when.
func AskDecisionDue() Message {
	return Say("什么时候前完成？例如：12-15").WithFoot(dialogueFoot(false))
}

// AskMoreDecisions asks for a further decision.
func AskMoreDecisions(n int) Message {
	return Say(fmt.Sprintf("已记 %d 项议定事项。", n)).WithChoices("再加一项", "完成")
}

// DecisionText is one decision on one line.
func DecisionText(b *models.Bureau, d models.Decision) string {
	return d.Text + "（" + StaffName(b, d.Owner) + "，" + Day(d.Due.Start()) + "前）"
}

// AskDecision asks which decision is answered.
func AskDecision(open []models.OfficeDuty) Message {
	m := Say("反馈哪一项议定事项？")
	for _, d := range open {
		m = m.WithChoices(Short(d.Text, 30) + "（" + DueDay(d.Due) + "前）")
	}
	return m.WithFoot("（可回复：取消）")
}

// OpenDecisions heads a monthly report with what meetings decided and nobody
// answered yet; empty where there is none.
func OpenDecisions(b *models.Bureau, open []models.OfficeDuty, now time.Time) string {
	var lines []string
	for _, d := range open {
		if d.Kind == models.ClockDecision {
			lines = append(lines, fmt.Sprintf("%s %s（%s，%s前，%s）", Light(d.Due, now), Short(d.Text, 60),
				StaffName(b, d.Owner), DueDay(d.Due), TimeLeft(d.Due, now)))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return fmt.Sprintf("【未落实的议定事项】%d 项\n%s\n\n", len(lines), strings.Join(lines, "\n"))
}
