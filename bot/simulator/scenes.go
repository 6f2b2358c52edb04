package simulator

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Refusals of QR codes, and how long a temporary one can live.
const (
	codeBadScene   = 40169
	longestScene   = 64 // characters
	sceneDefault   = 60 * time.Second
	sceneLongest   = 30 * 24 * time.Hour
	sceneAddress   = "http://weixin.qq.com/q/"
	temporaryScene = "QR_STR_SCENE"
)

// ErrNoCode means that what was scanned is no code of the account's, or one
// whose time is over: the phone says so and the bureau hears nothing.
var ErrNoCode = errors.New("simulator: not a code of this account, or too old")

// sceneDesk keeps the account's QR codes by the address that they hold.
type sceneDesk struct {
	mu    sync.Mutex
	codes map[string]sceneCode
	last  string
}

type sceneCode struct {
	scene  string
	ticket string
	until  time.Time
}

func newSceneDesk() *sceneDesk { return &sceneDesk{codes: map[string]sceneCode{}} }

func (d *sceneDesk) keep(address string, code sceneCode) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.codes[address], d.last = code, address
}

func (d *sceneDesk) read(address string, now time.Time) (sceneCode, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	code, known := d.codes[address]
	return code, known && now.Before(code.until)
}

type sceneAsked struct {
	Seconds int64  `json:"expire_seconds"`
	Action  string `json:"action_name"`
	Info    struct {
		Scene struct {
			Text string `json:"scene_str"`
		} `json:"scene"`
	} `json:"action_info"`
}

// sceneCreate answers qrcode/create for temporary codes with a text.
func (c call) sceneCreate() any {
	var asked sceneAsked
	if !c.read(&asked) || asked.Action != temporaryScene {
		return refuse(codeBadJSON, "data format error")
	}
	scene := asked.Info.Scene.Text
	if scene == "" || tooLong(scene, longestScene) {
		return refuse(codeBadScene, "invalid length for scene_str")
	}
	life := time.Duration(asked.Seconds) * time.Second
	if asked.Seconds == 0 {
		life = sceneDefault
	}
	life = min(max(life, 0), sceneLongest)
	ticket, err := c.randomText()
	if err != nil {
		return refuse(-1, "system error")
	}
	address := sceneAddress + url.PathEscape(ticket[:min(len(ticket), 22)])
	c.scenes.keep(address, sceneCode{scene: scene, ticket: ticket, until: c.now.Add(life)})
	return result{"ticket": ticket, "expire_seconds": int64(life / time.Second), "url": address}
}

// LastCode is the address in the QR code that was made last, "" before the
// first.
func (w *World) LastCode() string {
	w.scenes.mu.Lock()
	defer w.scenes.mu.Unlock()
	return w.scenes.last
}

// ScanCode scans a QR code of the account's by the address that it holds. The
// error is ErrNoCode where the phone would say that it is none.
func (p *Phone) ScanCode(ctx context.Context, address string) (Answer, error) {
	code, known := p.world.scenes.read(strings.TrimSpace(address), p.world.Now())
	if !known || p.platform != WeChat {
		return Answer{}, ErrNoCode
	}
	return p.scan(ctx, code.scene, code.ticket)
}
