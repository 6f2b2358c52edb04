package messages

import (
	"maps"
	"strings"

	"onevisit/models"
)

// Commands are the words by which staff call a verb; the first is its name.
func Commands(v models.Verb) []string {
	if words, ok := earlyCommands()[v]; ok {
		return words
	}
	return lateCommands()[v]
}

// earlyCommands lead from filing to the opinion.
func earlyCommands() map[models.Verb][]string {
	return map[models.Verb][]string{
		models.VerbSubmit:           {"提交"},
		models.VerbRegister:         {"登记"},
		models.VerbReply:            {"直接答复", "答复咨询"},
		models.VerbForward:          {"转送"},
		models.VerbHandBack:         {"退回交办单位", "交回"},
		models.VerbAssign:           {"交办", "批办"},
		models.VerbAcknowledge:      {"签收"},
		models.VerbReturn:           {"退回"},
		models.VerbReassign:         {"改派"},
		models.VerbAccept:           {"受理"},
		models.VerbProposeDecline:   {"拟不予受理", "拟不受理"},
		models.VerbDecline:          {"不予受理", "不受理"},
		models.VerbObject:           {"异议"},
		models.VerbStand:            {"维持决定", "维持不予受理"},
		models.VerbRevoke:           {"撤销不予受理", "撤销决定"},
		models.VerbDesignate:        {"指定承办人", "指定"},
		models.VerbConvert:          {"转普通"},
		models.VerbAsk:              {"询问"},
		models.VerbRequestExtension: {"申请延期"},
		models.VerbExtend:           {"同意延期", "延期"},
		models.VerbRefuseExtension:  {"不同意延期"},
		models.VerbDiscontinue:      {"终止办理", "终止"},
		models.VerbDraft:            {"拟稿"},
		models.VerbSendBack:         {"退改"},
		models.VerbApprove:          {"审核", "审核通过"},
		models.VerbSign:             {"签发"},
		models.VerbRecall:           {"撤回意见", "收回意见"},
	}
}

// lateCommands lead from the opinion to the archive, and watch over the way.
func lateCommands() map[models.Verb][]string {
	return map[models.Verb][]string{
		models.VerbEnter:           {"录入"},
		models.VerbReport:          {"上报"},
		models.VerbDeliver:         {"送达"},
		models.VerbRate:            {"代录评价", "评价"},
		models.VerbLapse:           {"逾期未评"},
		models.VerbUphold:          {"研判维持", "维持意见"},
		models.VerbRedo:            {"研判重办", "重新办理", "重办"},
		models.VerbContact:         {"包保联系", "包保"},
		models.VerbConclude:        {"包保办结", "结束包保"},
		models.VerbExecute:         {"落实"},
		models.VerbSupervise:       {"督办"},
		models.VerbAnswer:          {"反馈"},
		models.VerbInstruct:        {"批示"},
		models.VerbTakeCharge:      {"包案"},
		models.VerbUrge:            {"催办"},
		models.VerbSupplement:      {"补充材料", "补充"},
		models.VerbVisit:           {"接访", "走访"},
		models.VerbWithdraw:        {"代录撤回", "撤回"},
		models.VerbProposeReview:   {"提议评议"},
		models.VerbJudgeReview:     {"评议初评", "初评"},
		models.VerbApplyReview:     {"申请评议"},
		models.VerbRecordReview:    {"评议结果"},
		models.VerbReexamine:       {"申请复查", "复查"},
		models.VerbRecordReexamine: {"复查结果"},
		models.VerbLink:            {"关联"},
		models.VerbUnlink:          {"取消关联"},
		models.VerbChangePerson:    {"换人", "更换责任人"},
		models.VerbRecuse:          {"回避"},
		models.VerbUnmask:          {"查看信息", "解除脱敏"},
		models.VerbPublish:         {"公开"},
		models.VerbUnpublish:       {"取消公开"},
		models.VerbLower:           {"解除保密"},
		models.VerbRetract:         {"撤销", "收回"},
		models.VerbArchive:         {"归档"},
		models.VerbBind:            {"绑定"},
		models.VerbRelieve:         {"离职移交"},
		models.VerbApplyRules:      {"套用规则"},
	}
}

// StaffWord is what a staff member's message begins with.
type StaffWord string

// Words that are no verbs.
const (
	WordWork       StaffWord = "work"       // the list of what one owes
	WordShow       StaffWord = "show"       // one case in detail
	WordLetters    StaffWord = "letters"    // a case's letters as files
	WordHandled    StaffWord = "handled"    // what one did lately
	WordSupervised StaffWord = "supervised" // what is supervised now
	WordSection    StaffWord = "section"    // what one's own section has
	WordJudge      StaffWord = "judge"      // uphold or redo
	WordHelp       StaffWord = "help"       // what can be typed
	WordFigures    StaffWord = "figures"    // the year's figures so far
	WordMonth      StaffWord = "month"      // one month's figures
	WordResend     StaffWord = "resend"     // notices that did not arrive
	WordCancel     StaffWord = "cancel"     // leave the dialogue
	WordBack       StaffWord = "back"
	WordSkip       StaffWord = "skip"
	WordMore       StaffWord = "more"
	WordDone       StaffWord = "done"
)

// staffWords lists the typed forms of each word.
func staffWords() map[StaffWord][]string {
	return map[StaffWord][]string{
		WordWork:    {"待办", "我的待办"},
		WordShow:    {"详情", "查看"},
		WordLetters: {"文书"},
		WordHandled: {"已办", "我的已办"}, WordSupervised: {"督办中"}, WordSection: {"本科室"},
		WordJudge:   {"研判"},
		WordResend:  {"重发"},
		WordFigures: {"统计"},
		WordMonth:   {"月报"},
		WordAway:    {"请假"},
		WordRules:   {"规则"},
		WordReturn:  {"销假"},

		WordFileVisit: {"来访登记", "代办登记"}, WordFileLetter: {"来信登记"},
		WordFileCall: {"来电登记", "电话登记"}, WordFileTransfer: {"转送登记", "交办登记"},
		WordHelp: {"帮助", "菜单", "?", "？", "help"},
	}
}

// ReadCommand splits a staff message into the command it begins with and the
// rest. The longest command wins, so that 退回交办单位 is not 退回. verb or word
// is empty where the message begins with none.
func ReadCommand(text string) (verb models.Verb, word StaffWord, rest string) {
	best := 0
	for _, row := range models.VerbRows() {
		for _, c := range Commands(row.Verb) {
			if len(c) > best && strings.HasPrefix(text, c) {
				best, verb, word = len(c), row.Verb, ""
			}
		}
	}
	words := staffWords()
	maps.Copy(words, officeWords())
	for w, forms := range words {
		for _, c := range forms {
			if len(c) > best && strings.HasPrefix(text, c) {
				best, verb, word = len(c), "", w
			}
		}
	}
	return verb, word, strings.TrimLeft(text[best:], " ，,：:、")
}

// Control reads a word that works at every step of a dialogue.
func Control(text string) StaffWord {
	switch strings.TrimRight(text, "。.！! ") {
	case "取消", "退出", "不办了":
		return WordCancel
	case "返回", "上一步":
		return WordBack
	case "跳过", "略过":
		return WordSkip
	case "帮助", "?", "？":
		return WordHelp
	case "更多", "下一页", "继续看":
		return WordMore
	case "完成", "写完了", "说完了", "好了", "没有了", "就这些":
		return WordDone
	}
	return ""
}

// Nothing reports that somebody has nothing to say to a question that may be
// skipped.
func Nothing(text string) bool {
	switch strings.TrimRight(text, "。.！! ") {
	case "没有", "无", "没", "不知道", "不填":
		return true
	}
	return false
}

// PetitionerCommand is what a petitioner asks for by word or menu.
type PetitionerCommand string

// Commands of petitioners, in the order of the menu.
const (
	AskSubmit     PetitionerCommand = "submit"
	AskTrack      PetitionerCommand = "track"
	AskLetter     PetitionerCommand = "letter"
	AskSupplement PetitionerCommand = "supplement"
	AskUrge       PetitionerCommand = "urge"
	AskRate       PetitionerCommand = "rate"
	AskWithdraw   PetitionerCommand = "withdraw"
	AskObject     PetitionerCommand = "object"
	AskLookup     PetitionerCommand = "lookup"
	AskHelp       PetitionerCommand = "help"
)

// Commands that are offered where a case allows them, and stand on no menu.
const (
	AskReexamine PetitionerCommand = "reexamine"
	AskUnpublish PetitionerCommand = "unpublish"
)

// PetitionerMenu lists the commands in the order they are numbered.
func PetitionerMenu() []PetitionerCommand {
	return []PetitionerCommand{AskSubmit, AskTrack, AskLetter, AskSupplement, AskUrge, AskRate, AskWithdraw, AskObject, AskLookup, AskHelp}
}

// PetitionerCommandName is the command as the menu shows it.
func PetitionerCommandName(c PetitionerCommand) string { return petitionerWords(c)[0] }

func petitionerWords(c PetitionerCommand) []string {
	switch c {
	case AskSubmit:
		return []string{"提交诉求", "我要投诉", "投诉", "我要反映问题", "反映问题", "我要反映", "我要举报", "举报", "信访", "我要信访", "提交", "我要咨询", "咨询", "提建议"}
	case AskTrack:
		return []string{"查进度", "进度", "查询", "查询进度", "到哪了", "办得怎么样了"}
	case AskLetter:
		return []string{"查看答复", "看答复", "答复", "查看文书", "确认收到"}
	case AskSupplement:
		return []string{"补充材料", "补充"}
	case AskUrge:
		return []string{"催办", "催一下", "催"}
	case AskRate:
		return []string{"评价", "我要评价", "满意度评价"}
	case AskWithdraw:
		return []string{"撤回", "撤回诉求", "不告了"}
	case AskObject:
		return []string{"提出异议", "异议", "我有异议"}
	case AskLookup:
		return []string{"凭查询码查询", "查询码", "绑定"}
	case AskHelp:
		return []string{"帮助", "菜单", "?", "？", "help"}
	case AskReexamine:
		return []string{"申请复查", "复查", "我要复查"}
	case AskUnpublish:
		return []string{"取消公开", "收回公开同意"}
	}
	return []string{""}
}

// ReadPetitioner finds the command that a petitioner's whole message is.
func ReadPetitioner(text string) (PetitionerCommand, bool) {
	text = strings.TrimRight(text, "。.！!？? ")
	if text == "" {
		return AskHelp, true
	}
	for _, c := range append(PetitionerMenu(), AskReexamine, AskUnpublish) {
		for _, w := range petitionerWords(c) {
			if text == w || text == string(c) {
				return c, true
			}
		}
	}
	return "", false
}

// Acknowledges reports whether a text only says that something was read: it
// is no answer and stops no clock.
func Acknowledges(text string) bool {
	switch strings.Trim(text, "。.！!，, ") {
	case "收到", "好", "好的", "知道了", "明白", "明白了", "已阅", "OK", "ok", "嗯", "是", "行", "可以", "收到了", "好的收到", "遵照执行", "马上办":
		return true
	}
	return false
}
