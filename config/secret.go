package config

import (
	"fmt"
	"io"
	"log/slog"
)

// concealed is what formatting and logging show in place of a secret.
const concealed = "[secret]"

// Secret is text that must not reach a log or an error by accident: every
// formatting verb, slog and JSON show a placeholder. [Secret.Reveal] is the
// one way to the value. The zero Secret is "not set".
type Secret struct {
	value string
}

// NewSecret conceals a value.
func NewSecret(value string) Secret { return Secret{value: value} }

// Reveal is the value, for the one place that needs it.
func (s Secret) Reveal() string { return s.value }

// IsSet says whether there is a value.
func (s Secret) IsSet() bool { return s.value != "" }

// Format writes the placeholder for every verb, %#v and %x included.
func (s Secret) Format(state fmt.State, _ rune) {
	// A fmt.Formatter has no way to report a failed write.
	_, _ = io.WriteString(state, concealed)
}

// LogValue keeps the value out of slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(concealed) }

// MarshalText keeps the value out of JSON and of every other text encoding.
func (s Secret) MarshalText() ([]byte, error) { return []byte(concealed), nil }
