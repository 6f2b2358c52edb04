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
	case models.CodeNotFound:
		return "没有找到这个编号的事项。请核对编号，或回复“待办”看看手里的事项。"
	case models.CodeAmbiguous:
		return "这个末尾号码有好几件事项，请写完整编号，例如 LS20261123-0007。"
	case models.CodeStale:
		return "刚才别人也在办这件事，您的操作没有生效。请看一下最新情况再办。"
	case models.CodeTwice:
		return twice(e.Verb)
	case models.CodeTooLate:
		return tooLate(e.Verb)
	case models.CodeTooEarly:
		return "日期不对：不能晚于今天，也不能早于前一步。"
	case models.CodeOwnWork:
		return "不能审自己经手的事，请由其他负责人办理。"
	case models.CodeReturns:
		return "这件事已经退回过两次，只能由分管领导交办，并且不能再退回。"
	case models.CodeQuickOnly:
		return "快办只用于初次信访，并且要事实清楚、责任明确、易于解决三条都符合。请改用普通办理。"
	case models.CodeOrdinaryOnly:
		return "快办事项不能延期。确实办不完的，请先“转普通”。"
	case models.CodeClassPath:
		return classPath(e.Verb)
	case models.CodeOpenMatter:
		if e.Verb == models.VerbSupervise {
			return "这件事已有一份督办函还没有反馈，同一时间只能有一份。可以先“批示”，或等反馈以后再督办。"
		}
		return "还有一份督办函没有反馈，先反馈再办。"
	case models.CodeNotOpenMatter:
		return nothingOpen(e.Verb)
	case models.CodeRecused:
		return "按回避规定，这件事不能由您或这个科室办理。"
	case models.CodeUnread:
		return "文书还没有看完，看完最后一部分才能确认收到。"
	case models.CodeUnmade:
		return "文书正在生成，还没有做好。请过几分钟再办；一直不行，请告诉系统管理员。"
	case models.CodeNoConsent:
		return "信访人还没有同意用微信接收文书，请改用其他方式送达。"
	case models.CodeAcknowledged:
		return "“收到”不算反馈。请写明办理情况，再发一次。"
	case models.CodeRoster:
		return "名册里没有能办这一步的人，请管理员补上人员后再办。"
	}
	return "这一步现在不能办。"
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
	switch v {
	case models.VerbUrge:
		return "今天已经催过了，承办人员已经收到。明天还可以再催。"
	case models.VerbRate:
		return "这次答复您已经评价过了，每次答复评价一次。"
	case models.VerbObject:
		return "异议只能提一次，您已经提过了。"
	case models.VerbRequestExtension:
		return "延期只能申请一次。"
	case models.VerbBind:
		return "这件事已经绑定过微信，不能再绑定。换了微信请与办公室联系。"
	case models.VerbApprove:
		return "这份意见已经审核过了，正在等签发。"
	}
	return "已经办过了，不用再办。"
}

func tooLate(v models.Verb) string {
	switch v {
	case models.VerbObject:
		return "已经超过收到告知书后 30 天，不能再提异议。您可以走告知书里写的法定途径。"
	case models.VerbRate:
		return "评价的时间已经过了。"
	case models.VerbReexamine:
		return "已经超过收到意见书后 30 天，不能再申请复查。"
	case models.VerbReturn:
		return "已经超过 3 天，不能再退回，请决定是否受理。"
	case models.VerbRetract:
		return "已经超过 10 分钟，不能再撤销。"
	case models.VerbRequestExtension:
		return "已经到期，不能再申请延期。"
	}
	return "已经过了时间，不能再办。"
}

func classPath(v models.Verb) string {
	switch v {
	case models.VerbAssign:
		return "这类事项不交办：咨询请“直接答复”，检举控告请“转送”，涉法涉诉请“不予受理”。"
	case models.VerbReply:
		return "只有咨询和意见建议可以直接答复，其他事项请交办。"
	case models.VerbHandBack:
		return "只有上级转来的事项才能退回交办单位。"
	}
	return "这类事项不走这个程序。"
}

func nothingOpen(v models.Verb) string {
	switch v {
	case models.VerbAnswer:
		return "现在没有等您反馈的督办函。"
	case models.VerbEnter:
		return "没有等待录入的内容。"
	case models.VerbDeliver:
		return "没有等待送达的文书。"
	case models.VerbExtend, models.VerbRefuseExtension:
		return "没有等待审批的延期申请。"
	case models.VerbStand, models.VerbRevoke:
		return "没有等待处理的异议。"
	case models.VerbRetract:
		return "没有可以撤销的操作：只能撤销自己刚办的、别人还没有接着办的一步。"
	}
	return cmp.Or(officeNothing(v), "现在没有这样的事项等着办。")
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
	switch p {
	case models.PartyPetitioner:
		return "信访人"
	case models.PartySystem:
		return "系统"
	case models.PartyClerk:
		return "办公室工作人员"
	case models.PartyViceDirector:
		return "办公室副主任"
	case models.PartyDirector:
		return "办公室主任"
	case models.PartyDeputy, models.PartyAssigner:
		return "分管领导"
	case models.PartyHead:
		return "局长"
	case models.PartyChief:
		return "承办科室科室长"
	case models.PartyHandler:
		return "承办人"
	case models.PartyCaseOfficer:
		return "首办直接责任人"
	case models.PartyAddressee:
		return "被督办人"
	case models.PartyAnyStaff:
		return "本单位人员"
	}
	return "有关人员"
}

// Busy is what people read when something unforeseen happened; the id finds it
// in the log.
func Busy(id string) Message {
	return Say("系统繁忙，请稍后再发一次。如果一直这样，请把这个编号告诉我们：" + id)
}
