package simulator

import (
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Card is a WeCom template card, as sent in JSON and as updated in XML. A
// textcard is shown as one with Type "textcard".
type Card struct {
	Type       string     `json:"card_type" xml:"CardType"`
	Source     CardSource `json:"source" xml:"Source"`
	Title      CardTitle  `json:"main_title" xml:"MainTitle"`
	Emphasis   CardTitle  `json:"emphasis_content" xml:"EmphasisContent"`
	SubTitle   string     `json:"sub_title_text" xml:"SubTitleText"`
	Rows       []CardRow  `json:"horizontal_content_list" xml:"HorizontalContentList"`
	Jumps      []CardJump `json:"jump_list" xml:"JumpList"`
	Action     CardAction `json:"card_action" xml:"CardAction"`
	TaskID     string     `json:"task_id" xml:"TaskId"`
	Selection  *CardList  `json:"button_selection,omitempty" xml:"ButtonSelection"`
	Buttons    []CardKey  `json:"button_list" xml:"ButtonList"`
	Lists      []CardList `json:"select_list" xml:"SelectList"`
	Ticks      *CardTicks `json:"checkbox,omitempty" xml:"CheckBox"`
	Submit     *CardKey   `json:"submit_button,omitempty" xml:"SubmitButton"`
	ReplaceAll string     `json:"replace_text,omitempty" xml:"ReplaceText"`
}

// CardSource is the line above a card that says what speaks.
type CardSource struct {
	Desc string `json:"desc" xml:"Desc"`
}

// CardTitle is a title with a line below it.
type CardTitle struct {
	Title string `json:"title" xml:"Title"`
	Desc  string `json:"desc" xml:"Desc"`
}

// CardRow is a named value; Type 1 leads to URL.
type CardRow struct {
	Type    int    `json:"type" xml:"Type"`
	KeyName string `json:"keyname" xml:"KeyName"`
	Value   string `json:"value" xml:"Value"`
	URL     string `json:"url,omitempty" xml:"Url"`
}

// CardJump is a link below a notice card.
type CardJump struct {
	Type  int    `json:"type" xml:"Type"`
	Title string `json:"title" xml:"Title"`
	URL   string `json:"url,omitempty" xml:"Url"`
}

// CardAction is where the whole card leads; Type 1 to URL.
type CardAction struct {
	Type int    `json:"type" xml:"Type"`
	URL  string `json:"url,omitempty" xml:"Url"`
}

// CardList is a question with options to choose one from.
type CardList struct {
	Question string       `json:"question_key" xml:"QuestionKey"`
	Title    string       `json:"title" xml:"Title"`
	Options  []CardOption `json:"option_list" xml:"OptionList"`
	Selected string       `json:"selected_id" xml:"SelectedId"`
	Disabled bool         `json:"disable" xml:"Disable"`
}

// CardOption is one option of a question.
type CardOption struct {
	ID   string `json:"id" xml:"Id"`
	Text string `json:"text" xml:"Text"`
}

// CardKey is a button. Style 1 is blue, 2 red, others grey.
type CardKey struct {
	Text  string `json:"text" xml:"Text"`
	Style int    `json:"style,omitempty" xml:"Style"`
	Key   string `json:"key" xml:"Key"`
}

// Refusals of cards. The platform spreads field errors over 42014–42052; which
// field has which number is not published, so fields share one here.
const (
	cardTaskReused = 42014
	cardCodeUsed   = 42036
	cardField      = 42045
)

// taskID is compiled once: every card is matched with it.
var taskID = regexp.MustCompile(`^[0-9A-Za-z_\-@]{1,128}$`)

// checkNew is check for a card that is sent: what can be pressed needs a task
// id, an update keeps the one it has.
func (c *Card) checkNew() (code int, why string) {
	if c.TaskID == "" && len(c.keys()) > 0 {
		return cardField, "task_id is needed"
	}
	return c.check()
}

// check holds the card against the platform's limits and returns the error
// code with the reason, or 0.
func (c *Card) check() (code int, why string) {
	if c.Title.Title == "" && c.SubTitle == "" {
		return cardField, "neither main_title.title nor sub_title_text"
	}
	for _, limit := range []struct {
		name string
		text string
		most int
	}{
		{"main_title.title", c.Title.Title, 26},
		{"main_title.desc", c.Title.Desc, 30},
		{"source.desc", c.Source.Desc, 20},
		{"sub_title_text", c.SubTitle, 112},
	} {
		if tooLong(limit.text, limit.most) {
			return cardField, limit.name + " is longer than " + strconv.Itoa(limit.most)
		}
	}
	if code, why = c.checkRows(); code != 0 {
		return code, why
	}
	if c.TaskID != "" && !taskID.MatchString(c.TaskID) {
		return cardField, "task_id"
	}
	switch c.Type {
	case "text_notice":
		return c.checkNotice()
	case "button_interaction":
		return c.checkButtons()
	case "multiple_interaction":
		return c.checkLists()
	case "vote_interaction":
		return c.checkTicks()
	}
	return cardField, "card_type"
}

func (c *Card) checkRows() (int, string) {
	if len(c.Rows) > 6 {
		return cardField, "horizontal_content_list has more than 6"
	}
	for _, row := range c.Rows {
		switch {
		case row.KeyName == "" || tooLong(row.KeyName, 5):
			return cardField, "horizontal_content_list.keyname"
		case tooLong(row.Value, 26):
			return cardField, "horizontal_content_list.value"
		case row.Type == 1 && webAddress(row.URL) == "":
			return cardField, "horizontal_content_list.url"
		}
	}
	return 0, ""
}

func (c *Card) checkNotice() (int, string) {
	if c.Action.Type != 1 || webAddress(c.Action.URL) == "" {
		return cardField, "card_action is needed"
	}
	if len(c.Jumps) > 3 {
		return cardField, "jump_list has more than 3"
	}
	for _, jump := range c.Jumps {
		if jump.Title == "" || tooLong(jump.Title, 18) || (jump.Type == 1 && webAddress(jump.URL) == "") {
			return cardField, "jump_list"
		}
	}
	return 0, ""
}

func (c *Card) checkButtons() (int, string) {
	if len(c.Buttons) < 1 || len(c.Buttons) > 6 {
		return cardField, "button_list has not 1 to 6"
	}
	for _, button := range c.Buttons {
		if code, why := button.check(); code != 0 {
			return code, why
		}
	}
	if c.Selection != nil {
		return c.Selection.check()
	}
	return 0, ""
}

func (c *Card) checkLists() (int, string) {
	if len(c.Lists) < 1 || len(c.Lists) > 3 {
		return cardField, "select_list has not 1 to 3"
	}
	for _, list := range c.Lists {
		if code, why := list.check(); code != 0 {
			return code, why
		}
	}
	if c.Submit == nil {
		return cardField, "submit_button is needed"
	}
	return c.Submit.check()
}

func (l CardList) check() (int, string) {
	if l.Question == "" || len(l.Question) > 1024 || tooLong(l.Title, 13) {
		return cardField, "question_key or title of a selection"
	}
	if len(l.Options) < 1 || len(l.Options) > 10 {
		return cardField, "option_list has not 1 to 10"
	}
	for _, option := range l.Options {
		if option.ID == "" || len(option.ID) > 128 || option.Text == "" || tooLong(option.Text, 16) {
			return cardField, "option_list"
		}
	}
	return 0, ""
}

func (k CardKey) check() (int, string) {
	if k.Text == "" || tooLong(k.Text, 10) || k.Key == "" || len(k.Key) > 1024 {
		return cardField, "text or key of a button"
	}
	return 0, ""
}

// safe is the card without addresses that are not web pages.
func (c *Card) safe() *Card {
	clean := *c
	clean.Action.URL = webAddress(c.Action.URL)
	clean.Rows = slices.Clone(c.Rows)
	for i := range clean.Rows {
		clean.Rows[i].URL = webAddress(clean.Rows[i].URL)
	}
	clean.Jumps = slices.Clone(c.Jumps)
	for i := range clean.Jumps {
		clean.Jumps[i].URL = webAddress(clean.Jumps[i].URL)
	}
	return &clean
}

// keys are the buttons that can be pressed.
func (c *Card) keys() []CardKey {
	if c.Submit != nil {
		return []CardKey{*c.Submit}
	}
	return c.Buttons
}

// questions are the selections that travel with a press.
func (c *Card) questions() []CardList {
	if c.Selection != nil {
		return []CardList{*c.Selection}
	}
	return c.Lists
}

func tooLong(text string, most int) bool { return utf8.RuneCountInString(text) > most }
