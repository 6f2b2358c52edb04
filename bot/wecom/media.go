package wecom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"onevisit/bot"
)

// Media fetches what a person sent, at most 20 MiB. The platform keeps it for
// 3 days; afterwards, or for what is larger, the class is [bot.FailText].
func (s *Sender) Media(ctx context.Context, id string) ([]byte, string, error) {
	r := request{
		method: http.MethodGet, call: callMedia, query: url.Values{"media_id": {id}},
		repeatable: true, limit: mediaLimit, within: fileLimit,
	}
	if id == "" {
		return nil, "", r.fail(bot.FailText, errors.New("no media number"))
	}
	res, err := s.call(ctx, r, mediaCode)
	s.api.count(r.call, outcome(err))
	if err != nil {
		return nil, "", err
	}
	return res.data, mediaType(res), nil
}

// mediaCode finds an error in an answer that should be a file: it comes as
// JSON with status 200.
func mediaCode(res response) (int, error) {
	var answer struct {
		ErrCode int `json:"errcode"`
	}
	if !bytes.HasPrefix(bytes.TrimSpace(res.data), []byte("{")) || json.Unmarshal(res.data, &answer) != nil {
		return 0, nil
	}
	return answer.ErrCode, nil
}

// mediaType is what the platform calls the file, or what it looks like where
// the platform does not say.
func mediaType(res response) string {
	kind, _, err := mime.ParseMediaType(res.contentType)
	if err != nil || kind == "application/octet-stream" || kind == "text/plain" {
		kind, _, _ = strings.Cut(http.DetectContentType(res.data), ";")
	}
	return kind
}
