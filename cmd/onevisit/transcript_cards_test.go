package main

import (
	"fmt"
	"slices"
	"strings"

	"onevisit/bot/simulator"
)

// cardText is a card as a reader sees it: its words, its rows, its questions
// with the chosen option in 〔〕, what can be ticked, its buttons.
func cardText(c *simulator.Card) string {
	lines := []string{"▣ " + c.Title.Title + " " + c.Title.Desc}
	if c.SubTitle != "" {
		lines = append(lines, c.SubTitle)
	}
	for _, r := range c.Rows {
		lines = append(lines, r.KeyName+"："+r.Value)
	}
	lists, buttons := c.Lists, c.Buttons
	if c.Selection != nil {
		lists = append(lists, *c.Selection)
	}
	if c.Submit != nil {
		buttons = append(buttons, *c.Submit)
	}
	for _, l := range lists {
		var options []string
		for _, o := range l.Options {
			text := o.Text
			if o.ID == l.Selected {
				text = "〔" + text + "〕"
			}
			options = append(options, text)
		}
		lines = append(lines, l.Title+"？ "+strings.Join(options, " "))
	}
	if c.Ticks != nil {
		var options []string
		for _, o := range c.Ticks.Options {
			options = append(options, map[bool]string{true: "☑", false: "☐"}[o.Checked]+" "+o.Text)
		}
		lines = append(lines, strings.Join(options, "  "))
	}
	var keys []string
	for _, b := range buttons {
		keys = append(keys, "["+b.Text+"]")
	}
	return strings.Join(append(lines, strings.Join(keys, " ")), "\n")
}

// choose selects an option of a card by the words that are read there, or
// ticks one, which has no question above it.
func choose(phone *simulator.Phone, words string) error {
	title, option, _ := strings.Cut(words, " ")
	for _, b := range slices.Backward(phone.Bubbles()) {
		if b.Card == nil || b.Replaced != "" {
			continue
		}
		if b.Card.Ticks != nil {
			for _, o := range b.Card.Ticks.Options {
				if o.Text == words {
					return phone.Select(b.Card.Ticks.Question, o.ID)
				}
			}
		}
		lists := b.Card.Lists
		if b.Card.Selection != nil {
			lists = append(lists, *b.Card.Selection)
		}
		for _, l := range lists {
			for _, o := range l.Options {
				if l.Title == title && o.Text == option {
					return phone.Select(l.Question, o.ID)
				}
			}
		}
	}
	return fmt.Errorf("no card asks %s with %s", title, option)
}

// showReplaced tells of cards whose buttons are newly gone.
func (p *player) showReplaced(id string, bubbles []simulator.Bubble) {
	gone := 0
	for _, b := range bubbles {
		if b.Card == nil || b.Replaced == "" {
			continue
		}
		if gone++; gone > p.held[id] {
			p.print("  ✓ "+id+": ", b.Replaced+"（"+b.Card.Title.Title+"）")
		}
	}
	p.held[id] = max(gone, p.held[id])
}
