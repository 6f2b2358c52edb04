package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onevisit/bot/simulator"
	"onevisit/config"
	"onevisit/messages"
	"onevisit/models"
)

// demo runs everything on one machine with nothing prepared: an invented
// bureau, SQLite in a temporary folder, simulated platforms, one page.
func demo(ctx context.Context, i invocation) error {
	f, _ := i.flags("demo")
	listen := f.String("listen", "127.0.0.1:8080", "`address` of the page")
	if err := i.parse(f); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "onevisit-demo-")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer func() {
		if err := os.RemoveAll(folder); err != nil {
			say(i.errOut, "the demo's folder is left behind: %v\n", err)
		}
	}()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", *listen)
	if err != nil {
		return fmt.Errorf("listen (choose another with -listen): %w", err)
	}
	stage, err := newStage(ctx, listener.Addr().String(), folder, i.errOut)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer stage.close()
	say(i.out, "%s\n", messages.DemoStarted("http://"+listener.Addr().String()+"/demo/"))
	return stage.app.serveOn(ctx, listener, jobsOf(stage.app))
}

// stage is the demo's bureau with the simulated platforms around it.
type stage struct {
	app   *app
	world *simulator.World
	clock *simulator.Clock
	api   *http.Server
	// phones are those of the page.
	phones []simulator.PhoneRef
}

// newStage builds a bureau that answers at address, and the platforms that
// talk to it.
func newStage(ctx context.Context, address, folder string, log io.Writer) (*stage, error) {
	secrets, err := randomSecrets()
	if err != nil {
		return nil, err
	}
	api, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the simulated platforms: %w", err)
	}
	s := &stage{clock: simulator.NewClock(time.Now)}
	c, err := demoConfig(folder, "http://"+address, "http://"+api.Addr().String(), secrets)
	if err != nil {
		return nil, errors.Join(err, api.Close())
	}
	s.world, err = simulator.New(worldOptions(c, address, s.clock.Now))
	if err != nil {
		return nil, errors.Join(err, api.Close())
	}
	s.api = &http.Server{Handler: s.world.API(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.api.Serve(api) }() // ends with close; a lost API shows on every phone
	s.phones = cast(c.Bureau)
	page := s.world.Page(simulator.PageOptions{Title: messages.AppTitle(), Phones: s.phones, Advance: s.advance, Next: s.next})
	s.app, err = readyApp(ctx, surroundings{config: c, now: s.clock.Now, log: jsonLog(log), demo: page, worker: workerName()})
	if err != nil {
		return nil, errors.Join(err, s.api.Close())
	}
	s.clock.Advance(untilWork(s.app.law.Calendar, s.clock.Now()))
	if err := s.app.createMenu(ctx); err != nil {
		return nil, errors.Join(err, s.app.close(ctx), s.api.Close())
	}
	return s, nil
}

// untilWork is how far the demo's clock is pushed at the start, so that a
// newcomer at night or on a day off sees pushes that would wait for the morning:
// to 9:00 of the next workday, or not at all while people work.
func untilWork(c models.Calendar, now time.Time) time.Duration {
	const morning, evening = 9, 16
	today := models.DateOf(now)
	if hour := now.In(models.Zone()).Hour(); !c.DayOff(today) && hour >= morning && hour < evening {
		return 0
	} else if hour >= evening {
		today++
	}
	return c.Roll(today).Start().Add(morning * time.Hour).Sub(now)
}

// worldOptions register the bureau of a configuration, which answers at
// address, with both platforms.
func worldOptions(c config.Config, address string, clock func() time.Time) simulator.Options {
	return simulator.Options{
		WeChat: simulator.OfficialAccount{
			CallbackURL: "http://" + address + "/wechat", AppID: c.WeChat.AppID, AppSecret: c.WeChat.AppSecret.Reveal(),
			Token: c.WeChat.Token.Reveal(), AESKey: c.WeChat.AESKey.Reveal(), Name: c.Bureau.Organ.Name,
		},
		WeCom: simulator.App{
			CallbackURL: "http://" + address + "/wecom", CorpID: c.WeCom.CorpID, AgentID: c.WeCom.AgentID, Secret: c.WeCom.Secret.Reveal(),
			Token: c.WeCom.Token.Reveal(), AESKey: c.WeCom.AESKey.Reveal(), Name: messages.AppName(),
		},
		Clock: clock, Tries: 3,
	}
}

// mostEvents bounds how much of the time in between is lived through when the
// clock is pushed; the rest is told at the end, as after an outage.
const mostEvents = 500

// advance pushes the clock and lives through the time in between, so that
// everything is told that a running program would have told.
func (s *stage) advance(ctx context.Context, d time.Duration) error {
	until := s.clock.Now().Add(d)
	for range mostEvents {
		now := s.clock.Now()
		at, err := s.event(ctx, now)
		if err != nil {
			return err
		}
		if at.IsZero() || !at.Before(until) {
			break
		}
		s.clock.Advance(at.Sub(now))
		if err := s.app.work(ctx); err != nil {
			return err
		}
	}
	s.clock.Advance(max(0, until.Sub(s.clock.Now())))
	return s.app.work(ctx)
}

// event is the next moment at which something falls due; zero where only the
// monthly figures of a bureau without a case would.
func (s *stage) event(ctx context.Context, now time.Time) (time.Time, error) {
	at, err := s.app.store.NextEvent(ctx, now)
	if err != nil || at.IsZero() {
		return at, err
	}
	if month := s.app.bot.NextDispatch(now); month.Before(at) {
		return month, nil
	}
	return at, nil
}

// mostJumps bounds how far one press looks for something to see: a due that
// passes at midnight is recorded, but tells nobody before the morning.
const mostJumps = 20

// next pushes the clock to the next moment at which somebody reads something.
func (s *stage) next(ctx context.Context) error {
	before := s.bubbles()
	for range mostJumps {
		now := s.clock.Now()
		at, err := s.event(ctx, now)
		if err != nil || at.IsZero() {
			return err
		}
		if err := s.advance(ctx, at.Sub(now)); err != nil || s.bubbles() > before {
			return err
		}
	}
	return nil
}

// bubbles counts what stands on all phones of the page.
func (s *stage) bubbles() int {
	n := 0
	for _, p := range s.phones {
		if p.Kind == simulator.WeChat {
			n += len(s.world.Petitioner(p.ID).Bubbles())
			continue
		}
		n += len(s.world.Staff(p.ID).Bubbles())
	}
	return n
}

func (s *stage) close() { _ = s.api.Close() } // the process ends anyway

// cast are the phones on the page: the petitioner first, then one person of
// each part in the order of a case's way, so that the next to act stands
// nearby; then everybody else.
func cast(b config.Bureau) []simulator.PhoneRef {
	phones := []simulator.PhoneRef{{Kind: simulator.WeChat, ID: "oDemoPetitioner", Name: messages.DemoPetitioner(), Role: messages.DemoPetitionerRole()}}
	for _, p := range inOrder(b.Staff) {
		var roles []string
		for _, r := range p.Roles {
			roles = append(roles, messages.RoleName(r))
		}
		phones = append(phones, simulator.PhoneRef{Kind: simulator.WeCom, ID: p.UserID, Name: p.Name, Role: strings.Join(roles, " ")})
	}
	return phones
}

func inOrder(staff []config.Person) []config.Person {
	var order []config.Person
	rest := slices.Clone(staff)
	for _, role := range []models.Role{models.RoleClerk, models.RoleDeputy, models.RoleChief, models.RoleHandler, models.RoleDirector, models.RoleHead} {
		i := slices.IndexFunc(rest, func(p config.Person) bool { return slices.Contains(p.Roles, string(role)) })
		if i >= 0 {
			order = append(order, rest[i])
			rest = slices.Delete(rest, i, i+1)
		}
	}
	return append(order, rest...)
}

// secrets are made anew for each demo.
type secrets struct{ wechat, wecom, appSecret, corpSecret, wechatToken, wecomToken, dataKey string }

func randomSecrets() (secrets, error) {
	var s secrets
	for _, target := range []*string{&s.wechat, &s.wecom, &s.appSecret, &s.corpSecret, &s.wechatToken, &s.wecomToken} {
		*target = rand.Text() + rand.Text() // 52 letters and digits
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return s, fmt.Errorf("random key: %w", err)
	}
	s.dataKey = string(key)
	return s, nil
}

// demoConfig is the demo's configuration, made by the same loader as a real
// one.
func demoConfig(folder, public, api string, s secrets) (config.Config, error) {
	const keyLength, tokenLength = 43, 20
	env := []string{
		"ONEVISIT_PUBLIC_URL=" + public,
		"ONEVISIT_DATABASE=sqlite:" + filepath.Join(folder, "onevisit.db"),
		"ONEVISIT_FILES=" + filepath.Join(folder, "files"), "ONEVISIT_JOURNAL=" + filepath.Join(folder, "journal.db"),
		"ONEVISIT_DATA_KEY=" + base64.StdEncoding.EncodeToString([]byte(s.dataKey)),
		"ONEVISIT_WECHAT_APP_ID=wxdemo0000000001", "ONEVISIT_WECHAT_APP_SECRET=" + s.appSecret[:32],
		"ONEVISIT_WECHAT_TOKEN=" + s.wechatToken[:tokenLength], "ONEVISIT_WECHAT_AES_KEY=" + s.wechat[:keyLength],
		"ONEVISIT_WECHAT_API_URL=" + api + "/weixin",
		"ONEVISIT_WECOM_CORP_ID=wwdemo0000000001", "ONEVISIT_WECOM_AGENT_ID=1000002",
		"ONEVISIT_WECOM_SECRET=" + s.corpSecret[:43], "ONEVISIT_WECOM_TOKEN=" + s.wecomToken[:tokenLength],
		"ONEVISIT_WECOM_AES_KEY=" + s.wecom[:keyLength], "ONEVISIT_WECOM_API_URL=" + api + "/qyapi",
	}
	return config.Load(config.Source{Environ: func() []string { return env }, ReadFile: os.ReadFile})
}
