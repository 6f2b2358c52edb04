package letter

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"onevisit/models"
)

func TestARunMayBeCutAnywhereInAPlaceholder(t *testing.T) {
	const cut = `{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{ti</w:t></w:r><w:r><w:t/></w:r>` +
		`<w:r><w:t>tle }</w:t></w:r><w:r><w:t>} of </w:t></w:r><w:r><w:t>{{organ}}`
	templates, err := load(t, swap(t, "{{title}}", cut, "{{body}}", "{{bo</w:t></w:r><w:r><w:t>dy}}"))
	if err != nil {
		t.Fatal(err)
	}
	files := render(t, templates, models.LetterDecline, sample(models.LetterDecline))
	lines := paragraphs(t, files)
	if want := "LetterTitle | 信访事项不予（再）受理告知书 of " + organ; lines[0] != want {
		t.Errorf("got %q, want %q", lines[0], want)
	}
	if !strings.HasPrefix(lines[4], "LetterBody | "+about) {
		t.Errorf("the text begins with %q", lines[4])
	}
	if !strings.Contains(files[mainPart], "spellStart") {
		t.Error("what stands between the runs is lost")
	}
}

func TestHeadingsWithoutAPatternLookLikeTheText(t *testing.T) {
	templates, err := load(t, swap(t, "{{heading}}", "A", "{{subheading}}", "B"))
	if err != nil {
		t.Fatal(err)
	}
	lines := paragraphs(t, render(t, templates, models.LetterOpinion, sample(models.LetterOpinion)))
	if joined := strings.Join(lines, "\n"); !strings.Contains(joined, "LetterBody | 一、您的诉求\nLetterBody | 请求查处") {
		t.Errorf("got\n%s", joined)
	}
}

func TestTheTextStandsOnceWhereTheFirstPatternIs(t *testing.T) {
	templates, err := load(t, swap(t, "{{heading}}", "between", "{{addressee}}", "{{heading}}"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Join(paragraphs(t, render(t, templates, models.LetterOpinion, sample(models.LetterOpinion))), "\n")
	if strings.Count(lines, "二、查明的事实") != 1 || strings.Index(lines, "五、救济途径") > strings.Index(lines, "between") {
		t.Errorf("got\n%s", lines)
	}
}

func TestRepeatedParagraphsShareNoIdentity(t *testing.T) {
	templates, err := load(t, swap(t,
		`<w:p><w:pPr><w:pStyle w:val="LetterBody"/></w:pPr>`,
		`<w:p xmlns:w14="x" w14:paraId="1A" w14:textId="2B"><w:pPr><w:pStyle w:val="LetterBody"/></w:pPr><w:bookmarkStart w:id="0" w:name="here"/><w:bookmarkEnd w:id="0"/>`))
	if err != nil {
		t.Fatal(err)
	}
	document := render(t, templates, models.LetterOpinion, sample(models.LetterOpinion))[mainPart]
	for _, unique := range []string{"paraId", "textId", "bookmarkStart", "bookmarkEnd"} {
		if strings.Contains(document, unique) {
			t.Errorf("%s is repeated", unique)
		}
	}
}

// box is a text box in a paragraph, as word processors nest one.
const box = `<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>No. {{number}}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>`

func TestAPlaceholderInATextBoxIsFilled(t *testing.T) {
	templates, err := load(t, swap(t, "<w:r><w:t>{{title}}</w:t></w:r>", box+"<w:r><w:t>{{title}}</w:t></w:r>",
		"<w:r><w:t>（{{note}}）</w:t></w:r>", box+"<w:r><w:t>（{{note}}）</w:t></w:r>"))
	if err != nil {
		t.Fatal(err)
	}
	c := sample(models.LetterDecline)
	c.Note = ""
	document := read(t, render(t, templates, models.LetterDecline, c)[mainPart])
	var boxes []string
	for _, content := range document.all("txbxContent") {
		boxes = append(boxes, content.says())
	}
	if want := "No. " + c.Number; len(boxes) != 2 || boxes[0] != want || boxes[1] != want {
		t.Errorf("the boxes say %q, want %q in both: one in a paragraph whose own placeholder is empty", boxes, want)
	}
}

func TestAParagraphWithNothingToSayIsLeftOut(t *testing.T) {
	c := sample(models.LetterAcceptance)
	c.Note, c.Addressee = "", " \t"
	for _, line := range paragraphs(t, render(t, builtIn(t), models.LetterAcceptance, c)) {
		if strings.HasPrefix(line, "LetterNote") || strings.HasPrefix(line, "LetterAddressee") {
			t.Errorf("%q is left", line)
		}
	}
	r := sample(models.LetterReceipt)
	r.Receipt.Signed, r.Receipt.Remark = "", ""
	for _, cell := range read(t, render(t, builtIn(t), models.LetterReceipt, r)[mainPart]).all("tc") {
		if len(cell.all("p")) == 0 {
			t.Error("a cell without a paragraph: word processors refuse the file")
		}
	}
}

func TestTheTextMayStandInATablesCell(t *testing.T) {
	const cell = `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{body}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`
	file := office(t, FormReceipt, swap(t, `<w:tbl>`, cell+`<w:tbl>`))
	templates, err := Load(folder(map[string][]byte{"receipt.docx": file}))
	if err != nil {
		t.Fatal(err)
	}
	for _, texts := range [][]string{nil, {"one", "two"}} {
		c := sample(models.LetterReceipt)
		c.Paragraphs = body(texts...)
		first := read(t, render(t, templates, models.LetterReceipt, c)[mainPart]).first("tc")
		if got := len(first.all("p")); got != max(len(texts), 1) {
			t.Errorf("%d paragraphs make %d", len(texts), got)
		}
	}
}

func TestATableInARepeatedRowIsRepeatedWithIt(t *testing.T) {
	const inner = `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{item.date}} of {{number}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>`
	file := office(t, FormArchive, swap(t, `<w:p><w:pPr><w:pStyle w:val="ListText"/></w:pPr><w:r><w:t>{{item.title}}`, inner+`<w:p><w:r><w:t>{{item.title}}`))
	templates, err := Load(folder(map[string][]byte{"archive.docx": file}))
	if err != nil {
		t.Fatal(err)
	}
	c := sample(models.LetterCatalogue)
	document := render(t, templates, models.LetterCatalogue, c)[mainPart]
	for _, item := range c.Items {
		if !strings.Contains(document, ">"+item.Date+" of "+c.Number+"<") {
			t.Errorf("the row of %s is not whole", item.Title)
		}
	}
}

func TestAContentThatLacksSomethingIsRefusedByName(t *testing.T) {
	rows := []struct {
		kind   models.LetterKind
		change func(*Content)
		want   string
	}{
		{models.LetterOpinion, func(c *Content) { c.Title = "\u202e" }, "title"},
		{models.LetterOpinion, func(c *Content) { c.Number = "" }, "number"},
		{models.LetterOpinion, func(c *Content) { c.Organ = " " }, "organ"},
		{models.LetterOpinion, func(c *Content) { c.Date = "" }, "date"},
		{models.LetterOpinion, func(c *Content) { c.Paragraphs = body("\n\x00") }, "body"},
		{models.LetterReceipt, func(c *Content) { c.Receipt.Recipient = "" }, "receipt.recipient"},
		{models.LetterReceipt, func(c *Content) { c.Receipt.Document = "" }, "receipt.document"},
		{models.LetterCatalogue, func(c *Content) { c.Items = nil }, "items"},
	}
	templates := builtIn(t)
	for _, row := range rows {
		c := sample(row.kind)
		row.change(&c)
		_, err := templates.Render(row.kind, c)
		if err == nil || !strings.Contains(err.Error(), "has no "+row.want) || strings.Contains(err.Error(), "苇") {
			t.Errorf("got %v, want it to name %s and no person", err, row.want)
		}
	}
	if _, err := templates.Render("poem", sample(models.LetterOpinion)); err == nil {
		t.Error("a kind that the law does not know is rendered")
	}
	if _, err := new(Templates).Render(models.LetterOpinion, sample(models.LetterOpinion)); err == nil {
		t.Error("rendered without templates")
	}
}

func TestTheSameLetterIsTheSameBytesForEverybodyAtOnce(t *testing.T) {
	templates := builtIn(t)
	want, err := templates.Render(models.LetterOpinion, sample(models.LetterOpinion))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got, err := templates.Render(models.LetterOpinion, sample(models.LetterOpinion))
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("another file, or %v", err)
			}
		})
	}
	group.Wait()
	if again, err := builtIn(t).Render(models.LetterOpinion, sample(models.LetterOpinion)); err != nil || !bytes.Equal(again, want) {
		t.Errorf("loaded again, another file, or %v", err)
	}
}

func TestWhatIsNotFilledIsCopiedAsItIs(t *testing.T) {
	const part = `<a:p xmlns:a="x" b='1 &lt; 2 &quot;c&#10;d&#9;e'><!-- left out --><c>&amp;&lt;&gt; "&#13;
</c><c/></a:p>`
	tree, err := parse([]byte(part))
	if err != nil {
		t.Fatal(err)
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const want = `<a:p xmlns:a="x" b="1 &lt; 2 &quot;c&#10;d&#9;e"><c>&amp;&lt;&gt; "&#13;
</c><c/></a:p>`
	if got := string(tree.document()); got != head+want {
		t.Errorf("got %s", got)
	}
}
