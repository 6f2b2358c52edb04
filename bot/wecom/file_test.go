package wecom

import (
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire/wiretest"
)

// storing answers as the platform does: an upload with a number, a message
// with another.
func storing(upload, send string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, callUpload) {
			wiretest.Reply(w, upload)
			return
		}
		wiretest.Reply(w, send)
	}
}

func TestAFileIsUploadedAndSent(t *testing.T) {
	var kind string
	answer := storing(`{"errcode":0,"type":"file","media_id":"m1"}`, `{"errcode":0,"msgid":"MSG1"}`)
	p, s := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		kind = max(kind, r.Header.Get("Content-Type"))
		answer(w, r)
	})
	ref, err := s.PushFile(t.Context(), "wang.chief", "受理告知书.docx", []byte("PK words"))
	if err != nil || ref != "MSG1" || len(p.Calls) != 2 {
		t.Fatalf("got %q, %v after %d calls", ref, err, len(p.Calls))
	}
	_, form, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(strings.NewReader(p.Calls[0].Raw), form["boundary"]).NextPart()
	if err != nil || part.FormName() != "media" || part.FileName() != "受理告知书.docx" || p.Calls[0].Query != "access_token=T1&type=file" {
		t.Errorf("uploaded %+v with %s, %v", part, p.Calls[0].Query, err)
	}
	want := `{"touser":"wang.chief","msgtype":"file","agentid":1000002,"file":{"media_id":"m1"}}`
	if got := strings.TrimSpace(p.Calls[1].Raw); got != want || p.Calls[1].Path != callSend {
		t.Errorf("sent %s to %s", got, p.Calls[1].Path)
	}
}

func TestAFileThatCannotBeSentSaysWhy(t *testing.T) {
	const kept, sent = `{"errcode":0,"media_id":"m1"}`, `{"errcode":0,"msgid":"MSG1"}`
	for name, test := range map[string]struct {
		to, name     string
		data         []byte
		upload, send string
		class        bot.Failure
		code         int
	}{
		"nothing in it":       {"wang", "a", nil, kept, sent, bot.FailText, 0},
		"without a name":      {"wang", "", []byte("x"), kept, sent, bot.FailText, 0},
		"too large":           {"wang", "a", make([]byte, mostFile+1), kept, sent, bot.FailText, 0},
		"to everybody":        {"@all", "a", []byte("x"), kept, sent, bot.FailPerson, 0},
		"not taken":           {"wang", "a", []byte("x"), `{"errcode":45009}`, sent, bot.FailSlow, 45009},
		"taken with no word":  {"wang", "a", []byte("x"), `{"errcode":0}`, sent, bot.FailUnknown, 0},
		"to somebody unknown": {"wang", "a", []byte("x"), kept, `{"errcode":0,"invaliduser":"wang"}`, bot.FailPerson, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, s := newPlatform(t, storing(test.upload, test.send))
			ref, err := s.PushFile(t.Context(), test.to, test.name, test.data)
			wiretest.WantFailure(t, err, test.class, test.code)
			if ref != "" {
				t.Errorf("sent as %q", ref)
			}
		})
	}
}
