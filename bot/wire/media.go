package wire

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// What fetching a file has: 20 MiB, and a minute for that on a slow line.
const (
	MediaLimit = 20 << 20
	fileLimit  = time.Minute
)

// MediaRequest fetches what a person sent, at most 20 MiB, by the number that
// the platform gave it.
func MediaRequest(call, id string) Request {
	return Request{
		Method: http.MethodGet, Call: call, Query: url.Values{"media_id": {id}},
		Repeatable: true, Limit: MediaLimit, Within: fileLimit,
	}
}

// FileCode finds an error in an answer that should be a file: it comes as
// JSON with status 200.
func FileCode(res Response) (int, error) {
	var answer struct {
		ErrCode int `json:"errcode"`
	}
	if json.Unmarshal(res.Data, &answer) != nil {
		return 0, nil
	}
	return answer.ErrCode, nil
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
