package wecom

import (
	"context"
	"errors"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// Media fetches what a person sent, at most 20 MiB. The platform keeps it for
// 3 days; afterwards, or for what is larger, the class is [bot.FailText].
func (s *Sender) Media(ctx context.Context, id string) ([]byte, string, error) {
	r := wire.MediaRequest(callMedia, id)
	if id == "" {
		return nil, "", r.Fail(bot.FailText, errors.New("no media number"))
	}
	res, err := s.client.Do(ctx, r, wire.FileCode)
	s.client.Count(r.Call, err)
	if err != nil {
		return nil, "", err
	}
	return res.Data, res.Kind(), nil
}
