package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The demo's page in a real browser: a case goes from filing to archive by
// typing and tapping on its phones, while the clock is pushed once.
func TestDemoPageTakesACaseFromFilingToArchive(t *testing.T) {
	t.Parallel()
	b := openPage(t)
	p := person{openid: "oDemoPetitioner", name: "苗有田", phone: "13900001234", place: "大洼镇苇塘村", claim: [3]string{
		"村东头的苇塘这个月被人拉土填了", "有一亩多，希望你们去看看", "请恢复原样",
	}}
	b.file(p)
	b.handle()
	b.decide()
	b.receive(p)
	b.archive()
	b.reload()
	b.shoot("wide", 1440, 900)
	b.shoot("narrow", 390, 844)
	b.clean(p)
}

// demoAddress is where the demo says that its page is.
var demoAddress = regexp.MustCompile(`http://[\d.:]+/demo/`)

const petitionerPhone = "wechat:oDemoPetitioner"

// file is the petitioner's part: the menu, choices tapped, words typed, a
// photo.
func (b *browser) file(p person) {
	b.t.Helper()
	b.press(petitionerPhone, `.menu [data-key="submit"]`, "提交前请先看一看")
	b.tap(petitionerPhone, "同意", "您要办哪一类事")
	b.tap(petitionerPhone, "投诉求助", "是哪方面的问题")
	b.tap(petitionerPhone, "湿地与保护区", "具体是哪一种")
	b.tap(petitionerPhone, "湿地围垦填埋", "请说说是什么事")
	b.say(petitionerPhone, p.claim[0], "记下了")
	b.press(petitionerPhone, "[data-act=more]", "")
	b.press(petitionerPhone, "[data-act=image]", "1 个附件")
	b.press(petitionerPhone, "[data-act=more]", "")
	b.say(petitionerPhone, p.claim[1], "记下了")
	b.tap(petitionerPhone, "完成", "事情发生在哪里")
	b.say(petitionerPhone, p.place, "用什么身份")
	b.tap(petitionerPhone, "实名", "您的姓名")
	b.say(petitionerPhone, p.name, "手机号")
	b.say(petitionerPhone, p.phone, p.claim[1])
	b.tap(petitionerPhone, "确认提交", "提交成功")
	b.reads("wecom:li.clerk", "待登记")
}

// handle takes the case through office and section to an opinion.
func (b *browser) handle() {
	b.t.Helper()
	b.say("wecom:li.clerk", "登记", "申诉求决")
	b.say("wecom:li.clerk", "申诉求决", "初次")
	b.say("wecom:li.clerk", "初次", "【已登记】")
	b.reads("wecom:sun.deputy", "待交办")
	b.say("wecom:sun.deputy", "交办", "湿地保护科")
	b.say("wecom:sun.deputy", "湿地保护科", "李登记")
	b.say("wecom:sun.deputy", "李登记", "【已交办】")
	b.reads("wecom:wang.chief", "交办")
	b.say("wecom:wang.chief", "受理", "快办")
	b.say("wecom:wang.chief", "快办", "事实清楚")
	b.say("wecom:wang.chief", "全部", "【已受理】")
	b.reads(petitionerPhone, "已受理")
	b.advance("24h")
	b.reads("wecom:zhou.handler", "拟稿")
	b.say("wecom:zhou.handler", "拟稿", "查明的事实")
	b.say("wecom:zhou.handler", "经现场核查，苇塘村东苇塘被拉土填埋1.2亩，未办理任何手续。", "法律政策依据")
	b.say("wecom:zhou.handler", "《中华人民共和国湿地保护法》第二十八条", "处理意见")
	b.say("wecom:zhou.handler", "责令当事人30日内清除填土、恢复原状，我局派人监督。", "予以支持")
	b.say("wecom:zhou.handler", "予以支持", "请核对")
	b.say("wecom:zhou.handler", "确认", "【待审核】")
}

// decide lets the director approve, by the case's last digits.
func (b *browser) decide() {
	b.t.Helper()
	b.reads("wecom:zhao.director", "待审核")
	b.say("wecom:zhao.director", "审核 1", "【已形成意见】")
	b.reads(petitionerPhone, "答复意见已经形成")
}

// receive lets the petitioner read both letters, confirm and rate.
func (b *browser) receive(p person) {
	b.t.Helper()
	b.press(petitionerPhone, `.menu [aria-haspopup="menu"]`, "")
	b.press(petitionerPhone, `.menu [data-key="letter"]`, "哪一份文书")
	b.tap(petitionerPhone, "信访事项受理告知书", p.name+"：")
	b.tap(petitionerPhone, "确认收到", "已确认收到")
	b.say(petitionerPhone, "查看答复", "哪一份文书")
	b.tap(petitionerPhone, "信访事项答复意见书", "清除填土")
	b.tap(petitionerPhone, "确认收到", "评价")
	b.tap(petitionerPhone, "评价", "满意吗")
	b.tap(petitionerPhone, "满意", "承办科室")
	b.tap(petitionerPhone, "满意", "提交后不能改")
	b.tap(petitionerPhone, "提交评价", "谢谢您的评价")
}

// archive enters what is still to be entered, has the opinion carried out and
// closes the file.
func (b *browser) archive() {
	b.t.Helper()
	const theirs = " LN20261123001"
	for _, fact := range []string{"登记信息", "受理决定", "答复意见"} {
		b.say("wecom:li.clerk", "录入 1 "+fact+theirs, "已录入")
	}
	b.say("wecom:li.clerk", "录入", "系统编号")
	b.say("wecom:li.clerk", strings.TrimSpace(theirs), "已录入")
	b.say("wecom:wang.chief", "落实", "佐证")
	b.say("wecom:wang.chief", "填土已清除，现场照片3张。", "请核对")
	b.say("wecom:wang.chief", "确认", "已落实")
	b.say("wecom:li.clerk", "归档", "【已归档】")
	b.say(petitionerPhone, "查进度", "现在：已归档")
}

// browser is the demo's page as somebody has it open.
type browser struct {
	t    *testing.T
	ctx  context.Context
	demo *process

	mu         sync.Mutex
	complaints []string // errors on the browser's console
}

const (
	pageLimit = 6 * time.Minute // of the whole play
	waitLimit = 2 * time.Minute // of one thing to appear
)

// openPage starts the demo and opens its page.
func openPage(t *testing.T) *browser {
	t.Helper()
	b := &browser{t: t, ctx: openBrowser(t), demo: launch(t, nil, "demo", "-listen", "127.0.0.1:0")}
	b.demo.waitFor("/demo/")
	address := demoAddress.FindString(b.demo.log.String())
	b.listen()
	b.do("the page opens", chromedp.Navigate(address))
	b.wait("the phones appear", fmt.Sprintf(`document.querySelectorAll(".phone").length > 1 && %s.querySelector(".menu button") !== null`, phoneNode(petitionerPhone)))
	b.wait("an empty phone says how to begin", phoneNode(petitionerPhone)+`.querySelector(".talk:empty") === null ||
		getComputedStyle(`+phoneNode(petitionerPhone)+`.querySelector(".talk"), "::before").content.includes("从下面的菜单开始")`)
	return b
}

// openBrowser starts a browser with an empty page, or skips the test where
// there is none.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here")
	}
	ctx, cancel := context.WithTimeout(context.Background(), pageLimit)
	t.Cleanup(cancel)
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(chromium), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1440, 900),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
	}
	for _, off := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage"} {
		options = append(options, chromedp.Flag(off, true))
	}
	ctx, closeBrowser := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(closeBrowser)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// listen keeps what the page complains of on its console.
func (b *browser) listen() {
	console := chromedp.Console(b.ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			if message.IsException() || message.Type == chromedp.ConsoleError {
				b.mu.Lock()
				b.complaints = append(b.complaints, message.String())
				b.mu.Unlock()
			}
		}
	}()
}

// do runs one action.
func (b *browser) do(what string, action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, action); err != nil {
		b.fail(what, err)
	}
}

// wait returns once an expression is true on the page.
func (b *browser) wait(what, expression string) {
	b.t.Helper()
	b.do(what, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingMutation(), chromedp.WithPollingTimeout(waitLimit)))
}

// fail ends the test with what stands on the phones.
func (b *browser) fail(what string, cause error) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(b.ctx), 10*time.Second)
	defer cancel()
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll(".phone")].map((p) =>
		p.dataset.phone + ": " + [...p.querySelectorAll(".row")].slice(-3).map((r) => r.innerText).join(" | ")).join("\n")`))
	b.t.Fatalf("%s: %v\nthe phones show (%v):\n%s\nlog:\n%s", what, cause, err, seen, b.demo.log)
}

// phoneNode is a phone as an expression; rowsOf counts its bubbles.
func phoneNode(phone string) string {
	return fmt.Sprintf("document.querySelector('[data-phone=%q]')", phone)
}

// heard waits until, after so many rows, the bureau says the words.
func (b *browser) heard(phone string, after int, words string) {
	b.t.Helper()
	b.wait(phone+" hears "+words, fmt.Sprintf(`[...%s.querySelectorAll(".row")].slice(%d)
		.some((row) => row.matches(".theirs") && row.textContent.includes(%s))`, phoneNode(phone), after, quoted(words)))
}

// reads waits until a push with the words stands on a phone.
func (b *browser) reads(phone, words string) {
	b.t.Helper()
	b.heard(phone, 0, words)
}

// rows counts what stands on a phone.
func (b *browser) rows(phone string) int {
	b.t.Helper()
	n, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](phoneNode(phone)+`.querySelectorAll(".row").length`))
	if err != nil {
		b.fail("count", err)
	}
	return n
}

// say types words on a phone's keyboard and waits for the answer.
func (b *browser) say(phone, text, answer string) {
	b.t.Helper()
	before := b.rows(phone)
	b.do(phone+" types "+text, chromedp.SendKeys(fmt.Sprintf(`[data-phone=%q] textarea[name=text]`, phone), text+"\r"))
	b.heard(phone, before, answer)
}

// tap presses the newest choice that begins with the words and waits for the answer.
func (b *browser) tap(phone, choice, answer string) {
	b.t.Helper()
	b.click(phone, fmt.Sprintf(`[...%s.querySelectorAll(".choice")].filter((c) => c.textContent.replace(/^\d+\. /, "").startsWith(%s)).at(-1)`, phoneNode(phone), quoted(choice)), answer)
}

// press presses a button and waits for the answer, if one is expected.
func (b *browser) press(phone, selector, answer string) {
	b.t.Helper()
	b.click(phone, fmt.Sprintf(`%s.querySelector(%s)`, phoneNode(phone), quoted(selector)), answer)
}

// click presses what an expression finds, provided a person could: it is shown
// and no other thing lies above its middle.
func (b *browser) click(phone, element, answer string) {
	b.t.Helper()
	before := b.rows(phone)
	b.wait(phone+" can press "+element, fmt.Sprintf(`(() => {
		const it = %s;
		if (!it || it.disabled) return false;
		it.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
		const box = it.getBoundingClientRect();
		const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
		if (!it.contains(top)) return false;
		it.click();
		return true;
	})()`, element))
	if answer != "" {
		b.heard(phone, before, answer)
	}
}

// advance pushes the clock by one of its buttons.
func (b *browser) advance(by string) {
	b.t.Helper()
	d, err := time.ParseDuration(by)
	if err != nil {
		b.t.Fatal(err)
	}
	const clock = `new Date(document.getElementById("clock").dateTime).getTime()`
	before, err := chromedp.Run(b.ctx, chromedp.Evaluate[float64](clock))
	if err != nil {
		b.fail("clock", err)
	}
	b.do("the clock is pushed", chromedp.Click(fmt.Sprintf(`[data-advance=%q]`, by)))
	b.wait("the clock stands later", fmt.Sprintf(`%s >= %f`, clock, before+float64(d.Milliseconds())))
}

// reload opens the page anew: everything must stand there as before.
func (b *browser) reload() {
	b.t.Helper()
	before := b.rows(petitionerPhone)
	b.do("the page opens again", chromedp.Reload())
	b.wait("the phones are as before", fmt.Sprintf(`(%s?.querySelectorAll(".row").length ?? 0) >= %d`, phoneNode(petitionerPhone), before))
}

// shoot keeps a picture of the page, where ONEVISIT_TEST_PICTURES names a
// folder for it and otherwise for the time of the test.
func (b *browser) shoot(name string, width, height int64) {
	b.t.Helper()
	b.do("the window is "+name, chromedp.EmulateViewport(width, height))
	b.wait("the page is drawn", fmt.Sprintf("innerWidth === %d && document.fonts.status === 'loaded'", width))
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.fail("picture", err)
	}
	folder := os.Getenv("ONEVISIT_TEST_PICTURES")
	if folder == "" {
		folder = b.t.TempDir()
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// clean holds that the browser had nothing to complain of and the log nothing
// of the petitioner.
func (b *browser) clean(p person) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.complaints) > 0 {
		b.t.Errorf("the browser complains: %q", b.complaints)
	}
	log := b.demo.log.String()
	if found := leaks(log, p.words()...); found != nil {
		b.t.Errorf("the log holds %q", found)
	}
	if form := outlawed.FindString(log); form != "" {
		b.t.Errorf("the log holds %q", form)
	}
}

// quoted is a text as JavaScript writes it.
func quoted(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		return `""` // no string fails to be one in JSON
	}
	return string(raw)
}
