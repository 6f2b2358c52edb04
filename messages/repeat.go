package messages

import (
	"strings"

	"onevisit/models"
)

// Earlier is an earlier case that a clerk is shown, with why.
type Earlier struct {
	Case     *models.Case
	Likeness models.Likeness
}

// why says in what the two cases agree.
func (e Earlier) why() string {
	var signs []string
	if e.Likeness.Identity {
		signs = append(signs, "同一身份证号")
	}
	if e.Likeness.Phone {
		signs = append(signs, "同一电话")
	}
	if e.Likeness.Text {
		signs = append(signs, "内容相近")
	}
	return strings.Join(signs, "、")
}

// line is an earlier case in a list.
func (e Earlier) line(b *models.Bureau) string {
	return e.Case.Number + " " + CategoryName(b, e.Case) + "【" + StateName(e.Case.State) + "】：" + e.why()
}

// WithEarlier adds the likely earlier cases to the question whether a case is a
// repeat: why they are likely, and a choice that links each.
func WithEarlier(b *models.Bureau, m Message, all []Earlier) Message {
	if len(all) == 0 {
		return m
	}
	m.Text += "\n可能的前案："
	labels := make([]string, len(all))
	for i, e := range all {
		m.Text += "\n· " + e.line(b)
		labels[i] = OptionName(models.ArgRepeat, models.Yes) + " " + e.Case.Number
	}
	return m.WithChoices(labels...)
}

// MayRepeat tells a clerk who registered a case as a first one what it may
// repeat all the same.
func MayRepeat(b *models.Bureau, m Message, number string, all []Earlier) Message {
	if len(all) == 0 {
		return m
	}
	m.Text += "\n可能是重复信访，请核对："
	for _, e := range all {
		m.Text += "\n· " + e.line(b)
	}
	m.Text += "\n确是同一事项的，回复“" + VerbName(models.VerbLink) + " " + number + " " + all[0].Case.Number + " 理由”。"
	return m
}

// EarlierRow is the likeliest earlier case on a card.
func EarlierRow(all []Earlier) (CardRow, bool) {
	if len(all) == 0 {
		return CardRow{}, false
	}
	return CardRow{Name: "可能前案", Value: Short(all[0].Case.Number+" "+all[0].why(), cardValueChars)}, true
}
