package letter

import (
	"strconv"
	"strings"
	"testing"

	"onevisit/models"
)

func TestOrganAndDateAreCentredOnEachOther(t *testing.T) {
	rows := []struct {
		organ, date string
		organRight  int
		dateRight   int
	}{
		// The date is 7 characters wide: 3 of full width, 8 of half.
		{strings.Repeat("局", 7), "2026年11月23日", 400, 400},
		{strings.Repeat("局", 13), "2026年11月23日", 100, 400},
		{strings.Repeat("局", 3), "2026年11月23日", 600, 400},
		{strings.Repeat("局", 13), "2026年1月2日", 50, 400},
		{strings.Repeat("局", 15), "2026年11月23日", 0, 400},
		{strings.Repeat("局", 21), "2026年11月23日", 0, 700}, // ends at the margin, the date moves
	}
	for _, row := range rows {
		organRight, dateRight := sealIndents(row.organ, row.date)
		if organRight != row.organRight || dateRight != row.dateRight {
			t.Errorf("%d characters over %s: %d and %d from the right, want %d and %d",
				len([]rune(row.organ)), row.date, organRight, dateRight, row.organRight, row.dateRight)
		}
		if left, right := 2*organRight+width(row.organ), 2*dateRight+width(row.date); left != right {
			t.Errorf("%s: the centres are %d and %d", row.date, left, right)
		}
	}
}

func TestTheSealNeverStandsAlone(t *testing.T) {
	for _, kind := range []models.LetterKind{models.LetterOpinion, models.LetterAssignment} {
		files := render(t, builtIn(t), kind, sample(kind))
		styles := read(t, files["word/styles.xml"])
		kept := styleOf(t, styles, "LetterSeal").all("keepNext")
		if len(kept) != 1 {
			t.Fatal("the lines above the seal do not stay with it")
		}
		document := read(t, files[mainPart]).all("p")
		last := -1
		for i, p := range document {
			if p.style() == "LetterBody" {
				last = i
			}
		}
		if len(document[last].all("keepNext")) != 1 {
			t.Errorf("%s: the last paragraph may end on the page before the seal", kind)
		}
		if len(document[last-1].all("keepNext")) != 0 && document[last-1].style() == "LetterBody" {
			t.Errorf("%s: the whole text is kept together", kind)
		}
		date := document[last+4]
		if date.first("keepNext").get("val") != "0" || date.first("ind").get("rightChars") != "400" || date.first("ind").get("right") != strconv.Itoa(4*charTwips) {
			t.Errorf("%s: the date is set otherwise: %q", kind, date.says())
		}
	}
}

func TestPropertiesKeepTheOrderOfTheSchema(t *testing.T) {
	paragraph, err := parse([]byte(`<w:p><w:r/><w:pPr><w:pStyle w:val="A"/><w:keepLines/><w:ind w:left="1"/><w:jc w:val="left"/><w:rPr/><x:extension/></w:pPr></w:p>`))
	if err != nil {
		t.Fatal(err)
	}
	changed := withProperties(paragraph, element("jc", "val", "right"), element("keepNext"), indent(100))
	var names []string
	for _, property := range changed.kids[0].kids {
		names = append(names, property.name.Local)
	}
	if got := strings.Join(names, " "); got != "pStyle keepNext keepLines ind jc rPr extension" {
		t.Errorf("the order is %q", got)
	}
	if len(paragraph.kids) != 2 || len(paragraph.kids[1].kids) != 6 {
		t.Error("the template itself was changed")
	}
	if bare := withProperties(&node{name: paragraph.name}, element("keepNext")); len(bare.kids) != 1 {
		t.Error("a paragraph without properties gets none")
	}
}
