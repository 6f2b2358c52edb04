package letter

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"onevisit/models"
)

// This file reads .docx by the standard library's namespaces, not by the
// product's own tree, so that a mistake there cannot hide itself.

// mainPart is the document of the built-in templates.
const mainPart = "word/document.xml"

// parts unpacks a .docx.
func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range r.File {
		content, err := fsRead(r, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = content
	}
	return out
}

// fsRead reads one file of an archive.
func fsRead(r *zip.Reader, name string) (text string, err error) {
	f, err := r.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	content, err := io.ReadAll(f)
	return string(content), err
}

// docx packs parts, as an office's word processor would.
func docx(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		entry, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(entry, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// office is a built-in template of a form, changed as an office might.
func office(t *testing.T, f Form, change func(files map[string]string)) []byte {
	t.Helper()
	file, err := Builtin(f)
	if err != nil {
		t.Fatal(err)
	}
	files := parts(t, file)
	change(files)
	return docx(t, files)
}

// swap is a change of the main document: each old text is replaced by the new
// one after it.
func swap(t *testing.T, pairs ...string) func(map[string]string) {
	t.Helper()
	return func(files map[string]string) {
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(files[mainPart], pairs[i]) {
				t.Fatalf("the template has no %s", pairs[i])
			}
			files[mainPart] = strings.Replace(files[mainPart], pairs[i], pairs[i+1], 1)
		}
	}
}

// word is an element of WordprocessingML as the standard library reads it.
type word struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []word     `xml:",any"`
	Text    string     `xml:",chardata"`
}

// read parses a part; that it is well-formed is part of every test.
func read(t *testing.T, text string) word {
	t.Helper()
	var w word
	if err := xml.Unmarshal([]byte(text), &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// all finds the elements of a name, in order.
func (w word) all(name string) []word {
	var out []word
	for _, kid := range w.Kids {
		if kid.XMLName.Local == name {
			out = append(out, kid)
		}
		out = append(out, kid.all(name)...)
	}
	return out
}

// first is the first element of a name, or an empty one.
func (w word) first(name string) word {
	if found := w.all(name); len(found) > 0 {
		return found[0]
	}
	return word{}
}

// get is an attribute.
func (w word) get(name string) string {
	for _, a := range w.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// says is the text of an element.
func (w word) says() string {
	var b strings.Builder
	for _, t := range w.all("t") {
		b.WriteString(t.Text)
	}
	return b.String()
}

// style is a paragraph's style.
func (w word) style() string { return w.first("pStyle").get("val") }

// builtIn are the templates of an office that has none of its own.
func builtIn(t *testing.T) *Templates {
	t.Helper()
	templates, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return templates
}

// render makes a letter and gives its parts.
func render(t *testing.T, templates *Templates, k models.LetterKind, c Content) map[string]string {
	t.Helper()
	file, err := templates.Render(k, c)
	if err != nil {
		t.Fatal(err)
	}
	return parts(t, file)
}

// paragraphs are what a letter's document says, a line for each paragraph with
// its style; a table's cells are marked.
func paragraphs(t *testing.T, files map[string]string) []string {
	t.Helper()
	var out []string
	for _, p := range read(t, files[mainPart]).all("p") {
		out = append(out, strings.TrimSpace(p.style()+" | "+p.says()))
	}
	return out
}
