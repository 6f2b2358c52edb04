package wecom

import (
	"net/http"
	"slices"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire/wiretest"
)

func TestMembersAreListedOnceFromAllDepartments(t *testing.T) {
	_, s := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("department_id") {
		case "":
			wiretest.Reply(w, `{"errcode":0,"department":[{"id":1},{"id":7}]}`)
		case "1":
			wiretest.Reply(w, `{"errcode":0,"userlist":[{"userid":"Wang.Chief","name":"W"},{"userid":"","name":"?"}]}`)
		default:
			wiretest.Reply(w, `{"errcode":0,"userlist":[{"userid":"wang.chief","name":"W"},{"userid":"li.clerk","name":"L"}]}`)
		}
	})
	got, err := s.Members(t.Context())
	if want := []Member{{"wang.chief", "W"}, {"li.clerk", "L"}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestMembersThatCannotBeReadAreAnError(t *testing.T) {
	for name, answer := range map[string]string{
		"refused":   `{"errcode":60011,"errmsg":"no privilege"}`,
		"not JSON":  `<html>`,
		"not lists": `{"errcode":0,"department":"all"}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) { wiretest.Reply(w, answer) })
			_, err := s.Members(t.Context())
			if _, ok := err.(*bot.SendError); !ok {
				t.Errorf("%v", err)
			}
		})
	}
}
