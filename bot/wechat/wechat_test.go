package wechat

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

// The account, the moment and the message of the platform's official sample.
const (
	sampleToken     = "spamtest"
	sampleKey       = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	sampleAppID     = "wx2c2769f8efd9abc2"
	sampleTimestamp = "1409735669"
	sampleNonce     = "1320562132"
	sampleSignature = "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
	samplePlain     = "16120ec1b8dbb870f510d87ce6bc2463eae6ca1a"
	sampleEncrypt   = "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
	samplePetition  = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
	sampleAccount   = "gh_10f6c3c3ac5a"
)

func at(seconds int64) func() time.Time {
	return func() time.Time { return time.Unix(seconds, 0) }
}

func newTestReceiver(t *testing.T) *Receiver {
	t.Helper()
	return newReceiverAt(t, 1409735669)
}

func newReceiverAt(t *testing.T, seconds int64) *Receiver {
	t.Helper()
	r, err := NewReceiver(ReceiverOptions{AppID: sampleAppID, Token: sampleToken, AESKey: sampleKey, Now: at(seconds)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sampleQuery() url.Values {
	return url.Values{
		"timestamp": {sampleTimestamp}, "nonce": {sampleNonce},
		"signature": {samplePlain}, "msg_signature": {sampleSignature}, "encrypt_type": {"aes"},
	}
}

func sampleBody() []byte {
	return []byte("<xml><ToUserName><![CDATA[" + sampleAccount + "]]></ToUserName><Encrypt><![CDATA[" + sampleEncrypt + "]]></Encrypt></xml>")
}

// sealed makes a genuine callback of a plain message.
func sealed(plain, appID string) (url.Values, []byte) {
	key, _ := base64.StdEncoding.DecodeString(sampleKey + "=")
	text := base64.StdEncoding.EncodeToString(util.AESEncryptMsg([]byte("0123456789abcdef"), []byte(plain), appID, key))
	return signedQuery(text), []byte("<xml><Encrypt>" + text + "</Encrypt></xml>")
}

func signedQuery(encrypted string) url.Values {
	q := sampleQuery()
	q.Set("msg_signature", util.Signature(sampleToken, sampleTimestamp, sampleNonce, encrypted))
	return q
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
	_, plain, err := util.DecryptMsg(sampleAppID, outer.Encrypt, sampleKey)
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		ToUserName, FromUserName, CreateTime, MsgType, Content string
	}
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
	if refused.Error() != "wechat callback refused: "+string(want) {
		t.Fatalf("error text %q says more than the reason", refused.Error())
	}
}

func stamp(seconds int64) string { return strconv.FormatInt(seconds, 10) }
