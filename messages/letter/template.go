package letter

import (
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// block is a paragraph that a placeholder has for itself.
type block struct {
	name      string
	paragraph *node
}

// template is one .docx file, read and checked. It is never changed.
type template struct {
	form  Form
	parts []part
	// trees are the parts with text, by name; main is the document itself.
	trees  map[string]*node
	main   string
	blocks []block // in the order of the document
}

// contentTypes is the part of a .docx that says what the others are.
const contentTypes = "[Content_Types].xml"

// Content types of the parts that may have placeholders.
const (
	wordType   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	mainType   = wordType + "document.main+xml"
	headerType = wordType + "header+xml"
	footerType = wordType + "footer+xml"
)

// newTemplate reads a .docx for a form. Its error names everything that keeps
// it from being filled.
func newTemplate(f Form, file []byte) (*template, error) {
	parts, err := unpack(file)
	if err != nil {
		return nil, err
	}
	t := &template{form: f, parts: parts, trees: map[string]*node{}}
	if err := t.readTrees(); err != nil {
		return nil, err
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	return t, nil
}

// readTrees reads the main document, headers and footers.
func (t *template) readTrees() error {
	types, err := t.types()
	if err != nil {
		return err
	}
	for _, p := range t.parts {
		kind := types["/"+p.name]
		if kind != mainType && kind != headerType && kind != footerType {
			continue
		}
		tree, err := parse(p.bytes)
		if err != nil {
			return fmt.Errorf("part %q: %w", p.name, err)
		}
		if !isWord(tree) {
			return fmt.Errorf("part %q is not WordprocessingML with the prefix w", p.name)
		}
		t.trees[p.name] = tree
		if kind == mainType {
			t.main = p.name
		}
	}
	if t.main == "" {
		return errors.New("has no document in it (a .docx without macros is wanted)")
	}
	return nil
}

// types reads the content type of each part, by its name with a leading slash.
func (t *template) types() (map[string]string, error) {
	i := slices.IndexFunc(t.parts, func(p part) bool { return p.name == contentTypes })
	if i < 0 {
		return nil, fmt.Errorf("has no part %q", contentTypes)
	}
	var list struct {
		Override []struct {
			PartName    string `xml:",attr"`
			ContentType string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(t.parts[i].bytes, &list); err != nil {
		return nil, fmt.Errorf("part %q: %w", contentTypes, err)
	}
	types := map[string]string{}
	for _, o := range list.Override {
		types[o.PartName] = o.ContentType
	}
	return types, nil
}

// isWord reports a root element whose prefix w is WordprocessingML, in the
// transitional or the strict variant.
func isWord(root *node) bool {
	return root.name.Space == "w" && slices.ContainsFunc(root.attrs, func(a xml.Attr) bool {
		return a.Name.Space == "xmlns" && a.Name.Local == "w" &&
			(a.Value == "http://schemas.openxmlformats.org/wordprocessingml/2006/main" ||
				a.Value == "http://purl.oclc.org/ooxml/wordprocessingml/main")
	})
}

// render fills in the template.
func (t *template) render(c Content) ([]byte, error) {
	f := newFilling(c, t)
	parts := slices.Clone(t.parts)
	for i, p := range parts {
		if tree := t.trees[p.name]; tree != nil {
			parts[i].bytes = f.inside(tree).document()
		}
	}
	return pack(parts)
}

// check proves every placeholder of the template.
func (t *template) check() error {
	seen := map[string]int{}
	var wrong []error
	for _, p := range t.parts { // in the file's order, so that errors have one
		if tree := t.trees[p.name]; tree != nil {
			wrong = append(wrong, t.checkTree(tree, p.name == t.main, nil, seen)...)
		}
	}
	for _, name := range needed(t.form) {
		if seen[name] == 0 {
			wrong = append(wrong, fmt.Errorf("placeholder {{%s}} is missing", name))
		}
	}
	if signed := seen[holdSignature] > 0 || (seen["organ"] > 0 && seen["date"] > 0); !signed && t.form != FormReceipt {
		wrong = append(wrong, errors.New("placeholder {{signature}}, or both {{organ}} and {{date}}, is missing"))
	}
	return errors.Join(wrong...)
}

// checkTree proves the placeholders below an element. row is the table's row
// that it stands in, or nil.
func (t *template) checkTree(n *node, main bool, row *node, seen map[string]int) []error {
	var wrong []error
	switch {
	case n.is("tr"):
		row = n
	case n.is("p"):
		wrong = t.checkParagraph(n, main, row, seen)
	}
	for _, kid := range n.kids {
		wrong = append(wrong, t.checkTree(kid, main, row, seen)...)
	}
	return wrong
}

// checkParagraph proves the placeholders of one paragraph and notes them.
func (t *template) checkParagraph(p *node, main bool, row *node, seen map[string]int) []error {
	text := paragraphText(p)
	found, err := spans(text)
	if err != nil {
		return []error{err}
	}
	var wrong []error
	for _, s := range found {
		seen[s.name]++
		switch {
		case !known(t.form, s.name):
			wrong = append(wrong, fmt.Errorf("placeholder %q is unknown", excerpt(text[s.from:s.to], true)))
		case isItem(s.name) && row == nil:
			wrong = append(wrong, fmt.Errorf("placeholder {{%s}} must stand in a table's row", s.name))
		case isBlock(s.name):
			wrong = append(wrong, checkBlock(s.name, text, main, row, seen[s.name])...)
			t.blocks = append(t.blocks, block{s.name, p})
		}
	}
	return wrong
}

// checkBlock proves a placeholder that stands for paragraphs.
func checkBlock(name, text string, main bool, row *node, times int) []error {
	var wrong []error
	if strings.Join(strings.Fields(text), "") != "{{"+name+"}}" {
		wrong = append(wrong, fmt.Errorf("placeholder {{%s}} must have a paragraph of its own", name))
	}
	if !main {
		wrong = append(wrong, fmt.Errorf("placeholder {{%s}} cannot stand in a header or footer", name))
	}
	if row != nil && hasItem(row) {
		wrong = append(wrong, fmt.Errorf("placeholder {{%s}} cannot stand in a row that is repeated", name))
	}
	if times > 1 {
		wrong = append(wrong, fmt.Errorf("placeholder {{%s}} stands more than once", name))
	}
	return wrong
}
