package wecom

import (
	"net/http"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

func TestTheAppsMenuIsCreated(t *testing.T) {
	p, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) { wiretest.Reply(w, `{"errcode":0}`) })
	menu := wire.Menu{{Name: "mine", Sub: []wire.Button{{Name: "work", Key: "w"}}}, {Name: "help", Key: "h"}}
	if err := s.CreateMenu(t.Context(), menu); err != nil {
		t.Fatal(err)
	}
	last := p.Calls[len(p.Calls)-1]
	if !strings.HasSuffix(last.Path, callMenu) || !strings.Contains(last.Query, "agentid=") {
		t.Errorf("asked %s?%s", last.Path, last.Query)
	}
	want := `{"button":[{"name":"mine","sub_button":[{"type":"click","name":"work","key":"w"}]},{"type":"click","name":"help","key":"h"}]}`
	if strings.TrimSpace(last.Raw) != want {
		t.Errorf("sent %s", last.Raw)
	}
}

func TestAMenuBeyondTheLimitsIsNotSent(t *testing.T) {
	_, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) {
		t.Error("sent")
		wiretest.Reply(w, `{"errcode":0}`)
	})
	long := wire.Menu{{Name: "mine", Sub: []wire.Button{{Name: strings.Repeat("n", maxSubName+1), Key: "w"}}}}
	err := s.CreateMenu(t.Context(), long)
	wiretest.WantFailure(t, err, bot.FailConfig, 0)
}
