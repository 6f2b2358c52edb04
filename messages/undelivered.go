package messages

import (
	"fmt"

	"onevisit/models"
)

// ResendEverything is the word for all failed notices.
const ResendEverything = "全部"

// UndeliveredLine is a failed notice as a list shows it. Hidden leaves out
// what it is about.
type UndeliveredLine struct {
	models.Undelivered
	Hidden bool
}

// UndeliveredList shows the notices that a person has to look at, each with
// the words that send it again.
func UndeliveredList(b *models.Bureau, lines []UndeliveredLine) Message {
	if len(lines) == 0 {
		return Say("没有需要重发的通知。")
	}
	m := Say("以下通知没有送到，或者说不准送到没有。请查明原因后重发：")
	for _, l := range lines {
		m.Text += fmt.Sprintf("\n%d　%s", l.ID, undelivered(b, l))
		m.Choices = append(m.Choices, Choice{Label: fmt.Sprintf("重发 %d", l.ID)})
	}
	if len(lines) > 1 {
		m.Choices = append(m.Choices, Choice{Label: "重发 " + ResendEverything})
	}
	return m
}

// undelivered is one line: what, to whom, why not, when.
func undelivered(b *models.Bureau, l UndeliveredLine) string {
	what := "对来信的答复"
	switch {
	case l.Hidden:
		what = "保密事项"
	case l.Rung == models.RungVoid:
		what = l.Number + " " + LetterName(l.Letter.Kind) + "已作废"
	case l.Rung == models.RungFile, l.Rung == models.RungDraft:
		what = l.Number + " " + LetterName(l.Letter.Kind)
	case l.Number != "":
		what = l.Number + " " + VerbName(l.Verb)
	}
	to := "信访人"
	if l.To.Kind == models.ActorStaff {
		to = "已不在册的人员"
		if p, ok := b.Person(l.To.ID); ok {
			to = p.Name
		}
	}
	return fmt.Sprintf("%s → %s，%s（%s）", what, to, failureName(l.Undelivered), l.TriedAt.In(models.Zone()).Format("1月2日 15:04"))
}

// failureName says why a notice waits for a person.
func failureName(u models.Undelivered) string {
	words := "未送到"
	switch {
	case u.Unknown:
		return "可能已送到，平台没有回音"
	case u.Failure == "person":
		words = "对方收不到应用消息"
	case u.Failure == "text":
		words = "平台不接受内容"
	}
	if u.Code != 0 {
		words += fmt.Sprintf("，错误码 %d", u.Code)
	}
	return words
}

// Resent says how many notices are on their way again.
func Resent(n int) Message {
	if n == 0 {
		return Say("没有这样的通知，可能已经重发了。请回复“重发”查看。")
	}
	return Say(fmt.Sprintf("已安排重发 %d 条通知。", n))
}

// NotYourWord refuses a word that is for those who keep the house running.
func NotYourWord() Message {
	return Say("查看和重发通知由办公室工作人员或管理员操作。")
}

// KeptForLater answers a message that was taken in while the ledger was away.
func KeptForLater() Message {
	return Say("已收到，稍后处理。处理好以后会把结果发给您。")
}
