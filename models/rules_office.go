package models

import "time"

// ApplyRules is an admin's order to give open cases a set of rules. Each case
// that it changes has an entry of its own besides.
func (l *Law) ApplyRules(admin, set string, now time.Time) (OfficeStep, error) {
	words := Args{ArgRules: set, ArgConfirm: Yes}
	if err := l.PermitOffice(VerbApplyRules, admin, words); err != nil {
		return OfficeStep{}, err
	}
	if _, ok := l.Ruled(set); !ok {
		return OfficeStep{}, &Error{Code: CodeInvalid, Verb: VerbApplyRules, Arg: ArgRules}
	}
	return stepBy(VerbApplyRules, admin, now, words), nil
}
