package models

// OfficeRow is one row of the second table: verbs that are not about one
// case.
type OfficeRow struct {
	Verb  Verb
	By    []Role // any of these; none means any staff
	Needs []ArgSpec
	// Starts is the clock that the verb starts, if any; Stops the one it
	// stops.
	Starts, Stops ClockKind
	Letters       []LetterKind
	Article       string
}

// OfficeRows is the table of verbs that are not about one case: accounts of
// accountability, meetings, substitution, rules [S 3, 5, 6].
func OfficeRows() []OfficeRow {
	return []OfficeRow{
		{
			Verb: VerbIssue, By: []Role{RoleDirector}, Starts: ClockExplain, Article: "S 5(2)-(3)",
			Needs:   []ArgSpec{option(ArgWhich, string(LetterCircular), string(LetterInterview)), {Arg: ArgSection, Kind: KindSection}, reason()},
			Letters: []LetterKind{LetterCircular, LetterInterview},
		},
		{
			Verb: VerbExplain, By: []Role{RoleChief}, Stops: ClockExplain, Article: "S 5(2)",
			Needs: []ArgSpec{text(ArgReason, minReason, maxText), text(ArgText, minReason, maxText)},
		},
		{
			Verb: VerbExcuse, By: []Role{RoleDirector, RoleHead}, Article: "D",
			Needs: []ArgSpec{{Arg: ArgLinked, Kind: KindCase}, reason()},
		},
		{
			Verb: VerbRefer, By: []Role{RoleHead}, Article: "S 5(4)",
			Needs: []ArgSpec{{Arg: ArgSection, Kind: KindSection}, reason()},
		},
		{
			Verb: VerbRecordMeeting, By: []Role{RoleClerk, RoleViceDirector, RoleDirector}, Starts: ClockDecision, Article: "S 6(2)",
			Needs: []ArgSpec{date(ArgDate), text(ArgPerson, 2, maxReason), text(ArgText, minReason, maxText)},
		},
		{
			Verb: VerbAnswerDecision, Stops: ClockDecision, Article: "S 3(2)",
			Needs: []ArgSpec{{Arg: ArgDecision, Kind: KindPlain}, text(ArgText, minReason, maxText)},
		},
		{
			Verb: VerbSubstitute, Article: "D",
			Needs: []ArgSpec{{Arg: ArgPerson, Kind: KindStaff}, date(ArgFrom), date(ArgUntil), optional(staff(ArgAbsent, ""))},
		},
		{
			Verb: VerbApplyRules, By: []Role{RoleAdmin}, Article: "D",
			Needs: []ArgSpec{{Arg: ArgRules, Kind: KindPlain}, option(ArgConfirm, Yes)},
		},
	}
}

// PermitOffice asks whether a person may do an office verb with these
// arguments. A refusal is an *Error.
func (l *Law) PermitOffice(v Verb, userID string, a Args) error {
	for _, row := range OfficeRows() {
		if row.Verb != v {
			continue
		}
		if !l.holdsAny(userID, row.By) {
			return &Error{Code: CodeWrongActor, Verb: v}
		}
		return l.checkArgs(VerbRow{Verb: v, Needs: row.Needs}, a)
	}
	return &Error{Code: CodeUnknownVerb, Verb: v}
}

// permitBy is PermitOffice for whoever acts, in the place of whom they stand in
// for.
func (l *Law) permitBy(v Verb, by Actor, a Args) error {
	if _, known := l.Bureau.Person(by.ID); !known {
		return &Error{Code: CodeWrongActor, Verb: v}
	}
	return l.PermitOffice(v, by.stead(), a)
}

// stead is who has the right by which somebody acts: whom they stand in for, or
// they themselves.
func (a Actor) stead() string {
	if a.For != "" {
		return a.For
	}
	return a.ID
}

// isOf reports that somebody belongs to a section.
func (l *Law) isOf(section, userID string) bool {
	p, ok := l.Bureau.Person(userID)
	return ok && section != "" && p.Section == section
}

func (l *Law) holdsAny(userID string, roles []Role) bool {
	p, ok := l.Bureau.Person(userID)
	if !ok {
		return false
	}
	for _, r := range roles {
		if p.Has(r) {
			return true
		}
	}
	return len(roles) == 0
}
