package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// Press makes the files of issued letters, each once. It may run on several
// machines at once.
type Press struct {
	Store Store
	Law   *models.Law
	// Make turns a letter into the bytes of its file; it does no I/O.
	Make     func(models.Letter) ([]byte, error)
	Log      *slog.Logger
	Worker   string
	LeaseFor time.Duration
}

// vainTries is after how many tries in vain somebody is told that a letter
// cannot be made. It is tried on.
const vainTries = 3

// Run makes the files that are still to be made and owes each to the people
// who work with it. Whoever is to be told of a letter waits for its file, so a
// letter that cannot be made is told of loudly; it does not stop the others.
func (p *Press) Run(ctx context.Context) (int, error) {
	waiting, err := p.Store.ClaimPressings(ctx, p.Worker, p.LeaseFor, batch)
	if err != nil {
		return 0, fmt.Errorf("claim letters to make: %w", err)
	}
	made := 0
	var vain []error
	for _, w := range waiting {
		err := p.press(ctx, w)
		switch models.CodeOf(err) {
		case models.CodeStale, models.CodeTwice: // somebody was faster
			continue
		}
		if err == nil {
			made++
			continue
		}
		p.Log.Error("letter cannot be made", "case", w.CaseID, "entry", w.Entry, "kind", w.Letter.Number.Kind, "attempt", w.Attempt, "error", err)
		vain = append(vain, p.complain(ctx, w))
	}
	return made, errors.Join(vain...)
}

func (p *Press) press(ctx context.Context, w models.Pressing) error {
	data, err := p.Make(w.Letter)
	if err != nil {
		return err
	}
	return p.Store.KeepLetter(ctx, w, data, func(tx Tx) error { return p.hand(tx, w) })
}

// complain tells the admins and the directors, once, of a letter that was tried
// to be made in vain several times.
func (p *Press) complain(ctx context.Context, w models.Pressing) error {
	if w.Attempt < vainTries {
		return nil
	}
	raw, err := json.Marshal(messages.LetterStuck(p.Law.Bureau, w.Letter.Number))
	if err != nil {
		return fmt.Errorf("write complaint: %w", err)
	}
	return p.Store.Act(ctx, func(tx Tx) error {
		return oweAll(tx, models.Notice{
			Key:  fmt.Sprintf("stuck:%s:%d:%d", w.Letter.Number.Kind, w.Letter.Number.Year, w.Letter.Number.Serial),
			Rung: models.RungReport, Data: models.Args{models.ArgAnswer: string(raw)}, At: tx.Now(),
		}, p.with(models.RoleAdmin, models.RoleDirector))
	})
}

// hand owes the file to whoever works with the letter and to those who act for
// them today.
func (p *Press) hand(tx Tx, w models.Pressing) error {
	n := models.Notice{
		Key:    fmt.Sprintf("file:%s:%d:%d", w.Letter.Number.Kind, w.Letter.Number.Year, w.Letter.Number.Serial),
		CaseID: w.CaseID, Rung: models.RungFile, Letter: w.Letter.Number, At: tx.Now(),
	}
	if w.Entry != 0 {
		return oweAll(tx, n, others(p.officeReaders(w), ""))
	}
	c, err := tx.Case(w.Letter.Snapshot.CaseNumber)
	if err != nil {
		return err
	}
	n.Number, n.State, n.Confidential = c.Number, c.State, c.Confidential
	author, err := authorOf(tx, &c, w.Letter)
	if err != nil {
		return err
	}
	if err := oweAll(tx, n, others(p.readers(&c, w.Letter), ""), author); err != nil {
		return err
	}
	return p.handForm(tx, n, &c, w.Letter)
}

// authorOf is the userid of whoever took the step that made a letter.
func authorOf(tx Tx, c *models.Case, l models.Letter) (string, error) {
	entries, err := tx.History(c.ID)
	for _, e := range entries {
		if e.Seq == l.Seq && e.Actor.Kind == models.ActorStaff {
			return e.Actor.ID, err
		}
	}
	return "", err
}

// readers are the case officer, who delivers and files the letter, and the
// chief where it is for or from the section, or proves that the section's
// opinion arrived. A confidential case's files go to its officers only.
func (p *Press) readers(c *models.Case, l models.Letter) []models.Person {
	told := p.Law.People(c, models.PartyCaseOfficer, models.Actor{})
	kind := l.Number.Kind
	if kind == models.LetterReceipt {
		kind = l.Snapshot.Of.Kind
	}
	switch kind {
	case models.LetterAssignment, models.LetterSupervision, models.LetterOpinion, models.LetterAdministrative:
		told = append(told, p.Law.People(c, models.PartyChief, models.Actor{})...)
	}
	return told
}

// officeReaders: the office prints, seals and files a circular or an interview
// notice; a circular is for every chief, a notice for the section's chief and
// the head, who interviews [S 5(2)-(3)].
func (p *Press) officeReaders(w models.Pressing) []models.Person {
	told := p.with(models.RoleDirector, models.RoleClerk)
	if w.Letter.Number.Kind == models.LetterCircular {
		return append(told, p.with(models.RoleChief)...)
	}
	if chief, ok := p.Law.Bureau.ChiefOf(w.Section); ok {
		told = append(told, models.Person{Kind: models.ActorStaff, ID: chief.UserID})
	}
	return append(told, p.with(models.RoleHead)...)
}

func (p *Press) with(roles ...models.Role) []models.Person {
	var out []models.Person
	for _, role := range roles {
		for _, s := range p.Law.Bureau.With(role) {
			out = append(out, models.Person{Kind: models.ActorStaff, ID: s.UserID})
		}
	}
	return others(out, "")
}

// handForm owes the case officer the form of the proof of delivery that goes
// with a letter on paper: with every opinion, and with each letter to somebody
// who has no account to read it in.
func (p *Press) handForm(tx Tx, n models.Notice, c *models.Case, l models.Letter) error {
	opinion := l.Number.Kind == models.LetterOpinion || l.Number.Kind == models.LetterAdministrative
	if !l.ToPetitioner || !opinion && len(c.Accounts()) > 0 {
		return nil
	}
	form := models.ReceiptForm(l)
	n.Key, n.Rung, n.Letter, n.Draft = "form:"+n.Key, models.RungDraft, form.Number, &form.Snapshot
	return oweAll(tx, n, others(p.Law.People(c, models.PartyCaseOfficer, models.Actor{}), ""))
}
