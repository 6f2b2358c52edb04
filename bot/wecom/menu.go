package wecom

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"onevisit/bot/wire"
)

// maxSubName is the length of a name in a sub-menu, in bytes.
const maxSubName = 40

// CreateMenu replaces the app's menu. The error is a [*bot.SendError].
func (s *Sender) CreateMenu(ctx context.Context, m wire.Menu) error {
	r := wire.Request{
		Method: http.MethodPost, Call: callMenu, Repeatable: true,
		Query: url.Values{"agentid": {strconv.Itoa(s.agentID)}},
	}
	return s.client.CreateMenu(ctx, r, m, maxSubName)
}
