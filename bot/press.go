package bot

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

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

// Run makes the files that are still to be made and owes each to the people
// who work with it. A letter that cannot be made stays for a person to see and
// does not stop the others.
func (p *Press) Run(ctx context.Context) (int, error) {
	waiting, err := p.Store.ClaimPressings(ctx, p.Worker, p.LeaseFor, batch)
	if err != nil {
		return 0, fmt.Errorf("claim letters to make: %w", err)
	}
	made := 0
	for _, w := range waiting {
		data, err := p.Make(w.Letter)
		if err != nil {
			p.Log.Error("letter cannot be made", "case", w.CaseID, "letter", w.Letter.Ref(), "attempt", w.Attempt, "error", err)
			continue
		}
		err = p.Store.KeepLetter(ctx, w, data, func(tx Tx) error { return p.hand(tx, w) })
		switch models.CodeOf(err) {
		case models.CodeStale, models.CodeTwice: // somebody was faster
			continue
		}
		if err != nil {
			return made, fmt.Errorf("keep letter: %w", err)
		}
		made++
	}
	return made, nil
}

// hand owes the file to whoever works with the letter: the case officer, who
// delivers and files it, and the chief where it is for or from the section. A
// confidential case's files go to its officers only.
func (p *Press) hand(tx Tx, w models.Pressing) error {
	c, err := tx.Case(w.Letter.Snapshot.CaseNumber)
	if err != nil {
		return err
	}
	told := p.Law.People(&c, models.PartyCaseOfficer, models.Actor{})
	if len(told) == 0 {
		told = p.Law.People(&c, models.PartyClerk, models.Actor{})
	}
	switch w.Letter.Number.Kind {
	case models.LetterAssignment, models.LetterSupervision, models.LetterOpinion, models.LetterAdministrative:
		told = append(told, p.Law.People(&c, models.PartyChief, models.Actor{})...)
	}
	for _, person := range told {
		err := tx.Owe(models.Notice{
			Key:    fmt.Sprintf("file:%d:%s:%s", w.CaseID, w.Letter.Ref(), strings.ToLower(person.ID)),
			CaseID: w.CaseID, Number: c.Number, To: person, Rung: models.RungFile, State: c.State,
			Letter: w.Letter.Number, Data: models.Args{models.ArgLetter: w.Letter.Ref()}, At: tx.Now(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
