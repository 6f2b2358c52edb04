package store

import (
	"bytes"
	"fmt"
	"testing"

	"onevisit/models"
)

// alike lists what resembles the newest of the cases that are filed.
func alike(t *testing.T, l *lab, filings ...models.Request) map[string]models.Likeness {
	t.Helper()
	var last models.Case
	l.act(t, func(tx *Tx) error {
		for _, r := range filings {
			d, err := tx.Do("", r)
			if err != nil {
				return err
			}
			last = d.Case
		}
		return nil
	})
	out := map[string]models.Likeness{}
	l.act(t, func(tx *Tx) error {
		found, cases, err := tx.Alike(&last)
		for _, f := range found {
			for _, c := range cases {
				if c.ID == f.CaseID {
					f.CaseID = 0
					out[c.Number] = f
				}
			}
		}
		return err
	})
	return out
}

// saying is a filing by somebody in some words.
func saying(phone, identity, claim string) models.Request {
	r := filing(models.Petitioner{Name: anName, Phone: phone, Identity: identity, Account: "openid-" + phone})
	r.Filing.Claim = claim
	return r
}

const anotherClaim = "Nobody answers the letters about the felling permit for the poplars."

func TestEarlierCasesAreFoundByPersonAndByWords(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		joint := saying("13900005555", "", "The dyke at the northern pond leaks into the invented fields.")
		joint.Filing.Signers = []models.Petitioner{{Name: anName, Phone: "139 0000-1234"}}
		got := alike(t, l,
			saying(anPhone, "", anotherClaim),       // 1: the same phone
			saying("13900002222", anID, aClaim),     // 2: the same identity, the same words
			joint,                                   // 3: signed by the same phone
			saying("13900003333", "", anotherClaim), // 4: nothing
			saying(anPhone, anID, aClaim+" Please help!"),
		)
		want := map[string]models.Likeness{
			"LS20261123-0001": {Phone: true}, "LS20261123-0002": {Identity: true, Text: true}, "LS20261123-0003": {Phone: true},
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("found %v, want %v", got, want)
		}
	})
}

func TestALaterCaseIsNoEarlierOne(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		if got := alike(t, l, saying(anPhone, anID, aClaim)); len(got) != 0 {
			t.Errorf("a case resembles itself: %v", got)
		}
	})
}

func TestASketchIsKeyedSmallAndBlindToForm(t *testing.T) {
	one, err := newSealer(bytes.Repeat([]byte{1}, KeySize), nil)
	must(t, err)
	other, err := newSealer(bytes.Repeat([]byte{2}, KeySize), nil)
	must(t, err)
	same := func(a, b [][]byte) bool { return bytes.Equal(bytes.Join(a, nil), bytes.Join(b, nil)) }
	if !same(one.sketch("Reed BED, rubble."), one.sketch("ｒｅｅｄ bed  rubble")) {
		t.Error("width, case and punctuation tell texts apart")
	}
	if same(one.sketch(aClaim), other.sketch(aClaim)) {
		t.Error("the data key makes no difference")
	}
	if n := len(one.sketch(aClaim + anotherClaim)); n != sketchSize {
		t.Errorf("%d prints", n)
	}
	if len(one.sketch("ab")) != 0 {
		t.Error("a text of two characters has a print")
	}
}

// Sketches are made after the filing: by the job, once, on however many
// machines, or by whoever asks first.
func TestSketchesOwedAreMadeOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		const cases = sketchBatch + 5
		l.act(t, func(tx *Tx) error {
			for i := range cases {
				if _, err := tx.Do("", saying(fmt.Sprint(13900000000+i), "", fmt.Sprintf("%d: %s", i, anotherClaim))); err != nil {
					return err
				}
			}
			return nil
		})
		equal(t, l.count(t, "SELECT COUNT(*) FROM case_sketches"), 0)
		made := make(chan int, 2)
		for _, s := range []*Store{l.Store, l.another(t)} {
			go func() {
				n, err := s.Sketch(t.Context())
				if err != nil {
					t.Error(err)
				}
				made <- n
			}()
		}
		equal(t, <-made+<-made, cases)
		equal(t, l.count(t, "SELECT COUNT(DISTINCT case_id) FROM case_sketches"), cases)
		equal(t, l.count(t, "SELECT COUNT(*) FROM sketches_owed"), 0)
		if n, err := l.Sketch(t.Context()); n != 0 || err != nil {
			t.Errorf("made %d more, %v", n, err)
		}
	})
}

func TestACaseThatCannotBeReadHoldsNoOtherUp(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		broken := l.submit(t, petitioner("o1"))
		_, err := l.raw.Exec("UPDATE cases SET content = 'x' WHERE number = ?", broken)
		must(t, err)
		l.submit(t, petitioner("o2"))
		n, err := l.Sketch(t.Context())
		must(t, err)
		equal(t, n, 2)
		equal(t, l.count(t, "SELECT COUNT(DISTINCT case_id) FROM case_sketches"), 1)
	})
}
