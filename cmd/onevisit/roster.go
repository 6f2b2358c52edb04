package main

import (
	"context"
	"errors"
	"strings"

	"onevisit/bot/wecom"
	"onevisit/config"
	"onevisit/models"
)

// roster compares the bureau file with WeCom's contacts; roles are kept by the
// file alone, which only a person changes. With -hand-on the open matters of
// those who left go to their chiefs, as they do when the platform tells of it.
func roster(ctx context.Context, i invocation) (err error) {
	if len(i.args) == 0 || i.args[0] != "sync" {
		say(i.errOut, "usage: onevisit roster sync [-config file] [-hand-on]\n")
		return errUsage
	}
	i.args = i.args[1:]
	f, path := i.flags("roster sync")
	handOn := f.Bool("hand-on", false, "give the open matters of those who left to their chiefs")
	if err := i.parse(f); err != nil {
		return err
	}
	a, err := i.opened(ctx, *path, config.DataKeyVariable, config.BureauVariable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close(ctx)) }()
	if a.contacts == nil {
		return errors.New("no WeCom app is configured")
	}
	members, err := a.contacts.Members(ctx)
	if err != nil {
		return err
	}
	differences := compareRoster(a.law.Bureau.Staff, members)
	for _, d := range differences {
		say(i.out, "%s\n", d.text)
		if d.left == "" || !*handOn {
			continue
		}
		moved, err := a.bot.Gone(ctx, d.left)
		if err != nil {
			return err
		}
		say(i.out, "  %d open cases handed on\n", moved)
	}
	if len(differences) == 0 {
		say(i.out, "the bureau file and the contacts agree\n")
	}
	return nil
}

// rosterDifference is one thing in which the file and the contacts differ; left is
// the userid of somebody who is in the file alone.
type rosterDifference struct {
	text string
	left string
}

// compareRoster lists who left, whose name changed, and who is new.
func compareRoster(staff []models.Staff, members []wecom.Member) []rosterDifference {
	names := map[string]string{}
	for _, m := range members {
		names[m.UserID] = m.Name
	}
	var out []rosterDifference
	for _, p := range staff {
		id := strings.ToLower(p.UserID)
		name, known := names[id]
		switch {
		case !known:
			out = append(out, rosterDifference{text: "left: " + id + " " + p.Name + " is in the bureau file, not in the contacts", left: id})
		case name != "" && name != p.Name:
			out = append(out, rosterDifference{text: "name: " + id + " is " + p.Name + " in the bureau file, " + name + " in the contacts"})
		}
		delete(names, id)
	}
	for _, m := range members {
		if _, fresh := names[m.UserID]; fresh {
			out = append(out, rosterDifference{text: "new: " + m.UserID + " " + m.Name + " is in the contacts, not in the bureau file"})
		}
	}
	return out
}
