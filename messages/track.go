package messages

import (
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// Day is a date as people say it: 11月23日.
func Day(t time.Time) string {
	l := t.In(models.Zone())
	return fmt.Sprintf("%d月%d日", l.Month(), l.Day())
}

// Moment is date and time: 11月23日 14:05.
func Moment(t time.Time) string {
	return Day(t) + t.In(models.Zone()).Format(" 15:04")
}

// Hour is the time of day: 14:05.
func Hour(t time.Time) string { return t.In(models.Zone()).Format("15:04") }

// FullDay is a date with its year, as letters write it: 2026年11月23日.
func FullDay(t time.Time) string {
	l := t.In(models.Zone())
	return fmt.Sprintf("%d年%d月%d日", l.Year(), l.Month(), l.Day())
}

// DueDay is the last day of a due, which is kept as 24:00 of that day.
func DueDay(due time.Time) string { return Day(due.Add(-time.Second)) }

// StaffName is a person's name, the userid where the roster has none.
func StaffName(b *models.Bureau, userID string) string {
	if p, ok := b.Person(userID); ok && p.Name != "" {
		return p.Name
	}
	return userID
}

// SectionName is a section's name.
func SectionName(b *models.Bureau, code string) string {
	if s, ok := b.Section(code); ok {
		return s.Name
	}
	return code
}

// CaseLine is a case in one line of a list.
func CaseLine(c *models.Case, category string) string {
	return c.Number + " " + category + "（" + StateName(c.State) + "）"
}

// NoCases says that nothing was filed yet, and what to do.
func NoCases() Message {
	return Say("您在这个微信里还没有提交过事项。").WithChoices(PetitionerCommandName(AskSubmit), PetitionerCommandName(AskLookup)).
		WithFoot("在别处登记过的，可以凭编号和查询码查询。")
}

// NothingFor says that no case allows what was asked for, and what is
// possible.
func NothingFor(c PetitionerCommand, cases int) Message {
	if cases == 0 {
		return NoCases()
	}
	why := map[PetitionerCommand]string{
		AskLetter:     "还没有发给您的文书。办出来会马上告诉您。",
		AskSupplement: "没有正在办理的事项可以补充。新的问题请选“提交诉求”。",
		AskUrge:       "没有正在办理的事项需要催办。",
		AskRate:       "现在没有等您评价的事项。看完答复并确认收到后才能评价，每次答复评价一次。",
		AskWithdraw:   "没有可以撤回的事项。已经形成答复意见的，不能再撤回。",
		AskReexamine:  "没有可以申请复查的事项。收到答复意见书 30 天内可以申请一次。",
		AskUnpublish:  "您没有公开的事项。",
		AskObject:     "没有可以提出异议的事项。异议只针对不予受理的决定，收到告知书 30 天内可以提一次。",
	}[c]
	return Say(why).WithChoices(PetitionerCommandName(AskTrack), PetitionerCommandName(AskSubmit))
}

// AskWhich asks which of several cases is meant.
func AskWhich(lines []string) Message {
	return Say("是哪一件？").WithChoices(lines...).WithFoot("（可回复：取消）")
}

// AskNumber asks for a case number to look up.
func AskNumber() Message {
	return Say("请发编号，例如 LS20261123-0007：").WithFoot(dialogueFoot(false))
}

// AskCode asks for a query code.
func AskCode() Message {
	return Say("请发查询码（登记时给您的那一串字母和数字）：").WithFoot(dialogueFoot(false))
}

// WrongCode answers a wrong number and a wrong code alike.
func WrongCode(left int) Message {
	return Say("编号或查询码不对，请核对后再查。" + triesLeft(left)).WithChoices(PetitionerCommandName(AskLookup))
}

func triesLeft(left int) string {
	if left <= 0 {
		return ""
	}
	return fmt.Sprintf("\n今天还可以试 %d 次。", left)
}

// TooManyGuesses says that looking up is closed for today.
func TooManyGuesses(o models.Organ) Message {
	return Say("输错次数太多，为保护信访人的信息，今天不能再查了。\n请明天再试，或拨打 " + o.Phone + "。")
}

// Progress is a case's timeline in plain words, with what can be done next; also
// are commands that the case allows besides.
func Progress(b *models.Bureau, c *models.Case, entries []models.AuditEntry, also ...PetitionerCommand) Message {
	category, _ := b.Category(c.Category)
	lines := []string{c.Number + " " + category.Name, "现在：" + StateName(c.State) + "。" + Standing(b, c)}
	if c.Section != "" {
		lines = append(lines, responsible(b, c))
	}
	lines = append(lines, "经过：")
	for _, e := range shown(entries) {
		lines = append(lines, "· "+Moment(e.Occurred)+" "+StepWords(b, e))
	}
	m := Say(strings.Join(lines, "\n")).WithChoices(progressChoices(c)...)
	for _, command := range also {
		m = m.WithChoices(PetitionerCommandName(command))
	}
	return m
}

// shown are the latest steps that concern a petitioner: the first one and the
// last ten.
func shown(entries []models.AuditEntry) []models.AuditEntry {
	var out []models.AuditEntry
	for _, e := range entries {
		if StepWords(nil, e) != "" {
			out = append(out, e)
		}
	}
	if len(out) > 11 {
		out = append(out[:1:1], out[len(out)-10:]...)
	}
	return out
}

// responsible names the persons who answer for a case [S 3(3), 4(2)].
func responsible(b *models.Bureau, c *models.Case) string {
	line := "承办：" + SectionName(b, c.Section)
	if c.Chief != "" {
		line += "（首接首转责任人 " + StaffName(b, c.Chief) + "）"
	}
	if directors := b.With(models.RoleDirector); len(directors) > 0 {
		line += "\n首办第一责任人 " + directors[0].Name
		if c.CaseOfficer != "" {
			line += "，直接责任人 " + StaffName(b, c.CaseOfficer)
		}
	}
	return line
}

// Standing says whose turn it is and by when.
func Standing(b *models.Bureau, c *models.Case) string {
	due := func(k models.ClockKind) string {
		if clock := c.Running(k, ""); clock != nil {
			return DueDay(clock.Due) + "前"
		}
		return "近期"
	}
	switch c.State {
	case models.Submitted:
		return "工作人员" + due(models.ClockRegister) + "登记。"
	case models.Registered:
		return "分管领导" + due(models.ClockAssign) + "交办到科室。"
	case models.Assigned:
		return SectionName(b, c.Section) + due(models.ClockAccept) + "决定是否受理。"
	case models.Accepted:
		return SectionName(b, c.Section) + "正在调查，" + due(models.ClockResolve) + "答复您。"
	case models.Drafted:
		return "答复意见正在审核，" + due(models.ClockResolve) + "答复您。"
	case models.Formed:
		return "答复意见已经形成，" + due(models.ClockDeliver) + "送到您手里，也可以现在就在这里看。"
	case models.Delivered:
		return "请您" + due(models.ClockRate) + "作出评价。"
	case models.Disputed:
		return "您不满意，" + due(models.ClockJudge) + "研判是否重新办理。"
	case models.FollowUp:
		return SectionName(b, c.Section) + "会继续向您解释、帮您协调。"
	case models.Declined:
		return "不予受理的原因和其他途径写在告知书里，不服可以在收到后 30 天内提出异议。"
	}
	return ""
}

// progressChoices are what a petitioner can sensibly do next.
func progressChoices(c *models.Case) []string {
	name := PetitionerCommandName
	switch {
	case c.State == models.Delivered && !c.RatedThisRound():
		return []string{name(AskRate), name(AskLetter)}
	case c.State == models.Formed, c.State == models.Declined:
		return []string{name(AskLetter)}
	case c.State.Open():
		return []string{name(AskSupplement), name(AskUrge)}
	}
	return nil
}

// StepWords is one step of the timeline as a petitioner reads it; empty for
// steps that are the bureau's own affair. A nil bureau tells only whether
// there are words.
func StepWords(b *models.Bureau, e models.AuditEntry) string {
	section := func() string {
		if b == nil {
			return ""
		}
		return SectionName(b, e.Plain.Get(models.ArgSection))
	}
	switch e.Verb {
	case models.VerbSubmit:
		if e.Actor.Kind == models.ActorStaff {
			return "工作人员替您提交了诉求"
		}
		return "您提交了诉求"
	case models.VerbAssign, models.VerbReassign:
		return "交办到" + section()
	case models.VerbAccept:
		return "已受理（" + TrackName(models.Track(e.Plain.Get(models.ArgTrack))) + "）"
	case models.VerbDeliver:
		kind, _, _ := strings.Cut(e.Plain.Get(models.ArgLetter), ":")
		if kind == "" {
			return "文书已送达（" + MethodName(e.Plain.Get(models.ArgMethod)) + "）"
		}
		return LetterName(models.LetterKind(kind)) + "已送达（" + MethodName(e.Plain.Get(models.ArgMethod)) + "）"
	case models.VerbRate:
		return "您评价：对办公室" + ScoreName(models.Score(e.Plain.Get(models.ArgOffice))) +
			"，对科室" + ScoreName(models.Score(e.Plain.Get(models.ArgScore)))
	}
	return map[models.Verb]string{
		models.VerbRegister: "已登记", models.VerbReturn: "科室退回，重新交办",
		models.VerbDecline: "决定不予受理", models.VerbObject: "您提出异议", models.VerbStand: "异议未获支持，维持原决定",
		models.VerbRevoke: "撤销不予受理，重新办理", models.VerbReply: "已直接答复", models.VerbForward: "已转送有权处理的单位",
		models.VerbHandBack: "已退回交办单位", models.VerbConvert: "转为普通办理", models.VerbAsk: "工作人员向您询问情况",
		models.VerbExtend: "办理期限延长", models.VerbDraft: "答复意见已拟好，正在审核", models.VerbApprove: "答复意见已审核",
		models.VerbSign: "答复意见已签发", models.VerbRecall: "答复意见收回修改", models.VerbDiscontinue: "终止办理",
		models.VerbLapse: "评价期满", models.VerbUphold: "经研判，意见符合规定，科室继续做好解释和帮扶", models.VerbRedo: "重新办理",
		models.VerbConclude: "已办结", models.VerbExecute: "处理意见已落实", models.VerbInstruct: "领导作出批示",
		models.VerbUrge: "已催办", models.VerbSupplement: "补充了材料", models.VerbTakeCharge: "领导包案",
		models.VerbWithdraw: "您撤回了诉求", models.VerbReexamine: "您申请了复查", models.VerbRecordReexamine: "复查机关作出决定",
		models.VerbArchive: "已归档", models.VerbBind: "绑定了微信", models.VerbSupervise: "已下发督办函",
	}[e.Verb]
}
