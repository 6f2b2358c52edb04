package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// Media fetches what a person sent, at most 20 MiB. The platform keeps it for
// 3 days; afterwards, or for what is larger, the class is [bot.FailText].
func (s *Sender) Media(ctx context.Context, id string) ([]byte, string, error) {
	r := wire.MediaRequest(callMedia, id)
	res, err := s.media(ctx, r)
	s.client.Count(r.Call, err)
	if err != nil {
		return nil, "", err
	}
	return res.Data, res.Kind(), nil
}

func (s *Sender) media(ctx context.Context, r wire.Request) (wire.Response, error) {
	if r.Query.Get("media_id") == "" {
		return wire.Response{}, r.Fail(bot.FailText, errors.New("no media number"))
	}
	res, err := s.client.Do(ctx, r, wire.FileCode)
	if err != nil {
		return wire.Response{}, err
	}
	if address := videoAddress(res); address != "" {
		return s.video(ctx, address, r)
	}
	return res, nil
}

// videoAddress is where a video lies: for these the platform answers with an
// address in place of the file.
func videoAddress(res wire.Response) string {
	var answer struct {
		VideoURL string `json:"video_url"`
	}
	if json.Unmarshal(res.Data, &answer) != nil {
		return ""
	}
	return answer.VideoURL
}

// video fetches a video without our token, and only from the platform's own
// hosts or the configured one, whatever address the answer named.
func (s *Sender) video(ctx context.Context, address string, r wire.Request) (wire.Response, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !s.trusted(u) {
		return wire.Response{}, r.Fail(bot.FailConfig, errors.New("the video lies on a foreign host"))
	}
	return s.client.SendTo(ctx, u.String(), r)
}

func (s *Sender) trusted(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	return strings.EqualFold(u.Host, s.client.Host()) ||
		strings.HasSuffix(host, ".qq.com") || strings.HasSuffix(host, ".qpic.cn")
}
