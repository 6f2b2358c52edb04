package messages

import (
	"fmt"
	"sort"
	"strings"

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
	m := Say(strings.Join(lines, "\n"))
	m.Foot = "口径见手册“统计口径”。分母为零记“—”。"
	return m
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

// MonthlyReport heads the figures that go out on the first workday.
func MonthlyReport(month, year Message) string {
	return "【月调度】\n" + month.Text + "\n\n今年以来\n" + year.Text
}
