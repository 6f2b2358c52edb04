package simulator

import (
	"strconv"
	"strings"
	"time"
)

const (
	mostReceivers    = 1000
	codeTooMany      = 40065
	codeBadParameter = 40058
	codeNobody       = 81013
	codeBadAgent     = 301002
	usualInterval    = 1800
	mostInterval     = 14400
)

type appMessage struct {
	ToUser string `json:"touser"`
	Type   string `json:"msgtype"`
	Agent  int    `json:"agentid"`
	Text   struct {
		Content string `json:"content"`
	} `json:"text"`
	Markdown struct {
		Content string `json:"content"`
	} `json:"markdown"`
	TextCard struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		URL         string `json:"url"`
		Button      string `json:"btntxt"`
	} `json:"textcard"`
	File          mediaID `json:"file"`
	Image         mediaID `json:"image"`
	Voice         mediaID `json:"voice"`
	Video         mediaID `json:"video"`
	Card          *Card   `json:"template_card"`
	OnlyOnce      int     `json:"enable_duplicate_check"`
	OnceInSeconds int     `json:"duplicate_check_interval"`
}

// appSend answers message/send.
func (c call) appSend() any {
	push := Push{Path: "message/send"}
	var asked appMessage
	if !c.read(&asked) {
		return c.record(push, refuse(codeBadParameter, "wrong json format"))
	}
	push.Type, push.To = asked.Type, strings.Split(asked.ToUser, "|")
	key, within, refused := asked.repeatKey(c)
	if refused != nil {
		return c.record(push, refused)
	}
	answer := c.once(key, within, &push, func() result { return c.sendApp(asked, &push) })
	return c.record(push, answer)
}

// repeatKey is the message itself when a repeat is to be recognised.
func (m appMessage) repeatKey(c call) (string, time.Duration, result) {
	if m.OnlyOnce != 1 {
		return "", 0, nil
	}
	seconds := m.OnceInSeconds
	if seconds == 0 {
		seconds = usualInterval
	}
	if seconds < 0 || seconds > mostInterval {
		return "", 0, refuse(codeBadParameter, "duplicate_check_interval")
	}
	return "app:" + string(c.body), time.Duration(seconds) * time.Second, nil
}

func (c call) sendApp(asked appMessage, push *Push) result {
	if asked.Agent != c.options.WeCom.AgentID {
		return refuse(codeBadAgent, "not allow operate another agent")
	}
	bubble, refused := asked.bubble(c)
	if refused != nil {
		return refused
	}
	if len(push.To) > mostReceivers {
		return refuse(codeTooMany, "too many receivers")
	}
	phones, strangers := c.receivers(push.To)
	if len(phones) == 0 {
		return refuse(codeNobody, "user & party & tag all invalid")
	}
	if bubble.Card != nil && !c.cards.take(bubble.Card.TaskID) {
		return refuse(cardTaskReused, "task_id is used")
	}
	push.Message = c.nextID()
	bubble.message = strconv.FormatInt(push.Message, 10)
	push.Dropped = c.showAll(phones, bubble)
	more := result{"msgid": bubble.message, "invaliduser": strings.Join(strangers, "|")}
	if bubble.Card != nil && len(bubble.Card.keys()) > 0 {
		code, err := c.cards.issue(c.World, bubble.message)
		if err != nil {
			return refuse(-1, "system error")
		}
		more["response_code"] = code
	}
	return done(more)
}

// receivers sorts those who exist from those who do not; "@all" is everybody.
func (c call) receivers(ids []string) (phones []*Phone, strangers []string) {
	for _, id := range ids {
		if id == "@all" {
			return c.everybody(WeCom), nil
		}
		if phone, known := c.find(WeCom, id); known {
			phones = append(phones, phone)
		} else {
			strangers = append(strangers, id)
		}
	}
	return phones, strangers
}

func (c call) showAll(phones []*Phone, bubble Bubble) (dropped []string) {
	for _, phone := range phones {
		if c.options.RateLimits && !c.limits.allow(phone.id, c.now) {
			dropped = append(dropped, phone.id)
			continue
		}
		phone.show(bubble)
	}
	return dropped
}

// bubble is the message as the phones show it, or the refusal of its content.
func (m appMessage) bubble(c call) (Bubble, result) {
	bubble := Bubble{From: Bureau, Push: true, Kind: Kind(m.Type)}
	switch m.Type {
	case "text":
		return pushedText(WeCom, m.Text.Content)
	case "markdown":
		read, refused := pushedText(WeCom, m.Markdown.Content)
		read.Kind = KindMarkdown
		return read, refused
	case "file", "image", "voice", "video":
		bubble.Media = m.File.ID + m.Image.ID + m.Voice.ID + m.Video.ID
		if !c.known(bubble.Media) {
			return bubble, refuse(codeBadMedia, "invalid media_id")
		}
		found, _ := c.shelf.get(mediaKey(WeCom, bubble.Media))
		bubble.Text = found.name
	case "textcard":
		return m.textCard()
	case "template_card":
		if m.Card == nil {
			return bubble, refuse(codeBadParameter, "template_card is missing")
		}
		if code, why := m.Card.checkNew(); code != 0 {
			return bubble, refuse(code, why)
		}
		bubble.Kind, bubble.Card = KindCard, m.Card.safe()
	default:
		return bubble, refuse(codeBadType, "invalid message type")
	}
	return bubble, nil
}

func (m appMessage) textCard() (Bubble, result) {
	t := m.TextCard
	if t.Title == "" || t.Description == "" || tooLong(t.Title, 128) || tooLong(t.Description, 512) || webAddress(t.URL) == "" {
		return Bubble{}, refuse(codeBadParameter, "textcard")
	}
	return Bubble{From: Bureau, Push: true, Kind: KindCard, Card: &Card{
		Type: "textcard", Title: CardTitle{Title: t.Title}, SubTitle: t.Description,
		Action: CardAction{Type: 1, URL: t.URL},
	}}, nil
}

type cardChange struct {
	UserIDs []string `json:"userids"`
	Agent   int      `json:"agentid"`
	Code    string   `json:"response_code"`
	Button  struct {
		ReplaceName string `json:"replace_name"`
	} `json:"button"`
	Card *Card `json:"template_card"`
}

// cardUpdate answers message/update_template_card. A response code works once.
func (c call) cardUpdate() any {
	push := Push{Path: "message/update_template_card", Type: "update_template_card"}
	var asked cardChange
	if !c.read(&asked) {
		return c.record(push, refuse(codeBadParameter, "wrong json format"))
	}
	push.To = asked.UserIDs
	return c.record(push, c.changeCards(asked))
}

func (c call) changeCards(asked cardChange) result {
	if asked.Agent != c.options.WeCom.AgentID {
		return refuse(codeBadAgent, "not allow operate another agent")
	}
	if (asked.Button.ReplaceName == "") == (asked.Card == nil) {
		return refuse(codeBadParameter, "either button.replace_name or template_card")
	}
	if asked.Card != nil {
		if code, why := asked.Card.check(); code != 0 {
			return refuse(code, why)
		}
	}
	phones, strangers := c.receivers(asked.UserIDs)
	if len(phones) == 0 {
		return refuse(codeNobody, "userids all invalid")
	}
	message, valid := c.cards.redeem(asked.Code, c.now)
	if !valid {
		return refuse(cardCodeUsed, "response_code is invalid or was used")
	}
	for _, phone := range phones {
		phone.amend(ofMessage(message), func(b *Bubble) {
			if asked.Card == nil {
				b.Replaced = asked.Button.ReplaceName
				return
			}
			b.Card = asked.Card.safe().over(b.Card)
		})
	}
	return done(result{"invaliduser": strings.Join(strangers, "|")})
}
