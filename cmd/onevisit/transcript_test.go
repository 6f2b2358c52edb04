package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onevisit/bot/simulator"
	"onevisit/models"
)

var update = flag.Bool("update", false, "rewrite the transcripts with what was said") // testing's own way of adding a flag

// The transcripts in testdata are the end-to-end tests. Lines at the margin
// are what people do; indented lines are what they then read:
//
//	at 2026-11-23 09:00           the clock stands at this time
//	petitioner> 提交诉求           somebody writes; "petitioner" begins an openid, all else is staff
//	  …                           the answer in the same chat
//	  » wang.chief: …             a push to somebody
//	petitioner [photo]            also: follow, unfollow, photo, voice WORDS, location LABEL, click KEY, scan SCENE, gone, again
//	li.clerk [open] 打印回执        a link is opened; what the page says
//	petitioner [scan] {slip}      the QR code of the page opened last
//	wang.chief [tap] 受理          a card's button, or a choice
//	wang.chief [select] 办理方式 普通  an option of a card's question; the chosen one stands in 〔〕
//	wang.chief [select] 事实清楚    an option to tick; ticked ones stand behind ☑
//	wang.chief [pick] 退回          the number that stands before these words is typed
//	  ✓ wang.chief: …             what then stands where a card's buttons stood
//	clock +3d                     the clock is pushed forward: d, h or m
//	bureau sign: deputy           a rule of this bureau, before all else; see bureauUnder
//	restart                       the program stops and starts again
//	begin accepted 快办            the petitioner's matter has come so far; how is not shown
//	without 【月调度】             pushes that begin like this are not shown
//
// {code} stands for the query code told last. Every act takes one minute.
//
// Together, the transcripts without a typed command do everything there is to do.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	shown := &shownDeeds{}
	t.Cleanup(func() { shown.hold(t, files) })
	for _, engine := range engines() {
		for _, file := range files {
			t.Run(engine+"/"+strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
				t.Parallel()
				p := play(t, engine, file)
				if p.tapped && engine == engines()[0] {
					shown.note(p.entered())
				}
			})
		}
	}
}

// play runs one transcript and compares what was said with what stands there.
func play(t *testing.T, engine, file string) *player {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := &player{t: t, seen: map[string]int{}, held: map[string]int{}, tapped: tapped(file)}
	p.theatre = newTheatreUnder(t, engine, time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()), bureauUnder(t, string(raw)))
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "  ") {
			continue
		}
		p.out = append(p.out, line)
		p.act(line)
	}
	got := strings.Join(p.out, "\n") + "\n"
	p.leakFree()
	if *update && engine == "sqlite" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	if got != string(raw) {
		t.Errorf("%s: what was said is not what stands there (-update rewrites it):\n%s", file, difference(string(raw), got))
	}
	return p
}

type player struct {
	*theatre
	t       *testing.T
	phones  []*simulator.Phone
	seen    map[string]int // bubbles already shown, by phone
	held    map[string]int // cards whose buttons are already known to be gone, by phone
	actor   *simulator.Phone
	out     []string
	code    string
	tapped  bool // nobody types a command
	without string
	said    []string // by petitioners: must not stand in the log
}

var (
	gesture  = regexp.MustCompile(`^(\S+) \[(\w+)\] ?(.*)$`)
	speech   = regexp.MustCompile(`^([\w.-]+)> (.*)$`)
	codeLine = regexp.MustCompile(`查询码：(\S+)`)
)

func (p *player) act(line string) {
	switch {
	case line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "bureau "):
		return
	case strings.HasPrefix(line, "at "):
		at, err := time.ParseInLocation("2006-01-02 15:04", line[3:], models.Zone())
		if err != nil {
			p.t.Fatal(err)
		}
		p.clock.Advance(at.Sub(p.clock.Now()))
	case strings.HasPrefix(line, "clock +"):
		p.clock.Advance(span(p.t, line[7:]))
	case line == "restart":
		p.restart()
	case strings.HasPrefix(line, "begin "):
		p.begin(line[6:])
	case strings.HasPrefix(line, "without "):
		p.without = line[8:]
	default:
		p.clock.Advance(time.Minute)
		p.perform(line)
	}
	p.work()
	p.show()
}

func span(t *testing.T, s string) time.Duration {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		s = days + "h"
		d, err := time.ParseDuration(s)
		if err != nil {
			t.Fatal(err)
		}
		return 24 * d
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// perform does what somebody does on a phone.
func (p *player) perform(line string) {
	p.t.Helper()
	ctx := context.Background()
	var err error
	if m := speech.FindStringSubmatch(line); m != nil {
		text := strings.ReplaceAll(strings.ReplaceAll(m[2], "{code}", p.code), `\n`, "\n")
		phone := p.phone(m[1])
		p.actor = phone
		if p.tapped {
			p.noCommand(phone, text)
		}
		if phone.Platform() == simulator.WeChat && len([]rune(text)) >= 6 {
			p.said = append(p.said, text)
		}
		_, err = phone.Say(ctx, text)
	} else if m := gesture.FindStringSubmatch(line); m != nil {
		p.actor = p.phone(m[1])
		err = p.gesture(ctx, p.actor, m[2], m[3])
	} else {
		p.t.Fatalf("cannot be read: %q", line)
	}
	if err != nil {
		p.t.Fatalf("%s: %v\n%s\n%s", line, err, strings.Join(p.out[max(0, len(p.out)-25):], "\n"), p.log)
	}
}

func (p *player) gesture(ctx context.Context, phone *simulator.Phone, what, words string) (err error) {
	switch what {
	case "follow":
		_, err = phone.Follow(ctx)
	case "unfollow":
		_, err = phone.Unfollow(ctx)
	case "photo":
		_, err = phone.SendImage(ctx, []byte("\x89PNG\r\n\x1a\n not much of a picture"))
	case "voice":
		_, err = phone.SendVoice(ctx, []byte("#!AMR\n"), words)
	case "location":
		_, err = phone.SendLocation(ctx, simulator.Place{Latitude: 40.87, Longitude: 121.83, Label: words})
	case "click":
		p.noSuchButton(phone, words)
		_, err = phone.Click(ctx, words)
	case "tap":
		_, err = phone.Tap(ctx, words)
	case "pick":
		number := numberBefore(phone, words)
		if number == "" {
			return fmt.Errorf("no number stands before %s", words)
		}
		_, err = phone.Say(ctx, number)
	case "scan":
		err = p.scan(ctx, phone, words)
	case "open":
		err = p.openLink(ctx, phone, words)
	case "select":
		err = choose(phone, words)
	case "enter":
		_, err = phone.Enter(ctx)
	case "gone":
		_, err = p.world.RemoveMember(ctx, phone.ID())
	case "again":
		err = p.again(ctx, phone)
	default:
		p.t.Fatalf("no such gesture: %q", what)
	}
	return err
}

// again delivers the last message once more, as the platform does when it
// heard nothing, and shows the answer.
func (p *player) again(ctx context.Context, phone *simulator.Phone) error {
	last, err := phone.Last()
	if err != nil {
		return err
	}
	answer, err := p.world.Deliver(ctx, last)
	if err != nil {
		return err
	}
	p.print("  ", p.masked(answer.Text()))
	return nil
}

// phone finds a phone by its name in the transcript.
func (p *player) phone(name string) *simulator.Phone {
	phone := p.world.Staff(name)
	if strings.HasPrefix(name, "petitioner") {
		phone = p.world.Petitioner("oInvented_" + name)
	}
	if !slices.Contains(p.phones, phone) {
		p.phones = append(p.phones, phone)
	}
	return phone
}

// show writes what appeared on every phone since the last time: answers at
// the place of the speaker, pushes under the name of whoever got them.
func (p *player) show() {
	for _, person := range p.app.law.Bureau.Staff {
		p.phone(person.UserID)
	}
	order := slices.Clone(p.phones)
	slices.SortStableFunc(order, func(a, b *simulator.Phone) int { return speakerFirst(p.actor, a, b) })
	for _, phone := range order {
		bubbles := phone.Bubbles()
		for _, b := range bubbles[p.seen[phone.ID()]:] {
			if b.From == simulator.Me || b.Push && p.without != "" && strings.HasPrefix(b.Text, p.without) {
				continue
			}
			text := p.masked(b.Text)
			if b.Card != nil {
				text = cardText(b.Card)
			}
			if b.Kind == simulator.KindFile {
				text = "📎 " + text
			}
			if b.Push {
				p.print("  » "+strings.TrimPrefix(phone.ID(), "oInvented_")+": ", text)
				continue
			}
			p.print("  ", text)
		}
		p.seen[phone.ID()] = len(bubbles)
		p.showReplaced(phone.ID(), bubbles)
	}
}

// speakerFirst puts the phone that was just used before all others.
func speakerFirst(speaker, a, b *simulator.Phone) int {
	switch speaker {
	case a:
		return -1
	case b:
		return 1
	}
	return 0
}

// masked keeps the query code for later and out of the transcript.
func (p *player) masked(text string) string {
	if m := codeLine.FindStringSubmatch(text); m != nil {
		p.code = m[1]
		return strings.ReplaceAll(text, m[1], "{code}")
	}
	return text
}

func (p *player) print(first, text string) {
	for i, line := range strings.Split(text, "\n") {
		prefix := "  "
		if i == 0 {
			prefix = first
		} else if strings.HasPrefix(first, "  »") {
			prefix = "      "
		}
		p.out = append(p.out, prefix+line)
	}
}

// leakFree holds that nothing a petitioner wrote, and no openid, stands in the
// log.
func (p *player) leakFree() {
	log := p.log.String()
	for _, secret := range append(p.said, "oInvented_") {
		if strings.Contains(log, secret) {
			p.t.Errorf("the log holds what a petitioner wrote: %q", secret)
		}
	}
}

// difference shows the first lines that differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		var a, b string
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d:\n  stands: %s\n  said:   %s\n(around: %s)", i+1, a, b, strings.Join(g[max(0, i-3):min(len(g), i+6)], "\n"))
		}
	}
	return ""
}
