package bot

import (
	"errors"
	"time"

	"onevisit/models"
)

// bounceWait is for how long a platform's word about a message that nobody
// knows is kept and looked at again: our own record of the sending may come
// after it, when sender and receiver are two processes.
const bounceWait = time.Minute

// errEarly says that a platform's word came before our own record.
var errEarly = errors.New("a push's result came before the push was recorded")

// bounced takes up what the platform tells of a template message: one that was
// not shown, because the person blocked us or the platform failed, is owed
// again at the person's next contact. Nobody is answered.
func (t *turn) bounced() error {
	if t.u.Sent == nil || t.u.Sent.OK || t.u.Sent.Ref == "" {
		return nil
	}
	who := models.Person{Kind: models.ActorPetitioner, ID: t.u.From}
	known, err := t.tx.Bounce(who, t.u.Sent.Ref, string(FailPerson))
	if err == nil && !known && t.now.Sub(t.u.At) < bounceWait {
		return errEarly
	}
	return err
}
