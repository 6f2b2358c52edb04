package main

import (
	"bytes"
	"strings"
	"testing"

	"onevisit/bot/wecom"
	"onevisit/models"
)

func TestTheBureauFileIsComparedWithTheContacts(t *testing.T) {
	t.Parallel()
	staff := []models.Staff{{UserID: "Wang.chief", Name: "W"}, {UserID: "li.clerk", Name: "L"}, {UserID: "zhao.director", Name: "Z"}}
	for _, test := range []struct {
		name    string
		members []wecom.Member
		want    []string
	}{
		{"agree", []wecom.Member{{UserID: "wang.chief", Name: "W"}, {UserID: "li.clerk", Name: "L"}, {UserID: "zhao.director", Name: "Z"}}, nil},
		{"one left", []wecom.Member{{UserID: "wang.chief", Name: "W"}, {UserID: "zhao.director", Name: "Z"}}, []string{"left: li.clerk"}},
		{"one is new, one renamed, one without a name", []wecom.Member{
			{UserID: "wang.chief", Name: "V"}, {UserID: "li.clerk", Name: "L"}, {UserID: "new.one", Name: "N"}, {UserID: "zhao.director"},
		}, []string{"name: wang.chief", "new: new.one"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := compareRoster(staff, test.members)
			if len(got) != len(test.want) {
				t.Fatalf("%v", got)
			}
			for i, d := range got {
				if !strings.HasPrefix(d.text, test.want[i]) || (d.left != "") != strings.HasPrefix(d.text, "left") {
					t.Errorf("%+v, want %s", d, test.want[i])
				}
			}
		})
	}
}

// The command as it is run, against the contacts over the wire.
func TestRosterSyncReadsTheContacts(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 1)
	sync := func(args ...string) string {
		t.Helper()
		var out, errOut bytes.Buffer
		if code := run(append([]string{"roster", "sync"}, args...), in.environment(), nil, &out, &errOut); code != exitOK {
			t.Fatalf("ended with %d: %s%s", code, &out, &errOut)
		}
		return out.String()
	}
	if said := sync(); said != "the bureau file and the contacts agree\n" {
		t.Fatalf("says %q", said)
	}
	in.world.Staff("new.one").Named("新来的")
	if _, err := in.world.RemoveMember(t.Context(), "wang.chief"); err != nil {
		t.Fatal(err)
	}
	said := sync("-hand-on")
	for _, words := range []string{"left: wang.chief", "0 open cases handed on", "new: new.one"} {
		if !strings.Contains(said, words) {
			t.Errorf("does not say %q:\n%s", words, said)
		}
	}
}
