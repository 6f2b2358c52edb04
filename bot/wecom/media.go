package wecom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

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
	if id == "" {
		return nil, "", r.Fail(bot.FailText, errors.New("no media number"))
	}
	res, err := s.call(ctx, r, mediaCode)
	s.api.Count(r.Call, err)
	if err != nil {
		return nil, "", err
	}
	return res.Data, res.Kind(), nil
}

// mediaCode finds an error in an answer that should be a file: it comes as
// JSON with status 200.
func mediaCode(res wire.Response) (int, error) {
	var answer struct {
		ErrCode int `json:"errcode"`
	}
	if !bytes.HasPrefix(bytes.TrimSpace(res.Data), []byte("{")) || json.Unmarshal(res.Data, &answer) != nil {
		return 0, nil
	}
	return answer.ErrCode, nil
}
