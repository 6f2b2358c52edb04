package wechat

import (
	"strings"
	"testing"
	"unicode/utf8"

	"onevisit/bot/wire"
	"onevisit/messages"
)

func TestChoicesAreLinks(t *testing.T) {
	m := messages.Say("请选择").WithChoices("查进度", "A&B \"x\"\n+1%")
	m.Foot = "取消"
	want := "请选择\n" +
		`<a href="weixin://bizmsgmenu?msgmenucontent=查进度&msgmenuid=1">1. 查进度</a>` + "\n" +
		`<a href="weixin://bizmsgmenu?msgmenucontent=A＆B ＂x＂ ＋1％&msgmenuid=2">2. A&B "x" +1%</a>` + "\n取消"
	if got := render(m); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestStrangersCannotMakeLinks(t *testing.T) {
	const evil = `</a><a href="https://evil.example">x</a>` + "\x00\x0b\uFFFE\xff"
	m := messages.Say(evil).WithChoices(evil)
	m.Foot = evil
	got := render(m)
	if n := strings.Count(got, "<"); n != 2 {
		t.Errorf("%d tags, want the one link of ours (2 marks): %s", n, got)
	}
	if strings.Count(got, ">") != 2 || strings.Contains(got, `"https`) && strings.Contains(got, "<a href=\"https") {
		t.Errorf("a foreign link: %s", got)
	}
	if !strings.Contains(got, "＜a href=") {
		t.Errorf("the text is not readable any more: %s", got)
	}
	if strings.ContainsAny(got, "\x00\x0b\uFFFE") || !utf8.ValidString(got) {
		t.Errorf("unspeakable characters left: %q", got)
	}
}

func TestLongMessagesLoseLinksThenText(t *testing.T) {
	labels := []string{"甲", "乙", "丙"}
	linked := render(messages.Say(strings.Repeat("字", 500)).WithChoices(labels...))
	if !strings.Contains(linked, "<a ") || strings.Contains(linked, wire.Ellipsis) {
		t.Errorf("a message that fits lost something: %d bytes", len(linked))
	}
	plain := render(messages.Say(strings.Repeat("字", 650)).WithChoices(labels...))
	if strings.Contains(plain, "<a ") || strings.Contains(plain, wire.Ellipsis) || !strings.HasSuffix(plain, "\n3. 丙") {
		t.Errorf("want plain lines and whole text, got %d bytes ending %q", len(plain), plain[len(plain)-20:])
	}
	short := render(messages.Say(strings.Repeat("字", 2000)).WithChoices(labels...))
	if !strings.HasSuffix(short, wire.Ellipsis+"\n1. 甲\n2. 乙\n3. 丙") {
		t.Errorf("want the choices kept after a marked cut, got …%q", short[len(short)-40:])
	}
	endless := render(messages.Say("x").WithChoices(strings.Repeat("长", 900)))
	for name, s := range map[string]string{"linked": linked, "plain": plain, "short": short, "endless": endless} {
		if len(s) > textLimit || !utf8.ValidString(s) {
			t.Errorf("%s: %d bytes, valid %t", name, len(s), utf8.ValidString(s))
		}
	}
	if !strings.HasSuffix(endless, wire.Ellipsis) {
		t.Error("endless choices are cut without a mark")
	}
}
