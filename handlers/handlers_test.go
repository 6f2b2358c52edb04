package handlers

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/messages"
)

// platform plays an adapter: the body of a callback is the update's text.
type platform struct{}

type refusal string

func (r refusal) Error() string   { return "refused: " + string(r) }
func (r refusal) Refused() string { return string(r) }

func (platform) Check(q url.Values) (string, error) {
	if reason := q.Get("refuse"); reason != "" {
		return "", refusal(reason)
	}
	return q.Get("echostr"), nil
}

func (platform) Decode(q url.Values, body []byte) (bot.Update, error) {
	if q.Get("strange") != "" {
		return bot.Update{}, errors.New("strange")
	}
	if reason := q.Get("refuse"); reason != "" {
		return bot.Update{}, refusal(reason)
	}
	return bot.Update{Platform: bot.WeChat, Kind: bot.KindText, Text: string(body)}, nil
}

func (platform) Encode(_ bot.Update, m messages.Message) ([]byte, error) {
	switch {
	case m.Text == "unsayable":
		return nil, errors.New("cannot be encoded")
	case m.Empty():
		return []byte("success"), nil
	}
	return []byte("<xml>" + m.Text + "</xml>"), nil
}

// conversation answers as its functions say.
type conversation struct {
	handle func(context.Context, bot.Update) (messages.Message, error)
	put    func(context.Context, bot.Update) error
}

func (c conversation) Handle(ctx context.Context, u bot.Update) (messages.Message, error) {
	return c.handle(ctx, u)
}

func (c conversation) Defer(ctx context.Context, u bot.Update) error { return c.put(ctx, u) }

func saying(text string) func(context.Context, bot.Update) (messages.Message, error) {
	return func(context.Context, bot.Update) (messages.Message, error) { return messages.Say(text), nil }
}

func failing(err error) func(context.Context, bot.Update) (messages.Message, error) {
	return func(context.Context, bot.Update) (messages.Message, error) { return messages.Message{}, err }
}

func kept(context.Context, bot.Update) error { return nil }

func lost(context.Context, bot.Update) error { return errors.New("database is away") }

// house is a server and what it wrote.
type house struct {
	*Server
	t    *testing.T
	log  *logbook
	over chan time.Time // the patience of every callback ends when this is fed
}

// logbook collects the log; requests are served at once.
type logbook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func open(t *testing.T, change func(*Options)) *house {
	t.Helper()
	h := &house{t: t, log: new(logbook), over: make(chan time.Time)}
	o := Options{
		WeChat:       platform{},
		Conversation: conversation{saying("hello"), kept},
		Log:          slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now:          func() time.Time { return time.Unix(1_800_000_000, 0) },
		After:        func(time.Duration) <-chan time.Time { return h.over },
	}
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	h.Server = s
	return h
}

func talk(c Conversation) func(*Options) {
	return func(o *Options) { o.Conversation = c }
}

func (h *house) do(method, target, body string) *httptest.ResponseRecorder {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w
}

func (h *house) want(method, target, body string, status int, answer string) *httptest.ResponseRecorder {
	h.t.Helper()
	w := h.do(method, target, body)
	if w.Code != status || w.Body.String() != answer {
		h.t.Errorf("%s %s: got %d %q, want %d %q", method, target, w.Code, w.Body.String(), status, answer)
	}
	return w
}

// metric is the value of one line of /metrics, or "".
func (h *house) metric(name string) string {
	h.t.Helper()
	for line := range strings.Lines(h.do(http.MethodGet, "/metrics", "").Body.String()) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func (h *house) wantMetric(name, want string) {
	h.t.Helper()
	if got := h.metric(name); got != want {
		h.t.Errorf("%s is %q, want %q", name, got, want)
	}
}

// drain waits until every conversation has ended.
func (h *house) drain() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := h.Drain(ctx); err != nil {
		h.t.Error(err)
	}
}
