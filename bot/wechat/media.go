package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// Media fetches what a person sent, at most 20 MiB. The platform keeps it for
// 3 days; afterwards, or for what is larger, the class is [bot.FailText].
func (s *Sender) Media(ctx context.Context, id string) ([]byte, string, error) {
	r := wire.Request{
		Method: http.MethodGet, Call: callMedia, Query: url.Values{"media_id": {id}},
		Repeatable: true, Limit: wire.MediaLimit, Within: wire.FileLimit,
	}
	res, err := s.media(ctx, r)
	s.api.Count(r.Call, err)
	if err != nil {
		return nil, "", err
	}
	return res.Data, res.Kind(), nil
}

func (s *Sender) media(ctx context.Context, r wire.Request) (wire.Response, error) {
	if r.Query.Get("media_id") == "" {
		return wire.Response{}, r.Fail(bot.FailText, errors.New("no media number"))
	}
	res, err := s.call(ctx, r, mediaCode)
	if err != nil {
		return wire.Response{}, err
	}
	if address := videoAddress(res); address != "" {
		return s.video(ctx, address, r)
	}
	return res, nil
}

// mediaCode finds an error in an answer that should be a file: it comes as
// JSON with status 200.
func mediaCode(res wire.Response) (int, error) {
	return mediaNote(res).ErrCode, nil
}

type note struct {
	ErrCode  int    `json:"errcode"`
	VideoURL string `json:"video_url"`
}

// mediaNote is empty when the answer is a file.
func mediaNote(res wire.Response) note {
	var n note
	if !bytes.HasPrefix(bytes.TrimSpace(res.Data), []byte("{")) || json.Unmarshal(res.Data, &n) != nil {
		return note{}
	}
	return n
}

// videoAddress is where a video lies: for these the platform answers with an
// address in place of the file.
func videoAddress(res wire.Response) string { return mediaNote(res).VideoURL }

// video fetches a video without our token, and only from the platform's own
// hosts or the configured one, whatever address the answer named.
func (s *Sender) video(ctx context.Context, address string, r wire.Request) (wire.Response, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !s.trusted(u) {
		return wire.Response{}, r.Fail(bot.FailConfig, errors.New("the video lies on a foreign host"))
	}
	return s.api.SendTo(ctx, u.String(), r)
}

func (s *Sender) trusted(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	return strings.EqualFold(u.Host, s.api.Host()) ||
		strings.HasSuffix(host, ".qq.com") || strings.HasSuffix(host, ".qpic.cn")
}
