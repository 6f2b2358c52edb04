package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

// replay does what people do in a transcript up to the line, and nothing after
// it; without a line, all of it. What is said is not compared.
func replay(t *testing.T, engine, file, until string) *player {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file + ".chat")
	if err != nil {
		t.Fatal(err)
	}
	p := &player{t: t, seen: map[string]int{}, held: map[string]int{}}
	p.theatre = newTheatre(t, engine, time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()))
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimRight(line, "\n"); strings.HasPrefix(line, "  ") {
			continue
		}
		if until != "" && line == until {
			return p
		}
		p.act(line)
	}
	if until != "" {
		t.Fatalf("%s.chat has no line %q", file, until)
	}
	return p
}

// file is what somebody got as the last file whose name begins so: the words of
// the document.
func (p *player) file(who, name string) (text string, found bool) {
	p.t.Helper()
	bubbles := p.phone(who).Bubbles()
	for i := len(bubbles) - 1; i >= 0; i-- {
		if b := bubbles[i]; b.Media != "" && strings.HasPrefix(b.Text, name) {
			data, _, err := p.app.delivery.WeCom.Media(context.Background(), b.Media)
			if err != nil {
				p.t.Fatal(err)
			}
			return documentText(p.t, data), true
		}
	}
	return "", false
}

// documentText is a .docx file's text, a line for each paragraph.
func documentText(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	tokens := xml.NewDecoder(f)
	inText := false
	for {
		token, err := tokens.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "t"
		case xml.EndElement:
			inText = false
			if token.Name.Local == "p" {
				b.WriteByte('\n')
			}
		case xml.CharData:
			if inText {
				b.Write(token)
			}
		}
	}
}

func TestADraftReachesItsApproversAsAFileThatSaysSo(t *testing.T) {
	t.Parallel()
	p := replay(t, "sqlite", "happy", "zhao.director> 审核")
	for _, who := range []string{"zhao.director", "wu.vice"} {
		text, found := p.file(who, "草稿_信访事项答复意见书")
		if !found {
			t.Errorf("%s has no draft", who)
			continue
		}
		for _, want := range []string{"信访事项答复意见书（草稿）", "（未编号）", "苗有田：", "有一亩多，希望你们去看看，恢复原样", "责令当事人30日内清除填土", "不得对外使用"} {
			if !strings.Contains(text, want) {
				t.Errorf("the draft of %s lacks %q:\n%s", who, want, text)
			}
		}
		if strings.Contains(text, "〔") || strings.Contains(text, "2026年11月25日\n") {
			t.Errorf("the draft has a number or a date of issue:\n%s", text)
		}
	}
	for _, who := range []string{"li.clerk", "wang.chief", "sun.deputy"} {
		if _, found := p.file(who, "草稿"); found {
			t.Errorf("%s, who approves nothing, has the draft", who)
		}
	}
}

func TestWhoActsForTheDirectorGetsTheDraftToo(t *testing.T) {
	t.Parallel()
	p := replay(t, "sqlite", "happy", "zhou.handler> 拟稿")
	for _, line := range []string{
		"zhao.director> 请假 11-25至11-28 代理 孙分管", "zhou.handler> 拟稿", "zhou.handler> 经现场核查，苇塘被填埋1.2亩，没有办理手续。",
		"zhou.handler> 《中华人民共和国湿地保护法》第二十八条", "zhou.handler> 责令当事人30日内清除填土、恢复原状。", "zhou.handler> 1", "zhou.handler> 1",
	} {
		p.act(line)
	}
	for _, who := range []string{"zhao.director", "wu.vice", "sun.deputy"} {
		if _, found := p.file(who, "草稿_信访事项答复意见书"); !found {
			t.Errorf("%s has no draft", who)
		}
	}
	if text := strings.Join(p.out, "\n"); !strings.Contains(text, "sun.deputy: （代赵主任）\n      【草稿】LS20261123-0001") {
		t.Errorf("the substitute is not told for whom:\n%s", text)
	}
}

// says does what a line says and returns what was read after it.
func (p *player) says(line string) string {
	p.t.Helper()
	before := len(p.out)
	p.act(line)
	return strings.Join(p.out[before:], "\n")
}

func TestNobodyIsToldOfALetterThatIsNotMade(t *testing.T) {
	t.Parallel()
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := replay(t, engine, "happy", "zhao.director> 审核")
			mended := p.app.press.Make
			p.app.press.Make = func(models.Letter) ([]byte, error) { return nil, errors.New("no ink") }
			said := p.says("zhao.director> 审核")
			if !strings.Contains(said, "已审核：LS20261123-0001【已形成意见】") || strings.Contains(said, "wang.chief: ") || strings.Contains(said, "答复意见已经形成") {
				t.Errorf("after the approval:\n%s", said)
			}
			if said := p.says("petitioner> 查看答复"); strings.Contains(said, "答复意见书") {
				t.Errorf("a letter that is not made is offered:\n%s", said)
			}
			p.act("petitioner> 取消")
			said = p.says("li.clerk> 送达 1 信访事项答复意见书 当面送达 本人已签收")
			if !strings.Contains(said, "文书正在生成") {
				t.Errorf("a letter that is not made is delivered:\n%s", said)
			}
			p.act("sun.deputy> 批示 1 请抓紧录入")
			if said := p.says("sun.deputy> 确认"); !strings.Contains(said, "wang.chief: 【领导批示】") {
				t.Errorf("the chief, who waits for a letter, hears of nothing else:\n%s", said)
			}
			p.act("clock +3m")
			p.act("clock +3m")
			told := strings.Count(strings.Join(p.out, "\n"), "【文书没有做成】信访事项答复意见书 云林湿信答〔2026〕1号")
			if want := len(p.app.law.Bureau.With(models.RoleAdmin)) + 1; told != want {
				t.Errorf("%d people were told that the letter cannot be made, want %d, each once", told, want)
			}
			if b, err := p.app.store.Backlog(context.Background()); err != nil || b.Stuck != 1 {
				t.Errorf("the metrics count %d letters that cannot be made, %v", b.Stuck, err)
			}
			p.app.press.Make = mended
			said = p.says("clock +3m")
			for _, want := range []string{"wang.chief: 【已审核】", "wang.chief: 📎 信访事项答复意见书", "li.clerk: 📎 信访事项答复意见书", "答复意见已经形成，请查看全文"} {
				if !strings.Contains(said, want) {
					t.Errorf("once it is made, %q is not said:\n%s", want, said)
				}
			}
		})
	}
}

// letterSource says in which transcript a letter is issued, who gets it and
// what its file's name begins with. The platform forgets files after 3 days, so
// a transcript that goes on for longer is played up to a line.
type letterSource struct{ transcript, reader, name, until string }

func letterSources() map[models.LetterKind]letterSource {
	const accounted = "gao.chief> 收到"
	return map[models.LetterKind]letterSource{
		models.LetterAcceptance:     {"happy", "li.clerk", "信访事项受理告知书", ""},
		models.LetterDecline:        {"decline", "li.clerk", "信访事项不予（再）受理告知书", ""},
		models.LetterExtension:      {"supervise", "li.clerk", "信访事项延期办理告知书", ""},
		models.LetterDiscontinue:    {"turns", "li.clerk", "信访事项终止办理告知书", ""},
		models.LetterOpinion:        {"happy", "wang.chief", "信访事项答复意见书", ""},
		models.LetterAdministrative: {"paper", "gao.chief", "行政答复意见书", ""},
		models.LetterAssignment:     {"happy", "wang.chief", "信访案件交办函", ""},
		models.LetterSupervision:    {"supervise", "gao.chief", "信访案件督办函", ""},
		models.LetterReceipt:        {"paper", "li.clerk", "送达回证_", ""},
		models.LetterCircular:       {"account", "wang.chief", "通报", accounted},
		models.LetterInterview:      {"account", "qian.head", "约谈通知", accounted},
		models.LetterReview:         {"followup", "li.clerk", "公开评议申请", ""},
		models.LetterReport:         {"transfer", "li.clerk", "办结报告", ""},
		models.LetterCatalogue:      {"happy", "li.clerk", "归档目录", ""},
		models.LetterDecision:       {"decline", "li.clerk", "异议处理告知书", ""},
		"form":                      {"paper", "li.clerk", "送达回证（待签）", ""},
		"draft":                     {"happy", "wu.vice", "草稿_信访事项答复意见书", ""},
	}
}

// TestEveryKindOfLetterArrivesAsAFile plays the transcripts and compares what
// stands in the files that people got with testdata/letters; -update rewrites
// those.
func TestEveryKindOfLetterArrivesAsAFile(t *testing.T) {
	t.Parallel()
	for _, row := range models.VerbRows() {
		for _, kind := range row.Letters {
			if _, ok := letterSources()[kind]; !ok {
				t.Errorf("no transcript issues %s", kind)
			}
		}
	}
	plays := map[string][]models.LetterKind{}
	for kind, source := range letterSources() {
		plays[source.transcript] = append(plays[source.transcript], kind)
	}
	for file, kinds := range plays {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			p := replay(t, "sqlite", file, letterSources()[kinds[0]].until)
			for _, kind := range kinds {
				source := letterSources()[kind]
				got, found := p.file(source.reader, source.name)
				if !found {
					t.Errorf("%s has no %s", source.reader, source.name)
				}
				golden(t, "testdata/letters/"+string(kind)+".golden", got)
			}
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the letter is not what stands in %s:\n%s", file, got)
	}
}

// A letter that cannot be made holds up whoever is to be told of it, so each
// kind must be makable of what an anonymous case without a section has.
func TestEveryLetterCanBeMadeOfTheLeastThatACaseHas(t *testing.T) {
	t.Parallel()
	loaded, err := letterTemplates("")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone())
	for kind := range letterSources() {
		if kind == "form" || kind == "draft" {
			continue
		}
		l := models.Letter{Number: models.LetterNumber{Kind: kind, Year: 2026, Serial: 1}, Snapshot: models.Snapshot{
			CaseNumber: "LS20261123-0001", Claim: "\u202e", Text: "x", Date: day, Organ: models.Organ{Name: "云溪市林业和湿地保护局", LetterCode: "云林湿信"},
		}}
		for _, number := range []int{1, 0} {
			l.Number.Serial = number
			if _, err := maker(loaded)(l); err != nil {
				t.Errorf("%s with number %d: %v", kind, number, err)
			}
		}
		form := models.ReceiptForm(l)
		if _, err := maker(loaded)(form); err != nil {
			t.Errorf("the form for %s: %v", kind, err)
		}
	}
}
