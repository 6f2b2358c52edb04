package wire

import (
	"context"
	"encoding/json"
	"time"

	"onevisit/bot"
)

// tokenMargin is how long before its end a token is no longer used.
const tokenMargin = 5 * time.Minute

// TokenCalls ask for an account's access token. What they give is shared by
// all replicas of an account, so it needs no common store.
type TokenCalls struct {
	// Usual gives the token that is valid.
	Usual Request
	// Forced makes the platform give out a new one; nil where it does so by
	// itself.
	Forced *Request
}

// tokens holds one account's access token.
type tokens struct {
	api   API
	calls TokenCalls
	class func(code int) bot.Failure
	now   func() time.Time

	// turn holds the one permission to read or replace the token; a channel
	// and not a mutex, so that waiting for it ends with the context.
	turn    chan struct{}
	value   string
	expires time.Time
}

// get returns a token that is valid by the clock and is not the refused one.
// Another caller, or another replica, may have replaced that already: a new
// one is forced only when the platform still hands out the refused one.
func (t *tokens) get(ctx context.Context, refused string) (string, error) {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return "", t.calls.Usual.Fail(bot.FailNetwork, cause(ctx.Err()))
	}
	if t.value != refused && t.now().Before(t.expires) {
		return t.value, nil
	}
	err := t.fetch(ctx, t.calls.Usual)
	if err == nil && t.value == refused && t.calls.Forced != nil {
		err = t.fetch(ctx, *t.calls.Forced)
	}
	return t.value, err
}

func (t *tokens) fetch(ctx context.Context, r Request) error {
	err := t.replace(ctx, r)
	t.api.Count(r.Call, err)
	return err
}

func (t *tokens) replace(ctx context.Context, r Request) error {
	res, err := t.api.send(ctx, r)
	if err != nil {
		return err
	}
	code, err := r.Code(res)
	if err != nil {
		return err
	}
	if code != 0 {
		return r.refused(t.failure(code), code)
	}
	var answer struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int64  `json:"expires_in"` // seconds
	}
	if err := json.Unmarshal(res.Data, &answer); err != nil || answer.AccessToken == "" {
		return r.Fail(bot.FailNetwork, ErrNotJSON)
	}
	life := time.Duration(answer.ExpiresIn) * time.Second
	t.value, t.expires = answer.AccessToken, t.now().Add(max(life-tokenMargin, life/2))
	return nil
}

// failure classes the codes of the token call, where no person and no text is
// concerned: a refused token means a wrong secret here.
func (t *tokens) failure(code int) bot.Failure {
	if t.class(code) == bot.FailSlow {
		return bot.FailSlow
	}
	return bot.FailConfig
}
