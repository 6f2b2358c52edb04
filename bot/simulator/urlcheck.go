package simulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// ErrEcho means the URL check was answered, but not with the echo.
var ErrEcho = errors.New("simulator: the URL check was not echoed")

// URLCheck is the GET by which a platform makes sure of a callback address.
type URLCheck struct {
	Platform  Platform
	Timestamp time.Time // zero: now on the world's clock
	Signature string    // instead of the true one
}

// Check asks the callback address to prove that it knows the token (and, for
// WeCom, the key). Errors: ErrNoAnswer, ErrRefused, ErrEcho.
func (w *World) Check(ctx context.Context, check URLCheck) error {
	echo, err := w.randomDigits()
	if err != nil {
		return err
	}
	query, err := w.checkQuery(check, echo)
	if err != nil {
		return err
	}
	target, err := url.Parse(w.callbackURL(check.Platform))
	if err != nil {
		return fmt.Errorf("simulator: callback address: %w", err)
	}
	target.RawQuery = query.Encode()
	request, err := http.NewRequest(http.MethodGet, target.String(), nil)
	if err != nil {
		return fmt.Errorf("simulator: URL check: %w", err)
	}
	answer, err := w.exchange(ctx, request)
	if err != nil {
		return err
	}
	if string(answer.Body) != echo {
		return ErrEcho
	}
	return nil
}

func (w *World) checkQuery(check URLCheck, echo string) (url.Values, error) {
	nonce, err := w.randomDigits()
	if err != nil {
		return nil, err
	}
	stamp := check.Timestamp
	if stamp.IsZero() {
		stamp = w.Now()
	}
	timestamp := strconv.FormatInt(stamp.Unix(), 10)
	cipher := w.ciphers[check.Platform]
	query := url.Values{"timestamp": {timestamp}, "nonce": {nonce}}
	name, signature := "signature", sign(cipher.token, timestamp, nonce)
	if check.Platform == WeCom {
		sealed, err := cipher.seal([]byte(echo))
		if err != nil {
			return nil, err
		}
		echo = sealed
		name, signature = "msg_signature", sign(cipher.token, timestamp, nonce, sealed)
	}
	if check.Signature != "" {
		signature = check.Signature
	}
	query.Set(name, signature)
	query.Set("echostr", echo)
	return query, nil
}
