package main

import (
	"slices"
	"strings"
	"testing"
)

// beginning is what "begin STATE [快办] [OUTCOME]" plays without showing it: the
// petitioner's matter as it goes when everybody does their part at once.
func beginning(t *testing.T, words []string) []string {
	t.Helper()
	track, outcome := "普通", "解释说明"
	for _, w := range words[1:] {
		switch w {
		case "快办":
			track = "快办 全部"
		default:
			outcome = w
		}
	}
	return waysUntil(t, []way{
		{"submitted", []string{
			"petitioner> 提交诉求", "petitioner> 1", "petitioner> 投诉求助", "petitioner> 破坏林木", "petitioner> 1",
			"petitioner> 村后的杨树林昨晚被人偷砍了二十多棵，请来查一查", "petitioner> 完成", "petitioner> 柳河乡小屯村",
			"petitioner> 1", "petitioner> 柳成荫", "petitioner> 13811112222", "petitioner> 1",
		}},
		{"registered", []string{"li.clerk> 登记 1 申诉求决 初次", "li.clerk> 录入 1 登记 LN-0001"}},
		{"assigned", []string{"sun.deputy> 交办 1 资源执法科 李登记"}},
		{"accepted", []string{
			"gao.chief> 受理 1 " + track + " 石明岗", "li.clerk> 录入 1 受理 LN-0001", "petitioner> 查看答复", "petitioner> 1",
		}},
		{"drafted", []string{
			"shi.handler> 拟稿 1", "shi.handler> 现场核实，树木确被盗伐，权属清楚。", "shi.handler> 依据森林法第五十六条。",
			"shi.handler> 已立案查处，责令补种。", "shi.handler> " + outcome, "shi.handler> 1",
		}},
		{"formed", []string{"wu.vice> 审核 1", "li.clerk> 录入 1 答复 LN-0001"}},
		{"delivered", []string{"petitioner> 查看答复", "petitioner> 1", "petitioner> 1"}},
	}, words[0])
}

// way is how a case gets to a state from the one before.
type way struct {
	state string
	lines []string
}

// waysUntil are the lines of all ways up to a state.
func waysUntil(t *testing.T, ways []way, state string) []string {
	t.Helper()
	until := slices.IndexFunc(ways, func(w way) bool { return w.state == state })
	if until < 0 {
		t.Fatalf("nothing begins as %q", state)
	}
	var lines []string
	for _, w := range ways[:until+1] {
		lines = append(lines, w.lines...)
	}
	return lines
}

// begin plays the beginning and forgets what was shown.
func (p *player) begin(words string) {
	shown := len(p.out)
	ways := beginning
	if p.tapped {
		ways = tappedBeginning
	}
	for _, line := range ways(p.t, strings.Fields(words)) {
		p.act(line)
	}
	p.out = p.out[:shown]
}
