package models

import (
	"strings"
	"testing"
)

func TestWhatCameOnPaperIsSignedWithoutAPhone(t *testing.T) {
	for name, test := range map[string]struct {
		channel Channel
		change  func(*Filing)
		code    Code
	}{
		"a letter with an address":          {ChannelLetter, nil, ""},
		"a visit with an address":           {ChannelVisit, nil, ""},
		"a transfer with an address":        {ChannelTransfer, nil, ""},
		"a call":                            {ChannelCall, nil, CodeInvalid},
		"a letter without an address":       {ChannelLetter, func(f *Filing) { f.Petitioner.Address = "" }, CodeMissing},
		"a letter with hardly an address":   {ChannelLetter, func(f *Filing) { f.Petitioner.Address = " x " }, CodeMissing},
		"a letter with an endless address":  {ChannelLetter, func(f *Filing) { f.Petitioner.Address = strings.Repeat("x", 201) }, CodeTooLong},
		"a letter without a name":           {ChannelLetter, func(f *Filing) { f.Petitioner.Name = "" }, CodeInvalid},
		"a letter with half a phone":        {ChannelLetter, func(f *Filing) { f.Petitioner.Phone = "12345" }, CodeInvalid},
		"a joint letter, names alone":       {ChannelLetter, func(f *Filing) { f.Signers = []Petitioner{{Name: "Li Invented"}} }, ""},
		"a joint letter, no name":           {ChannelLetter, func(f *Filing) { f.Signers = []Petitioner{{Phone: "13900001234"}} }, CodeInvalid},
		"a joint call, one without a phone": {ChannelCall, func(f *Filing) { f.Petitioner.Phone = "13900001234"; f.Signers = []Petitioner{{Name: "Li Invented"}} }, CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			f := paper(test.channel)
			f.Petitioner.Phone, f.Petitioner.Address = "", "Tangkou village 12"
			if test.change != nil {
				test.change(f)
			}
			done, err := newRun(t).try(Request{Verb: VerbSubmit, Actor: byClerk(), Filing: f})
			if CodeOf(err) != test.code {
				t.Fatalf("refused with %v, want %q", err, test.code)
			}
			if test.code == "" && (done.Case.Anonymous || done.Case.Bindable() || done.Case.Words.Petitioner.Address == "") {
				t.Errorf("filed as %+v", done.Case.Words.Petitioner)
			}
		})
	}
	chat := filing()
	chat.Petitioner.Phone, chat.Petitioner.Address = "", "Tangkou village 12"
	if chat.Petitioner.Check() == nil {
		t.Error("in chat a phone is needed")
	}
}

func TestAVisitThatIsFiledCountsAsAVisit(t *testing.T) {
	for channel, want := range map[Channel]int{ChannelVisit: 1, ChannelLetter: 0, ChannelCall: 0, ChannelTransfer: 0} {
		r := file(t, paper(channel))
		if got := len(r.c.Facts.Visits); got != want {
			t.Errorf("%s counts %d visits", channel, got)
		}
	}
	r := file(t, paper(ChannelVisit))
	r.do(VerbVisit, byClerk())
	if len(r.c.Facts.Visits) != 2 {
		t.Errorf("a visit and another are %d", len(r.c.Facts.Visits))
	}
}
