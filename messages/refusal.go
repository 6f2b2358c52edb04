package messages

import (
	"cmp"
	"fmt"

	"onevisit/models"
)

// Refusal says in one sentence why something was not done and what is
// possible now. It is what petitioners and staff read of a *models.Error.
func Refusal(e *models.Error) Message {
	verb := VerbName(e.Verb)
	arg := ArgName(e.Arg)
	switch e.Code {
	case models.CodeWrongState:
		return Say("现在是“" + StateName(e.State) + "”，不能“" + verb + "”。")
	case models.CodeWrongActor:
		if e.Verb == models.VerbRetract {
			return Say(nothingOpen(e.Verb))
		}
		return Say("“" + verb + "”要由" + PartiesOf(e.Verb) + "来办，您现在不能办。")
	case models.CodeMissing:
		return Say("还缺“" + arg + "”，没有办成。请补上再发一次。")
	case models.CodeInvalid:
		return Say("“" + arg + "”不对，没有办成。" + hint(e))
	case models.CodeTooShort:
		return Say(fmt.Sprintf("“%s”太短，至少 %d 个字，没有办成。", arg, e.Limit))
	case models.CodeTooLong:
		return Say(fmt.Sprintf("“%s”太长，最多 %d，没有办成。", arg, e.Limit))
	case models.CodeUnentered:
		return Say("还有没做完的事：" + owed(e.Arg) + "，做完才能“" + verb + "”。")
	}
	return Say(refusalText(e))
}

// refusalText are the refusals that need no detail.
func refusalText(e *models.Error) string {
	switch e.Code {
	case models.CodeTwice:
		return twice(e.Verb)
	case models.CodeTooLate:
		return tooLate(e.Verb)
	case models.CodeClassPath:
		return classPath(e.Verb)
	case models.CodeOpenMatter:
		if e.Verb == models.VerbSupervise {
			return "这件事已有一份督办函还没有反馈，同一时间只能有一份。可以先“批示”，或等反馈以后再督办。"
		}
		return "还有一份督办函没有反馈，先反馈再办。"
	case models.CodeNotOpenMatter:
		return nothingOpen(e.Verb)
	}
	return cmp.Or(map[models.Code]string{
		models.CodeNotFound:     "没有找到这个编号的事项。请核对编号，或回复“待办”看看手里的事项。",
		models.CodeAmbiguous:    "这个末尾号码有好几件事项，请写完整编号，例如 LS20261123-0007。",
		models.CodeStale:        "刚才别人也在办这件事，您的操作没有生效。请看一下最新情况再办。",
		models.CodeTooEarly:     "日期不对：不能晚于今天，也不能早于前一步。",
		models.CodeOwnWork:      "不能审自己经手的事，请由其他负责人办理。",
		models.CodeReturns:      "这件事已经退回过两次，只能由分管领导交办，并且不能再退回。",
		models.CodeQuickOnly:    "快办只用于初次信访，并且要事实清楚、责任明确、易于解决三条都符合。请改用普通办理。",
		models.CodeOrdinaryOnly: "快办事项不能延期。确实办不完的，请先“转普通”。",
		models.CodeRecused:      "按回避规定，这件事不能由您或这个科室办理。",
		models.CodeUnread:       "文书还没有看完，看完最后一部分才能确认收到。",
		models.CodeUnmade:       "文书正在生成，还没有做好。请过几分钟再办；一直不行，请告诉系统管理员。",
		models.CodeNoConsent:    "信访人还没有同意用微信接收文书，请改用其他方式送达。",
		models.CodeAcknowledged: "“收到”不算反馈。请写明办理情况，再发一次。",
		models.CodeRoster:       "名册里没有能办这一步的人，请管理员补上人员后再办。",
	}[e.Code], "这一步现在不能办。")
}

func hint(e *models.Error) string {
	switch {
	case e.Arg == models.ArgDue || e.Arg == models.ArgDate:
		return "日期请写成 11-30 这样，期限要晚于今天。"
	case e.Arg == models.ArgDays && e.Limit > 0:
		return fmt.Sprintf("请写 1 到 %d 的天数。", e.Limit)
	}
	return "请核对后再发一次。"
}

func owed(a models.Arg) string {
	switch a {
	case models.ArgHow:
		return "至少要有一次包保联系记录"
	case models.ArgResult:
		return "公开评议的结果还没有登记"
	case models.ArgText:
		return "异议还没有处理"
	case "":
		return "前一步还没有办"
	}
	return "“" + ClockName(models.ClockKind(a)) + "”还没有完成"
}

func twice(v models.Verb) string {
	return cmp.Or(map[models.Verb]string{
		models.VerbUrge:             "今天已经催过了，承办人员已经收到。明天还可以再催。",
		models.VerbRate:             "这次答复您已经评价过了，每次答复评价一次。",
		models.VerbObject:           "异议只能提一次，您已经提过了。",
		models.VerbRequestExtension: "延期只能申请一次。",
		models.VerbBind:             "这件事已经绑定过微信，不能再绑定。换了微信请与办公室联系。",
		models.VerbApprove:          "这份意见已经审核过了，正在等签发。",
	}[v], "已经办过了，不用再办。")
}

func tooLate(v models.Verb) string {
	return cmp.Or(map[models.Verb]string{
		models.VerbObject:           "已经超过收到告知书后 30 天，不能再提异议。您可以走告知书里写的法定途径。",
		models.VerbRate:             "评价的时间已经过了。",
		models.VerbReexamine:        "已经超过收到意见书后 30 天，不能再申请复查。",
		models.VerbReturn:           "已经超过 3 天，不能再退回，请决定是否受理。",
		models.VerbRetract:          "已经超过 10 分钟，不能再撤销。",
		models.VerbRequestExtension: "已经到期，不能再申请延期。",
	}[v], "已经过了时间，不能再办。")
}

func classPath(v models.Verb) string {
	return cmp.Or(map[models.Verb]string{
		models.VerbAssign:   "这类事项不交办：咨询请“直接答复”，检举控告请“转送”，涉法涉诉请“不予受理”。",
		models.VerbReply:    "只有咨询和意见建议可以直接答复，其他事项请交办。",
		models.VerbHandBack: "只有上级转来的事项才能退回交办单位。",
	}[v], "这类事项不走这个程序。")
}

func nothingOpen(v models.Verb) string {
	return cmp.Or(map[models.Verb]string{
		models.VerbAnswer:          "现在没有等您反馈的督办函。",
		models.VerbEnter:           "没有等待录入的内容。",
		models.VerbDeliver:         "没有等待送达的文书。",
		models.VerbExtend:          "没有等待审批的延期申请。",
		models.VerbRefuseExtension: "没有等待审批的延期申请。",
		models.VerbStand:           "没有等待处理的异议。",
		models.VerbRevoke:          "没有等待处理的异议。",
		models.VerbRetract:         "没有可以撤销的操作：只能撤销自己刚办的、别人还没有接着办的一步。",
	}[v], officeNothing(v), "现在没有这样的事项等着办。")
}

// PartiesOf names who may do a verb.
func PartiesOf(v models.Verb) string {
	if roles := officeParties(v); roles != "" {
		return roles
	}
	for _, row := range models.VerbRows() {
		if row.Verb != v {
			continue
		}
		text := ""
		for i, p := range row.By {
			if i > 0 {
				text += "或"
			}
			text += PartyName(p)
		}
		return text
	}
	return "有权的人"
}

// PartyName is a party of the verb table.
func PartyName(p models.Party) string {
	return cmp.Or(map[models.Party]string{
		models.PartyPetitioner:   "信访人",
		models.PartySystem:       "系统",
		models.PartyClerk:        "办公室工作人员",
		models.PartyViceDirector: "办公室副主任",
		models.PartyDirector:     "办公室主任",
		models.PartyDeputy:       "分管领导",
		models.PartyAssigner:     "分管领导",
		models.PartyHead:         "局长",
		models.PartyChief:        "承办科室科室长",
		models.PartyHandler:      "承办人",
		models.PartyCaseOfficer:  "首办直接责任人",
		models.PartyAddressee:    "被督办人",
		models.PartyAnyStaff:     "本单位人员",
	}[p], "有关人员")
}

// Busy is what people read when something unforeseen happened; the id finds it
// in the log.
func Busy(id string) Message {
	return Say("系统繁忙，请稍后再发一次。如果一直这样，请把这个编号告诉我们：" + id)
}
