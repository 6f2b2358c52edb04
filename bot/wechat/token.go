package wechat

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/silenceper/wechat/v2/credential"

	"onevisit/bot"
)

// tokenMargin is how long before its end a token is no longer used.
const tokenMargin = 5 * time.Minute

// tokens holds the account's access token. It asks for stable tokens, which
// all replicas of an account share without taking them from each other.
type tokens struct {
	api       api
	appID     string
	appSecret string
	now       func() time.Time

	// turn holds the one permission to read or replace the token; a channel
	// and not a mutex, so that waiting for it ends with the context.
	turn    chan struct{}
	value   string
	expires time.Time
}

func newTokens(a api, appID, appSecret string, now func() time.Time) *tokens {
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
		return &bot.SendError{Class: bot.FailNetwork, Call: callToken, Err: cause(ctx.Err())}
	}
}

func (t *tokens) leave() { <-t.turn }

func (t *tokens) fetch(ctx context.Context, force bool) error {
	r := request{method: http.MethodPost, call: callToken, repeatable: true, limit: answerLimit}
	body, err := json.Marshal(map[string]any{
		"grant_type":    "client_credential",
		"appid":         t.appID,
		"secret":        t.appSecret,
		"force_refresh": force,
	})
	if err != nil {
		return r.fail(bot.FailConfig, err)
	}
	r.body = body
	err = t.store(ctx, r)
	t.api.count(r.call, outcome(err))
	return err
}

func (t *tokens) store(ctx context.Context, r request) error {
	res, err := t.api.send(ctx, r)
	if err != nil {
		return err
	}
	var answer credential.ResAccessToken
	if err := json.Unmarshal(res.data, &answer); err != nil {
		return r.fail(bot.FailNetwork, errNotJSON)
	}
	if answer.ErrCode != 0 {
		return &bot.SendError{Class: tokenFailure(int(answer.ErrCode)), Code: int(answer.ErrCode), Call: r.call}
	}
	if answer.AccessToken == "" {
		return r.fail(bot.FailNetwork, errNotJSON)
	}
	life := time.Duration(answer.ExpiresIn) * time.Second
	t.value, t.expires = answer.AccessToken, t.now().Add(max(life-tokenMargin, life/2))
	return nil
}
