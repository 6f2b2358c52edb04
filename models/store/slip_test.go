package store

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

func TestASlipsTokenOpensUntilItsTimeIsOver(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, models.Petitioner{Name: "wu", Phone: "13900001234"})
		var code, token string
		until := models.SlipUntil(l.clock.now())
		l.act(t, func(tx *Tx) (err error) {
			if code, err = tx.NewQueryCode(number); err != nil {
				return err
			}
			token, err = tx.SealSlip(models.SlipPass{Number: number, Code: code, Until: until})
			return err
		})
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || bytes.Contains(raw, []byte(code)) || strings.Contains(token, code) {
			t.Fatalf("the token shows the code, or is none: %v", err)
		}
		p, c, err := l.another(t).OpenSlip(t.Context(), token)
		if err != nil || p.Number != number || p.Code != code || c.Number != number {
			t.Fatalf("opened %+v, %v", p, err)
		}
		for i := range raw {
			forged := bytes.Clone(raw)
			forged[i] ^= 1
			if _, _, err := l.OpenSlip(t.Context(), base64.RawURLEncoding.EncodeToString(forged)); models.CodeOf(err) != models.CodeNotFound {
				t.Fatalf("byte %d changed: %v", i, err)
			}
		}
		for name, other := range map[string]string{"empty": "", "not base64": "***", "padded": token + "=", "long": strings.Repeat("A", longestToken+1), "cut": token[:40]} {
			if _, _, err := l.OpenSlip(t.Context(), other); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		l.clock.forward(until.Sub(l.clock.now()) - time.Millisecond)
		if _, _, err := l.OpenSlip(t.Context(), token); err != nil {
			t.Errorf("before its end: %v", err)
		}
		l.clock.forward(time.Millisecond)
		if _, _, err := l.OpenSlip(t.Context(), token); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("at its end: %v", err)
		}
	})
}

func TestANewCodeEndsAnOlderSlip(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, models.Petitioner{Name: "wu", Phone: "13900001234"})
		var token string
		l.act(t, func(tx *Tx) error {
			code, err := tx.NewQueryCode(number)
			if err != nil {
				return err
			}
			token, err = tx.SealSlip(models.SlipPass{Number: number, Code: code, Until: l.clock.now().Add(time.Hour)})
			return err
		})
		l.act(t, func(tx *Tx) error {
			_, err := tx.NewQueryCode(number)
			return err
		})
		if _, _, err := l.OpenSlip(t.Context(), token); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("the older slip: %v", err)
		}
	})
}

func TestASlipOpensUntilTheEndOfTheDayAndAnHourAtLeast(t *testing.T) {
	at := func(text string) time.Time {
		t.Helper()
		v, err := time.ParseInLocation("2006-01-02 15:04", text, models.Zone())
		must(t, err)
		return v
	}
	for now, want := range map[string]string{
		"2026-11-23 00:00": "2026-11-24 00:00", "2026-11-23 09:30": "2026-11-24 00:00",
		"2026-11-23 23:00": "2026-11-24 00:00", "2026-11-23 23:30": "2026-11-24 00:30",
	} {
		if got := models.SlipUntil(at(now)); !got.Equal(at(want)) {
			t.Errorf("made at %s it opens until %s, want %s", now, got, want)
		}
	}
}
