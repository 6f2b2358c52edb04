package messages

import (
	"unicode/utf8"

	"onevisit/models"
)

// ProgressField names what a short form (template message, subscription
// notice) can show of a notice.
type ProgressField string

// What a short form can show.
const (
	ProgressNumber ProgressField = "number" // the case's number: ASCII, at most 32 characters
	ProgressMatter ProgressField = "matter" // what it is about: at most 20 characters
	ProgressNews   ProgressField = "news"   // what happened: at most 20 characters
	ProgressTime   ProgressField = "time"   // the due, or when it happened: 2006-01-02 15:04, Asia/Shanghai
)

// longestThing is what the platform allows in a field of words.
const longestThing = 20

// ProgressForm is a notice in the fields of a short form. It holds no words of a
// person, and of a confidential case nothing but its number.
func ProgressForm(b *models.Bureau, n models.Notice) map[ProgressField]string {
	matter, news := categoryOf(b, n), StateName(n.State)
	switch {
	case n.Void:
		news = ""
	case n.Verb == models.VerbAsk:
		news = "请您补充材料"
	case n.Verb == models.VerbApprove || n.Verb == models.VerbSign:
		news = "答复意见已形成，请查看"
	}
	if n.Confidential || matter == "" {
		matter = "您反映的事项"
	}
	if n.Confidential || news == "" {
		news = "有新的进展"
	}
	at := n.At
	if !n.Due.IsZero() && !n.Void {
		at = n.Due
	}
	number := n.Number
	if number == "" {
		number = "-"
	}
	return map[ProgressField]string{
		ProgressNumber: number,
		ProgressMatter: thing(matter),
		ProgressNews:   thing(news),
		ProgressTime:   at.In(models.Zone()).Format("2006-01-02 15:04"),
	}
}

// thing fits words into a field of words.
func thing(s string) string {
	if utf8.RuneCountInString(s) <= longestThing {
		return s
	}
	return string([]rune(s)[:longestThing-1]) + "…"
}
