package simulator

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxAnswer is the most that is read of an answer, in bytes.
const maxAnswer = 1 << 20

var (
	// ErrNoAnswer means the callback was not answered in time or at all.
	ErrNoAnswer = errors.New("simulator: no answer to the callback")
	// ErrRefused means the callback was answered with a status other than 200.
	ErrRefused = errors.New("simulator: the callback was refused")
	// ErrBadReply means a passive reply the platform would not deliver.
	ErrBadReply = errors.New("simulator: the passive reply cannot be used")
)

// Mode is how an official account's callback travels.
type Mode int

// The modes of an official account. WeCom knows only Safe.
const (
	Safe       Mode = iota // encrypted only
	Compatible             // plain fields beside the encrypted ones
	Plain                  // plain fields only
)

// Envelope is one callback before it is encrypted and signed. Everything but
// Platform, From and Body may stay zero; what is set lets a test forge.
type Envelope struct {
	Platform  Platform
	From      string    // openid or userid
	Body      []byte    // the platform's XML, unencrypted
	Mode      Mode      // official account only
	Timestamp time.Time // zero: now on the world's clock, at each delivery
	Nonce     string    // empty: random at each delivery
	Signature string    // instead of the true msg_signature (and signature)
	Receiver  string    // sealed for this app or corp id instead of the true one
	Raw       []byte    // sent as the HTTP body as it stands
}

// Answer is what came back for one callback.
type Answer struct {
	Status int
	Body   []byte // as received
	Reply  *Reply // nil when nothing is to be shown
}

// Text is the text of the passive reply, as read, or "".
func (a Answer) Text() string {
	if a.Reply == nil {
		return ""
	}
	return a.Reply.Text
}

// Deliver encrypts, signs and posts the envelope once, and reads the answer.
// Delivering the same envelope again is what the platform does when it hears
// nothing: the same message, signed anew. The phone shows nothing of it.
// Errors: ErrNoAnswer, ErrRefused, ErrBadReply; the answer is filled as far as
// it was read.
func (w *World) Deliver(ctx context.Context, envelope Envelope) (Answer, error) {
	request, err := w.request(envelope)
	if err != nil {
		return Answer{}, err
	}
	answer, err := w.exchange(ctx, request)
	if err != nil {
		return answer, err
	}
	answer.Reply, err = w.readReply(envelope, answer.Body)
	return answer, err
}

func (w *World) exchange(ctx context.Context, request *http.Request) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, w.patience())
	defer cancel()
	response, err := w.client.Do(request.WithContext(ctx))
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrNoAnswer, withoutAddress(err))
	}
	defer func() { _ = response.Body.Close() }() // nothing was written to it
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	answer := Answer{Status: response.StatusCode, Body: body}
	if err != nil {
		return answer, fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	if response.StatusCode != http.StatusOK {
		return answer, fmt.Errorf("%w: status %d", ErrRefused, response.StatusCode)
	}
	return answer, nil
}

// withoutAddress drops the URL, which carries signatures, from a client error.
func withoutAddress(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

func (w *World) request(envelope Envelope) (*http.Request, error) {
	nonce, err := w.nonceFor(envelope)
	if err != nil {
		return nil, err
	}
	stamp := envelope.Timestamp
	if stamp.IsZero() {
		stamp = w.Now()
	}
	timestamp := strconv.FormatInt(stamp.Unix(), 10)
	body, sealed, err := w.wrap(envelope)
	if err != nil {
		return nil, err
	}
	target, err := url.Parse(w.callbackURL(envelope.Platform))
	if err != nil {
		return nil, fmt.Errorf("simulator: callback address: %w", err)
	}
	query := target.Query()
	query.Set("timestamp", timestamp)
	query.Set("nonce", nonce)
	w.signQuery(query, envelope, sealed)
	target.RawQuery = query.Encode()
	request, err := http.NewRequest(http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("simulator: callback: %w", err)
	}
	request.Header.Set("Content-Type", "text/xml")
	return request, nil
}

func (w *World) callbackURL(platform Platform) string {
	if platform == WeCom {
		return w.options.WeCom.CallbackURL
	}
	return w.options.WeChat.CallbackURL
}

func (w *World) nonceFor(envelope Envelope) (string, error) {
	if envelope.Nonce != "" {
		return envelope.Nonce, nil
	}
	return w.randomDigits()
}

func (w *World) signQuery(query url.Values, envelope Envelope, sealed string) {
	token := w.ciphers[envelope.Platform].token
	plain := sign(token, query.Get("timestamp"), query.Get("nonce"))
	over := sign(token, query.Get("timestamp"), query.Get("nonce"), sealed)
	if envelope.Signature != "" {
		plain, over = envelope.Signature, envelope.Signature
	}
	if envelope.Platform == WeCom {
		query.Set("msg_signature", over)
		return
	}
	query.Set("signature", plain)
	query.Set("openid", envelope.From)
	if envelope.Mode != Plain {
		query.Set("encrypt_type", "aes")
		query.Set("msg_signature", over)
	}
}

// wrap returns the HTTP body and the sealed part that is signed.
func (w *World) wrap(envelope Envelope) (body []byte, sealed string, err error) {
	cipher := w.ciphers[envelope.Platform]
	receiver := envelope.Receiver
	if receiver == "" {
		receiver = cipher.receiver
	}
	sealed, err = cipher.sealFor(receiver, envelope.Body)
	if err != nil {
		return nil, "", err
	}
	if envelope.Raw != nil {
		var outer sealedReply
		if xml.Unmarshal(envelope.Raw, &outer) == nil {
			sealed = outer.Encrypt
		}
		return envelope.Raw, sealed, nil
	}
	encrypt := cdata("Encrypt", sealed)
	switch {
	case envelope.Platform == WeCom:
		agent := strconv.Itoa(w.options.WeCom.AgentID)
		return document([]element{cdata("ToUserName", cipher.receiver), cdata("AgentID", agent), encrypt}), sealed, nil
	case envelope.Mode == Plain:
		return envelope.Body, sealed, nil
	case envelope.Mode == Compatible:
		var both strings.Builder
		both.WriteString(strings.TrimSuffix(string(envelope.Body), "</xml>"))
		encrypt.write(&both)
		both.WriteString("</xml>")
		return []byte(both.String()), sealed, nil
	default:
		return document([]element{cdata("ToUserName", w.options.WeChat.OriginalID), encrypt}), sealed, nil
	}
}
