package wecom

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/silenceper/wechat/v2/credential"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// tokenMargin is how long before its end a token is no longer used.
const tokenMargin = 5 * time.Minute

// tokens holds the app's access token. The platform gives all replicas the
// same one while it is valid, so an app needs no shared store for it.
type tokens struct {
	api    wire.API
	corpID string
	secret string
	now    func() time.Time

	// turn holds the one permission to read or replace the token; a channel
	// and not a mutex, so that waiting for it ends with the context.
	turn    chan struct{}
	value   string
	expires time.Time
}

func newTokens(a wire.API, corpID, secret string, now func() time.Time) *tokens {
	return &tokens{api: a, corpID: corpID, secret: secret, now: now, turn: make(chan struct{}, 1)}
}

// get returns a token that is valid by the clock and is not the refused one.
// Another caller may have replaced that already.
func (t *tokens) get(ctx context.Context, refused string) (string, error) {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return "", &bot.SendError{Class: bot.FailNetwork, Call: callToken, Err: wire.Cause(ctx.Err())}
	}
	if t.value != refused && t.now().Before(t.expires) {
		return t.value, nil
	}
	err := t.fetch(ctx)
	t.api.Count(callToken, err)
	return t.value, err
}

func (t *tokens) fetch(ctx context.Context) error {
	r := wire.Request{
		Method: http.MethodGet, Call: callToken, Repeatable: true, Limit: wire.AnswerLimit,
		Query: url.Values{"corpid": {t.corpID}, "corpsecret": {t.secret}},
	}
	res, err := t.api.Send(ctx, r)
	if err != nil {
		return err
	}
	var answer credential.ResAccessToken
	if err := json.Unmarshal(res.Data, &answer); err != nil {
		return r.Fail(bot.FailNetwork, wire.ErrNotJSON)
	}
	if answer.ErrCode != 0 {
		return &bot.SendError{Class: tokenFailure(int(answer.ErrCode)), Code: int(answer.ErrCode), Call: r.Call}
	}
	if answer.AccessToken == "" {
		return r.Fail(bot.FailNetwork, wire.ErrNotJSON)
	}
	life := time.Duration(answer.ExpiresIn) * time.Second
	t.value, t.expires = answer.AccessToken, t.now().Add(max(life-tokenMargin, life/2))
	return nil
}
