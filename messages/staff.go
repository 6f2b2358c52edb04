package messages

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// NotOnRoster answers somebody whom the roster does not know.
func NotOnRoster() Message {
	return Say("您不在信访工作人员名册里，不能在这里办理。请联系办公室管理员。")
}

// StaffWelcome greets a new member of the app.
func StaffWelcome(name string) Message {
	m := StaffHelp()
	m.Text = name + "，您好！这里是信访督办。\n" + m.Text
	return m
}

// StaffWordsOnly asks for words instead of a picture.
func StaffWordsOnly() Message {
	return Say("这里暂时只认文字。回复“待办”看手里的事项，回复“帮助”看能办什么。")
}

// StaffHelp lists the commands by the way of a case.
func StaffHelp() Message {
	return Say("点最下面的菜单看清单，回复数字看一件、办一步。\n也可以打字，后面加编号末四位，例如：受理 0007：\n" +
		"· 待办、已办、督办中、本科室、统计、详情、文书\n" +
		"· 登记、直接答复、转送、交办、改派\n" +
		"· 签收、退回、受理、拟不予受理、不予受理\n" +
		"· 拟稿、退改、审核、录入、送达\n" +
		"· 研判、包保、包保办结、落实\n" +
		"· 督办、反馈、批示、包案、催办\n" +
		"· 来访登记、来信登记、来电登记、转送登记（替信访人提交）\n" +
		"· 归档、撤销（10 分钟内收回自己刚办的一步）\n" +
		"· 台账、通报、约谈、说明、免责、提请（办理超期）\n" +
		"· 会议、议定反馈\n" +
		"· 重发（没有送到的通知）\n" +
		"只有一件事能办时不用写编号；缺什么会一项一项问您。")
}

// StaffNotUnderstood answers what fits no command.
func StaffNotUnderstood() Message {
	return Say("没有看懂，什么也没有改动。").WithChoices("待办", "帮助").WithFoot("办理请发“指令 编号”，例如：受理 0007")
}

// AskCaseNumber asks which case to show.
func AskCaseNumber() Message { return Say("请带上编号，例如：详情 0007") }

// Light is how near a due is.
func Light(due, now time.Time) string {
	switch days := int(models.DateOf(due)-1) - int(models.DateOf(now)); {
	case !now.Before(due):
		return "🔴"
	case days <= 1:
		return "🟡"
	}
	return "🟢"
}

// Left says how much time is left to a due, in whole days.
func TimeLeft(due, now time.Time) string {
	days := int(models.DateOf(due)-1) - int(models.DateOf(now))
	switch {
	case !now.Before(due):
		return fmt.Sprintf("超期 %d 天", max(1, -days))
	case days == 0:
		return "今天到期"
	}
	return fmt.Sprintf("剩 %d 天", days)
}

// CategoryName is a case's category; a confidential case does not say it.
func CategoryName(b *models.Bureau, c *models.Case) string {
	if c.Confidential {
		return "保密件"
	}
	category, _ := b.Category(c.Category)
	return category.Name
}

// CaseDetail is one case as its people need it: masked, with what this person
// can do now.
func CaseDetail(l *models.Law, c *models.Case, entries []models.AuditEntry, possible []models.Verb, now time.Time) Message {
	lines := []string{c.Number + " " + CategoryName(l.Bureau, c) + "【" + StateName(c.State) + "】"}
	for _, k := range c.Clocks {
		if k.Running() && !l.Rule(k.Kind).Window {
			lines = append(lines, Light(k.Due, now)+" "+ClockDuty(l.Bureau, c, k)+"："+TimeLeft(k.Due, now)+"（"+DueDay(k.Due)+"前）")
		}
	}
	lines = append(lines, "信访人："+Who(c), "诉求："+Short(c.Words.Claim, 200))
	add := func(name, v string) {
		if v != "" {
			lines = append(lines, name+"："+v)
		}
	}
	add("地点", Short(c.Words.Place, 60))
	if n := len(c.Words.Attachments); n > 0 {
		add("附件", fmt.Sprintf("%d 个", n))
	}
	if c.Section != "" {
		add("承办", SectionName(l.Bureau, c.Section)+"　科室长 "+StaffName(l.Bureau, c.Chief))
		if c.Handler != "" {
			add("承办人", StaffName(l.Bureau, c.Handler))
		}
	}
	if c.CaseOfficer != "" {
		add("首办直接责任人", StaffName(l.Bureau, c.CaseOfficer))
	}
	add("督办要求", Short(c.Words.Requirement, 120))
	if d := c.Facts.Draft; d != nil && c.State == models.Drafted {
		add("查明的事实", c.Words.Findings)
		add("法律政策依据", c.Words.Basis)
		add("处理意见", OutcomeName(d.Outcome)+"。"+c.Words.Opinion)
	}
	for i, e := range entries[max(0, len(entries)-5):] {
		if i == 0 {
			lines = append(lines, "最近：")
		}
		lines = append(lines, "· "+Moment(e.At)+" "+deed(e)+actorName(l.Bureau, e.Actor))
	}
	m := Say(strings.Join(lines, "\n"))
	if len(possible) > 0 {
		m.Foot = "您现在可以（回复数字）：" + numberedVerbs(possible)
	}
	for _, v := range possible {
		m.Means = append(m.Means, VerbName(v)+" "+c.Number)
	}
	return m
}

// Who is the petitioner as staff see them: masked.
func Who(c *models.Case) string {
	if c.Anonymous {
		return "匿名"
	}
	who := models.MaskName(c.Words.Petitioner.Name) + " " + cmp.Or(models.MaskPhone(c.Words.Petitioner.Phone), "没有电话")
	if n := len(c.Words.Signers); n > 0 {
		who += fmt.Sprintf(" 等 %d 名代表", n+1)
	}
	return who
}

func actorName(b *models.Bureau, a models.Actor) string {
	switch a.Kind {
	case models.ActorStaff:
		return "（" + StaffName(b, a.ID) + strings.Trim(forWhom(b, a.For), "（）") + "）"
	case models.ActorPetitioner:
		return "（信访人）"
	}
	return ""
}

func numberedVerbs(verbs []models.Verb) string {
	var names []string
	for i, v := range verbs {
		names = append(names, fmt.Sprintf("%d %s", i+1, VerbName(v)))
	}
	return strings.Join(names, "、")
}

// NothingToAct says that no case allows the verb to this person now.
func NothingToAct(v models.Verb) Message {
	return Say("现在没有您可以“" + VerbName(v) + "”的事项。").WithChoices("待办").
		WithFoot("“" + VerbName(v) + "”由" + PartiesOf(v) + "办理。")
}

// AskWhichCase asks which of several cases a command means.
func AskWhichCase(v models.Verb, lines []string) Message {
	return Say("“" + VerbName(v) + "”哪一件？").WithChoices(lines...).WithFoot("（可回复：编号末四位、取消）")
}

// AskVerb asks which of several decisions is meant.
func AskVerb(verbs []models.Verb) Message {
	m := Say("您的决定是？")
	for _, v := range verbs {
		m = m.WithChoices(VerbName(v))
	}
	return m.WithFoot("（可回复：取消）")
}

// Value is one value of an argument with its words.
type Value struct{ Value, Label string }

// ValueLabels are the words alone.
func ValueLabels(values []Value) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.Label
	}
	return out
}

// NotOneOf says that an answer fits none of the choices.
func NotOneOf() string { return "没有看懂，请从下面选一个。" }

// AskArg asks for one argument of a verb.
func AskArg(v models.Verb, spec models.ArgSpec, values []Value, number string) Message {
	head := VerbName(v) + " " + number + "\n"
	text := head + askChoice(spec.Arg)
	if spec.Arg == models.ArgConsent {
		text = head + askConsent(v)
	}
	switch spec.Kind {
	case models.KindText:
		text = head + askWords(v, spec)
	case models.KindDate:
		text = head + ArgName(spec.Arg) + "是哪一天？例如：11-30"
	case models.KindDays:
		text = head + fmt.Sprintf("要几天？（1 到 %d）", spec.Max)
	case models.KindTicks:
		text = head + "快办要三条都符合。符合哪几条？（回复“全部”，或数字，例如：123）"
	case models.KindPlain, models.KindCase:
		if len(values) == 0 {
			text = head + "请写" + ArgName(spec.Arg) + "："
		}
	}
	return Say(text).WithChoices(ValueLabels(values)...).WithFoot("（可回复：返回、取消）")
}

// askConsent asks whether somebody agreed whose consent a verb needs.
func askConsent(v models.Verb) string {
	if v == models.VerbHandBack {
		return "交办单位同意退回了吗？没有同意的，请先沟通，回复“取消”。"
	}
	return "信访人同意公开了吗？请留好凭据；没有同意的，回复“取消”。"
}

// askChoice asks for one of the values below.
func askChoice(a models.Arg) string {
	switch a {
	case models.ArgClass:
		return "是哪一类事项？"
	case models.ArgRepeat:
		return "是初次信访，还是重复信访？"
	case models.ArgSection:
		return "交给哪个科室？（第一个是该类别的归口科室）"
	case models.ArgTrack:
		return "快办（10 日）还是普通（60 日）？"
	case models.ArgHandler:
		return "由谁承办？"
	case models.ArgOutcome:
		return "处理结果是？"
	case models.ArgFact:
		return "录入哪一项？"
	case models.ArgMethod:
		return "用什么方式送达？"
	}
	return "请选择" + ArgName(a) + "："
}

// askWords asks for words, with an example where it helps.
func askWords(v models.Verb, spec models.ArgSpec) string {
	examples := map[models.Arg]string{
		models.ArgFindings: "例如：经现场核查，该地块……",
		models.ArgBasis:    "例如：《中华人民共和国湿地保护法》第二十八条",
		models.ArgOpinion:  "逐项答复诉求，例如：责令当事人 30 日内恢复湿地原状。",
		models.ArgRoute:    "例如：可向人民法院提起诉讼（12368）。",
		models.ArgEvidence: "例如：现场照片 3 张、收据 1 份。",
		models.ArgNumber:   "例如：LN20261123001",
	}
	text := "请写" + ArgName(spec.Arg)
	switch v {
	case models.VerbVisit:
		if spec.Arg == models.ArgPerson {
			text = "谁来访？请写姓名"
		}
	case models.VerbAnswer:
		text = "请写办理情况（“收到”不算反馈）"
	case models.VerbForward:
		if spec.Arg == models.ArgOrgan {
			text = "转送给哪个单位？请写单位名称"
		}
	case models.VerbRecordReexamine:
		if spec.Arg == models.ArgOrgan {
			text = "哪个机关作出的决定？请写机关名称"
		}
	case models.VerbReply:
		text = "请写答复内容"
	case models.VerbInstruct:
		text = "请写批示内容"
	case models.VerbAsk:
		text = "请写要问信访人的话"
	case models.VerbSupervise, models.VerbRedo:
		if spec.Arg == models.ArgText {
			text = "请写办理要求"
		}
	}
	if spec.Min > 0 && spec.Max > 0 {
		text += fmt.Sprintf("（%d 到 %d 个字）", spec.Min, spec.Max)
	}
	text += "："
	if e := examples[spec.Arg]; e != "" {
		text += "\n" + e
	}
	return text
}

// Field is one argument in a preview.
type Field struct {
	Arg   models.Arg
	Value string
}

// previewChars keeps a preview of four long texts within one message.
const previewChars = 100

// Preview shows what a person wrote before it counts.
func Preview(v models.Verb, number string, fields []Field) Message {
	lines := []string{"请核对：" + VerbName(v) + " " + number}
	for _, f := range fields {
		lines = append(lines, ArgName(f.Arg)+"："+Short(f.Value, previewChars))
	}
	return Say(strings.Join(lines, "\n")).WithChoices("确认", "重写", "取消")
}

// Confirms reports that somebody says yes to a preview.
func Confirms(text string) bool {
	switch text {
	case "确认", "是", "对", "好", "好的", "可以", "行":
		return true
	}
	return false
}
