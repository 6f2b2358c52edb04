package messages

import (
	"fmt"

	"onevisit/models"
)

// The length of a petitioner's reasons and objections, in characters.
const WordsMin, WordsMax = 5, 1000

// WordsLength says how long an answer in words must be.
func WordsLength() string {
	return fmt.Sprintf("请用文字写，%d 到 %d 个字。", WordsMin, WordsMax)
}

// AskSupplementText asks what is to be added.
func AskSupplementText(number string) Message {
	return Say("给 " + number + " 补充什么？可以发文字、照片、语音、位置，可以分几次发。\n发完回复“完成”。").WithFoot("（可回复：取消）")
}

// SupplementGoesOn acknowledges one part.
func SupplementGoesOn(texts, files int) Message {
	return Say(fmt.Sprintf("记下了（文字 %d 段，附件 %d 个）。接着发，或者：", texts, files)).WithChoices("完成")
}

// Supplemented says that the addition arrived.
func Supplemented(number string) Message {
	return Say("已补充到 " + number + "，承办人员能看到。办理期限不变。").WithChoices(PetitionerCommandName(AskTrack))
}

// Urged says that the section was reminded, and of its due.
func Urged(b *models.Bureau, c *models.Case) Message {
	return Say("已经替您催了。" + Standing(b, c) + "\n每天可以催一次。").WithChoices(PetitionerCommandName(AskTrack))
}

// AskWithdrawConfirm asks for a plain yes before a case is taken back.
func AskWithdrawConfirm(number string) Message {
	return Say("撤回后，"+number+" 就不再办理了，不能恢复。确定撤回吗？").WithChoices("确定撤回", "不撤回")
}

// WithdrawnReply says that the case is taken back, or who must still agree.
func WithdrawnReply(c *models.Case) Message {
	if c.State != models.Withdrawn {
		return Say("您已同意撤回 " + c.Number + "。这是联名事项，其他代表也同意后才算撤回；在那以前照常办理。")
	}
	return Say("已撤回 " + c.Number + "，不再办理。以后有新的情况可以重新提交。")
}

// AskObjection asks why somebody objects to a decline.
func AskObjection(number string) Message {
	return Say("您对 " + number + " 不予受理的决定有什么不同意见？请写清理由。\n异议只能提一次，由分管领导复核。").WithFoot("（可回复：取消）")
}

// ConfirmObjection shows the objection before it counts.
func ConfirmObjection(text string) Message {
	return Say("您的异议：\n"+text).WithChoices("提交", "不提了")
}

// Objected says that the objection arrived.
func Objected(number string) Message {
	return Say("异议已提交，分管领导会复核 " + number + "，结果会告诉您。")
}

func scoreChoices(text string) Message {
	return Say(text).WithChoices(ScoreName(models.ScoreGood), ScoreName(models.ScoreFair), ScoreName(models.ScoreBad)).
		WithFoot("（可回复：返回、取消）")
}

// AskOfficeScore asks for the score of the office.
func AskOfficeScore(number string) Message {
	return scoreChoices(number + "\n您对信访工作机构（登记、告知、送达）满意吗？")
}

// AskSectionScore asks for the score of the section.
func AskSectionScore(string) Message {
	return scoreChoices("您对承办科室（调查、处理、答复）满意吗？")
}

// AskBadReason asks an unsatisfied petitioner why.
func AskBadReason() Message {
	return Say("哪里不满意？请写一写，我们会逐条研判。").WithFoot("（可回复：返回、取消）")
}

// ConfirmRating shows the rating before it counts.
func ConfirmRating(office, section models.Score, reason string) Message {
	text := "您的评价：\n信访工作机构：" + ScoreName(office) + "\n承办科室：" + ScoreName(section)
	if reason != "" {
		text += "\n原因：" + reason
	}
	return Say(text+"\n提交后不能改。").WithChoices("提交评价", "先不评了")
}

// Rated thanks, and says what follows an unsatisfied rating.
func Rated(c *models.Case) Message {
	if c.State == models.Disputed {
		k := c.Running(models.ClockJudge, "")
		when := "近期"
		if k != nil {
			when = DueDay(k.Due) + "前"
		}
		return Say("您的评价已收到。因为您不满意，我们" + when + "研判是否重新办理，结果会告诉您。")
	}
	return Say("谢谢您的评价！" + c.Number + " 已办结。祝您生活顺利。")
}

// AskLetterWhich asks which letter to read.
func AskLetterWhich(b *models.Bureau, list []models.Letter) Message {
	m := Say("您要看哪一份文书？")
	for _, l := range list {
		label := LetterName(l.Number.Kind) + "（" + NumberText(b.Organ, l.Number) + "）"
		if l.Delivered.IsZero() {
			label += "·未确认收到"
		}
		m = m.WithChoices(label)
	}
	return m.WithFoot("（可回复：取消）")
}

// LetterPart is one part of a letter with what can be done below it.
func LetterPart(text string, part, parts int, delivered, consent bool) Message {
	m := Say(text)
	if part < parts {
		m = m.WithChoices("更多")
		return m.WithFoot(fmt.Sprintf("（第 %d 部分，共 %d 部分）", part, parts))
	}
	if delivered {
		return m.WithFoot("（全文完，您已确认收到）")
	}
	m = m.WithChoices("确认收到")
	m.Foot = "（全文完）"
	if consent {
		m.Foot = "（全文完。确认收到，就表示您同意用微信接收文书；要纸质的，请不要点，直接与我们联系。）"
	}
	return m
}

// ConfirmsReceipt reports that somebody says a letter arrived.
func ConfirmsReceipt(text string) bool {
	switch text {
	case "确认收到", "收到", "收到了", "确认", "已收到":
		return true
	}
	return false
}

// ReadOn asks to read to the end before confirming.
func ReadOn() Message {
	return Say("还没有看完。请先看完全文，再确认收到。").WithChoices("更多")
}

// LastPartHelp says what can be done at the end of a letter.
func LastPartHelp() Message {
	m := Say("看完了就点“确认收到”；暂时不确认，回复“取消”。").WithChoices("确认收到")
	return m
}

// Received thanks for the receipt and says what follows.
func Received(c *models.Case, l *models.Letter) Message {
	if l == nil {
		return Say("已确认收到。")
	}
	switch {
	case c.State == models.Delivered && l == c.OpinionLetter():
		rate := c.Running(models.ClockRate, "")
		when := "30 天内"
		if rate != nil {
			when = DueDay(rate.Due) + "前"
		}
		return Say("已确认收到。请您" + when + "评价一下办得怎么样。").WithChoices(PetitionerCommandName(AskRate))
	case l.Number.Kind == models.LetterDecline:
		return Say("已确认收到。不服这个决定，30 天内可以提出一次异议。").WithChoices(PetitionerCommandName(AskObject))
	}
	return Say("已确认收到。").WithChoices(PetitionerCommandName(AskTrack))
}
