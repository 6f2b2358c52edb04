package messages

import (
	"cmp"
	"strings"

	"onevisit/models"
)

// StateName is a state as people call it.
func StateName(s models.State) string {
	switch s {
	case models.Submitted:
		return "已提交"
	case models.Registered:
		return "已登记"
	case models.Assigned:
		return "已交办"
	case models.Accepted:
		return "已受理"
	case models.Drafted:
		return "待审核"
	case models.Formed:
		return "已形成意见"
	case models.Delivered:
		return "已送达"
	case models.Disputed:
		return "待研判"
	case models.FollowUp:
		return "包保中"
	case models.Closed:
		return "已办结"
	case models.Declined:
		return "不予受理"
	case models.Withdrawn:
		return "已撤回"
	case models.Archived:
		return "已归档"
	}
	return string(s)
}

// didName says that a verb was done.
func didName(v models.Verb) string {
	switch v {
	case models.VerbProposeDecline:
		return "已提出不予受理建议"
	case models.VerbRefuseExtension:
		return "已答复不同意延期"
	case models.VerbContact:
		return "已记录包保联系"
	case models.VerbVisit:
		return "已记录来访"
	case models.VerbJudgeReview:
		return "已初评"
	case models.VerbRecordReview:
		return "已记录评议结果"
	case models.VerbRecordReexamine:
		return "已记录复查结果"
	}
	return "已" + VerbName(v)
}

// VerbName is a verb as staff type it: the first of its commands.
func VerbName(v models.Verb) string {
	if words := Commands(v); len(words) > 0 {
		return words[0]
	}
	return cmp.Or(officeVerbName(v), string(v))
}

// deed is what was done: staff record from a paper what petitioners do.
func deed(e models.AuditEntry) string {
	if e.Actor.Kind == models.ActorPetitioner {
		return strings.TrimPrefix(VerbName(e.Verb), "代录")
	}
	return VerbName(e.Verb)
}

// ClassName is a class of matter.
func ClassName(c models.Class) string {
	switch c {
	case models.ClassConsult:
		return "咨询"
	case models.ClassAdvice:
		return "意见建议"
	case models.ClassReport:
		return "检举控告"
	case models.ClassLegal:
		return "涉法涉诉"
	case models.ClassProcedural:
		return "申诉求决（行政程序）"
	case models.ClassAppeal:
		return "申诉求决"
	}
	return string(c)
}

// ScoreName is a score of a rating.
func ScoreName(s models.Score) string {
	switch s {
	case models.ScoreGood:
		return "满意"
	case models.ScoreFair:
		return "基本满意"
	case models.ScoreBad:
		return "不满意"
	}
	return string(s)
}

// GroundName is a ground of decline or supervision.
func GroundName(g models.Ground) string {
	switch g {
	case models.GroundNotOurs:
		return "不属于本机关职权"
	case models.GroundProcedure:
		return "应通过诉讼、仲裁、行政复议等法定程序处理"
	case models.GroundDiscipline:
		return "属于纪检监察机关受理范围"
	case models.GroundInHand:
		return "其他机关正在依法按期办理"
	case models.GroundFinished:
		return "已经复核终结"
	case models.GroundOverdue:
		return "无正当理由超期"
	case models.GroundUnreported:
		return "未按规定反馈办理结果"
	case models.GroundBreach:
		return "办理程序违规"
	case models.GroundShirking:
		return "推诿、敷衍、拖延"
	case models.GroundUnexecuted:
		return "不执行处理意见"
	case models.GroundOther:
		return "其他"
	}
	return string(g)
}

// OutcomeName is the outcome of an opinion.
func OutcomeName(o models.Outcome) string {
	switch o {
	case models.OutcomeSupport:
		return "予以支持"
	case models.OutcomePartly:
		return "部分支持"
	case models.OutcomeExplain:
		return "解释说明"
	case models.OutcomeRefuse:
		return "不予支持"
	}
	return string(o)
}

// TrackName is the speed of a case.
func TrackName(t models.Track) string {
	switch t {
	case models.TrackQuick:
		return "快办"
	case models.TrackOrdinary:
		return "普通"
	}
	return string(t)
}

// ClockName says what a running clock waits for.
func ClockName(k models.ClockKind) string {
	switch k {
	case models.ClockRegister:
		return "登记"
	case models.ClockAssign:
		return "交办"
	case models.ClockAccept:
		return "受理"
	case models.ClockResolve:
		return "办理"
	case models.ClockEnter:
		return "录入系统"
	case models.ClockDeliver:
		return "送达"
	case models.ClockRate:
		return "评价"
	case models.ClockJudge:
		return "研判"
	case models.ClockFollowUp:
		return "包保"
	case models.ClockSupervise:
		return "督办反馈"
	case models.ClockExecute:
		return "落实"
	case models.ClockExplain:
		return "书面说明"
	case models.ClockReport:
		return "上报结果"
	case models.ClockReexamine:
		return "申请复查"
	case models.ClockObject:
		return "提出异议"
	case models.ClockDecision:
		return "议定事项"
	case models.ClockArchive:
		return "归档"
	}
	return string(k)
}

// LetterName is a kind of letter by its title.
func LetterName(k models.LetterKind) string {
	switch k {
	case models.LetterAcceptance:
		return "信访事项受理告知书"
	case models.LetterDecline:
		return "信访事项不予（再）受理告知书"
	case models.LetterExtension:
		return "信访事项延期办理告知书"
	case models.LetterDiscontinue:
		return "信访事项终止办理告知书"
	case models.LetterOpinion:
		return "信访事项答复意见书"
	case models.LetterAdministrative:
		return "行政答复意见书"
	case models.LetterAssignment:
		return "信访案件交办函"
	case models.LetterSupervision:
		return "信访案件督办函"
	case models.LetterReceipt:
		return "送达回证"
	case models.LetterCircular:
		return "通报"
	case models.LetterInterview:
		return "约谈通知"
	case models.LetterReview:
		return "公开评议申请"
	case models.LetterReport:
		return "办结报告"
	case models.LetterCatalogue:
		return "归档目录"
	case models.LetterDecision:
		return "异议处理告知书"
	}
	return string(k)
}

// FactName is a fact that is entered into the provincial system.
func FactName(fact string) string {
	switch fact {
	case models.FactRegistration:
		return "登记信息"
	case models.FactDecision:
		return "受理决定"
	case models.FactOpinion:
		return "答复意见"
	case models.FactRating:
		return "满意度评价"
	}
	return fact
}

// MethodName is a way of delivery.
func MethodName(m string) string {
	switch m {
	case models.MethodChat:
		return "微信送达"
	case models.MethodPerson:
		return "当面送达"
	case models.MethodPost:
		return "邮寄送达"
	case models.MethodOther:
		return "其他方式"
	}
	return m
}
