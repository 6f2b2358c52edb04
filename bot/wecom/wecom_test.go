package wecom

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// The company, the app and the messages of the platform's official samples.
const (
	sampleToken     = "QDG6eK"
	sampleKey       = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	sampleCorpID    = "wx5823bf96d3bd56c7"
	sampleAgent     = 218
	sampleTimestamp = "1409659813"
	sampleNonce     = "1372623149"
	sampleSignature = "477715d11cdb4164915debcba66cb864d751f3e6"
	sampleEncrypt   = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="

	checkTimestamp = "1409659589"
	checkNonce     = "263014780"
	checkSignature = "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
	checkEcho      = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
)

func at(seconds int64) func() time.Time {
	return func() time.Time { return time.Unix(seconds, 0) }
}

func newTestReceiver(t *testing.T) *Receiver {
	t.Helper()
	return newReceiverAt(t, 1409659813)
}

func newReceiverAt(t *testing.T, seconds int64) *Receiver {
	t.Helper()
	r, err := NewReceiver(sampleOptions(seconds))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sampleOptions(seconds int64) ReceiverOptions {
	return ReceiverOptions{CorpID: sampleCorpID, AgentID: sampleAgent, Token: sampleToken, AESKey: sampleKey, Now: at(seconds)}
}

func sampleQuery() url.Values {
	return url.Values{"timestamp": {sampleTimestamp}, "nonce": {sampleNonce}, "msg_signature": {sampleSignature}}
}

func replaced(name, value string) url.Values {
	q := sampleQuery()
	q.Set(name, value)
	return q
}

func sampleBody() []byte {
	return []byte("<xml><ToUserName><![CDATA[" + sampleCorpID + "]]></ToUserName><AgentID>218</AgentID><Encrypt><![CDATA[" + sampleEncrypt + "]]></Encrypt></xml>")
}

func checkQuery() url.Values {
	return url.Values{"timestamp": {checkTimestamp}, "nonce": {checkNonce}, "msg_signature": {checkSignature}, "echostr": {checkEcho}}
}

// sealed makes a genuine callback of a plain message.
func sealed(plain, corpID string) (url.Values, []byte) {
	key, _ := base64.StdEncoding.DecodeString(sampleKey + "=")
	text := base64.StdEncoding.EncodeToString(util.AESEncryptMsg([]byte("0123456789abcdef"), []byte(plain), corpID, key))
	return signedQuery(text), []byte("<xml><Encrypt>" + text + "</Encrypt></xml>")
}

func signedQuery(encrypted string) url.Values {
	return replaced("msg_signature", util.Signature(sampleToken, sampleTimestamp, sampleNonce, encrypted))
}

// opened decrypts a passive reply as the platform would.
func opened(t *testing.T, body []byte) map[string]string {
	t.Helper()
	var outer struct{ Encrypt, MsgSignature, TimeStamp, Nonce string }
	if err := xml.Unmarshal(body, &outer); err != nil {
		t.Fatalf("reply is not XML: %v", err)
	}
	if got := util.Signature(sampleToken, outer.TimeStamp, outer.Nonce, outer.Encrypt); got != outer.MsgSignature {
		t.Fatalf("reply is signed %s, want %s", outer.MsgSignature, got)
	}
	_, plain, err := util.DecryptMsg(sampleCorpID, outer.Encrypt, sampleKey)
	if err != nil {
		t.Fatal(err)
	}
	var in struct{ ToUserName, FromUserName, CreateTime, MsgType, Content string }
	if err := xml.Unmarshal(plain, &in); err != nil {
		t.Fatalf("decrypted reply is not XML: %v", err)
	}
	return map[string]string{
		"to": in.ToUserName, "from": in.FromUserName, "time": in.CreateTime, "type": in.MsgType, "text": in.Content,
		"outer time": outer.TimeStamp,
	}
}

func wantReason(t *testing.T, err error, want Reason) {
	t.Helper()
	var refused *RefusedError
	if !errors.As(err, &refused) {
		t.Fatalf("got error %v, want a refusal: %s", err, want)
	}
	if refused.Reason != want || refused.Refused() != string(want) {
		t.Fatalf("refused because %s, want %s", refused.Reason, want)
	}
	if refused.Error() != "wecom callback refused: "+string(want) {
		t.Fatalf("error text %q says more than the reason", refused.Error())
	}
}

func stamp(seconds int64) string { return strconv.FormatInt(seconds, 10) }
