package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"onevisit/models"
	"onevisit/models/store"
)

// report files a confidential report that accuses nobody.
func report(t *testing.T) *player {
	t.Helper()
	p := &player{t: t, seen: map[string]int{}, held: map[string]int{}}
	p.theatre = newTheatre(t, "sqlite", time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()))
	for _, line := range []string{
		"zhao.director> 请假 11-23至11-28 代理 吴审言",
		"sun.deputy> 请假 11-23至11-28 代理 周小苇",
		"petitioner> 我要举报", "petitioner> 1", "petitioner> 3", "petitioner> 1", "petitioner> 跳过",
		"petitioner> 上个月去办采伐证，有人让我先请吃饭才肯盖章", "petitioner> 完成", "petitioner> 跳过", "petitioner> 1", "petitioner> 柳成荫", "petitioner> 13811112222", "petitioner> 1",
	} {
		p.act(line)
	}
	return p
}

// drafted reports that something of the case waits for approval.
func (p *player) drafted(number string) (waits bool) {
	p.t.Helper()
	err := p.app.store.Act(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Case(number)
		_, waits = p.app.law.Draft(&c, tx.Now())
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return waits
}

// pushed is everything that somebody was sent, as they read it.
func (p *player) pushed(who string) string {
	p.t.Helper()
	var all []string
	for _, b := range p.phone(who).Bubbles() {
		all = append(all, b.Text)
	}
	return strings.Join(all, "\n")
}

// A confidential case's pushes carry no content: its drafts are read in chat,
// by those who may see the case, and by nobody in their place [R 30].
func TestADraftOfAConfidentialCaseIsPushedToNobody(t *testing.T) {
	t.Parallel()
	ways := map[string][]string{
		"opinion": {
			"sun.deputy> 登记 1 申诉求决 初次", "sun.deputy> 交办 1 资源执法科 李登记", "gao.chief> 受理 1 普通 石明岗",
			"shi.handler> 拟稿 1", "shi.handler> 现场核实，请客一事属实，饭钱已经退还。", "shi.handler> 依据信访工作条例第三十三条。",
			"shi.handler> 已责令检讨，并向来信人道歉。", "shi.handler> 予以支持", "shi.handler> 1",
		},
		"decline": {
			"sun.deputy> 登记 1 申诉求决 初次", "sun.deputy> 交办 1 资源执法科 李登记",
			"gao.chief> 拟不予受理 1", "gao.chief> 1", "gao.chief> 饭钱已经退还，请客一事不归本科室查办。", "gao.chief> 请向派驻纪检监察组反映。", "gao.chief> 1",
		},
	}
	for name, lines := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := report(t)
			for _, line := range lines {
				p.act(line)
			}
			author, _, _ := strings.Cut(lines[len(lines)-1], ">")
			if !p.drafted("LS20261123-0001") {
				t.Fatalf("there is no draft:\n%s", strings.Join(p.out, "\n"))
			}
			for _, s := range p.app.law.Bureau.Staff {
				if s.UserID == author {
					continue // who wrote it
				}
				read := p.pushed(s.UserID)
				for _, not := range []string{"草稿", "退还", "检讨", "第三十三条", "派驻"} {
					if strings.Contains(read, not) {
						t.Errorf("%s reads %q:\n%s", s.UserID, not, read)
					}
				}
				if _, found := p.file(s.UserID, "草稿"); found {
					t.Errorf("%s has the draft as a file", s.UserID)
				}
			}
			waits := "您有一件保密事项有新进展（" + p.clock.Now().In(models.Zone()).Format("15:04") + "）"
			if read := p.pushed("zhao.director"); !strings.Contains(read, waits) {
				t.Errorf("the director does not hear that something waits:\n%s", read)
			}
			for _, substitute := range []string{"wu.vice", "zhou.handler"} {
				if read := p.pushed(substitute); strings.Contains(read, "LS20261123-0001") {
					t.Errorf("%s, who acts for an officer, hears of the case:\n%s", substitute, read)
				}
			}
		})
	}
}
