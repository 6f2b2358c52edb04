package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	testKeyWeChat = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	testKeyWeCom  = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	testAgent     = 1000002
)

func monday() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, shanghai()) }

// inbound is what the fake bureau read of a callback.
type inbound struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   string
	FromUserName string
	CreateTime   int64
	MsgType      string
	MsgID        int64 `xml:"MsgId"`
	Content      string
	MenuID       string `xml:"bizmsgmenuid"`
	MediaID      string `xml:"MediaId"`
	PicURL       string `xml:"PicUrl"`
	Recognition  string
	X            float64 `xml:"Location_X"`
	Y            float64 `xml:"Location_Y"`
	Label        string
	Title        string
	URL          string `xml:"Url"`
	Event        string
	EventKey     string
	TaskID       string `xml:"TaskId"`
	CardType     string
	ResponseCode string
	AgentID      int
	Status       string
	TemplateMsg  int64 `xml:"MsgID"`
	Selected     []struct {
		QuestionKey string
		OptionID    string `xml:"OptionIds>OptionId"`
	} `xml:"SelectedItems>SelectedItem"`

	platform Platform
	query    url.Values
	raw      string
}

// bureau is a tiny program behind the callbacks. Its answer is the inner XML
// of a reply without the addresses, "" for an empty 200.
type bureau struct {
	t     *testing.T
	world *World
	api   *httptest.Server
	clock *Clock

	mu     sync.Mutex
	got    []inbound
	answer func(inbound) string
	handle http.HandlerFunc // replaces everything when set
}

func newBureau(t *testing.T, change func(*Options)) *bureau {
	t.Helper()
	b := &bureau{t: t, clock: StandingClock(monday())}
	callbacks := httptest.NewServer(b)
	options := Options{
		WeChat: OfficialAccount{
			CallbackURL: callbacks.URL + "/wechat", AppID: "wx2c2769f8efd9abc2", AppSecret: "secret-a",
			Token: "spamtest", AESKey: testKeyWeChat, Name: "Account",
		},
		WeCom: App{
			CallbackURL: callbacks.URL + "/wecom", CorpID: "wx5823bf96d3bd56c7", AgentID: testAgent,
			Secret: "secret-b", Token: "QDG6eK", AESKey: testKeyWeCom, Name: "App",
		},
		Clock: b.clock.Now,
	}
	if change != nil {
		change(&options)
	}
	world, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	b.world = world
	b.api = httptest.NewServer(world.API())
	t.Cleanup(callbacks.Close)
	t.Cleanup(b.api.Close)
	return b
}

func (b *bureau) replies(answer func(inbound) string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = answer
}

func (b *bureau) handles(handle http.HandlerFunc) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.handle = handle
}

func (b *bureau) last() inbound {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.got) == 0 {
		b.t.Fatal("the bureau got nothing")
	}
	return b.got[len(b.got)-1]
}

func (b *bureau) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.got)
}

func (b *bureau) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	b.mu.Lock()
	handle := b.handle
	b.mu.Unlock()
	if handle != nil {
		handle(out, in)
		return
	}
	platform := WeChat
	if in.URL.Path == "/wecom" {
		platform = WeCom
	}
	if in.Method == http.MethodGet {
		b.echo(platform, out, in)
		return
	}
	message, err := b.open(platform, in)
	if err != nil {
		http.Error(out, err.Error(), http.StatusForbidden)
		return
	}
	b.mu.Lock()
	b.got = append(b.got, message)
	answer := b.answer
	b.mu.Unlock()
	if answer == nil {
		return
	}
	b.reply(out, message, answer(message))
}

func (b *bureau) echo(platform Platform, out http.ResponseWriter, in *http.Request) {
	query, cipher := in.URL.Query(), b.world.ciphers[platform]
	echo, name, parts := query.Get("echostr"), "signature", []string{cipher.token, query.Get("timestamp"), query.Get("nonce")}
	if platform == WeCom {
		name, parts = "msg_signature", append(parts, echo)
	}
	if query.Get(name) != sign(parts...) {
		http.Error(out, "signature", http.StatusForbidden)
		return
	}
	if platform == WeCom {
		plain, err := cipher.open(echo)
		if err != nil {
			http.Error(out, "echo", http.StatusForbidden)
			return
		}
		echo = string(plain)
	}
	_, _ = io.WriteString(out, echo)
}

func (b *bureau) open(platform Platform, in *http.Request) (inbound, error) {
	var outer sealedReply
	var message inbound
	body, err := io.ReadAll(in.Body)
	if err != nil {
		return message, err
	}
	if err := xml.Unmarshal(body, &outer); err != nil {
		return message, err
	}
	query, cipher := in.URL.Query(), b.world.ciphers[platform]
	if err := cipher.verify(query.Get("msg_signature"), query.Get("timestamp"), query.Get("nonce"), outer.Encrypt); err != nil {
		return message, err
	}
	plain, err := cipher.open(outer.Encrypt)
	if err != nil {
		return message, err
	}
	message.platform, message.query, message.raw = platform, query, string(body)
	return message, xml.Unmarshal(plain, &message)
}

func (b *bureau) reply(out http.ResponseWriter, to inbound, inner string) {
	if inner == "" {
		return
	}
	plain := fmt.Sprintf("<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>1</CreateTime>%s</xml>",
		to.FromUserName, to.ToUserName, inner)
	_, _ = out.Write(b.seal(to.platform, plain))
}

func (b *bureau) seal(platform Platform, plain string) []byte {
	cipher := b.world.ciphers[platform]
	sealed, err := cipher.seal([]byte(plain))
	if err != nil {
		b.t.Error(err)
	}
	return []byte(fmt.Sprintf("<xml><Encrypt>%s</Encrypt><MsgSignature>%s</MsgSignature><TimeStamp>7</TimeStamp><Nonce>8</Nonce></xml>",
		sealed, sign(cipher.token, "7", "8", sealed)))
}

func textXML(text string) string {
	var out strings.Builder
	cdata("MsgType", "text").write(&out)
	cdata("Content", text).write(&out)
	return out.String()
}

func says(text string) func(inbound) string { return func(inbound) string { return textXML(text) } }

// token gets a valid access token through the API.
func (b *bureau) token(platform Platform) string {
	b.t.Helper()
	path := "/weixin/cgi-bin/token?grant_type=client_credential&appid=wx2c2769f8efd9abc2&secret=secret-a"
	if platform == WeCom {
		path = "/qyapi/cgi-bin/gettoken?corpid=wx5823bf96d3bd56c7&corpsecret=secret-b"
	}
	answer := b.call(http.MethodGet, path, nil)
	token, _ := answer["access_token"].(string)
	if token == "" {
		b.t.Fatalf("no token: %v", answer)
	}
	return token
}

// call calls the API and reads the JSON answer.
func (b *bureau) call(method, path string, body any) map[string]any {
	b.t.Helper()
	answer := map[string]any{}
	if err := json.Unmarshal(b.fetch(method, path, body), &answer); err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	return answer
}

func (b *bureau) fetch(method, path string, body any) []byte {
	b.t.Helper()
	response, err := b.try(b.t.Context(), method, path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return raw
}

func (b *bureau) try(ctx context.Context, method, path string, body any) (*http.Response, error) {
	b.t.Helper()
	var sent []byte
	switch body := body.(type) {
	case nil:
	case string:
		sent = []byte(body)
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			b.t.Fatal(err)
		}
		sent = encoded
	}
	request, err := http.NewRequestWithContext(ctx, method, b.api.URL+path, bytes.NewReader(sent))
	if err != nil {
		b.t.Fatal(err)
	}
	return b.api.Client().Do(request)
}

// code calls the API with a fresh token and returns errcode.
func (b *bureau) code(platform Platform, path string, body any) int {
	b.t.Helper()
	answer := b.post(platform, path, body)
	code, _ := answer["errcode"].(float64)
	return int(code)
}

func (b *bureau) post(platform Platform, path string, body any) map[string]any {
	b.t.Helper()
	prefix := "/weixin/cgi-bin/"
	if platform == WeCom {
		prefix = "/qyapi/cgi-bin/"
	}
	return b.call(http.MethodPost, prefix+path+"?access_token="+b.token(platform), body)
}

func object(pairs ...any) map[string]any {
	made := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		made[pairs[i].(string)] = pairs[i+1]
	}
	return made
}
