package handlers

import (
	"context"
	"errors"
	"strings"
	"testing"

	"onevisit/models"
)

// slipBox opens one token.
type slipBox struct{ err error }

func (b slipBox) Slip(_ context.Context, token string) ([]byte, error) {
	if b.err != nil {
		return nil, b.err
	}
	if token != "sealed-token" {
		return nil, models.Refuse(models.CodeNotFound)
	}
	return []byte("<!doctype html>the slip"), nil
}

func TestASlipIsShownAndKeptFromEverybodyElse(t *testing.T) {
	h := open(t, func(o *Options) { o.Slips = slipBox{} })
	w := h.want("GET", "/p/slip/sealed-token", "", 200, "<!doctype html>the slip")
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
		"X-Robots-Tag": "noindex, nofollow, noarchive", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	gone := h.do("GET", "/p/slip/other-token", "")
	if gone.Code != 404 || !strings.Contains(gone.Body.String(), "<!doctype html>") || gone.Header().Get("X-Robots-Tag") == "" {
		t.Errorf("another token: %d %q", gone.Code, gone.Body.String())
	}
	if strings.Contains(h.log.String(), "-token") {
		t.Errorf("the log holds a token: %s", h.log)
	}
}

func TestASlipsPageLoadsItsStyle(t *testing.T) {
	h := open(t, func(o *Options) { o.Slips = slipBox{} })
	for name, kind := range map[string]string{"slip.css": "text/css; charset=utf-8", "slip.js": "text/javascript; charset=utf-8"} {
		if w := h.do("GET", "/p/slip/"+name, ""); w.Code != 200 || w.Header().Get("Content-Type") != kind || w.Body.Len() == 0 {
			t.Errorf("%s: %d %s, %d bytes", name, w.Code, w.Header().Get("Content-Type"), w.Body.Len())
		}
	}
	if w := h.do("GET", "/p/slip/slip.html", ""); w.Code != 404 {
		t.Errorf("the template is served: %d", w.Code)
	}
}

func TestASlipThatCannotBeMadeIsSaidToComeLater(t *testing.T) {
	h := open(t, func(o *Options) { o.Slips = slipBox{errors.New("database is away")} })
	h.want("GET", "/p/slip/sealed-token", "", 503, "")
	if !strings.Contains(h.log.String(), "slip not made") || strings.Contains(h.log.String(), "sealed-token") {
		t.Errorf("logged %s", h.log)
	}
	open(t, nil).want("GET", "/p/slip/sealed-token", "", 404, "")
}
