package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"

	"rsc.io/qr"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// The platform's limits of a temporary QR code.
const (
	longestScene = 64 // characters
	sceneLife    = 30 * 24 * time.Hour
)

// longestAddress bounds what the platform says that a code leads to, in bytes:
// it is short, and a long one would make squares too small to scan.
const longestAddress = 200

// SceneCode makes a QR code of the account, which lives for the given time, at
// most 30 days: whoever scans it follows the account, and the scene arrives as
// [bot.KindScan] or [bot.KindSubscribe]. It returns the picture as PNG, with
// its quiet zone. The error is a [*bot.SendError].
func (s *Sender) SceneCode(ctx context.Context, scene string, life time.Duration) ([]byte, error) {
	r := wire.Request{Method: http.MethodPost, Call: callScene, Repeatable: true}
	if scene == "" || utf8.RuneCountInString(scene) > longestScene || life < time.Second {
		return nil, r.Fail(bot.FailText, errors.New("not a scene"))
	}
	r.JSON = sceneRequest(scene, min(life, sceneLife))
	res, err := s.client.Ask(ctx, r)
	if err != nil {
		return nil, err
	}
	var answer struct {
		URL string `json:"url"`
	}
	if json.Unmarshal(res.Data, &answer) != nil || !leadsSomewhere(answer.URL) {
		return nil, r.Fail(bot.FailNetwork, wire.ErrNotJSON)
	}
	code, err := qr.Encode(answer.URL, qr.M)
	if err != nil {
		return nil, r.Fail(bot.FailText, errors.New("the address is too long for a code"))
	}
	return code.PNG(), nil
}

func sceneRequest(scene string, life time.Duration) any {
	return map[string]any{
		"expire_seconds": int64(life / time.Second),
		"action_name":    "QR_STR_SCENE",
		"action_info":    map[string]any{"scene": map[string]string{"scene_str": scene}},
	}
}

func leadsSomewhere(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= longestAddress && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}
