package simulator

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

const maxCustomText = 2048

func weixinEndpoints() map[string]endpoint {
	get, post := http.MethodGet, http.MethodPost
	return map[string]endpoint{
		"cgi-bin/token":                     {method: get, open: true, answer: call.token},
		"cgi-bin/stable_token":              {method: post, open: true, answer: call.stableToken},
		"cgi-bin/message/custom/send":       {method: post, answer: call.customSend},
		"cgi-bin/message/template/send":     {method: post, answer: call.templateSend},
		"cgi-bin/message/subscribe/bizsend": {method: post, answer: call.subscribeSend},
		"cgi-bin/menu/create":               {method: post, answer: call.menuCreate},
		"cgi-bin/menu/get":                  {method: get, answer: call.menuGet},
		"cgi-bin/menu/delete":               {method: get, answer: call.menuDelete},
		"cgi-bin/media/get":                 {method: get, answer: call.mediaGet},
		"cgi-bin/media/upload":              {method: post, answer: call.mediaUpload},
		"cgi-bin/user/info":                 {method: get, answer: call.userInfo},
		"cgi-bin/qrcode/create":             {method: post, answer: call.sceneCreate},
	}
}

type mediaID struct {
	ID string `json:"media_id"`
}

type customMessage struct {
	ToUser string `json:"touser"`
	Type   string `json:"msgtype"`
	Text   struct {
		Content string `json:"content"`
	} `json:"text"`
	Image mediaID `json:"image"`
	Voice mediaID `json:"voice"`
	Video mediaID `json:"video"`
	News  struct {
		Articles []struct {
			Title       string `json:"title"`
			Description string `json:"description"`
			URL         string `json:"url"`
			PicURL      string `json:"picurl"`
		} `json:"articles"`
	} `json:"news"`
	Menu struct {
		Head string `json:"head_content"`
		List []struct {
			ID      looseText `json:"id"`
			Content string    `json:"content"`
		} `json:"list"`
		Tail string `json:"tail_content"`
	} `json:"msgmenu"`
}

// customSend answers message/custom/send.
func (c call) customSend() any {
	var asked customMessage
	if !c.read(&asked) {
		return c.record(Push{Path: "message/custom/send"}, refuse(codeBadJSON, "data format error"))
	}
	push := Push{Path: "message/custom/send", To: []string{asked.ToUser}, Type: asked.Type}
	bubble, refused := asked.bubble(c)
	if refused != nil {
		return c.record(push, refused)
	}
	phone, known := c.find(WeChat, asked.ToUser)
	if !known {
		return c.record(push, refuse(unknownOpenID, "invalid openid"))
	}
	if code := phone.admit(c.now); code != 0 {
		return c.record(push, refuse(code, "response out of time limit or count limit, or not subscribed"))
	}
	push.Message = c.nextID()
	phone.show(bubble)
	return c.record(push, done(nil))
}

// bubble is the message as the phone shows it, or the refusal of its content.
func (m customMessage) bubble(c call) (Bubble, result) {
	bubble := Bubble{From: Bureau, Push: true}
	switch m.Type {
	case "text":
		return pushedText(WeChat, m.Text.Content)
	case "image", "voice", "video":
		bubble.Kind = Kind(m.Type)
		bubble.Media = m.Image.ID + m.Voice.ID + m.Video.ID
		if !c.known(bubble.Media) {
			return bubble, refuse(codeBadMedia, "invalid media_id")
		}
	case "news":
		bubble.Kind = KindNews
		for _, a := range m.News.Articles {
			bubble.Articles = append(bubble.Articles, Article{Title: a.Title, Description: a.Description, URL: a.URL, PicURL: a.PicURL})
		}
		if len(bubble.Articles) != 1 {
			return bubble, refuse(45008, "article count is not 1")
		}
		bubble.Articles = safeArticles(bubble.Articles)
	case "msgmenu":
		return m.menuBubble()
	default:
		return bubble, refuse(codeBadType, "invalid message type")
	}
	return bubble, nil
}

// menuBubble shows a msgmenu: a head, the choices one below the other, a tail.
func (m customMessage) menuBubble() (Bubble, result) {
	bubble := Bubble{From: Bureau, Kind: KindText, Push: true}
	add := func(part Part) {
		if len(bubble.Parts) > 0 {
			bubble.Parts = append(bubble.Parts, Part{Text: "\n"})
		}
		bubble.Parts = append(bubble.Parts, part)
	}
	if m.Menu.Head != "" {
		add(Part{Text: m.Menu.Head})
	}
	for _, item := range m.Menu.List {
		if item.ID == "" || item.Content == "" {
			return bubble, refuse(codeEmpty, "empty menu item")
		}
		add(Part{Text: item.Content, Content: item.Content, Choice: string(item.ID)})
	}
	if m.Menu.Tail != "" {
		add(Part{Text: m.Menu.Tail})
	}
	if len(m.Menu.List) == 0 {
		return bubble, refuse(codeEmpty, "empty menu")
	}
	var text strings.Builder
	for _, part := range bubble.Parts {
		text.WriteString(part.Text)
	}
	bubble.Text = text.String()
	return bubble, nil
}

// pushedText refuses what is empty, too long or not UTF-8. WeCom would cut a
// long text; refusing it shows the mistake.
func pushedText(platform Platform, text string) (Bubble, result) {
	switch {
	case text == "":
		return Bubble{}, refuse(codeEmpty, "empty content")
	case len(text) > maxCustomText:
		return Bubble{}, refuse(codeTooLong, "content size out of limit")
	case !utf8.ValidString(text):
		return Bubble{}, refuse(codeBadJSON, "data format error")
	}
	bubble := textBubble(platform, text)
	bubble.Push = true
	return bubble, nil
}

// userInfo answers user/info.
func (c call) userInfo() any {
	openid := c.query("openid")
	phone, known := c.find(WeChat, openid)
	if !known {
		return refuse(unknownOpenID, "invalid openid")
	}
	if !phone.Following() {
		return result{"subscribe": 0, "openid": openid}
	}
	return result{"subscribe": 1, "openid": openid, "language": "zh_CN", "subscribe_scene": "ADD_SCENE_SEARCH"}
}
