// Package messages holds every word that people read: chat texts, prompts,
// cards and letters as text. It turns models into words and does no I/O.
package messages

import (
	"strconv"
	"strings"
)

// Message is one answer or push before a platform encodes it. The platform's
// adapter decides how choices are shown (links that can be tapped, or plain
// numbered lines) and keeps within the platform's limits.
type Message struct {
	Text    string   `json:"text"`
	Choices []Choice `json:"choices,omitempty"`
	// Foot stands below the choices: what can be typed besides them.
	Foot string `json:"foot,omitempty"`
	// Means are what the numbers within the text stand for, where they are no
	// choices of their own.
	Means []string `json:"means,omitempty"`
	// Link is a page to open, of our own; nil where there is none.
	Link *Link `json:"link,omitempty"`
	// Card is the same message as a card that can be tapped, for the platform
	// that has them; nil for all others.
	Card *Card `json:"card,omitempty"`
	// Done stands where the tapped card's buttons stood. Only the answer to a
	// tap has it, and it then says nothing else: the words follow as a push.
	Done string `json:"done,omitempty"`
}

// Link is a page to open. Label says what for; URL is one that we made.
type Link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// Choice is one line that a person can tap, or choose by typing its number.
// Number starts at 1 and is shown before the label; 0 is for pushes, which
// stand in no dialogue: they are tapped, or their label is typed.
type Choice struct {
	Number int    `json:"n"`
	Label  string `json:"label"`
}

// Empty reports that there is nothing to say: the platform then gets its
// plain acknowledgement.
func (m Message) Empty() bool { return m.Text == "" && len(m.Choices) == 0 && m.Done == "" }

// Plain is the message as plain text with numbered lines, for places without
// links; an address is written out.
func (m Message) Plain() string {
	var b strings.Builder
	b.WriteString(m.Text)
	for _, c := range m.Choices {
		b.WriteString("\n" + c.Line())
	}
	if m.Foot != "" {
		b.WriteString("\n" + m.Foot)
	}
	if m.Link != nil {
		b.WriteString("\n" + m.Link.Label + "：" + m.Link.URL)
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// Line is the choice as one plain line: the number, then the label.
func (c Choice) Line() string {
	if c.Number == 0 {
		return "▸ " + c.Label
	}
	return strconv.Itoa(c.Number) + ". " + c.Label
}

// Say makes a message of text alone.
func Say(text string) Message { return Message{Text: text} }

// WithChoices returns the message with numbered choices, counted from 1.
func (m Message) WithChoices(labels ...string) Message {
	for _, label := range labels {
		m.Choices = append(m.Choices, Choice{Number: len(m.Choices) + 1, Label: label})
	}
	return m
}

// WithFoot adds what stands below the choices.
func (m Message) WithFoot(foot string) Message {
	m.Foot = foot
	return m
}

// Labels are the labels of the choices, in order.
func (m Message) Labels() []string {
	out := make([]string, len(m.Choices))
	for i, c := range m.Choices {
		out[i] = c.Label
	}
	return out
}

// FirstPart is a message that fits the size in bytes, and what is left of a
// longer one: the first part then ends with a choice that asks for the rest.
func FirstPart(m Message, size int) (Message, *Message) {
	if len(m.Text) <= size {
		return m, nil
	}
	parts := Parts(m.Text, size)
	first := Say(strings.TrimRight(parts[0], "\n")).WithChoices("更多")
	if len(m.Means) > 0 { // the numbers are taken
		first.Means, first.Choices[0].Number = m.Means, 0
	}
	rest := m
	rest.Text = m.Text[len(parts[0]):]
	return first, &rest
}
