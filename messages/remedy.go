package messages

import (
	"fmt"

	"onevisit/models"
)

// AskReexamineWhy asks why the petitioner does not accept an opinion.
func AskReexamineWhy(number string) Message {
	return Say(fmt.Sprintf("%s 申请复查。\n请写对答复意见哪里不服（%d 到 %d 个字）：", number, WordsMin, WordsMax)).WithFoot(dialogueFoot(false))
}

// ConfirmReexamine shows the words before they count.
func ConfirmReexamine(words string) Message {
	return Say("请核对：\n"+words+"\n每份答复意见只能申请一次复查。").WithChoices("提交申请", "先不申请")
}

// ReexamineAsked confirms it, and says who decides.
func ReexamineAsked(o models.Organ, number string) Message {
	return Say(number + " 的复查申请已经转告办公室。\n复查由" + o.ReexaminationOrgan + "决定，书面申请请交到那里；结果出来会告诉您。").
		WithChoices(PetitionerCommandName(AskTrack))
}

// AskUnpublishConfirm asks once more before a publication is taken back.
func AskUnpublishConfirm(number string) Message {
	return Say(number+" 的办理情况现在是公开的。要取消公开吗？").WithChoices("确认取消公开", "先不取消")
}

// UnpublishedReply confirms it.
func UnpublishedReply(number string) Message {
	return Say(number + " 的办理情况已取消公开。")
}
