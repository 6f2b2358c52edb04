package messages

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"onevisit/models"
)

// Percent is a share in words; an empty denominator prints a dash.
func Percent(r models.Ratio) string {
	if r.Whole == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f%%（%d/%d）", 100*float64(r.Part)/float64(r.Whole), r.Part, r.Whole)
}

// FiguresReport is the figures of a period with what each is measured by.
func FiguresReport(b *models.Bureau, f models.Figures) Message {
	title := "全局"
	if f.Section != "" {
		title = SectionName(b, f.Section)
	}
	days := "—"
	if f.MedianDays >= 0 {
		days = fmt.Sprintf("%d 天", f.MedianDays)
	}
	lines := []string{
		fmt.Sprintf("信访统计 %s（%s 至 %s）", title, f.From, f.To),
		fmt.Sprintf("来件 %d 件：初次 %d，重复 %d", f.Filed, f.First, f.Repeat),
		"渠道：" + channelCounts(f.ByChannel),
		"科室：" + named(f.BySection, func(code string) string { return sectionOrNone(b, code) }),
		"类别：" + named(f.ByCategory, func(code string) string { c, _ := b.Category(code); return c.Name }),
		"当日登记率：" + Percent(f.SameDay) + "；按时登记率：" + Percent(f.RegisteredOn),
		"3 日受理率：" + Percent(f.Accepted),
		"按期办结率：" + Percent(f.Resolved),
		"快办 10 日率：" + Percent(f.Quick),
		"3 日送达率：" + Percent(f.Delivered),
		"参评率：" + Percent(f.Rated),
		"满意率：" + Percent(f.Satisfied) + paper(f.OnPaper),
		"一次性化解率：" + Percent(f.Settled),
		"重复信访率：" + Percent(f.Repeated),
		"最多访一次率：" + Percent(f.OneVisit),
		"办结用时中位数：" + days,
		"督办：" + named(f.Supervised, func(code string) string { return sectionOrNone(b, code) }),
		"超期（受理、办理、督办反馈）：" + named(f.Breaches, func(code string) string { return sectionOrNone(b, code) }),
		fmt.Sprintf("期末在办 %d 件，其中超期 %d 件", f.Open, f.Late),
	}
	return Say(strings.Join(lines, "\n")).WithFoot("口径见手册“统计口径”。分母为零记“—”。")
}

func paper(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("，其中纸质 %d 份", n)
}

func sectionOrNone(b *models.Bureau, code string) string {
	if code == "" {
		return "未交办"
	}
	return SectionName(b, code)
}

// named lists counts by name, largest first; a dash where there are none.
func named(counts map[string]int, name func(string) string) string {
	codes := make([]string, 0, len(counts))
	for code := range counts {
		codes = append(codes, code)
	}
	sort.Slice(codes, func(i, j int) bool {
		if counts[codes[i]] != counts[codes[j]] {
			return counts[codes[i]] > counts[codes[j]]
		}
		return codes[i] < codes[j]
	})
	parts := make([]string, len(codes))
	for i, code := range codes {
		parts[i] = fmt.Sprintf("%s %d", name(code), counts[code])
	}
	if len(parts) == 0 {
		return "—"
	}
	return strings.Join(parts, "，")
}

func channelCounts(counts map[models.Channel]int) string {
	plain := map[string]int{}
	for c, n := range counts {
		plain[string(c)] = n
	}
	return named(plain, func(c string) string { return ChannelName(models.Channel(c)) })
}

// ChannelName is how a case came in.
func ChannelName(c models.Channel) string {
	switch c {
	case models.ChannelChat:
		return "微信"
	case models.ChannelVisit:
		return "来访"
	case models.ChannelLetter:
		return "来信"
	case models.ChannelCall:
		return "来电"
	case models.ChannelTransfer:
		return "上级转送"
	}
	return string(c)
}

// AskMonth says how a month is named.
func AskMonth() Message {
	return Say("请写月份，例如：月报 2026-10；或者回复“统计”看今年以来。")
}

// NotForYou says who may see the figures.
func NotForYou() Message {
	return Say("全局统计由办公室、分管领导和局长查看；科室长回复“统计”看本科室的。")
}

// Monthly is what goes out on the first workday of a month.
type Monthly struct {
	Month, Year models.Figures
	Sections    []models.Figures // of the month
	Open        []WorkLine       // what is open now, the latest first
	Now         time.Time
}

// MonthlyReport words it. Of a section nothing is said that had nothing to do.
func MonthlyReport(b *models.Bureau, m Monthly) string {
	lines := []string{"【月调度】", FiguresReport(b, m.Month).Text, "", "今年以来", FiguresReport(b, m.Year).Text}
	if sections := sectionFigures(b, m.Sections); len(sections) > 0 {
		lines = append(append(lines, "", "各科室（本月）"), sections...)
	}
	return strings.Join(append(lines, openCases(m)...), "\n")
}

func sectionFigures(b *models.Bureau, all []models.Figures) []string {
	var lines []string
	for _, f := range all {
		breaches := f.Breaches[f.Section]
		if f.Filed+f.Open+breaches+f.Accepted.Whole+f.Resolved.Whole+f.Rated.Whole == 0 {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s：来件 %d；3 日受理率 %s；按期办结率 %s；满意率 %s；超期 %d 次；在办 %d 件，其中超期 %d 件",
			SectionName(b, f.Section), f.Filed, Percent(f.Accepted), Percent(f.Resolved), Percent(f.Satisfied), breaches, f.Open, f.Late))
	}
	return lines
}

// mostOpen is how many open cases the report lists.
const mostOpen = 50

func openCases(m Monthly) []string {
	if len(m.Open) == 0 {
		return nil
	}
	late := 0
	for _, l := range m.Open {
		if !m.Now.Before(l.Due) {
			late++
		}
	}
	lines := []string{"", fmt.Sprintf("现在在办 %d 件，其中超期 %d 件", len(m.Open), late)}
	for _, l := range m.Open[:min(len(m.Open), mostOpen)] {
		lines = append(lines, l.Text)
	}
	if more := len(m.Open) - mostOpen; more > 0 {
		lines = append(lines, fmt.Sprintf("还有 %d 件没有列出，回复“本科室”查看。", more))
	}
	return lines
}

// OpenLine words one open case with its nearest due, and who has it.
func OpenLine(l *models.Law, c *models.Case, now time.Time) WorkLine {
	line := WorkLine{Number: c.Number}
	what := ""
	for _, k := range c.Clocks {
		if k.Running() && !l.Rule(k.Kind).Window && (line.Due.IsZero() || k.Due.Before(line.Due)) {
			line.Due, what = k.Due, ClockDuty(l.Bureau, c, k)
		}
	}
	line.Text = c.Number + " " + CategoryName(l.Bureau, c) + "·" + what + "（" + TimeLeft(line.Due, now) + "，" + sectionOrNone(l.Bureau, c.Section) + "）"
	if line.Due.IsZero() { // only the petitioner's window runs
		line.Due = now.AddDate(100, 0, 0)
		line.Text = c.Number + " " + CategoryName(l.Bureau, c) + "【" + StateName(c.State) + "】（" + sectionOrNone(l.Bureau, c.Section) + "）"
		return line
	}
	line.Text = Light(line.Due, now) + " " + line.Text
	return line
}
