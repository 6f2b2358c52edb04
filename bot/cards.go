package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// CardChannel sends pushes that can be tapped, and changes them afterwards.
// Errors are always a *SendError.
type CardChannel interface {
	// PushCard sends Push.Message.Card. Class FailText says that the platform
	// would not show it: then the message's text is sent instead.
	PushCard(context.Context, Push) (ref, code string, err error)
	// UpdateCard puts words where a person's card has its buttons.
	UpdateCard(ctx context.Context, userid, code, words string) error
}

// Cards is the WeCom app with cards: what is pushed to staff about a case is
// sent as one where something is to be done. It is a [Channel], safe for
// concurrent use.
type Cards struct {
	Channel // sends everything else
	App     CardChannel
	Store   Store
	Law     *models.Law
	Log     *slog.Logger
	Worker  string
	// LeaseFor is how long a claimed card is ours to change.
	LeaseFor time.Duration
}

var _ Channel = (*Cards)(nil)

// taskOf is a card's task: unique for good, the same at every try.
func taskOf(n models.Notice) string {
	return "n" + strconv.FormatInt(n.ID, 10) + "-" + strconv.FormatInt(n.At.UnixMilli(), 36)
}

// carded reports that a notice can be a card: it tells staff of a case, and is
// no answer but a question that was made to be one.
func carded(n *models.Notice) bool {
	return n != nil && n.CaseID != 0 && n.To.Kind == models.ActorStaff && (n.Rung == models.RungChoose || !n.Data.Has(models.ArgAnswer))
}

// made is the card of a notice, of the case as it stands now, and what is kept
// of the push; the card is nil where a text says it all. A question brings its
// own card.
func (k *Cards) made(ctx context.Context, n models.Notice, own *messages.Card) (card *messages.Card, kept models.Card, err error) {
	kept = models.Card{Task: taskOf(n), CaseID: n.CaseID, Number: n.Number, To: n.To.ID, Standing: models.CardMade}
	err = k.Store.Act(ctx, func(tx Tx) error {
		c, err := tx.Case(n.Number)
		if err != nil {
			return err
		}
		t := &turn{law: k.Law, tx: tx, now: tx.Now(), u: Update{Platform: WeCom, From: n.To.ID}}
		if n.For != "" {
			t.stands = []string{n.For}
		}
		if n.Rung == models.RungChoose {
			card, kept.Verbs = t.still(n, own, &c)
		} else {
			card, kept.Verbs = t.cardOf(n, &c)
		}
		if card != nil {
			card.Task = kept.Task
			if err := t.earlierOn(card, n, &c); err != nil {
				return err
			}
		}
		kept.Seq, kept.MadeAt = c.AuditCount, t.now
		return tx.KeepCard(kept)
	})
	return card, kept, err
}

// cardOf is the card of a notice for the one who reads it, with the verbs it
// offers: those that the notice asks for and the law allows now.
func (t *turn) cardOf(n models.Notice, c *models.Case) (*messages.Card, []models.Verb) {
	possible := t.possible(c)
	var verbs []models.Verb
	var offers []messages.Offer
	for _, v := range messages.Asks(t.law.Bureau, n) {
		if slices.Contains(possible, v) && waiting(v, c) {
			verbs = append(verbs, v)
			offers = append(offers, messages.Offer{Verb: v, Selects: t.selects(v, c)})
		}
	}
	return messages.NoticeCard(t.law, n, offers, t.now), verbs
}

// waiting reports that there is something to do the verb to.
func waiting(v models.Verb, c *models.Case) bool {
	switch v {
	case models.VerbEnter:
		return c.Running(models.ClockEnter, "") != nil
	case models.VerbDeliver:
		return len(c.Undelivered()) > 0
	}
	return true
}

// selects are the arguments of a verb that can be chosen on a card.
func (t *turn) selects(v models.Verb, c *models.Case) []messages.CardSelect {
	if v == models.VerbDraft {
		return nil // the outcome comes after the findings, and nothing is preset there
	}
	row, _ := t.law.Row(v)
	var out []messages.CardSelect
	for _, spec := range row.Needs {
		switch spec.Kind {
		case models.KindOption, models.KindSection, models.KindStaff, models.KindCategory:
		default:
			continue
		}
		if spec.Optional {
			continue
		}
		if s, ok := messages.NewSelect(spec.Arg, t.shortlist(spec, c), preset(spec, c)); ok {
			out = append(out, s)
		}
	}
	return out
}

// shortlist are the values of an argument, for categories those beside the
// case's own.
func (t *turn) shortlist(spec models.ArgSpec, c *models.Case) []messages.Value {
	values := t.values(spec, c)
	if spec.Kind != models.KindCategory || len(values) <= 10 {
		return values
	}
	own, _ := t.law.Bureau.Category(c.Category)
	return slices.DeleteFunc(values, func(v messages.Value) bool {
		beside, _ := t.law.Bureau.Category(v.Value)
		return beside.Parent != own.Parent
	})
}

// preset is what a selection shows before anybody chose.
func preset(spec models.ArgSpec, c *models.Case) string {
	switch spec.Arg {
	case models.ArgClass:
		return string(c.Class)
	case models.ArgCategory:
		return c.Category
	case models.ArgRepeat:
		return models.No
	case models.ArgTrack:
		if c.Facts.Repeat {
			return string(models.TrackOrdinary)
		}
	}
	return ""
}

// Push sends a message; one that owes a notice about a case as its card, or as
// its text where the platform would not show the card.
func (k *Cards) Push(ctx context.Context, p Push) (string, error) {
	if !carded(p.Notice) {
		return k.Channel.Push(ctx, p)
	}
	card, kept, err := k.made(ctx, *p.Notice, p.Message.Card)
	if err != nil {
		return "", &SendError{Class: FailNetwork, Call: "card", Err: err} // the ledger was away: nothing was sent
	}
	if card != nil {
		p.Message.Card = card
		ref, code, err := k.App.PushCard(ctx, p)
		var failure *SendError
		switch {
		case err == nil:
			k.keep(ctx, kept, models.CardSent, code)
			return ref, nil
		case !errors.As(err, &failure) || failure.Class != FailText:
			return "", err
		}
		k.Log.Warn("card refused, sent as text", "notice", p.Notice.ID, "code", failure.Code)
	}
	p.Message.Card = nil
	if p.Message.Foot != "" && p.Notice.Rung != models.RungChoose {
		p.Message.Foot = messages.StaffFoot(p.Notice.Number, kept.Verbs)
	}
	ref, err := k.Channel.Push(ctx, p)
	if err == nil {
		k.keep(ctx, kept, models.CardTold, "")
	}
	return ref, err
}

// keep records that a push went out. A failure is logged and no more: the
// message was sent, and a card that nobody remembers is refused when tapped.
func (k *Cards) keep(ctx context.Context, c models.Card, standing models.CardStanding, code string) {
	c.Standing = standing
	err := k.Store.Act(ctx, func(tx Tx) error {
		if err := tx.KeepCard(c); err != nil {
			return err
		}
		_, err := tx.KeepCode(c.Task, code)
		return err
	})
	if err != nil {
		k.Log.Error("card not kept", "error", err)
	}
}

// Refresh changes the cards whose case went on: whoever still holds one reads
// who did what and when instead of the buttons. It may run on several machines
// at once. It returns how many cards it dealt with.
func (k *Cards) Refresh(ctx context.Context) (int, error) {
	cards, err := k.Store.ClaimCards(ctx, k.Worker, k.LeaseFor, batch)
	if err != nil {
		return 0, fmt.Errorf("claim cards: %w", err)
	}
	for _, card := range cards {
		if err := k.refresh(ctx, card); err != nil && models.CodeOf(err) != models.CodeStale {
			return 0, fmt.Errorf("refresh card: %w", err)
		}
	}
	return len(cards), nil
}

// refresh changes one card, or leaves it until later where the platform cannot
// be reached.
func (k *Cards) refresh(ctx context.Context, card models.Card) error {
	var deed *models.AuditEntry
	err := k.Store.Act(ctx, func(tx Tx) (err error) {
		var c models.Case
		if c, deed, err = outdated(k.Law, tx, card); err != nil || deed != nil {
			return err
		}
		card.Seq = c.AuditCount // still true
		return tx.SettleCard(card)
	})
	if err != nil || deed == nil {
		return err
	}
	words := messages.CardDone(k.Law.Bureau, *deed)
	changed, err := k.change(ctx, card, words)
	var failure *SendError
	if errors.As(err, &failure) {
		return nil // the lease ends and it is tried again
	}
	if err != nil {
		return err
	}
	own := deed.Actor.Kind == models.ActorStaff && strings.EqualFold(deed.Actor.ID, card.To)
	return k.Store.Act(ctx, func(tx Tx) error {
		card.Standing = models.CardDone
		if err := tx.SettleCard(card); err != nil || changed || own {
			return err
		}
		return tx.Owe(follows(card, words, tx.Now()))
	})
}

// change puts words on a card with the first of its codes that the platform
// takes. It is false when none is left, and an error of class FailNetwork or
// FailSlow when the platform has to be asked again later.
func (k *Cards) change(ctx context.Context, card models.Card, words string) (bool, error) {
	for {
		var code string
		if err := k.Store.Act(ctx, func(tx Tx) (err error) {
			code, err = tx.Code(card.Task)
			return err
		}); err != nil || code == "" {
			return false, err
		}
		err := k.App.UpdateCard(ctx, card.To, code, words)
		var failure *SendError
		if errors.As(err, &failure) && (failure.Class == FailNetwork || failure.Class == FailSlow) {
			return false, err
		}
		// Used or refused, it does not work again.
		if err := k.Store.Act(ctx, func(tx Tx) error { return tx.SpendCode(code) }); err != nil {
			return false, err
		}
		if err == nil {
			return true, nil
		}
	}
}

// outdated finds what was done since the card was made that took its first
// step away; nil while the card is still true.
func outdated(l *models.Law, tx Tx, card models.Card) (models.Case, *models.AuditEntry, error) {
	c, err := tx.Case(card.Number)
	if err != nil {
		return c, nil, err
	}
	t := &turn{law: l, tx: tx, now: tx.Now(), u: Update{Platform: WeCom, From: card.To}}
	if err := t.standIn(); err != nil {
		return c, nil, err
	}
	possible := t.possible(&c)
	if stillAsks(card, &c, possible) {
		return c, nil, nil
	}
	entries, err := tx.History(c.ID)
	if err != nil {
		return c, nil, err
	}
	return c, deedSince(entries, card), nil
}

// stillAsks reports that a card's first step can still be taken. Entries and
// deliveries wait side by side: such a card lasts until both are done.
func stillAsks(card models.Card, c *models.Case, possible []models.Verb) bool {
	for i, v := range card.Verbs {
		beside := v == models.VerbEnter || v == models.VerbDeliver
		if (i == 0 || beside) && slices.Contains(possible, v) && waiting(v, c) {
			return true
		}
	}
	return false
}

// deedSince is the step that a card's holder should know of: the first that
// moved the case, else the last that the card offered, else the last at all.
func deedSince(entries []models.AuditEntry, card models.Card) *models.AuditEntry {
	var last, offered *models.AuditEntry
	for i := range entries {
		e := &entries[i]
		switch {
		case e.Seq <= card.Seq:
			continue
		case e.From != e.To:
			return e
		case slices.Contains(card.Verbs, e.Verb):
			offered = e
		}
		last = e
	}
	return cmp.Or(offered, last)
}

// follows is owed to the holder of a card that cannot be changed any more.
func follows(card models.Card, words string, now time.Time) models.Notice {
	var verb models.Verb
	if len(card.Verbs) > 0 {
		verb = card.Verbs[0]
	}
	return models.Notice{
		Key: "card:" + card.Task, Number: card.Number, To: models.Person{Kind: models.ActorStaff, ID: card.To},
		Rung: models.RungCard, Verb: verb, At: now, Data: models.Args{models.ArgText: words},
	}
}
