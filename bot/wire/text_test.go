package wire

import (
	"strings"
	"testing"
	"unicode/utf8"

	"onevisit/messages"
)

func TestCutFallsOnARune(t *testing.T) {
	for limit := len(Ellipsis); limit < 20; limit++ {
		got := Cut(strings.Repeat("字", 10), limit)
		if len(got) > limit || !utf8.ValidString(got) || !strings.HasSuffix(got, Ellipsis) {
			t.Errorf("limit %d: %q", limit, got)
		}
	}
	if got := Cut("字", 3); got != "字" {
		t.Errorf("cut what fits: %q", got)
	}
}

func TestUntaggedLeavesNothingLive(t *testing.T) {
	const text = "<a>\t\n\r\x00\x0b\uFFFE\uFFFF\xff"
	if got, want := Untagged(text), "＜a＞\t\n\r\uFFFD"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReadableKeepsTags(t *testing.T) {
	const text = "<a>\t\n\r\x00\x0b\uFFFE\uFFFF\xff"
	if got, want := string(Readable([]byte(text))), "<a>\t\n\r\uFFFD"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnchorCannotBeEndedEarly(t *testing.T) {
	got := Anchor(messages.Link{URL: `https://example.com/?a=1&b="><b>`, Label: "look</a>"})
	if want := `<a href="https://example.com/?a=1&amp;b=&#34;&gt;&lt;b&gt;">look＜/a＞</a>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
