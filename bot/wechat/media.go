package wechat

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
	res, err := s.media(ctx, r)
	s.api.count(r.call, outcome(err))
	if err != nil {
		return nil, "", err
	}
	return res.data, mediaType(res), nil
}

func (s *Sender) media(ctx context.Context, r request) (response, error) {
	if r.query.Get("media_id") == "" {
		return response{}, r.fail(bot.FailText, errors.New("no media number"))
	}
	res, err := s.call(ctx, r, mediaCode)
	if err != nil {
		return response{}, err
	}
	if address := videoAddress(res); address != "" {
		return s.video(ctx, address, r)
	}
	return res, nil
}

// mediaCode finds an error in an answer that should be a file: it comes as
// JSON with status 200.
func mediaCode(res response) (int, error) {
	return mediaNote(res).ErrCode, nil
}

type note struct {
	ErrCode  int    `json:"errcode"`
	VideoURL string `json:"video_url"`
}

// mediaNote is empty when the answer is a file.
func mediaNote(res response) note {
	var n note
	if !bytes.HasPrefix(bytes.TrimSpace(res.data), []byte("{")) || json.Unmarshal(res.data, &n) != nil {
		return note{}
	}
	return n
}

// videoAddress is where a video lies: for these the platform answers with an
// address in place of the file.
func videoAddress(res response) string { return mediaNote(res).VideoURL }

// video fetches a video without our token, and only from the platform's own
// hosts or the configured one, whatever address the answer named.
func (s *Sender) video(ctx context.Context, address string, r request) (response, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !s.trusted(u) {
		return response{}, r.fail(bot.FailConfig, errors.New("the video lies on a foreign host"))
	}
	return s.api.sendTo(ctx, u.String(), r)
}

func (s *Sender) trusted(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	return strings.EqualFold(u.Host, s.api.base.Host) ||
		strings.HasSuffix(host, ".qq.com") || strings.HasSuffix(host, ".qpic.cn")
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
