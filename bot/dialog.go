package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// dialogueTTL is how long a short dialogue waits for its next word.
const dialogueTTL = 2 * time.Hour

// verdict is what a step makes of an answer.
type verdict struct {
	ok   bool
	stay messages.Message // said while the step goes on
	why  string           // the step is asked again, with this remark above
	end  bool             // the dialogue is over: say stay and forget it
	over bool             // like end, but the step itself saw to the session
	to   string           // the next step, where it is not the one below
}

func accept() verdict                 { return verdict{ok: true} }
func goTo(step string) verdict        { return verdict{ok: true, to: step} }
func again(text string) verdict       { return verdict{why: text} }
func stay(m messages.Message) verdict { return verdict{stay: m} }
func end(m messages.Message) verdict  { return verdict{stay: m, end: true} }

// step is one question of a dialogue. Its key is stored, so steps may be
// added and moved while dialogues run.
type step[D any] struct {
	key  string
	when func(*turn, *D) bool // nil: always; a step whose answer is known need not apply
	ask  func(*turn, *D) (messages.Message, error)
	take func(*turn, *D) (verdict, error)
	// skip may be left out by the person; skipped clears what it holds.
	skip    bool
	skipped func(*D)
	// media steps take pictures, voice and places, not words alone.
	media bool
}

// flow is one dialogue: its steps in order and what is done at its end.
type flow[D any] struct {
	key   string
	ttl   time.Duration
	steps []step[D]
	done  func(*turn, *D) (messages.Message, error)
	help  func(step string) messages.Message
	// left is said when the person cancels; nil forgets the draft.
	left func(*turn, *envelope[D]) (messages.Message, error)
}

// runner is a flow without its draft's type.
type runner interface {
	name() string
	resume(*turn, models.Session) (messages.Message, error)
}

// envelope is what a session keeps of a dialogue.
type envelope[D any] struct {
	Data D `json:"d"`
	// Trail are the steps asked so far, for going back.
	Trail []string `json:"trail,omitempty"`
	// Skipped are the steps the person left out; they are not asked again.
	Skipped []string `json:"skipped,omitempty"`
	// Touched is when the person last said something in it.
	Touched time.Time `json:"touched"`
}

func (f *flow[D]) name() string { return f.key }

// begin starts the dialogue with a draft and asks its first question.
func (f *flow[D]) begin(t *turn, d D) (messages.Message, error) {
	return f.next(t, &envelope[D]{Data: d}, -1)
}

// index is the place of a step; a step that no longer exists starts over.
func (f *flow[D]) index(key string) int {
	for i, s := range f.steps {
		if s.key == key {
			return i
		}
	}
	return 0
}

// resume takes the answer to the step in the session. Exits are looked at
// first.
func (f *flow[D]) resume(t *turn, s models.Session) (messages.Message, error) {
	var e envelope[D]
	if err := json.Unmarshal(s.Draft, &e); err != nil {
		return messages.Message{}, fmt.Errorf("read draft of %s: %w", f.key, err)
	}
	i := f.index(s.Step)
	st := f.steps[i]
	if st.media && t.text == "" {
		return f.take(t, &e, i)
	}
	word := messages.Control(t.text)
	switch {
	case word == messages.WordCancel:
		return f.leave(t, &e)
	case word == messages.WordHelp:
		return f.helped(t, &e, st)
	case word == messages.WordBack:
		return f.back(t, &e, i)
	case st.skip && (word == messages.WordSkip || messages.Nothing(t.text)):
		if st.skipped != nil {
			st.skipped(&e.Data)
		}
		e.Skipped = append(e.Skipped, st.key)
		return f.next(t, &e, i)
	case word == messages.WordSkip:
		return f.ask(t, &e, i, messages.CannotSkip())
	}
	return f.take(t, &e, i)
}

func (f *flow[D]) take(t *turn, e *envelope[D], i int) (messages.Message, error) {
	st := f.steps[i]
	v, err := st.take(t, &e.Data)
	if err != nil {
		return messages.Message{}, err
	}
	switch {
	case v.end:
		return v.stay, t.tx.DropSession(t.who)
	case v.over:
		return v.stay, nil
	case v.why != "":
		return f.ask(t, e, i, v.why)
	case v.ok && v.to != "":
		return f.ask(t, e, f.index(v.to), "")
	case v.ok:
		return f.next(t, e, i)
	}
	return v.stay, f.save(t, e, st.key)
}

// next asks the first step below i that applies, or ends the dialogue.
func (f *flow[D]) next(t *turn, e *envelope[D], i int) (messages.Message, error) {
	for j := i + 1; j < len(f.steps); j++ {
		st := f.steps[j]
		if !slices.Contains(e.Skipped, st.key) && (st.when == nil || st.when(t, &e.Data)) {
			return f.ask(t, e, j, "")
		}
	}
	if err := t.tx.DropSession(t.who); err != nil {
		return messages.Message{}, err
	}
	return f.done(t, &e.Data)
}

// back asks the step before again.
func (f *flow[D]) back(t *turn, e *envelope[D], i int) (messages.Message, error) {
	if len(e.Trail) < 2 {
		return f.ask(t, e, i, messages.NoWayBack())
	}
	before := e.Trail[len(e.Trail)-2]
	e.Trail = e.Trail[:len(e.Trail)-2]
	e.Skipped = slices.DeleteFunc(e.Skipped, func(key string) bool { return key == before })
	return f.ask(t, e, f.index(before), "")
}

// ask saves the session at a step and asks it, with a remark above.
func (f *flow[D]) ask(t *turn, e *envelope[D], i int, remark string) (messages.Message, error) {
	m, err := f.steps[i].ask(t, &e.Data)
	if err != nil {
		return messages.Message{}, err
	}
	if remark != "" {
		m.Text = strings.TrimSpace(remark + "\n" + m.Text)
	}
	key := f.steps[i].key
	if n := len(e.Trail); n == 0 || e.Trail[n-1] != key {
		e.Trail = append(e.Trail, key)
	}
	return m, f.save(t, e, key)
}

func (f *flow[D]) helped(t *turn, e *envelope[D], st step[D]) (messages.Message, error) {
	m := messages.DialogueHelp()
	if f.help != nil {
		m = f.help(st.key)
	}
	return m, f.save(t, e, st.key)
}

func (f *flow[D]) leave(t *turn, e *envelope[D]) (messages.Message, error) {
	if f.left != nil {
		return f.left(t, e)
	}
	return messages.Left(), t.tx.DropSession(t.who)
}

func (f *flow[D]) save(t *turn, e *envelope[D], key string) error {
	return f.saveAs(t, e, t.who, key)
}

// saveAs keeps the dialogue under a name: the person's, or a drawer for later.
func (f *flow[D]) saveAs(t *turn, e *envelope[D], who, key string) error {
	e.Touched = t.now
	raw, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write draft of %s: %w", f.key, err)
	}
	s, err := t.tx.Session(who)
	if err != nil {
		return err
	}
	s.Who, s.Flow, s.Step, s.Draft, s.Expires = who, f.key, key, raw, t.now.Add(f.ttl)
	return t.tx.SaveSession(s)
}
