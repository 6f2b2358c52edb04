package letter

import (
	"path"
	"slices"
	"strings"
	"testing"

	"onevisit/models"
)

func TestThePageIsThatOfTheStandard(t *testing.T) {
	templates := builtIn(t)
	for _, kind := range kinds() {
		section := read(t, render(t, templates, kind, sample(kind))[mainPart]).first("sectPr")
		// Twentieths of a point: 1 mm is 56.7 of them.
		want := map[string]map[string]string{
			"pgSz":    {"w": "11906", "h": "16838"},
			"pgMar":   {"top": "2098", "left": "1587", "right": "1474", "bottom": "1984"},
			"docGrid": {"type": "linesAndChars", "linePitch": "579", "charSpace": "-840"},
		}
		for name, attributes := range want {
			for attribute, value := range attributes {
				if got := section.first(name).get(attribute); got != value {
					t.Errorf("%s: %s %s is %q, want %q", kind, name, attribute, got, value)
				}
			}
		}
	}
}

func TestStylesAskForTheStandardsFontsAndSizes(t *testing.T) {
	styles := read(t, render(t, builtIn(t), models.LetterOpinion, sample(models.LetterOpinion))["word/styles.xml"])
	rows := []struct{ style, font, size, line string }{
		{"Normal", "", "32", "579"},
		{"LetterTitle", "方正小标宋简体", "44", ""},
		{"LetterHeading", "黑体", "", ""},
		{"LetterSubheading", "楷体_GB2312", "", ""},
		{"PageNumber", "宋体", "28", "360"},
		{"OrganMark", "方正小标宋简体", "60", "720"},
	}
	if got := styles.first("docDefaults").first("rFonts").get("eastAsia"); got != "仿宋_GB2312" {
		t.Errorf("the text's font is %q", got)
	}
	for _, row := range rows {
		style := styleOf(t, styles, row.style)
		if got := style.first("rPr").first("rFonts").get("eastAsia"); got != row.font {
			t.Errorf("%s: font %q, want %q", row.style, got, row.font)
		}
		if got := style.first("rPr").first("sz").get("val"); got != row.size {
			t.Errorf("%s: size %q, want %q", row.style, got, row.size)
		}
		if got := style.first("pPr").first("spacing").get("line"); got != row.line {
			t.Errorf("%s: line %q, want %q", row.style, got, row.line)
		}
	}
	if got := styleOf(t, styles, "LetterBody").first("ind").get("firstLineChars"); got != "200" {
		t.Errorf("the first line is indented by %q hundredths of a character", got)
	}
	if got := styleOf(t, styles, "LetterTitle").first("jc").get("val"); got != "center" {
		t.Errorf("the title is set %q", got)
	}
}

// styleOf finds a style by its identity.
func styleOf(t *testing.T, styles word, id string) word {
	t.Helper()
	for _, style := range styles.all("style") {
		if style.get("styleId") == id {
			return style
		}
	}
	t.Fatalf("no style %s", id)
	return word{}
}

func TestEveryFontAskedForHasAnAlternative(t *testing.T) {
	for _, form := range Forms() {
		files := parts(t, office(t, form, func(map[string]string) {}))
		named := map[string]bool{}
		for _, font := range read(t, files["word/fontTable.xml"]).all("font") {
			named[font.get("name")] = font.first("altName").get("val") != ""
		}
		for _, fonts := range read(t, files["word/styles.xml"]).all("rFonts") {
			if font := fonts.get("eastAsia"); !named[font] {
				t.Errorf("%s: font %q has no alternative", form, font)
			}
		}
	}
}

func TestThePackageIsComplete(t *testing.T) {
	for _, form := range Forms() {
		files := parts(t, office(t, form, func(map[string]string) {}))
		checkTypes(t, form, files)
		checkRelations(t, form, files)
		styles := read(t, files["word/styles.xml"])
		for name, content := range files {
			for _, used := range read(t, content).all("pStyle") {
				if styleOf(t, styles, used.get("val")).get("type") != "paragraph" {
					t.Errorf("%s: %s uses %q, which is no style of paragraphs", form, name, used.get("val"))
				}
			}
		}
	}
}

// checkTypes: each part has a content type, and each type a part.
func checkTypes(t *testing.T, f Form, files map[string]string) {
	t.Helper()
	var typed []string
	for _, override := range read(t, files[contentTypes]).all("Override") {
		typed = append(typed, strings.TrimPrefix(override.get("PartName"), "/"))
	}
	for name := range files {
		if strings.HasPrefix(name, "word/") && path.Ext(name) == ".xml" && !slices.Contains(typed, name) {
			t.Errorf("%s: %s has no content type", f, name)
		}
	}
	for _, name := range typed {
		if files[name] == "" {
			t.Errorf("%s: %s is missing", f, name)
		}
	}
}

// checkRelations: what the document refers to is there, and the other way.
func checkRelations(t *testing.T, f Form, files map[string]string) {
	t.Helper()
	targets := map[string]string{}
	for _, relation := range read(t, files["word/_rels/document.xml.rels"]).all("Relationship") {
		targets[relation.get("Id")] = relation.get("Target")
		if files["word/"+relation.get("Target")] == "" {
			t.Errorf("%s: %s is related and missing", f, relation.get("Target"))
		}
	}
	section := read(t, files[mainPart]).first("sectPr")
	references := append(section.all("headerReference"), section.all("footerReference")...)
	for _, reference := range references {
		if targets[reference.get("id")] == "" {
			t.Errorf("%s: nothing is related as %q", f, reference.get("id"))
		}
	}
	if want := map[bool]int{true: 4, false: 2}[f == FormUnits]; len(references) != want {
		t.Errorf("%s: %d headers and footers, want %d", f, len(references), want)
	}
}

func TestLettersBetweenUnitsHaveTheRedMark(t *testing.T) {
	files := render(t, builtIn(t), models.LetterAssignment, sample(models.LetterAssignment))
	mark := read(t, files["word/header-first.xml"]).first("p")
	if mark.says() != organ || mark.style() != "OrganMark" {
		t.Errorf("the mark is %q in %q", mark.says(), mark.style())
	}
	section := read(t, files[mainPart]).first("sectPr")
	if len(section.all("titlePg")) != 1 {
		t.Error("the first page is like the others: it would have a page number, they the mark")
	}
	if first := paragraphs(t, files)[0]; !strings.HasPrefix(first, "LetterNumber | 盘林湿信交") {
		t.Errorf("the letter begins with %q, want its number at the right, below the rule", first)
	}
}
