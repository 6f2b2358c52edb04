package simulator

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// desk is a bureau whose phones stand on a page, mounted at /demo/.
type desk struct {
	*bureau
	page     *httptest.Server
	advanced []time.Duration
	jumps    int
	fail     error
}

func newDesk(t *testing.T, movable bool) *desk {
	t.Helper()
	d := &desk{bureau: newBureau(t, nil)}
	options := PageOptions{Title: "Demo", Phones: []PhoneRef{
		{Kind: WeChat, ID: "oPerson1", Name: "Zhang", Role: "petitioner"},
		{Kind: WeCom, ID: "Li.Clerk", Name: "Li", Role: "clerk"},
	}}
	if movable {
		options.Advance = func(_ context.Context, by time.Duration) error {
			d.advanced = append(d.advanced, by)
			return d.fail
		}
		options.Next = func(context.Context) error {
			d.jumps++
			return d.fail
		}
	}
	mux := http.NewServeMux()
	mux.Handle("/demo/", http.StripPrefix("/demo/", d.world.Page(options)))
	mux.Handle("/other/", http.StripPrefix("/other", d.world.Page(options)))
	d.page = httptest.NewServer(mux)
	t.Cleanup(d.page.Close)
	return d
}

func (d *desk) get(path string) (*http.Response, string) {
	d.t.Helper()
	response, err := d.page.Client().Get(d.page.URL + path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return response, string(body)
}

func (d *desk) act(path, body string) int {
	d.t.Helper()
	response, err := d.page.Client().Post(d.page.URL+"/demo/"+path, "application/json", strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode
}

func (d *desk) state() pageState {
	d.t.Helper()
	_, body := d.get("/demo/state")
	var state pageState
	if err := json.Unmarshal([]byte(body), &state); err != nil {
		d.t.Fatal(err)
	}
	return state
}

func TestPageIsServedWithoutAnythingFromOutside(t *testing.T) {
	d := newDesk(t, true)
	for _, mount := range []string{"/demo/", "/other/"} {
		response, body := d.get(mount)
		if response.StatusCode != http.StatusOK || !strings.Contains(body, `id="clock"`) {
			t.Errorf("%s: %d", mount, response.StatusCode)
		}
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") {
			t.Errorf("policy %q", policy)
		}
	}
	entries, err := assets.ReadDir("page")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		response, body := d.get("/demo/" + strings.TrimSuffix(entry.Name(), "index.html"))
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", entry.Name(), response.StatusCode)
		}
		for _, banned := range []string{"innerHTML", "insertAdjacentHTML", "document.write", "@import", "url(http"} {
			if strings.Contains(body, banned) {
				t.Errorf("%s has %s", entry.Name(), banned)
			}
		}
	}
}

func TestActsOnThePageAreGestures(t *testing.T) {
	d := newDesk(t, true)
	d.replies(func(in inbound) string {
		if in.Content != "hello" {
			return ""
		}
		return textXML(`<a href="weixin://bizmsgmenu?msgmenucontent=file&msgmenuid=1">file</a>`)
	})
	for _, test := range []struct {
		path, body string
		right      func(inbound) bool
	}{
		{"say", `{"phone":"wechat:oPerson1","text":"hello"}`, func(in inbound) bool { return in.Content == "hello" }},
		{"tap", `{"phone":"wechat:oPerson1","bubble":2,"choice":"1"}`, func(in inbound) bool { return in.Content == "file" && in.MenuID == "1" }},
		{"click", `{"phone":"wechat:oPerson1","key":"k"}`, func(in inbound) bool { return in.EventKey == "k" }},
		{"image", `{"phone":"wechat:oPerson1"}`, func(in inbound) bool { return in.MsgType == "image" }},
		{"location", `{"phone":"wechat:oPerson1","label":"bank","latitude":41,"longitude":122}`, func(in inbound) bool { return in.X == 41 && in.Label == "bank" }},
		{"enter", `{"phone":"wecom:li.clerk"}`, func(in inbound) bool { return in.Event == "enter_agent" && in.FromUserName == "Li.Clerk" }},
	} {
		if status := d.act(test.path, test.body); status != http.StatusNoContent {
			t.Errorf("%s: %d", test.path, status)
		}
		if in := d.last(); !test.right(in) {
			t.Errorf("%s: %+v", test.path, in)
		}
	}
}

func TestBadActsAreRefused(t *testing.T) {
	d := newDesk(t, false)
	for name, test := range map[string]struct {
		path, body string
		status     int
	}{
		"unknown phone":  {"say", `{"phone":"wechat:oStranger","text":"x"}`, http.StatusNotFound},
		"rubbish":        {"say", `rubbish`, http.StatusBadRequest},
		"too large":      {"say", `{"text":"` + strings.Repeat("x", maxAct) + `"}`, http.StatusBadRequest},
		"no such choice": {"tap", `{"phone":"wechat:oPerson1","bubble":9,"choice":"1"}`, http.StatusNotFound},
		"no such option": {"select", `{"phone":"wecom:li.clerk","bubble":9}`, http.StatusNotFound},
		"standing clock": {"advance", `{"by":"1h"}`, http.StatusBadRequest},
		"no next event":  {"next", `{}`, http.StatusBadRequest},
	} {
		if status := d.act(test.path, test.body); status != test.status {
			t.Errorf("%s: %d, want %d", name, status, test.status)
		}
	}
	response, err := d.page.Client().Post(d.page.URL+"/demo/say", "text/plain", strings.NewReader(`{"phone":"wechat:oPerson1","text":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusBadRequest || d.count() != 0 {
		t.Errorf("another site's form acted: %d", response.StatusCode)
	}
	d.handles(func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusTeapot) })
	if status := d.act("say", `{"phone":"wechat:oPerson1","text":"x"}`); status != http.StatusBadGateway {
		t.Errorf("refused callback: %d", status)
	}
}

func TestClockIsPushedByTheHost(t *testing.T) {
	d := newDesk(t, true)
	if status := d.act("advance", `{"by":"72h"}`); status != http.StatusNoContent || len(d.advanced) != 1 || d.advanced[0] != 72*time.Hour {
		t.Errorf("status %d, advanced %v", status, d.advanced)
	}
	for _, by := range []string{"", "-1h", "0s", "9601h"} {
		if status := d.act("advance", `{"by":"`+by+`"}`); status != http.StatusBadRequest {
			t.Errorf("%q: %d", by, status)
		}
	}
	if status := d.act("next", `{}`); status != http.StatusNoContent || d.jumps != 1 || !d.state().Jumps {
		t.Errorf("next: status %d, %d jumps", status, d.jumps)
	}
	d.fail = errors.New("host")
	if status := d.act("next", `{}`); status != http.StatusBadGateway {
		t.Errorf("host failed: %d", status)
	}
	if status := d.act("advance", `{"by":"1h"}`); status != http.StatusBadGateway {
		t.Errorf("host failed: %d", status)
	}
}

func TestStateIsAllThatIsShown(t *testing.T) {
	d := newDesk(t, true)
	d.post(WeCom, "message/send", app("li.clerk", "template_card", buttonCard("c1", nil)))
	d.post(WeCom, "menu/create", object("button", []any{object("type", "click", "name", "todo", "key", "todo")}))
	if status := d.act("select", `{"phone":"wecom:li.clerk","bubble":1,"question":"track","option":"ordinary"}`); status != http.StatusNoContent {
		t.Errorf("select: %d", status)
	}
	state := d.state()
	if state.Title != "Demo" || !state.Movable || !state.Now.Equal(monday()) || len(state.Phones) != 2 {
		t.Fatalf("state %+v", state)
	}
	clerk := state.Phones[1]
	if clerk.Key != "wecom:li.clerk" || clerk.Name != "Li" || clerk.Account != "App" || clerk.Unread != 1 || len(clerk.Menu) != 1 {
		t.Errorf("clerk %+v", clerk)
	}
	if len(clerk.Bubbles) != 1 || clerk.Bubbles[0].Card.Selection.Selected != "ordinary" {
		t.Errorf("bubbles %+v", clerk.Bubbles)
	}
	d.act("read", `{"phone":"wecom:li.clerk","bubble":1}`)
	if d.state().Phones[1].Unread != 0 {
		t.Error("still unread")
	}
}

func TestStateHoldsTheNewestBubbles(t *testing.T) {
	d := newDesk(t, true)
	phone := d.world.Petitioner("oPerson1")
	for range mostShown + 5 {
		phone.show(Bubble{From: Bureau, Kind: KindText})
	}
	if shown := d.state().Phones[0].Bubbles; len(shown) != mostShown || shown[mostShown-1].ID != mostShown+5 {
		t.Errorf("%d shown", len(shown))
	}
}

func TestPicturesAreShownAndOtherFilesOffered(t *testing.T) {
	d := newDesk(t, true)
	d.act("image", `{"phone":"wechat:oPerson1"}`)
	response, body := d.get("/demo/media/wechat/" + d.last().MediaID)
	if response.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(body, "\x89PNG") {
		t.Errorf("picture %v", response.Header)
	}
	page := d.upload(WeCom, "file", "page.html", "<script>alert(1)</script>")
	response, _ = d.get("/demo/media/wecom/" + page)
	if response.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(response.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("file %v", response.Header)
	}
	if response, _ = d.get("/demo/media/wecom/unknown"); response.StatusCode != http.StatusNotFound {
		t.Errorf("unknown: %d", response.StatusCode)
	}
}

func TestEventsTellOfEveryChange(t *testing.T) {
	d := newDesk(t, true)
	response, err := d.page.Client().Get(d.page.URL + "/demo/events")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	next := func() (event struct{ Changes uint64 }) {
		for lines.Scan() {
			if text, found := strings.CutPrefix(lines.Text(), "data: "); found {
				if err := json.Unmarshal([]byte(text), &event); err != nil {
					t.Fatal(err)
				}
				return event
			}
		}
		t.Fatal("the stream ended")
		return event
	}
	before := next()
	d.world.Petitioner("oPerson1").show(Bubble{From: Bureau, Kind: KindText})
	if after := next(); after.Changes <= before.Changes {
		t.Errorf("%d after %d", after.Changes, before.Changes)
	}
}
