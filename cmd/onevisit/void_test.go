package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"onevisit/models"
)

// unmade plays a transcript up to a line while no letter can be made, does the
// lines, lets the letters be made again and returns what was then said.
func unmade(t *testing.T, engine, file, until string, lines ...string) (*player, string) {
	t.Helper()
	p := replay(t, engine, file, until)
	mended := p.app.press.Make
	p.app.press.Make = func(models.Letter) ([]byte, error) { return nil, errors.New("no ink") }
	before := len(p.out)
	for _, line := range lines {
		p.act(line)
	}
	p.app.press.Make = mended
	p.act("clock +3m")
	return p, strings.Join(p.out[before:], "\n")
}

func TestALetterThatIsVoidBeforeItIsMadeIsToldToNobody(t *testing.T) {
	t.Parallel()
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p, said := unmade(t, engine, "happy", "zhao.director> 审核", "zhao.director> 审核", "zhao.director> 收回意见 1 查明的事实有出入", "zhao.director> 确认")
			said += p.says("petitioner> 查进度") // what was kept for the next contact comes now
			for _, want := range []string{"li.clerk: 【审核】后有变动", "wang.chief: 【收回】", "答复意见已收回修改，改好后再通知您"} {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not said:\n%s", want, said)
				}
			}
			_, told, _ := strings.Cut(said, "下一步") // after the actor's own answer
			for _, not := range []string{"📎", "请录入、送达", "答复意见已经形成，请查看全文", "【文书作废】", "» wang.chief: 【已审核】"} {
				if strings.Contains(told, not) {
					t.Errorf("%q is said:\n%s", not, said)
				}
			}
			for _, who := range []string{"li.clerk", "wang.chief"} {
				if _, found := p.file(who, "信访事项答复意见书"); found {
					t.Errorf("%s has the void letter", who)
				}
			}
			if b, err := p.app.store.Backlog(context.Background()); err != nil || b.Letters != 0 || b.Waiting != 0 || b.Dead != 0 {
				t.Errorf("the backlog is %+v, %v", b, err)
			}
		})
	}
}

// Reassigning voids the letter to the section, not the news that the case was
// assigned.
func TestOtherNewsThanAVoidLetterIsStillHeard(t *testing.T) {
	t.Parallel()
	p, said := unmade(t, "sqlite", "turns", "sun.deputy> 交办 1 湿地保护科 李登记", "sun.deputy> 交办 1 湿地保护科 李登记", "zhao.director> 改派 1 资源执法科 属于林木采伐管理", "zhao.director> 确认")
	if !strings.Contains(said, "已交办到承办科室") {
		t.Errorf("the petitioner does not hear of the assignment:\n%s", said)
	}
	if _, found := p.file("gao.chief", "信访案件交办函_云林湿信交〔2026〕2号"); !found {
		t.Errorf("the new section has no letter:\n%s", said)
	}
	if _, found := p.file("wang.chief", "信访案件交办函"); found || strings.Contains(said, "交〔2026〕1号_") {
		t.Errorf("the void letter is sent:\n%s", said)
	}
}
