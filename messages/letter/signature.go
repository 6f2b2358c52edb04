package letter

import "strconv"

// Hundredths of a character, the unit of Word's indents in characters.
const (
	dateFromRight = 400 // GB/T 9704-2012, 7.3.5: four characters from the right
	fullWidth     = 100
	halfWidth     = 50
	// charTwips is a character on the grid: 156 mm / 28.
	charTwips = 316
)

// width is how much room a text takes in hundredths of a character: in the
// Chinese fonts of letters, figures and Latin letters are half as wide.
func width(s string) int {
	w := 0
	for _, r := range s {
		if r < 0x2E80 {
			w += halfWidth
			continue
		}
		w += fullWidth
	}
	return w
}

// sealIndents are the right indents that centre organ and date on each other,
// so that a seal covers both, with the date four characters from the right. An
// organ too long for that ends at the margin, and its date moves to the left.
func sealIndents(organ, date string) (organRight, dateRight int) {
	shift := (width(organ) - width(date)) / 2
	dateRight = max(dateFromRight, shift)
	return max(dateRight-shift, 0), dateRight
}

// signature makes the two paragraphs of a {{signature}} paragraph. They stay
// together: a seal must not stand on a page without the date.
func signature(paragraph *node, values map[string]string) []*node {
	organRight, dateRight := sealIndents(values["organ"], values["date"])
	organ := withProperties(standIn(paragraph, values["organ"]), element("keepNext"), indent(organRight), element("jc", "val", "right"))
	date := withProperties(standIn(paragraph, values["date"]), element("keepNext", "val", "0"), indent(dateRight), element("jc", "val", "right"))
	return []*node{organ, date}
}

// indent is a right indent in hundredths of a character; in twips as well for
// programs that do not count in characters.
func indent(right int) *node {
	return element("ind", "firstLine", "0", "firstLineChars", "0",
		"right", strconv.Itoa(right*charTwips/100), "rightChars", strconv.Itoa(right))
}
