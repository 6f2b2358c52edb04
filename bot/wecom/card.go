package wecom

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"unicode/utf8"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/messages"
)

const callUpdateCard = "/cgi-bin/message/update_template_card"

// codeTaskUsed says that a card with this task was sent before: ours are
// never used twice, so it was this one.
const codeTaskUsed = 42014

// taskForm is compiled once; the platform allows nothing else in a task.
var taskForm = regexp.MustCompile(`^[0-9A-Za-z_\-@]{1,128}$`)

// errCard says that a card breaks the platform's limits: it is sent as a text.
var errCard = errors.New("the card is not within the platform's limits")

// cardMessage is a card for one person.
type cardMessage struct {
	ToUser    string       `json:"touser"`
	MsgType   string       `json:"msgtype"`
	AgentID   int          `json:"agentid"`
	Card      templateCard `json:"template_card"`
	Duplicate int          `json:"enable_duplicate_check"`
	Interval  int          `json:"duplicate_check_interval"`
}

type templateCard struct {
	Type      string       `json:"card_type"`
	Source    cardSource   `json:"source"`
	Title     cardTitle    `json:"main_title"`
	Sub       string       `json:"sub_title_text,omitempty"`
	Rows      []cardRow    `json:"horizontal_content_list,omitempty"`
	Task      string       `json:"task_id"`
	Selection *cardSelect  `json:"button_selection,omitempty"`
	Buttons   []cardButton `json:"button_list,omitempty"`
	Selects   []cardSelect `json:"select_list,omitempty"`
	Ticks     *cardTicks   `json:"checkbox,omitempty"`
	Submit    *cardButton  `json:"submit_button,omitempty"`
}

type cardSource struct {
	Desc string `json:"desc"`
}

type cardTitle struct {
	Title string `json:"title"`
	Desc  string `json:"desc,omitempty"`
}

type cardRow struct {
	Name  string `json:"keyname"`
	Value string `json:"value"`
}

type cardSelect struct {
	Key     string       `json:"question_key"`
	Title   string       `json:"title"`
	Options []cardOption `json:"option_list"`
	Preset  string       `json:"selected_id,omitempty"`
}

// cardTicks are options of which several can be ticked.
type cardTicks struct {
	Key     string       `json:"question_key"`
	Options []cardOption `json:"option_list"`
	Mode    int          `json:"mode"` // 1: several
}

type cardOption struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

type cardButton struct {
	Text  string `json:"text"`
	Style int    `json:"style,omitempty"`
	Key   string `json:"key"`
}

// Styles of buttons: blue, red, grey.
const (
	styleMain, styleRefusal, stylePlain = 1, 2, 4
)

// templateOf writes a card as the platform has it. Whatever strangers wrote
// is shown as plain text.
func templateOf(c *messages.Card) templateCard {
	t := templateCard{
		Type: "button_interaction", Source: cardSource{messages.AppName()}, Task: c.Task,
		Title: cardTitle{wire.Untagged(c.Title), wire.Untagged(c.Desc)}, Sub: wire.Untagged(c.Sub),
	}
	for _, r := range c.Rows {
		t.Rows = append(t.Rows, cardRow{wire.Untagged(r.Name), wire.Untagged(r.Value)})
	}
	for _, s := range c.Selects {
		list := cardSelect{Key: string(s.Arg), Title: s.Title, Preset: s.Preset}
		for _, v := range s.Values {
			list.Options = append(list.Options, cardOption{ID: v.Value, Text: wire.Untagged(v.Label)})
		}
		if s.Many {
			t.Ticks = &cardTicks{Key: list.Key, Options: list.Options, Mode: 1}
			continue
		}
		t.Selects = append(t.Selects, list)
	}
	for _, b := range c.Buttons {
		style := map[messages.Weight]int{messages.WeightMain: styleMain, messages.WeightRefusal: styleRefusal, messages.WeightPlain: stylePlain}[b.Weight]
		t.Buttons = append(t.Buttons, cardButton{Text: b.Label, Style: style, Key: b.Key})
	}
	if c.Form() {
		t.Type, t.Submit, t.Buttons = "multiple_interaction", &cardButton{Text: c.Buttons[0].Label, Key: c.Buttons[0].Key}, nil
		if t.Ticks != nil {
			t.Type = "vote_interaction"
		}
		return t
	}
	if len(t.Selects) == 1 {
		t.Selection, t.Selects = &t.Selects[0], nil
	}
	return t
}

// within holds a card against the platform's limits, in characters.
func (t templateCard) within() bool {
	fits := func(s string, most int) bool { return utf8.RuneCountInString(s) <= most }
	ok := taskForm.MatchString(t.Task) && t.Title.Title != "" && fits(t.Title.Title, 26) && fits(t.Title.Desc, 30) &&
		fits(t.Sub, 112) && len(t.Rows) <= 6 && len(t.Buttons) <= 6
	for _, r := range t.Rows {
		ok = ok && r.Name != "" && fits(r.Name, 5) && fits(r.Value, 26)
	}
	lists, buttons := t.Selects, t.Buttons
	if t.Selection != nil {
		lists = append(lists, *t.Selection)
	}
	if t.Submit != nil {
		buttons = append(buttons, *t.Submit)
		ok = ok && (len(lists) >= 1) != (t.Ticks != nil)
	}
	if t.Ticks != nil {
		ok = ok && t.Submit != nil
		lists = append(lists, cardSelect{Options: t.Ticks.Options})
	}
	for _, b := range buttons {
		ok = ok && b.Text != "" && b.Key != "" && len(b.Key) <= 1024 && fits(b.Text, 10)
	}
	for _, s := range lists {
		ok = ok && fits(s.Title, 13) && len(s.Options) >= 1 && len(s.Options) <= 10
		for _, o := range s.Options {
			ok = ok && o.ID != "" && len(o.ID) <= 128 && o.Text != "" && fits(o.Text, 16)
		}
	}
	return ok && len(lists) <= 3 && len(buttons) >= 1
}

// PushCard sends Push.Message.Card and returns the platform's number for it
// and the code that can change it. A card that the platform would not show is
// [bot.FailText]: the message's text is to be sent then.
func (s *Sender) PushCard(ctx context.Context, p bot.Push) (ref, code string, err error) {
	r := wire.Request{Method: http.MethodPost, Call: callSend, Repeatable: true}
	if !onePerson(p.To) {
		return "", "", r.Fail(bot.FailPerson, errors.New("not one person"))
	}
	if p.Message.Card == nil {
		return "", "", r.Fail(bot.FailText, errCard)
	}
	card := templateOf(p.Message.Card)
	if !card.within() {
		return "", "", r.Fail(bot.FailText, errCard)
	}
	r.JSON = cardMessage{
		ToUser: p.To, MsgType: "template_card", AgentID: s.agentID, Card: card, Duplicate: 1, Interval: duplicateSeconds,
	}
	answer, err := s.send(ctx, r)
	var failed *bot.SendError
	if errors.As(err, &failed) && failed.Code == codeTaskUsed {
		return "", "", nil // it arrived when it was sent before
	}
	return answer.MsgID, answer.ResponseCode, err
}

// UpdateCard puts words where a person's card has its buttons. A response code
// works once and for 72 hours; afterwards the class is [bot.FailText].
func (s *Sender) UpdateCard(ctx context.Context, userid, code, words string) error {
	r := wire.Request{Method: http.MethodPost, Call: callUpdateCard}
	if !onePerson(userid) {
		return r.Fail(bot.FailPerson, errors.New("not one person"))
	}
	var change struct {
		UserIDs []string `json:"userids"`
		AgentID int      `json:"agentid"`
		Code    string   `json:"response_code"`
		Button  struct {
			Name string `json:"replace_name"`
		} `json:"button"`
	}
	change.UserIDs, change.AgentID, change.Code, change.Button.Name = []string{userid}, s.agentID, code, wire.Untagged(words)
	r.JSON = change
	_, err := s.client.Ask(ctx, r)
	return err
}
