package bot

import (
	"context"
	"fmt"
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// leaver is the event by which the contacts say that somebody left.
const leaver = "delete_user"

// contacts answers a change of the contacts. Nobody reads the answer.
func (t *turn) contacts() (messages.Message, error) {
	if t.u.Format != leaver || t.u.Text == "" || len(t.u.Text) > 64 {
		return messages.Message{}, nil
	}
	_, err := gone(t.tx, t.law, t.u.Text)
	return messages.Message{}, err
}

// Gone hands on what somebody had who left: to their chief, or whoever comes
// next. It returns how many cases those were; repeating it changes nothing.
func (b *Bot) Gone(ctx context.Context, userID string) (int, error) {
	moved := 0
	err := b.store.Act(ctx, func(tx Tx) (err error) {
		moved, err = gone(tx, b.law, userID)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("hand on the work of somebody who left: %w", err)
	}
	return moved, nil
}

// gone relieves somebody of their open cases, ends who acts for them, and
// tells directors and admins, once a day, that the roster names nobody any
// more.
func gone(tx Tx, l *models.Law, userID string) (int, error) {
	userID = strings.ToLower(userID)
	cases, err := tx.Find(models.Query{Person: userID, Limit: mostGone})
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, c := range cases {
		_, err := tx.Do(c.Number, models.Request{
			Verb: models.VerbRelieve, Actor: models.Actor{Kind: models.ActorSystem, ID: "roster"},
			Args: models.Args{models.ArgPerson: userID},
		})
		switch {
		case err == nil:
			moved++
		case models.CodeOf(err) == "" || models.CodeOf(err) == models.CodeStale:
			return moved, err
		}
		// A refusal means that nobody is left to take it: those told below see.
	}
	if _, err := tx.EndSubstitutions(userID); err != nil {
		return moved, err
	}
	_, known := l.Bureau.Person(userID)
	if !known && len(cases) == 0 {
		return moved, nil // nobody of ours
	}
	return moved, tellGone(tx, l, userID, len(cases))
}

// mostGone is how many open cases one person's leaving hands on in one
// transaction.
const mostGone = 200

// tellGone owes the notices to those who keep the roster.
func tellGone(tx Tx, l *models.Law, userID string, cases int) error {
	told := map[string]bool{userID: true}
	for _, role := range []models.Role{models.RoleDirector, models.RoleAdmin} {
		for _, p := range l.Bureau.With(role) {
			id := strings.ToLower(p.UserID)
			if told[id] {
				continue
			}
			told[id] = true
			err := tx.Owe(models.Notice{
				Key: fmt.Sprintf("gone:%s:%s:%s", userID, id, models.DateOf(tx.Now())), Rung: models.RungGone,
				To: models.Person{Kind: models.ActorStaff, ID: id}, At: tx.Now(),
				Data: models.Args{models.ArgPerson: userID, models.ArgNumber: fmt.Sprint(cases)},
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
