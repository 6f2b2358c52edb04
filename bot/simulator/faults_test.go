package simulator

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const tokenPath = "/weixin/cgi-bin/token?appid=wx2c2769f8efd9abc2&secret=secret-a"

func TestFaultsStrikeAsOftenAsTold(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Faults.Add(Fault{Kind: FaultCode, Code: 45009, Path: "cgi-bin/token", Times: 2})
	for i, want := range []any{45009.0, 45009.0, nil} {
		if got := b.call(http.MethodGet, tokenPath, nil)["errcode"]; got != want {
			t.Errorf("call %d: %v, want %v", i+1, got, want)
		}
	}
	if b.world.Faults.Struck() != 2 {
		t.Errorf("struck %d", b.world.Faults.Struck())
	}
	b.world.Faults.Add(Fault{Kind: FaultCode, Code: -1})
	if got := b.call(http.MethodGet, tokenPath, nil)["errcode"]; got != -1.0 {
		t.Errorf("any path: %v", got)
	}
	b.world.Faults.Clear()
	b.token(WeChat)
}

func TestFaultsOfOnePathSpareOthers(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Faults.Add(Fault{Kind: FaultStatus, Path: "gettoken", Status: 503})
	b.token(WeChat)
	response, err := b.try(t.Context(), http.MethodGet, "/qyapi/cgi-bin/gettoken", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestStatusFaultIsABadGatewayUnlessTold(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Faults.Add(Fault{Kind: FaultStatus})
	response, err := b.try(t.Context(), http.MethodGet, tokenPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusBadGateway {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestLostAnswersAreWorkDone(t *testing.T) {
	for kind, shown := range map[FaultKind]int{FaultHang: 1, FaultLoseAnswer: 2} {
		t.Run(string(kind), func(t *testing.T) {
			b := newBureau(t, nil)
			phone := b.world.Petitioner("oPerson1")
			mustAnswer(t)(phone.Say(t.Context(), "hello"))
			path := "/weixin/cgi-bin/message/custom/send?access_token=" + b.token(WeChat)
			b.world.Faults.Add(Fault{Kind: kind, Path: "custom/send", Times: 1})
			ctx, hangUp := context.WithCancel(t.Context())
			over := make(chan error, 1)
			go func() {
				response, err := b.try(ctx, http.MethodPost, path, customText("oPerson1", "news"))
				if err == nil {
					_ = response.Body.Close()
				}
				over <- err
			}()
			if err := phone.Wait(t.Context(), func(all []Bubble) bool { return len(all) == shown }); err != nil {
				t.Fatal(err)
			}
			hangUp()
			if err := <-over; err == nil {
				t.Error("an answer arrived")
			}
			if got := len(phone.Bubbles()); got != shown {
				t.Errorf("%d shown, want %d", got, shown)
			}
		})
	}
}

func TestResetBreaksTheConnection(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Faults.Add(Fault{Kind: FaultReset, Times: 1})
	// A POST, because a client repeats a GET whose connection broke.
	response, err := b.try(t.Context(), http.MethodPost, "/weixin/cgi-bin/stable_token", "{}")
	if err == nil {
		_ = response.Body.Close()
		t.Error("an answer arrived")
	}
	recorder := httptest.NewRecorder()
	b.world.Faults.Add(Fault{Kind: FaultReset, Times: 1})
	b.world.API().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, tokenPath, nil))
	if recorder.Code != http.StatusInternalServerError {
		t.Errorf("status %d where nothing can be broken", recorder.Code)
	}
}

func TestRevokedTokenFault(t *testing.T) {
	b := newBureau(t, nil)
	token := b.token(WeCom)
	b.world.Faults.Add(Fault{Kind: FaultRevokeToken, Path: "department/list", Times: 1})
	got := b.call(http.MethodGet, "/qyapi/cgi-bin/department/list?access_token="+token, nil)
	if got["errcode"] != float64(codeBadToken) {
		t.Errorf("got %v", got)
	}
}

func TestSlowAnswersComeUnlessTheCallerHangsUp(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Faults.Add(Fault{Kind: FaultSlow, Delay: time.Millisecond, Times: 1})
	b.token(WeChat)
	b.world.Faults.Add(Fault{Kind: FaultSlow, Delay: time.Hour, Times: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if response, err := b.try(ctx, http.MethodGet, tokenPath, nil); err == nil {
		_ = response.Body.Close()
		t.Error("an answer arrived after an hour")
	}
}

func TestChanceIsRepeatable(t *testing.T) {
	pattern := func(seed uint64) string {
		f := newFaults(seed)
		f.Add(Fault{Kind: FaultHang, Chance: 0.5})
		var out strings.Builder
		for range 40 {
			if _, hit := f.strike("/x"); hit {
				out.WriteByte('x')
			} else {
				out.WriteByte('.')
			}
		}
		return out.String()
	}
	first, again := pattern(7), pattern(7)
	if first != again || !strings.Contains(first, "x") || !strings.Contains(first, ".") {
		t.Errorf("%s then %s", first, again)
	}
	if first == pattern(8) {
		t.Error("the seed changes nothing")
	}
}
