package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"onevisit/bot/simulator"
)

// What is read of a page: what stands in its main part, a line a block.
var (
	mainPart = regexp.MustCompile(`(?s)<aside.*</aside>|<main.*</main>`)
	blockEnd = regexp.MustCompile(`</(?:p|h1|h2|li|div|button)>`)
	markup   = regexp.MustCompile(`<[^>]*>`)
	spaces   = regexp.MustCompile(`[ \t\n]+`)
)

// scan holds a phone over a QR code: with a scene, or the slip's.
func (p *player) scan(ctx context.Context, phone *simulator.Phone, words string) error {
	if words == "{slip}" {
		_, err := phone.ScanCode(ctx, p.world.LastCode())
		return err
	}
	_, err := phone.Scan(ctx, strings.ReplaceAll(words, "{code}", p.code))
	return err
}

// openLink opens the newest link with these words and shows what stands there.
func (p *player) openLink(ctx context.Context, phone *simulator.Phone, words string) error {
	address := linkOn(phone, words)
	if address == "" {
		return fmt.Errorf("no link says %s", words)
	}
	status, page, err := fetchPage(ctx, address)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		p.print("  ", fmt.Sprintf("(%d)", status))
	}
	if strings.Contains(page, "<img src=\"data:image/png") {
		p.print("  ", "(QR)")
	}
	p.print("  ", strings.ReplaceAll(pageText(page), p.code[:min(5, len(p.code))]+" "+p.code[min(5, len(p.code)):], "{code}"))
	return nil
}

// linkOn is the address of the newest link with these words on a phone.
func linkOn(phone *simulator.Phone, words string) string {
	for _, b := range slices.Backward(phone.Bubbles()) {
		for _, link := range b.Links() {
			if link.Text == words {
				return link.URL
			}
		}
	}
	return ""
}

func fetchPage(ctx context.Context, address string) (status int, page string, err error) {
	in, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	out, err := http.DefaultClient.Do(in)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(io.LimitReader(out.Body, 1<<20))
	if err != nil {
		return 0, "", err
	}
	return out.StatusCode, string(body), out.Body.Close()
}

func pageText(page string) string {
	var lines []string
	for _, part := range mainPart.FindAllString(page, -1) {
		for _, block := range blockEnd.Split(part, -1) {
			text := strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(markup.ReplaceAllString(block, " ")), " "))
			if text != "" {
				lines = append(lines, text)
			}
		}
	}
	return strings.Join(lines, "\n")
}
