package models

import (
	"testing"
	"time"
)

func TestWhenAPushMayGoOut(t *testing.T) {
	l := newLaw(func(b *Bureau) { b.Options.Quiet = Hours{From: 21 * 60, To: 7*60 + 30} })
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, Zone()) }
	staff, someone := Person{ActorStaff, "wang.chief"}, Person{ActorPetitioner, "openid-one"}
	night, saturday := at(2, 22, 0), at(7, 10, 0) // a Monday and a day off
	for name, c := range map[string]struct {
		n         Notice
		now, want time.Time
	}{
		"at work":                         {Notice{To: staff, Verb: VerbAssign}, at(2, 10, 0), at(2, 10, 0)},
		"after work, before the quiet":    {Notice{To: staff, Verb: VerbAssign}, at(2, 20, 59), at(2, 20, 59)},
		"at night":                        {Notice{To: staff, Verb: VerbAssign}, night, at(3, 7, 30)},
		"on a day off":                    {Notice{To: staff, Verb: VerbAssign}, saturday, at(9, 8, 30)},
		"a supervision letter":            {Notice{To: staff, Verb: VerbSupervise}, night, night},
		"and its file":                    {Notice{To: staff, Rung: RungFile, Letter: LetterNumber{Kind: LetterSupervision}}, night, night},
		"another file":                    {Notice{To: staff, Rung: RungFile, Letter: LetterNumber{Kind: LetterOpinion}}, night, at(3, 7, 30)},
		"an instruction on a day off":     {Notice{To: staff, Verb: VerbInstruct}, saturday, saturday},
		"a confidential case":             {Notice{To: staff, Verb: VerbSubmit, Confidential: true}, night, night},
		"any other new case":              {Notice{To: staff, Verb: VerbSubmit}, night, at(3, 7, 30)},
		"what is due the same day":        {Notice{To: staff, Verb: VerbAccept, Soonest: at(3, 0, 0), Due: at(30, 0, 0)}, night, night},
		"what is due on the day off":      {Notice{To: staff, Verb: VerbAssign, Due: at(9, 0, 0)}, saturday, saturday},
		"what is due after the day off":   {Notice{To: staff, Verb: VerbAssign, Due: at(10, 0, 0)}, saturday, at(9, 8, 30)},
		"what is overdue anyway":          {Notice{To: staff, Verb: VerbUrge, Due: at(1, 0, 0)}, night, at(3, 7, 30)},
		"an answer":                       {Notice{To: staff, Reply: true}, night, night},
		"what the clocks tell":            {Notice{To: staff, As: PartyRung, Lines: []Line{{}}}, saturday, saturday},
		"a petitioner at night":           {Notice{To: someone, Verb: VerbSupervise}, night, at(3, 8, 0)},
		"a petitioner on a day off":       {Notice{To: someone, Verb: VerbAccept}, saturday, saturday},
		"a petitioner before eight":       {Notice{To: someone, Verb: VerbAccept}, at(2, 7, 59), at(2, 8, 0)},
		"a petitioner who just wrote":     {Notice{To: someone, Reply: true}, night, night},
		"what was put off longer by them": {Notice{To: staff, Verb: VerbAssign, At: at(4, 9, 0)}, night, at(4, 9, 0)},
	} {
		if got := l.Moment(c.n, c.now); !got.Equal(c.want) {
			t.Errorf("%s: goes out at %s, want %s", name, got, c.want)
		}
	}
}

func TestEveryUrgentPushHasItsReason(t *testing.T) {
	l := newLaw()
	for _, r := range UrgentRows() {
		if _, known := l.Row(r.Verb); r.Why == "" || known == (r.File != "") {
			t.Errorf("%+v", r)
		}
	}
}

func TestANoticeKnowsTheSoonestDueOfItsReader(t *testing.T) {
	r := at(t, Assigned)
	for _, n := range r.do(VerbAccept, byChief()).Notices {
		want := time.Time{}
		switch n.To {
		case Person{ActorStaff, "li.clerk"}:
			want = DateOf(r.now).End() // to enter it the same day
		case Person{ActorStaff, "zhou.handler"}:
			want = r.c.Running(ClockResolve, "").Due
		}
		if !n.Soonest.Equal(want) {
			t.Errorf("%s: soonest %s, want %s", n.To.ID, n.Soonest, want)
		}
	}
}
