package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"onevisit/bot"
)

func (l *logbook) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// recorded is a request that no route has seen.
func recorded() (*httptest.ResponseRecorder, *gin.Context) {
	w := httptest.NewRecorder()
	c, _ := gin.CreateTestContext(w)
	c.Request = httptest.NewRequest("POST", "/", nil)
	return w, c
}

func TestUnconfiguredIsNotThere(t *testing.T) {
	h := open(t, nil) // no WeCom, no demonstration
	for _, target := range []string{"/wecom", "/demo", "/demo/", "/demo/state", "/", "/wechat/", "/nothing"} {
		h.want("GET", target, "", 404, "")
		h.want("POST", target, "x", 404, "")
	}
	h.want("DELETE", "/wechat", "", 405, "")
}

func TestBothPlatformsAreServed(t *testing.T) {
	h := open(t, func(o *Options) { o.WeCom = platform{} })
	h.want("POST", "/wecom", "x", 200, "<xml>hello</xml>")
	h.want("GET", "/wecom?echostr=7", "", 200, "7")
	h.wantMetric(`onevisit_callbacks_total{kind="text",platform="wecom",result="answered"}`, "1")
	h.wantMetric(`onevisit_callbacks_total{kind="text",platform="wechat",result="answered"}`, "")
}

func TestHealth(t *testing.T) {
	var trouble error
	h := open(t, func(o *Options) {
		o.Ready = func(ctx context.Context) error {
			if _, ok := ctx.Deadline(); !ok {
				t.Error("readiness has no limit")
			}
			return trouble
		}
	})
	h.want("GET", "/healthz", "", 200, "ok\n")
	h.want("GET", "/readyz", "", 200, "ready\n")
	trouble = errors.New("database is away")
	h.want("GET", "/readyz", "", 503, "not ready\n")
	h.want("GET", "/healthz", "", 200, "ok\n")
	open(t, nil).want("GET", "/readyz", "", 200, "ready\n")
}

func TestDemonstrationIsMounted(t *testing.T) {
	h := open(t, func(o *Options) {
		o.Demo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			_, _ = fmt.Fprintf(w, "%s %s %s", r.Method, r.URL.Path, body)
		})
	})
	h.want("GET", "/demo/", "", 200, "GET / ")
	h.want("POST", "/demo/say", "hi", 200, "POST /say hi")
	if w := h.do("GET", "/demo", ""); w.Code != 302 || w.Header().Get("Location") != "/demo/" {
		t.Errorf("got %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestDemonstrationCanStream(t *testing.T) {
	h := open(t, func(o *Options) {
		o.Demo = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Errorf("cannot flush: %v", err)
			}
		})
	})
	if w := h.do("GET", "/demo/events", ""); !w.Flushed {
		t.Error("not flushed")
	}
}

func TestAnswersAreSecured(t *testing.T) {
	w := open(t, nil).do("GET", "/healthz", "")
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none';") {
		t.Errorf("policy %q", csp)
	}
}

func TestLogKnowsRoutesAndNoWords(t *testing.T) {
	h := open(t, func(o *Options) { o.Patience = time.Second })
	h.do("POST", "/wechat?openid=oSecret&signature=sig", "words of a person")
	h.do("BREW", "/pot/of/words", "")
	log := h.log.String()
	for _, want := range []string{
		`"method":"POST","route":"/wechat","status":200,"ms":0`,
		`"method":"other","route":"unmatched"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
	for _, secret := range []string{"oSecret", "sig", "words"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log shows %q", secret)
		}
	}
}

func TestPanicIsAnsweredWithItsID(t *testing.T) {
	h := open(t, func(o *Options) {
		o.Demo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/late" {
				w.WriteHeader(http.StatusAccepted)
				_, _ = io.WriteString(w, "half")
			}
			panic("words of a person")
		})
	})
	w := h.do("GET", "/demo/", "")
	id := strings.TrimSuffix(strings.TrimPrefix(w.Body.String(), "internal error "), "\n")
	if w.Code != 500 || len(id) != 12 {
		t.Fatalf("got %d %q", w.Code, w.Body.String())
	}
	if log := h.log.String(); !strings.Contains(log, id) || strings.Contains(log, "words of a person") {
		t.Errorf("log: %s", log)
	}
	h.want("GET", "/demo/late", "", 202, "half") // an answer that has begun cannot be another
}

func TestMetricsOfOthers(t *testing.T) {
	m := NewMetrics()
	h := open(t, func(o *Options) { o.Metrics = m })
	m.CountCall(bot.WeCom)("/cgi-bin/message/send", "ok")
	h.wantMetric(`onevisit_platform_calls_total{call="/cgi-bin/message/send",outcome="ok",platform="wecom"}`, "1")
	if err := m.Watch("onevisit_outbox", "Messages waiting.", func() float64 { return 3 }); err != nil {
		t.Fatal(err)
	}
	h.wantMetric("onevisit_outbox", "3")
	if err := m.Watch("onevisit_outbox", "Again.", func() float64 { return 4 }); err == nil {
		t.Error("one name for two numbers")
	}
}

func TestServersShareNoMetrics(t *testing.T) {
	a, b := open(t, nil), open(t, nil)
	a.do("POST", "/wechat", "x")
	b.wantMetric(`onevisit_callbacks_total{kind="text",platform="wechat",result="answered"}`, "")
}

func TestServerNeedsItsParts(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	now := func() time.Time { return time.Time{} }
	for name, o := range map[string]Options{
		"a log":          {Now: now},
		"a clock":        {Log: log},
		"a conversation": {Log: log, Now: now, WeChat: platform{}},
		"it for wecom":   {Log: log, Now: now, WeCom: platform{}},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("made without %s", name)
		}
	}
	s, err := New(Options{Log: log, Now: now})
	if err != nil || s == nil {
		t.Errorf("a server without platforms: %v", err)
	}
}

func TestPatienceLeavesTimeToPutOff(t *testing.T) {
	if got := (Options{}).withDefaults().Patience + deferLimit; got >= 5*time.Second {
		t.Errorf("patience and putting off take %v, the platforms wait 5 s", got)
	}
}
