package letter

import "slices"

// filling puts one content into the parts of a template.
type filling struct {
	values map[string]string
	lines  []Paragraph
	// items are the rows to make; nil inside a row that is being made, where a
	// table in one of its cells is filled and not repeated again.
	items      []Item
	prototypes map[Level]*node
	// start is the paragraph in whose place the whole text stands.
	start *node
}

// newFilling prepares a content for a template's main part.
func newFilling(c Content, t *template) *filling {
	f := &filling{values: c.values(), lines: c.lines(), items: c.Items, prototypes: map[Level]*node{}}
	for _, b := range t.blocks {
		level, ok := levelOf(b.name)
		if !ok {
			continue
		}
		if f.start == nil {
			f.start = b.paragraph
		}
		f.prototypes[level] = prototype(b.paragraph)
	}
	return f
}

// levelOf is the level whose looks a placeholder shows.
func levelOf(name string) (Level, bool) {
	switch name {
	case holdBody:
		return Body, true
	case holdHeading:
		return Heading, true
	case holdSubheading:
		return Subheading, true
	}
	return 0, false
}

// node fills in one element; it may become none or several.
func (f *filling) node(n, parent *node) []*node {
	switch {
	case n.is("p"):
		return f.paragraph(n, parent)
	case n.is("tr") && f.items != nil && hasItem(n):
		return f.rows(n)
	case len(n.kids) == 0:
		return []*node{n}
	}
	return []*node{f.inside(n)}
}

// inside copies an element with its children filled in.
func (f *filling) inside(n *node) *node {
	out := *n
	out.kids = make([]*node, 0, len(n.kids))
	for _, kid := range n.kids {
		out.kids = append(out.kids, f.node(kid, n)...)
	}
	return &out
}

// paragraph fills in a paragraph. Loading has proved its placeholders sound.
func (f *filling) paragraph(p, parent *node) []*node {
	found, err := spans(paragraphText(p))
	switch {
	case err != nil || len(found) == 0:
		return []*node{f.inside(p)}
	case found[0].name == holdSignature:
		return signature(p, f.values)
	case isBlock(found[0].name):
		if p != f.start {
			return nil
		}
		return f.text(parent)
	case f.nothing(found) && parent.is("body") && isPlain(p):
		return nil
	}
	return []*node{f.filled(p, filledTexts(p, found, f.values))}
}

// nothing reports that all placeholders are empty.
func (f *filling) nothing(found []span) bool {
	return !slices.ContainsFunc(found, func(s span) bool { return f.values[s.name] != "" })
}

// isPlain reports a paragraph that carries nothing but text, so that nothing
// else is lost when it is left out.
func isPlain(p *node) bool {
	return !p.holds("sectPr", "drawing", "pict", "object", "AlternateContent", "br", "txbxContent")
}

// filled copies a paragraph with new texts, and fills in paragraphs inside it.
func (f *filling) filled(n *node, texts map[*node]string) *node {
	if text, ok := texts[n]; ok {
		return textNode(n, text)
	}
	out := *n
	out.kids = make([]*node, 0, len(n.kids))
	for _, kid := range n.kids {
		if kid.is("p") {
			out.kids = append(out.kids, f.paragraph(kid, n)...)
			continue
		}
		out.kids = append(out.kids, f.filled(kid, texts))
	}
	return &out
}

// text is the letter's whole text, each paragraph made like its prototype. The
// last one stays with what follows, so that no seal stands on a page alone.
func (f *filling) text(parent *node) []*node {
	var out []*node
	for i, line := range f.lines {
		paragraph := standIn(f.looks(line.Level), line.Text)
		if i == len(f.lines)-1 {
			paragraph = withProperties(paragraph, element("keepNext"))
		}
		out = append(out, paragraph)
	}
	if len(out) == 0 && !parent.is("body") {
		return []*node{standIn(f.looks(Body), "")} // a table's cell must have a paragraph
	}
	return out
}

// looks is the prototype of a level, by default the body's.
func (f *filling) looks(l Level) *node {
	if p := f.prototypes[l]; p != nil {
		return p
	}
	return f.prototypes[Body]
}

// rows repeats a table's row for every document.
func (f *filling) rows(row *node) []*node {
	var out []*node
	clean := prototype(row)
	for i, item := range f.items {
		one := &filling{values: item.values(i + 1)}
		for name, value := range f.values {
			one.values[name] = value
		}
		out = append(out, one.inside(clean))
	}
	return out
}

// hasItem reports a row that is to be repeated: one of its own cells, not one
// of a table inside it, has a placeholder of an item.
func hasItem(n *node) bool {
	for _, kid := range n.kids {
		switch {
		case kid.is("tbl"):
		case kid.is("p"):
			found, err := spans(paragraphText(kid))
			if err == nil && slices.ContainsFunc(found, func(s span) bool { return isItem(s.name) }) {
				return true
			}
		case hasItem(kid):
			return true
		}
	}
	return false
}
