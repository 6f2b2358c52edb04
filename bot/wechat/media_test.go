package wechat

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
)

func png() []byte { return []byte("\x89PNG\r\n\x1a\n0000") }

func file(contentType string, data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(data)
	}
}

func TestMediaIsFetched(t *testing.T) {
	tests := []struct{ name, contentType, want string }{
		{"named by the platform", "image/jpeg", "image/jpeg"},
		{"with a parameter", "audio/amr; x=y", "audio/amr"},
		{"unnamed", "application/octet-stream", "image/png"},
		{"misnamed as text", "text/plain", "image/png"},
		{"badly named", ";;", "image/png"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, s := newPlatform(t, file(test.contentType, png()))
			data, kind, err := s.Media(t.Context(), "m&1=2")
			if err != nil || !bytes.Equal(data, png()) || kind != test.want {
				t.Fatalf("got %d bytes of %q, %v", len(data), kind, err)
			}
			if got := p.calls[0]; got.path != callMedia || got.query != "access_token=T1&media_id=m%261%3D2" {
				t.Errorf("asked %+v", got)
			}
		})
	}
}

func TestMediaErrorComesAsJSONWithStatus200(t *testing.T) {
	_, s := newPlatform(t, answering(`{"errcode":40007,"errmsg":"invalid media_id"}`))
	_, _, err := s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailText, 40007)
}

func TestMediaTokenIsRenewed(t *testing.T) {
	p, s := newPlatform(t, file("image/png", png()))
	p.valid = "T2"
	if _, _, err := s.Media(t.Context(), "m1"); err != nil {
		t.Fatal(err)
	}
}

func TestMediaFailures(t *testing.T) {
	p, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w, "") })
	_, _, err := s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailNetwork, 0)
	_, _, err = s.Media(t.Context(), "")
	wantFailure(t, err, bot.FailText, 0)
	if p.counts[callMedia+" network"] != 1 || p.counts[callMedia+" text"] != 1 {
		t.Errorf("counted %v", p.counts)
	}
}

func TestMediaIsBounded(t *testing.T) {
	_, s := newPlatform(t, file("image/png", make([]byte, wire.MediaLimit+1)))
	_, _, err := s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailText, 0)
}

func TestVideoIsFetchedWithoutTheToken(t *testing.T) {
	p, s := newPlatform(t, nil)
	p.answer = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("media_id") != "" {
			reply(w, fmt.Sprintf(`{"video_url":"http://%s/proxy/video"}`, r.Host))
			return
		}
		w.Header().Set("Content-Type", "video/mp4")
		_, _ = w.Write([]byte("film"))
	}
	data, kind, err := s.Media(t.Context(), "v1")
	if err != nil || string(data) != "film" || kind != "video/mp4" {
		t.Fatalf("got %q of %q, %v", data, kind, err)
	}
	if last := p.calls[len(p.calls)-1]; last.path != "/video" || last.token != "" {
		t.Errorf("video asked with %+v", last)
	}
}

func TestVideoOnAForeignHostIsNotFetched(t *testing.T) {
	foreign := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("fetched") }))
	defer foreign.Close()
	for _, address := range []string{foreign.URL, "file:///etc/passwd", "https://qq.com.example/x", "::"} {
		_, s := newPlatform(t, answering(fmt.Sprintf(`{"video_url":%q}`, address)))
		_, _, err := s.Media(t.Context(), "v1")
		wantFailure(t, err, bot.FailConfig, 0)
	}
}

func TestMenuIsCreated(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	menu := Menu{{Name: "提交", Key: "submit"}, {Name: "我的", Sub: []Button{{Name: "查进度", Key: "track"}, {Name: "评价", Key: "rate"}}}}
	if err := s.CreateMenu(t.Context(), menu); err != nil {
		t.Fatal(err)
	}
	want := "map[button:[map[key:submit name:提交 type:click] map[name:我的 sub_button:[map[key:track name:查进度 type:click] map[key:rate name:评价 type:click]]]]]"
	if got := fmt.Sprint(p.calls[0].body); got != want || p.calls[0].path != callMenu {
		t.Errorf("sent %s, want %s", got, want)
	}
}

func TestMenuLimits(t *testing.T) {
	key := Button{Name: "x", Key: "k"}
	tests := map[string]Menu{
		"no button":        {},
		"4 buttons":        {key, key, key, key},
		"long name":        {{Name: strings.Repeat("字", 6), Key: "k"}},
		"no name":          {{Key: "k"}},
		"no key":           {{Name: "x"}},
		"long key":         {{Name: "x", Key: strings.Repeat("k", 129)}},
		"key and sub":      {{Name: "x", Key: "k", Sub: []Button{key}}},
		"6 below":          {{Name: "x", Sub: []Button{key, key, key, key, key, key}}},
		"long name below":  {{Name: "x", Sub: []Button{{Name: strings.Repeat("字", 21), Key: "k"}}}},
		"third level":      {{Name: "x", Sub: []Button{{Name: "y", Sub: []Button{key}}}}},
		"no key far below": {key, {Name: "x", Sub: []Button{key, {Name: "y"}}}},
	}
	for name, menu := range tests {
		t.Run(name, func(t *testing.T) {
			p, s := newPlatform(t, answering(`{"errcode":0}`))
			wantFailure(t, s.CreateMenu(t.Context(), menu), bot.FailConfig, 0)
			if len(p.calls) != 0 {
				t.Error("sent nevertheless")
			}
		})
	}
	full := Button{Name: strings.Repeat("x", 16), Sub: []Button{{Name: strings.Repeat("字", 20), Key: strings.Repeat("k", 128)}, key, key, key, key}}
	if err := (Menu{full, full, full}).Check(maxSubName); err != nil {
		t.Errorf("the largest menu: %v", err)
	}
}
