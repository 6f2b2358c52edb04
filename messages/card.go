package messages

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"onevisit/models"
)

// Card is a push that can be tapped: what happened, to which case, by when,
// and what this person may do now. It has one selection besides its buttons,
// or up to three and one button that sends them, or one of which several can be
// ticked and one button.
type Card struct {
	Task    string       `json:"task"`
	Title   string       `json:"title"`
	Desc    string       `json:"desc"`
	Sub     string       `json:"sub,omitempty"`
	Rows    []CardRow    `json:"rows,omitempty"`
	Selects []CardSelect `json:"selects,omitempty"`
	Buttons []CardButton `json:"buttons"`
}

// CardRow is one named value.
type CardRow struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// CardSelect is one argument that is chosen on the card.
type CardSelect struct {
	Arg    models.Arg `json:"arg"`
	Title  string     `json:"title"`
	Values []Value    `json:"values"`
	Preset string     `json:"preset"`
	// Many says that several can be ticked; nothing is preset then.
	Many bool `json:"many,omitempty"`
}

// CardButton is one verb, or what Key says else.
type CardButton struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	// Weight says how it looks: the first step, a refusal, all others.
	Weight Weight `json:"weight"`
}

// Weight is how a button looks.
type Weight int

// Weights of buttons.
const (
	WeightPlain Weight = iota
	WeightMain
	WeightRefusal
)

// KeyShow is the button that shows the whole case.
const KeyShow = "show"

// What a card holds, by the platform's limits: characters, and how many.
const (
	cardTitleChars = 26
	cardSubChars   = 112
	cardValueChars = 26
	cardNameChars  = 5
	cardRows       = 6
	cardOptions    = 10
	optionChars    = 16
	cardButtons    = 5 // besides the one that shows the case
	cardSelects    = 3
)

// Offer is a verb that a card offers, with the arguments that can be chosen
// on it.
type Offer struct {
	Verb    models.Verb
	Selects []CardSelect
}

// NoticeCard is a notice as a card: nil where there is nothing to offer, or
// where its words are too long for one: nothing is cut, a text holds it all.
func NoticeCard(l *models.Law, n models.Notice, offers []Offer, now time.Time) *Card {
	if len(offers) == 0 || n.Confidential {
		return nil
	}
	title, sub := headline(cardHead(n, now))
	if words := noticeWords(n); words != "" {
		sub = strings.TrimPrefix(sub+"\n"+words, "\n")
	}
	sub = strings.TrimSpace(forWhom(l.Bureau, n.For) + sub)
	if utf8.RuneCountInString(title) > cardTitleChars || utf8.RuneCountInString(sub) > cardSubChars {
		return nil
	}
	card := &Card{Title: title, Desc: n.Number, Sub: sub, Rows: noticeRows(l, n, now)}
	card.offer(offers)
	return card
}

// cardHead is what a card says first: what happened, or what is due.
func cardHead(n models.Notice, now time.Time) string {
	if len(n.Lines) != 1 {
		return staffHeadline(n)
	}
	line := n.Lines[0]
	return reminderHead(line, now) + lineDuty(line) + "：" + TimeLeft(line.Due, now)
}

// headline parts a headline at its brackets.
func headline(text string) (title, rest string) {
	title, rest, found := strings.Cut(strings.TrimPrefix(text, "【"), "】")
	if !found {
		return text, ""
	}
	return title, rest
}

// offer puts the verbs on the card. A single verb that has several arguments
// to choose becomes a form with one button.
func (card *Card) offer(offers []Offer) {
	if first := offers[0]; len(offers) == 1 && len(first.Selects) > 1 {
		card.Selects = first.Selects[:min(len(first.Selects), cardSelects)]
		card.Buttons = []CardButton{{Key: string(first.Verb), Label: VerbName(first.Verb), Weight: WeightMain}}
		return
	}
	if len(offers[0].Selects) > 0 {
		card.Selects = offers[0].Selects[:1]
	}
	for i, o := range offers[:min(len(offers), cardButtons)] {
		button := CardButton{Key: string(o.Verb), Label: VerbName(o.Verb)}
		switch {
		case i == 0:
			button.Weight = WeightMain
		case refuses(o.Verb):
			button.Weight = WeightRefusal
		}
		card.Buttons = append(card.Buttons, button)
	}
	card.Buttons = append(card.Buttons, CardButton{Key: KeyShow, Label: "详情"})
}

// Form reports that the card's selections are sent together by its one
// button.
func (card *Card) Form() bool { return len(card.Buttons) == 1 && card.Buttons[0].Key != KeyShow }

func refuses(v models.Verb) bool {
	switch v {
	case models.VerbReturn, models.VerbDecline, models.VerbProposeDecline, models.VerbSendBack, models.VerbRefuseExtension, models.VerbStand:
		return true
	}
	return false
}

// noticeRows are what a card tells besides its words: at most six.
func noticeRows(l *models.Law, n models.Notice, now time.Time) []CardRow {
	var rows []CardRow
	add := func(name, value string) {
		if value != "" && utf8.RuneCountInString(value) <= cardValueChars {
			rows = append(rows, CardRow{Name: name, Value: value})
		}
	}
	add("类别", categoryOf(l.Bureau, n))
	if len(n.Lines) == 1 {
		line := n.Lines[0]
		add("期限", Light(line.Due, now)+" "+DueDay(line.Due))
		if !line.LegalDue.IsZero() && !line.LegalDue.Equal(line.Due) {
			add("法定期限", DueDay(line.LegalDue))
		}
		if !slices.Contains(line.Turn, n.To.ID) {
			add("该谁办", turnNames(l.Bureau, line))
		}
		return rows
	}
	if !n.Due.IsZero() {
		add("期限", Light(n.Due, now)+" "+DueDay(n.Due)+"（"+TimeLeft(n.Due, now)+"）")
	}
	if n.Letter.Serial > 0 {
		add("文书", NumberText(l.Bureau.Organ, n.Letter))
	}
	if n.Verb == models.VerbRate {
		add("办公室", ScoreName(models.Score(n.Data.Get(models.ArgOffice))))
		add("科室", ScoreName(models.Score(n.Data.Get(models.ArgScore))))
		return rows
	}
	add("结果", OptionName(models.ArgOutcome, n.Data.Get(models.ArgOutcome)))
	add("天数", n.Data.Get(models.ArgDays))
	return rows
}

// noticeWords are the words that travel along, as lines.
func noticeWords(n models.Notice) string {
	var lines []string
	for line := range strings.SplitSeq(staffDetail(n), "\n") {
		name, value, _ := strings.Cut(line, "：")
		if value != "" && !slices.Contains([]string{"办公室", "科室", "结果", "天数"}, name) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// NewSelect is an argument to be chosen on a card; false where it has nothing
// to choose, or more than a card holds: then it is asked for in words.
func NewSelect(arg models.Arg, values []Value, preset string) (CardSelect, bool) {
	if len(values) < 2 || len(values) > cardOptions {
		return CardSelect{}, false
	}
	s := CardSelect{Arg: arg, Title: ArgName(arg), Values: values, Preset: values[0].Value}
	for _, v := range values {
		if v.Label == "" || utf8.RuneCountInString(v.Label) > optionChars {
			return CardSelect{}, false
		}
		if v.Value == preset {
			s.Preset = preset
		}
	}
	return s, true
}

// CardDone stands where a card's buttons stood: what was done, by whom, when.
func CardDone(b *models.Bureau, e models.AuditEntry) string {
	did, who := didName(e.Verb), ""
	switch e.Actor.Kind {
	case models.ActorStaff:
		who = StaffName(b, e.Actor.ID) + forWhom(b, e.Actor.For) + " "
	case models.ActorPetitioner:
		did, who = "已"+deed(e), "信访人 "
	}
	return did + " · " + who + e.At.In(models.Zone()).Format("15:04")
}

// CardOutdated says what happened since a card was sent.
func CardOutdated(number, happened string, owing bool) Message {
	m := Say("这张卡片已经过时，什么也没有改动。\n" + number + "：" + happened + "。")
	m.Foot = "这件事您现在没有要办的。"
	if owing {
		m.Foot = "回复“详情 " + ShortNumber(number) + "”看现在要办什么。"
	}
	return m
}

// cardFollows tells the holder of a card that cannot be changed any more what
// happened since.
func cardFollows(n models.Notice) Message {
	return Say("前面那张“" + VerbName(n.Verb) + "”卡片（" + n.Number + "）不用再点了：" + n.Data.Get(models.ArgText) + "。")
}

// CardUnknown answers a card that this app did not send, sent to somebody
// else, or has forgotten.
func CardUnknown() Message {
	return Say("这张卡片不是发给您的，或者太旧了，什么也没有改动。回复“待办”看您手里的事项。")
}

// CardTwice answers a tap that was already counted.
func CardTwice() Message {
	return Say("这次点击已经处理过了，什么也没有改动。")
}
