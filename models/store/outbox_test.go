package store

import (
	"sync"
	"testing"
	"time"

	"onevisit/models"
)

// owe writes notices to one person of each name, in order.
func (l *lab) owe(t *testing.T, keys ...string) {
	t.Helper()
	l.act(t, func(tx *Tx) error {
		for _, k := range keys {
			must(t, tx.Owe(models.Notice{
				Key: k, To: models.Person{Kind: models.ActorPetitioner, ID: "o-" + k[:1]},
				Verb: models.VerbAsk, Data: models.Args{models.ArgText: "words of " + k},
			}))
		}
		return nil
	})
}

func (l *lab) claim(t *testing.T, s *Store, worker string) []models.Claimed {
	t.Helper()
	got, err := s.ClaimNotices(t.Context(), models.ActorPetitioner, worker, time.Minute, 10)
	must(t, err)
	return got
}

// settle records a try that must still count.
func (l *lab) settle(t *testing.T, c models.Claimed, r models.Sending) {
	t.Helper()
	late, err := l.Settle(t.Context(), models.Try{Claimed: c, Sending: r})
	if err != nil || late != 0 {
		t.Errorf("settling %s: %d late, %v", c.Key, late, err)
	}
}

// late records a try that must come too late.
func (l *lab) late(t *testing.T, c models.Claimed) {
	t.Helper()
	late, err := l.Settle(t.Context(), models.Try{Claimed: c, Sending: models.Sending{Delivered: true}})
	if err != nil || late != 1 {
		t.Errorf("settling %s: %d late, %v", c.Key, late, err)
	}
}

func keys(claimed []models.Claimed) string {
	out := ""
	for _, c := range claimed {
		out += c.Key + " "
	}
	return out
}

func TestANoticeIsOwedOnceAndKeepsItsWords(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "a1")
		l.owe(t, "a1")
		got := l.claim(t, l.Store, "w")
		if len(got) != 1 || got[0].Data[models.ArgText] != "words of a1" || got[0].To.ID != "o-a" || got[0].ID == 0 {
			t.Errorf("claimed %+v", got)
		}
	})
}

func TestALeaseKeepsOthersAwayUntilItEnds(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "b1")
		second := l.another(t)
		first := l.claim(t, l.Store, "one")
		if keys(first) != "a1 b1 " {
			t.Fatalf("claimed %s", keys(first))
		}
		if got := l.claim(t, second, "two"); len(got) != 0 {
			t.Errorf("leased notices were handed out again: %s", keys(got))
		}
		l.clock.forward(time.Minute)
		again := l.claim(t, second, "two")
		if keys(again) != "a1 b1 " || again[0].Attempt != 2 {
			t.Fatalf("after the lease: %s", keys(again))
		}
		l.late(t, first[0])
		l.settle(t, again[0], models.Sending{Delivered: true, Way: "customer", Ref: "m"})
		l.late(t, again[0])
		if n := l.count(t, "SELECT COUNT(*) FROM sendings WHERE delivered = 1"); n != 2 {
			t.Errorf("%d sendings are logged", n)
		}
	})
}

func TestAWorkerThatComesLateToItsOwnLeaseIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1")
		late := l.claim(t, l.Store, "w")[0]
		l.clock.forward(time.Minute)
		again := l.claim(t, l.Store, "w")[0]
		l.late(t, late)
		l.settle(t, again, models.Sending{Delivered: true})
	})
}

func TestWorkersNeverGetTheSameNotice(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "b1", "c1", "d1", "e1", "f1")
		stores := []*Store{l.Store, l.another(t)}
		var mu sync.Mutex
		times := map[string]int{}
		var group sync.WaitGroup
		for i := range 6 {
			group.Go(func() {
				got, err := stores[i%2].ClaimNotices(background(), models.ActorPetitioner, "same name", time.Minute, 4)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for _, c := range got {
					times[c.Key]++
				}
			})
		}
		group.Wait()
		for key, n := range times {
			if n != 1 {
				t.Errorf("%s was handed out %d times", key, n)
			}
		}
	})
}

func TestOnePersonsNoticesComeInTheirOrder(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "a2", "b1")
		got := l.claim(t, l.Store, "w")
		if keys(got) != "a1 b1 " {
			t.Fatalf("claimed %s", keys(got))
		}
		if more := l.claim(t, l.Store, "w"); len(more) != 0 {
			t.Errorf("%s overtook a leased one", keys(more))
		}
		later := l.clock.now().Add(time.Hour)
		l.settle(t, got[0], models.Sending{Failure: "slow", Again: later})
		if more := l.claim(t, l.Store, "w"); len(more) != 0 {
			t.Errorf("%s overtook one that is tried again later", keys(more))
		}
		l.clock.forward(time.Hour)
		again := l.claim(t, l.Store, "w")
		if keys(again) != "a1 b1 " || again[0].Attempt != 2 {
			t.Fatalf("claimed %s", keys(again))
		}
		l.settle(t, again[0], models.Sending{Delivered: true})
		if last := l.claim(t, l.Store, "w"); keys(last) != "a2 " {
			t.Errorf("claimed %s", keys(last))
		}
	})
}

func TestWhatIsOwedForLaterHoldsNobodyUp(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.act(t, func(tx *Tx) error {
			return tx.Owe(models.Notice{Key: "a0", To: models.Person{Kind: models.ActorPetitioner, ID: "o-a"}, At: tx.Now().Add(time.Hour)})
		})
		l.owe(t, "a1")
		if got := l.claim(t, l.Store, "w"); keys(got) != "a1 " {
			t.Errorf("claimed %s", keys(got))
		}
	})
}

func TestWhatBecomesOfANotice(t *testing.T) {
	later := monday().Add(time.Hour)
	cases := map[string]struct {
		sending models.Sending
		want    Backlog
	}{
		"sent":    {models.Sending{Delivered: true}, Backlog{}},
		"kept":    {models.Sending{Kept: true, Failure: "person"}, Backlog{Kept: 1}},
		"again":   {models.Sending{Failure: "network", Again: later}, Backlog{Waiting: 1, Oldest: cut(monday())}},
		"unknown": {models.Sending{Failure: "unknown"}, Backlog{Unknown: 1}},
		"dead":    {models.Sending{Failure: "text", Code: 45002}, Backlog{Dead: 1}},
	}
	onEach(t, func(t *testing.T, l *lab) {
		for name, c := range cases {
			l.exec(t, "DELETE FROM sendings")
			l.exec(t, "DELETE FROM notices")
			l.owe(t, name)
			l.settle(t, l.claim(t, l.Store, "w")[0], c.sending)
			got, err := l.Backlog(t.Context())
			must(t, err)
			if got != c.want {
				t.Errorf("%s: backlog %+v, want %+v", name, got, c.want)
			}
		}
	})
}

func TestAPersonSeesWhatFailed(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		if none := l.undelivered(t); len(none) != 0 {
			t.Fatalf("%v", none)
		}
		l.owe(t, "a1", "b1")
		got := l.claim(t, l.Store, "w")
		l.settle(t, got[0], models.Sending{Failure: "unknown", Way: "customer"})
		l.settle(t, got[1], models.Sending{Failure: "text", Way: "template", Code: 47003})
		list := l.undelivered(t)
		if len(list) != 2 || list[1].Key != "b1" || list[1].Code != 47003 || list[1].Unknown || !list[0].Unknown {
			t.Errorf("failed: %+v", list)
		}
		if !list[1].TriedAt.Equal(monday()) || list[1].Way != "template" {
			t.Errorf("last try: %+v", list[1])
		}
	})
}

func TestAPersonSeesWhatIsKeptForAPetitioner(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "a2", "b1")
		for range 2 {
			l.settle(t, l.claim(t, l.Store, "w")[0], models.Sending{Kept: true})
			l.clock.forward(time.Minute)
		}
		kept, err := l.KeptFor(t.Context(), "o-a")
		must(t, err)
		if len(kept) != 2 || kept[0].Key != "a1" || kept[1].Key != "a2" {
			t.Fatalf("kept %+v", kept)
		}
	})
}

func TestDeferredMessagesAreClaimedUntilDropped(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		must(t, l.Defer(t.Context(), "m1", []byte("update")))
		must(t, l.Defer(t.Context(), "m1", []byte("again")))
		l.clock.forward(time.Second)
		must(t, l.Defer(t.Context(), "m2", []byte("second")))
		claim := func() []models.Deferred {
			got, err := l.ClaimDeferred(t.Context(), "w", time.Minute, 10)
			must(t, err)
			return got
		}
		got := claim()
		if len(got) != 2 || got[0].Key != "m1" || string(got[0].Update) != "update" || got[0].Attempt != 1 {
			t.Fatalf("claimed %+v", got)
		}
		if more := claim(); len(more) != 0 {
			t.Errorf("leased messages were handed out again: %+v", more)
		}
		must(t, l.DropDeferred(t.Context(), "m1"))
		must(t, l.DropDeferred(t.Context()))
		l.clock.forward(time.Minute)
		if got = claim(); len(got) != 1 || got[0].Key != "m2" || got[0].Attempt != 2 {
			t.Errorf("claimed %+v", got)
		}
	})
}

func TestMediaAreFetchedKeptAndOpened(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		var photo, voice models.Attachment
		l.act(t, func(tx *Tx) (err error) {
			photo, err = tx.AddMedia("wechat", "media-1", "photo")
			must(t, err)
			voice, err = tx.AddMedia("wechat", "media-2", "voice")
			return err
		})
		if photo.ID == voice.ID || photo.Kind != "photo" || !photo.At.Equal(monday()) {
			t.Errorf("attachments %+v and %+v", photo, voice)
		}
		first, err := l.ClaimMedia(t.Context(), "w", time.Minute, 10)
		must(t, err)
		if len(first) != 2 || first[0].MediaID != "media-1" || first[0].Platform != "wechat" {
			t.Fatalf("claimed %+v", first)
		}
		if more, err := l.ClaimMedia(t.Context(), "w", time.Minute, 10); err != nil || len(more) != 0 {
			t.Errorf("claimed again: %+v, %v", more, err)
		}
		_, _, err = l.OpenMedia(t.Context(), photo.ID)
		refused(t, err, models.CodeNotFound)
		l.clock.forward(time.Minute)
		second, err := l.ClaimMedia(t.Context(), "w", time.Minute, 10)
		must(t, err)
		refused(t, l.KeepMedia(t.Context(), first[0], []byte("late"), "image/png", ""), models.CodeStale)
		must(t, l.KeepMedia(t.Context(), second[0], []byte("bytes"), "image/jpeg", ""))
		must(t, l.KeepMedia(t.Context(), second[1], nil, "", "expired"))
		data, kind, err := l.OpenMedia(t.Context(), photo.ID)
		if err != nil || string(data) != "bytes" || kind != "image/jpeg" {
			t.Errorf("opened %q, %s, %v", data, kind, err)
		}
		_, _, err = l.OpenMedia(t.Context(), voice.ID)
		refused(t, err, models.CodeNotFound)
		_, _, err = l.OpenMedia(t.Context(), 99)
		refused(t, err, models.CodeNotFound)
		if n := l.count(t, "SELECT COUNT(*) FROM attachments WHERE status = 'lost' AND lost = 'expired'"); n != 1 {
			t.Error("the lost attachment is not to be seen")
		}
	})
}

func TestWhatWasKeptIsDueAgainWhenThePersonComes(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "b1")
		for _, c := range l.claim(t, l.Store, "w") {
			l.settle(t, c, models.Sending{Kept: true})
		}
		l.act(t, func(tx *Tx) error { return tx.Wake(models.Person{Kind: models.ActorPetitioner, ID: "o-a"}) })
		if got := l.claim(t, l.Store, "w"); keys(got) != "a1 " || got[0].Attempt != 2 {
			t.Errorf("claimed %s, want a1 for the second time", keys(got))
		}
	})
}

func TestDueListsCasesWhoseClockHasRunOut(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		late := l.submit(t, petitioner("o1"))
		stopped := l.registered(t, petitioner("o1"))
		c := l.load(t, late)
		due := c.Running(models.ClockRegister, "").Due
		for _, c := range []struct {
			now  time.Time
			want int
		}{{due.Add(-time.Millisecond), 0}, {due, 1}} {
			l.clock.ms.Store(c.now.UnixMilli())
			got, err := l.Due(t.Context(), models.ClockRegister, 10)
			if err != nil || len(got) != c.want || (c.want == 1 && got[0] != late) {
				t.Errorf("at %v: %v, %v (%s has no running clock)", c.now, got, err, stopped)
			}
		}
	})
}
