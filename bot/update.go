// Package bot is the conversation: flows of petitioners, commands of staff,
// delivery of notices and reminders. It knows no platform's encoding, no web
// framework and no database; what it needs of them it declares here.
package bot

import "time"

// Platform says which app a person uses.
type Platform string

// The two platforms.
const (
	WeChat Platform = "wechat" // official account: petitioners, addressed by openid
	WeCom  Platform = "wecom"  // the bureau's own people, addressed by lower-cased userid
)

// Kind says what an update carries.
type Kind string

// Kinds of update. What neither platform documents arrives as KindOther and
// gets a helpful answer, never an error.
const (
	KindText        Kind = "text"
	KindImage       Kind = "image"
	KindVoice       Kind = "voice"
	KindVideo       Kind = "video"
	KindLocation    Kind = "location"
	KindLink        Kind = "link"
	KindSubscribe   Kind = "subscribe"
	KindUnsubscribe Kind = "unsubscribe"
	KindClick       Kind = "click"    // a menu button: Text is its key
	KindScan        Kind = "scan"     // a QR code: Text is its scene
	KindView        Kind = "view"     // a menu link was opened: Text is its address
	KindEnter       Kind = "enter"    // the WeCom app was opened
	KindCard        Kind = "card"     // a card's button was tapped: Text is its key, Card the rest
	KindSent        Kind = "sent"     // the platform reports what became of a push: Sent
	KindContacts    Kind = "contacts" // the contacts changed: Text is whose entry, Format how
	KindOther       Kind = "other"
)

// Update is one verified message or event, free of any platform's encoding.
// Everything in it but Platform, Key and Kind was written by a stranger.
type Update struct {
	Platform Platform `json:"platform"`
	// Key is the same for every redelivery of one message and differs
	// between messages: at most 190 bytes.
	Key  string `json:"key"`
	From string `json:"from"`
	// To is the account that was written to; a passive reply needs it.
	To   string `json:"to"`
	Kind Kind   `json:"kind"`
	// Text is the text, a voice message's recognised words, a menu key, a
	// scanned scene or a link's address, by Kind.
	Text    string     `json:"text,omitempty"`
	MediaID string     `json:"media,omitempty"` // image, voice, video: lives 3 days at the platform
	Format  string     `json:"format,omitempty"`
	Place   *Place     `json:"place,omitempty"`
	Card    *CardTap   `json:"card,omitempty"`
	Sent    *SentEvent `json:"sent,omitempty"`
	At      time.Time  `json:"at"` // when the platform says it was made
}

// Place is a location a person sent: degrees, and the label that their map
// gave it.
type Place struct {
	Latitude  float64 `json:"lat"`
	Longitude float64 `json:"lng"`
	Label     string  `json:"label"`
}

// CardTap is what was chosen on a WeCom card.
type CardTap struct {
	Task         string              `json:"task"`
	ResponseCode string              `json:"code"`
	Selected     map[string][]string `json:"selected,omitempty"`
}

// SentEvent reports what became of a template message.
type SentEvent struct {
	Ref string `json:"ref"`
	OK  bool   `json:"ok"`
	Why string `json:"why,omitempty"`
}
