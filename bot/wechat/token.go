package wechat

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/silenceper/wechat/v2/credential"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// tokenMargin is how long before its end a token is no longer used.
const tokenMargin = 5 * time.Minute

// tokens holds the account's access token. It asks for stable tokens, which
// all replicas of an account share without taking them from each other.
type tokens struct {
	api       wire.API
	appID     string
	appSecret string
	now       func() time.Time

	// turn holds the one permission to read or replace the token; a channel
	// and not a mutex, so that waiting for it ends with the context.
	turn    chan struct{}
	value   string
	expires time.Time
}

func newTokens(a wire.API, appID, appSecret string, now func() time.Time) *tokens {
	return &tokens{api: a, appID: appID, appSecret: appSecret, now: now, turn: make(chan struct{}, 1)}
}

// get returns a token that is valid by the clock.
func (t *tokens) get(ctx context.Context) (string, error) {
	if err := t.enter(ctx); err != nil {
		return "", err
	}
	defer t.leave()
	if t.value != "" && t.now().Before(t.expires) {
		return t.value, nil
	}
	err := t.fetch(ctx, false)
	return t.value, err
}

// renew replaces a token that the platform refused. Another caller, or
// another replica, may have done so already: a new one is forced only when
// the platform still hands out the refused one.
func (t *tokens) renew(ctx context.Context, refused string) (string, error) {
	if err := t.enter(ctx); err != nil {
		return "", err
	}
	defer t.leave()
	if t.value != refused {
		return t.value, nil
	}
	if err := t.fetch(ctx, false); err != nil {
		return "", err
	}
	if t.value != refused {
		return t.value, nil
	}
	err := t.fetch(ctx, true)
	return t.value, err
}

func (t *tokens) enter(ctx context.Context) error {
	select {
	case t.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &bot.SendError{Class: bot.FailNetwork, Call: callToken, Err: wire.Cause(ctx.Err())}
	}
}

func (t *tokens) leave() { <-t.turn }

func (t *tokens) fetch(ctx context.Context, force bool) error {
	r := wire.Request{Method: http.MethodPost, Call: callToken, Repeatable: true, Limit: wire.AnswerLimit}
	body, err := json.Marshal(map[string]any{
		"grant_type":    "client_credential",
		"appid":         t.appID,
		"secret":        t.appSecret,
		"force_refresh": force,
	})
	if err != nil {
		return r.Fail(bot.FailConfig, err)
	}
	r.Body = body
	err = t.store(ctx, r)
	t.api.Count(r.Call, err)
	return err
}

func (t *tokens) store(ctx context.Context, r wire.Request) error {
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
