package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"onevisit/bot"
	"onevisit/messages"
)

func TestAddressCheckIsAnswered(t *testing.T) {
	h := open(t, nil)
	h.want("GET", "/wechat?echostr=123", "", 200, "123")
	h.want("GET", "/wechat?echostr=123&refuse=signature", "", 403, "")
	h.wantMetric(`onevisit_callbacks_refused_total{platform="wechat",reason="signature"}`, "1")
}

func TestCallbackIsAnswered(t *testing.T) {
	h := open(t, nil)
	w := h.want("POST", "/wechat", "hi", 200, "<xml>hello</xml>")
	if got := w.Header().Get("Content-Type"); got != "application/xml; charset=utf-8" {
		t.Errorf("content type %q", got)
	}
	h.wantMetric(`onevisit_callbacks_total{kind="text",platform="wechat",result="answered"}`, "1")
	h.wantMetric(`onevisit_callback_seconds_count{platform="wechat"}`, "1")
}

func TestNothingToSayIsAcknowledged(t *testing.T) {
	h := open(t, talk(conversation{saying(""), lost}))
	w := h.want("POST", "/wechat", "hi", 200, "success")
	if got := w.Header().Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("content type %q", got)
	}
}

func TestRefusedCallbacksSayNothing(t *testing.T) {
	tests := []struct {
		query, reason string
		status        int
	}{
		{"refuse=signature", "signature", 403},
		{"refuse=stale", "stale", 403},
		{"refuse=plaintext", "plaintext", 403},
		{"refuse=malformed", "malformed", 400},
		{"refuse=too-large", "too-large", 413},
		{"strange=1", "other", 403},
	}
	for _, test := range tests {
		h := open(t, talk(conversation{func(context.Context, bot.Update) (messages.Message, error) {
			t.Error("a refused callback was handled")
			return messages.Message{}, nil
		}, kept}))
		h.want("POST", "/wechat?"+test.query, "x", test.status, "")
		h.wantMetric(`onevisit_callbacks_refused_total{platform="wechat",reason="`+test.reason+`"}`, "1")
	}
}

func TestBodyIsBounded(t *testing.T) {
	h := open(t, nil)
	h.want("POST", "/wechat", strings.Repeat("x", maxBody), 200, "<xml>hello</xml>")
	h.want("POST", "/wechat", strings.Repeat("x", maxBody+1), 413, "")
	h.wantMetric(`onevisit_callbacks_refused_total{platform="wechat",reason="too-large"}`, "1")
}

func TestBodyThatBreaksOff(t *testing.T) {
	h := open(t, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", "/wechat", iotest.ErrReader(errors.New("gone"))))
	if w.Code != http.StatusBadRequest {
		t.Errorf("got %d", w.Code)
	}
}

func TestSlowAnswerIsPutOffAndTheWorkGoesOn(t *testing.T) {
	release, finished := make(chan struct{}), make(chan error, 1)
	var deferred bot.Update
	h := open(t, talk(conversation{
		handle: func(ctx context.Context, _ bot.Update) (messages.Message, error) {
			<-release
			finished <- ctx.Err()
			return messages.Say("late"), nil
		},
		put: func(ctx context.Context, u bot.Update) error {
			if _, ok := ctx.Deadline(); !ok {
				t.Error("putting off has no limit")
			}
			deferred = u
			return nil
		},
	}))
	close(h.over)
	h.want("POST", "/wechat", "slow", 200, "success")
	if deferred.Text != "slow" {
		t.Errorf("deferred %+v", deferred)
	}
	close(release)
	h.drain()
	if err := <-finished; err != nil {
		t.Errorf("the conversation's context ended with the request: %v", err)
	}
	h.wantMetric(`onevisit_callbacks_total{kind="text",platform="wechat",result="deferred"}`, "1")
	h.wantMetric(`onevisit_answers_deferred_total{platform="wechat",why="slow"}`, "1")
}

func TestConversationOutlivesTheRequest(t *testing.T) {
	request, hangUp := context.WithCancel(t.Context())
	alive := make(chan error, 1)
	h := open(t, talk(conversation{
		handle: func(ctx context.Context, _ bot.Update) (messages.Message, error) {
			hangUp()
			alive <- ctx.Err()
			if _, ok := ctx.Deadline(); !ok {
				t.Error("a conversation must end some time")
			}
			return messages.Say("x"), nil
		},
		put: kept,
	}))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(request, "POST", "/wechat", strings.NewReader("x")))
	if err := <-alive; err != nil {
		t.Errorf("canceled with the request: %v", err)
	}
}

func TestFailedConversationIsPutOff(t *testing.T) {
	tests := map[string]func(context.Context, bot.Update) (messages.Message, error){
		"an error":         failing(errors.New("deadlock")),
		"a panic":          func(context.Context, bot.Update) (messages.Message, error) { panic("words of a person") },
		"an odd character": saying("unsayable"),
	}
	for name, handle := range tests {
		t.Run(name, func(t *testing.T) {
			h := open(t, talk(conversation{handle, kept}))
			h.want("POST", "/wechat", "x", 200, "success")
			h.wantMetric(`onevisit_answers_deferred_total{platform="wechat",why="error"}`, "1")
			if strings.Contains(h.log.String(), "words of a person") {
				t.Error("the log holds what a panic said")
			}
			h.drain()
		})
	}
}

func TestWhatCannotBeKeptIsAskedForAgain(t *testing.T) {
	h := open(t, talk(conversation{failing(errors.New("deadlock")), lost}))
	h.want("POST", "/wechat", "x", 503, "")
	h.wantMetric(`onevisit_callbacks_total{kind="text",platform="wechat",result="lost"}`, "1")
	h.wantMetric(`onevisit_answers_deferred_total{platform="wechat",why="error"}`, "")
}

func TestSlowAnswerThatCannotBeKeptIsAskedForAgain(t *testing.T) {
	release := make(chan struct{})
	h := open(t, talk(conversation{
		handle: func(context.Context, bot.Update) (messages.Message, error) {
			<-release
			return messages.Say("late"), nil
		},
		put: lost,
	}))
	close(h.over)
	h.want("POST", "/wechat", "x", 503, "")
	close(release)
	h.drain()
}

func TestAnswerThatComesWhilePuttingOffFailsIsGiven(t *testing.T) {
	h := open(t, nil)
	cb := &callback{
		name: bot.WeChat, platform: platform{}, flights: h.flights, metrics: NewMetrics(), log: h.log.logger(),
		conversation: conversation{put: lost},
	}
	replies := make(chan reply, 1)
	replies <- reply{body: []byte("<xml>just in time</xml>")}
	w, c := recorded()
	if result := cb.putOff(c, t.Context(), bot.Update{}, replies, "slow"); result != resultAnswered {
		t.Errorf("result %s", result)
	}
	if w.Body.String() != "<xml>just in time</xml>" {
		t.Errorf("answered %q", w.Body.String())
	}
}

func TestDrainWaitsForConversations(t *testing.T) {
	release := make(chan struct{})
	h := open(t, talk(conversation{
		handle: func(context.Context, bot.Update) (messages.Message, error) { <-release; return messages.Message{}, nil },
		put:    kept,
	}))
	close(h.over)
	h.want("POST", "/wechat", "x", 200, "success")

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Drain(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("drained with a conversation under way: %v", err)
	}
	h.want("POST", "/wechat", "x", 503, "") // nothing new begins
	close(release)
	h.drain()
	h.drain() // and again
}

func TestDrainOfAnIdleServerReturnsAtOnce(t *testing.T) {
	h := open(t, nil)
	h.drain()
	h.want("POST", "/wechat", "x", 503, "")
}
