package simulator

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
)

// form uploads a file as a form and returns the JSON answer.
func (b *bureau) form(platform Platform, kind, name, body string) map[string]any {
	b.t.Helper()
	var sent bytes.Buffer
	form := multipart.NewWriter(&sent)
	part, err := form.CreateFormFile("media", name)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := part.Write([]byte(body)); err != nil {
		b.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	prefix := "/weixin"
	if platform == WeCom {
		prefix = "/qyapi"
	}
	response, err := b.api.Client().Post(b.api.URL+prefix+"/cgi-bin/media/upload?type="+kind+"&access_token="+b.token(platform), form.FormDataContentType(), &sent)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer := map[string]any{}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		b.t.Fatal(err)
	}
	return answer
}

func (b *bureau) upload(platform Platform, kind, name, body string) string {
	b.t.Helper()
	answer := b.form(platform, kind, name, body)
	id, _ := answer["media_id"].(string)
	if id == "" {
		b.t.Fatalf("upload: %v", answer)
	}
	return id
}

func (b *bureau) mediaOf(platform Platform, id string) string {
	b.t.Helper()
	prefix := "/weixin"
	if platform == WeCom {
		prefix = "/qyapi"
	}
	return string(b.fetch(http.MethodGet, prefix+"/cgi-bin/media/get?media_id="+id+"&access_token="+b.token(platform), nil))
}

func TestMediaCanBeFetchedForThreeDays(t *testing.T) {
	b := newBureau(t, nil)
	mustAnswer(t)(b.world.Petitioner("oPerson1").SendImage(t.Context(), []byte("picture")))
	sent := b.last().MediaID
	uploaded := b.upload(WeCom, "file", "letter.docx", "a letter")
	b.clock.Advance(3*24*time.Hour - time.Second)
	if got := b.mediaOf(WeChat, sent); got != "picture" {
		t.Errorf("sent: %q", got)
	}
	if got := b.mediaOf(WeCom, uploaded); got != "a letter" {
		t.Errorf("uploaded: %q", got)
	}
	if got := b.mediaOf(WeCom, sent); !strings.Contains(got, "40007") {
		t.Errorf("another platform's: %q", got)
	}
	b.clock.Advance(time.Second)
	if got := b.mediaOf(WeChat, sent); !strings.Contains(got, "40007") {
		t.Errorf("after 3 days: %q", got)
	}
}

func TestUploadsAreChecked(t *testing.T) {
	b := newBureau(t, nil)
	for name, test := range map[string]struct {
		platform Platform
		kind     string
		body     string
		code     int
	}{
		"a file for WeChat": {WeChat, "file", "a letter", codeBadKind},
		"unknown kind":      {WeCom, "dance", "a letter", codeBadKind},
		"too small":         {WeCom, "file", "abc", codeBadSize},
	} {
		if got := b.form(test.platform, test.kind, "x", test.body)["errcode"]; got != float64(test.code) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := b.post(WeCom, "media/upload", "no form")["errcode"]; got != float64(codeBadKind) {
		t.Errorf("no form: %v", got)
	}
	if created := b.form(WeChat, "image", "a.png", "picture")["created_at"]; created != float64(monday().Unix()) {
		t.Errorf("created_at %v", created)
	}
}
