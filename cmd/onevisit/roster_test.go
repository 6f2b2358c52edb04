package main

import (
	"strings"
	"testing"

	"onevisit/bot/wecom"
	"onevisit/models"
)

func TestTheBureauFileIsComparedWithTheContacts(t *testing.T) {
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
