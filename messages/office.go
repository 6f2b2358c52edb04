package messages

import (
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// Words that call what is done outside of cases.
const (
	WordLedger    StaffWord = "ledger"    // what counts against a section
	WordCircular  StaffWord = "circular"  // issue the circular after a first exceeding
	WordInterview StaffWord = "interview" // issue the interview notice after a further one
	WordExplain   StaffWord = "explain"   // a chief's written explanation
	WordExcuse    StaffWord = "excuse"    // take an exceeding out of the count
	WordRefer     StaffWord = "refer"     // open a file for the party group
	WordMeeting   StaffWord = "meeting"   // record a meeting of the leading group
	WordDecision  StaffWord = "decision"  // answer what a meeting decided
)

// officeWords lists the typed forms of each.
func officeWords() map[StaffWord][]string {
	return map[StaffWord][]string{
		WordLedger: {"台账", "超期台账"}, WordCircular: {"通报"}, WordInterview: {"约谈"}, WordExplain: {"说明", "书面说明"},
		WordExcuse: {"免责"}, WordRefer: {"提请"}, WordMeeting: {"会议", "会议记录"}, WordDecision: {"议定反馈", "议定事项反馈"},
	}
}

// OfficeWord reports whether a word calls something outside of cases.
func OfficeWord(w StaffWord) bool { return len(officeWords()[w]) > 0 }

// officeVerbName is an office verb as refusals and records name it.
func officeVerbName(v models.Verb) string {
	return map[models.Verb]string{
		models.VerbIssue: "通报约谈", models.VerbExplain: "说明", models.VerbExcuse: "免责", models.VerbRefer: "提请",
		models.VerbRecordMeeting: "会议", models.VerbAnswerDecision: "议定反馈",
	}[v]
}

// officeParties names who may do an office verb.
func officeParties(v models.Verb) string {
	var names []string
	for _, row := range models.OfficeRows() {
		if row.Verb == v {
			for _, r := range row.By {
				names = append(names, RoleName(string(r)))
			}
		}
	}
	return strings.Join(names, "或")
}

// officeNothing says that nothing is open that an office verb would answer.
func officeNothing(v models.Verb) string {
	return map[models.Verb]string{
		models.VerbExplain: "现在没有等您书面说明的超期。", models.VerbExcuse: "没有可以免责的超期：不在计数内，或者已经免责。",
		models.VerbAnswerDecision: "现在没有等您反馈的议定事项。", models.VerbIssue: "这一件现在不需要签发。",
	}[v]
}

// exceeded says what was exceeded: the case, the limit, its day.
func exceeded(number string, k models.ClockKind, due time.Time) string {
	return fmt.Sprintf("%s %s期限（%s）", number, ClockName(k), DueDay(due))
}

// CircularText is the circular after a section's first exceeding of the year,
// as it is prepared; until is when the explanation is due.
func CircularText(b *models.Bureau, e models.Exceeding, until time.Time) string {
	return fmt.Sprintf("%s承办的信访事项（编号 %s）%s期限（%s）已超期，系%s办理超期，现予以通报。请该科室于%s前书面说明超期原因和整改措施。",
		SectionName(b, e.Section), e.Number, ClockName(e.Clock), DueDay(e.Due), nthTime(e), DueDay(until))
}

// InterviewText is the interview notice after a further one.
func InterviewText(b *models.Bureau, e models.Exceeding, until time.Time) string {
	return fmt.Sprintf("%s承办的信访事项（编号 %s）%s期限（%s）已超期，系%s办理超期，由局信访工作领导小组组长约谈该科室主要负责人，时间另行通知。请该科室于%s前书面向局党组报告超期原因和整改措施。",
		SectionName(b, e.Section), e.Number, ClockName(e.Clock), DueDay(e.Due), nthTime(e), DueDay(until))
}

// CriticismText is the circular that goes with an interview.
func CriticismText(b *models.Bureau, e models.Exceeding) string {
	return fmt.Sprintf("%s承办的信访事项（编号 %s）%s期限（%s）已超期，系%s办理超期，现予以通报批评。",
		SectionName(b, e.Section), e.Number, ClockName(e.Clock), DueDay(e.Due), nthTime(e))
}

// OwedDraft is the push to the director when something is to be issued: what
// happened, the draft, the word that issues it.
func OwedDraft(b *models.Bureau, e models.Exceeding, draft string) Message {
	section := SectionName(b, e.Section)
	m := Say(fmt.Sprintf("【办理超期】%s %s\n%s\n拟%s：\n%s", section, nthTime(e),
		exceeded(e.Number, e.Clock, e.Due), LetterName(e.Owed()), draft))
	return m.WithFoot("回复“" + issueWord(e.Owed()) + " " + section + "”核对后签发；有正当理由的，回复“免责 " + ShortNumber(e.Number) + "”")
}

func issueWord(k models.LetterKind) string {
	if k == models.LetterInterview {
		return officeWords()[WordInterview][0]
	}
	return officeWords()[WordCircular][0]
}

// NothingOwed says that no section is owed a letter of the kind.
func NothingOwed(k models.LetterKind) Message {
	return Say("现在没有需要“" + issueWord(k) + "”的办理超期。回复“台账”看各科室情况。")
}

// AskSection asks which section is meant.
func AskSection(v models.Verb, names []string) Message {
	return Say(officeVerbName(v) + "：哪个科室？").WithChoices(names...).WithFoot("（可回复：取消）")
}

// PreviewIssue shows the letters before they are issued.
func PreviewIssue(k models.LetterKind, texts ...string) Message {
	lines := []string{"请核对" + LetterName(k) + "："}
	for i, text := range texts {
		if i > 0 {
			lines = append(lines, "", "同时印发"+LetterName(models.LetterCircular)+"：")
		}
		lines = append(lines, text)
	}
	return Say(strings.Join(lines, "\n")).WithChoices("确认签发", "改写", "取消")
}

// AskOfficeWords asks for the words of an office verb.
func AskOfficeWords(v models.Verb, a models.Arg) Message {
	text := map[models.Verb]map[models.Arg]string{
		models.VerbIssue:   {models.ArgText: "请写正文："},
		models.VerbExplain: {models.ArgReason: "请写超期原因：", models.ArgText: "请写整改措施："},
		models.VerbExcuse:  {models.ArgReason: "为什么免责？请写理由："},
		models.VerbRefer:   {models.ArgReason: "请写提请的情形和理由（不作为、乱作为、慢作为，造成的后果）："},
		models.VerbRecordMeeting: {
			models.ArgPerson: "参加人员有谁？", models.ArgText: "会议研究了什么？请写议题、讨论的事项和编号：",
			models.ArgDecision: "议定事项（一次写一项；没有就回复“完成”）：",
		},
		models.VerbAnswerDecision: {models.ArgText: "请写落实情况（“收到”不算反馈）："},
	}[v][a]
	return Say(text).WithFoot(dialogueFoot(false))
}

// PreviewOffice shows what was written before it counts.
func PreviewOffice(v models.Verb, about string, fields ...Field) Message {
	lines := []string{strings.TrimSpace("请核对：" + officeVerbName(v) + " " + about)}
	for _, f := range fields {
		lines = append(lines, officeField(v, f.Arg)+"："+Short(f.Value, 300))
	}
	return Say(strings.Join(lines, "\n")).WithChoices("确认", "重写", "取消")
}

func officeField(v models.Verb, a models.Arg) string {
	switch {
	case v == models.VerbExplain && a == models.ArgReason:
		return "超期原因"
	case v == models.VerbExplain && a == models.ArgText:
		return "整改措施"
	case a == models.ArgDecision:
		return "议定事项"
	case a == models.ArgPerson:
		return "参加人员"
	}
	return ArgName(a)
}

// OfficeDone says that an office verb was done, with the letters it issued.
func OfficeDone(b *models.Bureau, e models.OfficeEntry, duties int) Message {
	lines := []string{"已记录：" + officeVerbName(e.Verb) + forWhom(b, e.For)}
	if e.Verb == models.VerbIssue {
		lines[0] = "已签发" + forWhom(b, e.For) + "，并已告知有关人员："
	}
	for _, l := range e.Letters {
		lines = append(lines, LetterName(l.Number.Kind)+" "+NumberText(b.Organ, l.Number))
	}
	if e.Verb == models.VerbRecordMeeting {
		lines = append(lines, fmt.Sprintf("议定事项 %d 项，已告知负责人，到期前会提醒。", duties))
	}
	return Say(strings.Join(lines, "\n"))
}

// nthTime is the place of an exceeding in its section's count.
func nthTime(e models.Exceeding) string {
	window := map[models.Window]string{models.WindowQuarter: "本季度", models.WindowRolling: "近12个月"}[e.Rule.Window]
	if window == "" {
		window = "本年度"
	}
	return fmt.Sprintf("%s第%d次", window, e.Nth)
}
