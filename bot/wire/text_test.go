package wire

import (
	"strings"
	"testing"
	"unicode/utf8"
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
