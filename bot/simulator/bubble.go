package simulator

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Side says who spoke.
type Side string

// The two sides of a conversation.
const (
	Me     Side = "me"     // the person who holds the phone
	Bureau Side = "bureau" // the account or app
)

// Kind is what a bubble holds.
type Kind string

// The kinds of bubbles. Unavailable is the line WeChat shows when the account
// did not answer; Event is something done without words, such as following.
const (
	KindText        Kind = "text"
	KindImage       Kind = "image"
	KindVoice       Kind = "voice"
	KindVideo       Kind = "video"
	KindFile        Kind = "file"
	KindLocation    Kind = "location"
	KindLink        Kind = "link"
	KindNews        Kind = "news"
	KindNotice      Kind = "notice" // template message or subscription notice
	KindCard        Kind = "card"   // WeCom template card or textcard
	KindMarkdown    Kind = "markdown"
	KindEvent       Kind = "event"
	KindUnavailable Kind = "unavailable"
)

// Part is a run of a text: plain, a choice to tap (Choice and Content set) or
// a link to a page (URL set).
type Part struct {
	Text    string `json:"text"`
	Choice  string `json:"choice,omitempty"`  // bizmsgmenu id
	Content string `json:"content,omitempty"` // what tapping says
	URL     string `json:"url,omitempty"`
}

// Article is one entry of a news reply, and the shape of a shared link.
type Article struct {
	Title       string `json:"title" xml:"Title"`
	Description string `json:"description,omitempty" xml:"Description"`
	PicURL      string `json:"picture,omitempty" xml:"PicUrl"`
	URL         string `json:"url,omitempty" xml:"Url"`
}

// Place is a location somebody sent; Latitude and Longitude in degrees.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Label     string  `json:"label"`
}

// Row is one field of a template message.
type Row struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Bubble is one thing seen on a phone.
type Bubble struct {
	ID       int64     `json:"id"` // increasing on one phone
	From     Side      `json:"from"`
	Kind     Kind      `json:"kind"`
	Text     string    `json:"text,omitempty"` // as read, without markup
	Parts    []Part    `json:"parts,omitempty"`
	Media    string    `json:"media,omitempty"` // media id of a picture, voice, video or file
	Place    *Place    `json:"place,omitempty"`
	Articles []Article `json:"articles,omitempty"`
	Title    string    `json:"title,omitempty"` // of a notice
	Rows     []Row     `json:"rows,omitempty"`  // of a notice
	URL      string    `json:"url,omitempty"`   // where a notice leads
	Card     *Card     `json:"card,omitempty"`
	Replaced string    `json:"replaced,omitempty"` // what stands where a card's buttons stood
	Time     time.Time `json:"time"`               // simulated, Asia/Shanghai
	Push     bool      `json:"push"`               // came by the API, not as the answer to a gesture

	message string // the platform's id of the message a card belongs to
}

// Choices are the parts that can be tapped to say something.
func (b Bubble) Choices() []Part {
	return slices.DeleteFunc(slices.Clone(b.Parts), func(p Part) bool { return p.Choice == "" && p.Content == "" })
}

// Links are the parts that open a page.
func (b Bubble) Links() []Part {
	return slices.DeleteFunc(slices.Clone(b.Parts), func(p Part) bool { return p.URL == "" })
}

func (b Bubble) choice(wanted string) (Part, bool) {
	for _, part := range b.Choices() {
		if part.Choice == wanted || part.Text == wanted || part.Content == wanted {
			return part, true
		}
	}
	return Part{}, false
}

// anchor is compiled once because every text that arrives is searched with it.
var anchor = regexp.MustCompile(`(?s)<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>`)

// textBubble reads the markup of a text as the platform's client does: choices
// exist in WeChat only, and nothing but web addresses opens.
func textBubble(platform Platform, text string) Bubble {
	bubble := Bubble{From: Bureau, Kind: KindText}
	var read strings.Builder
	add := func(part Part) {
		if part.Text == "" {
			return
		}
		read.WriteString(part.Text)
		bubble.Parts = append(bubble.Parts, part)
	}
	rest := 0
	for _, at := range anchor.FindAllStringSubmatchIndex(text, -1) {
		add(Part{Text: text[rest:at[0]]})
		add(linkPart(platform, text[at[2]:at[3]], text[at[4]:at[5]]))
		rest = at[1]
	}
	add(Part{Text: text[rest:]})
	bubble.Text = read.String()
	return bubble
}

func linkPart(platform Platform, address, label string) Part {
	address = strings.ReplaceAll(address, "&amp;", "&")
	query, isMenu := strings.CutPrefix(address, "weixin://bizmsgmenu?")
	if !isMenu {
		return Part{Text: label, URL: webAddress(address)}
	}
	if platform != WeChat {
		return Part{Text: label}
	}
	part := Part{Text: label}
	for field := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(field, "=")
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		switch name {
		case "msgmenucontent":
			part.Content = value
		case "msgmenuid":
			part.Choice = value
		}
	}
	return part
}

// webAddress lets only web pages through: what a bureau sends must not become
// a script in the page that shows the phones.
func webAddress(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return ""
	}
	return address
}
