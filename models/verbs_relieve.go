package models

import (
	"slices"
	"strings"
)

// relieveRows: relieve. law.md does not name it: a member of staff who left
// can do nothing more, so what they had goes to their chief, and a chief's to
// the next above. The program does it when the contacts say that they left.
func relieveRows() []VerbRow {
	return []VerbRow{{
		Verb: VerbRelieve, From: openStates(), By: []Party{PartySystem}, Final: true,
		Needs:   []ArgSpec{{Arg: ArgPerson, Kind: KindPlain}},
		MayTell: []Party{PartyChief, PartyDirector, PartyOffice},
		guard:   (*step).guardRelieve, effect: (*step).relieve,
	}}
}

// guardRelieve: the person has a part in the case.
func (s *step) guardRelieve() error {
	who := s.r.Args.User(ArgPerson)
	if who == "" {
		return &Error{Code: CodeMissing, Arg: ArgPerson}
	}
	c := s.c
	if !slices.Contains([]string{c.Chief, c.Handler, c.CaseOfficer}, who) && s.supervisedBy(who) == nil {
		return Refuse(CodeNotOpenMatter)
	}
	return nil
}

// supervisedBy is the open supervision that waits for the person's answer.
func (s *step) supervisedBy(who string) *Supervision {
	if open := s.c.OpenSupervision(); open != nil && strings.EqualFold(open.To, who) {
		return open
	}
	return nil
}

// relieve gives a handler's work to the chief, a chief's to whoever comes
// next, a case officer's to every clerk until another is named.
func (s *step) relieve() error {
	c, who := s.c, s.r.Args.User(ArgPerson)
	s.data[ArgPerson] = who
	next := s.successor(who)
	if c.Chief == who {
		c.Chief = next
	}
	if c.Handler == who {
		c.Handler = ""
	}
	if c.CaseOfficer == who {
		c.CaseOfficer = ""
	}
	if open := s.supervisedBy(who); open != nil {
		open.To = next
		if c.Chief != "" {
			open.To = c.Chief
		}
	}
	if c.Chief != "" {
		s.tell(PartyChief)
	}
	s.tell(PartyDirector)
	if c.CaseOfficer == "" {
		s.tell(PartyOffice)
	}
	if len(s.law.People(c, PartyDirector, Actor{})) == 0 && c.Chief == "" {
		return Refuse(CodeRoster)
	}
	return nil
}

// successor is who takes a chief's place: another chief of the section, else
// the next above, not recused and not the one who left.
func (s *step) successor(who string) string {
	free := func(p Staff) bool { return !strings.EqualFold(p.UserID, who) && s.law.impartial(s.c, p) }
	for _, p := range s.law.Bureau.With(RoleChief) {
		if p.Section == s.c.Section && p.Section != "" && free(p) {
			return strings.ToLower(p.UserID)
		}
	}
	for _, r := range []Role{RoleDirector, RoleDeputy, RoleHead} {
		for _, p := range s.law.Bureau.With(r) {
			if free(p) {
				return strings.ToLower(p.UserID)
			}
		}
	}
	return ""
}
