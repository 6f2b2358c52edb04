package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onevisit/bot/simulator"
	"onevisit/models"
)

// slipped is a bureau in which a clerk has just registered a visit, and what
// the clerk was answered.
func slipped(t *testing.T, engine string, before func(*theatre)) (*theatre, string) {
	t.Helper()
	h := newTheatre(t, engine, time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()))
	if before != nil {
		before(h)
	}
	var answer simulator.Answer
	for _, said := range []string{"来访登记", "1", "1", "湿地与保护区", "1", "村东头的苇塘这个月被人拉土填了", "完成", "跳过", "1", "苗有田", "13900001234", "跳过", "1"} {
		var err error
		if answer, err = h.world.Staff("li.clerk").Say(t.Context(), said); err != nil {
			t.Fatal(err)
		}
	}
	return h, answer.Text()
}

// slipCode is the query code in the clerk's answer.
func slipCode(t *testing.T, answer string) string {
	t.Helper()
	m := codeLine.FindStringSubmatch(answer)
	if m == nil {
		t.Fatalf("no query code in %q", answer)
	}
	return m[1]
}

func TestASlipPrintsWithoutItsCodeWhenThePlatformDoesNotAnswer(t *testing.T) {
	t.Parallel()
	h, answer := slipped(t, "sqlite", nil)
	link := linkOn(h.world.Staff("li.clerk"), "打印回执")
	for name, fault := range map[string]simulator.Fault{
		"it refuses":            {Kind: simulator.FaultCode, Code: 48001},
		"it is broken":          {Kind: simulator.FaultStatus, Status: 502},
		"the connection breaks": {Kind: simulator.FaultReset},
	} {
		fault.Path = "qrcode/create"
		h.world.Faults.Add(fault)
		status, page, err := fetchPage(t.Context(), link)
		if err != nil || status != 200 || strings.Contains(page, "<img") {
			t.Errorf("%s: status %d, %v", name, status, err)
		}
		if !strings.Contains(page, "取不到微信二维码") || !strings.Contains(page, slipCode(t, answer)[:5]) {
			t.Errorf("%s: the page says %s", name, pageText(page))
		}
		h.world.Faults.Clear()
	}
	h.world.Faults.Add(simulator.Fault{Kind: simulator.FaultRevokeToken, Path: "qrcode/create", Times: 1})
	if _, page, err := fetchPage(t.Context(), link); err != nil || !strings.Contains(page, "<img") {
		t.Errorf("a revoked token costs the code: %v", err)
	}
}

func TestWithoutAPublicAddressTheClerkIsToldToCopy(t *testing.T) {
	t.Parallel()
	_, answer := slipped(t, "sqlite", func(h *theatre) {
		h.public = ""
		h.restart()
	})
	if strings.Contains(answer, "/p/slip") || !strings.Contains(answer, "对外网址") || slipCode(t, answer) == "" {
		t.Errorf("the clerk reads %q", answer)
	}
}

func TestNothingKeepsTheCodeOfASlipInClear(t *testing.T) {
	t.Parallel()
	h, answer := slipped(t, "sqlite", nil)
	link, code := linkOn(h.world.Staff("li.clerk"), "打印回执"), slipCode(t, answer)
	for range 2 {
		if status, _, err := fetchPage(t.Context(), link); err != nil || status != 200 {
			t.Fatalf("status %d, %v", status, err)
		}
	}
	token := link[strings.LastIndex(link, "/")+1:]
	for _, secret := range []string{code, token} {
		if strings.Contains(h.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
		if n := rowsWith(t, h, secret); n != 0 {
			t.Errorf("%d files of the database hold it", n)
		}
	}
	if !strings.Contains(h.log.String(), `"route":"/p/slip/:token"`) {
		t.Error("the log does not show that a slip was opened")
	}
}

// rowsWith counts the database's files that hold some bytes in clear.
func rowsWith(t *testing.T, h *theatre, secret string) int {
	t.Helper()
	db, err := sql.Open("sqlite", h.folder+"/onevisit.db")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(h.folder + "/onevisit.db*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no database: %v", err)
	}
	found := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), secret) {
			found++
		}
	}
	return found
}

// pdfPage counts a PDF's pages.
var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// The slip in a real browser: readable on a screen, on one sheet of either
// size, with and without its code.
func TestASlipFitsAScreenAndOneSheet(t *testing.T) {
	t.Parallel()
	h, answer := slipped(t, "sqlite", nil)
	link, code := linkOn(h.world.Staff("li.clerk"), "打印回执"), slipCode(t, answer)
	s := &sheet{t: t, ctx: openBrowser(t)}
	for _, name := range []string{"slip", "slip-without-code"} {
		s.open(link)
		if got := s.text(`document.querySelector(".code").textContent.replace(/\s/g, "")`); got != code {
			t.Errorf("%s: the page says %q", name, got)
		}
		picture := s.text(`(() => { const i = document.querySelector(".scan img"); return i ? String(i.naturalWidth > 150 && i.naturalWidth === i.naturalHeight) : "none" })()`)
		if want := map[string]string{"slip": "true", "slip-without-code": "none"}[name]; picture != want {
			t.Errorf("%s: the code's picture: %s, want %s", name, picture, want)
		}
		s.look(name+"-wide", 1100, 1000)
		s.look(name+"-narrow", 390, 844)
		s.print(name+"-A4", chromedp.PaperA4)
		s.print(name+"-A5", chromedp.PaperSize{Width: 5.83, Height: 8.27})
		h.world.Faults.Add(simulator.Fault{Kind: simulator.FaultStatus, Path: "qrcode/create"})
	}
	if pressed := s.text(`(() => { let n = 0; window.print = () => { n++ }; document.getElementById("print").click(); return String(n) })()`); pressed != "1" {
		t.Errorf("the button printed %s times", pressed)
	}
}

// sheet is a slip in a browser.
type sheet struct {
	t   *testing.T
	ctx context.Context
}

func (s *sheet) open(address string) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, chromedp.Navigate(address)); err != nil {
		s.t.Fatal(err)
	}
	if status := s.text(`String(performance.getEntriesByType("navigation")[0].responseStatus)`); status != "200" {
		s.t.Fatalf("the page answers %s", status)
	}
	if styled := s.text(`String(document.styleSheets.length)`); styled != "1" {
		s.t.Error("the page has no style: the policy forbids it")
	}
}

func (s *sheet) text(expression string) string {
	s.t.Helper()
	got, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		s.t.Fatal(err)
	}
	return got
}

// look takes a picture and holds that nothing sticks out sideways.
func (s *sheet) look(name string, width, height int64) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		s.t.Fatal(err)
	}
	if wide := s.text(`String(document.documentElement.scrollWidth <= innerWidth)`); wide != "true" {
		s.t.Errorf("%s is wider than the screen", name)
	}
	picture, err := chromedp.Run(s.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		s.t.Fatal(err)
	}
	keepPicture(s.t, name+".png", picture)
}

func (s *sheet) print(name string, paper chromedp.PaperSize) {
	s.t.Helper()
	pdf, err := chromedp.Run(s.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(paper), chromedp.PDFPrintBackground()))
	if err != nil {
		s.t.Fatal(err)
	}
	if pages := len(pdfPage.FindAll(pdf, -1)); pages != 1 {
		s.t.Errorf("%s has %d pages", name, pages)
	}
	keepPicture(s.t, name+".pdf", pdf)
}

// keepPicture writes a picture to the folder that ONEVISIT_TEST_PICTURES
// names; without one nobody wants it.
func keepPicture(t *testing.T, name string, picture []byte) {
	t.Helper()
	folder := os.Getenv("ONEVISIT_TEST_PICTURES")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name), picture, 0o600); err != nil {
		t.Fatal(fmt.Errorf("keep %s: %w", name, err))
	}
}
