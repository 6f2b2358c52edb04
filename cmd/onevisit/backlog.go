package main

import (
	"context"
	"sync"
	"time"

	"onevisit/bot"
	"onevisit/handlers"
	"onevisit/messages"
	"onevisit/models"
	"onevisit/models/store"
)

const (
	// backlogLife is how long a count serves all gauges: a page of metrics
	// reads them one after the other.
	backlogLife = 5 * time.Second
	// backlogLimit bounds the counting.
	backlogLimit = 2 * time.Second
)

// backlog shows what is owed and not done, as numbers.
type backlog struct {
	mu    sync.Mutex
	count func(context.Context) (store.Backlog, error)
	now   func() time.Time
	at    time.Time
	last  store.Backlog
}

// read counts anew when the last count is old. While the database is away the
// last one is shown.
func (b *backlog) read() store.Backlog {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now := b.now(); b.at.IsZero() || now.Sub(b.at) >= backlogLife {
		ctx, cancel := context.WithTimeout(context.Background(), backlogLimit)
		defer cancel()
		if counted, err := b.count(ctx); err == nil {
			b.last, b.at = counted, now
		}
	}
	return b.last
}

// age is how long the oldest waiting notice has waited, in seconds.
func (b *backlog) age() float64 {
	oldest := b.read().Oldest
	if oldest.IsZero() {
		return 0
	}
	return max(b.now().Sub(oldest).Seconds(), 0)
}

// watch puts the numbers among the metrics.
func (b *backlog) watch(m *handlers.Metrics, d *bot.Delivery, in *bot.Intake) error {
	paused := func(kind models.ActorKind) func() float64 {
		return func() float64 {
			if d.Paused(kind) {
				return 1
			}
			return 0
		}
	}
	for _, gauge := range []struct {
		name, help string
		read       func() float64
	}{
		{"onevisit_notices_waiting", "Notices still to be sent.", func() float64 { return float64(b.read().Waiting) }},
		{"onevisit_notices_oldest_seconds", "Age of the oldest notice still to be sent.", b.age},
		{"onevisit_notices_kept", "Notices kept for the petitioner's next contact.", func() float64 { return float64(b.read().Kept) }},
		{"onevisit_notices_unknown", "Notices that may have arrived: a person has to look.", func() float64 { return float64(b.read().Unknown) }},
		{"onevisit_notices_dead", "Notices that cannot be sent as they are: a person has to look.", func() float64 { return float64(b.read().Dead) }},
		{"onevisit_messages_deferred", "Messages acknowledged and not answered yet.", func() float64 { return float64(b.read().Deferred) }},
		{"onevisit_journal_messages", "Messages in this replica's journal, not answered yet.", func() float64 { return float64(in.Kept()) }},
		{"onevisit_attachments_waiting", "Attachments still at the platform.", func() float64 { return float64(b.read().Media) }},
		{"onevisit_letters_waiting", "Letters whose files are still to be made; whoever is told of them waits.", func() float64 { return float64(b.read().Letters) }},
		{"onevisit_letters_stuck", "Letters whose files were tried to be made in vain: a person has to look.", func() float64 { return float64(b.read().Stuck) }},
		{"onevisit_wechat_paused", "1 while the official account is left alone because it is in trouble.", paused(models.ActorPetitioner)},
		{"onevisit_wecom_paused", "1 while WeCom is left alone because it is in trouble.", paused(models.ActorStaff)},
	} {
		if err := m.Watch(gauge.name, gauge.help, gauge.read); err != nil {
			return err
		}
	}
	return nil
}

// templatesOf are the official account's short forms as the delivery takes
// them.
func templatesOf(s surroundings) bot.Templates {
	t := s.config.WeChat.Templates
	fields := map[string]messages.ProgressField{}
	for field, what := range t.Fields {
		fields[field] = messages.ProgressField(what)
	}
	return bot.Templates{Progress: t.Progress, Subscription: t.Subscription, Fields: fields}
}
