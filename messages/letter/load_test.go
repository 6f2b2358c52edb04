package letter

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"onevisit/models"
)

// folder is an office's folder of templates.
func folder(files map[string][]byte) fs.FS {
	out := fstest.MapFS{}
	for name, content := range files {
		out[name] = &fstest.MapFile{Data: content}
	}
	return out
}

// load checks one office's template in place of the petitioner's form.
func load(t *testing.T, change func(map[string]string)) (*Templates, error) {
	t.Helper()
	return Load(folder(map[string][]byte{"petitioner.docx": office(t, FormPetitioner, change)}))
}

func TestABrokenTemplateIsRefusedWithItsPlaceholder(t *testing.T) {
	rows := []struct {
		name string
		form Form
		swap []string
		want string
	}{
		{"unknown", FormPetitioner, []string{"{{note}}", "{{titel}}"}, `"{{titel}}" is unknown`},
		{"empty", FormPetitioner, []string{"{{note}}", "{{ }}"}, `"{{ }}" is unknown`},
		{"no body", FormPetitioner, []string{"{{body}}", "text"}, "{{body}} is missing"},
		{"no title", FormPetitioner, []string{"{{title}}", "title"}, "{{title}} is missing"},
		{"no number", FormUnits, []string{"{{number}}", ""}, "{{number}} is missing"},
		{"unsigned", FormPetitioner, []string{"{{signature}}", "{{organ}}"}, "{{signature}}, or both {{organ}} and {{date}}, is missing"},
		{"not closed", FormPetitioner, []string{"{{note}}", "{{note"}, `"{{note）" is not closed`},
		{"not opened", FormPetitioner, []string{"{{note}}", "note}}"}, `"（note}}" closes no placeholder`},
		{"wide braces", FormPetitioner, []string{"{{note}}", "｛｛note｝｝"}, "full-width braces"},
		{"body not alone", FormPetitioner, []string{"{{body}}", "text: {{body}}"}, "{{body}} must have a paragraph of its own"},
		{"body twice", FormPetitioner, []string{"（{{note}}）", "{{body}}"}, "{{body}} stands more than once"},
		{"row in a letter", FormPetitioner, []string{"{{note}}", "{{item.title}}"}, `"{{item.title}}" is unknown`},
		{"receipt in a letter", FormUnits, []string{"{{note}}", "{{receipt.place}}"}, `"{{receipt.place}}" is unknown`},
		{"row outside a table", FormArchive, []string{"{{number}}", "{{number}} {{item.title}}"}, "{{item.title}} must stand in a table's row"},
		{"body in a row", FormArchive, []string{"{{body}}", "text", "{{item.remark}}", "{{body}}"}, "{{body}} cannot stand in a row that is repeated"},
		{"receipt without recipient", FormReceipt, []string{"{{receipt.recipient}}", ""}, "{{receipt.recipient}} is missing"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			name := string(row.form) + ".docx"
			_, err := Load(folder(map[string][]byte{name: office(t, row.form, swap(t, row.swap...))}))
			if err == nil || !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), name) {
				t.Errorf("got %v, want %s and %q", err, name, row.want)
			}
		})
	}
}

func TestEveryMistakeOfEveryTemplateIsReportedAtOnce(t *testing.T) {
	_, err := Load(folder(map[string][]byte{
		"petitioner.docx": office(t, FormPetitioner, swap(t, "{{title}}", "{{one}}", "{{note}}", "{{two}}")),
		"units.docx":      office(t, FormUnits, swap(t, "{{note}}", "{{three}}")),
		"opinoin.docx":    []byte("a slip in the name"),
	}))
	for _, want := range []string{"{{one}}", "{{two}}", "{{three}}", "{{title}} is missing", "opinoin.docx: no letter has this name"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

func TestAPlaceholderOfParagraphsHasNoPlaceInAHeader(t *testing.T) {
	file := office(t, FormUnits, func(files map[string]string) {
		files["word/header-first.xml"] = strings.Replace(files["word/header-first.xml"], "{{organ}}", "{{signature}}", 1)
	})
	_, err := Load(folder(map[string][]byte{"units.docx": file}))
	if err == nil || !strings.Contains(err.Error(), "{{signature}} cannot stand in a header or footer") {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	empty := func(files map[string]string) { clear(files) }
	without := func(name string) func(map[string]string) {
		return func(files map[string]string) { delete(files, name) }
	}
	document := func(text string) func(map[string]string) {
		return func(files map[string]string) { files[mainPart] = text }
	}
	const head = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`
	rows := []struct {
		name   string
		change func(map[string]string)
		want   string
	}{
		{"empty", empty, "has no part"},
		{"without types", without(contentTypes), "has no part"},
		{"without document", without(mainPart), "has no document in it"},
		{"broken types", func(files map[string]string) { files[contentTypes] = "<Types" }, "Content_Types"},
		{"with macros", func(files map[string]string) {
			files[contentTypes] = strings.Replace(files[contentTypes], mainType, "application/vnd.ms-word.document.macroEnabled.main+xml", 1)
		}, "without macros"},
		{"cut off", document(head + "<w:body>"), "is not closed"},
		{"crossed", document(head + "<w:body></w:p></w:body></w:document>"), "closed that is not open"},
		{"closed twice", document(head + "</w:document></w:document>"), "closed that is not open"},
		{"broken", document(head + "<<"), "read XML"},
		{"text only", document("text"), "no element"},
		{"another language", document("<html/>"), "is not WordprocessingML"},
		{"document type", document(`<!DOCTYPE a [<!ENTITY b "c">]>` + head + "</w:document>"), "document type"},
		{"too deep", document(head + strings.Repeat("<w:p>", deepest+1)), "nested too deep"},
		{"too large", document(head + strings.Repeat(" ", mostPartBytes)), "unpacks to more than"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := load(t, row.change)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}

func TestATemplateIsReadWithinBounds(t *testing.T) {
	many := func(files map[string]string) {
		for i := range mostParts {
			files["x/"+strings.Repeat("a", i+1)] = ""
		}
	}
	if _, err := load(t, many); err == nil || !strings.Contains(err.Error(), "parts") {
		t.Errorf("too many parts: %v", err)
	}
	heavy := func(files map[string]string) {
		for _, name := range []string{"a", "b", "c"} {
			files[name] = strings.Repeat(" ", mostPartBytes-1)
		}
	}
	if _, err := load(t, heavy); err == nil || !strings.Contains(err.Error(), "unpacks to more than") {
		t.Errorf("too much in all: %v", err)
	}
	for name, content := range map[string][]byte{"more than": make([]byte, mostFileBytes+10), "is no .docx": []byte("text")} {
		if _, err := Load(folder(map[string][]byte{"units.docx": content})); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %q", err, name)
		}
	}
}

func TestTheKindsOwnFileWinsOverTheForms(t *testing.T) {
	mark := func(word string) []byte {
		return office(t, FormPetitioner, swap(t, "（{{note}}）", word))
	}
	templates, err := Load(folder(map[string][]byte{
		"opinion.docx": mark("of the kind"), "Petitioner.DOCX": mark("of the form"),
		"~$opinion.docx": []byte("a lock"), ".hidden.docx": []byte("hidden"), "readme.txt": []byte("text"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[models.LetterKind]string{
		models.LetterOpinion: "of the kind", models.LetterDecline: "of the form", models.LetterAssignment: "（联系电话：0427-0000000）",
	} {
		lines := paragraphs(t, render(t, templates, kind, sample(kind)))
		if got := lines[len(lines)-1]; got != "LetterNote | "+want {
			t.Errorf("%s ends with %q, want %q", kind, got, want)
		}
	}
}

func TestFilesThatDifferInCaseAloneAreRefused(t *testing.T) {
	file := office(t, FormUnits, func(map[string]string) {})
	if _, err := Load(folder(map[string][]byte{"units.docx": file, "Units.docx": file})); err == nil {
		t.Error("either may be the one that is meant")
	}
}

// unreadable is a folder whose files cannot be opened.
type unreadable struct{ fs.FS }

// Open fails for all but the folder itself.
func (u unreadable) Open(name string) (fs.File, error) {
	if name == "." {
		return u.FS.Open(name)
	}
	return nil, errors.New("locked")
}

func TestAFolderThatCannotBeReadIsAnError(t *testing.T) {
	if _, err := Load(unreadable{folder(map[string][]byte{"units.docx": nil})}); err == nil || !strings.Contains(err.Error(), "units.docx") {
		t.Errorf("got %v", err)
	}
	if _, err := Load(fstest.MapFS{".": &fstest.MapFile{}}); err == nil {
		t.Error("a file in place of the folder is taken")
	}
}

func TestTheBuiltInTemplatesAreFilesAnOfficeCanStartFrom(t *testing.T) {
	files := map[string][]byte{}
	for _, form := range Forms() {
		file, err := Builtin(form)
		if err != nil {
			t.Fatal(err)
		}
		files[string(form)+".docx"] = file
	}
	own, err := Load(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds() {
		if got, want := render(t, own, kind, sample(kind)), render(t, builtIn(t), kind, sample(kind)); !maps.Equal(got, want) {
			t.Errorf("%s differs", kind)
		}
	}
	if _, err := Builtin("poster"); err == nil {
		t.Error("a form that is none has a template")
	}
	if !slices.Contains(Forms(), FormUnits) {
		t.Error("no form between units")
	}
}
