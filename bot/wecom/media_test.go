package wecom

import (
	"bytes"
	"net/http"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
)

func file(contentType string, data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(data)
	}
}

func TestMediaIsFetched(t *testing.T) {
	png := []byte("\x89PNG\r\n\x1a\n0000")
	for contentType, want := range map[string]string{
		"image/jpeg": "image/jpeg", "audio/amr; x=y": "audio/amr",
		"application/octet-stream": "image/png", "text/plain": "image/png", ";;": "image/png",
	} {
		p, s := newPlatform(t, file(contentType, png))
		data, kind, err := s.Media(t.Context(), "m&1=2")
		if err != nil || !bytes.Equal(data, png) || kind != want {
			t.Fatalf("%s: got %d bytes of %q, %v", contentType, len(data), kind, err)
		}
		if got := p.calls[0]; got.path != callMedia || got.query != "access_token=T1&media_id=m%261%3D2" {
			t.Errorf("asked %+v", got)
		}
	}
}

func TestMediaFailures(t *testing.T) {
	_, s := newPlatform(t, answering(`{"errcode":40007,"errmsg":"invalid media_id"}`))
	_, _, err := s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailText, 40007)
	_, _, err = s.Media(t.Context(), "")
	wantFailure(t, err, bot.FailText, 0)
	_, s = newPlatform(t, file("image/png", make([]byte, wire.MediaLimit+1)))
	_, _, err = s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailText, 0)
	_, s = newPlatform(t, func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w, "") })
	_, _, err = s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailNetwork, 0)
}
