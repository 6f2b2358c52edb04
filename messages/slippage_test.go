package messages

import (
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

func TestASlipSaysWhatItsCaseAllows(t *testing.T) {
	day := time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone())
	full := SlipSheet{
		Organ: models.Organ{Name: "云溪市<林业>局", Phone: "0400-0000000"}, Number: "LS20261123-0001", Code: "ABCDEFGHJK",
		Day: day, Until: models.SlipUntil(day), Bindable: true, QR: []byte("picture"), QRUntil: day.AddDate(0, 0, 30),
	}
	const binds, code, late = "绑定到我的微信", "data:image/png;base64,cGljdHVyZQ==", "取不到微信二维码"
	for name, test := range map[string]struct {
		change func(*SlipSheet)
		has    []string
		not    []string
	}{
		"all": {nil, []string{
			binds, code, "<span>ABCDE</span> <span>FGHJK</span>", "2026年11月23日", "2026年12月23日有效", "11月23日 24:00", "云溪市&lt;林业&gt;局", "0400-0000000", "noindex",
		}, []string{late, "<林业>"}},
		"no phone on file": {func(s *SlipSheet) { s.Bindable = false }, []string{code}, []string{binds}},
		"no code":          {func(s *SlipSheet) { s.QR = nil }, []string{binds, late}, []string{"<img", "有效，以后"}},
		"neither":          {func(s *SlipSheet) { s.QR, s.Bindable = nil, false }, []string{"凭查询码查询"}, []string{"<img", binds}},
		"late at night":    {func(s *SlipSheet) { s.Until = day.Add(15*time.Hour + 30*time.Minute) }, []string{"11月24日 00:30"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := full
			if test.change != nil {
				test.change(&s)
			}
			page, err := SlipPage(s)
			if err != nil {
				t.Fatal(err)
			}
			for _, words := range test.has {
				if !strings.Contains(string(page), words) {
					t.Errorf("the page lacks %q", words)
				}
			}
			for _, words := range test.not {
				if strings.Contains(string(page), words) {
					t.Errorf("the page has %q", words)
				}
			}
		})
	}
}

func TestASlipsLinkIsTheLastThingTheClerkReads(t *testing.T) {
	m := BehalfDone(models.Organ{Name: "局", Phone: "1"}, Slip{Number: "LS20261123-0001", Code: "C", Link: "https://visit.example.org/p/slip/x", Bindable: true})
	if m.Link == nil || !strings.HasSuffix(m.Plain(), "打印回执：https://visit.example.org/p/slip/x") || !strings.Contains(m.Text, "绑定到我的微信") {
		t.Errorf("the clerk reads %q", m.Plain())
	}
	bare := BehalfDone(models.Organ{Name: "局", Phone: "1"}, Slip{Number: "LS20261123-0001", Code: "C"})
	if bare.Link != nil || !strings.Contains(bare.Text, "对外网址") || strings.Contains(bare.Text, "绑定") {
		t.Errorf("without an address the clerk reads %q", bare.Plain())
	}
}
