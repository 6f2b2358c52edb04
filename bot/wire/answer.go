package wire

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strings"
)

// Code reads the code of a JSON answer. An answer that is none came
// from something between us and the platform, which may have heard us.
func (r Request) Code(res Response) (int, error) {
	var answer struct {
		ErrCode int    `json:"errcode"`
		ErrMsg  string `json:"errmsg"`
	}
	if err := json.Unmarshal(res.Data, &answer); err != nil {
		return 0, r.Lost(true, ErrNotJSON)
	}
	return answer.ErrCode, nil
}

// Encode writes JSON without the escapes that only browsers need: calls of
// such platforms have been seen to show them instead of reading them.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Kind is what the platform calls the file, or what it looks like where
// the platform does not say.
func (res Response) Kind() string {
	kind, _, err := mime.ParseMediaType(res.ContentType)
	if err != nil || kind == "application/octet-stream" || kind == "text/plain" {
		kind, _, _ = strings.Cut(http.DetectContentType(res.Data), ";")
	}
	return kind
}
