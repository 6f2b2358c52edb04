package simulator

import (
	"sync"
	"time"
)

const (
	codeLifetime = 5 * time.Minute
	codeBadCode  = 40029
)

// codeDesk keeps the codes with which a member's browser proves who it is.
type codeDesk struct {
	mu    sync.Mutex
	codes map[string]webCode
}

type webCode struct {
	member string
	until  time.Time
}

func newCodeDesk() *codeDesk { return &codeDesk{codes: map[string]webCode{}} }

// LoginCode is what WeCom appends to the address when a member opens one of
// the bureau's pages by OAuth. It works once, for 5 minutes.
func (p *Phone) LoginCode() (string, error) {
	code, err := p.world.randomText()
	if err != nil {
		return "", err
	}
	desk := p.world.codes
	desk.mu.Lock()
	defer desk.mu.Unlock()
	desk.codes[code] = webCode{member: p.id, until: p.world.Now().Add(codeLifetime)}
	return code, nil
}

// codeUser answers auth/getuserinfo.
func (c call) codeUser() any {
	code := c.query("code")
	c.codes.mu.Lock()
	defer c.codes.mu.Unlock()
	found, known := c.codes.codes[code]
	delete(c.codes.codes, code)
	if !known || !c.now.Before(found.until) {
		return refuse(codeBadCode, "invalid code")
	}
	return done(result{"userid": found.member})
}
