package wechat

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"onevisit/bot/wire"
)

const (
	maxBody = 1 << 20
	// freshness bounds how long a captured request could be played again.
	// The platform signs each delivery anew, also a repeated one.
	freshness = 5 * time.Minute
)

// envelope seals and opens messages between the platform and one account.
type envelope struct {
	appID string
	token string
	key   []byte // 32 bytes
	now   func() time.Time
}

func newEnvelope(appID, token, aesKey string, now func() time.Time) (envelope, error) {
	if appID == "" || token == "" || now == nil {
		return envelope{}, errors.New("wechat: app id, token and clock are required")
	}
	key, err := base64.StdEncoding.DecodeString(aesKey + "=")
	if err != nil || len(key) != 32 {
		return envelope{}, errors.New("wechat: the AES key must be 43 characters of base64")
	}
	return envelope{appID: appID, token: token, key: key, now: now}, nil
}

// signed checks one signature over the token, the query's timestamp and nonce
// and whatever else it covers, and only then the timestamp's age: a stranger
// learns nothing about our clock.
func (e envelope) signed(query url.Values, signature string, more ...string) error {
	timestamp := query.Get("timestamp")
	parts := append([]string{e.token, timestamp, query.Get("nonce")}, more...)
	if subtle.ConstantTimeCompare([]byte(util.Signature(parts...)), []byte(signature)) != 1 {
		return refuse(ReasonSignature)
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return refuse(ReasonMalformed)
	}
	if age := e.now().Sub(time.Unix(seconds, 0)); age > freshness || age < -freshness {
		return refuse(ReasonStale)
	}
	return nil
}

// open verifies and decrypts a callback's body.
func (e envelope) open(query url.Values, body []byte) ([]byte, error) {
	if len(body) > maxBody {
		return nil, refuse(ReasonTooLarge)
	}
	if query.Get("encrypt_type") != "aes" {
		return nil, refuse(ReasonPlaintext)
	}
	var outer struct {
		// In compatible mode the plain fields stand beside this one. They
		// are signed by nobody and never read.
		Encrypt string
	}
	if err := xml.Unmarshal(body, &outer); err != nil {
		return nil, refuse(ReasonMalformed)
	}
	if outer.Encrypt == "" {
		return nil, refuse(ReasonPlaintext)
	}
	if err := e.signed(query, query.Get("msg_signature"), outer.Encrypt); err != nil {
		return nil, err
	}
	return e.decrypt(outer.Encrypt)
}

func (e envelope) decrypt(encrypted string) ([]byte, error) {
	sealed, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil {
		return nil, refuse(ReasonMalformed)
	}
	_, plain, appID, err := util.AESDecryptMsg(sealed, e.key)
	if err != nil {
		return nil, refuse(ReasonMalformed)
	}
	if subtle.ConstantTimeCompare(appID, []byte(e.appID)) != 1 {
		return nil, refuse(ReasonAppID)
	}
	return wire.Readable(plain), nil
}

// seal encrypts and signs a passive reply.
func (e envelope) seal(reply []byte) ([]byte, error) {
	random := make([]byte, 16)
	nonce := make([]byte, 8)
	_, _ = rand.Read(random) // documented never to fail
	_, _ = rand.Read(nonce)
	encrypted := base64.StdEncoding.EncodeToString(util.AESEncryptMsg(random, reply, e.appID, e.key))
	out := sealedReply{
		Encrypt:   cdata{encrypted},
		TimeStamp: e.now().Unix(),
		Nonce:     cdata{hex.EncodeToString(nonce)},
	}
	out.MsgSignature = cdata{util.Signature(e.token, strconv.FormatInt(out.TimeStamp, 10), out.Nonce.Text, encrypted)}
	body, err := xml.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("wechat: encode sealed reply: %w", err)
	}
	return body, nil
}

type sealedReply struct {
	XMLName      xml.Name `xml:"xml"`
	Encrypt      cdata
	MsgSignature cdata
	TimeStamp    int64
	Nonce        cdata
}

// cdata is text between CDATA marks; the encoder splits a mark inside it.
type cdata struct {
	Text string `xml:",cdata"`
}
