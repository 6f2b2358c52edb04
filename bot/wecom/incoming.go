package wecom

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"time"

	"onevisit/bot"
)

// incoming is a decrypted message or event, as far as we read it. Numbers are
// kept as text, so that a strange one makes an odd message and not a lost one.
type incoming struct {
	ToUserName   string
	FromUserName string
	AgentID      string
	CreateTime   string
	MsgType      string
	MsgID        string `xml:"MsgId"`

	Content   string
	MediaID   string `xml:"MediaId"`
	Format    string
	LocationX string `xml:"Location_X"` // latitude
	LocationY string `xml:"Location_Y"` // longitude
	Label     string
	URL       string `xml:"Url"`

	Event    string
	EventKey string

	TaskID       string `xml:"TaskId"`
	ResponseCode string
	Selected     []selection `xml:"SelectedItems>SelectedItem"`

	ChangeType string
	UserID     string
}

// selection is what was chosen in one list of a card.
type selection struct {
	QuestionKey string
	OptionIDs   []string `xml:"OptionIds>OptionId"`
}

func (in incoming) update() bot.Update {
	u := bot.Update{
		Platform: bot.WeCom,
		Key:      in.key(),
		// The platform compares userids without regard to case and does not
		// always send the same one.
		From: strings.ToLower(in.FromUserName),
		To:   in.ToUserName,
		At:   in.at(),
	}
	if in.MsgType == "event" {
		in.event(&u)
	} else {
		in.message(&u)
	}
	return u
}

func (in incoming) message(u *bot.Update) {
	switch in.MsgType {
	case "text":
		u.Kind, u.Text = bot.KindText, in.Content
	case "image":
		u.Kind, u.MediaID = bot.KindImage, in.MediaID
	case "voice":
		u.Kind, u.MediaID, u.Format = bot.KindVoice, in.MediaID, in.Format
	case "video":
		u.Kind, u.MediaID = bot.KindVideo, in.MediaID
	case "location":
		u.Kind, u.Place = bot.KindLocation, in.place()
	case "link":
		u.Kind, u.Text = bot.KindLink, in.URL
	default:
		u.Kind, u.Format = bot.KindOther, short(in.MsgType)
	}
}

func (in incoming) event(u *bot.Update) {
	switch name := strings.ToLower(in.Event); name {
	case "subscribe":
		u.Kind = bot.KindSubscribe
	case "unsubscribe":
		u.Kind = bot.KindUnsubscribe
	case "enter_agent":
		u.Kind = bot.KindEnter
	case "click":
		u.Kind, u.Text = bot.KindClick, in.EventKey
	case "view":
		u.Kind, u.Text = bot.KindView, in.EventKey
	case "template_card_event":
		u.Kind, u.Text, u.Card = bot.KindCard, in.EventKey, in.card()
	case "change_contact":
		u.Kind, u.Text, u.Format = bot.KindContacts, strings.ToLower(short(in.UserID)), short(in.ChangeType)
	default:
		// Among these is location, a phone's report of where it is that
		// nobody chose to send: the place is not taken over.
		u.Kind, u.Format = bot.KindOther, "event:"+short(name)
	}
}

func (in incoming) card() *bot.CardTap {
	tap := &bot.CardTap{Task: in.TaskID, ResponseCode: in.ResponseCode}
	for _, s := range in.Selected {
		if tap.Selected == nil {
			tap.Selected = make(map[string][]string, len(in.Selected))
		}
		tap.Selected[s.QuestionKey] = append(tap.Selected[s.QuestionKey], s.OptionIDs...)
	}
	return tap
}

// place is nil where the platform sent no real coordinates.
func (in incoming) place() *bot.Place {
	latitude, okX := degrees(in.LocationX, 90)
	longitude, okY := degrees(in.LocationY, 180)
	if !okX || !okY {
		return nil
	}
	return &bot.Place{Latitude: latitude, Longitude: longitude, Label: in.Label}
}

func degrees(s string, limit float64) (float64, bool) {
	d, err := strconv.ParseFloat(s, 64)
	return d, err == nil && d >= -limit && d <= limit
}

func (in incoming) at() time.Time {
	seconds, err := strconv.ParseInt(in.CreateTime, 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<33 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// key is equal for all deliveries of one message, and says nothing of the
// platform: another may use the same. Messages have a number of their own;
// events are told apart by what happened to whom and when.
func (in incoming) key() string {
	if in.MsgType != "event" && number(in.MsgID) {
		return in.MsgID
	}
	h := sha256.New()
	for _, part := range []string{
		strings.ToLower(in.FromUserName), in.CreateTime, in.MsgType, in.Event, in.TaskID, in.EventKey,
		in.ResponseCode, in.ChangeType, in.UserID, in.Content, in.MediaID,
	} {
		_, _ = io.WriteString(h, strconv.Itoa(len(part))+":"+part) // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil))
}

func number(s string) bool {
	if s == "" || len(s) > 20 {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// short bounds a word that the platform chose.
func short(s string) string {
	const limit = 64
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	return s
}
