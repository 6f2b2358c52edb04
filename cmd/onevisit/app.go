package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"onevisit/bot"
	"onevisit/bot/wechat"
	"onevisit/bot/wecom"
	"onevisit/bot/wire"
	"onevisit/config"
	"onevisit/handlers"
	"onevisit/models"
	"onevisit/models/store"
)

// leaseFor is how long a worker may keep a job's piece of work before another
// takes it over.
const leaseFor = 2 * time.Minute

// deliverLease is the same for a notice. What a dead replica had in its hands
// waits that long; a try to send ends within half of it.
const deliverLease = 30 * time.Second

// app is one running instance with everything wired.
type app struct {
	law      *models.Law
	store    *store.Store
	bot      *bot.Bot
	intake   *bot.Intake
	journal  *store.Journal // nil for commands that take nothing in
	delivery *bot.Delivery
	press    *bot.Press
	cards    *bot.Cards // nil where WeCom is not configured
	server   *handlers.Server
	menu     *wechat.Sender // nil where the official account is not configured
	contacts *wecom.Sender  // nil where the WeCom app is not configured
	log      *slog.Logger
	now      func() time.Time
}

// surroundings is what differs between serving, demo and tests.
type surroundings struct {
	config config.Config
	now    func() time.Time
	log    *slog.Logger
	demo   http.Handler // nil when serving
	worker string
	// patience is how long a callback is worked on before it is put off; zero
	// is what the platforms leave.
	patience time.Duration
}

// lawOf builds the law of the configured bureau.
func lawOf(b config.Bureau) (*models.Law, error) {
	calendar, err := calendarOf(holidaysOf(b.Rules))
	if err != nil {
		return nil, err
	}
	first, later := ruleSets(b.Rules)
	return models.NewLaw(bureauOf(b), calendar).Under(first, later...), nil
}

// storeOptions name the configured ledger.
func storeOptions(s surroundings, law *models.Law) store.Options {
	return store.Options{
		Database: s.config.Database.Engine + ":" + s.config.Database.DSN.Reveal(), Key: []byte(s.config.DataKey.Reveal()),
		Now: s.now, Law: law, CasePrefix: s.config.Bureau.Organ.CasePrefix,
		Files: store.DirFiles(s.config.Files), Log: s.log, Since: time.Since,
	}
}

// opened is the app for a command that needs the given variables and a ledger
// that is there.
func (i invocation) opened(ctx context.Context, path string, required ...config.Variable) (*app, error) {
	c, err := settings(i, path, required...)
	if err != nil {
		return nil, err
	}
	return newApp(ctx, at(c, jsonLog(i.errOut)))
}

// newApp opens the ledger, which must have the program's schema, and wires
// everything to it.
func newApp(ctx context.Context, s surroundings) (*app, error) {
	law, err := lawOf(s.config.Bureau)
	if err != nil {
		return nil, err
	}
	if strings.Contains(s.config.Files, "://") {
		return nil, errors.New("ONEVISIT_FILES names a bucket, which this version cannot use yet: name a folder")
	}
	if err := os.MkdirAll(s.config.Files, 0o700); err != nil {
		return nil, fmt.Errorf("folder for attachments: %w", err)
	}
	opened, err := store.Open(ctx, storeOptions(s, law))
	if err != nil {
		return nil, err
	}
	a := &app{law: law, store: opened, log: s.log, now: s.now}
	a.bot = bot.New(ledger{opened}, law, s.log)
	a.bot.PublicURL = s.config.PublicURL
	a.intake = &bot.Intake{Bot: a.bot, Ping: opened.Ping, Log: s.log}
	a.delivery = &bot.Delivery{Store: ledger{opened}, Law: law, Log: s.log, Worker: s.worker, Now: s.now, LeaseFor: deliverLease}
	templates, err := letterTemplates(s.config.BureauFile)
	if err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	a.delivery.Make = maker(templates)
	a.press = &bot.Press{Store: ledger{opened}, Law: law, Make: a.delivery.Make, Log: s.log, Worker: s.worker, LeaseFor: leaseFor}
	if err := a.connect(s); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return a, nil
}

// connect wires the platforms that are configured.
func (a *app) connect(s surroundings) error {
	metrics := handlers.NewMetrics()
	options := handlers.Options{
		Conversation: a.intake, Ready: a.intake.Ready, Demo: s.demo, Metrics: metrics, Log: s.log, Now: s.now,
		Patience: s.patience,
	}
	slips := &bot.Slips{Store: ledger{a.store}, Law: a.law, Log: s.log, Now: s.now}
	options.Slips = slips
	owed := &backlog{count: a.store.Backlog, now: s.now}
	if err := owed.watch(metrics, a.delivery, a.intake); err != nil {
		return err
	}
	a.delivery.Templates = templatesOf(s)
	if c := s.config.WeChat; c.Configured() {
		receiver, err := wechat.NewReceiver(wechat.ReceiverOptions{AppID: c.AppID, Token: c.Token.Reveal(), AESKey: c.AESKey.Reveal(), Now: s.now})
		if err != nil {
			return err
		}
		sender, err := wechat.NewSender(wechat.SenderOptions{
			AppID: c.AppID, AppSecret: c.AppSecret.Reveal(),
			Connection: wire.Connection{BaseURL: c.APIURL, Now: s.now, Count: metrics.CountCall(bot.WeChat)},
		})
		if err != nil {
			return err
		}
		options.WeChat, a.delivery.WeChat, a.menu, slips.Scenes = receiver, sender, sender, sender
	}
	if c := s.config.WeCom; c.Configured() {
		receiver, err := wecom.NewReceiver(wecom.ReceiverOptions{CorpID: c.CorpID, AgentID: c.AgentID, Token: c.Token.Reveal(), AESKey: c.AESKey.Reveal(), Now: s.now})
		if err != nil {
			return err
		}
		sender, err := wecom.NewSender(wecom.SenderOptions{
			CorpID: c.CorpID, AgentID: c.AgentID, Secret: c.Secret.Reveal(),
			Connection: wire.Connection{BaseURL: c.APIURL, Now: s.now, Count: metrics.CountCall(bot.WeCom)},
		})
		if err != nil {
			return err
		}
		a.contacts = sender
		a.cards = &bot.Cards{Channel: sender, App: sender, Store: ledger{a.store}, Law: a.law, Log: s.log, Worker: s.worker, LeaseFor: leaseFor}
		options.WeCom, a.delivery.WeCom, a.delivery.Files = receiver, a.cards, sender
	}
	server, err := handlers.New(options)
	a.server = server
	return err
}

// work does everything that is due once: late answers, closed windows,
// reminders, owed notices, attachments. A failure of one part does not stop the others.
func (a *app) work(ctx context.Context) error {
	_, replayed := a.intake.Replay(ctx)
	_, late := a.bot.CatchUp(ctx, a.delivery.Worker, leaseFor)
	_, lapsed := a.bot.Lapse(ctx)
	_, reminded := a.bot.Remind(ctx)
	_, accounted := a.bot.Account(ctx)
	_, ruled := a.bot.CarryRules(ctx)
	_, reported := a.bot.Dispatch(ctx, a.now())
	changed := a.refreshCards(ctx)
	_, pressed := a.press.Run(ctx)
	_, sent := a.delivery.Deliver(ctx)
	_, fetched := a.delivery.Collect(ctx)
	_, pruned := a.prune(ctx)
	return errors.Join(pruned, replayed, late, lapsed, reminded, accounted, ruled, reported, changed, pressed, sent, fetched)
}

// prune deletes rows that nobody asks for any more.
func (a *app) prune(ctx context.Context) (int, error) {
	return a.store.Prune(ctx, a.delivery.Worker, leaseFor)
}

// refreshCards changes the cards that staff still hold of steps that were taken.
func (a *app) refreshCards(ctx context.Context) error {
	if a.cards == nil {
		return nil
	}
	_, err := a.cards.Refresh(ctx)
	return err
}

// close waits for running answers and closes the ledger.
func (a *app) close(ctx context.Context) error {
	return errors.Join(a.server.Drain(ctx), a.closeStores())
}
