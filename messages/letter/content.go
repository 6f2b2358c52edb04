package letter

import (
	"fmt"
	"strconv"
	"strings"
)

// Content is everything a letter says, worded by the caller and taken from the
// letter's snapshot alone, so that the same letter always has the same text.
// Any text may be hostile: what XML cannot carry is left out.
type Content struct {
	Title     string
	Number    string // with its brackets, or what stands for it in a draft
	Addressee string // with its colon; may be empty
	// Paragraphs are the text. A line break inside one makes two of it.
	Paragraphs []Paragraph
	Organ      string // full name of who issues the letter
	Date       string // in Arabic figures without leading zeros, Asia/Shanghai
	Note       string // below the date, e.g. a telephone number; may be empty
	Receipt    Receipt
	Items      []Item
}

// Paragraph is one paragraph of the text, its numbering written out.
type Paragraph struct {
	Level Level
	Text  string
}

// Level says what a paragraph is.
type Level int

// Levels. The third level of headings has no font of its own in
// GB/T 9704-2012 and is Body.
const (
	Body       Level = iota
	Heading          // the first level, numbered 一、
	Subheading       // the second level, numbered （一）
)

// Receipt is what a proof of delivery says; what is filled in by hand stays
// empty. Law.md wants one for every letter to a petitioner.
type Receipt struct {
	Recipient string
	Document  string // name and number of the letter delivered
	Method    string
	Place     string
	Delivered string // when, in words, Asia/Shanghai
	Signed    string // who signed, or how receipt was confirmed
	Proxy     string // who received for the recipient, and why
	Server    string // who delivered
	Remark    string
}

// Item is one document in the list of an archived case.
type Item struct {
	Title  string
	Number string
	Date   string
	Remark string
}

// check names the first field that the form needs and the content lacks.
func (c Content) check(f Form) error {
	type need struct {
		name    string
		missing bool
	}
	needs := []need{{"title", blank(c.Title)}, {"number", blank(c.Number)}, {"organ", blank(c.Organ)}, {"date", blank(c.Date)}}
	switch f {
	case FormReceipt:
		needs = append(needs, need{"receipt.recipient", blank(c.Receipt.Recipient)}, need{"receipt.document", blank(c.Receipt.Document)})
	case FormArchive:
		needs = append(needs, need{"items", len(c.Items) == 0})
	default:
		needs = append(needs, need{"body", len(c.lines()) == 0})
	}
	for _, n := range needs {
		if n.missing {
			return fmt.Errorf("the content has no %s", n.name)
		}
	}
	return nil
}

// blank reports that nothing of a text would be seen.
func blank(s string) bool { return strings.TrimSpace(clean(s)) == "" }

// lines are the paragraphs as they are set: clean, cut at line breaks, none
// of them empty.
func (c Content) lines() []Paragraph {
	var out []Paragraph
	for _, p := range c.Paragraphs {
		for line := range strings.Lines(unifyBreaks(p.Text)) {
			if text := strings.TrimSpace(clean(line)); text != "" {
				out = append(out, Paragraph{Level: p.Level, Text: text})
			}
		}
	}
	return out
}

// values are the placeholders that stand for one text each.
func (c Content) values() map[string]string {
	r := c.Receipt
	return cleaned(map[string]string{
		"title": c.Title, "number": c.Number, "addressee": c.Addressee,
		"organ": c.Organ, "date": c.Date, "note": c.Note,
		"receipt.recipient": r.Recipient, "receipt.document": r.Document, "receipt.method": r.Method,
		"receipt.place": r.Place, "receipt.delivered": r.Delivered, "receipt.signed": r.Signed,
		"receipt.proxy": r.Proxy, "receipt.server": r.Server, "receipt.remark": r.Remark,
	})
}

// values are the placeholders of a row; index counts from 1.
func (i Item) values(index int) map[string]string {
	return cleaned(map[string]string{
		"item.index": strconv.Itoa(index), "item.title": i.Title, "item.number": i.Number,
		"item.date": i.Date, "item.remark": i.Remark,
	})
}

// cleaned makes one clean line of each value.
func cleaned(values map[string]string) map[string]string {
	for name, value := range values {
		values[name] = strings.TrimSpace(clean(value))
	}
	return values
}
