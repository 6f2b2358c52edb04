package main

import (
	"fmt"
	"testing"
)

// A second card in a real browser: the handler is chosen, the ticks are set,
// and the card that was tapped shows at once what was done.
func TestDemoPageChoosesAndTicksOnSecondCards(t *testing.T) {
	t.Parallel()
	b := openPage(t)
	p := person{openid: "oDemoPetitioner", name: "杉有本", phone: "13900002345", place: "山前乡石桥村", claim: [3]string{
		"邻村说我家后山的杉木林归他们", "我手里有林权证", "请来查一查界线",
	}}
	b.press(petitionerPhone, `.menu [data-key="submit"]`, "提交前请先看一看")
	for _, said := range [][2]string{
		{"1", "您要办哪一类事"}, {"1", "是哪方面的问题"}, {"林地林木权属", "具体是哪一种"}, {"1", "请说说是什么事"}, {p.claim[0], "记下了"},
		{p.claim[1], "记下了"}, {p.claim[2], "记下了"}, {"完成", "事情发生在哪里"}, {p.place, "用什么身份"}, {"1", "您的姓名"}, {p.name, "手机号"}, {p.phone, "请核对"}, {"1", "提交成功"},
	} {
		b.say(petitionerPhone, said[0], said[1])
	}
	b.reads("wecom:li.clerk", "新事项")
	b.press("wecom:li.clerk", `[data-key="register"]`, "已登记：")
	b.reads("wecom:sun.deputy", "待交办")
	b.press("wecom:sun.deputy", `[data-key="assign"]`, "已交办：")
	const chief = "wecom:lin.chief"
	b.reads(chief, "新交办事项")
	b.press(chief, `[data-key="accept"]`, "由谁承办")
	b.choose(chief, "handler", "yu.handler")
	b.press(chief, `[data-key="accept?track=quick"]`, "逐条核对后打勾")
	for _, tick := range []string{"clear-facts", "clear-duty", "easy"} {
		b.press(chief, fmt.Sprintf(`[data-option=%q]`, tick), "")
		b.wait("it is ticked: "+tick, fmt.Sprintf(`%s.querySelector('[data-option=%q]').checked`, phoneNode(chief), tick))
	}
	b.shoot("ticks", 1440, 900)
	b.press(chief, `[data-card="vote_interaction"] .key`, "已受理：")
	b.wait("all three cards say who did it", fmt.Sprintf(`[...%s.querySelectorAll(".replaced")].filter((k) => k.textContent.startsWith("已受理 · 林有权")).length === 3`, phoneNode(chief)))
	b.reads("wecom:yu.handler", "请承办")
	b.shoot("ticked", 1440, 900)
	b.clean(p)
}

// choose picks an option of a card's list, as a hand on the page does.
func (b *browser) choose(phone, question, option string) {
	b.t.Helper()
	b.wait(phone+" chooses "+option, fmt.Sprintf(`(() => {
		const list = [...%s.querySelectorAll('[data-question=%q]')].at(-1);
		if (!list) return false;
		list.value = %q;
		list.dispatchEvent(new Event("change"));
		return true;
	})()`, phoneNode(phone), question, option))
	b.wait("it is chosen", fmt.Sprintf(`[...%s.querySelectorAll('[data-question=%q]')].at(-1).value === %q`, phoneNode(phone), question, option))
}
