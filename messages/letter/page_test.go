package letter

import (
	"context"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"onevisit/models"
)

// This file looks at the letters as LibreOffice sets them. It is skipped where
// LibreOffice's writer or poppler's tools are missing.

// millimetre in points, the unit of a PDF.
const millimetre = 72 / 25.4

// conf gives every font of the letters one metric: full-width characters as
// wide as they are high and half-width ones half of that, as the prescribed
// fonts have it.
const conf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <cachedir>%s</cachedir>
  <match target="pattern"><edit name="family" mode="assign" binding="strong"><string>WenQuanYi Zen Hei Mono</string></edit></match>
</fontconfig>`

// setLine is one line on a page: its characters and where they stand, in
// points from the top left corner of the paper.
type setLine struct {
	text                     string
	left, right, top, bottom float64
}

// setPage is one page.
type setPage struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []struct {
		Left   float64 `xml:"xMin,attr"`
		Right  float64 `xml:"xMax,attr"`
		Top    float64 `xml:"yMin,attr"`
		Bottom float64 `xml:"yMax,attr"`
		Text   string  `xml:",chardata"`
	} `xml:"word"`
}

// lines joins the words of a page that share a line, from the top.
func (p setPage) lines() []setLine {
	var out []setLine
	for _, w := range p.Words {
		i := slices.IndexFunc(out, func(l setLine) bool { return math.Abs(l.bottom-w.Bottom) < 2 })
		if i < 0 {
			out = append(out, setLine{w.Text, w.Left, w.Right, w.Top, w.Bottom})
			continue
		}
		out[i].text += w.Text
		out[i].left, out[i].right = min(out[i].left, w.Left), max(out[i].right, w.Right)
	}
	slices.SortFunc(out, func(a, b setLine) int { return int(a.bottom - b.bottom) })
	return out
}

// line finds the line with a text.
func (p setPage) line(t *testing.T, text string) setLine {
	t.Helper()
	for _, l := range p.lines() {
		if strings.Contains(l.text, text) {
			return l
		}
	}
	t.Fatalf("no line says %q", text)
	return setLine{}
}

// tool runs a program; LibreOffice takes seconds to start.
func tool(t *testing.T, env []string, name string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, name, args...)
	command.Env = append(os.Environ(), env...)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// needTools skips the test where something that sets pages is missing.
func needTools(t *testing.T) {
	t.Helper()
	for name, debian := range map[string]string{"soffice": "libreoffice-writer-nogui", "pdftotext": "poppler-utils"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed (Debian: %s)", name, debian)
		}
	}
	if _, err := os.Stat("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"); err != nil {
		t.Skip("no font with Chinese characters is installed (Debian: fonts-wqy-zenhei)")
	}
}

// convert has LibreOffice write letters in another format, and gives the folder
// of the results.
func convert(t *testing.T, format string, letters map[string][]byte) string {
	t.Helper()
	folder, results := t.TempDir(), t.TempDir()
	fonts := filepath.Join(folder, "fonts.conf")
	if err := os.WriteFile(fonts, fmt.Appendf(nil, conf, filepath.Join(folder, "cache")), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless", "--convert-to", format, "--outdir", results}
	for name, letter := range letters {
		file := filepath.Join(folder, name+".docx")
		if err := os.WriteFile(file, letter, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	tool(t, []string{"FONTCONFIG_FILE=" + fonts, "HOME=" + folder}, "soffice", args...)
	return results
}

// setAll sets letters by name into pages, all in one run of LibreOffice.
func setAll(t *testing.T, letters map[string][]byte) map[string][]setPage {
	t.Helper()
	folder := convert(t, "pdf", letters)
	pages := map[string][]setPage{}
	for name := range letters {
		var html struct {
			Pages []setPage `xml:"body>doc>page"`
		}
		boxes := tool(t, nil, "pdftotext", "-bbox", filepath.Join(folder, name+".pdf"), "-")
		if err := xml.Unmarshal(boxes, &html); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		pages[name] = html.Pages
	}
	return pages
}

// near compares a measure in millimetres.
func near(t *testing.T, what string, points, want, tolerance float64) {
	t.Helper()
	if got := points / millimetre; math.Abs(got-want) > tolerance {
		t.Errorf("%s: %.1f mm, want %.1f ± %.1f", what, got, want, tolerance)
	}
}

func TestThePagesAreSetAsTheStandardWants(t *testing.T) {
	needTools(t)
	templates := builtIn(t)
	letters := map[string][]byte{}
	add := func(name string, k models.LetterKind, c Content) {
		file, err := templates.Render(k, c)
		if err != nil {
			t.Fatal(err)
		}
		letters[name] = file
	}
	for _, kind := range kinds() {
		add(string(kind), kind, sample(kind))
	}
	add("ruler", models.LetterAcceptance, ruler(60))
	long := sample(models.LetterAcceptance)
	long.Paragraphs = body(strings.Repeat("湿地保护管理", 200), "end")
	add("long", models.LetterAcceptance, long)
	pages := setAll(t, letters)
	for name, set := range pages {
		t.Run(name, func(t *testing.T) { checkPages(t, set) })
	}
	t.Run("22 lines of 28 characters", func(t *testing.T) { checkGrid(t, pages["ruler"], pages["long"]) })
	t.Run("title and seal", func(t *testing.T) { checkSeal(t, pages["acceptance"][0]) })
	t.Run("between units", func(t *testing.T) { checkUnits(t, pages["assignment"][0]) })
	t.Run("page numbers", func(t *testing.T) { checkNumbers(t, pages["opinion"]) })
}

// checkPages: A4, and nothing beyond the margins.
func checkPages(t *testing.T, pages []setPage) {
	if len(pages) == 0 {
		t.Fatal("no page")
	}
	for _, p := range pages {
		near(t, "width of the page", p.Width, 210, 0.5)
		near(t, "height of the page", p.Height, 297, 0.5)
		for _, l := range p.lines() {
			if l.text == organ && l.top < 37*millimetre {
				continue // the red mark of a letter between units is above the text block
			}
			if l.left < 28*millimetre-1 || l.right > (210-26)*millimetre+1+hanging(l) {
				t.Errorf("%q stands from %.1f to %.1f mm", l.text, l.left/millimetre, l.right/millimetre)
			}
			if l.bottom > (297-35)*millimetre+2 && !strings.HasPrefix(l.text, "—") {
				t.Errorf("%q stands below the text block", l.text)
			}
		}
	}
}

// hanging is how far a line may pass the margin: LibreOffice lets punctuation
// hang there, though the templates, as Word reads them, say that it must not.
func hanging(l setLine) float64 {
	if last, _ := utf8.DecodeLastRuneInString(l.text); strings.ContainsRune("，。、：；）》", last) {
		return 16
	}
	return 0
}

// checkGrid: full pages have 22 lines, 28.95 points apart, and full lines 28
// characters.
func checkGrid(t *testing.T, ruler, long []setPage) {
	lines := ruler[1].lines()
	if len(lines) != 22+1 {
		t.Fatalf("a full page has %d lines besides its number, want 22", len(lines)-1)
	}
	near(t, "21 lines", lines[21].bottom-lines[0].bottom, 21*28.95/millimetre, 0.5)
	for _, l := range lines[:22] {
		if got := utf8.RuneCountInString(l.text); got != 26 {
			t.Fatalf("a line that begins a paragraph has %d characters, want 26 after an indent of 2", got)
		}
	}
	near(t, "indent", lines[0].left, 28+2*156.0/28, 0.5)
	for _, l := range long[1].lines()[:20] {
		if got := utf8.RuneCountInString(l.text); got != 28 {
			t.Fatalf("a full line has %d characters, want 28", got)
		}
	}
}

// checkSeal: the title centred, the date four characters from the right, the
// organ centred above it, and two lines free for the seal.
func checkSeal(t *testing.T, p setPage) {
	const centre = 28 + 156.0/2
	title, number := p.line(t, "受理告知书"), p.line(t, "〔2026〕12号")
	near(t, "centre of the title", (title.left+title.right)/2, centre, 1)
	near(t, "centre of the number", (number.left+number.right)/2, centre, 1)
	near(t, "height of the title", title.bottom-title.top, 22*1.3/millimetre, 2)
	name, date := p.line(t, organ), p.line(t, "2026年11月23日")
	near(t, "date from the right margin", (210-26)*millimetre-date.right, 4*156.0/28, 1.5)
	// LibreOffice sets figures a quarter of a character apart from Chinese ones,
	// whatever the templates say, and so a date four gaps wider than Word's.
	near(t, "centres of organ and date", (name.left+name.right)/2-(date.left+date.right)/2, 0, 3.2)
	near(t, "date below organ", date.bottom-name.bottom, 28.95/millimetre, 0.5)
	near(t, "room for the seal", name.bottom-p.line(t, "特此告").bottom, 3*28.95/millimetre, 10.5)
}

// checkUnits: the mark's upper edge at 30 mm, centred on the paper; no page
// number on the first page.
func checkUnits(t *testing.T, p setPage) {
	lines := p.lines()
	mark := lines[0]
	if mark.text != organ {
		t.Fatalf("the page begins with %q", mark.text)
	}
	near(t, "mark", mark.top, 30, 4) // the box of the font, larger than its characters
	near(t, "centre of the mark", (mark.left+mark.right)/2, 105, 1)
	near(t, "end of the number", p.line(t, "〔2026〕11号").right, 210-26, 1)
	if last := lines[len(lines)-1].text; strings.HasPrefix(last, "—") {
		t.Errorf("the first page has the number %q", last)
	}
}

// checkNumbers: 7 mm below the text block, odd pages at the right and even ones
// at the left.
func checkNumbers(t *testing.T, pages []setPage) {
	if len(pages) != 2 {
		t.Fatalf("%d pages, want 2", len(pages))
	}
	for i, p := range pages {
		lines := p.lines()
		number := lines[len(lines)-1]
		if want := fmt.Sprintf("—%d—", i+1); number.text != want {
			t.Fatalf("page %d is numbered %q", i+1, number.text)
		}
		near(t, "height of the number", (number.top+number.bottom)/2, 297-35+7, 2)
	}
	odd, even := pages[0].line(t, "—1—"), pages[1].line(t, "—2—")
	near(t, "number of an odd page", (210-26)*millimetre-odd.right, 14/millimetre, 1.5)
	near(t, "number of an even page", even.left-28*millimetre, 14/millimetre, 1.5)
}

func TestATemplateSavedByAWordProcessorIsStillATemplate(t *testing.T) {
	needTools(t)
	builtin := map[string][]byte{}
	for _, form := range Forms() {
		builtin[string(form)] = office(t, form, func(map[string]string) {})
	}
	saved, err := Load(os.DirFS(convert(t, "docx", builtin)))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds() {
		got, want := saidBy(t, saved, kind), saidBy(t, builtIn(t), kind)
		if !slices.Equal(got, want) {
			t.Errorf("%s says\n%s\nwant\n%s", kind, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// saidBy is what a letter of the templates says, without styles.
func saidBy(t *testing.T, templates *Templates, k models.LetterKind) []string {
	t.Helper()
	var out []string
	for _, line := range paragraphs(t, render(t, templates, k, sample(k))) {
		_, text, _ := strings.Cut(line, " |")
		out = append(out, strings.TrimSpace(text))
	}
	return out
}
