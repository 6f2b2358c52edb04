package config

import (
	"fmt"
	"strings"
)

// Mistake is one thing the installer has to correct.
type Mistake struct {
	// Where names the variable, or file, line and key.
	Where string
	// Found says what stands there; never the value of a secret.
	Found string
	// Expected says what should stand there, with an example.
	Expected string
}

// String is the mistake on one line.
func (m Mistake) String() string {
	return fmt.Sprintf("%s: found %s; expected %s", m.Where, m.Found, m.Expected)
}

// Mistakes is the error of [Load], [ParseBureau] and [DemoBureau]: all that is
// wrong, in reading order (settings file, settings, unknown variables, bureau
// file from top to bottom).
type Mistakes struct {
	List []Mistake
}

// Error lists every mistake, one line each.
func (m *Mistakes) Error() string {
	var text strings.Builder
	switch len(m.List) {
	case 1:
		text.WriteString("1 mistake in the configuration:")
	default:
		fmt.Fprintf(&text, "%d mistakes in the configuration:", len(m.List))
	}
	for _, mistake := range m.List {
		text.WriteString("\n  " + mistake.String())
	}
	return text.String()
}

// add takes one mistake down.
func (m *Mistakes) add(where, found, expected string) {
	m.List = append(m.List, Mistake{Where: where, Found: found, Expected: expected})
}

// orNil is the error to return: nil when nothing is wrong. It avoids the
// typed nil that a plain return of m would be.
func (m *Mistakes) orNil() error {
	if len(m.List) == 0 {
		return nil
	}
	return m
}

// longestShown bounds, in runes, how much of a wrong value is repeated.
const longestShown = 60

// shown repeats a value that is no secret, quoted on one line and cut when long.
func shown(value string) string {
	if value == "" {
		return "nothing"
	}
	runes := []rune(value)
	if len(runes) > longestShown {
		return fmt.Sprintf("%q…", string(runes[:longestShown]))
	}
	return fmt.Sprintf("%q", value)
}

// hidden describes a secret without showing it.
func hidden(value string) string {
	if value == "" {
		return "nothing"
	}
	return fmt.Sprintf("a value of %d characters (not shown)", len([]rune(value)))
}
