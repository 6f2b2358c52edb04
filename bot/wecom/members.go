package wecom

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"onevisit/bot/wire"
)

const (
	callDepartments = "/cgi-bin/department/list"
	callMembers     = "/cgi-bin/user/simplelist"
)

// Member is one person of the contacts that the app may see. UserID is in
// lower case.
type Member struct {
	UserID string
	Name   string
}

// Members lists the people of every department that the app may see, each
// once. The error is a [*bot.SendError].
func (s *Sender) Members(ctx context.Context) ([]Member, error) {
	var departments struct {
		List []struct {
			ID int `json:"id"`
		} `json:"department"`
	}
	if err := s.read(ctx, callDepartments, nil, &departments); err != nil {
		return nil, err
	}
	var out []Member
	known := map[string]bool{}
	for _, d := range departments.List {
		var members struct {
			List []struct {
				UserID string `json:"userid"`
				Name   string `json:"name"`
			} `json:"userlist"`
		}
		if err := s.read(ctx, callMembers, url.Values{"department_id": {strconv.Itoa(d.ID)}}, &members); err != nil {
			return nil, err
		}
		for _, m := range members.List {
			id := strings.ToLower(m.UserID)
			if id != "" && !known[id] {
				known[id] = true
				out = append(out, Member{UserID: id, Name: m.Name})
			}
		}
	}
	return out, nil
}

// read makes a call that changes nothing and decodes its answer.
func (s *Sender) read(ctx context.Context, path string, query url.Values, into any) error {
	r := wire.Request{Method: http.MethodGet, Call: path, Query: query, Repeatable: true}
	res, err := s.client.Do(ctx, r, r.Code)
	if err == nil && json.Unmarshal(res.Data, into) != nil {
		err = r.Lost(true, wire.ErrNotJSON)
	}
	s.client.Count(r.Call, err)
	return err
}
