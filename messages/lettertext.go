package messages

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"onevisit/models"
)

// letterCode is the character in a letter's number that tells its kind.
func letterCode(k models.LetterKind) string {
	switch k {
	case models.LetterAcceptance:
		return "受"
	case models.LetterDecline:
		return "不受"
	case models.LetterExtension:
		return "延"
	case models.LetterDiscontinue:
		return "终"
	case models.LetterOpinion:
		return "答"
	case models.LetterAdministrative:
		return "行答"
	case models.LetterAssignment:
		return "交"
	case models.LetterSupervision:
		return "督"
	case models.LetterReceipt:
		return "送"
	case models.LetterCircular:
		return "通"
	case models.LetterInterview:
		return "约"
	case models.LetterReview:
		return "评"
	case models.LetterReport:
		return "报"
	case models.LetterCatalogue:
		return "档"
	case models.LetterDecision:
		return "异"
	}
	return ""
}

// NumberText is a letter's number: 盘林湿信受〔2026〕12号, without leading zeros.
func NumberText(o models.Organ, n models.LetterNumber) string {
	if n.IsZero() {
		return "未编号"
	}
	return fmt.Sprintf("%s%s〔%d〕%d号", o.LetterCode, letterCode(n.Kind), n.Year, n.Serial)
}

// Page is a letter's words with what each part is, for whoever lays it out.
type Page struct {
	Title, Number, Addressee string
	Paragraphs               []PageParagraph
	Organ, Date, Note        string
}

// PageParagraph is one paragraph of a page.
type PageParagraph struct {
	Heading bool
	Text    string
}

// LetterPage is what a letter says, part by part. It says only what its
// snapshot says.
func LetterPage(l *models.Letter) Page {
	s := l.Snapshot
	page := Page{
		Title: letterTitle(l), Number: NumberText(s.Organ, l.Number), Addressee: addressee(l) + "：",
		Organ: s.Organ.Name, Date: FullDay(s.Date), Note: "联系电话：" + s.Organ.Phone,
	}
	for _, text := range letterBody(l.Number.Kind, s) {
		page.Paragraphs = append(page.Paragraphs, PageParagraph{Heading: isHeading(text), Text: text})
	}
	if l.Number.IsZero() {
		page.provisional(l.Number.Kind)
	}
	return page
}

// addressee is whom a letter is for: the petitioner, or the section.
func addressee(l *models.Letter) string {
	s := l.Snapshot
	switch l.Number.Kind {
	case models.LetterAssignment, models.LetterSupervision:
		if s.Section != "" {
			return s.Section
		}
		return "局信访工作领导小组办公室"
	case models.LetterReview, models.LetterCatalogue:
		return "市信访工作联席会议办公室"
	case models.LetterReport:
		return "交办单位"
	case models.LetterCircular:
		return "机关各科室"
	case models.LetterInterview:
		return s.Section
	}
	if s.Petitioner == "" {
		return "信访人"
	}
	return s.Petitioner
}

// letterTitle is a letter's name; a circular's says what it is about.
func letterTitle(l *models.Letter) string {
	if l.Number.Kind == models.LetterCircular {
		return "关于" + l.Snapshot.Section + "信访事项办理超期的通报"
	}
	return LetterName(l.Number.Kind)
}

// isHeading tells the numbered headings of the first level.
func isHeading(text string) bool {
	for _, n := range []string{"一、", "二、", "三、", "四、", "五、"} {
		if strings.HasPrefix(text, n) && len([]rune(text)) <= 12 {
			return true
		}
	}
	return false
}

// LetterText is a letter as plain text: title, number, body, organ, date.
func LetterText(_ *models.Bureau, l *models.Letter) string {
	page := LetterPage(l)
	lines := []string{page.Title, page.Number, "", page.Addressee}
	for _, p := range page.Paragraphs {
		lines = append(lines, p.Text)
	}
	lines = append(lines, "", page.Organ, page.Date, page.Note)
	return strings.Join(lines, "\n")
}

// letterBody is the body of each kind.
func letterBody(k models.LetterKind, s models.Snapshot) []string {
	about := fmt.Sprintf("您于%s提出的信访事项（%s，编号%s），", FullDay(s.Submitted), s.Category, s.CaseNumber)
	switch k {
	case models.LetterAcceptance:
		return []string{about + "经审查，符合受理规定，现决定予以受理，由" + s.Section + "承办。",
			"我们将在" + FullDay(lastDay(s)) + "前作出答复，办理中不收取任何费用。"}
	case models.LetterDecline:
		return []string{about + "经审查，" + GroundName(s.Ground) + "，现决定不予（再）受理。",
			"理由：" + sentence(s.Reason), "法定途径：" + sentence(s.Route),
			"如不服本决定，可在收到本告知书之日起30日内向本机关提出一次书面异议。"}
	case models.LetterExtension:
		return []string{about + fmt.Sprintf("因情况复杂，经批准延长办理期限%d日，延长后的办理期限为%s。", s.Days, FullDay(lastDay(s)))}
	case models.LetterDiscontinue:
		return []string{about + "因" + OptionName(models.ArgGround, string(s.Ground)) + "，现终止办理。", "理由：" + sentence(s.Reason)}
	case models.LetterOpinion, models.LetterAdministrative:
		return opinionBody(k, about, s)
	case models.LetterDecision:
		return decisionBody(about, s)
	}
	return internalBody(k, s)
}

// decisionBody says what became of a decline, and why.
func decisionBody(about string, s models.Snapshot) []string {
	what := "对不予受理的决定"
	if s.Objected {
		what = "对您就不予受理提出的异议"
	}
	result := "现撤销不予受理的决定，重新办理。"
	if s.Decision == models.VerbStand {
		result = "现决定维持不予受理的决定。"
	}
	return []string{about + what + "，经复核，" + result, "理由：" + sentence(s.Reason)}
}

// internalBody is the body of letters between units: they name the case and
// its category, never the petitioner in full.
func internalBody(k models.LetterKind, s models.Snapshot) []string {
	if k == models.LetterCircular || k == models.LetterInterview {
		return []string{s.Text} // as the director issued it
	}
	about := fmt.Sprintf("信访事项（编号%s，%s，信访人%s），", s.CaseNumber, s.Category, surname(s.Petitioner))
	switch k {
	case models.LetterAssignment:
		return []string{about + "现交由你科室办理。", "反映的主要问题：" + s.Claim, "请于" + FullDay(lastDay(s)) + "前作出受理或者不予受理的决定，并全程跟踪、一盯到底，直至信访人作出满意度评价。"}
	case models.LetterSupervision:
		return []string{about + "因" + GroundName(s.Ground) + "，现予督办。", "要求：" + sentence(s.Text), "请于" + FullDay(lastDay(s)) + "前书面反馈办理情况。"}
	case models.LetterReview:
		if !s.Of.IsZero() {
			about += "我局已作出" + ReceiptDocument(s) + "，信访人仍有异议。"
		}
		return []string{about + "经局信访工作领导小组初评，符合公开评议条件，现申请组织公开评议。"}
	case models.LetterCatalogue:
		return []string{about + "已经办理完毕，现将全部材料移交归档，目录如下："}
	case models.LetterReport:
		if s.TheirNumber != "" {
			about = "贵单位交办（来文编号" + s.TheirNumber + "）的" + about
		}
		return []string{about + "已经办结，现将办理结果报告如下：", sentence(s.Text)}
	}
	return []string{about, s.Text}
}

// surname is how letters between units call a petitioner.
func surname(name string) string {
	return cmp.Or(strings.Replace(models.MaskName(name), "*", "某", 1), "匿名")
}

// sentence ends what a person wrote with a full stop, as letters do.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[runeStart(text, len(text)-1):], "。！？；.!?;…：:") {
		return text
	}
	return text + "。"
}

func lastDay(s models.Snapshot) time.Time { return s.Due.Add(-time.Second) }

// opinionBody states claim, facts, basis, opinion and remedy [R 32]; which
// remedy there is follows from the form and the class [R 29-31].
func opinionBody(k models.LetterKind, about string, s models.Snapshot) []string {
	body := []string{
		about + "我们已经依法调查处理，现答复如下：",
		"一、您的诉求", s.Claim,
		"二、查明的事实", sentence(s.Findings),
		"三、法律政策依据", sentence(s.Basis),
		"四、处理意见", OutcomeName(s.Outcome) + "。" + sentence(s.Opinion),
	}
	if s.Class == models.ClassAdvice {
		return body // a suggestion is thanked for and answered: nothing is appealed
	}
	return append(body, "五、救济途径", remedy(k, s))
}

// remedy names the organ and the days of the lawful remedy for each form.
func remedy(k models.LetterKind, s models.Snapshot) string {
	if k == models.LetterAdministrative {
		return "如不服本答复，可以在收到之日起60日内向" + s.Organ.ReconsiderationOrgan +
			"申请行政复议，或者在6个月内向" + s.Organ.Court + "提起行政诉讼。"
	}
	return "如不服本意见，可以在收到之日起30日内向" + s.Organ.ReexaminationOrgan +
		"申请复查；对复查意见不服的，可以在收到复查意见之日起30日内向复查机关的上一级机关申请复核。"
}

// Parts cuts a text into parts of at most size bytes, at line ends where
// possible, else between characters; joined again they give the text.
func Parts(text string, size int) []string {
	var parts []string
	for len(text) > size {
		cut := strings.LastIndex(text[:size+1], "\n")
		if cut < size/2 {
			cut = runeStart(text, size)
		} else {
			cut++
		}
		parts = append(parts, text[:cut])
		text = text[cut:]
	}
	return append(parts, text)
}

// runeStart is the largest place at or before i that does not split a
// character.
func runeStart(s string, i int) int {
	for i > 0 && s[i]&0xC0 == 0x80 {
		i--
	}
	return i
}

// ReceiptDocument names the letter that a receipt is for.
func ReceiptDocument(s models.Snapshot) string {
	return "《" + LetterName(s.Of.Kind) + "》" + NumberText(s.Organ, s.Of)
}

// ReceiptRecipient is who got the letter: an anonymous petitioner has no name.
func ReceiptRecipient(s models.Snapshot) string {
	if s.Petitioner == "" {
		return "信访人（匿名）"
	}
	return s.Petitioner
}

// ReceiptDay is when; a form leaves it open to be written by hand.
func ReceiptDay(s models.Snapshot) string {
	if s.Delivered.IsZero() {
		return "　　　　年　　月　　日"
	}
	return FullDay(s.Delivered)
}

// ArchiveItem is one line of an archive's catalogue.
type ArchiveItem struct{ Title, Number, Date, Remark string }

// ArchiveItems are the documents of a case: the petition itself with what came
// with it, then its letters.
func ArchiveItems(s models.Snapshot) []ArchiveItem {
	first := ArchiveItem{Title: "信访事项登记表", Number: s.CaseNumber, Date: listDay(s.Submitted)}
	if s.Attached > 0 {
		first.Remark = fmt.Sprintf("附件%d件", s.Attached)
	}
	items := []ArchiveItem{first}
	for _, d := range s.Items {
		item := ArchiveItem{Title: LetterName(d.Kind), Number: NumberText(s.Organ, d.LetterNumber)}
		if !d.At.IsZero() {
			item.Date = listDay(d.At)
		}
		items = append(items, item)
	}
	return items
}

// listDay is a day as a list has room for it: 2026.11.23.
func listDay(t time.Time) string { return t.In(models.Zone()).Format("2006.1.2") }
