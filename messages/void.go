package messages

import "onevisit/models"

// voidPush tells somebody who has a letter as a file that it is void. Kind and
// number stood in the file's name, so that a confidential case's are no news.
func voidPush(b *models.Bureau, n models.Notice) Message {
	head := n.Number
	if name := categoryOf(b, n); name != "" {
		head += " " + name
	}
	m := Say("【文书作废】" + LetterName(n.Letter.Kind) + " " + NumberText(b.Organ, n.Letter) + "\n" + head +
		"\n发给您的这份文书已作废，请不要再用印、送达；已经打印的请收好并注明“作废”。")
	return m.WithFoot(StaffFoot(n.Number, nil))
}

// overtakenPush tells staff late of a step whose letter is void by now: neither
// of the letter, nor of what was to be done with it.
func overtakenPush(b *models.Bureau, n models.Notice) Message {
	m := Say(overtakenHead(n.Verb) + " " + noticeHour(n) + "\n" + n.Number + " " + categoryOf(b, n) +
		"\n这一步之后又有变动，请以最新进度为准。")
	return m.WithFoot(StaffFoot(n.Number, nil))
}

func overtakenHead(v models.Verb) string { return "【" + VerbName(v) + "】后有变动" }

// overtaken tells a petitioner late of a step whose letter to them is void by
// now; empty where the step's words name no letter to them.
func overtaken(n models.Notice) string {
	if !n.Void {
		return ""
	}
	switch n.Verb {
	case models.VerbAccept:
		return "的受理决定有变动，请以最新进度为准。"
	case models.VerbDecline:
		return "曾决定不予受理，这个决定已经收回。"
	case models.VerbStand, models.VerbRevoke:
		return "的异议复核结果已经收回，请以最新进度为准。"
	case models.VerbExtend:
		return "曾决定延长办理期限，这个决定已经收回。"
	case models.VerbDiscontinue:
		return "曾决定终止办理，这个决定已经收回。"
	case models.VerbApprove, models.VerbSign:
		return "的答复意见已收回修改，改好后再通知您。"
	}
	return ""
}
