package wire

import (
	"context"
	"net/url"

	"onevisit/bot"
)

// Client makes the calls of one account: it adds the access token and classes
// what the platform answers. It is safe for concurrent use.
type Client struct {
	API
	tokens *tokens
	class  func(code int) bot.Failure
}

// NewClient asks nothing of the network. class says what a code that is not 0
// means on this platform.
func NewClient(c Connection, calls TokenCalls, class func(code int) bot.Failure) (*Client, error) {
	api, err := newAPI(c)
	if err != nil {
		return nil, err
	}
	t := &tokens{api: api, calls: calls, class: class, now: c.Now, turn: make(chan struct{}, 1)}
	return &Client{API: api, tokens: t, class: class}, nil
}

// Ask makes a call that is answered in JSON, and counts it. The error is a
// [*bot.SendError].
func (c *Client) Ask(ctx context.Context, r Request) (Response, error) {
	res, err := c.Do(ctx, r, r.Code)
	c.Count(r.Call, err)
	return res, err
}

// Do is [Client.Ask] for callers that have to look at the answer before the
// call is counted: codeOf finds the platform's code in it.
func (c *Client) Do(ctx context.Context, r Request, codeOf func(Response) (int, error)) (Response, error) {
	token, err := c.tokens.get(ctx, "")
	if err != nil {
		return Response{}, err
	}
	res, code, err := c.once(ctx, r, token, codeOf)
	// Once more with a new token: a refused request was not acted upon.
	if err == nil && tokenRefused(code) {
		if token, err = c.tokens.get(ctx, token); err != nil {
			return Response{}, err
		}
		res, code, err = c.once(ctx, r, token, codeOf)
	}
	if err != nil {
		return Response{}, err
	}
	if code != 0 {
		return Response{}, r.refused(c.class(code), code)
	}
	return res, nil
}

func (c *Client) once(ctx context.Context, r Request, token string, codeOf func(Response) (int, error)) (Response, int, error) {
	query := url.Values{"access_token": {token}}
	for name, values := range r.Query {
		query[name] = values
	}
	r.Query = query
	res, err := c.send(ctx, r)
	if err != nil {
		return Response{}, 0, err
	}
	code, err := codeOf(res)
	return res, code, err
}

// tokenRefused reports the codes that a new token cures, on both platforms.
func tokenRefused(code int) bool { return code == 40001 || code == 40014 || code == 42001 }
