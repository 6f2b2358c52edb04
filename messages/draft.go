package messages

import (
	"fmt"
	"strings"

	"onevisit/models"
)

// provisional marks what is not issued yet, so that nobody takes a printed
// draft for the letter. A proof of delivery is a form then.
func (p *Page) provisional(k models.LetterKind) {
	if k == models.LetterReceipt {
		p.Number = "（登记送达后编号）"
		return
	}
	p.Title += "（草稿）"
	p.Number, p.Date = "（未编号）", "（日期以审核签发为准）"
	p.Note = "本件是草稿，供审核用，不得对外使用。"
}

// DraftText is a draft as a push may say it: all that is to be approved, but no
// full name and at most 20 characters of the claim, which stand in the file
// [law: who may see].
func DraftText(b *models.Bureau, l *models.Letter) string {
	shown := *l
	shown.Snapshot.Petitioner = models.MaskName(l.Snapshot.Petitioner)
	if claim := Short(l.Snapshot.Claim, 20); claim != l.Snapshot.Claim {
		shown.Snapshot.Claim = claim + "（全文见文件）"
	}
	return LetterText(b, &shown)
}

// DraftPart is one part of a draft's text for whoever approves it; the last one
// says what to reply.
func DraftPart(number string, v models.Verb, text string, part, of int) Message {
	head := "【草稿】" + number
	if of > 1 {
		head += fmt.Sprintf("（第 %d 部分，共 %d 部分）", part, of)
	}
	m := Say(head + "\n" + text)
	if part == of {
		m.Foot = StaffFoot(number, draftVerbs(v))
	}
	return m
}

// draftVerbs are what can be done about a draft after a step.
func draftVerbs(v models.Verb) []models.Verb {
	switch v {
	case models.VerbDraft:
		return []models.Verb{models.VerbApprove, models.VerbSendBack}
	case models.VerbApprove:
		return []models.Verb{models.VerbSign}
	}
	return []models.Verb{models.VerbDecline}
}

// DraftName is what the file of a draft or a form is called: no petitioner's
// name in it. of is the letter that a form is for.
func DraftName(b *models.Bureau, number string, k models.LetterKind, of models.LetterNumber) string {
	if k == models.LetterReceipt {
		return fileNamed(LetterName(k)+"（待签）", NumberText(b.Organ, of), number)
	}
	return fileNamed("草稿", LetterName(k), number)
}

// FileName is what a letter's file is called: no petitioner's name in it.
// Letters of the office have no case number.
func FileName(b *models.Bureau, number string, n models.LetterNumber) string {
	return fileNamed(LetterName(n.Kind), NumberText(b.Organ, n), number)
}

func fileNamed(parts ...string) string {
	var given []string
	for _, p := range parts {
		if p != "" {
			given = append(given, p)
		}
	}
	return strings.Join(given, "_") + ".docx"
}

// LetterStuck tells that a letter's file cannot be made, whom it holds up and
// what to do.
func LetterStuck(b *models.Bureau, n models.LetterNumber) Message {
	return Say("【文书没有做成】" + LetterName(n.Kind) + " " + NumberText(b.Organ, n) +
		"\n系统试了几次都没有做成，有关人员还收不到通知。请管理员查看日志和磁盘；故障排除后会自动补做，不用重新办理。")
}
