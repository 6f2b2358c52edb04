package wecom

import (
	"net/http"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
)

func TestTheAppsMenuIsCreated(t *testing.T) {
	p, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, `{"errcode":0}`) })
	menu := wire.Menu{{Name: "mine", Sub: []wire.Button{{Name: "work", Key: "w"}}}, {Name: "help", Key: "h"}}
	if err := s.CreateMenu(t.Context(), menu); err != nil {
		t.Fatal(err)
	}
	last := p.calls[len(p.calls)-1]
	if !strings.HasSuffix(last.path, callMenu) || !strings.Contains(last.query, "agentid=") {
		t.Errorf("asked %s?%s", last.path, last.query)
	}
	want := `{"button":[{"name":"mine","sub_button":[{"type":"click","name":"work","key":"w"}]},{"type":"click","name":"help","key":"h"}]}`
	if strings.TrimSpace(last.raw) != want {
		t.Errorf("sent %s", last.raw)
	}
}

func TestAMenuBeyondTheLimitsIsNotSent(t *testing.T) {
	_, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) {
		t.Error("sent")
		reply(w, `{"errcode":0}`)
	})
	long := wire.Menu{{Name: "mine", Sub: []wire.Button{{Name: strings.Repeat("n", maxSubName+1), Key: "w"}}}}
	err := s.CreateMenu(t.Context(), long)
	wantFailure(t, err, bot.FailConfig, 0)
}
