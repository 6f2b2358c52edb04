package models

import "time"

// Hours are a span of the day in minutes after midnight in Asia/Shanghai.
type Hours struct{ From, To int }

// Petitioners are written to between 8:00 and 21:00.
const petitionersFrom, petitionersTo = 8 * 60, 21 * 60

// officeHours are the usual ones, for a bureau that says nothing.
func officeHours() Hours { return Hours{From: 8*60 + 30, To: 17*60 + 30} }

// work are the office hours of the bureau.
func (o Options) work() Hours {
	if o.Work == (Hours{}) {
		return officeHours()
	}
	return o.Work
}

// workOn are the office hours of a day.
func (l *Law) workOn(d Date) Hours { return l.On(d).Bureau.Options.work() }

// at is the instant at the given minute of the day.
func (d Date) at(minute int) time.Time { return d.Start().Add(time.Duration(minute) * time.Minute) }

// awake is the instant itself, or the end of the quiet hours it falls into.
func (l *Law) awake(t time.Time) time.Time {
	m, d := minuteOf(t), DateOf(t)
	quiet := l.On(d).Bureau.Options.Quiet
	switch overnight := quiet.From > quiet.To; {
	case quiet.From == quiet.To:
		return t
	case overnight && m >= quiet.From:
		return (d + 1).at(quiet.To)
	case overnight && m < quiet.To, !overnight && m >= quiet.From && m < quiet.To:
		return d.at(quiet.To)
	}
	return t
}

// StaffMoment is when staff may be told of something that falls on t: outside
// the quiet hours of a workday. What would then come only after the due is
// urgent and is told on the day off.
func (l *Law) StaffMoment(t, due time.Time) time.Time {
	soon := l.awake(t)
	late := soon
	for l.Calendar.DayOff(DateOf(late)) {
		next := DateOf(late) + 1
		late = l.awake(next.at(l.workOn(next).From))
	}
	if soon.Before(due) && !late.Before(due) {
		return soon
	}
	return late
}

// PetitionerMoment is when a petitioner may be told of something that falls on
// t: between 8:00 and 21:00, on any day.
func PetitionerMoment(t time.Time) time.Time {
	switch m, d := minuteOf(t), DateOf(t); {
	case m < petitionersFrom:
		return d.at(petitionersFrom)
	case m >= petitionersTo:
		return (d + 1).at(petitionersFrom)
	}
	return t
}
