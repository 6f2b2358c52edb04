package wire_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
)

func TestWhatBothPlatformsSayAlikeIsTakenOver(t *testing.T) {
	all := wire.Incoming{
		Content: "text", MediaID: "m1", Format: "amr", Recognition: "words", LocationX: "41.12", LocationY: "122.07",
		Label: "village", URL: "https://example.com/a", EventKey: "key",
	}
	place := &bot.Place{Latitude: 41.12, Longitude: 122.07, Label: "village"}
	for _, test := range []struct {
		kind, event string
		want        bot.Update
	}{
		{"text", "", bot.Update{Kind: bot.KindText, Text: "text"}},
		{"image", "", bot.Update{Kind: bot.KindImage, MediaID: "m1"}},
		{"voice", "", bot.Update{Kind: bot.KindVoice, MediaID: "m1", Format: "amr", Text: "words"}},
		{"video", "", bot.Update{Kind: bot.KindVideo, MediaID: "m1"}},
		{"shortvideo", "", bot.Update{Kind: bot.KindVideo, MediaID: "m1"}},
		{"location", "", bot.Update{Kind: bot.KindLocation, Place: place}},
		{"link", "", bot.Update{Kind: bot.KindLink, Text: "https://example.com/a"}},
		{"hologram", "", bot.Update{Kind: bot.KindOther, Format: "hologram"}},
		{"event:click", "click", bot.Update{Kind: bot.KindOther, Format: "event:click"}},
		{"event", "subscribe", bot.Update{Kind: bot.KindSubscribe}},
		{"event", "unsubscribe", bot.Update{Kind: bot.KindUnsubscribe}},
		{"event", "click", bot.Update{Kind: bot.KindClick, Text: "key"}},
		{"event", "CLICK", bot.Update{Kind: bot.KindClick, Text: "key"}},
		{"event", "VIEW", bot.Update{Kind: bot.KindView, Text: "key"}},
		{"event", "LOCATION", bot.Update{Kind: bot.KindOther, Format: "event:location"}},
		{"event", strings.Repeat("Eclipse", 20), bot.Update{Kind: bot.KindOther, Format: "event:" + strings.Repeat("eclipse", 20)[:64]}},
	} {
		in := all
		in.MsgType, in.Event = test.kind, test.event
		var got bot.Update
		if in.Fill(&got); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s %s: got %+v, want %+v", test.kind, test.event, got, test.want)
		}
	}
}

func TestPlaceThatIsNoneIsLeftOut(t *testing.T) {
	for _, place := range [][2]string{{"99", "122"}, {"41", "-181"}, {"NaN", "200"}, {"41", ""}, {"+Inf", "0"}} {
		var got bot.Update
		if (wire.Incoming{MsgType: "location", LocationX: place[0], LocationY: place[1]}).Fill(&got); got.Place != nil || got.Kind != bot.KindLocation {
			t.Errorf("%v became %+v", place, got)
		}
	}
}

func TestTimeIsThePlatforms(t *testing.T) {
	if got := (wire.Incoming{CreateTime: "1409735660"}).At(); got != time.Unix(1409735660, 0).UTC() {
		t.Errorf("got %v", got)
	}
	for _, s := range []string{"", "x", "-1", "99999999999999999999", "8589934593"} {
		if got := (wire.Incoming{CreateTime: s}).At(); !got.IsZero() {
			t.Errorf("%q became %v", s, got)
		}
	}
}

func TestKeyIsTheMessagesNumberOrMadeOfItsParts(t *testing.T) {
	text := func(number string) wire.Incoming { return wire.Incoming{MsgType: "text", MsgID: number} }
	if got := text("6054768590064713728").Key("a"); got != "6054768590064713728" {
		t.Errorf("got %s", got)
	}
	// An event has no number; one that a message of the same number could
	// take is not believed.
	seen := map[string]string{}
	for name, key := range map[string]string{
		"an event":          wire.Incoming{MsgType: "event", MsgID: "7"}.Key("a", "bc"),
		"parts cut anew":    wire.Incoming{MsgType: "event"}.Key("ab", "c"),
		"fewer parts":       wire.Incoming{MsgType: "event"}.Key("abc"),
		"no number":         text("").Key("text"),
		"an endless number": text(strings.Repeat("9", 21)).Key("long"),
		"a word":            text("7a").Key("word"),
	} {
		if other, ok := seen[key]; ok || len(key) != 64 {
			t.Errorf("%s has key %s, as %s", name, key, other)
		}
		seen[key] = name
	}
	if a, b := text("").Key("a", "b"), text("").Key("a", "b"); a != b {
		t.Errorf("one message, two keys: %s, %s", a, b)
	}
}

func TestStrangeWordsAreBounded(t *testing.T) {
	if got := wire.Short(strings.Repeat("字", 40)); len(got) != 63 || !strings.HasPrefix(got, "字") {
		t.Errorf("got %d bytes", len(got))
	}
}
