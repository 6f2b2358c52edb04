package messages

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"onevisit/models"
)

// Summary is everything a petitioner is about to submit.
type Summary struct {
	Kind, Category, Claim, Place, Accused string
	Files                                 int
	Anonymous, Confidential               bool
	Petitioner                            models.Petitioner
	Signers                               []models.Petitioner
}

// Confirm shows the summary and asks for the last word. The labels that can
// be changed stand in EditLabels.
func Confirm(s Summary) Message {
	lines := []string{"请核对：", "类型：" + s.Kind, "类别：" + s.Category, "事情：" + Short(s.Claim, 300)}
	add := func(name, v string) {
		if v != "" {
			lines = append(lines, name+"："+v)
		}
	}
	if s.Files > 0 {
		add("附件", fmt.Sprintf("%d 个", s.Files))
	}
	add("地点", s.Place)
	add("被反映人", s.Accused)
	if s.Anonymous {
		add("身份", "匿名（不能书面答复）")
	} else {
		add("姓名", s.Petitioner.Name)
		add("电话", cmp.Or(s.Petitioner.Phone, "没有"))
		add("通信地址", s.Petitioner.Address)
		if s.Petitioner.Identity != "" {
			add("身份证", "已填写")
		}
	}
	for i, p := range s.Signers {
		add(fmt.Sprintf("代表%d", i+2), strings.TrimSpace(p.Name+" "+p.Phone))
	}
	if s.Confidential {
		lines = append(lines, "（保密事项，只有指定人员能看到）")
	}
	m := Say(strings.Join(lines, "\n")).WithChoices("确认提交", "修改", "取消")
	return m
}

// AskEdit asks which part to change.
func AskEdit(labels []string) Message {
	return Say("要改哪一项？").WithChoices(labels...).WithFoot(dialogueFoot(false))
}

// EditLabel names a part of the filing that can be changed.
func EditLabel(step string) string {
	return map[string]string{
		"kind": "类型", "claim": "事情经过", "place": "地点", "standing": "身份（实名、匿名、联名）",
		"name": "姓名", "phone": "电话", "address": "通信地址",
	}[step]
}

// SubmittedReply tells the number and the query code.
func SubmittedReply(number, code string, dueSameDay bool) Message {
	when := "今天之内"
	if !dueSameDay {
		when = "下一个工作日之内"
	}
	m := Say(fmt.Sprintf("提交成功。\n编号：%s\n查询码：%s\n请记好（可以截图）。工作人员%s登记，每一步都会告诉您。\n没有收到消息也不用来回跑，随时可以查进度。", number, code, when)).
		WithChoices(PetitionerCommandName(AskTrack), PetitionerCommandName(AskSupplement))
	return m
}

// Short cuts a text to n characters and marks the cut.
func Short(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "……"
}

// SubmitHelp explains a step of the filing.
func SubmitHelp(step string) Message {
	text := map[string]string{
		"notice":   "这是收集个人信息前的告知。同意就回复 1，不同意就回复 2。",
		"kind":     "有具体困难要解决选 1；提建议选 2；举报干部作风选 3；问政策选 4。",
		"claim":    "像发短信一样，把事情分几条发过来就行，照片、语音、位置也可以。全部发完再回复“完成”。",
		"phone":    "写您常用的手机号。我们只为这件事和您联系，不会给别人。",
		"identity": "身份证号用来核对是不是同一个人，不想填可以回复“跳过”。",
		"standing": "实名可以收到书面答复；匿名只能在这里看进度；联名最多 5 名代表。",
		"signers":  "每次写一名代表：姓名 空格 电话。写完了回复“完成”。",
		"confirm":  "没有问题就回复 1 提交；要改就回复 2；不想提交了就回复 3。",
	}[step]
	if text == "" {
		text = "请按上面的提示回复；可以回复数字，也可以直接写。"
	}
	return Say(text + "\n返回：上一步；取消：先不填（保留 7 天）。")
}

// DialogueHelp explains the words that work in every other dialogue.
func DialogueHelp() Message {
	return Say("请按上面的提示回复数字或文字。\n返回：上一步；取消：退出，不会提交。")
}

// Left says that a dialogue was left.
func Left() Message {
	return Say("已退出，没有提交。需要时回复“帮助”看看能办什么。")
}

// PickNumber asks for one of the numbers shown.
func PickNumber(most int) string {
	return fmt.Sprintf("请回复 1 到 %d 的数字，或点一下选项。", most)
}

// CannotSkip says that a step is needed.
func CannotSkip() string { return "这一项不能跳过。" }

// NoWayBack says that this is the first step.
func NoWayBack() string { return "已经是第一步了。" }
