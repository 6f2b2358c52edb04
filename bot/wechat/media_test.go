package wechat

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
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
	if p.Counts[callMedia+" text"] != 2 {
		t.Errorf("counted %v", p.Counts)
	}
}

func TestVideoIsFetchedWithoutTheToken(t *testing.T) {
	p, s := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("media_id") != "" {
			wiretest.Reply(w, fmt.Sprintf(`{"video_url":"http://%s/proxy/video"}`, r.Host))
			return
		}
		wiretest.File("video/mp4", []byte("film"))(w, r)
	})
	data, kind, err := s.Media(t.Context(), "v1")
	if err != nil || string(data) != "film" || kind != "video/mp4" {
		t.Fatalf("got %q of %q, %v", data, kind, err)
	}
	if last := p.Calls[len(p.Calls)-1]; last.Path != "/video" || last.Token != "" || p.Counts[callMedia+" ok"] != 1 {
		t.Errorf("video asked with %+v, counted %v", last, p.Counts)
	}
}

func TestVideoOnAForeignHostIsNotFetched(t *testing.T) {
	foreign := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("fetched") }))
	defer foreign.Close()
	for _, address := range []string{foreign.URL, "file:///etc/passwd", "https://qq.com.example/x", "::"} {
		_, s := newPlatform(t, wiretest.Answering(fmt.Sprintf(`{"video_url":%q}`, address)))
		_, _, err := s.Media(t.Context(), "v1")
		wiretest.WantFailure(t, err, bot.FailConfig, 0)
	}
}

func TestMenuIsCreatedWithinTheAccountsLimits(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	menu := func(name string) wire.Menu {
		return wire.Menu{{Name: "我的", Sub: []wire.Button{{Name: name, Key: "k"}}}}
	}
	if err := s.CreateMenu(t.Context(), menu(strings.Repeat("字", 20))); err != nil || p.Calls[0].Path != callMenu {
		t.Fatalf("calls %v, %v", p.Calls, err)
	}
	wiretest.WantFailure(t, s.CreateMenu(t.Context(), menu(strings.Repeat("字", 21))), bot.FailConfig, 0)
}
