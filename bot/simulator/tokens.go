package simulator

import (
	"io"
	"sync"
	"time"
)

const (
	tokenLife = 2 * time.Hour
	// An official account's old token lives on for a little when a new one is
	// asked for.
	tokenOverlap = 5 * time.Minute
)

// tokenDesk issues access tokens of one platform.
type tokenDesk struct {
	random io.Reader

	mu      sync.Mutex
	current string
	expires map[string]time.Time
}

func newTokenDesk(random io.Reader) *tokenDesk {
	return &tokenDesk{random: random, expires: map[string]time.Time{}}
}

// issue returns the token that is valid and how long it lives; fresh asks for
// a new one in any case.
func (d *tokenDesk) issue(now time.Time, fresh bool) (string, time.Duration, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	until, known := d.expires[d.current]
	if known && now.Before(until) && !fresh {
		return d.current, until.Sub(now), nil
	}
	token, err := randomText(d.random)
	if err != nil {
		return "", 0, err
	}
	if known && until.After(now.Add(tokenOverlap)) {
		d.expires[d.current] = now.Add(tokenOverlap)
	}
	d.current = token
	d.expires[token] = now.Add(tokenLife)
	return token, tokenLife, nil
}

// check returns nil for a valid token, else the platform's refusal.
func (d *tokenDesk) check(token string, platform Platform, now time.Time) result {
	if token == "" {
		return refuse(codeNoToken, "access_token missing")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	until, known := d.expires[token]
	switch {
	case known && now.Before(until):
		return nil
	case known:
		return refuse(codeTokenExpired, "access_token expired")
	case platform == WeChat:
		return refuse(codeBadSecret, "invalid credential, access_token is invalid or not latest")
	}
	return refuse(codeBadToken, "invalid access_token")
}

// revoke forgets every token, as happens when a secret is reset or somebody
// else asked for a token of the same account.
func (d *tokenDesk) revoke() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.current = ""
	clear(d.expires)
}

// RevokeTokens makes every token of a platform invalid at once: 40001 at
// WeChat, 40014 at WeCom.
func (w *World) RevokeTokens(platform Platform) { w.desk(platform).revoke() }

// token answers cgi-bin/token, which makes a new one at each call.
func (c call) token() any {
	return c.grantToken(c.query("appid"), c.query("secret"), true)
}

// stableToken answers cgi-bin/stable_token, which repeats the valid one.
func (c call) stableToken() any {
	var asked struct {
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
		Force  bool   `json:"force_refresh"`
	}
	if !c.read(&asked) {
		return refuse(codeBadJSON, "data format error")
	}
	return c.grantToken(asked.AppID, asked.Secret, asked.Force)
}

func (c call) grantToken(appID, secret string, fresh bool) any {
	if appID != c.options.WeChat.AppID {
		return refuse(codeBadAppID, "invalid appid")
	}
	if secret != c.options.WeChat.AppSecret {
		return refuse(40125, "invalid appsecret")
	}
	return c.tokenResult(fresh, false)
}

// corpToken answers gettoken.
func (c call) corpToken() any {
	if c.query("corpid") != c.options.WeCom.CorpID {
		return refuse(codeBadAppID, "invalid corpid")
	}
	if c.query("corpsecret") != c.options.WeCom.Secret {
		return refuse(codeBadSecret, "invalid credential")
	}
	return c.tokenResult(false, true)
}

func (c call) tokenResult(fresh, withCode bool) any {
	token, life, err := c.desk(c.platform).issue(c.now, fresh)
	if err != nil {
		return refuse(-1, "system error")
	}
	granted := result{"access_token": token, "expires_in": int(life / time.Second)}
	if withCode {
		return done(granted)
	}
	return granted
}
