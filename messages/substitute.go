package messages

import (
	"strings"

	"onevisit/models"
)

// The words by which staff go away and come back.
const (
	WordAway   StaffWord = "away"
	WordReturn StaffWord = "return-to-work"
)

// Leave is what somebody said of an absence, as it was written.
type Leave struct {
	Absent     string // whose, where an admin says so
	From       string
	Until      string
	Substitute string
}

// ReadLeave reads 11-25至11-28 代理 李四, before it a name where it is
// somebody else's absence. What is missing is empty; one day alone is the
// first and the last.
func ReadLeave(text string) Leave {
	before, after, _ := strings.Cut(text, "代理")
	out := Leave{Substitute: strings.Trim(after, " ：:，,。人由")}
	spaced := strings.NewReplacer("至", " ", "到", " ", "~", " ", "～", " ", "—", " ", "，", " ", ",", " ").Replace(before)
	for _, word := range strings.Fields(spaced) {
		switch {
		case !strings.ContainsAny(word, "0123456789") && out.Absent == "" && out.From == "" && !isRelativeDay(word):
			out.Absent = word
		case out.From == "":
			out.From, out.Until = word, word
		default:
			out.Until = word
		}
	}
	return out
}

func isRelativeDay(word string) bool {
	_, ok := RelativeDay(word)
	return ok
}

// AskLeave says how an absence is written.
func AskLeave() Message {
	return Say("请写清日期和代理人，例如：请假 11-25至11-28 代理 李四\n请假期间，您的通知同时发给代理人，代理人可以替您办。回来后回复“销假”。")
}

// AskLeaveDays asks on which days somebody is away; an admin may name another.
func AskLeaveDays(admin bool) Message {
	text := "哪几天请假？例如：明天，或者 11-25至11-28"
	if admin {
		text += "\n替别人请假的，先写姓名，例如：李四 11-25至11-28"
	}
	return Say(text).WithFoot(dialogueFoot(false))
}

// AskSubstitute asks who acts meanwhile.
func AskSubstitute() Message {
	return Say("由谁代理？请写姓名：").WithFoot(dialogueFoot(false))
}

// LeaveStands tells of absences that were taken already.
func LeaveStands(b *models.Bureau, own []models.Substitution) Message {
	var lines []string
	for _, s := range own {
		lines = append(lines, "您"+leaveSpan(s)+"请假，由"+StaffName(b, s.Substitute)+"代理。")
	}
	return Say(strings.Join(lines, "\n")).WithChoices("销假", "再请一次假").WithFoot("（可回复：取消）")
}

// UnknownName says that the roster knows nobody, or several, of that name.
func UnknownName(name string) Message {
	return Say("名册里没有找到“" + Short(name, 20) + "”，没有办成。请写全名。")
}

// LeaveRefused says why an absence was not taken.
func LeaveRefused(e *models.Error) Message {
	why := "没有办成，请核对后再发一次。"
	switch {
	case e.Code == models.CodeTwice:
		why = "这段时间已经请过假，请先“销假”。"
	case e.Code == models.CodeRoster:
		why = "代理人在这段时间也不在，或者您正在替别人代理。请换一位代理人。"
	case e.Code == models.CodeWrongActor:
		why = "只能给自己请假；替别人请假要由管理员来办。"
	case e.Arg == models.ArgPerson:
		why = "代理人不能是本人。"
	case e.Arg == models.ArgUntil, e.Arg == models.ArgFrom:
		why = "日期不对：不能早于今天，结束不能早于开始，一次最多 92 天。"
	}
	return Say(why)
}

// LeaveTaken confirms an absence.
func LeaveTaken(b *models.Bureau, s models.Substitution) Message {
	return Say(StaffName(b, s.Person) + "：" + leaveSpan(s) + "由" + StaffName(b, s.Substitute) + "代理。\n这期间的通知两个人都会收到；保密件不转给代理人。").
		WithFoot("提前回来请回复“销假”。")
}

// LeaveEnded says that substitution is over.
func LeaveEnded(n int) Message {
	if n == 0 {
		return Say("您没有请假，不用销假。")
	}
	return Say("已销假，代理结束。")
}

func leaveSpan(s models.Substitution) string {
	if from, until := Day(s.From), DueDay(s.Until); from != until {
		return from + "至" + until
	}
	return Day(s.From)
}

// substitutePush tells a substitute that they act for somebody, or no longer.
func substitutePush(b *models.Bureau, n models.Notice) Message {
	person := StaffName(b, n.Data.Get(models.ArgAbsent))
	if n.Data.Get(models.ArgUntil) == "" {
		return Say("【代理结束】" + person + "已销假，您不再代理。")
	}
	from, _ := n.Data.Date(models.ArgFrom)
	until, _ := n.Data.Date(models.ArgUntil)
	span := leaveSpan(models.Substitution{From: from.Start(), Until: until.End()})
	return Say("【代理】" + person + span + "请假，由您代理：通知会同时发给您，您可以代为办理。").WithFoot("回复“待办”看要办的事。")
}

// forWhom marks what is told or owed in place of somebody who is away.
func forWhom(b *models.Bureau, userID string) string {
	if userID == "" {
		return ""
	}
	return "（代" + StaffName(b, userID) + "）"
}

// WorkFor marks an entry of the list that is done for somebody who is away.
func WorkFor(b *models.Bureau, line WorkLine, userID string) WorkLine {
	line.Text += forWhom(b, userID)
	return line
}
