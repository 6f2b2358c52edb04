package messages

import (
	"fmt"

	"onevisit/models"
)

// LetterList lists a case's letters for staff; a number sends one's file.
func LetterList(b *models.Bureau, c *models.Case) Message {
	if len(c.Letters) == 0 {
		return Say(c.Number + " 还没有文书。")
	}
	m := Say(c.Number + " 的文书：")
	for _, l := range c.Letters {
		m.Text += fmt.Sprintf("\n%d. %s　%s%s", l.ID, letterNamed(b, &l), Day(l.At), letterStanding(&l))
		m.Means = append(m.Means, fmt.Sprintf("%s %s %d", StaffWordName(WordLetters), c.Number, l.ID))
	}
	return m.WithFoot("回复数字，把这份文件再发给您。")
}

func letterNamed(b *models.Bureau, l *models.Letter) string {
	return LetterName(l.Number.Kind) + " " + NumberText(b.Organ, l.Number)
}

// letterStanding says why a letter has no file to send.
func letterStanding(l *models.Letter) string {
	switch {
	case l.Void:
		return "（已作废）"
	case l.Unmade:
		return "（正在生成）"
	}
	return ""
}

// OfferLetters adds the letters to what can be done with a case in detail.
func OfferLetters(m Message, c *models.Case) Message {
	word := StaffWordName(WordLetters)
	if m.Foot == "" {
		m.Foot = "您现在可以（回复数字）："
	} else {
		m.Foot += "、"
	}
	m.Foot += fmt.Sprintf("%d %s", len(m.Means)+1, word)
	m.Means = append(m.Means, word+" "+c.Number)
	return m
}

// AskLettersOf asks for which case letters are wanted.
func AskLettersOf() Message { return Say("请带上编号，例如：文书 0007") }

// FilesNotYours refuses the files to somebody who does not work on the case.
func FilesNotYours() Message {
	return Say("文书上有信访人的完整信息，由办公室和这件事的科室长、承办人、首办直接责任人取用。")
}

// FileComes says that a letter's file is on its way, or why it has none to
// send; a number means another letter of the list.
func FileComes(b *models.Bureau, c *models.Case, l *models.Letter) Message {
	m := Say("正在发给您：" + letterNamed(b, l) + "。")
	switch {
	case l.Void:
		m = Say(letterNamed(b, l) + " 已作废，不再发送。")
	case l.Unmade:
		m = Say(letterNamed(b, l) + " 正在生成，请过几分钟再取。")
	}
	if m.Means = LetterList(b, c).Means; len(m.Means) > 1 {
		m.Foot = "要别的文书，接着回复数字。"
	}
	return m
}
