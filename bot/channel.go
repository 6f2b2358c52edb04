package bot

import (
	"context"
	"fmt"

	"onevisit/messages"
	"onevisit/models"
)

// Push is one message that we begin, not an answer within a callback.
type Push struct {
	To string // openid or userid
	// Ref is the notice's own key. Where the platform has an idempotent
	// call it travels along, so that a repeat is not shown twice.
	Ref     string
	Message messages.Message
	// Notice is what the message words; nil for answers.
	Notice *models.Notice
	// Template is the short form for the official account when a free
	// message is not allowed any more; nil where there is none.
	Template *Template
}

// Template is an official account's template message: the id of the approved
// template, its fields and the page it opens. Field limits stand in the
// platform's documents; the adapter checks them before sending.
type Template struct {
	ID     string
	Fields map[string]string
	URL    string
	// Subscription says that it is a notice the person agreed to, which
	// reaches those who do not follow, too.
	Subscription bool
}

// Channel sends pushes on one platform. An error is always a *SendError.
type Channel interface {
	// Push sends the message freely (customer message, app message).
	Push(context.Context, Push) (ref string, err error)
	// PushTemplate sends Push.Template. A platform without templates
	// answers with class FailConfig.
	PushTemplate(context.Context, Push) (ref string, err error)
	// Media fetches what a person sent, with its content type, at most
	// 20 MiB.
	Media(ctx context.Context, id string) (data []byte, contentType string, err error)
}

// Failure classes what went wrong with a send, and so what happens next.
type Failure string

// Failure classes; platform codes behind each stand in the adapters.
const (
	FailPerson  Failure = "person"  // this person cannot be reached this way: next way, no retry
	FailSlow    Failure = "slow"    // the platform asks for patience: keep, later
	FailConfig  Failure = "config"  // our set-up is wrong: keep, alarm
	FailText    Failure = "text"    // the platform refuses this text: keep, a person looks
	FailUnknown Failure = "unknown" // it may have arrived: never sent again on its own
	FailNetwork Failure = "network" // it certainly did not arrive: retry
)

// SendError says why a push did not go out. Its text carries no secret, no
// address and no word of the message.
type SendError struct {
	Class Failure
	Code  int    // the platform's errcode, 0 where there was none
	Call  string // the API's path
	Err   error  // the cause, redacted; may be nil
}

// Error names the class, the call and the platform's code.
func (e *SendError) Error() string {
	s := fmt.Sprintf("%s: %s (code %d)", e.Call, e.Class, e.Code)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }
