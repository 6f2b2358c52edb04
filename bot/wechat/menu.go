package wechat

import (
	"context"
	"net/http"

	"onevisit/bot/wire"
)

// maxSubName is the length of a name in a sub-menu, in bytes.
const maxSubName = 60

// CreateMenu replaces the account's menu; phones show it within 24 hours. The
// error is a [*bot.SendError].
func (s *Sender) CreateMenu(ctx context.Context, m wire.Menu) error {
	r := wire.Request{Method: http.MethodPost, Call: callMenu, Repeatable: true}
	return s.client.CreateMenu(ctx, r, m, maxSubName)
}
