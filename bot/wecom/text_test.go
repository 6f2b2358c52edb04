package wecom

import (
	"strings"
	"testing"
	"unicode/utf8"

	"onevisit/messages"
)

func TestStrangersCannotMakeLinks(t *testing.T) {
	const evil = `</a><a href="https://evil.example">x</a>` + "\x00\x0b\uFFFE\xff"
	m := messages.Say(evil).WithChoices(evil)
	m.Foot = evil
	got := render(m)
	if strings.ContainsAny(got, "<>\x00\x0b\uFFFE") || !utf8.ValidString(got) {
		t.Errorf("something live is left: %q", got)
	}
	if strings.Count(got, "＜a href=") != 3 {
		t.Errorf("the text is not readable any more: %s", got)
	}
}

func TestLongMessagesLoseTheEndOfTheirText(t *testing.T) {
	whole := render(messages.Say(strings.Repeat("字", 670)).WithChoices("受理", "退回"))
	if strings.Contains(whole, ellipsis) || !strings.HasSuffix(whole, "\n2. 退回") {
		t.Errorf("a message that fits lost something: %d bytes", len(whole))
	}
	short := render(messages.Say(strings.Repeat("字", 2000)).WithChoices("受理", "退回"))
	if !strings.HasSuffix(short, ellipsis+"\n1. 受理\n2. 退回") {
		t.Errorf("want the choices kept after a marked cut, got …%q", short[len(short)-40:])
	}
	text := render(messages.Say(strings.Repeat("字", 2000)))
	endless := render(messages.Say("x").WithChoices(strings.Repeat("长", 900)))
	for name, s := range map[string]string{"whole": whole, "short": short, "text": text, "endless": endless} {
		if len(s) > textLimit || !utf8.ValidString(s) {
			t.Errorf("%s: %d bytes, valid %t", name, len(s), utf8.ValidString(s))
		}
	}
	if !strings.HasSuffix(endless, ellipsis) || !strings.HasSuffix(text, ellipsis) {
		t.Error("cut without a mark")
	}
}

func TestCutFallsOnARune(t *testing.T) {
	for limit := len(ellipsis); limit < 20; limit++ {
		got := cut(strings.Repeat("字", 10), limit)
		if len(got) > limit || !utf8.ValidString(got) || !strings.HasSuffix(got, ellipsis) {
			t.Errorf("limit %d: %q", limit, got)
		}
	}
	if got := cut("字", 3); got != "字" {
		t.Errorf("cut what fits: %q", got)
	}
}
