package letter

import (
	"encoding/xml"
	"slices"
	"strings"
)

// ownTexts are the w:t elements of a paragraph, in order, without those of
// paragraphs inside it (text boxes).
func ownTexts(paragraph *node) []*node {
	var texts []*node
	for _, kid := range paragraph.kids {
		switch {
		case kid.is("p"):
		case kid.is("t"):
			texts = append(texts, kid)
		default:
			texts = append(texts, ownTexts(kid)...)
		}
	}
	return texts
}

// content is the text of a w:t element.
func (n *node) content() string {
	var b strings.Builder
	for _, kid := range n.kids {
		b.WriteString(kid.text)
	}
	return b.String()
}

// paragraphText is the paragraph's own text, its runs joined: word processors
// cut a placeholder into runs wherever spelling or editing left a mark.
func paragraphText(paragraph *node) string {
	var b strings.Builder
	for _, t := range ownTexts(paragraph) {
		b.WriteString(t.content())
	}
	return b.String()
}

// filledTexts gives each of the paragraph's w:t elements its new text. A value
// takes the place, and so the font, of its placeholder's first character.
func filledTexts(paragraph *node, found []span, values map[string]string) map[*node]string {
	filled := map[*node]string{}
	at := 0
	for _, t := range ownTexts(paragraph) {
		text := t.content()
		filled[t] = fillPiece(text, at, found, values)
		at += len(text)
	}
	return filled
}

// fillPiece replaces what of the placeholders lies in a piece of the
// paragraph's text that begins at the byte at.
func fillPiece(text string, at int, found []span, values map[string]string) string {
	var b strings.Builder
	pos, end := at, at+len(text)
	for _, s := range found {
		if s.to <= pos || s.from >= end {
			continue
		}
		if s.from >= pos {
			b.WriteString(text[pos-at : s.from-at])
			b.WriteString(values[s.name])
		}
		pos = min(s.to, end)
	}
	b.WriteString(text[pos-at:])
	return b.String()
}

// textNode is a w:t element like an old one, with another text.
func textNode(old *node, text string) *node {
	attrs := slices.DeleteFunc(slices.Clone(old.attrs), func(a xml.Attr) bool { return a.Name.Space == "xml" && a.Name.Local == "space" })
	attrs = append(attrs, xml.Attr{Name: xml.Name{Space: "xml", Local: "space"}, Value: "preserve"})
	return &node{name: old.name, attrs: attrs, kids: []*node{{text: text}}}
}

// prototype is the paragraph without what must be unique in a document, so
// that it can be repeated: bookmarks, comment anchors, revision identities.
func prototype(paragraph *node) *node {
	unique := []string{"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference"}
	out := &node{name: paragraph.name, text: paragraph.text}
	for _, a := range paragraph.attrs {
		if a.Name.Local != "paraId" && a.Name.Local != "textId" {
			out.attrs = append(out.attrs, a)
		}
	}
	for _, kid := range paragraph.kids {
		if !slices.Contains(unique, kid.name.Local) {
			out.kids = append(out.kids, prototype(kid))
		}
	}
	return out
}

// withProperties is the paragraph with properties replaced by those given,
// each put where the schema wants it (CT_PPr is a sequence).
func withProperties(paragraph *node, given ...*node) *node {
	out := *paragraph
	out.kids = slices.Clone(paragraph.kids)
	properties := element("pPr")
	i := slices.IndexFunc(out.kids, func(kid *node) bool { return kid.is("pPr") })
	if i >= 0 {
		properties.kids = slices.Clone(out.kids[i].kids)
		out.kids = slices.Delete(out.kids, i, i+1)
	}
	for _, g := range given {
		properties.kids = slices.DeleteFunc(properties.kids, func(kid *node) bool { return kid.is(g.name.Local) })
		properties.kids = append(properties.kids, g)
	}
	slices.SortStableFunc(properties.kids, func(a, b *node) int { return propertyRank(a) - propertyRank(b) })
	out.kids = slices.Insert(out.kids, 0, properties)
	return &out
}

// propertyRank orders the properties of a paragraph as ECMA-376 part 1,
// 17.3.1.26 does.
func propertyRank(n *node) int {
	order := []string{
		"pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
		"pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
		"autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
		"suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
		"rPr", "sectPr", "pPrChange",
	}
	if i := slices.Index(order, n.name.Local); i >= 0 {
		return i
	}
	return len(order) // an extension, or space between elements
}

// element is an element of WordprocessingML with attributes given as pairs.
func element(local string, pairs ...string) *node {
	n := &node{name: xml.Name{Space: "w", Local: local}}
	for i := 0; i+1 < len(pairs); i += 2 {
		n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Space: "w", Local: pairs[i]}, Value: pairs[i+1]})
	}
	return n
}

// standIn is a repeatable copy of a block placeholder's paragraph, with a text
// in its place.
func standIn(paragraph *node, text string) *node {
	clone := prototype(paragraph)
	found, err := spans(paragraphText(clone))
	if err != nil || len(found) == 0 {
		return clone // not a template's: loading has proved the placeholder
	}
	return replaceTexts(clone, filledTexts(clone, found, map[string]string{found[0].name: text}))
}

// replaceTexts copies a tree, with new texts for its w:t elements; those that
// are not named keep theirs.
func replaceTexts(n *node, filled map[*node]string) *node {
	if text, ok := filled[n]; ok {
		return textNode(n, text)
	}
	out := *n
	out.kids = make([]*node, 0, len(n.kids))
	for _, kid := range n.kids {
		out.kids = append(out.kids, replaceTexts(kid, filled))
	}
	return &out
}
