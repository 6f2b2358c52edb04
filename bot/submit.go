package bot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"onevisit/messages"
	"onevisit/models"
)

// draftTTL is how long an unfinished filing is kept.
const draftTTL = 7 * 24 * time.Hour

// maxFiles is how many pictures and voice messages one filing takes.
const maxFiles = 20

// filing is an unfinished submission.
type filing struct {
	Channel   models.Channel      `json:"channel,omitempty"` // by staff on behalf; empty in chat
	NoticeAt  time.Time           `json:"notice_at,omitzero"`
	Class     models.Class        `json:"class,omitempty"`
	Topics    []string            `json:"topics,omitempty"` // of other procedures, shown before going on
	Top       string              `json:"top,omitempty"`
	Category  string              `json:"category,omitempty"`
	Accused   string              `json:"accused,omitempty"`
	Claim     []string            `json:"claim,omitempty"`
	Files     []models.Attachment `json:"files,omitempty"`
	Place     string              `json:"place,omitempty"`
	Standing  string              `json:"standing,omitempty"` // named, anonymous, joint
	AskedOnce bool                `json:"asked_once,omitempty"`
	Person    models.Petitioner   `json:"person"`
	NoPhone   bool                `json:"no_phone,omitempty"` // on paper: letters go by post
	Signers   []models.Petitioner `json:"signers,omitempty"`
}

// How a petitioner appears.
const (
	named     = "named"
	anonymous = "anonymous"
	joint     = "joint"
)

func (d *filing) claim() string { return strings.Join(d.Claim, "\n") }

func (d *filing) chars() int { return utf8.RuneCountInString(d.claim()) }

// confidential reports that the matter is about misconduct.
func (d *filing) confidential(l *models.Law) bool {
	return d.Class == models.ClassReport || l.Bureau.Confidential(d.Category) || l.Bureau.Confidential(d.Top)
}

func submitFlow() *flow[filing] {
	return &flow[filing]{
		key: "submit", ttl: draftTTL, help: messages.SubmitHelp, done: fileCase, left: parkFiling,
		steps: slices.Concat(aboutSteps(), claimSteps(), personSteps(), confirmSteps()),
	}
}

// aboutSteps: the notice, the kind, the category.
func aboutSteps() []step[filing] {
	return []step[filing]{
		{key: "notice", ask: func(t *turn, _ *filing) (messages.Message, error) {
			return messages.CollectionNotice(t.law.Bureau.Organ), nil
		}, take: takeNotice},
		{key: "kind", ask: func(*turn, *filing) (messages.Message, error) { return messages.AskKind(), nil }, take: takeKind},
		{key: "elsewhere", when: func(_ *turn, _ *filing) bool { return false }, // gone to from the kind only
			ask:  func(_ *turn, d *filing) (messages.Message, error) { return messages.OutOfScope(d.Topics...), nil },
			take: takeElsewhere},
		{key: "top", when: func(t *turn, d *filing) bool { return len(tops(t, d)) > 1 && d.Top == "" },
			ask: func(t *turn, d *filing) (messages.Message, error) { return messages.AskTop(labels(tops(t, d))), nil }, take: takeTop},
		{key: "leaf", when: func(t *turn, d *filing) bool { return len(t.law.Bureau.Under(top(t, d))) > 0 && d.Category == "" },
			ask: func(t *turn, d *filing) (messages.Message, error) {
				parent, _ := t.law.Bureau.Category(top(t, d))
				return messages.AskLeaf(parent.Name, labels(t.law.Bureau.Under(parent.Code))), nil
			}, take: takeLeaf},
		{key: "accused", when: func(t *turn, d *filing) bool { return d.confidential(t.law) && d.Accused == "" }, skip: true,
			skipped: func(d *filing) { d.Accused = "" },
			ask:     func(*turn, *filing) (messages.Message, error) { return messages.AskAccused(), nil }, take: takeAccused},
	}
}

// claimSteps: what happened and where.
func claimSteps() []step[filing] {
	return []step[filing]{
		{key: "claim", media: true, when: func(_ *turn, d *filing) bool { return d.chars() < messages.ClaimMin },
			ask: func(_ *turn, d *filing) (messages.Message, error) {
				return messages.AskClaim(d.chars(), len(d.Files)), nil
			}, take: takeClaim},
		{key: "place", media: true, skip: true, skipped: func(d *filing) { d.Place = "" },
			when: func(_ *turn, d *filing) bool { return d.Place == "" },
			ask:  func(*turn, *filing) (messages.Message, error) { return messages.AskPlace(), nil }, take: takePlace},
	}
}

func labels(cs []models.Category) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = c.Name
	}
	return out
}

// tops are the categories offered: the confidential ones for a report of
// misconduct and only then.
func tops(t *turn, d *filing) []models.Category {
	report := d.Class == models.ClassReport
	return slices.DeleteFunc(t.law.Bureau.Under(""), func(c models.Category) bool {
		return c.Confidential != report && hasConfidential(t.law.Bureau)
	})
}

func hasConfidential(b *models.Bureau) bool {
	return slices.ContainsFunc(b.Under(""), func(c models.Category) bool { return c.Confidential })
}

// top is the first level chosen, or the only one there is.
func top(t *turn, d *filing) string {
	list := tops(t, d)
	if len(list) != 1 {
		return d.Top
	}
	if d.Category == "" && t.law.Bureau.Leaf(list[0].Code) {
		d.Category = list[0].Code
	}
	return list[0].Code
}

func takeNotice(t *turn, d *filing) (verdict, error) {
	i, ok := picked(t.text, messages.CollectionNotice(t.law.Bureau.Organ).Labels())
	switch {
	case !ok:
		return again(messages.PickNumber(2)), nil
	case i == 1:
		return end(messages.NoticeRefused(t.law.Bureau.Organ)), nil
	}
	d.NoticeAt = t.now
	return accept(), nil
}

// takeKind reads the kind; words that belong to another procedure are shown
// the right route first.
func takeKind(t *turn, d *filing) (verdict, error) {
	d.Topics, d.Top, d.Category = nil, "", ""
	i, ok := picked(t.text, messages.AskKind().Labels())
	if !ok {
		d.Topics = messages.ScopeTopics(t.text)
		if len(d.Topics) == 0 {
			return again(messages.PickNumber(len(messages.Kinds()))), nil
		}
		d.Class = models.ClassAppeal
		return goTo("elsewhere"), nil
	}
	d.Class = messages.Kinds()[i].Class
	if d.Class == models.ClassLegal {
		d.Topics = messages.AllTopics()
		d.Class = models.ClassAppeal
		return goTo("elsewhere"), nil
	}
	return accept(), nil
}

func takeElsewhere(t *turn, d *filing) (verdict, error) {
	i, ok := picked(t.text, messages.OutOfScope(d.Topics...).Labels())
	switch {
	case !ok:
		return again(messages.PickNumber(2)), nil
	case i == 0:
		return end(messages.RouteShown()), nil
	}
	return accept(), nil
}

func takeTop(t *turn, d *filing) (verdict, error) {
	list := tops(t, d)
	i, ok := picked(t.text, labels(list))
	if !ok {
		return again(messages.PickNumber(len(list))), nil
	}
	d.Top, d.Category = list[i].Code, ""
	if t.law.Bureau.Leaf(d.Top) {
		d.Category = d.Top
	}
	return accept(), nil
}

func takeLeaf(t *turn, d *filing) (verdict, error) {
	list := t.law.Bureau.Under(top(t, d))
	i, ok := picked(t.text, labels(list))
	if !ok {
		return again(messages.PickNumber(len(list))), nil
	}
	d.Category = list[i].Code
	return accept(), nil
}

// takeAccused keeps whom a report is about. A report about the head is not
// kept here at all [R 30].
func takeAccused(t *turn, d *filing) (verdict, error) {
	if t.law.AccusesHead(t.text) {
		return end(messages.HeadAccused()), nil
	}
	d.Accused = messages.Short(t.text, 100)
	return accept(), nil
}

// takeClaim collects the matter from several messages of any kind.
func takeClaim(t *turn, d *filing) (verdict, error) {
	if finished(t.text, d.chars()+len(d.Files) > 0) {
		if d.chars() < messages.ClaimMin {
			return stay(messages.ClaimShort(d.chars())), nil
		}
		return accept(), nil
	}
	if t.u.Kind == KindLocation && t.u.Place != nil {
		d.Place = messages.PlaceWords(t.u.Place.Label, t.u.Place.Latitude, t.u.Place.Longitude)
		return stay(messages.ClaimGoesOn(d.chars(), len(d.Files))), nil
	}
	if t.u.MediaID != "" {
		if len(d.Files) >= maxFiles {
			return stay(messages.TooManyFiles(maxFiles)), nil
		}
		file, err := t.tx.AddMedia(string(t.u.Platform), t.u.MediaID, string(t.u.Kind))
		if err != nil {
			return verdict{}, err
		}
		d.Files = append(d.Files, file)
		if t.u.Kind == KindVoice && t.text == "" {
			return stay(messages.VoiceKept()), nil
		}
	}
	if t.text != "" {
		if d.chars()+utf8.RuneCountInString(t.text) > messages.ClaimMax-1 {
			return stay(messages.ClaimLong()), nil
		}
		if d.confidential(t.law) && t.law.AccusesHead(t.text) {
			return end(messages.HeadAccused()), nil
		}
		d.Claim = append(d.Claim, t.text)
	}
	return stay(messages.ClaimGoesOn(d.chars(), len(d.Files))), nil
}

func takePlace(t *turn, d *filing) (verdict, error) {
	switch {
	case t.u.Place != nil:
		d.Place = messages.PlaceWords(t.u.Place.Label, t.u.Place.Latitude, t.u.Place.Longitude)
	case t.text == "":
		return stay(messages.AskPlace()), nil
	default:
		d.Place = messages.Short(t.text, 200)
	}
	return accept(), nil
}
