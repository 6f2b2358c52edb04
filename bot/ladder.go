package bot

import (
	"context"
	"errors"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// Ways that a notice can go out, in the order of the ladder.
const (
	WayCustomer     = "customer"     // official account: free message inside a window
	WayTemplate     = "template"     // official account: template message to a follower
	WaySubscription = "subscription" // official account: notice that the person agreed to
	WayApp          = "app"          // WeCom app message
	WayNone         = "none"         // no way is open or configured
)

// Templates are the official account's approved short forms of a notice; an
// empty id means that there is none.
type Templates struct {
	Progress     string // a template message
	Subscription string // a subscription notice
	// Fields say which field of both forms shows what: thing2 → matter.
	Fields map[string]messages.ProgressField
}

// Repeats are recognised by the platforms for 10 minutes (template messages)
// and 30 (app messages); a margin is left for the way there.
const (
	templateMemory = 9 * time.Minute
	appMemory      = 29 * time.Minute
)

// wayOut is one way that is open to a notice.
type wayOut struct {
	way    string
	counts models.Allowance
	send   func(context.Context) (ref string, err error)
}

// ways are the ways open to a notice now, the first to be tried first.
func (d *Delivery) ways(c *models.Claimed) []wayOut {
	push := Push{To: c.To.ID, Ref: c.Key, Message: messages.Push(d.Law.Bureau, c.Notice), Notice: &c.Notice}
	if c.To.Kind != models.ActorPetitioner {
		return d.appWay(c, push)
	}
	if d.WeChat == nil {
		return nil
	}
	var out []wayOut
	if counts, ok := allowance(c.Reach, d.Now()); ok {
		out = append(out, wayOut{WayCustomer, counts, func(ctx context.Context) (string, error) { return d.WeChat.Push(ctx, push) }})
	}
	// A late answer is words that no form has room for.
	if c.Data.Get(models.ArgAnswer) != "" {
		return out
	}
	form := func(way, id string, subscription bool) {
		if id == "" {
			return
		}
		p := push
		p.Template = &Template{ID: id, Fields: d.fields(c.Notice), Subscription: subscription}
		out = append(out, wayOut{way, models.AllowanceNone, func(ctx context.Context) (string, error) { return d.WeChat.PushTemplate(ctx, p) }})
	}
	if !c.Reach.Left {
		form(WayTemplate, d.Templates.Progress, false)
	}
	form(WaySubscription, d.Templates.Subscription, true)
	return out
}

func (d *Delivery) appWay(c *models.Claimed, push Push) []wayOut {
	if d.WeCom == nil {
		return nil
	}
	if c.Rung == models.RungFile || c.Rung == models.RungDraft {
		return []wayOut{{WayApp, models.AllowancePaced, func(ctx context.Context) (string, error) { return d.sendFile(ctx, c) }}}
	}
	return []wayOut{{WayApp, models.AllowancePaced, func(ctx context.Context) (string, error) { return d.WeCom.Push(ctx, push) }}}
}

// fields fill a short form's fields.
func (d *Delivery) fields(n models.Notice) map[string]string {
	values := messages.ProgressForm(d.Law.Bureau, n)
	out := map[string]string{}
	for field, what := range d.Templates.Fields {
		out[field] = values[what]
	}
	return out
}

// climb tries one way after the other until one takes the notice or fails for
// a reason that no other way mends.
func (d *Delivery) climb(ctx context.Context, c *models.Claimed, ways []wayOut) models.Sending {
	var s models.Sending
	for _, w := range ways {
		if s.Way != "" {
			s.Refused = append(s.Refused, models.Refusal{Way: s.Way, Failure: s.Failure, Code: s.Code})
		}
		ref, err := w.send(ctx)
		s = models.Sending{Delivered: err == nil, Way: w.way, Ref: ref, Refused: s.Refused}
		if err == nil {
			s.Counts = w.counts
			return s
		}
		d.failed(c, w, err, &s)
		if Failure(s.Failure) != FailPerson {
			return s
		}
	}
	// Nothing reaches this person now. A petitioner sees it at the next
	// contact; that the app does not reach a member of the staff has to be
	// looked at by a person.
	s.Kept = c.To.Kind == models.ActorPetitioner
	return s
}

// interrupted decides about a notice that a former worker may have sent before
// it ended. True: it is not to be sent again on its own.
func (d *Delivery) interrupted(c *models.Claimed, ways []wayOut) (models.Sending, bool) {
	if c.Since.IsZero() {
		return models.Sending{}, false
	}
	unknown := models.Sending{Way: WayNone, Failure: string(FailUnknown)}
	age := d.Now().Sub(c.Since)
	switch {
	case c.To.Kind != models.ActorPetitioner:
		return unknown, age > appMemory
	case maySent(c.Reach, c.Since):
		unknown.Way = WayCustomer
		return unknown, true
	case len(ways) > 0 && ways[0].way == WayTemplate:
		unknown.Way = WayTemplate
		return unknown, age > templateMemory
	case len(ways) > 0:
		unknown.Way = WaySubscription
		return unknown, true // the platform does not recognise repeats of these
	}
	return models.Sending{}, false // there was no way then, either
}

// failed tells what follows a failure: nothing owed is ever dropped.
func (d *Delivery) failed(c *models.Claimed, w wayOut, err error, s *models.Sending) {
	s.Failure = string(FailUnknown)
	var failure *SendError
	if errors.As(err, &failure) {
		s.Failure, s.Code = string(failure.Class), failure.Code
	}
	switch Failure(s.Failure) {
	case FailNetwork, FailSlow:
		s.Again = d.Now().Add(backOff(c))
	case FailConfig:
		s.Again = d.Now().Add(min(configWait*backOff(c), longWait))
	case FailUnknown:
		s.Counts = w.counts // it may have been used
	case FailPerson, FailText:
	}
	d.tell(c, s)
}

// tell logs a failure: what an administrator must mend as an error, the rest
// as a warning.
func (d *Delivery) tell(c *models.Claimed, s *models.Sending) {
	log := d.Log.Warn
	if Failure(s.Failure) == FailConfig {
		log = d.Log.Error
	}
	log("notice not delivered", "notice", c.ID, "attempt", c.Attempt, "way", s.Way, "class", s.Failure, "code", s.Code)
}
