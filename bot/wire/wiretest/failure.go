package wiretest

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// SendError is the cause of a failed send; a nil one has no fields to look at.
func SendError(t testing.TB, err error) bot.SendError {
	t.Helper()
	var failed *bot.SendError
	if !errors.As(err, &failed) {
		t.Fatalf("got %v, want a *bot.SendError", err)
	}
	return *failed
}

// WantFailure wants a failure of a class, with the platform's code or 0, whose
// text shows nothing of what was sent, to whom, where and with which secret.
func WantFailure(t testing.TB, err error, class bot.Failure, code int) {
	t.Helper()
	failed := SendError(t, err)
	if failed.Class != class || failed.Code != code {
		t.Fatalf("got class %s code %d, want %s %d (%v)", failed.Class, failed.Code, class, code, err)
	}
	for _, secret := range []string{"secret-word", "T1", "T2", "127.0.0.1", "http://", "oA", "wang"} {
		if strings.Contains(err.Error(), secret) {
			t.Fatalf("the error shows %q: %v", secret, err)
		}
	}
	if strings.ContainsFunc(err.Error(), func(r rune) bool { return r > unicode.MaxASCII }) {
		t.Fatalf("the error shows what people wrote: %v", err)
	}
}

// WantReason wants a callback to be refused, and a text that says no more than
// the platform and the reason.
func WantReason(t testing.TB, err error, want wire.Reason) {
	t.Helper()
	var refused *wire.RefusedError
	if !errors.As(err, &refused) {
		t.Fatalf("got error %v, want a refusal: %s", err, want)
	}
	if refused.Reason != want || refused.Refused() != string(want) {
		t.Fatalf("refused because %s, want %s", refused.Reason, want)
	}
	if refused.Error() != string(refused.Platform)+" callback refused: "+string(want) {
		t.Fatalf("error text %q says more than the reason", refused.Error())
	}
}
