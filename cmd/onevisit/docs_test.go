package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Compiled once: what a document names.
var (
	variableNamed = regexp.MustCompile(`ONEVISIT_[A-Z][A-Z_]*[A-Z]`)
	commandNamed  = regexp.MustCompile("`onevisit ([a-z]+)")
	linkNamed     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	fileNamed     = regexp.MustCompile("`((?:[a-z]+/)+[a-z0-9_.*]+\\.[a-z]+)`")
	metricNamed   = regexp.MustCompile(`onevisit_[a-z_]+`)
	loggedNamed   = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (?:info|warn|error)")
	inlineCode    = regexp.MustCompile("`[^`]*`")
)

// document is one page for people.
type document struct{ path, text string }

// documents are the README and the pages of docs.
func documents(t *testing.T, module fs.FS) []document {
	t.Helper()
	names, err := fs.Glob(module, "docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 6 {
		t.Fatalf("only %d pages in docs", len(names))
	}
	var out []document
	for _, name := range append(names, "README.md") {
		out = append(out, document{name, readText(t, module, name)})
	}
	return out
}

func readText(t *testing.T, module fs.FS, name string) string {
	t.Helper()
	content, err := fs.ReadFile(module, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestReadmeNamesEveryVariableAndNoOther(t *testing.T) {
	module := os.DirFS("../..")
	known := configVariables(t, readText(t, module, "config/settings.go"))
	const ofTheTests = "ONEVISIT_TEST_MYSQL"
	named := variableNamed.FindAllString(readText(t, module, "README.md"), -1)
	for _, name := range known {
		if !slices.Contains(named, name) {
			t.Errorf("README.md does not name %s", name)
		}
	}
	for _, d := range documents(t, module) {
		for _, name := range variableNamed.FindAllString(d.text, -1) {
			if !slices.Contains(known, name) && name != ofTheTests {
				t.Errorf("%s names %s, which the configuration does not know", d.path, name)
			}
		}
	}
}

// configVariables reads the table of settings: the variable of every row and,
// where it is a secret, that of its file.
func configVariables(t *testing.T, source string) []string {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), "settings.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(tree, func(node ast.Node) bool {
		row, ok := node.(*ast.CompositeLit)
		if !ok || row.Type != nil {
			return true
		}
		if key, err := strconv.Unquote(field(row, "key")); err == nil {
			name := "ONEVISIT_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
			names = append(names, name)
			if field(row, "secret") == "true" {
				names = append(names, name+"_FILE")
			}
		}
		return true
	})
	if len(names) < 10 {
		t.Fatalf("only %d variables found: the table of settings has another form", len(names))
	}
	return names
}

// field is the source of a plain value in a composite literal, "" for none.
func field(row *ast.CompositeLit, name string) string {
	for _, element := range row.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok || fmt.Sprint(pair.Key) != name {
			continue
		}
		switch value := pair.Value.(type) {
		case *ast.BasicLit:
			return value.Value
		case *ast.Ident:
			return value.Name
		}
	}
	return ""
}

func TestReadmeNamesEveryCommandAndNoOther(t *testing.T) {
	module := os.DirFS("../..")
	var known []string
	for _, c := range commands() {
		known = append(known, c.name)
	}
	var named []string
	for _, m := range commandNamed.FindAllStringSubmatch(readText(t, module, "README.md"), -1) {
		named = append(named, m[1])
	}
	for _, name := range known {
		if !slices.Contains(named, name) {
			t.Errorf("README.md does not name onevisit %s", name)
		}
	}
	for _, d := range documents(t, module) {
		for _, m := range commandNamed.FindAllStringSubmatch(d.text, -1) {
			if !slices.Contains(known, m[1]) {
				t.Errorf("%s names onevisit %s, which does not exist", d.path, m[1])
			}
		}
	}
}

func TestDocumentsLeadSomewhere(t *testing.T) {
	module := os.DirFS("../..")
	for _, d := range documents(t, module) {
		for _, lost := range append(lostLinks(module, d), lostFiles(module, d)...) {
			t.Errorf("%s: %s", d.path, lost)
		}
	}
}

// lostLinks are the links within the module that lead nowhere.
func lostLinks(module fs.FS, d document) []string {
	var lost []string
	for _, m := range linkNamed.FindAllStringSubmatch(inlineCode.ReplaceAllString(prose(d.text), ""), -1) {
		target, anchor, _ := strings.Cut(m[1], "#")
		if strings.Contains(target, "://") {
			continue
		}
		page := d.path
		if target != "" {
			page = path.Join(path.Dir(d.path), target)
		}
		content, err := fs.ReadFile(module, page)
		if _, missing := fs.Stat(module, page); missing != nil {
			lost = append(lost, m[1]+" leads nowhere")
			continue
		}
		if anchor != "" && (err != nil || !slices.Contains(anchors(string(content)), anchor)) {
			lost = append(lost, m[1]+" names no heading")
		}
	}
	return lost
}

// lostFiles are the files named by their paths that do not exist.
func lostFiles(module fs.FS, d document) []string {
	var lost []string
	for _, m := range fileNamed.FindAllStringSubmatch(prose(d.text), -1) {
		if found, err := fs.Glob(module, m[1]); err != nil || len(found) == 0 {
			lost = append(lost, m[1]+" does not exist")
		}
	}
	return lost
}

// prose is a page without its blocks of code.
func prose(text string) string {
	outside, _ := parts(text)
	return outside
}

// parts divides a page into its prose and its blocks of code, each block with
// its language on the first line. Blocks inside a list are indented.
func parts(text string) (outside string, blocks []string) {
	var plain, block []string
	inside := false
	for _, line := range strings.Split(text, "\n") {
		fence, isFence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case isFence && inside:
			blocks, inside = append(blocks, strings.Join(block, "\n")), false
		case isFence:
			block, inside = []string{fence}, true
		case inside:
			block = append(block, line)
		default:
			plain = append(plain, line)
		}
	}
	return strings.Join(plain, "\n"), blocks
}

// anchors are the names that readers of Markdown give to a page's headings.
func anchors(text string) []string {
	var out []string
	for _, line := range strings.Split(prose(text), "\n") {
		title := strings.TrimLeft(line, "#")
		if title == line || !strings.HasPrefix(title, " ") {
			continue
		}
		out = append(out, strings.Map(anchorRune, strings.ToLower(strings.TrimSpace(title))))
	}
	return out
}

func anchorRune(r rune) rune {
	switch {
	case r == ' ':
		return '-'
	case r == '-', r == '_', r > 0x2fff && !strings.ContainsRune("，。：；！？（）《》“”、", r),
		r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return r
	}
	return -1
}

func TestChatsInTheDocumentsAreThoseOfTheTests(t *testing.T) {
	module := os.DirFS("../..")
	names, err := fs.Glob(module, "cmd/onevisit/testdata/*.chat")
	if err != nil || len(names) == 0 {
		t.Fatalf("no transcripts (%v)", err)
	}
	var said []string
	for _, name := range names {
		said = append(said, spoken(readText(t, module, name))...)
	}
	shown := 0
	for _, d := range documents(t, module) {
		for _, chat := range chats(d.text) {
			for _, line := range spoken(chat) {
				shown++
				if !slices.Contains(said, line) {
					t.Errorf("%s shows %q, which no transcript has", d.path, line)
				}
			}
		}
	}
	if shown == 0 {
		t.Error("no chat is shown at all")
	}
}

// chats are the blocks of a page that show a conversation.
func chats(text string) []string {
	var out []string
	_, blocks := parts(text)
	for _, block := range blocks {
		if body, ok := strings.CutPrefix(block, "chat\n"); ok {
			out = append(out, body)
		}
	}
	return out
}

// spoken are the lines of a chat, without those that stand for others.
func spoken(chat string) []string {
	var out []string
	for _, line := range strings.Split(chat, "\n") {
		if line = strings.TrimSpace(line); line != "" && line != "…" {
			out = append(out, line)
		}
	}
	return out
}

func TestOperationsNameEveryMetricAndWhatIsLogged(t *testing.T) {
	module := os.DirFS("../..")
	page := readText(t, module, "docs/operations.md")
	source := readText(t, module, "handlers/metrics.go") + readText(t, module, "cmd/onevisit/backlog.go")
	known := metricNamed.FindAllString(source, -1)
	named := metricNamed.FindAllString(page, -1)
	for _, name := range known {
		if !slices.Contains(named, name) {
			t.Errorf("docs/operations.md does not name the metric %s", name)
		}
	}
	for _, name := range named {
		if !slices.Contains(known, name) {
			t.Errorf("docs/operations.md names the metric %s, which does not exist", name)
		}
	}
	source = programText(t, module)
	logged := loggedNamed.FindAllStringSubmatch(page, -1)
	for _, m := range logged {
		if !strings.Contains(source, `"`+m[1]) {
			t.Errorf("docs/operations.md explains the log line %q, which nothing writes", m[1])
		}
	}
	if len(known) == 0 || len(logged) == 0 {
		t.Errorf("found %d metrics and %d log lines: the page or the source has another form", len(known), len(logged))
	}
}

// programText is the source that can write to the log.
func programText(t *testing.T, module fs.FS) string {
	t.Helper()
	var text strings.Builder
	for _, pattern := range []string{"cmd/onevisit/*.go", "handlers/*.go", "bot/*.go", "models/store/*.go"} {
		names, err := fs.Glob(module, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				text.WriteString(readText(t, module, name))
			}
		}
	}
	return text.String()
}

func TestDocumentChecksSeeWhatIsWrong(t *testing.T) {
	module := os.DirFS("../..")
	cases := []struct {
		name, text string
		lost       int
	}{
		{"a page that exists", "[a](README.md)", 0},
		{"a page that does not", "[a](docs/nothing.md)", 1},
		{"a heading that exists", "# One two\n[a](#one-two)", 0},
		{"a heading that does not", "# One two\n[a](#three)", 1},
		{"an address outside", "[a](https://example.org/nothing)", 0},
		{"a file that exists", "see `models/apply.go`", 0},
		{"a file that does not", "see `models/nothing.go`", 1},
		{"a link inside code", "\n```\n[a](nothing.md)\n```\n", 0},
		{"a link after indented code", "1. x\n   ```\n   x\n   ```\n[a](nothing.md)", 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := document{"page.md", c.text}
			lost := lostLinks(withPage{module, d}, d)
			if lost = append(lost, lostFiles(module, d)...); len(lost) != c.lost {
				t.Errorf("found %q, want %d", lost, c.lost)
			}
		})
	}
}

// withPage is a module with one page more at its top.
type withPage struct {
	fs.FS
	page document
}

// ReadFile reads the page, or a file of the module.
func (w withPage) ReadFile(name string) ([]byte, error) {
	if name == w.page.path {
		return []byte(w.page.text), nil
	}
	return fs.ReadFile(w.FS, name)
}

// Stat finds the page, or a file of the module.
func (w withPage) Stat(name string) (fs.FileInfo, error) {
	if name == w.page.path {
		name = "README.md"
	}
	return fs.Stat(w.FS, name)
}
