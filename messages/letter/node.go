package letter

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// deepest bounds the nesting of a part: the tree is walked by recursion.
const deepest = 200

// node is an element or, without a name, a piece of text. Names keep their
// prefixes as written, because word processors look at them: encoding/xml's own
// round trip would rename them. A parsed tree is shared by all renderings and
// never changed; filling in makes new nodes.
type node struct {
	name  xml.Name // Space is the prefix
	attrs []xml.Attr
	kids  []*node
	text  string
}

// is reports an element of WordprocessingML, which loading has checked to have
// the prefix w.
func (n *node) is(local string) bool { return n.name.Space == "w" && n.name.Local == local }

// holds reports that an element of one of the names is in the tree.
func (n *node) holds(locals ...string) bool {
	if slices.Contains(locals, n.name.Local) {
		return true
	}
	return slices.ContainsFunc(n.kids, func(kid *node) bool { return kid.holds(locals...) })
}

// parse reads one XML part. Comments and processing instructions are left out;
// a document type, which no word processor writes, is refused.
func parse(part []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(part))
	top := &node{}
	open := []*node{top}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read XML: %w", err)
		}
		if open, err = grow(open, token); err != nil {
			return nil, err
		}
	}
	if len(open) != 1 {
		return nil, errors.New("read XML: an element is not closed")
	}
	for _, kid := range top.kids {
		if kid.name.Local != "" {
			return kid, nil
		}
	}
	return nil, errors.New("read XML: no element")
}

// grow adds a token to the innermost open element.
func grow(open []*node, token xml.Token) ([]*node, error) {
	last := open[len(open)-1]
	switch t := token.(type) {
	case xml.StartElement:
		if len(open) > deepest {
			return nil, errors.New("read XML: nested too deep")
		}
		n := &node{name: t.Name, attrs: slices.Clone(t.Attr)}
		last.kids = append(last.kids, n)
		return append(open, n), nil
	case xml.EndElement:
		if len(open) == 1 || last.name != t.Name {
			return nil, errors.New("read XML: an element is closed that is not open")
		}
		return open[:len(open)-1], nil
	case xml.CharData:
		last.kids = append(last.kids, &node{text: string(t)})
	case xml.Directive:
		return nil, errors.New("read XML: a document type is not allowed")
	}
	return open, nil
}

// write appends the tree as XML.
func (n *node) write(b *bytes.Buffer) {
	if n.name.Local == "" {
		escape(b, n.text, false)
		return
	}
	b.WriteString("<" + qualified(n.name))
	for _, a := range n.attrs {
		b.WriteString(" " + qualified(a.Name) + `="`)
		escape(b, a.Value, true)
		b.WriteString(`"`)
	}
	if len(n.kids) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">")
	for _, kid := range n.kids {
		kid.write(b)
	}
	b.WriteString("</" + qualified(n.name) + ">")
}

// qualified is a name with its prefix.
func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// escape appends a text as XML; ">" too, so that "]]>" cannot stand in it. In
// an attribute line breaks and tabs would be read back as spaces.
func escape(b *bytes.Buffer, s string, attribute bool) {
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"' && attribute:
			b.WriteString("&quot;")
		case r == '\r', (r == '\n' || r == '\t') && attribute:
			fmt.Fprintf(b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
}

// document is the tree as a whole part.
func (n *node) document() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n")
	n.write(&b)
	return b.Bytes()
}
