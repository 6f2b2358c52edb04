package models

import (
	"fmt"
	"strings"
	"testing"
)

// rowTable says what each verb makes of the case that reach prepares for it:
// verb | by | to | letters | told, as which party | clocks started | stopped.
const rowTable = `
submit | petitioner | submitted | | clerk=li.clerk clerk=chen.clerk | register |
register | clerk | registered | | petitioner=1 assigner=sun.deputy | assign enter:registration:1 | register
assign | deputy | assigned | assignment | chief=wang.chief case-officer=li.clerk petitioner=1 | accept | assign
acknowledge | chief | assigned | | office=li.clerk office=zhao.director | |
return | chief | registered | | office=li.clerk office=zhao.director deputy=sun.deputy | assign | accept
reassign | director | assigned | assignment | chief=lin.chief petitioner=1 former-chief=wang.chief | accept | accept
hand-back | clerk | withdrawn | | deputy=sun.deputy | archive | assign report
accept | chief | accepted | acceptance | petitioner=1 handler=zhou.handler case-officer=li.clerk | resolve enter:decision:1 deliver:acceptance:4 | accept
propose-decline | clerk | submitted | | director=zhao.director | |
decline | director | declined | decline | petitioner=1 office=li.clerk office=chen.clerk | archive enter:decision:1 deliver:decline:2 | register
object | petitioner | declined | | deputy=sun.deputy | |
stand | deputy | declined | decision | petitioner=1 office=li.clerk office=chen.clerk office=zhao.director | deliver:decision:5 |
revoke | director | registered | decision | petitioner=1 office=li.clerk office=chen.clerk assigner=sun.deputy | assign deliver:decision:5 | archive deliver:decline:3
reply | clerk | closed | | petitioner=1 | archive enter:opinion:1 | assign
forward | director | closed | | petitioner=1 | archive enter:decision:1 | assign
designate | chief | accepted | | handler=wu.handler | |
convert | chief | accepted | | petitioner=1 case-officer=li.clerk | |
ask | handler | accepted | | petitioner=1 | |
request-extension | chief | accepted | | head=qian.head | |
extend | head | accepted | extension | petitioner=1 proposer=wang.chief | deliver:extension:6 |
refuse-extension | head | accepted | | proposer=wang.chief | |
draft | handler | drafted | | director=zhao.director | |
send-back | director | accepted | | handler=zhou.handler chief=wang.chief | |
approve | director | formed | opinion | case-officer=li.clerk chief=wang.chief petitioner=1 | enter:opinion:1 deliver:opinion:6 | resolve
sign | deputy | formed | opinion | case-officer=li.clerk chief=wang.chief petitioner=1 | enter:opinion:1 deliver:opinion:7 | resolve
recall | director | accepted | | chief=wang.chief handler=zhou.handler | resolve | enter:opinion:1 deliver:opinion:6
discontinue | director | closed | discontinuance | petitioner=1 chief=wang.chief | archive enter:decision:1 deliver:discontinuance:5 | resolve
enter | clerk | registered | | | | enter:registration:1
report | clerk | registered | report | | | report
deliver | clerk | delivered | receipt | petitioner=1 | rate reexamine execute | deliver:opinion:6
rate | petitioner | closed | | chief=wang.chief office=li.clerk office=zhao.director | enter:rating:1 archive | rate
lapse | system | closed | | petitioner=1 | archive | rate
uphold | head | followup | | chief=wang.chief petitioner=1 | followup | judge
redo | deputy | accepted | supervision | chief=wang.chief handler=zhou.handler petitioner=1 | resolve supervise:s1 | rate reexamine execute
contact | chief | followup | | | |
conclude | chief | closed | | office=li.clerk office=zhao.director petitioner=1 | archive | followup
execute | chief | delivered | | petitioner=1 office=li.clerk office=zhao.director | | execute
supervise | director | submitted | supervision | addressee=li.clerk case-officer=chen.clerk | supervise:s1 |
answer | chief | accepted | | supervisor=zhao.director | | supervise:s1
instruct | head | submitted | | director=zhao.director case-officer=li.clerk case-officer=chen.clerk | |
urge | petitioner | submitted | | office=li.clerk office=chen.clerk office=zhao.director | |
supplement | petitioner | submitted | | office=li.clerk office=chen.clerk office=zhao.director | |
take-charge | head | submitted | | office=li.clerk office=chen.clerk office=zhao.director | |
visit | clerk | submitted | | | |
bind | petitioner | submitted | | | |
relieve | system | accepted | | chief=wang.chief director=zhao.director | |
apply-rules | system | accepted | | | |
withdraw | petitioner | withdrawn | | office=li.clerk office=chen.clerk office=zhao.director | archive | register
propose-review | director | disputed | | head=qian.head | |
judge-review | head | closed | | office=li.clerk office=zhao.director | |
apply-review | clerk | closed | review | office=zhao.director head=qian.head | |
record-review | clerk | closed | | office=zhao.director head=qian.head | |
reexamine | petitioner | delivered | | office=li.clerk office=zhao.director | | reexamine
record-reexamination | director | delivered | | petitioner=1 chief=wang.chief | |
link | clerk | submitted | | | |
unlink | clerk | accepted | | | |
change-person | director | submitted | | case-officer=chen.clerk | |
recuse | chief | submitted | | deputy=sun.deputy | |
unmask | clerk | submitted | | director=zhao.director | |
lower | deputy | submitted | | office=li.clerk office=chen.clerk office=zhao.director | |
publish | director | closed | | petitioner=1 | |
unpublish | petitioner | closed | | director=zhao.director | |
retract | chief | assigned | | petitioner=1 told=zhou.handler told=li.clerk | | resolve enter:decision:1 deliver:acceptance:4
archive | clerk | archived | archive | | | archive
`

// who is an actor by the part that the table names.
func who(part string) Actor {
	return map[string]Actor{
		"petitioner": byPetitioner(), "system": bySystem(), "clerk": byClerk(), "vice-director": byVice(),
		"director": byDirector(), "deputy": byDeputy(), "head": byHead(), "chief": byChief(), "handler": byHandler(),
	}[part]
}

func TestWhatEveryVerbDoes(t *testing.T) {
	tried := map[Verb]bool{}
	for line := range strings.SplitSeq(strings.TrimSpace(rowTable), "\n") {
		want := strings.Split(line, "|")
		v := Verb(strings.TrimSpace(want[0]))
		tried[v] = true
		t.Run(string(v), func(t *testing.T) {
			r := reach(t, v)
			q := Request{Verb: v, Actor: who(strings.TrimSpace(want[1])), Args: given(v)}
			if v == VerbSubmit {
				q.Filing = filing()
			}
			from := r.c.State
			d := r.must(r.try(q))
			for i, got := range []string{"", "", string(d.Case.State), letters(d), recipients(d), started(d), stopped(d)} {
				if i > 1 && words(got) != words(want[i]) {
					t.Errorf("%s: %q, want %q", []string{"", "", "to", "letters", "told", "starts", "stops"}[i], words(got), words(want[i]))
				}
			}
			e := d.Entry
			if e.Verb != v || e.From != from || e.To != d.Case.State || e.Actor != q.Actor || e.Seq != int64(len(r.done)) || !e.At.Equal(r.now) {
				t.Errorf("audit entry %+v", e)
			}
		})
	}
	for _, row := range VerbRows() {
		if !tried[row.Verb] {
			t.Errorf("%s is not in the table of rows", row.Verb)
		}
	}
}

func letters(d Done) string {
	var out []string
	for _, l := range d.Letters {
		out = append(out, string(l.Number.Kind))
	}
	return strings.Join(out, " ")
}

// recipients are the notices, petitioners by their seat.
func recipients(d Done) string {
	var out []string
	for _, n := range d.Notices {
		id := n.To.ID
		if n.To.Kind == ActorPetitioner {
			id = strings.NewReplacer("openid-one", "1", "openid-two", "2").Replace(id)
		}
		out = append(out, fmt.Sprintf("%s=%s", n.As, id))
	}
	return strings.Join(out, " ")
}

func started(d Done) string {
	var out []string
	for _, k := range d.Case.Clocks {
		if k.StartSeq == d.Entry.Seq {
			out = append(out, named(k))
		}
	}
	return strings.Join(out, " ")
}

func stopped(d Done) string {
	var out []string
	for _, k := range d.Case.Clocks {
		if k.StopSeq == d.Entry.Seq {
			out = append(out, named(k))
		}
	}
	return strings.Join(out, " ")
}

func named(k Clock) string {
	if k.Ref == "" {
		return string(k.Kind)
	}
	return string(k.Kind) + ":" + k.Ref
}
