package messages

import (
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

// aLetter is an invented letter of a kind.
func aLetter(k models.LetterKind, change func(*models.Snapshot)) *models.Letter {
	s := models.Snapshot{
		CaseNumber: "LS20261123-0001", Petitioner: "苇有塘", Claim: "苇塘被填", Category: "湿地围垦填埋", Section: "湿地保护科",
		Findings: "属实", Basis: "《湿地保护法》", Opinion: "限期恢复！", Outcome: models.OutcomeSupport, Reason: "没有依据", Text: "请查清",
		Date: time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()),
		Organ: models.Organ{
			Name: "云溪市林业和湿地保护局", LetterCode: "云林湿信", ReexaminationOrgan: "云溪市政府", ReconsiderationOrgan: "云溪市政府复议局", Court: "望湖区法院",
		},
	}
	if change != nil {
		change(&s)
	}
	return &models.Letter{Number: models.LetterNumber{Kind: k, Year: 2026, Serial: 3}, Snapshot: s}
}

// letterCase is a letter, what it must and must not say, and how many headings
// it has.
type letterCase struct {
	kind    models.LetterKind
	change  func(*models.Snapshot)
	says    []string
	unsaid  string
	heading int
}

func letterCases() map[string]letterCase {
	return map[string]letterCase{
		"an opinion on an appeal tells of reexamination": {
			models.LetterOpinion, nil, []string{"五、救济途径", "30日内向云溪市政府申请复查", "苇有塘：", "属实。", "限期恢复！"}, "限期恢复！。", 5,
		},
		"an administrative reply tells of reconsideration and court": {
			models.LetterAdministrative, nil, []string{"60日内向云溪市政府复议局申请行政复议", "6个月内向望湖区法院提起行政诉讼"}, "复查", 5,
		},
		"a suggestion has no remedy": {
			models.LetterOpinion, func(s *models.Snapshot) { s.Class = models.ClassAdvice }, []string{"四、处理意见"}, "救济", 4,
		},
		"an objection that fails says so": {
			models.LetterDecision, func(s *models.Snapshot) { s.Decision, s.Objected = models.VerbStand, true },
			[]string{"对您就不予受理提出的异议，经复核，现决定维持不予受理的决定。", "理由：没有依据。"}, "撤销", 0,
		},
		"a decline revoked without an objection tells of none": {
			models.LetterDecision, func(s *models.Snapshot) { s.Decision = models.VerbRevoke }, []string{"现撤销不予受理的决定"}, "异议，", 0,
		},
		"between units nobody is named in full": {
			models.LetterAssignment, nil, []string{"信访人苇某", "湿地保护科：", "反映的主要问题：苇塘被填"}, "苇有塘", 0,
		},
		"an anonymous petitioner is called so": {
			models.LetterSupervision, func(s *models.Snapshot) { s.Petitioner = "" }, []string{"信访人匿名", "要求：请查清。"}, "某", 0,
		},
		"a circular says what it is about and to whom": {
			models.LetterCircular, func(s *models.Snapshot) { s.Petitioner = "" }, []string{"关于湿地保护科信访事项办理超期的通报", "机关各科室：", "请查清"}, "信访人", 0,
		},
		"a report quotes the number of who had assigned the case": {
			models.LetterReport, func(s *models.Snapshot) { s.TheirNumber = "市信交〔2026〕8号" }, []string{"来文编号市信交〔2026〕8号"}, "苇有塘", 0,
		},
		"an application for review names the opinion": {
			models.LetterReview, func(s *models.Snapshot) {
				s.Of = models.LetterNumber{Kind: models.LetterOpinion, Year: 2026, Serial: 9}
			}, []string{"《信访事项答复意见书》云林湿信答〔2026〕9号"}, "苇有塘", 0,
		},
	}
}

func TestALetterSaysWhatItsKindAndClassAskFor(t *testing.T) {
	for name, c := range letterCases() {
		l := aLetter(c.kind, c.change)
		text := LetterText(nil, l)
		says(t, text, c.says, []string{c.unsaid})
		headings := 0
		for _, p := range LetterPage(l).Paragraphs {
			if p.Heading {
				headings++
			}
		}
		if headings != c.heading {
			t.Errorf("%s: %d headings, want %d", name, headings, c.heading)
		}
	}
}

func TestADraftIsMarkedAndItsPushHoldsNeitherNameNorWholeClaim(t *testing.T) {
	l := aLetter(models.LetterOpinion, func(s *models.Snapshot) { s.Claim = strings.Repeat("苇塘被填", 10) })
	l.Number.Serial = 0
	text := DraftText(nil, l)
	says(t, text,
		[]string{"信访事项答复意见书（草稿）", "（未编号）", "不得对外使用", "苇*：", "（全文见文件）", "限期恢复"},
		[]string{"苇有塘", strings.Repeat("苇塘被填", 6), "2026年11月23日\n"})
	if page := LetterPage(l); page.Paragraphs[2].Text != l.Snapshot.Claim || page.Addressee != "苇有塘：" {
		t.Errorf("the file does not say it all: %+v", page)
	}
}
