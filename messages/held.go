package messages

import (
	"fmt"

	"onevisit/models"
)

// heldPush tells together what happened while its reader did not work: a line
// for each, in their order, the newest ones counted where there are many.
func heldPush(b *models.Bureau, n models.Notice) Message {
	var lines []string
	times := map[string]int{} // the same news of a case once, with how often
	for _, told := range n.Held {
		line := heldLine(b, told)
		if times[line]++; times[line] == 1 {
			lines = append(lines, line)
		}
	}
	text := fmt.Sprintf("【下班期间】有 %d 条通知", len(n.Held))
	for i, line := range lines {
		if i == mostLines {
			text += fmt.Sprintf("\n……还有 %d 项", len(lines)-mostLines)
			break
		}
		text += "\n" + line
		if times[line] > 1 {
			text += fmt.Sprintf("，共 %d 次", times[line])
		}
	}
	return Say(text).WithFoot("回复“待办”看自己手里的，“详情 编号末四位”看一件")
}

// heldLine is one of them.
func heldLine(b *models.Bureau, told models.Told) string {
	if told.Confidential {
		return told.Number + " 保密件有新进展"
	}
	category, _ := b.Category(told.Category)
	if told.Void {
		return told.Number + " " + category.Name + " " + overtakenHead(told.Verb)
	}
	n := models.Notice{Verb: told.Verb, As: told.As, State: told.State}
	text := told.Number + " " + category.Name + " " + staffHeadline(n)
	if !told.Due.IsZero() {
		text += "（期限" + DueDay(told.Due) + "）"
	}
	if told.For != "" {
		text += "（代" + StaffName(b, told.For) + "）"
	}
	return text
}
