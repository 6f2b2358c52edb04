package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"time"

	"onevisit/bot"
)

// Incoming is what decrypted messages and events of both platforms have in
// common, as far as we read it. Numbers are kept as text, so that a strange
// one makes an odd message and not a lost one.
type Incoming struct {
	ToUserName   string
	FromUserName string
	CreateTime   string
	MsgType      string
	MsgID        string `xml:"MsgId"`

	Content     string
	MediaID     string `xml:"MediaId"`
	Format      string
	Recognition string // a voice message's words, where the platform heard them
	LocationX   string `xml:"Location_X"` // latitude
	LocationY   string `xml:"Location_Y"` // longitude
	Label       string
	URL         string `xml:"Url"`

	Event    string
	EventKey string
}

const event = "event"

// EventName is the event in lower case, as the platforms do not agree on its
// spelling; a message has none.
func (in Incoming) EventName() string {
	if in.MsgType != event {
		return ""
	}
	return strings.ToLower(in.Event)
}

// Fill takes over into u what both platforms say alike.
func (in Incoming) Fill(u *bot.Update) {
	if in.MsgType == event {
		in.event(u)
	} else {
		in.message(u)
	}
}

func (in Incoming) message(u *bot.Update) {
	switch in.MsgType {
	case "text":
		u.Kind, u.Text = bot.KindText, in.Content
	case "image":
		u.Kind, u.MediaID = bot.KindImage, in.MediaID
	case "voice":
		u.Kind, u.MediaID, u.Format, u.Text = bot.KindVoice, in.MediaID, in.Format, in.Recognition
	case "video", "shortvideo":
		u.Kind, u.MediaID = bot.KindVideo, in.MediaID
	case "location":
		u.Kind, u.Place = bot.KindLocation, in.place()
	case "link":
		u.Kind, u.Text = bot.KindLink, in.URL
	default:
		u.Kind, u.Format = bot.KindOther, Short(in.MsgType)
	}
}

func (in Incoming) event(u *bot.Update) {
	switch name := in.EventName(); name {
	case "subscribe":
		u.Kind = bot.KindSubscribe
	case "unsubscribe":
		u.Kind = bot.KindUnsubscribe
	case "click":
		u.Kind, u.Text = bot.KindClick, in.EventKey
	case "view":
		u.Kind, u.Text = bot.KindView, in.EventKey
	default:
		// Among these is location, a phone's report of where it is that
		// nobody chose to send: the place is not taken over.
		u.Kind, u.Format = bot.KindOther, "event:"+Short(name)
	}
}

// place is nil where the platform sent no real coordinates.
func (in Incoming) place() *bot.Place {
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

// At is when the platform says it was made, in UTC; zero where what it says
// is no time.
func (in Incoming) At() time.Time {
	seconds, err := strconv.ParseInt(in.CreateTime, 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<33 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// Key is equal for all deliveries of one message, and says nothing of the
// platform: another may use the same. Messages have a number of their own;
// events are told apart by parts: what happened to whom and when.
func (in Incoming) Key(parts ...string) string {
	if in.MsgType != event && isNumber(in.MsgID) {
		return in.MsgID
	}
	h := sha256.New()
	for _, part := range parts {
		_, _ = io.WriteString(h, strconv.Itoa(len(part))+":"+part) // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil))
}

func isNumber(s string) bool {
	return s != "" && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}

// Short bounds a word that the platform chose.
func Short(s string) string {
	const limit = 64
	if len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	return s
}
