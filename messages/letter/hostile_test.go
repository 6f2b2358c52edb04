package letter

import (
	"strings"
	"testing"
	"unicode/utf8"

	"onevisit/models"
)

func TestHostileTextIsCarriedOrLeftOut(t *testing.T) {
	rows := []struct{ name, text, want string }{
		{"markup", `</w:t></w:r><w:r/> & " ' ]]>`, `</w:t></w:r><w:r/> & " ' ]]>`},
		{"an entity", "&#x0; &lt; &copy;", "&#x0; &lt; &copy;"},
		{"a placeholder", "{{number}} {{titel}} {{body}}", "{{number}} {{titel}} {{body}}"},
		{"emoji", "请尽快👨‍👩‍👧🙏", "请尽快👨‍👩‍👧🙏"},
		{"rare characters", "𠮷𫝀", "𠮷𫝀"},
		{"control characters", "a\x00b\x08c\x1bd\x7fe\u0085f\ufffeg\uffffh", "abcde|fgh"},
		{"broken encoding", "a\xff\xc0b", "a\ufffdb"},
		{"line breaks", "one\r\ntwo\rthree\n\n \n\u2028four\v\ffive", "one|two|three|four|five"},
		{"tabs", "\ta\tb\t", "a b"},
		{"turned around", "付款\u202e元001\u202c\u2066x\u2069\u200f", "付款元001x"},
	}
	templates := builtIn(t)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			c := sample(models.LetterAcceptance)
			c.Paragraphs = []Paragraph{{Text: row.text}}
			c.Addressee = row.text
			var got []string
			for _, line := range paragraphs(t, render(t, templates, models.LetterAcceptance, c)) {
				if text, ok := strings.CutPrefix(line, "LetterBody | "); ok {
					got = append(got, text)
				}
			}
			if joined := strings.Join(got, "|"); joined != row.want {
				t.Errorf("got %q, want %q", joined, row.want)
			}
		})
	}
}

func TestTenThousandCharactersAreOneParagraph(t *testing.T) {
	c := sample(models.LetterReport)
	c.Paragraphs = body(strings.Repeat("湿", 10_000), "end")
	files := render(t, builtIn(t), models.LetterReport, c)
	var lengths []int
	for _, p := range read(t, files[mainPart]).all("p") {
		if p.style() == "LetterBody" {
			lengths = append(lengths, utf8.RuneCountInString(p.says()))
		}
	}
	if len(lengths) != 2 || lengths[0] != 10_000 {
		t.Errorf("paragraphs of %v characters", lengths)
	}
}

// FuzzRender holds that no text makes a file that cannot be read.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{"", "湿地", "]]>", "{{body}}", "\x00\xff", "\r\n\u2028", "<!--", "&amp;"} {
		f.Add(seed)
	}
	templates, err := Load(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := sample(models.LetterAssignment)
		c.Title, c.Note, c.Paragraphs = "T"+text, text, append(c.Paragraphs, Paragraph{Text: text})
		paragraphs(t, render(t, templates, models.LetterAssignment, c))
	})
}

// FuzzTemplate holds that no document of an office does worse than be refused.
func FuzzTemplate(f *testing.F) {
	const head = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`
	const good = `<w:p><w:r><w:t>{{title}}{{number}}{{organ}}{{date}}</w:t></w:r></w:p><w:p><w:r><w:t>{{body}}</w:t></w:r></w:p>`
	for _, seed := range []string{good, "<w:tr>" + good + "</w:tr>", "<w:p>" + good + "</w:p>", "<w:t>{{", "<a:p b:c='d'/>", "<w:p/></w:x>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := office(t, FormPetitioner, func(files map[string]string) { files[mainPart] = head + text + "</w:document>" })
		checked, err := newTemplate(FormPetitioner, file)
		if err != nil {
			return
		}
		if _, err := checked.render(sample(models.LetterOpinion)); err != nil {
			t.Error(err)
		}
	})
}
