package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"onevisit/bot"
)

// What a call has by default: 10 s, and 1 MiB for the answer in JSON.
const (
	callLimit   = 10 * time.Second
	answerLimit = 1 << 20
)

// Causes of a failed request. The library's own errors carry addresses, and
// addresses carry tokens; these carry nothing.
var (
	ErrTimeout  = errors.New("timed out")
	ErrCanceled = errors.New("canceled")
	ErrBroken   = errors.New("connection failed")
	ErrStatus   = errors.New("unexpected HTTP status")
	ErrTooLarge = errors.New("answer too large")
	ErrNotJSON  = errors.New("answer is not JSON")
)

// Request is one call; Call is the API's path.
type Request struct {
	Method string
	Call   string
	Query  url.Values
	// JSON is what the body says; nil where there is another body or none.
	JSON        any
	Body        []byte
	ContentType string // of Body
	// Repeatable says that the platform shows a repeat once only, or that it
	// changes nothing: then what may have arrived may be sent again.
	Repeatable bool
	Limit      int64         // of the answer, in bytes; 0 means 1 MiB
	Within     time.Duration // for the whole call; 0 means 10 s
}

// Response is an answer of status 200.
type Response struct {
	Data        []byte
	ContentType string
}

// encoded is the request with its JSON as its body, without the escapes that
// only browsers need: calls of such platforms have been seen to show them
// instead of reading them.
func (r Request) encoded() (Request, error) {
	if r.JSON == nil {
		return r, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r.JSON); err != nil {
		return r, r.Fail(bot.FailText, err)
	}
	r.JSON, r.Body, r.ContentType = nil, b.Bytes(), "application/json; charset=utf-8"
	return r, nil
}

// Code reads the code of a JSON answer. An answer that is none came
// from something between us and the platform, which may have heard us.
func (r Request) Code(res Response) (int, error) {
	var answer struct {
		ErrCode int `json:"errcode"`
	}
	if err := json.Unmarshal(res.Data, &answer); err != nil {
		return 0, r.Lost(true, ErrNotJSON)
	}
	return answer.ErrCode, nil
}

// Fail is a failure of this call; the error is a [*bot.SendError].
func (r Request) Fail(class bot.Failure, err error) error {
	return &bot.SendError{Class: class, Call: r.Call, Err: err}
}

// refused is the failure of a call that the platform answered with a code.
func (r Request) refused(class bot.Failure, code int) error {
	return &bot.SendError{Class: class, Code: code, Call: r.Call}
}

// Lost classes a request whose answer never came.
func (r Request) Lost(written bool, err error) error {
	if written && !r.Repeatable {
		return r.Fail(bot.FailUnknown, err)
	}
	return r.Fail(bot.FailNetwork, err)
}

// status classes an answer that is not the platform's own: it has codes of
// its own and answers 200 with them, so this came from something between.
func (r Request) status(code int) error {
	err := fmt.Errorf("%w %d", ErrStatus, code)
	switch {
	case code == http.StatusTooManyRequests:
		return r.Fail(bot.FailSlow, err)
	case code >= http.StatusInternalServerError:
		return r.Lost(true, err)
	}
	return r.Fail(bot.FailConfig, err)
}
