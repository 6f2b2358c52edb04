package simulator

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func sceneBody(action, scene string, seconds int) map[string]any {
	return object("expire_seconds", seconds, "action_name", action, "action_info", object("scene", object("scene_str", scene)))
}

func TestASceneCodeBringsItsSceneUntilItsTimeIsOver(t *testing.T) {
	b := newBureau(t, nil)
	follower, stranger := b.world.Petitioner("oFollower"), b.world.Petitioner("oStranger")
	if _, err := stranger.Unfollow(t.Context()); err != nil {
		t.Fatal(err)
	}
	made := b.post(WeChat, "qrcode/create", sceneBody("QR_STR_SCENE", "case-7", 600))
	address, _ := made["url"].(string)
	if address == "" || address != b.world.LastCode() || made["ticket"] == "" || made["expire_seconds"] != float64(600) {
		t.Fatalf("made %v", made)
	}
	mustAnswer(t)(follower.ScanCode(t.Context(), address))
	if in := b.last(); in.Event != "SCAN" || in.EventKey != "case-7" {
		t.Errorf("a follower's scan is %+v", in)
	}
	mustAnswer(t)(stranger.ScanCode(t.Context(), address))
	if in := b.last(); in.Event != "subscribe" || in.EventKey != "qrscene_case-7" || !stranger.Following() {
		t.Errorf("a stranger's scan is %+v", in)
	}
	b.clock.Advance(10 * time.Minute)
	for _, old := range []string{address, "http://weixin.qq.com/q/other", ""} {
		if _, err := follower.ScanCode(t.Context(), old); !errors.Is(err, ErrNoCode) {
			t.Errorf("scanning %q: %v", old, err)
		}
	}
	if _, err := b.world.Staff("li.clerk").ScanCode(t.Context(), address); !errors.Is(err, ErrNoCode) {
		t.Errorf("WeCom read it: %v", err)
	}
}

func TestSceneCodesAreChecked(t *testing.T) {
	b := newBureau(t, nil)
	for name, test := range map[string]struct {
		body any
		code int
	}{
		"no scene":      {sceneBody("QR_STR_SCENE", "", 60), codeBadScene},
		"a long scene":  {sceneBody("QR_STR_SCENE", strings.Repeat("x", 65), 60), codeBadScene},
		"other actions": {sceneBody("QR_DANCE", "a", 60), codeBadJSON},
		"not JSON":      {"{", codeBadJSON},
	} {
		if code := b.code(WeChat, "qrcode/create", test.body); code != test.code {
			t.Errorf("%s: code %d, want %d", name, code, test.code)
		}
	}
	if made := b.post(WeChat, "qrcode/create", sceneBody("QR_STR_SCENE", "a", 99_999_999)); made["expire_seconds"] != float64(2_592_000) {
		t.Errorf("the longest life is %v", made["expire_seconds"])
	}
}
