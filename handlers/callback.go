package handlers

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"onevisit/bot"
	"onevisit/messages"
)

// Platform reads and writes one platform's callbacks. An error that has a
// method Refused() string says by it, in one word, why a callback was not
// believed.
type Platform interface {
	// Check answers the platform's check of our address.
	Check(url.Values) (string, error)
	// Decode verifies, decrypts and reads a callback.
	Decode(url.Values, []byte) (bot.Update, error)
	// Encode writes the answer; an empty message is the plain
	// acknowledgement.
	Encode(bot.Update, messages.Message) ([]byte, error)
}

// Conversation does what a message asks and says what to answer.
type Conversation interface {
	// Handle does the work of one update once, however often it comes.
	Handle(ctx context.Context, u bot.Update) (messages.Message, error)
	// Defer keeps the update so that its answer is given later by a push.
	// When it returns nil, that is durable.
	Defer(ctx context.Context, u bot.Update) error
}

const (
	// handleLimit ends a conversation that the callback no longer waits for.
	handleLimit = 30 * time.Second
	// deferLimit keeps patience and putting off together below the 5 s after
	// which the platforms drop the connection.
	deferLimit = 700 * time.Millisecond
)

// callback serves one platform.
type callback struct {
	name         bot.Platform
	platform     Platform
	conversation Conversation
	flights      *flights
	metrics      *Metrics
	log          *slog.Logger
	now          func() time.Time
	patience     time.Duration
	after        func(time.Duration) <-chan time.Time
}

// check serves GET.
func (cb *callback) check(c *gin.Context) {
	echo, err := cb.platform.Check(c.Request.URL.Query())
	if err != nil {
		cb.refuse(c, err)
		return
	}
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte(echo))
}

// receive serves POST.
func (cb *callback) receive(c *gin.Context) {
	start := cb.now()
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		cb.unread(c, err)
		return
	}
	u, err := cb.platform.Decode(c.Request.URL.Query(), body)
	if err != nil {
		cb.refuse(c, err)
		return
	}
	result := cb.answer(c, u)
	cb.metrics.callback(cb.name, u.Kind, result, cb.now().Sub(start))
}

// answer replies within the platform's time: with the conversation's answer,
// or with the acknowledgement of an update whose answer is durably put off,
// or with 503, upon which the platform brings it again.
func (cb *callback) answer(c *gin.Context, u bot.Update) string {
	if !cb.flights.begin() {
		c.AbortWithStatus(http.StatusServiceUnavailable)
		return resultLost
	}
	ctx := context.WithoutCancel(c.Request.Context())
	replies := cb.converse(ctx, u)
	select {
	case r := <-replies:
		if r.err == nil {
			write(c, r.body)
			return resultAnswered
		}
		return cb.putOff(c, ctx, u, replies, "error")
	case <-cb.after(cb.patience):
		return cb.putOff(c, ctx, u, replies, "slow")
	}
}

// reply is the conversation's answer as the platform reads it.
type reply struct {
	body []byte
	err  error
}

// converse works on an update beyond the request's own end: what has begun is
// finished even when nobody waits any more. The channel holds the reply until
// it is wanted.
func (cb *callback) converse(ctx context.Context, u bot.Update) <-chan reply {
	replies := make(chan reply, 1)
	go func() {
		defer cb.flights.end()
		ctx, cancel := context.WithTimeout(ctx, handleLimit)
		defer cancel()
		r := cb.handle(ctx, u)
		if r.err != nil {
			cb.log.ErrorContext(ctx, "conversation failed", "id", bot.Trace(u), "platform", cb.name, "kind", u.Kind, "error", r.err)
		}
		replies <- r
	}()
	return replies
}

func (cb *callback) handle(ctx context.Context, u bot.Update) (r reply) {
	defer func() {
		if cause := recover(); cause != nil {
			r = reply{err: errors.New("panic " + logPanic(cb.log, cause))}
		}
	}()
	message, err := cb.conversation.Handle(ctx, u)
	if err != nil {
		return reply{err: err}
	}
	body, err := cb.platform.Encode(u, message)
	return reply{body: body, err: err}
}

// putOff has the answer given later. Should that fail, the answer may have
// come in the meantime; otherwise the platform has to bring the update again.
func (cb *callback) putOff(c *gin.Context, ctx context.Context, u bot.Update, replies <-chan reply, why string) string {
	body, err := cb.acknowledge(ctx, u)
	if err == nil {
		cb.metrics.deferred(cb.name, why)
		write(c, body)
		return resultDeferred
	}
	cb.log.ErrorContext(ctx, "answer not put off", "id", bot.Trace(u), "platform", cb.name, "kind", u.Kind, "error", err)
	select {
	case r := <-replies:
		if r.err == nil {
			write(c, r.body)
			return resultAnswered
		}
	default:
	}
	c.AbortWithStatus(http.StatusServiceUnavailable)
	return resultLost
}

func (cb *callback) acknowledge(ctx context.Context, u bot.Update) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, deferLimit)
	defer cancel()
	if err := cb.conversation.Defer(ctx, u); err != nil {
		return nil, err
	}
	return cb.platform.Encode(u, messages.Message{})
}

// unread answers a body that could not be read to its end.
func (cb *callback) unread(c *gin.Context, err error) {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		cb.metrics.refused(cb.name, "too-large")
		c.AbortWithStatus(http.StatusRequestEntityTooLarge)
		return
	}
	cb.metrics.refused(cb.name, "unread")
	c.AbortWithStatus(http.StatusBadRequest)
}

// refuse answers what was not believed, without saying why.
func (cb *callback) refuse(c *gin.Context, err error) {
	reason := "other"
	var refused interface{ Refused() string }
	if errors.As(err, &refused) {
		reason = refused.Refused()
	}
	cb.metrics.refused(cb.name, reason)
	cb.log.WarnContext(c.Request.Context(), "callback refused", "platform", cb.name, "reason", reason)
	c.AbortWithStatus(refusedStatus(reason))
}

func refusedStatus(reason string) int {
	switch reason {
	case "malformed":
		return http.StatusBadRequest
	case "too-large":
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusForbidden
}

// write answers 200 with what an adapter encoded: encrypted XML, or a word.
func write(c *gin.Context, body []byte) {
	kind := "text/plain; charset=utf-8"
	if len(body) > 0 && body[0] == '<' {
		kind = "application/xml; charset=utf-8"
	}
	c.Data(http.StatusOK, kind, body)
}
