package wecom

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

// envelope seals and opens messages between the platform and one company.
type envelope struct {
	corpID string
	token  string
	key    []byte // 32 bytes
	now    func() time.Time
}

func newEnvelope(corpID, token, aesKey string, now func() time.Time) (envelope, error) {
	if corpID == "" || token == "" || now == nil {
		return envelope{}, errors.New("wecom: corp id, token and clock are required")
	}
	key, err := base64.StdEncoding.DecodeString(aesKey + "=")
	if err != nil || len(key) != 32 {
		return envelope{}, errors.New("wecom: the AES key must be 43 characters of base64")
	}
	return envelope{corpID: corpID, token: token, key: key, now: now}, nil
}

// open verifies and decrypts one encrypted text: a callback's, or the echo of
// the address check.
func (e envelope) open(query url.Values, encrypted string) ([]byte, error) {
	if encrypted == "" {
		return nil, refuse(ReasonPlaintext)
	}
	if err := e.signed(query, encrypted); err != nil {
		return nil, err
	}
	sealed, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil {
		return nil, refuse(ReasonMalformed)
	}
	_, plain, corpID, err := util.AESDecryptMsg(sealed, e.key)
	if err != nil {
		return nil, refuse(ReasonMalformed)
	}
	if subtle.ConstantTimeCompare(corpID, []byte(e.corpID)) != 1 {
		return nil, refuse(ReasonCorpID)
	}
	return wire.Readable(plain), nil
}

// signed checks the signature, and only then the timestamp's age: a stranger
// learns nothing about our clock.
func (e envelope) signed(query url.Values, encrypted string) error {
	timestamp := query.Get("timestamp")
	want := util.Signature(e.token, timestamp, query.Get("nonce"), encrypted)
	if subtle.ConstantTimeCompare([]byte(want), []byte(query.Get("msg_signature"))) != 1 {
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

// seal encrypts and signs a passive reply.
func (e envelope) seal(reply []byte) ([]byte, error) {
	random := make([]byte, 16)
	nonce := make([]byte, 8)
	_, _ = rand.Read(random) // documented never to fail
	_, _ = rand.Read(nonce)
	encrypted := base64.StdEncoding.EncodeToString(util.AESEncryptMsg(random, reply, e.corpID, e.key))
	out := sealedReply{
		Encrypt:   cdata{encrypted},
		TimeStamp: e.now().Unix(),
		Nonce:     cdata{hex.EncodeToString(nonce)},
	}
	out.MsgSignature = cdata{util.Signature(e.token, strconv.FormatInt(out.TimeStamp, 10), out.Nonce.Text, encrypted)}
	body, err := xml.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("wecom: encode sealed reply: %w", err)
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
