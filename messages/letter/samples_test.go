package letter

import (
	"strings"

	"onevisit/models"
)

// The people and matters of these letters are invented.

// organ issues the sample letters.
const organ = "盘锦市林业和湿地保护管理局"

// sample is a letter of a kind as the office would word it.
func sample(k models.LetterKind) Content {
	c := Content{Organ: organ, Date: "2026年11月23日", Addressee: "苇某某：", Note: "联系电话：0427-0000000"}
	switch k {
	case models.LetterAcceptance, models.LetterExtension, models.LetterDiscontinue, models.LetterDecision:
		return notice(k, c)
	case models.LetterDecline:
		return declined(c)
	case models.LetterOpinion, models.LetterAdministrative:
		return opinion(k, c)
	case models.LetterReceipt:
		return receipt(c)
	case models.LetterCatalogue:
		return catalogue(c)
	}
	return between(k, c)
}

// about begins a letter to the petitioner.
const about = "您于2026年11月20日提出的信访事项（湿地围垦填埋，编号 LS20261120-0007），"

// notice is a short letter to the petitioner.
func notice(k models.LetterKind, c Content) Content {
	switch k {
	case models.LetterAcceptance:
		c.Title, c.Number = "信访事项受理告知书", "盘林湿信受〔2026〕12号"
		c.Paragraphs = body(about+"经审查，符合受理规定，现决定予以受理，由湿地保护科承办。",
			"我们将在2027年1月22日前作出答复，办理中不收取任何费用。",
			"您可以凭编号和查询码在本局公众号查询办理进度。特此告知。")
	case models.LetterExtension:
		c.Title, c.Number = "信访事项延期办理告知书", "盘林湿信延〔2026〕3号"
		c.Paragraphs = body(about+"因情况复杂，经批准延长办理期限30日，延长后的办理期限为2027年2月21日。", "特此告知。")
	case models.LetterDiscontinue:
		c.Title, c.Number = "信访事项终止办理告知书", "盘林湿信终〔2026〕1号"
		c.Paragraphs = body(about+"因人民法院已经受理，现终止办理。", "理由：同一事项已经由人民法院立案审理，依法应当通过诉讼程序解决。")
	default:
		c.Title, c.Number = "信访事项异议处理告知书", "盘林湿信异〔2026〕2号"
		c.Paragraphs = body(about+"对您就不予受理提出的异议，经复核，处理如下：", "原决定事实清楚、依据充分，予以维持。")
	}
	return c
}

// declined is a notice with ground, route and remedy.
func declined(c Content) Content {
	c.Title, c.Number = "信访事项不予（再）受理告知书", "盘林湿信不受〔2026〕5号"
	c.Paragraphs = body(about+"经审查，不属于本机关职责范围，现决定不予（再）受理。",
		"理由：所反映的宅基地登记事项由自然资源部门负责。", "法定途径：可以向盘锦市自然资源局提出，或者拨打12345。",
		"如不服本决定，可在收到本告知书之日起30日内向本机关提出一次书面异议。")
	return c
}

// opinion is the longest letter: five parts and a list.
func opinion(k models.LetterKind, c Content) Content {
	c.Title, c.Number = "信访事项答复意见书", "盘林湿信答〔2026〕8号"
	remedy := "如不服本意见，可以在收到之日起30日内向盘锦市人民政府申请复查；对复查意见不服的，可以在收到复查意见之日起30日内向复查机关的上一级机关申请复核。"
	if k == models.LetterAdministrative {
		c.Title, c.Number = "行政答复意见书", "盘林湿信行答〔2026〕2号"
		remedy = "如不服本答复，可以在收到之日起60日内向盘锦市人民政府申请行政复议，或者在6个月内向兴隆台区人民法院提起行政诉讼。"
	}
	facts := "经实地踏查并调取2019年以来的卫星影像，反映地块位于某某苇场东侧，面积0.42公顷，属于一般湿地。填埋发生于2026年9月，由某某养殖户所为，没有办理占用手续，填土厚度约0.6米，周边苇田未受影响。"
	c.Paragraphs = append(body(about+"我们已经依法调查处理，现答复如下："),
		Paragraph{Heading, "一、您的诉求"}, Paragraph{Body, "请求查处苇场东侧湿地被填埋的行为，并恢复原状。"},
		Paragraph{Heading, "二、查明的事实"}, Paragraph{Subheading, "（一）现场情况"}, Paragraph{Body, facts},
		Paragraph{Subheading, "（二）处理经过"}, Paragraph{Body, "1. 2026年11月24日约谈当事人并制作笔录。\n2. 2026年11月26日下达责令改正通知书。\n3. 2026年12月10日复查，填土已经清除。"},
		Paragraph{Heading, "三、法律政策依据"}, Paragraph{Body, "《中华人民共和国湿地保护法》第二十八条、第五十四条。"},
		Paragraph{Heading, "四、处理意见"}, Paragraph{Body, "予以支持。已责令当事人限期恢复原状，并依法立案处理；我局将在2027年春季组织补植芦苇，并对该处每月巡查一次。"},
		Paragraph{Heading, "五、救济途径"}, Paragraph{Body, remedy})
	return c
}

// receipt is a proof of delivery in chat.
func receipt(c Content) Content {
	c.Title, c.Number = "送达回证", "盘林湿信送〔2026〕9号"
	c.Receipt = Receipt{Recipient: "苇某某", Document: "信访事项答复意见书（盘林湿信答〔2026〕8号）", Method: "微信公众号（本人同意）",
		Place: "微信公众号", Delivered: "2026年11月25日10时12分", Signed: "已阅读全文并点击“确认收到”", Server: "李干事"}
	return c
}

// catalogue is the list of an archived case.
func catalogue(c Content) Content {
	c.Title, c.Number = "信访案件归档目录", "盘林湿信档〔2026〕4号"
	c.Paragraphs = body("案件编号：LS20261120-0007", "信访人：苇某某")
	c.Items = []Item{
		{"信访事项登记表", "", "2026年11月20日", ""},
		{"信访案件交办函", "盘林湿信交〔2026〕11号", "2026年11月20日", ""},
		{"信访事项受理告知书", "盘林湿信受〔2026〕12号", "2026年11月23日", ""},
		{"信访事项答复意见书", "盘林湿信答〔2026〕8号", "2026年12月20日", "附照片"},
		{"送达回证", "盘林湿信送〔2026〕9号", "2026年12月21日", ""},
	}
	return c
}

// between is a letter between units.
func between(k models.LetterKind, c Content) Content {
	c.Addressee = "湿地保护科："
	switch k {
	case models.LetterAssignment:
		c.Title, c.Number = "信访案件交办函", "盘林湿信交〔2026〕11号"
		c.Paragraphs = body("现将苇某某反映湿地围垦填埋的信访事项（编号 LS20261120-0007）交你科室办理。",
			"请于2026年11月23日前作出是否受理的决定；不属于本科室职责的，请在期限内说明理由退回。", "首办直接责任人：李干事。")
	case models.LetterSupervision:
		c.Title, c.Number = "信访案件督办函", "盘林湿信督〔2026〕2号"
		c.Paragraphs = body("你科室承办的信访事项（编号 LS20261120-0007），存在无正当理由未按规定期限办结的情形。",
			"请于2026年11月26日前办结，并书面反馈办理结果和逾期原因。")
	case models.LetterCircular:
		c.Title, c.Number = "关于信访事项办理超期情况的通报", "盘林湿信通〔2026〕1号"
		c.Addressee = "机关各科室："
		c.Paragraphs = body("2026年11月，湿地保护科承办的信访事项（编号 LS20261120-0007）超过规定期限，现予以通报。", "请该科室在5个工作日内书面说明原因和改进措施。")
	case models.LetterInterview:
		c.Title, c.Number = "信访工作约谈通知", "盘林湿信约〔2026〕1号"
		c.Paragraphs = body("因本年度第二次办理超期，定于2026年12月1日上午9时在局会议室约谈你科室负责人。", "请准备书面材料，说明原因和改进措施。")
	case models.LetterReview:
		c.Title, c.Number = "信访事项公开评议申请", "盘林湿信评〔2026〕1号"
		c.Addressee = "市信访工作联席会议办公室："
		c.Paragraphs = body("信访事项（编号 LS20261120-0007）已经依法办理，信访人仍不满意。经初评，处理适当，现申请组织公开评议。")
	default:
		c.Title, c.Number = "信访事项办结报告", "盘林湿信报〔2026〕1号"
		c.Addressee = "市信访局："
		c.Paragraphs = body("你局转办的信访事项（编号 LS20261120-0007）已经办结，现将结果报告如下。", "经查，反映情况属实，填土已经清除，信访人表示满意。")
	}
	return c
}

// body makes paragraphs of the text.
func body(texts ...string) []Paragraph {
	var out []Paragraph
	for _, text := range texts {
		out = append(out, Paragraph{Text: text})
	}
	return out
}

// ruler is a letter of lines that show the grid: each paragraph is one line of
// 26 characters after its indent of two.
func ruler(lines int) Content {
	c := sample(models.LetterAcceptance)
	c.Paragraphs = nil
	for range lines {
		c.Paragraphs = append(c.Paragraphs, Paragraph{Text: strings.Repeat("湿", 26)})
	}
	return c
}
