package models

import (
	"slices"
	"strings"
)

// Holds reports whether the actor is the party in this case.
func (l *Law) Holds(c *Case, a Actor, p Party) bool {
	switch p {
	case PartySystem:
		return a.Kind == ActorSystem
	case PartyPetitioner:
		return a.Kind == ActorPetitioner && slices.Contains(c.Accounts(), a.ID)
	}
	if a.Kind != ActorStaff {
		return false
	}
	if _, ok := l.Bureau.Person(a.ID); !ok {
		return false
	}
	if p == PartyAnyStaff {
		return true
	}
	for _, person := range l.People(c, p, a) {
		if strings.EqualFold(person.ID, a.ID) || (a.For != "" && strings.EqualFold(person.ID, a.For)) {
			return true
		}
	}
	return false
}

// People lists the persons that a party means in this case, without repeats.
// On a confidential case every part of the office is played by the named
// officers, and nobody else of the office is told anything [R 30].
func (l *Law) People(c *Case, p Party, a Actor) []Person {
	l = l.For(c)
	var ids []string
	switch p {
	case PartyPetitioner:
		return l.petitioners(c)
	case PartyChief:
		ids = []string{c.Chief}
	case PartyHandler:
		ids = []string{c.Handler}
	case PartyCaseOfficer:
		ids = l.caseOfficers(c)
	case PartyAddressee, PartySupervisor:
		ids = l.supervisionParty(c, p)
	case PartyProposer:
		ids = proposers(c)
	case PartyAssigner:
		ids = l.role(RoleDeputy)
		if l.Bureau.Options.AssignByDirector {
			ids = append(ids, l.role(RoleDirector)...)
		}
	case PartyOffice:
		ids = l.office(c)
	case PartyClerk:
		ids = l.role(RoleClerk)
	case PartyViceDirector:
		ids = l.role(RoleViceDirector)
	case PartyDirector:
		ids = l.role(RoleDirector)
	case PartyDeputy:
		ids = l.role(RoleDeputy)
	case PartyHead:
		ids = l.role(RoleHead)
	}
	if c.Confidential && l.officeParty(p) {
		ids = l.Confidants(c)
	}
	return persons(l.notRecused(c, ids))
}

// officeParty tells the parts that confidential officers play.
func (l *Law) officeParty(p Party) bool {
	switch p {
	case PartyClerk, PartyViceDirector, PartyDirector, PartyDeputy, PartyHead, PartyOffice, PartyAssigner, PartyCaseOfficer:
		return true
	}
	return false
}

// petitioners are the accounts that are told of a case: all representatives.
func (l *Law) petitioners(c *Case) []Person {
	var out []Person
	for _, id := range c.Accounts() {
		out = append(out, Person{ActorPetitioner, id})
	}
	return out
}

// Leader is the leader who took charge of a case; nobody where none did, who
// is recused, or may not know of it [R 30].
func (l *Law) Leader(c *Case) []Person {
	lead := persons(l.notRecused(c, []string{c.Facts.LeadBy}))
	if len(lead) > 0 && !l.MaySee(c, Actor{Kind: ActorStaff, ID: lead[0].ID}) {
		return nil
	}
	return lead
}

// office is the case officer once named, before that every clerk; with the
// director.
func (l *Law) office(c *Case) []string {
	return append(l.caseOfficers(c), l.role(RoleDirector)...)
}

// caseOfficers is the case officer, or every clerk while none is named.
func (l *Law) caseOfficers(c *Case) []string {
	if c.CaseOfficer == "" {
		return l.role(RoleClerk)
	}
	return []string{c.CaseOfficer}
}

func (l *Law) supervisionParty(c *Case, p Party) []string {
	s := c.OpenSupervision()
	if s == nil {
		return nil
	}
	if p == PartySupervisor {
		return []string{s.By}
	}
	return []string{s.To}
}

// proposers are those whose request was just decided.
func proposers(c *Case) []string {
	if c.Facts.Extension != nil {
		return []string{c.Facts.Extension.By}
	}
	return []string{c.Chief}
}

func (l *Law) role(r Role) []string {
	var ids []string
	for _, s := range l.Bureau.With(r) {
		ids = append(ids, s.UserID)
	}
	return ids
}

func (l *Law) notRecused(c *Case, ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return id == "" || slices.Contains(c.Facts.Recused, strings.ToLower(id))
	})
}

// Confidants are the officers who may know of a confidential case: those
// named in the configuration (the director where none is), without anybody
// the case accuses or who is recused; for such a one the next above is added.
// When the head is accused nobody is left [R 30].
func (l *Law) Confidants(c *Case) []string {
	named := l.Bureau.Options.ConfidentialOfficers
	if len(named) == 0 {
		named = l.role(RoleDirector)
	}
	if l.AccusesHead(c.Words.Accused) {
		return nil
	}
	var out []string
	for _, id := range named {
		for _, next := range l.nextAbove(c, id) {
			if !slices.Contains(out, next) {
				out = append(out, next)
			}
		}
	}
	return out
}

// nextAbove is the person, or whoever stands above if the person is accused
// or recused.
func (l *Law) nextAbove(c *Case, id string) []string {
	p, ok := l.Bureau.Person(id)
	if !ok || l.impartial(c, p) {
		return []string{id}
	}
	ranks := []Role{RoleDirector, RoleDeputy, RoleHead}
	above := 0
	for i, r := range ranks {
		if p.Has(r) {
			above = i + 1
		}
	}
	for _, r := range ranks[above:] {
		var free []string
		for _, s := range l.Bureau.With(r) {
			if l.impartial(c, s) {
				free = append(free, s.UserID)
			}
		}
		if len(free) > 0 {
			return free
		}
	}
	return nil
}

// impartial reports that the case neither accuses the person nor has the
// person recused from it.
func (l *Law) impartial(c *Case, p Staff) bool {
	return !names(c.Words.Accused, p) && !slices.Contains(c.Facts.Recused, strings.ToLower(p.UserID))
}

// mayLower reports whether the actor may lower a confidential case: a deputy
// of the roster who has no part in it, whoever plays the office's parts.
func (l *Law) mayLower(c *Case, a Actor) bool {
	p, ok := l.Bureau.Person(a.ID)
	return ok && a.Kind == ActorStaff && p.Has(RoleDeputy) && l.impartial(c, p)
}

// AccusesHead reports whether the head is named: then only the route to
// discipline inspection is shown and nothing is kept.
func (l *Law) AccusesHead(accused string) bool {
	for _, s := range l.Bureau.With(RoleHead) {
		if names(accused, s) {
			return true
		}
	}
	return false
}

// Accuses reports whether the words name the person.
func (l *Law) Accuses(accused, userID string) bool {
	p, ok := l.Bureau.Person(userID)
	return ok && names(accused, p)
}

func names(accused string, s Staff) bool {
	return accused != "" && s.Name != "" && strings.Contains(accused, s.Name)
}

// MaySee reports whether a person may see the case: petitioners their own,
// staff every case but confidential ones. Who is recused may look, not act.
func (l *Law) MaySee(c *Case, a Actor) bool {
	if a.Kind == ActorPetitioner {
		return slices.Contains(c.Accounts(), a.ID)
	}
	if a.Kind == ActorSystem {
		return true
	}
	p, ok := l.Bureau.Person(a.ID)
	if !ok {
		return false
	}
	if !c.Confidential {
		return true
	}
	if names(c.Words.Accused, p) {
		return false
	}
	own := append(l.Confidants(c), c.Chief, c.Handler)
	return slices.ContainsFunc(own, func(id string) bool { return strings.EqualFold(id, a.ID) })
}

func persons(ids []string) []Person {
	var out []Person
	for _, id := range ids {
		p := Person{ActorStaff, strings.ToLower(id)}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// Owner is the person who owes the next step of an open case; for cases that
// wait for the petitioner it is the case officer, who guides the rating
// [S 4(2)]. Empty when the case is not open or nobody on the roster can.
func (l *Law) Owner(c *Case) string {
	if !c.State.Open() {
		return ""
	}
	for _, row := range StateRows() {
		if row.State != c.State {
			continue
		}
		mover := row.Mover
		if row.State == Disputed {
			mover = l.judge(c)
		}
		for _, p := range l.ladder(mover) {
			if people := l.People(c, p, Actor{}); len(people) > 0 {
				return people[0].ID
			}
		}
	}
	return ""
}

// judge is who judges after an unsatisfied rating: the director, or the head
// where every director approved or signed the opinion, for nobody judges own
// work.
func (l *Law) judge(c *Case) Party {
	d := c.Facts.Draft
	for _, p := range l.People(c, PartyDirector, Actor{}) {
		if d == nil || (p.ID != d.ApprovedBy && p.ID != d.SignedBy) {
			return PartyDirector
		}
	}
	return PartyHead
}

// ladder is the mover and who stands in where there is none.
func (l *Law) ladder(p Party) []Party {
	first := []Party{p}
	switch p {
	case PartyHandler:
		first = []Party{PartyHandler, PartyChief}
	case PartyPetitioner, PartyCaseOfficer:
		first = []Party{PartyCaseOfficer, PartyClerk}
	case PartyDeputy:
		first = []Party{PartyAssigner}
	}
	return append(first, PartyDirector, PartyDeputy, PartyHead)
}
