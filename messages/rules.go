package messages

import (
	"fmt"

	"onevisit/models"
)

// WordRules gives open cases another set of rules; it is an admin's.
const WordRules StaffWord = "rules"

// OneSetOfRules says that there is nothing to choose.
func OneSetOfRules() Message {
	return Say("单位配置里只有一套规则，没有可以套用的。要改规则，请先在配置里写好新的一套和开始日期。")
}

// AskRules asks which set of rules open cases are given.
func AskRules(sets []models.RuleSet) Message {
	m := Say("给没有归档的事项套用哪一套规则？")
	for i, set := range sets {
		label := "原来的规则"
		if i > 0 {
			label = FullDay(set.From.Start()) + "起的规则"
		}
		m = m.WithChoices(label)
	}
	return m.WithFoot("（可回复：取消）")
}

// ConfirmRules says what a set would change.
func ConfirmRules(cases, moved int) Message {
	return Say(fmt.Sprintf("有 %d 件会改用这套规则，其中 %d 件的期限会变。已经过了的期限不变。\n确定套用吗？", cases, moved)).
		WithChoices("确定套用", "先不套用")
}

// RulesOrdered confirms the order.
func RulesOrdered() Message {
	return Say("已下达。正在逐件套用，期限有变的会通知经办的人和信访人。")
}
