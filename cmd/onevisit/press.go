package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"onevisit/messages"
	"onevisit/messages/letter"
	"onevisit/models"
)

// letterTemplates loads the letters' templates: the office's own from the folder
// "letters" beside the bureau file, the built-in ones for the rest. A broken
// template is an error that names the placeholder.
func letterTemplates(bureauFile string) (*letter.Templates, error) {
	var office fs.FS
	if bureauFile != "" {
		folder := filepath.Join(filepath.Dir(bureauFile), "letters")
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			office = os.DirFS(folder)
		}
	}
	t, err := letter.Load(office)
	if err != nil {
		return nil, fmt.Errorf("letter templates: %w", err)
	}
	return t, nil
}

// maker turns letters into files by the templates.
func maker(t *letter.Templates) func(models.Letter) ([]byte, error) {
	return func(l models.Letter) ([]byte, error) {
		return t.Render(l.Number.Kind, contentOf(l))
	}
}

// contentOf hands a letter's words to its layout.
func contentOf(l models.Letter) letter.Content {
	page := messages.LetterPage(&l)
	c := letter.Content{
		Title: page.Title, Number: page.Number, Addressee: page.Addressee,
		Organ: page.Organ, Date: page.Date, Note: page.Note,
	}
	for _, p := range page.Paragraphs {
		level := letter.Body
		if p.Heading {
			level = letter.Heading
		}
		c.Paragraphs = append(c.Paragraphs, letter.Paragraph{Level: level, Text: p.Text})
	}
	s := l.Snapshot
	switch l.Number.Kind {
	case models.LetterReceipt:
		c.Receipt = letter.Receipt{
			Recipient: messages.ReceiptRecipient(s), Document: messages.ReceiptDocument(s), Method: messages.MethodName(s.Method),
			Delivered: messages.ReceiptDay(s), Signed: s.Text,
		}
	case models.LetterCatalogue:
		for _, item := range messages.ArchiveItems(s) {
			c.Items = append(c.Items, letter.Item{Title: item.Title, Number: item.Number, Date: item.Date, Remark: item.Remark})
		}
	}
	return c
}
