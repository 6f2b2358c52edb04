package wiretest

import (
	"encoding/xml"
	"net/url"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// Sample is a callback of a platform's official documents: the account that
// it is for, the moment that it was signed, and what arrived.
type Sample struct {
	wire.Account
	Seconds   int64 // of the moment, since 1970
	Timestamp string
	Nonce     string
	Signature string // msg_signature
	Encrypt   string
	Outside   string // what stands beside Encrypt
}

// OfficialAccount is the sample of the official account.
func OfficialAccount() Sample {
	return Sample{
		Account: wire.Account{
			Platform: bot.WeChat, ID: "wx2c2769f8efd9abc2", Token: "spamtest",
			AESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", Foreign: "appid",
		},
		Seconds: 1409735669, Timestamp: "1409735669", Nonce: "1320562132",
		Signature: "5d197aaffba7e9b25a30732f161a50dee96bd5fa",
		Encrypt:   "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=",
		Outside:   "<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>",
	}
}

// Company is the sample of a WeCom app.
func Company() Sample {
	return Sample{
		Account: wire.Account{
			Platform: bot.WeCom, ID: "wx5823bf96d3bd56c7", Token: "QDG6eK",
			AESKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", Foreign: "corpid",
		},
		Seconds: 1409659813, Timestamp: "1409659813", Nonce: "1372623149",
		Signature: "477715d11cdb4164915debcba66cb864d751f3e6",
		Encrypt:   "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
		Outside:   "<ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><AgentID>218</AgentID>",
	}
}

// Query is the sample's, for the messages of both platforms.
func (s Sample) Query() url.Values {
	return url.Values{
		"timestamp": {s.Timestamp}, "nonce": {s.Nonce}, "msg_signature": {s.Signature}, "encrypt_type": {"aes"},
	}
}

// With is the sample's query with one value changed; an empty one is left out.
func (s Sample) With(name, value string) url.Values {
	q := s.Query()
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	return q
}

// Body is the sample's.
func (s Sample) Body() []byte {
	return []byte("<xml>" + s.Outside + "<Encrypt><![CDATA[" + s.Encrypt + "]]></Encrypt></xml>")
}

// Clock stands so many seconds after the sample's moment.
func (s Sample) Clock(after int64) func() time.Time {
	return func() time.Time { return time.Unix(s.Seconds+after, 0) }
}

// Envelope is the account's, at the sample's moment.
func (s Sample) Envelope(t testing.TB) wire.Envelope {
	t.Helper()
	e, err := wire.NewEnvelope(s.Account, s.Clock(0))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Callback makes a genuine callback of a message to the account.
func (s Sample) Callback(t testing.TB, plain string) (url.Values, []byte) {
	t.Helper()
	body, err := s.Envelope(t).SealPlain([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return outside(t, body), body
}

// Opened reads a passive reply as the platform would.
func (s Sample) Opened(t testing.TB, body []byte) OpenedReply {
	t.Helper()
	var reply OpenedReply
	if err := s.Envelope(t).Read(outside(t, body), body, &reply); err != nil {
		t.Fatalf("the platform would refuse the reply: %v", err)
	}
	return reply
}

// OpenedReply is a passive reply without its envelope.
type OpenedReply struct {
	ToUserName, FromUserName, CreateTime, MsgType, Content string
	ReplaceName                                            string `xml:"Button>ReplaceName"`
}

// outside is what a sealed message says of itself, as a callback's query does.
func outside(t testing.TB, body []byte) url.Values {
	t.Helper()
	var o struct{ MsgSignature, TimeStamp, Nonce string }
	if err := xml.Unmarshal(body, &o); err != nil {
		t.Fatalf("a sealed message is not XML: %v", err)
	}
	return url.Values{"timestamp": {o.TimeStamp}, "nonce": {o.Nonce}, "msg_signature": {o.MsgSignature}, "encrypt_type": {"aes"}}
}
