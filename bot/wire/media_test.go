package wire_test

import (
	"bytes"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

func png() []byte { return []byte("\x89PNG\r\n\x1a\n0000") }

func TestFileIsFetchedWithItsKind(t *testing.T) {
	for contentType, want := range map[string]string{
		"image/jpeg":               "image/jpeg",
		"audio/amr; x=y":           "audio/amr",
		"application/octet-stream": "image/png",
		"text/plain":               "image/png",
		";;":                       "image/png",
	} {
		p, c := started(t, wiretest.File(contentType, png()))
		res, err := c.Do(t.Context(), wire.MediaRequest("/media", "m&1=2"), wire.FileCode)
		if err != nil || !bytes.Equal(res.Data, png()) || res.Kind() != want {
			t.Fatalf("%s: got %d bytes of %q, %v", contentType, len(res.Data), res.Kind(), err)
		}
		if got := p.Calls[0]; got.Path != "/media" || got.Query != "access_token=T1&media_id=m%261%3D2" {
			t.Errorf("asked %+v", got)
		}
	}
}

func TestErrorInPlaceOfAFile(t *testing.T) {
	_, c := started(t, wiretest.Answering(`{"errcode":1,"errmsg":"invalid media_id"}`))
	_, err := c.Do(t.Context(), wire.MediaRequest("/media", "m1"), wire.FileCode)
	wiretest.WantFailure(t, err, bot.FailPerson, 1)
}

func TestFileThatLooksLikeJSONIsAFile(t *testing.T) {
	for _, data := range []string{"", "null", "17", `["errcode"]`, `{"errcode":1`, `{"a":1}`} {
		_, c := started(t, wiretest.File("text/plain", []byte(data)))
		if res, err := c.Do(t.Context(), wire.MediaRequest("/media", "m1"), wire.FileCode); err != nil || string(res.Data) != data {
			t.Errorf("%q: got %q, %v", data, res.Data, err)
		}
	}
}

func TestFileIsFetchedWithANewTokenAndWithinItsSize(t *testing.T) {
	p, c := started(t, wiretest.File("image/png", png()))
	p.Valid = "T2"
	if _, err := c.Do(t.Context(), wire.MediaRequest("/media", "m1"), wire.FileCode); err != nil {
		t.Fatal(err)
	}
	p.Answer = wiretest.File("image/png", make([]byte, wire.MediaLimit+1))
	_, err := c.Do(t.Context(), wire.MediaRequest("/media", "m1"), wire.FileCode)
	wiretest.WantFailure(t, err, bot.FailText, 0)
	p.Answer = wiretest.HangingUp(t, "")
	_, err = c.Do(t.Context(), wire.MediaRequest("/media", "m1"), wire.FileCode)
	wiretest.WantFailure(t, err, bot.FailNetwork, 0)
}
