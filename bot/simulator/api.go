package simulator

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

const (
	weixinPrefix = "/weixin/"
	qyapiPrefix  = "/qyapi/"
	// maxCall is the most a call may carry: a file of 20 MiB and its wrapping.
	maxCall = 21 << 20
)

// Error codes that both platforms share.
const (
	codeBadSecret    = 40001
	codeBadMedia     = 40007
	codeBadType      = 40008
	codeBadAppID     = 40013
	codeBadToken     = 40014
	codeNoToken      = 41001
	codeTokenExpired = 42001
	codeWantsGet     = 43001
	codeWantsPost    = 43002
	codeEmpty        = 44004
	codeTooLong      = 45002
	codeBadJSON      = 47001
)

// result is a call's JSON answer; it always carries errcode.
type result map[string]any

func done(more result) result {
	answer := result{"errcode": 0, "errmsg": "ok"}
	for name, value := range more {
		answer[name] = value
	}
	return answer
}

func refuse(code int, why string) result { return result{"errcode": code, "errmsg": why} }

func (r result) code() int {
	code, _ := r["errcode"].(int)
	return code
}

// file is the answer of a call that returns bytes.
type file struct {
	name        string
	contentType string
	body        []byte
}

// call is one request to the fake API.
type call struct {
	*World
	platform Platform
	request  *http.Request
	body     []byte
	now      time.Time
}

func (c call) query(name string) string { return c.request.URL.Query().Get(name) }

func (c call) read(into any) bool { return json.Unmarshal(c.body, into) == nil }

type endpoint struct {
	method string
	open   bool // needs no access token
	answer func(call) any
}

// API is both platforms' servers: what api.weixin.qq.com serves stands under
// /weixin/, what qyapi.weixin.qq.com serves under /qyapi/.
func (w *World) API() http.Handler {
	mux := http.NewServeMux()
	for path, e := range weixinEndpoints() {
		mux.Handle(weixinPrefix+path, w.serve(WeChat, e))
	}
	for path, e := range qyapiEndpoints() {
		mux.Handle(qyapiPrefix+path, w.serve(WeCom, e))
	}
	return mux
}

func (w *World) serve(platform Platform, e endpoint) http.Handler {
	return w.faulty(platform, http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxCall))
		if err != nil {
			http.Error(out, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		in.Body = io.NopCloser(bytes.NewReader(body))
		c := call{World: w, platform: platform, request: in, body: body, now: w.Now()}
		if refused := c.admitCall(e); refused != nil {
			writeJSON(out, refused)
			return
		}
		write(out, e.answer(c))
	}))
}

func (c call) admitCall(e endpoint) result {
	switch {
	case e.method == http.MethodGet && c.request.Method != http.MethodGet:
		return refuse(codeWantsGet, "require GET method")
	case e.method == http.MethodPost && c.request.Method != http.MethodPost:
		return refuse(codeWantsPost, "require POST method")
	case e.open:
		return nil
	}
	return c.desk(c.platform).check(c.query("access_token"), c.platform, c.now)
}

func (w *World) desk(platform Platform) *tokenDesk {
	if platform == WeCom {
		return w.qyapiTokens
	}
	return w.weixinTokens
}

func write(out http.ResponseWriter, answer any) {
	sent, isFile := answer.(file)
	if !isFile {
		writeJSON(out, answer)
		return
	}
	out.Header().Set("Content-Type", sent.contentType)
	out.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": sent.name}))
	_, _ = out.Write(sent.body) // the caller has gone; nobody is left to tell
}

// writeJSON leaves <, > and & as they are, as the platforms do.
func writeJSON(out http.ResponseWriter, answer any) {
	out.Header().Set("Content-Type", "application/json; encoding=utf-8")
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(answer) // the caller has gone; nobody is left to tell
}

// looseText reads a JSON string or number as text: callers differ.
type looseText string

// UnmarshalJSON accepts a string or a number.
func (t *looseText) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*t = looseText(text)
		return nil
	}
	var value json.Number
	err := json.Unmarshal(raw, &value)
	*t = looseText(strings.TrimSpace(value.String()))
	return err
}
