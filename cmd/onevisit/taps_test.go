package main

import (
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"onevisit/bot"
	"onevisit/bot/simulator"
	"onevisit/messages"
	"onevisit/models"
)

// tapped reports whether a transcript shows work without a typed command.
func tapped(file string) bool {
	name := filepath.Base(file)
	return strings.HasPrefix(name, "taps_") || strings.HasPrefix(name, "day_")
}

// What people write in such a transcript is one of these, and nothing else:
//
//   - figures: a number from a list or of an action, a case's number;
//   - words that stood on the screen to be tapped, or in the brackets below a
//     question (“可回复：…”);
//   - words that no reader of commands takes for one: a reason, a finding, a
//     name, an instruction;
//   - of staff: an answer to a question for words, whatever it begins with, as
//     long as no case number after a command leads out of the question.
//
// A menu's button must stand on the menu. Cards, pictures and scans are what
// they are: the phone refuses a button that is not there.
func (p *player) noCommand(phone *simulator.Phone, text string) {
	p.t.Helper()
	if figures.MatchString(text) || slices.Contains(offeredOn(phone), text) {
		return
	}
	if phone.Platform() == simulator.WeChat {
		if _, is := messages.ReadPetitioner(text); is || messages.Control(text) != "" {
			p.t.Errorf("%s types a command: %s", phone.ID(), text)
		}
		return
	}
	verb, word, rest := messages.ReadCommand(text)
	if verb == "" && word == "" && messages.Control(text) == "" {
		return
	}
	if begins := numbered.MatchString(rest); begins || !p.wordsAsked(phone) {
		p.t.Errorf("%s types a command: %s", phone.ID(), text)
	}
}

// noSuchButton holds that a menu's button stands on the menu.
func (p *player) noSuchButton(phone *simulator.Phone, key string) {
	p.t.Helper()
	menu := messages.AppMenu()
	if phone.Platform() == simulator.WeChat {
		menu = messages.AccountMenu()
	}
	for _, top := range menu {
		if top.Key == key || slices.ContainsFunc(top.Sub, func(b messages.MenuButton) bool { return b.Key == key }) {
			return
		}
	}
	p.t.Errorf("no button %s on the menu of %s", key, phone.Platform())
}

var (
	figures   = regexp.MustCompile(`^[\d\s]+$`)
	numbered  = regexp.MustCompile(`^[A-Za-z]*[\d-]+`)
	choice    = regexp.MustCompile(`(?m)^(?:\d+\. |▸ )(.+)$`)
	repliable = regexp.MustCompile(`（可回复：(.+)）`)
)

// offeredOn are the words that can be tapped or are named as replies on what
// stands on a phone since its owner last did something.
func offeredOn(phone *simulator.Phone) []string {
	var out []string
	for _, b := range slices.Backward(phone.Bubbles()) {
		if b.From == simulator.Me {
			break
		}
		for _, m := range choice.FindAllStringSubmatch(b.Text, -1) {
			out = append(out, m[1])
		}
		for _, m := range repliable.FindAllStringSubmatch(b.Text, -1) {
			out = append(out, strings.Split(m[1], "、")...)
		}
	}
	return out
}

// wordsAsked reports whether the running question of a member of staff is one
// for words.
func (p *player) wordsAsked(phone *simulator.Phone) bool {
	var s models.Session
	err := ledger{p.app.store}.Act(context.Background(), func(tx bot.Tx) (err error) {
		s, err = tx.Session(string(bot.WeCom) + ":" + strings.ToLower(phone.ID()))
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return s.Flow != "" && p.clock.Now().Before(s.Expires) && (strings.HasPrefix(s.Step, "words") || s.Step == "claim")
}
