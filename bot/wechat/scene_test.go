package wechat

import (
	"bytes"
	pictures "image/png"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"onevisit/bot"
	"onevisit/bot/wire/wiretest"
)

func TestASceneBecomesAPictureOfItsAddress(t *testing.T) {
	const address = "http://weixin.qq.com/q/02abcDEF123"
	p, s := newPlatform(t, wiretest.Answering(`{"ticket":"gQH4","expire_seconds":2592000,"url":"`+address+`"}`))
	data, err := s.SceneCode(t.Context(), "LS20261123-0001_ABCDEFGHJK", 40*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	sent := p.Calls[0]
	info, _ := sent.Body["action_info"].(map[string]any)
	scene, _ := info["scene"].(map[string]any)
	if sent.Path != callScene || sent.Body["action_name"] != "QR_STR_SCENE" || scene["scene_str"] != "LS20261123-0001_ABCDEFGHJK" ||
		sent.Body["expire_seconds"] != float64(2592000) {
		t.Errorf("sent %+v", sent.Body)
	}
	picture, err := pictures.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	const scale, quiet = 8, 4
	if side := (want.Size + 2*quiet) * scale; picture.Bounds().Dx() != side || picture.Bounds().Dy() != side {
		t.Fatalf("the picture is %v, want %d square with its quiet zone", picture.Bounds(), side)
	}
	for y := -quiet; y < want.Size+quiet; y++ {
		for x := -quiet; x < want.Size+quiet; x++ {
			red, _, _, _ := picture.At((x+quiet)*scale+scale/2, (y+quiet)*scale+scale/2).RGBA()
			if black := red < 0x8000; black != want.Black(x, y) {
				t.Fatalf("module %d,%d is black: %t", x, y, black)
			}
		}
	}
}

func TestASceneThatBecomesNoPictureSaysWhy(t *testing.T) {
	for name, test := range map[string]struct {
		scene  string
		life   time.Duration
		answer string
		class  bot.Failure
		code   int
		asked  bool
	}{
		"no scene":             {"", time.Hour, "", bot.FailText, 0, false},
		"a scene too long":     {strings.Repeat("x", 65), time.Hour, "", bot.FailText, 0, false},
		"no life":              {"a", 0, "", bot.FailText, 0, false},
		"an account without":   {"a", time.Hour, `{"errcode":48001}`, bot.FailConfig, 48001, true},
		"not JSON":             {"a", time.Hour, `<html>`, bot.FailNetwork, 0, true},
		"no address":           {"a", time.Hour, `{"ticket":"x"}`, bot.FailNetwork, 0, true},
		"an address of a sort": {"a", time.Hour, `{"url":"javascript:alert(1)"}`, bot.FailNetwork, 0, true},
		"an endless address":   {"a", time.Hour, `{"url":"http://weixin.qq.com/` + strings.Repeat("q", 300) + `"}`, bot.FailNetwork, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			p, s := newPlatform(t, wiretest.Answering(test.answer))
			_, err := s.SceneCode(t.Context(), test.scene, test.life)
			wiretest.WantFailure(t, err, test.class, test.code)
			if asked := len(p.Calls) > 0; asked != test.asked {
				t.Errorf("the platform was asked: %t", asked)
			}
		})
	}
}
