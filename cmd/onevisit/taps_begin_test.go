package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"onevisit/bot/simulator"
)

// anAction is a number with what it stands for: a line of a list, or one of the
// actions below a case.
var anAction = regexp.MustCompile(`(?:^|[\n、：])(\d+)(?:\. | )([^\n、]+)`)

// numberBefore is the number that stands before words on what a phone shows
// last; empty where there is none.
func numberBefore(phone *simulator.Phone, words string) string {
	for _, fits := range []func(string, string) bool{func(a, b string) bool { return a == b }, strings.Contains} {
		for _, b := range slices.Backward(phone.Bubbles()) {
			if b.From == simulator.Me {
				break
			}
			for _, m := range anAction.FindAllStringSubmatch(b.Text, -1) {
				if fits(m[2], words) {
					return m[1]
				}
			}
		}
	}
	return ""
}

// tappedBeginning is what "begin STATE [快办] [OUTCOME]" plays where nobody types
// a command: a wetland is filled, and everybody taps at once.
func tappedBeginning(t *testing.T, words []string) []string {
	t.Helper()
	accept := []string{"wang.chief [select] 办理方式 普通", "wang.chief [tap] 受理"}
	outcome := "解释说明"
	for _, w := range words[1:] {
		if w == "快办" {
			accept = []string{
				"wang.chief [tap] 受理", "wang.chief [select] 事实清楚", "wang.chief [select] 责任明确",
				"wang.chief [select] 易于解决", "wang.chief [tap] 受理",
			}
			continue
		}
		outcome = w
	}
	return waysUntil(t, []way{
		{"submitted", []string{
			"petitioner [click] submit", "petitioner> 1", "petitioner> 1", "petitioner> 湿地与保护区", "petitioner> 1",
			"petitioner> 村东头的苇塘这个月被人拉土填了，请你们去看看", "petitioner> 完成", "petitioner> 大洼镇苇塘村",
			"petitioner> 1", "petitioner> 苗有田", "petitioner> 13900001234", "petitioner> 1",
		}},
		{"registered", []string{"li.clerk [tap] 登记"}},
		{"assigned", []string{"sun.deputy [tap] 交办"}},
		{"accepted", accept},
		{"drafted", []string{
			"zhou.handler [tap] 拟稿", "zhou.handler> 经现场核查，苇塘被填埋1.2亩，没有办理手续。",
			"zhou.handler> 《中华人民共和国湿地保护法》第二十八条", "zhou.handler> 已立案查处，当事人正在清除填土。",
			"zhou.handler> " + outcome, "zhou.handler> 1",
		}},
		{"formed", []string{"zhao.director [tap] 审核"}},
		{"delivered", []string{"petitioner [click] letter", "petitioner> 1", "petitioner> 1"}},
		{"disputed", []string{
			"petitioner [click] rate", "petitioner> 1", "petitioner> 3", "petitioner> 填土还在，没有恢复原样", "petitioner> 1",
		}},
	}, words[0])
}
