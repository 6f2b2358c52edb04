package wire

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"onevisit/bot"
)

const (
	maxBody = 1 << 20
	// freshness bounds how long a captured request could be played again.
	// The platforms sign each delivery anew, also a repeated one.
	freshness = 5 * time.Minute
)

// Account is whose callbacks an [Envelope] guards, as entered on the
// platform's pages.
type Account struct {
	Platform bot.Platform
	ID       string // the app id or corp id that every message is encrypted for
	Token    string
	AESKey   string // EncodingAESKey, 43 characters
	// Foreign is why a message that was encrypted for another account is
	// refused.
	Foreign Reason
}

// Envelope opens what the platform sends to one account and seals the answers.
// It is safe for concurrent use.
type Envelope struct {
	account Account
	key     []byte // 32 bytes
	now     func() time.Time
}

// NewEnvelope makes an envelope. The error names the setting that is missing
// or wrong, never its value.
func NewEnvelope(a Account, now func() time.Time) (Envelope, error) {
	if a.ID == "" || a.Token == "" || now == nil {
		return Envelope{}, fmt.Errorf("%s: the account's id, its token and a clock are required", a.Platform)
	}
	key, err := base64.StdEncoding.DecodeString(a.AESKey + "=")
	if err != nil || len(key) != 32 {
		return Envelope{}, fmt.Errorf("%s: %w", a.Platform, errAESKey)
	}
	return Envelope{account: a, key: key, now: now}, nil
}

// errAESKey says nothing of what stood there.
var errAESKey = errors.New("the AES key must be 43 characters of base64")

// Refuse is a [*RefusedError] of the account's platform.
func (e Envelope) Refuse(reason Reason) error {
	return &RefusedError{Platform: e.account.Platform, Reason: reason}
}

// Signed checks one signature over the token, the query's timestamp and nonce
// and whatever else it covers, and only then the timestamp's age: a stranger
// learns nothing about our clock. The error is a [*RefusedError].
func (e Envelope) Signed(query url.Values, signature string, more ...string) error {
	timestamp := query.Get("timestamp")
	parts := append([]string{e.account.Token, timestamp, query.Get("nonce")}, more...)
	if subtle.ConstantTimeCompare([]byte(util.Signature(parts...)), []byte(signature)) != 1 {
		return e.Refuse(ReasonSignature)
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return e.Refuse(ReasonMalformed)
	}
	if age := e.now().Sub(time.Unix(seconds, 0)); age > freshness || age < -freshness {
		return e.Refuse(ReasonStale)
	}
	return nil
}

// Open verifies and decrypts one encrypted text. The error is a
// [*RefusedError].
func (e Envelope) Open(query url.Values, encrypted string) ([]byte, error) {
	if encrypted == "" {
		return nil, e.Refuse(ReasonPlaintext)
	}
	if err := e.Signed(query, query.Get("msg_signature"), encrypted); err != nil {
		return nil, err
	}
	sealed, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil {
		return nil, e.Refuse(ReasonMalformed)
	}
	_, plain, id, err := util.AESDecryptMsg(sealed, e.key)
	if err != nil {
		return nil, e.Refuse(ReasonMalformed)
	}
	if subtle.ConstantTimeCompare(id, []byte(e.account.ID)) != 1 {
		return nil, e.Refuse(e.account.Foreign)
	}
	return Readable(plain), nil
}

// Read verifies, decrypts and decodes the body of a callback. The error is a
// [*RefusedError].
func (e Envelope) Read(query url.Values, body []byte, into any) error {
	if len(body) > maxBody {
		return e.Refuse(ReasonTooLarge)
	}
	var outer struct {
		// The fields beside this one, such as the whole message in the
		// official account's compatible mode, are signed by nobody and never
		// read.
		Encrypt string
	}
	if err := xml.Unmarshal(body, &outer); err != nil {
		return e.Refuse(ReasonMalformed)
	}
	plain, err := e.Open(query, outer.Encrypt)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(plain, into); err != nil {
		return e.Refuse(ReasonMalformed)
	}
	return nil
}
