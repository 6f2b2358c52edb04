package wecom

import (
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire/wiretest"
)

func TestMediaIsFetched(t *testing.T) {
	p, s := newPlatform(t, wiretest.File("audio/amr; x=y", []byte("sound")))
	data, kind, err := s.Media(t.Context(), "m1")
	if err != nil || string(data) != "sound" || kind != "audio/amr" {
		t.Fatalf("got %q of %q, %v", data, kind, err)
	}
	if got := p.Calls[0]; got.Path != callMedia || got.Query != "access_token=T1&media_id=m1" || p.Counts[callMedia+" ok"] != 1 {
		t.Errorf("asked %+v, counted %v", got, p.Counts)
	}
}

func TestMediaFailures(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":40007,"errmsg":"invalid media_id"}`))
	_, _, err := s.Media(t.Context(), "m1")
	wiretest.WantFailure(t, err, bot.FailText, 40007)
	_, _, err = s.Media(t.Context(), "")
	wiretest.WantFailure(t, err, bot.FailText, 0)
	if p.Counts[callMedia+" text"] != 1 || len(p.Calls) != 1 {
		t.Errorf("counted %v of %v", p.Counts, p.Calls)
	}
}
