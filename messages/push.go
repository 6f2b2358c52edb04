package messages

import (
	"encoding/json"
	"strings"

	"onevisit/models"
)

// Push is a notice as its recipient reads it: the number, the category and the
// due; no identity number, no full phone, at most 20 characters of a claim
// [law: who may see]. A confidential case's push to staff has no content.
func Push(b *models.Bureau, n models.Notice) Message {
	m := push(b, n)
	m.Text = strings.TrimPrefix(forWhom(b, n.For)+"\n"+m.Text, "\n")
	return m
}

func push(b *models.Bureau, n models.Notice) Message {
	if n.Verb == models.VerbSubstitute {
		return substitutePush(b, n)
	}
	if answer := n.Data.Get(models.ArgAnswer); answer != "" {
		return keptAnswer(answer, n.Rung == "")
	}
	if len(n.Lines) > 0 {
		return Reminder(b, n)
	}
	if len(n.Held) > 0 {
		return heldPush(b, n)
	}
	if n.To.Kind == models.ActorPetitioner {
		return petitionerPush(b, n)
	}
	if officeVerbName(n.Verb) != "" {
		return officePush(b, n)
	}
	if n.Rung == models.RungGone {
		return gonePush(b, n)
	}
	if n.Rung == models.RungCard {
		return cardFollows(n)
	}
	if n.Rung == models.RungVoid {
		return voidPush(b, n)
	}
	if n.Confidential {
		// The platform drops a text that it sent to the same person half an hour
		// ago: the hour tells one piece of news from the next.
		return Say("您有一件保密事项有新进展（" + noticeHour(n) + "）：" + n.Number + "。请回复“详情 " + ShortNumber(n.Number) + "”查看。")
	}
	if n.Void {
		return overtakenPush(b, n)
	}
	lines := []string{staffHeadline(n) + " " + noticeHour(n), n.Number + " " + categoryOf(b, n)}
	if n.Letter.Serial > 0 {
		lines = append(lines, LetterName(n.Letter.Kind)+" "+NumberText(b.Organ, n.Letter))
	}
	if n.Verb == models.VerbChangePerson {
		lines = append(lines, OptionName(models.ArgWhich, n.Data.Get(models.ArgWhich))+"："+StaffName(b, n.Data.Get(models.ArgPerson)))
	}
	if detail := staffDetail(n); detail != "" {
		lines = append(lines, detail)
	}
	if !n.Due.IsZero() {
		lines = append(lines, "期限："+DueDay(n.Due))
	}
	return Say(strings.Join(lines, "\n")).WithFoot(StaffFoot(n.Number, Asks(b, n)))
}

// noticeHour is when it happened; with the day, where it is told on a later
// one.
func noticeHour(n models.Notice) string {
	if n.Later {
		return Day(n.At) + Hour(n.At)
	}
	return Hour(n.At)
}

func categoryOf(b *models.Bureau, n models.Notice) string {
	category, _ := b.Category(n.Category)
	return category.Name
}

// staffHeadline says in a few words what happened.
func staffHeadline(n models.Notice) string {
	switch {
	case n.Rung == models.RungAgain:
		return "【已收回】可以重新办理"
	case n.As == models.PartyLeader:
		return "【您包案的事项】" + VerbName(n.Verb)
	case n.Verb == models.VerbAssign && n.As == models.PartyChief:
		return "【新交办事项】请在期限内决定是否受理"
	case n.Verb == models.VerbReassign && n.As == models.PartyFormerChief:
		return "【已改派】这件事已转给其他科室"
	case n.Verb == models.VerbAccept && n.As == models.PartyHandler:
		return "【请承办】科室已受理，由您承办"
	case n.Verb == models.VerbRate && n.State == models.Disputed:
		return "【不满意】信访人评价不满意，待研判"
	case n.Verb == models.VerbApprove && n.State == models.Drafted && n.As == models.PartyDeputy:
		return "【待签发】办公室已审核，请签发"
	case n.Verb == models.VerbApprove && n.State == models.Drafted:
		return "【已审核】等分管领导签发"
	case n.As == models.PartyChief && n.Verb == models.VerbSign:
		return "【已签发】意见已形成，办公室送达"
	case n.As == models.PartyChief && n.Verb == models.VerbApprove:
		return "【已审核】意见已形成，办公室送达"
	case n.As == models.PartyChief && n.Verb == models.VerbRecuse:
		return "【回避】承办人申请回避，请另行指定"
	case n.Verb == models.VerbRelieve:
		return goneHeadline(n)
	case n.As == models.PartyTold:
		return "【已收回】前一步已由经办人撤销"
	}
	words := map[models.Verb]string{
		models.VerbSubmit: "【新事项】待登记", models.VerbRegister: "【待交办】已登记", models.VerbAssign: "【已交办】",
		models.VerbAcknowledge: "【已签收】科室已签收", models.VerbReturn: "【退回】科室退回，请重新交办",
		models.VerbReassign: "【改派】请在期限内决定是否受理", models.VerbAccept: "【已受理】",
		models.VerbProposeDecline: "【拟不予受理】请审定", models.VerbDecline: "【不予受理】已作出决定",
		models.VerbObject: "【异议】信访人对不予受理提出异议，请复核", models.VerbStand: "【维持】异议未获支持",
		models.VerbRevoke: "【撤销】不予受理已撤销，请重新交办", models.VerbHandBack: "【退回交办单位】",
		models.VerbDesignate: "【请承办】由您承办", models.VerbConvert: "【转普通】快办已转普通办理",
		models.VerbRequestExtension: "【延期申请】请审批", models.VerbExtend: "【已延期】", models.VerbRefuseExtension: "【不同意延期】请按原期限办结",
		models.VerbDiscontinue: "【终止办理】", models.VerbDraft: "【待审核】答复意见已拟好", models.VerbSendBack: "【退改】意见需要修改",
		models.VerbApprove: "【已审核】意见已形成，请录入、送达", models.VerbSign: "【已签发】意见已形成，请录入、送达",
		models.VerbRecall: "【收回】意见已收回修改", models.VerbRate: "【已评价】", models.VerbUphold: "【维持意见】请做好包保",
		models.VerbRedo: "【重新办理】请按督办函重新办理", models.VerbConclude: "【包保办结】", models.VerbExecute: "【已落实】",
		models.VerbSupervise: "【督办】请按要求办理并反馈", models.VerbAnswer: "【督办反馈】", models.VerbInstruct: "【领导批示】",
		models.VerbTakeCharge: "【领导包案】", models.VerbUrge: "【催办】请抓紧办理", models.VerbSupplement: "【补充材料】信访人有补充",
		models.VerbVisit: "【来访】信访人来访", models.VerbWithdraw: "【撤回】信访人撤回", models.VerbReexamine: "【申请复查】信访人申请复查",
		models.VerbRecordReexamine: "【复查结果】", models.VerbProposeReview: "【公开评议】请初评", models.VerbJudgeReview: "【公开评议】已初评",
		models.VerbApplyReview: "【公开评议】已报市里", models.VerbRecordReview: "【公开评议】结果已登记",
		models.VerbChangePerson: "【换人】责任人已更换", models.VerbRecuse: "【回避】有人申请回避，请另行安排", models.VerbUnmask: "【查看信息】有人查看了信访人信息",
		models.VerbLower: "【解除保密】按一般事项办理", models.VerbUnpublish: "【取消公开】信访人收回同意，请撤下公开的内容",
	}
	if w := words[n.Verb]; w != "" {
		return w
	}
	return "【" + VerbName(n.Verb) + "】"
}

// staffDetail are the words that travel along: instructions, reasons, scores.
func staffDetail(n models.Notice) string {
	var lines []string
	add := func(name string, v string) {
		if v != "" {
			lines = append(lines, name+"："+v)
		}
	}
	switch n.Verb {
	case models.VerbRate:
		add("办公室", ScoreName(models.Score(n.Data.Get(models.ArgOffice))))
		add("科室", ScoreName(models.Score(n.Data.Get(models.ArgScore))))
		add("原因", Short(n.Data.Get(models.ArgReason), 20))
	case models.VerbJudgeReview:
		add("初评", OptionName(models.ArgResult, n.Data.Get(models.ArgResult)))
		add("理由", Short(n.Data.Get(models.ArgReason), 100))
	case models.VerbRecordReexamine:
		add("决定", OptionName(models.ArgResult, n.Data.Get(models.ArgResult)))
	case models.VerbSupplement, models.VerbObject:
		add("内容", Short(n.Data.Get(models.ArgText), 20))
	default:
		add("依据", OptionName(models.ArgGround, n.Data.Get(models.ArgGround)))
		add("内容", Short(n.Data.Get(models.ArgText), 300))
		add("理由", Short(n.Data.Get(models.ArgReason), 100))
		add("天数", n.Data.Get(models.ArgDays))
		add("结果", OptionName(models.ArgOutcome, n.Data.Get(models.ArgOutcome)))
	}
	return strings.Join(lines, "\n")
}

// StaffFoot says what to reply next: the commands of the verbs that the person
// may do now.
func StaffFoot(number string, verbs []models.Verb) string {
	short := ShortNumber(number)
	text := "回复"
	for _, verb := range verbs {
		text += "“" + VerbName(verb) + " " + short + "”"
	}
	if len(verbs) == 0 {
		return "回复“详情 " + short + "”查看"
	}
	return text + "办理，“详情 " + short + "”查看"
}

// petitionerPush tells a petitioner in plain words what happened and what to
// do, if anything.
func petitionerPush(b *models.Bureau, n models.Notice) Message {
	due := ""
	if !n.Due.IsZero() {
		due = DueDay(n.Due) + "前"
	}
	text := n.Data.Get(models.ArgText)
	say := func(words string, next ...PetitionerCommand) Message {
		m := Say("【" + b.Organ.Name + "】\n您的事项 " + n.Number + " " + words)
		for _, c := range next {
			m.Choices = append(m.Choices, Choice{Label: PetitionerCommandName(c)})
		}
		return m
	}
	if words := overtaken(n); words != "" {
		return say(words, AskTrack)
	}
	switch n.Verb {
	case models.VerbSubmit:
		return say("已经登记在册，编号和查询码请看我们刚才的回复。", AskTrack)
	case models.VerbRegister:
		return say("已登记，正在安排办理。", AskTrack)
	case models.VerbAssign, models.VerbReassign:
		return say("已交办到承办科室，"+due+"决定是否受理。", AskTrack)
	case models.VerbAccept:
		return say("已受理，"+due+"给您答复。受理告知书已出，请查看。", AskLetter)
	case models.VerbDecline:
		return say("不予受理。原因和您可以走的途径写在告知书里，请查看；不服的，收到后 30 天内可以提出异议。", AskLetter, AskObject)
	case models.VerbStand:
		return say("的异议已复核，维持不予受理的决定，理由请看告知书。", AskLetter)
	case models.VerbRevoke:
		return say("不予受理的决定已撤销，重新办理。", AskTrack)
	case models.VerbApprove, models.VerbSign:
		return say("的答复意见已经形成，请查看全文，看完后确认收到。", AskLetter)
	case models.VerbReply:
		return say("已答复：\n"+text, AskSubmit)
	case models.VerbForward:
		return say("已转送"+n.Data.Get(models.ArgOrgan)+"处理，由该单位答复您。", AskTrack)
	case models.VerbAsk:
		return say("的承办人员想问您：\n"+text+"\n请选“补充材料”回复。", AskSupplement)
	case models.VerbExtend:
		return say("因情况复杂，经批准延长办理期限，"+due+"答复您。告知书已出，请查看。", AskLetter)
	case models.VerbDiscontinue:
		return say("终止办理，原因写在告知书里，请查看。", AskLetter)
	case models.VerbDeliver:
		if n.State == models.Delivered {
			return say("的文书已登记送达。", AskTrack, AskRate)
		}
		return say("的文书已登记送达。", AskTrack)
	case models.VerbRecordReexamine:
		return say("的复查机关已作出决定："+OptionName(models.ArgResult, n.Data.Get(models.ArgResult))+"。", AskTrack)
	case models.VerbUphold:
		return say("经研判，答复意见符合规定。理由："+n.Data.Get(models.ArgReason)+"\n承办科室会继续向您解释、帮您协调。", AskTrack)
	case models.VerbRedo:
		return say("重新办理，"+due+"给您新的答复。", AskTrack)
	case models.VerbConclude:
		return say("已办结。有新的情况可以再告诉我们。", AskSubmit)
	}
	return say(petitionerPhrase(n.Verb), AskTrack)
}

// petitionerPhrase are the pushes that need no more than a phrase.
func petitionerPhrase(v models.Verb) string {
	words := map[models.Verb]string{
		models.VerbConvert: "转为普通办理，需要的时间会长一些。", models.VerbWithdraw: "有一名代表同意撤回；所有代表都同意才算撤回。",
		models.VerbHandBack: "不属于我们办理，已退回交办单位。",
		models.VerbPublish:  "的办理情况经您同意已经公开，随时可以收回同意。", models.VerbUnpublish: "的办理情况已取消公开。",
		models.VerbRetract: "的上一步已收回，以最新进度为准。", models.VerbLapse: "的评价时间已过，已办结。",
		models.VerbExecute: "的处理意见已经落实。",
	}
	if w := words[v]; w != "" {
		return w
	}
	return "有新的进展。"
}

// keptAnswer is a whole message that was kept: a report, or an answer that
// came after the platform's five seconds.
func keptAnswer(kept string, late bool) Message {
	var m Message
	if err := json.Unmarshal([]byte(kept), &m); err != nil {
		return Say("刚才您发的消息已处理，请回复“帮助”看看还能办什么。")
	}
	if late {
		m.Text = "刚才您发的消息已处理：\n" + m.Text
	}
	return m
}
