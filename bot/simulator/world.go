package simulator

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Platform says which of the two systems is meant.
type Platform string

// The two platforms that are played.
const (
	WeChat Platform = "wechat" // official account, people are openids
	WeCom  Platform = "wecom"  // app of an enterprise, people are userids
)

// patience is how long both platforms wait for the answer to a callback.
const patience = 5 * time.Second

// OfficialAccount is the account as its owner registered it at WeChat.
type OfficialAccount struct {
	CallbackURL string
	AppID       string
	AppSecret   string
	Token       string
	AESKey      string // EncodingAESKey, 43 characters
	OriginalID  string // gh_…; made from the app id when empty
	Name        string // shown at the top of a petitioner's phone
	Compatible  bool   // plain fields travel beside the encrypted ones

	// Templates that were approved. When nil every template id is known and
	// only the limits of the fields are enforced.
	Templates map[string]Template
}

// App is the app as the enterprise registered it at WeCom.
type App struct {
	CallbackURL string
	CorpID      string
	AgentID     int
	Secret      string
	Token       string
	AESKey      string // EncodingAESKey, 43 characters
	Name        string // shown at the top of the staff's phones
}

// Options make a World. Only Clock is required beside the two registrations.
type Options struct {
	WeChat OfficialAccount
	WeCom  App

	// Clock is read for timestamps, token lives and message windows;
	// NewClock(…).Now or StandingClock(…).Now serve.
	Clock func() time.Time
	// Client posts the callbacks; nil is a plain client. The platform's
	// patience bounds every call, so it needs no time-out of its own.
	Client *http.Client
	// Rand feeds nonces and keys; nil is crypto/rand.
	Rand io.Reader
	// Tries is how often a callback is delivered until it is answered with
	// status 200; 0 means once. The platforms try 3 times.
	Tries int
	// Patience is the real time to wait for one answer; 0 means 5 s.
	Patience time.Duration
	// RateLimits turns on WeCom's limits per member (30 a minute, 1,000 an
	// hour, the excess silently dropped).
	RateLimits bool
	// Seed drives faults that strike by chance.
	Seed uint64
}

// World is both platforms, the people's phones and everything that was sent.
// It is safe for concurrent use.
type World struct {
	// Faults strike the fake API.
	Faults *Faults

	options Options
	ciphers map[Platform]envelopeCipher
	client  *http.Client
	random  io.Reader
	ids     atomic.Int64
	changed *bell

	weixinTokens *tokenDesk
	qyapiTokens  *tokenDesk
	shelf        *shelf
	ledger       *ledger
	limits       *limits
	menus        *menus
	cards        *cardDesk
	codes        *codeDesk
	scenes       *sceneDesk

	mu     sync.Mutex
	phones map[string]*Phone
}

// New checks the options and makes an empty world; phones appear when they are
// first asked for.
func New(options Options) (*World, error) {
	if options.Clock == nil {
		return nil, errors.New("simulator: Options.Clock is missing")
	}
	random := options.Rand
	if random == nil {
		random = rand.Reader
	}
	random = &lockedReader{from: random}
	account, app := &options.WeChat, &options.WeCom
	if account.OriginalID == "" {
		account.OriginalID = "gh_" + account.AppID
	}
	official, err := newCipher(account.Token, account.AESKey, account.AppID, random)
	if err != nil {
		return nil, fmt.Errorf("official account: %w", err)
	}
	wecom, err := newCipher(app.Token, app.AESKey, app.CorpID, random)
	if err != nil {
		return nil, fmt.Errorf("wecom app: %w", err)
	}
	first, err := firstID(random)
	if err != nil {
		return nil, err
	}
	w := &World{
		Faults:       newFaults(options.Seed),
		options:      options,
		ciphers:      map[Platform]envelopeCipher{WeChat: official, WeCom: wecom},
		client:       options.Client,
		random:       random,
		changed:      newBell(),
		weixinTokens: newTokenDesk(random),
		qyapiTokens:  newTokenDesk(random),
		shelf:        newShelf(),
		ledger:       newLedger(),
		limits:       newLimits(),
		menus:        newMenus(),
		cards:        newCardDesk(),
		codes:        newCodeDesk(),
		scenes:       newSceneDesk(),
		phones:       map[string]*Phone{},
	}
	if w.client == nil {
		w.client = &http.Client{}
	}
	w.ids.Store(first)
	return w, nil
}

// firstID starts message ids at a random height: a world made after a restart
// must not repeat the ids of the one before, or its messages look redelivered.
func firstID(random io.Reader) (int64, error) {
	var raw [8]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return 0, fmt.Errorf("simulator: no randomness: %w", err)
	}
	return int64(binary.BigEndian.Uint64(raw[:])>>2) | 1<<60, nil // two bits are shifted out
}

// Now is the simulated instant in Asia/Shanghai.
func (w *World) Now() time.Time { return w.options.Clock().In(shanghai()) }

func (w *World) nextID() int64 { return w.ids.Add(1) }

func (w *World) patience() time.Duration {
	if w.options.Patience > 0 {
		return w.options.Patience
	}
	return patience
}

// lockedReader lets tests hand in a deterministic source that is not safe for
// concurrent use.
type lockedReader struct {
	mu   sync.Mutex
	from io.Reader
}

func (r *lockedReader) Read(into []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return io.ReadFull(r.from, into)
}
