package messages

import (
	"fmt"
	"strings"

	"onevisit/models"
)

// NoticeVersion names the wording of CollectionNotice. It is kept with every
// case: change it whenever the wording changes.
const NoticeVersion = "2026-11"

// Kind is what petitioners say their matter is, before a clerk classifies it.
type Kind struct {
	Class models.Class
	Label string
}

// Kinds lists the kinds in the order they are offered.
func Kinds() []Kind {
	return []Kind{
		{models.ClassAppeal, "投诉求助（有困难要解决）"},
		{models.ClassAdvice, "意见建议"},
		{models.ClassReport, "举报干部作风问题（保密）"},
		{models.ClassConsult, "咨询政策"},
		{models.ClassLegal, "法院、仲裁、纪检方面的事"},
	}
}

// dialogueFoot reminds of the words that work at every step.
func dialogueFoot(skip bool) string {
	if skip {
		return "（可回复：跳过、返回、取消、帮助）"
	}
	return "（可回复：返回、取消、帮助）"
}

// Welcome greets a new follower.
func Welcome(o models.Organ) Message {
	m := Menu()
	m.Text = "您好，这里是" + o.Name + "信访服务号。\n在手机上就能反映问题、查进度、看答复、作评价，不用来回跑。\n请点一下，或回复数字："
	return m
}

// Menu is what a petitioner can do.
func Menu() Message {
	m := Say("您可以办理以下事项，请点一下，或回复数字：")
	for _, c := range PetitionerMenu() {
		m = m.WithChoices(PetitionerCommandName(c))
	}
	return m
}

// NotUnderstood answers what fits nothing: with what can be done.
func NotUnderstood() Message {
	m := Menu()
	m.Text = "没有看懂您的意思，您说的内容还没有登记。\n要反映问题请选 1。您也可以："
	return m
}

// SmallTalk answers a greeting or thanks; nobody who greets is misunderstood.
func SmallTalk(text string) (Message, bool) {
	text = strings.TrimRight(text, "。.！!，, ~～")
	for _, w := range []string{"谢谢", "多谢", "感谢", "辛苦了"} {
		if strings.HasPrefix(text, w) && len([]rune(text)) <= 12 {
			return Say("不客气，这是我们应该做的。有事随时说，回复“帮助”看看能办什么。"), true
		}
	}
	switch text {
	case "你好", "您好", "在吗", "有人吗", "喂", "早上好", "下午好", "晚上好", "人工", "客服":
		m := Menu()
		m.Text = "您好！请问要办什么？请点一下，或回复数字："
		return m, true
	}
	return Message{}, false
}

// OnlyText answers a picture, voice or place that came outside a dialogue.
func OnlyText() Message {
	m := Say("收到了您发来的内容，但现在不知道它属于哪件事，还没有登记。").
		WithChoices(PetitionerCommandName(AskSubmit), PetitionerCommandName(AskSupplement))
	return m.WithFoot("新的问题请选 1；给已提交的事项补充请选 2，然后再发一次。")
}

// CollectionNotice tells before anything is asked who collects what, why, for
// how long and with which rights; the petitioner goes on by agreeing.
func CollectionNotice(o models.Organ) Message {
	m := Say(fmt.Sprintf("提交前请先看一看：\n"+
		"一、谁收集：%s。\n"+
		"二、收集什么：您反映的事情、姓名、电话、地址和您发来的照片等。\n"+
		"三、做什么用：只用于办理您反映的事项，并告诉您结果。\n"+
		"四、保存多久：办结后按信访档案规定保存。\n"+
		"五、您的权利：可以查询、更正、补充，没办结前可以撤回；也可以匿名，但匿名的事项无法书面答复。\n"+
		"咨询电话：%s", o.Name, o.Phone)).WithChoices("同意，开始填写", "不同意")
	return m
}

// NoticeRefused ends politely when somebody does not agree.
func NoticeRefused(o models.Organ) Message {
	return Say("好的，没有收集您的任何信息。\n您也可以打电话 " + o.Phone + "，或到" + o.Address + "当面反映。")
}

// DraftFound offers an unfinished filing again. dropped says that a message
// came in that is not part of it.
func DraftFound(dropped bool) Message {
	text := "您上次有一件事还没有填完。"
	if dropped {
		text += "（刚才这句话没有记进去。）"
	}
	return Say(text).WithChoices("接着填", "重新填", "不填了，删掉")
}

// DraftKept says that a cancelled filing is kept.
func DraftKept(days int) Message {
	return Say(fmt.Sprintf("已退出，没有提交。\n您填的内容保留 %d 天，回复“提交诉求”可以接着填。", days))
}

// DraftDropped says that the draft is gone.
func DraftDropped() Message {
	return Say("已删除，没有提交任何内容。需要时回复“提交诉求”重新开始。")
}

// AskKind asks what sort of matter it is.
func AskKind() Message {
	m := Say("您要办哪一类事？")
	for _, k := range Kinds() {
		m = m.WithChoices(k.Label)
	}
	return m.WithFoot(dialogueFoot(false))
}

// Route is a lawful way for matters that are not handled here.
func Route(topic string) string {
	switch topic {
	case "discipline":
		return "举报党员干部违纪违法，请向纪检监察机关反映：拨打 12388，或登录 12388 举报网站。"
	case "court":
		return "已经或应当由法院、仲裁机构处理的事，请走诉讼、仲裁程序：法院诉讼服务热线 12368，检察服务热线 12309，法律援助热线 12348。"
	case "police":
		return "对公安机关和民警的投诉，请拨打 12389。"
	}
	return "其他部门的事，可以拨打政务服务热线 12345。"
}

// OutOfScope shows the right route for litigation and discipline; the matter
// may still be filed.
func OutOfScope(topics ...string) Message {
	lines := []string{"按照诉访分离的规定，这类事一般不由我们受理，走下面的途径更快、更有效："}
	for _, t := range topics {
		lines = append(lines, "· "+Route(t))
	}
	return Say(strings.Join(lines, "\n")).WithChoices("我知道了，不提交", "仍然要提交")
}

// ScopeTopics recognises what somebody says at the kind step as a matter for
// another procedure.
func ScopeTopics(text string) []string {
	words := map[string][]string{
		"court":      {"法院", "判决", "打官司", "起诉", "诉讼", "仲裁", "执行局", "检察院", "上诉"},
		"discipline": {"纪委", "监察", "受贿", "贪污", "违纪", "行贿", "腐败"},
		"police":     {"公安局", "派出所", "民警"},
	}
	var topics []string
	for _, topic := range []string{"court", "discipline", "police"} {
		for _, w := range words[topic] {
			if strings.Contains(text, w) {
				topics = append(topics, topic)
				break
			}
		}
	}
	return topics
}

// RouteShown ends a filing that goes elsewhere.
func RouteShown() Message {
	return Say("好的，没有提交。以后有需要随时回复“提交诉求”。")
}

// HeadAccused is all that is said when the bureau's head is accused: nothing
// is kept here.
func HeadAccused() Message {
	return Say("您反映的是本单位主要负责人的问题，本单位不能自己处理，这里没有保存您说的任何内容。\n" + Route("discipline"))
}

// AskTop asks for the category's first level.
func AskTop(names []string) Message {
	return Say("是哪方面的问题？").WithChoices(names...).WithFoot(dialogueFoot(false))
}

// AskLeaf asks for the category's second level.
func AskLeaf(top string, names []string) Message {
	return Say("“" + top + "”里具体是哪一种？").WithChoices(names...).WithFoot(dialogueFoot(false))
}

// AskAccused asks whom a report of misconduct is about.
func AskAccused() Message {
	return Say("您的举报从现在起保密，只有指定人员能看到。\n您反映的是谁、哪个科室？（写姓名或科室，我们会让他回避）").WithFoot(dialogueFoot(true))
}

// AskClaim asks what happened, with what was written before, if anything.
func AskClaim(chars, files int) Message {
	if chars+files > 0 {
		return ClaimGoesOn(chars, files).WithFoot(dialogueFoot(false))
	}
	return Say(fmt.Sprintf("请说说是什么事：时间、地点、经过，您希望怎么解决。\n可以分几次发，也可以发照片、语音、位置。\n写完后回复“完成”。（%d 到 %d 个字）", ClaimMin, ClaimMax)).
		WithFoot(dialogueFoot(false))
}

// ClaimMin and ClaimMax are the lengths of a claim in characters.
const ClaimMin, ClaimMax = 15, 2000

// ClaimGoesOn acknowledges one part of the claim.
func ClaimGoesOn(chars, files int) Message {
	text := fmt.Sprintf("记下了，现在有 %d 个字", chars)
	if files > 0 {
		text += fmt.Sprintf("、%d 个附件", files)
	}
	return Say(text + "。接着发，或者：").WithChoices("完成")
}

// ClaimShort says how much is missing.
func ClaimShort(chars int) Message {
	return Say(fmt.Sprintf("现在只有 %d 个字，至少要 %d 个字才说得清楚。\n请再写一写：什么时候、在哪里、发生了什么、希望怎么解决。", chars, ClaimMin))
}

// ClaimLong says that the last part did not fit.
func ClaimLong() Message {
	return Say(fmt.Sprintf("一件事最多 %d 个字，刚才这段放不下，没有记进去。\n请写短一些再发，或者把材料拍成照片发来；写完回复“完成”。", ClaimMax))
}

// VoiceKept says that a voice message was kept without words.
func VoiceKept() Message {
	return Say("语音已保存，但没有识别出文字。请再用文字简单写几句，方便工作人员办理；写完回复“完成”。")
}

// TooManyFiles says that no more files fit.
func TooManyFiles(most int) Message {
	return Say(fmt.Sprintf("一件事最多 %d 个附件，这一个没有存。接着写，或回复“完成”。", most))
}

// AskPlace asks where it happened.
func AskPlace() Message {
	return Say("事情发生在哪里？（县区、乡镇、村，或发送位置）").WithFoot(dialogueFoot(true))
}

// AskAnonymous asks how the petitioner wants to appear.
func AskAnonymous() Message {
	return Say("您用什么身份提交？").WithChoices("实名（本人）", "匿名（不能书面答复）", "联名（2 到 5 名代表）").WithFoot(dialogueFoot(false))
}

// KnownPetitioner offers to use what was given the last time.
func KnownPetitioner(p models.Petitioner) Message {
	return Say("您上次留的是："+models.MaskName(p.Name)+"，"+models.MaskPhone(p.Phone)+"。这次还用吗？").WithChoices("还用这个", "换一个").
		WithFoot(dialogueFoot(false))
}

// AskName asks for the petitioner's name.
func AskName() Message {
	return Say("请告诉我们您的姓名：").WithFoot(dialogueFoot(false))
}

// BadName says why a name was not taken.
func BadName() Message { return Say("姓名要 2 到 30 个字，请写身份证上的姓名。") }

// AskPhone asks for the phone number.
func AskPhone() Message {
	return Say("您的手机号（或带区号的座机号）：\n只用来和您联系这件事。").WithFoot(dialogueFoot(false))
}

// BadPhone says why a number was not taken.
func BadPhone() Message {
	return Say("这个号码不对。手机号是 11 位数字，座机要带区号，例如 0427-1234567。请再发一次。")
}

// AskIdentity asks for the identity number where the bureau wants it.
func AskIdentity() Message {
	return Say("您的身份证号（18 位，只用于核对是不是同一个人）：").WithFoot(dialogueFoot(true))
}

// BadIdentity says why an identity number was not taken.
func BadIdentity() Message {
	return Say("身份证号不对，请核对 18 位号码（最后一位可能是 X），再发一次。")
}

// AskSigner asks for another representative of a joint petition.
func AskSigner(n int, phoneOptional bool) Message {
	bare := ""
	if phoneOptional {
		bare = "（没有电话的只写姓名）"
	}
	return Say(fmt.Sprintf("请写第 %d 名代表的姓名和电话，例如：张三 13800000000%s\n没有别的代表了就回复“完成”。", n, bare)).WithFoot(dialogueFoot(false))
}

// BadSigner says how a representative is written.
func BadSigner() Message {
	return Say("没有看懂。请按“姓名 电话”写，例如：张三 13800000000")
}

// SignersMissing says that a joint petition needs a second representative.
func SignersMissing() Message {
	return Say("联名至少要再写一名代表，例如：张三 13800000000\n只有您自己就回复“返回”，改选实名。")
}

// AllTopics are the matters that other procedures handle.
func AllTopics() []string { return []string{"court", "discipline", "police"} }

// PlaceWords is a location that a map sent, as words.
func PlaceWords(label string, lat, lng float64) string {
	return strings.TrimSpace(fmt.Sprintf("%s（北纬%.5f，东经%.5f）", Short(label, 100), lat, lng))
}
