package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

func TestTidyEvensOutWhatAThumbTypes(t *testing.T) {
	for said, want := range map[string]string{
		"　１３９　ＡＢｃ ":          "139 ABc",
		"a\tb":               "a b",
		"一\n二":               "一\n二",
		"x\u200b\x00y\ufffd": "xy",
	} {
		if got := tidy(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}

func TestAChoiceIsReadByNumberLabelOrItsOnlyBeginning(t *testing.T) {
	labels := []string{"满意", "基本满意", "不满意"}
	for said, want := range map[string]int{"1": 0, "2.": 1, "满意": 0, "不满": 2, "基本": 1, "满意。": 0} {
		if i, ok := picked(said, labels); !ok || i != want {
			t.Errorf("%q chose %d, %v", said, i, ok)
		}
	}
	for _, said := range []string{"0", "4", "好", "", "意"} {
		if i, ok := picked(said, labels); ok {
			t.Errorf("%q chose %d", said, i)
		}
	}
}

func TestACaseIsNamedByItsNumberOrItsEnd(t *testing.T) {
	for said, want := range map[string]string{
		"LS20261123-0007 好": "LS20261123-0007", "7": "7", "0007，请办": "", "11-30": "", "13900001234": "", "好 7": "",
	} {
		if got, _ := caseRef(said); got != want {
			t.Errorf("%q names %q, want %q", said, got, want)
		}
	}
}

func TestADayIsReadInItsManyForms(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone())
	for said, want := range map[string]string{
		"2026-12-01": "2026-12-01", "12月1日": "2026-12-01", "1/15": "2027-01-15", "11.23": "2026-11-23",
		"明天": "2026-11-24", "3天后": "2026-11-26", "2026年12月1日": "2026-12-01",
	} {
		if d, ok := readDate(said, now); !ok || d.String() != want {
			t.Errorf("%q is %v, %v; want %s", said, d, ok, want)
		}
	}
	for _, said := range []string{"", "13-01", "x-y", "12", "1-2-3-4", "1999-01-01"} {
		if d, ok := readDate(said, now); ok {
			t.Errorf("%q was read as %v", said, d)
		}
	}
}

func TestASendErrorNamesClassCallAndCode(t *testing.T) {
	cause := errors.New("the line broke")
	err := error(&SendError{Class: FailNetwork, Code: 42, Call: "/x", Err: cause})
	for _, want := range []string{"network", "42", "/x", "the line broke"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
}
