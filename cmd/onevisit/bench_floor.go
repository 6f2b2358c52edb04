package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"time"

	"onevisit/bot/wechat"
	"onevisit/messages"
)

// floor is the bare receiver: it verifies, decrypts, inserts one row with a
// commit and encrypts a reply. No program that acknowledges durably does less.
type floor struct {
	receiver *wechat.Receiver
	db       *sql.DB
	insert   string
	reply    messages.Message
}

func newFloor(ctx context.Context, l *benchLedger, receiver *wechat.Receiver) (*floor, error) {
	kind := map[string]string{"sqlite": "TEXT", "mysql": "VARCHAR(190)"}[l.engine]
	_, err := l.bare.ExecContext(ctx, "CREATE TABLE bench_floor (message "+kind+" NOT NULL PRIMARY KEY, body BLOB NOT NULL, received_at BIGINT NOT NULL)")
	if err != nil {
		return nil, fmt.Errorf("make the floor's table: %w", err)
	}
	return &floor{
		receiver: receiver, db: l.bare, reply: messages.AskKind(),
		insert: "INSERT INTO bench_floor (message, body, received_at) VALUES (?, ?, ?)",
	}, nil
}

// ServeHTTP receives one message.
func (f *floor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	u, err := f.receiver.Decode(r.URL.Query(), body)
	if err != nil {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if _, err := f.db.ExecContext(r.Context(), f.insert, u.Key, body, time.Now().UnixMilli()); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	answer, err := f.receiver.Encode(u, f.reply)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(answer) // a sender that is gone counts as failed over there
}
