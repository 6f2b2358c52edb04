package main

import (
	"errors"
	"strings"
	"testing"

	"onevisit/models"
)

// files counts the files of a name that somebody was sent.
func (p *player) files(who, name string) int {
	p.t.Helper()
	n := 0
	for _, b := range p.phone(who).Bubbles() {
		if b.Media != "" && strings.HasPrefix(b.Text, name) {
			n++
		}
	}
	return n
}

func TestAConfidentialCasesFilesAreFetchedByItsOwnPeopleOnly(t *testing.T) {
	t.Parallel()
	const name = "信访案件交办函"
	p := report(t)
	p.act("sun.deputy> 登记 1 申诉求决 初次")
	p.act("sun.deputy> 交办 1 资源执法科 李登记")
	for _, who := range []string{"gao.chief", "zhao.director", "sun.deputy"} {
		before := p.files(who, name)
		if said := p.says(who + "> 文书 1 1"); p.files(who, name) != before+1 {
			t.Errorf("%s does not get the file again:\n%s", who, said)
		}
	}
	for _, who := range []string{"wu.vice", "zhou.handler", "li.clerk", "wang.chief", "qian.head"} { // the first two act for officers
		said := p.says(who + "> 文书 1 1")
		if p.files(who, name) != 0 || !strings.Contains(said, "没有找到这个编号的事项") {
			t.Errorf("%s fetches it:\n%s", who, said)
		}
	}
}

func TestWhoActsForSomebodyFetchesWhatTheyMay(t *testing.T) {
	t.Parallel()
	p := replay(t, "sqlite", "happy", "zhou.handler> 拟稿")
	if said := p.says("lin.chief> 文书 1 1"); p.files("lin.chief", "信访案件交办函") != 0 || strings.Contains(said, "云林湿信") {
		t.Errorf("another section's chief fetches it:\n%s", said)
	}
	p.act("wang.chief> 请假 11-25至11-28 代理 林有权")
	p.act("lin.chief> 文书 1 1")
	if n := p.files("lin.chief", "信访案件交办函"); n != 1 {
		t.Errorf("whoever acts for the chief gets %d files:\n%s", n, strings.Join(p.out, "\n"))
	}
	p.act("zhou.handler> 回避 1 与来信人是亲戚")
	p.act("zhou.handler> 1")
	if said := p.says("zhou.handler> 文书 1 1"); p.files("zhou.handler", "信访案件交办函") != 0 {
		t.Errorf("who stepped out fetches it:\n%s", said)
	}
}

func TestALetterThatIsNotMadeIsListedAndNotSent(t *testing.T) {
	t.Parallel()
	p := replay(t, "sqlite", "happy", "zhao.director> 审核")
	p.app.press.Make = func(models.Letter) ([]byte, error) { return nil, errors.New("no ink") }
	p.act("zhao.director> 审核")
	list := p.says("wang.chief> 文书 1")
	if !strings.Contains(list, "3. 信访事项答复意见书 云林湿信答〔2026〕1号　11月25日（正在生成）") {
		t.Errorf("listed:\n%s", list)
	}
	if said := p.says("wang.chief> 3"); !strings.Contains(said, "正在生成，请过几分钟再取") || strings.Contains(said, "📎") {
		t.Errorf("fetched:\n%s", said)
	}
	if said := p.says("wang.chief> 2"); !strings.Contains(said, "📎 信访事项受理告知书") {
		t.Errorf("a number after a number is another letter:\n%s", said)
	}
}

// What only begins like the command is what somebody has to say.
func TestASentenceAboutALetterIsNoCommand(t *testing.T) {
	t.Parallel()
	p := replay(t, "sqlite", "happy", "zhou.handler> 拟稿")
	if said := p.says("wang.chief> 文书已经当面交给本人，请放心"); strings.Contains(said, "请带上编号") {
		t.Errorf("read as a command:\n%s", said)
	}
}
