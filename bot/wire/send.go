package wire

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"

	"onevisit/bot"
)

// send makes the request once. The error is a [*bot.SendError].
func (a API) send(ctx context.Context, r Request) (Response, error) {
	address := *a.base
	address.Path = strings.TrimSuffix(address.Path, "/") + r.Call
	address.RawQuery = r.Query.Encode()
	return a.SendTo(ctx, address.String(), r)
}

// SendTo makes the request once, without a token, to an address of its own.
// The error is a [*bot.SendError].
func (a API) SendTo(ctx context.Context, address string, r Request) (Response, error) {
	r, err := r.encoded()
	if err != nil {
		return Response{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(r.Within, callLimit))
	defer cancel()
	// Only a request that was wholly written can have been acted upon.
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { written.Store(false) },
		WroteRequest: func(w httptrace.WroteRequestInfo) { written.Store(w.Err == nil) },
	})
	req, err := http.NewRequestWithContext(ctx, r.Method, address, bytes.NewReader(r.Body))
	if err != nil {
		return Response{}, r.Fail(bot.FailConfig, ErrBroken)
	}
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	res, err := a.client.Do(req)
	if err != nil {
		return Response{}, r.Lost(written.Load(), cause(err))
	}
	defer func() { _ = res.Body.Close() }() // nothing is owed to a body already read
	if res.StatusCode != http.StatusOK {
		return Response{}, r.status(res.StatusCode)
	}
	return r.read(res)
}

func (r Request) read(res *http.Response) (Response, error) {
	limit := cmp.Or(r.Limit, answerLimit)
	data, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err != nil {
		return Response{}, r.Lost(true, cause(err))
	}
	if int64(len(data)) > limit {
		return Response{}, r.Fail(bot.FailText, ErrTooLarge)
	}
	return Response{Data: data, ContentType: res.Header.Get("Content-Type")}, nil
}

// cause keeps the kind of a transport error and drops its text.
func cause(err error) error {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.Canceled):
		return ErrCanceled
	case errors.As(err, &timeout) && timeout.Timeout():
		return ErrTimeout
	}
	return ErrBroken
}
