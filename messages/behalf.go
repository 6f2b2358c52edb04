package messages

import (
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// The words that begin a filing on behalf of somebody.
const (
	WordFileVisit    StaffWord = "file-visit"
	WordFileLetter   StaffWord = "file-letter"
	WordFileCall     StaffWord = "file-call"
	WordFileTransfer StaffWord = "file-transfer"
)

// FilesBy is how a matter came in that a word registers; empty for all other
// words.
func FilesBy(w StaffWord) models.Channel {
	switch w {
	case WordFileVisit:
		return models.ChannelVisit
	case WordFileLetter:
		return models.ChannelLetter
	case WordFileCall:
		return models.ChannelCall
	case WordFileTransfer:
		return models.ChannelTransfer
	}
	return ""
}

// AskToldNotice asks whether the person present was told what is collected
// and why. Who wrote a letter reads it on the slip.
func AskToldNotice(c models.Channel) Message {
	return Say("代办登记（"+ChannelName(c)+"）\n请先告诉对方：为办理所反映的事项，要记录事情经过、姓名、电话，办结后按信访档案保存，可以查询、更正、撤回，也可以匿名。\n对方同意吗？").
		WithChoices("已告知，同意", "不同意").WithFoot(dialogueFoot(false))
}

// BehalfRefused says that nothing was registered.
func BehalfRefused() Message {
	return Say("没有登记任何内容。")
}

// BehalfKept says that an unfinished registration is kept.
func BehalfKept(days int) Message {
	return Say(fmt.Sprintf("已退出，没有登记。填的内容保留 %d 天，回复“来访登记”可以接着填。", days))
}

// AskBehalfKind asks what sort of matter it is.
func AskBehalfKind(c models.Channel) Message {
	m := Say("代办登记（" + ChannelName(c) + "）\n反映的是哪一类事？")
	for _, k := range Kinds() {
		m = m.WithChoices(k.Label)
	}
	return m.WithFoot(dialogueFoot(false))
}

// AskBehalfAccused asks whom a report of misconduct is about.
func AskBehalfAccused() Message {
	return Say("这件事从现在起保密，提交后只有指定人员能看到。\n反映的是谁、哪个科室？").WithFoot(dialogueFoot(true))
}

// AskBehalfClaim asks for the matter and pictures of the papers.
func AskBehalfClaim(chars, files int) Message {
	if chars+files > 0 {
		return ClaimGoesOn(chars, files).WithFoot(dialogueFoot(false))
	}
	return Say(fmt.Sprintf("请写下反映的事：时间、地点、经过、诉求。可以分几次发；信件、材料请拍照发来。\n写完后回复“完成”。（%d 到 %d 个字）", ClaimMin, ClaimMax)).
		WithFoot(dialogueFoot(false))
}

// AskBehalfStanding asks how the petitioner appears.
func AskBehalfStanding() Message {
	return Say("信访人用什么身份？").WithChoices("实名（本人）", "匿名（不能书面答复）", "联名（2 到 5 名代表）").WithFoot(dialogueFoot(false))
}

// AskBehalfName asks for the petitioner's name.
func AskBehalfName() Message { return Say("信访人的姓名：").WithFoot(dialogueFoot(false)) }

// AskBehalfPhone asks for the petitioner's phone, which some have not.
func AskBehalfPhone(optional bool) Message {
	text := "信访人的手机号（或带区号的座机号）：\n以后绑定微信要核对后四位。"
	if optional {
		text += "\n没有电话的，回复“没有”，文书按通信地址邮寄。"
	}
	return Say(text).WithFoot(dialogueFoot(false))
}

// AskBehalfLetters asks for the address of somebody who has no phone.
func AskBehalfLetters() Message {
	return Say("没有电话的要有通信地址，文书按这个地址邮寄。信访人的通信地址：").WithFoot(dialogueFoot(false))
}

// AddressShort says that no letter would find an address.
func AddressShort() string { return "地址太短，邮不到。请写到乡镇、村和门牌。" }

// AskBehalfIdentity asks for the identity number where the bureau wants it.
func AskBehalfIdentity() Message {
	return Say("信访人的身份证号（18 位）：").WithFoot(dialogueFoot(true))
}

// AskBehalfAddress asks where letters go by post.
func AskBehalfAddress() Message {
	return Say("信访人的通信地址（邮寄文书用）：").WithFoot(dialogueFoot(true))
}

// Slip is what the petitioner takes home from a registration by staff.
type Slip struct {
	Number, Code string
	Channel      models.Channel
	At           time.Time
	Confidential bool
	SameDay      bool
	// Link opens the slip's page; empty where nobody outside reaches us.
	Link string
	// Bindable says that the phone on file can bind the case to an account.
	Bindable bool
}

// BehalfDone tells the clerk what was registered, with the link to the slip and
// its words to copy out where it cannot be printed.
func BehalfDone(o models.Organ, s Slip) Message {
	lines := []string{"已代办登记（" + ChannelName(s.Channel) + "）。"}
	if s.Link != "" {
		lines = append(lines, "请点最下面的“打印回执”，打印出来（带二维码）交给或寄给信访人，当天有效。打印不了的，把这些抄给对方：")
	} else {
		lines = append(lines, "请把下面的回执抄给信访人（还没有设置本系统的对外网址，打印不了带二维码的回执，请告诉管理员）：")
	}
	lines = append(lines, "",
		o.Name+"信访登记回执", "编号："+s.Number, "查询码："+s.Code, "登记日期："+FullDay(s.At),
		"查进度：在微信关注“"+o.Name+"”，回复“凭查询码查询”，发编号和查询码。")
	if s.Bindable {
		lines = append(lines, "收通知：查到以后选“绑定到我的微信”，填登记电话的后四位，进展就会发到微信。")
	}
	lines = append(lines, "电话："+o.Phone, "告知：所留信息只用于办理本事项，可以查询、更正、补充，办结前可以撤回。")
	m := Say(strings.Join(lines, "\n"))
	when := "今天之内"
	if !s.SameDay {
		when = "下一个工作日之内"
	}
	m.Foot = "查询码只显示这一次。"
	if s.Confidential {
		m.Foot += "这件事保密，已转指定人员登记。"
	} else {
		m.Foot += when + "请登记分类，回复 1 接着登记。"
		m.Means = []string{VerbName(models.VerbRegister) + " " + s.Number}
	}
	if s.Link != "" {
		m.Link = &Link{Label: "打印回执", URL: s.Link}
	}
	return m
}
