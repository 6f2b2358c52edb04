package simulator

import (
	"strconv"
	"strings"
)

// element is one tag of a callback's XML. The platforms write text in CDATA
// and numbers bare, and readers have come to rely on the order.
type element struct {
	name     string
	text     string
	bare     bool
	children []element
}

func cdata(name, text string) element { return element{name: name, text: text} }

func number(name string, value int64) element {
	return element{name: name, text: strconv.FormatInt(value, 10), bare: true}
}

func decimal(name string, value float64) element {
	return element{name: name, text: strconv.FormatFloat(value, 'f', -1, 64), bare: true}
}

func group(name string, children ...element) element {
	return element{name: name, bare: true, children: children}
}

func document(children []element) []byte {
	var out strings.Builder
	group("xml", children...).write(&out)
	return []byte(out.String())
}

func (e element) write(out *strings.Builder) {
	out.WriteString("<" + e.name + ">")
	switch {
	case len(e.children) > 0:
		for _, child := range e.children {
			child.write(out)
		}
	case e.bare:
		out.WriteString(e.text)
	default:
		out.WriteString("<![CDATA[" + quotable(e.text) + "]]>")
	}
	out.WriteString("</" + e.name + ">")
}

// quotable makes any text fit for CDATA: no end mark inside, no characters
// that XML forbids.
func quotable(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || (r >= 0x20 && r != 0xFFFE && r != 0xFFFF) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>")
}
