package messages

import (
	"fmt"
	"strings"

	"onevisit/models"
)

// LedgerLine is an exceeding with what is still owed about it.
type LedgerLine struct {
	models.Exceeding
	// Waits is the explanation that is still owed, or nil.
	Waits *models.OfficeDuty
}

// SectionLedger is what counts against a section in a year, and what does not
// and why.
func SectionLedger(b *models.Bureau, section string, year int, lines []LedgerLine) string {
	count := 0
	var texts []string
	for _, line := range lines {
		if line.Nth > 0 {
			count++
		}
		texts = append(texts, ledgerLine(b, line))
	}
	head := fmt.Sprintf("%s %d 年办理超期：计 %d 次", SectionName(b, section), year, count)
	return strings.Join(append([]string{head}, texts...), "\n")
}

func ledgerLine(b *models.Bureau, line LedgerLine) string {
	what := exceeded(line.Number, line.Clock, line.Due)
	switch {
	case line.Annulled:
		return "· 不计 " + what + "：补录的事实表明没有超期"
	case line.Excuse != nil:
		return "· 不计 " + what + "：已由" + StaffName(b, line.Excuse.Actor) + forWhom(b, line.Excuse.For) + "免责（" + Short(line.Excuse.Args.Get(models.ArgReason), 100) + "）"
	}
	text := fmt.Sprintf("· 第%d次 %s：", line.Nth, what)
	if line.Issue == nil && line.Owed() == "" {
		return text + "还不到通报的次数"
	}
	if line.Issue == nil {
		return text + "待" + issueWord(line.Owed())
	}
	var letters []string
	for _, l := range line.Issue.Letters {
		letters = append(letters, LetterName(l.Number.Kind)+" "+NumberText(b.Organ, l.Number))
	}
	text += strings.Join(letters, "、")
	if line.Waits != nil {
		return text + "，待说明（" + DueDay(line.Waits.Due) + "前）"
	}
	return text + "，已说明"
}

// Ledger is the answer to 台账.
func Ledger(sections []string) Message {
	return Say(strings.Join(sections, "\n")).WithFoot("每件每轮最多计一次；保密件不列入。")
}

// AndNow adds to an answer what can be done next, by number.
func AndNow(m Message, words []StaffWord) Message {
	var names []string
	for i, w := range words {
		m.Means = append(m.Means, StaffWordName(w))
		names = append(names, fmt.Sprintf("%d %s", i+1, StaffWordName(w)))
	}
	if len(names) > 0 {
		m.Foot = strings.TrimSpace(m.Foot + "\n您现在可以（回复数字）：" + strings.Join(names, "、"))
	}
	return m
}

// LedgerForOthers says who may see the ledger.
func LedgerForOthers() Message {
	return Say("台账由办公室、分管领导和局长查看；科室长看本科室的。")
}

// NoLedger says that nothing was exceeded.
func NoLedger(year int) Message {
	return Say(fmt.Sprintf("%d 年没有办理超期。", year))
}

// AskExceeding asks which exceeding is excused.
func AskExceeding(b *models.Bureau, all []models.Exceeding) Message {
	m := Say("免责哪一件？")
	for _, e := range all {
		m = m.WithChoices(SectionName(b, e.Section) + " " + exceeded(e.Number, e.Clock, e.Due))
	}
	return m.WithFoot("（可回复：编号末四位、取消）")
}

// IssueLine is a letter that waits for the director in the list of what is
// owed.
func IssueLine(b *models.Bureau, e models.Exceeding) WorkLine {
	section := SectionName(b, e.Section)
	return WorkLine{Due: e.Due, Word: issueWord(e.Owed()) + " " + section,
		Text: fmt.Sprintf("🔴 待%s %s：%s办理超期（%s）", issueWord(e.Owed()), section, nthTime(e), e.Number)}
}
