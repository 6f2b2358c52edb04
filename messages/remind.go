package messages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"onevisit/models"
)

// mostLines is how many clocks a digest names; it counts the rest.
const mostLines = 10

// Reminder is what running clocks tell one person: one clock in full, several
// as one digest. Days are counted from the moment of the notice.
func Reminder(b *models.Bureau, n models.Notice) Message {
	if n.To.Kind == models.ActorPetitioner {
		return petitionerReminder(b, n)
	}
	if len(n.Lines) == 1 {
		return oneReminder(b, n)
	}
	late, moved := 0, 0
	var texts []string
	for i, line := range n.Lines {
		if dueMoved(line) {
			moved++
		} else if !n.At.Before(line.Due) {
			late++
		}
		if i < mostLines {
			texts = append(texts, lineText(b, line, n.At))
		}
	}
	near := len(n.Lines) - late - moved
	head := fmt.Sprintf("【到期提醒】%d 项快到期", near)
	switch {
	case moved == len(n.Lines):
		head = fmt.Sprintf("【期限调整】%d 项的期限按新规则改了", moved)
	case near == 0:
		head = fmt.Sprintf("【超期提醒】%d 项已超期", late)
	case late > 0:
		head = fmt.Sprintf("【到期提醒】%d 项快到期，%d 项已超期", near, late)
	}
	if more := len(n.Lines) - mostLines; more > 0 {
		texts = append(texts, fmt.Sprintf("……还有 %d 项", more))
	}
	return Say(head + "\n" + strings.Join(texts, "\n")).WithFoot("回复“待办”看自己手里的，“详情 编号末四位”看一件")
}

// oneReminder tells one clock: how near, whose turn, what to reply.
func oneReminder(b *models.Bureau, n models.Notice) Message {
	line := n.Lines[0]
	head := reminderHead(line, n.At)
	if line.Secret {
		return Say(head + TimeLeft(line.Due, n.At) + "\n" + line.Number).WithFoot("回复“详情 " + ShortNumber(line.Number) + "”查看")
	}
	lines := []string{
		head + lineDuty(line) + "：" + TimeLeft(line.Due, n.At),
		Light(line.Due, n.At) + " " + line.Number + " " + lineCategory(b, line), dueWords(line),
	}
	if !line.LegalDue.IsZero() && !line.LegalDue.Equal(line.Due) {
		legal := "法定期限：" + DueDay(line.LegalDue)
		if !n.At.Before(line.LegalDue) {
			legal += "（已过）"
		}
		lines = append(lines, legal)
	}
	if len(line.Turn) > 0 && !slices.Contains(line.Turn, n.To.ID) {
		lines = append(lines, "该谁办："+turnNames(b, line))
	}
	m := Say(strings.Join(lines, "\n"))
	short := ShortNumber(line.Number)
	for _, command := range reminderCommands(b, n, line) {
		m.Foot += "“" + command + " " + short + "”"
	}
	if m.Foot != "" {
		m.Foot += "办理，"
	}
	return m.WithFoot("回复" + m.Foot + "“详情 " + short + "”查看")
}

// dueMoved tells of a due that other rules moved.
func dueMoved(line models.Line) bool { return strings.HasPrefix(line.Rung, string(models.RungMoved)) }

// reminderHead says why one clock is told of.
func reminderHead(line models.Line, now time.Time) string {
	switch {
	case dueMoved(line):
		return "【期限调整】"
	case !now.Before(line.Due):
		return "【超期提醒】"
	}
	return "【到期提醒】"
}

// lineText is one clock of a digest.
func lineText(b *models.Bureau, line models.Line, now time.Time) string {
	text := Light(line.Due, now) + " " + line.Number + " "
	if line.Secret {
		return text + "保密件（" + TimeLeft(line.Due, now) + "）"
	}
	if dueMoved(line) {
		return text + lineCategory(b, line) + "·" + lineDuty(line) + "（期限改为" + DueDay(line.Due) + "）"
	}
	return text + lineCategory(b, line) + "·" + lineDuty(line) + "（" + TimeLeft(line.Due, now) + "，" + turnNames(b, line) + "）"
}

// dueWords names a due, and that it is a new one.
func dueWords(line models.Line) string {
	if dueMoved(line) {
		return "期限按新规则改为：" + DueDay(line.Due)
	}
	return "期限：" + DueDay(line.Due)
}

func lineCategory(b *models.Bureau, line models.Line) string {
	category, _ := b.Category(line.Category)
	return category.Name
}

// lineDuty is what the clock waits for.
func lineDuty(line models.Line) string {
	kind, _, _ := strings.Cut(line.Ref, ":")
	switch line.Clock {
	case models.ClockResolve:
		if line.State == models.Drafted {
			return "审核"
		}
	case models.ClockEnter:
		return "录入" + FactName(kind)
	case models.ClockDeliver:
		return "送达" + LetterName(models.LetterKind(kind))
	}
	return ClockName(line.Clock)
}

func turnNames(b *models.Bureau, line models.Line) string {
	var names []string
	for _, id := range line.Turn {
		names = append(names, StaffName(b, id))
	}
	return strings.Join(names, "、")
}

// reminderCommands are what the person may reply: the step itself for whoever
// owes it, supervision for those above.
func reminderCommands(b *models.Bureau, n models.Notice, line models.Line) []string {
	if slices.Contains(line.Turn, n.To.ID) {
		return clockCommands(line)
	}
	person, _ := b.Person(n.To.ID)
	late := !n.At.Before(line.Due)
	switch {
	case person.Has(models.RoleDeputy), person.Has(models.RoleHead):
		return []string{"督办", "批示"}
	case person.Has(models.RoleDirector) && late:
		return []string{"督办"}
	case person.Has(models.RoleClerk):
		return []string{"催办"}
	}
	return nil
}

// clockCommands stop a clock.
func clockCommands(line models.Line) []string {
	switch line.Clock {
	case models.ClockResolve:
		if line.State == models.Drafted {
			return []string{"审核", "退改"}
		}
		return []string{"拟稿"}
	case models.ClockAccept:
		return []string{"受理", "退回", "拟不予受理"}
	case models.ClockFollowUp:
		return []string{"包保联系", "包保办结"}
	}
	words := map[models.ClockKind]string{
		models.ClockRegister: "登记", models.ClockAssign: "交办", models.ClockEnter: "录入", models.ClockDeliver: "送达",
		models.ClockJudge: "研判", models.ClockSupervise: "反馈", models.ClockExecute: "落实", models.ClockReport: "上报",
		models.ClockArchive: "归档",
	}
	if w := words[line.Clock]; w != "" {
		return []string{w}
	}
	return nil
}

// petitionerReminder asks for a receipt, or for a rating.
func petitionerReminder(b *models.Bureau, n models.Notice) Message {
	m := Say("【" + b.Organ.Name + "】")
	add := func(c PetitionerCommand) {
		label := PetitionerCommandName(c)
		if !slices.Contains(m.Labels(), label) {
			m.Choices = append(m.Choices, Choice{Label: label})
		}
	}
	for _, line := range n.Lines {
		m.Text += "\n您的事项 " + line.Number
		if line.Clock == models.ClockRate {
			m.Text += " 已经答复，请您评价一下，" + DueDay(line.Due) + "前都可以。"
			add(AskRate)
			continue
		}
		if dueMoved(line) {
			m.Text += " 的办理期限调整为" + DueDay(line.Due) + "。"
			add(AskTrack)
			continue
		}
		kind, _, _ := strings.Cut(line.Ref, ":")
		m.Text += " 的" + LetterName(models.LetterKind(kind)) + "还没有确认收到，请查看全文，看完后确认。"
		add(AskLetter)
	}
	return m
}
