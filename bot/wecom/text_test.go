package wecom

import (
	"strings"
	"testing"
	"unicode/utf8"

	"onevisit/bot/wire"
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
	if strings.Contains(whole, wire.Ellipsis) || !strings.HasSuffix(whole, "\n2. 退回") {
		t.Errorf("a message that fits lost something: %d bytes", len(whole))
	}
	short := render(messages.Say(strings.Repeat("字", 2000)).WithChoices("受理", "退回"))
	if !strings.HasSuffix(short, wire.Ellipsis+"\n1. 受理\n2. 退回") {
		t.Errorf("want the choices kept after a marked cut, got …%q", short[len(short)-40:])
	}
	text := render(messages.Say(strings.Repeat("字", 2000)))
	endless := render(messages.Say("x").WithChoices(strings.Repeat("长", 900)))
	for name, s := range map[string]string{"whole": whole, "short": short, "text": text, "endless": endless} {
		if len(s) > textLimit || !utf8.ValidString(s) {
			t.Errorf("%s: %d bytes, valid %t", name, len(s), utf8.ValidString(s))
		}
	}
	if !strings.HasSuffix(endless, wire.Ellipsis) || !strings.HasSuffix(text, wire.Ellipsis) {
		t.Error("cut without a mark")
	}
}
