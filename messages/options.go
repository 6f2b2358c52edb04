package messages

import "onevisit/models"

// OptionName is one value of an argument that is chosen from a list.
func OptionName(a models.Arg, v string) string {
	switch a {
	case models.ArgClass:
		return ClassName(models.Class(v))
	case models.ArgTrack:
		return TrackName(models.Track(v))
	case models.ArgOutcome:
		return OutcomeName(models.Outcome(v))
	case models.ArgOffice, models.ArgScore:
		return ScoreName(models.Score(v))
	case models.ArgForm:
		return LetterName(models.LetterKind(v))
	case models.ArgFact:
		return FactName(v)
	case models.ArgMethod:
		return MethodName(v)
	case models.ArgRepeat:
		return map[string]string{models.No: "初次", models.Yes: "重复"}[v]
	case models.ArgConsent:
		return "已同意"
	case models.ArgConfirm:
		return "是"
	case models.ArgGround:
		return groundOption(v)
	case models.ArgTicks:
		return tickName(v)
	case models.ArgHow:
		return contactName(v)
	case models.ArgResult:
		return resultName(v)
	case models.ArgField:
		return fieldName(v)
	case models.ArgWhich:
		return whichName(v)
	}
	return v
}

// groundOption names the grounds of decline, supervision and discontinuance;
// no two of them share a code.
func groundOption(v string) string {
	switch v {
	case "court":
		return "人民法院已受理"
	case "arbitration":
		return "仲裁机构已受理"
	case "reconsideration":
		return "行政复议机关已受理"
	case "death":
		return "信访人死亡"
	}
	return GroundName(models.Ground(v))
}

func tickName(v string) string {
	switch v {
	case "clear-facts":
		return "事实清楚"
	case "clear-duty":
		return "责任明确"
	case "easy":
		return "易于解决"
	}
	return v
}

func contactName(v string) string {
	switch v {
	case "visit":
		return "上门"
	case "call":
		return "电话"
	case "meeting":
		return "约见"
	case "mediation":
		return "调解"
	case "help":
		return "帮扶"
	}
	return v
}

func resultName(v string) string {
	switch v {
	case "upheld":
		return "维持"
	case "changed":
		return "变更"
	case "redo":
		return "责令重新办理"
	case models.Yes:
		return "需要公开评议"
	case models.No:
		return "不需要公开评议"
	}
	return v
}

func fieldName(v string) string {
	switch v {
	case "name":
		return "姓名"
	case "phone":
		return "电话"
	case "identity":
		return "身份证号"
	case "address":
		return "住址"
	}
	return v
}

func whichName(v string) string {
	switch v {
	case string(models.PartyCaseOfficer):
		return "首办直接责任人"
	case string(models.PartyHandler):
		return "承办人"
	}
	return v
}

// ArgName is what an argument is called when it is asked for.
func ArgName(a models.Arg) string {
	names := map[models.Arg]string{
		models.ArgClaim: "诉求", models.ArgClass: "事项类型", models.ArgCategory: "问题类别",
		models.ArgRepeat: "初次或重复", models.ArgLinked: "关联编号", models.ArgTheirNumber: "来文编号",
		models.ArgTheirDue: "来文期限", models.ArgSection: "承办科室", models.ArgCaseOfficer: "首办直接责任人",
		models.ArgHandler: "承办人", models.ArgReason: "理由", models.ArgTrack: "办理方式",
		models.ArgTicks: "快办条件", models.ArgGround: "依据", models.ArgRoute: "法定途径",
		models.ArgText: "内容", models.ArgOrgan: "单位名称", models.ArgDate: "日期", models.ArgDays: "天数",
		models.ArgFindings: "查明的事实", models.ArgBasis: "法律政策依据", models.ArgOpinion: "处理意见",
		models.ArgOutcome: "处理结果", models.ArgForm: "文书种类", models.ArgFact: "录入内容",
		models.ArgNumber: "系统编号", models.ArgLetter: "文书", models.ArgMethod: "送达方式",
		models.ArgReceipt: "回证情况", models.ArgOffice: "对办公室的评价", models.ArgScore: "对承办科室的评价",
		models.ArgDue: "期限", models.ArgHow: "联系方式", models.ArgEvidence: "佐证", models.ArgDigits: "登记电话的后四位", models.ArgAbsent: "请假人", models.ArgPerson: "人员",
		models.ArgWhich: "责任岗位", models.ArgResult: "结果", models.ArgField: "查看项目", models.ArgFiles: "材料",
		models.ArgConsent: "同意", models.ArgConfirm: "确认", models.ArgOrder: "上级文号", models.ArgPlace: "地点",
		models.ArgNotice: "告知书版本", models.ArgFrom: "开始日期", models.ArgUntil: "结束日期", models.ArgRules: "规则",
		models.ArgDecision: "议定事项",
	}
	if n, ok := names[a]; ok {
		return n
	}
	return string(a)
}
