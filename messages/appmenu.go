package messages

// AppMenu is the WeCom app's menu: what staff look at, what they file for
// somebody, what is not about one case. Names keep to the platform's 16 bytes,
// those below to 40. What can be done with a case stands below the case itself.
func AppMenu() []MenuButton {
	return []MenuButton{
		{Name: "我的事项", Sub: appItems(WordWork, WordHandled, WordSupervised, WordSection, WordFigures)},
		{Name: "代办登记", Sub: appItems(WordFileVisit, WordFileLetter, WordFileCall, WordFileTransfer)},
		{Name: "更多", Sub: appItems(WordLedger, WordMeeting, WordDecision, WordAway, WordHelp)},
	}
}

// appItems are buttons of words; a button's key is the word's own name, which
// does not change when its wording does.
func appItems(words ...StaffWord) []MenuButton {
	var out []MenuButton
	for _, w := range words {
		out = append(out, MenuButton{Name: appItemName(w), Key: string(w)})
	}
	return out
}

// appItemName is the word as a command, or a clearer name on the menu.
func appItemName(w StaffWord) string {
	switch w {
	case WordLedger:
		return "超期台账"
	case WordMeeting:
		return "会议记录"
	case WordAway:
		return "请假、销假"
	case WordDecision:
		return "议定事项反馈"
	}
	return StaffWordName(w)
}

// StaffWordName is a word as it is typed.
func StaffWordName(w StaffWord) string {
	if forms := officeWords()[w]; len(forms) > 0 {
		return forms[0]
	}
	if forms := staffWords()[w]; len(forms) > 0 {
		return forms[0]
	}
	return string(w)
}

// ReadAppKey finds what a button of the app's menu asks for; a button that
// this program's menu does not have asks for help.
func ReadAppKey(key string) StaffWord {
	for _, top := range AppMenu() {
		for _, item := range top.Sub {
			if item.Key == key {
				return StaffWord(key)
			}
		}
	}
	return WordHelp
}
