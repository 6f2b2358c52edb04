package simulator

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// app is a message of the app to the receivers.
func app(to, kind string, content any, more ...any) map[string]any {
	body := object("touser", to, "msgtype", kind, "agentid", testAgent, kind, content)
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return body
}

func buttonCard(task string, change func(map[string]any)) map[string]any {
	card := object("card_type", "button_interaction", "task_id", task,
		"source", object("desc", "desk"), "main_title", object("title", "New case", "desc", "LS1"),
		"horizontal_content_list", []any{object("keyname", "due", "value", "26 Nov"), object("type", 1, "keyname", "more", "value", "open", "url", "https://example.org/")},
		"button_selection", object("question_key", "track", "title", "Track", "selected_id", "quick",
			"option_list", []any{object("id", "quick", "text", "Quick"), object("id", "ordinary", "text", "Ordinary")}),
		"button_list", []any{object("text", "Accept", "style", 1, "key", "accept"), object("text", "Return", "style", 2, "key", "return")})
	if change != nil {
		change(card)
	}
	return card
}

func listCard(task string) map[string]any {
	return object("card_type", "multiple_interaction", "task_id", task, "main_title", object("title", "Judge"),
		"select_list", []any{
			object("question_key", "end", "title", "End", "option_list", []any{object("id", "u", "text", "uphold"), object("id", "r", "text", "redo")}),
			object("question_key", "days", "title", "Days", "selected_id", "10", "option_list", []any{object("id", "10", "text", "10")}),
		},
		"submit_button", object("text", "Send", "key", "submit"))
}

func noticeCard() map[string]any {
	return object("card_type", "text_notice", "main_title", object("title", "Notice"),
		"card_action", object("type", 1, "url", "https://example.org/"),
		"jump_list", []any{object("type", 1, "title", "ledger", "url", "https://example.org/")})
}

func TestAppMessagesAreCheckedAndShown(t *testing.T) {
	b := newBureau(t, nil)
	clerk := b.world.Staff("li.clerk")
	media := b.upload(WeCom, "file", "letter.docx", "a letter")
	text := object("content", "hello")
	for name, test := range map[string]struct {
		body  any
		code  int
		shown Kind
	}{
		"text":             {app("li.clerk", "text", text), 0, KindText},
		"any case of id":   {app("LI.Clerk", "text", text), 0, KindText},
		"everybody":        {app("@all", "text", text), 0, KindText},
		"markdown":         {app("li.clerk", "markdown", text), 0, KindMarkdown},
		"file":             {app("li.clerk", "file", object("media_id", media)), 0, KindFile},
		"textcard":         {app("li.clerk", "textcard", object("title", "t", "description", "d", "url", "https://example.org/")), 0, KindCard},
		"notice card":      {app("li.clerk", "template_card", noticeCard()), 0, KindCard},
		"long text":        {app("li.clerk", "text", object("content", strings.Repeat("x", 2049))), codeTooLong, ""},
		"unknown media":    {app("li.clerk", "file", object("media_id", "x")), codeBadMedia, ""},
		"textcard no link": {app("li.clerk", "textcard", object("title", "t", "description", "d")), codeBadParameter, ""},
		"no card":          {app("li.clerk", "template_card", nil), codeBadParameter, ""},
		"unknown type":     {app("li.clerk", "dance", text), codeBadType, ""},
		"wrong agent":      {app("li.clerk", "text", text, "agentid", 7), codeBadAgent, ""},
		"agent as text":    {app("li.clerk", "text", text, "agentid", "1000002"), codeBadParameter, ""},
		"nobody":           {app("x|y", "text", text), codeNobody, ""},
		"too many":         {app(strings.Repeat("x|", mostReceivers), "text", text), codeTooMany, ""},
		"interval":         {app("li.clerk", "text", text, "enable_duplicate_check", 1, "duplicate_check_interval", 14401), codeBadParameter, ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(clerk.Bubbles())
			if got := b.code(WeCom, "message/send", test.body); got != test.code {
				t.Fatalf("code %d, want %d", got, test.code)
			}
			added := clerk.Bubbles()[before:]
			if (len(added) == 1) != (test.shown != "") || (len(added) == 1 && (added[0].Kind != test.shown || !added[0].Push)) {
				t.Errorf("shown %+v", added)
			}
		})
	}
}

func TestPartlyUnknownReceiversAreNamed(t *testing.T) {
	b := newBureau(t, nil)
	clerk, chief := b.world.Staff("li.clerk"), b.world.Staff("wang.chief")
	answer := b.post(WeCom, "message/send", app("li.clerk|x|wang.chief|y", "text", object("content", "hello")))
	if answer["errcode"] != float64(0) || answer["invaliduser"] != "x|y" {
		t.Errorf("answer %v", answer)
	}
	if len(clerk.Bubbles()) != 1 || len(chief.Bubbles()) != 1 {
		t.Error("both should have it")
	}
	if push := b.world.Pushes()[0]; !slices.Equal(push.To, []string{"li.clerk", "x", "wang.chief", "y"}) || push.Message == 0 {
		t.Errorf("recorded %+v", push)
	}
}

func TestDuplicatesAreSentOnceWithinTheInterval(t *testing.T) {
	b := newBureau(t, nil)
	clerk := b.world.Staff("li.clerk")
	body := app("li.clerk", "text", object("content", "hello"), "enable_duplicate_check", 1, "duplicate_check_interval", 60)
	first, again := b.post(WeCom, "message/send", body), b.post(WeCom, "message/send", body)
	if first["msgid"] != again["msgid"] || len(clerk.Bubbles()) != 1 || !b.world.Pushes()[1].Repeated {
		t.Errorf("%v then %v", first, again)
	}
	b.clock.Advance(time.Minute)
	b.post(WeCom, "message/send", body)
	if len(clerk.Bubbles()) != 2 {
		t.Error("after the interval it is no repeat")
	}
}

func TestExcessIsSilentlyDroppedWhereLimitsAreOn(t *testing.T) {
	b := newBureau(t, func(o *Options) { o.RateLimits = true })
	clerk := b.world.Staff("li.clerk")
	send := func() { b.post(WeCom, "message/send", app("li.clerk", "text", object("content", "hello"))) }
	for range 31 {
		send()
	}
	pushes := b.world.Pushes()
	if last := pushes[30]; len(clerk.Bubbles()) != 30 || last.Code != 0 || !slices.Equal(last.Dropped, []string{"li.clerk"}) {
		t.Errorf("%d shown, last %+v", len(clerk.Bubbles()), last)
	}
	b.clock.Advance(time.Minute)
	send()
	if len(clerk.Bubbles()) != 31 {
		t.Error("a minute later it is allowed")
	}
	l := newLimits()
	for i := range 1001 {
		at := monday().Add(time.Duration(i) * 3 * time.Second)
		if allowed := l.allow("x", at); allowed != (i < 1000) {
			t.Fatalf("message %d of the hour: %v", i+1, allowed)
		}
	}
	if !l.allow("x", monday().Add(2*time.Hour)) {
		t.Error("an hour later it is allowed")
	}
}

func TestCardsAreHeldToTheLimits(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Staff("li.clerk")
	long := strings.Repeat("字", 200)
	for name, test := range map[string]struct {
		change func(map[string]any)
		code   int
	}{
		"good":           {nil, 0},
		"no title":       {func(c map[string]any) { delete(c, "main_title") }, cardField},
		"long title":     {func(c map[string]any) { c["main_title"] = object("title", long) }, cardField},
		"long sub title": {func(c map[string]any) { c["sub_title_text"] = long }, cardField},
		"seven rows":     {func(c map[string]any) { c["horizontal_content_list"] = make([]struct{}, 7) }, cardField},
		"long row name": {func(c map[string]any) {
			c["horizontal_content_list"] = []any{object("keyname", "六个字的名称", "value", "x")}
		}, cardField},
		"long row":       {func(c map[string]any) { c["horizontal_content_list"] = []any{object("keyname", "x", "value", long)} }, cardField},
		"row to nowhere": {func(c map[string]any) { c["horizontal_content_list"] = []any{object("type", 1, "keyname", "x")} }, cardField},
		"bad task":       {func(c map[string]any) { c["task_id"] = "a b" }, cardField},
		"long task":      {func(c map[string]any) { c["task_id"] = strings.Repeat("x", 129) }, cardField},
		"no task":        {func(c map[string]any) { delete(c, "task_id") }, cardField},
		"no buttons":     {func(c map[string]any) { delete(c, "button_list") }, cardField},
		"seven buttons":  {func(c map[string]any) { c["button_list"] = make([]struct{}, 7) }, cardField},
		"long button":    {func(c map[string]any) { c["button_list"] = []any{object("key", "k", "text", long)} }, cardField},
		"no options":     {func(c map[string]any) { c["button_selection"] = object("question_key", "q") }, cardField},
		"no question":    {func(c map[string]any) { c["button_selection"] = object("title", "q") }, cardField},
		"long option": {func(c map[string]any) {
			c["button_selection"] = object("question_key", "q", "option_list", []any{object("id", "1", "text", long)})
		}, cardField},
		"unknown type":     {func(c map[string]any) { c["card_type"] = "dance" }, cardField},
		"no select list":   {func(c map[string]any) { c["card_type"] = "multiple_interaction" }, cardField},
		"notice no action": {func(c map[string]any) { c["card_type"] = "text_notice" }, cardField},
	} {
		t.Run(name, func(t *testing.T) {
			card := buttonCard("limit-1", test.change)
			if got := b.code(WeCom, "message/send", app("li.clerk", "template_card", card)); got != test.code {
				t.Errorf("code %d, want %d", got, test.code)
			}
		})
	}
	if got := b.code(WeCom, "message/send", app("li.clerk", "template_card", buttonCard("limit-1", nil))); got != cardTaskReused {
		t.Errorf("task id used again: %d", got)
	}
	bad := noticeCard()
	bad["jump_list"] = []any{object("type", 1, "title", "x", "url", "javascript:1")}
	if got := b.code(WeCom, "message/send", app("li.clerk", "template_card", bad)); got != cardField {
		t.Errorf("jump to nowhere: %d", got)
	}
	unsubmittable := listCard("limit-2")
	delete(unsubmittable, "submit_button")
	if got := b.code(WeCom, "message/send", app("li.clerk", "template_card", unsubmittable)); got != cardField {
		t.Errorf("no submit button: %d", got)
	}
}

func TestPressingACardButtonReportsTheSelection(t *testing.T) {
	b := newBureau(t, nil)
	clerk, chief := b.world.Staff("li.clerk"), b.world.Staff("wang.chief")
	b.post(WeCom, "message/send", app("li.clerk|wang.chief", "template_card", buttonCard("c7-s3", nil)))
	if err := clerk.Select("track", "ordinary"); err != nil {
		t.Fatal(err)
	}
	if err := clerk.Select("track", "never"); err == nil {
		t.Error("an option that is not there was chosen")
	}
	b.replies(func(inbound) string {
		return "<MsgType>update_button</MsgType><Button><ReplaceName>Accepted</ReplaceName></Button>"
	})
	mustAnswer(t)(clerk.Tap(t.Context(), "Accept"))
	in := b.last()
	if in.Event != "template_card_event" || in.EventKey != "accept" || in.TaskID != "c7-s3" ||
		in.CardType != "button_interaction" || in.ResponseCode == "" || in.MsgID != 0 || in.AgentID != testAgent {
		t.Errorf("inbound %+v", in)
	}
	if len(in.Selected) != 1 || in.Selected[0].QuestionKey != "track" || in.Selected[0].OptionID != "ordinary" {
		t.Errorf("selected %+v", in.Selected)
	}
	if clerk.Bubbles()[0].Replaced != "Accepted" || chief.Bubbles()[0].Replaced != "" {
		t.Error("the passive reply changes the clicker's card only")
	}
	if chief.Bubbles()[0].Card.Selection.Selected != "quick" {
		t.Error("one phone's selection is another's")
	}
	if _, err := clerk.Tap(t.Context(), "accept"); err == nil {
		t.Error("a replaced button was pressed")
	}
	if err := clerk.Select("track", "quick"); err == nil {
		t.Error("a replaced card was changed")
	}
}

func TestListsTravelTogether(t *testing.T) {
	b := newBureau(t, nil)
	clerk := b.world.Staff("li.clerk")
	b.post(WeCom, "message/send", app("li.clerk", "template_card", listCard("c8")))
	if err := clerk.SelectIn(1, "end", "r"); err != nil {
		t.Fatal(err)
	}
	b.replies(func(inbound) string {
		return "<MsgType>update_template_card</MsgType><TemplateCard><CardType>text_notice</CardType>" +
			"<MainTitle><Title>Judged</Title></MainTitle><CardAction><Type>1</Type><Url>https://example.org/</Url></CardAction></TemplateCard>"
	})
	mustAnswer(t)(clerk.TapIn(t.Context(), 1, "submit"))
	if selected := b.last().Selected; len(selected) != 2 || selected[0].OptionID != "r" || selected[1].OptionID != "10" {
		t.Errorf("selected %+v", selected)
	}
	if card := clerk.Bubbles()[0].Card; card.Title.Title != "Judged" || card.TaskID != "c8" || len(card.keys()) != 0 {
		t.Errorf("card %+v", card)
	}
	b.post(WeCom, "message/send", app("li.clerk", "template_card", listCard("c9")))
	b.replies(func(inbound) string {
		return "<MsgType>update_template_card</MsgType><TemplateCard><CardType>dance</CardType></TemplateCard>"
	})
	if _, err := clerk.Tap(t.Context(), "submit"); err == nil {
		t.Error("a bad card was taken")
	}
}

func TestResponseCodesUpdateCardsOnce(t *testing.T) {
	b := newBureau(t, nil)
	clerk, chief := b.world.Staff("li.clerk"), b.world.Staff("wang.chief")
	sent := b.post(WeCom, "message/send", app("li.clerk|wang.chief", "template_card", buttonCard("c7", nil)))
	change := func(code any, more ...any) map[string]any {
		body := object("userids", []string{"li.clerk"}, "agentid", testAgent, "response_code", code, "button", object("replace_name", "Done"))
		for i := 0; i < len(more); i += 2 {
			body[more[i].(string)] = more[i+1]
		}
		return body
	}
	code := sent["response_code"]
	for name, test := range map[string]struct {
		body any
		code int
	}{
		"wrong agent": {change(code, "agentid", 7), codeBadAgent},
		"nothing":     {change(code, "button", nil), codeBadParameter},
		"both":        {change(code, "template_card", noticeCard()), codeBadParameter},
		"bad card":    {change(code, "button", nil, "template_card", object("card_type", "dance")), cardField},
		"nobody":      {change(code, "userids", []string{"x"}), codeNobody},
		"unknown":     {change("x"), cardCodeUsed},
		"rubbish":     {"rubbish", codeBadParameter},
	} {
		if got := b.code(WeCom, "message/update_template_card", test.body); got != test.code {
			t.Errorf("%s: %d, want %d", name, got, test.code)
		}
	}
	if got := b.code(WeCom, "message/update_template_card", change(code)); got != 0 {
		t.Errorf("update: %d", got)
	}
	if clerk.Bubbles()[0].Replaced != "Done" || chief.Bubbles()[0].Replaced != "" {
		t.Error("only the named member's card changes")
	}
	if got := b.code(WeCom, "message/update_template_card", change(code)); got != cardCodeUsed {
		t.Errorf("used twice: %d", got)
	}
	mustAnswer(t)(chief.Tap(t.Context(), "accept"))
	clicked := b.last().ResponseCode
	if got := b.code(WeCom, "message/update_template_card", change(clicked, "userids", []string{"wang.chief"}, "button", nil, "template_card", noticeCard())); got != 0 {
		t.Errorf("by the click's code: %d", got)
	}
	if card := chief.Bubbles()[0].Card; card.Title.Title != "Notice" || card.TaskID != "c7" {
		t.Errorf("card %+v", card)
	}
	late := b.post(WeCom, "message/send", app("li.clerk", "template_card", buttonCard("c8", nil)))["response_code"]
	b.clock.Advance(72 * time.Hour)
	if got := b.code(WeCom, "message/update_template_card", change(late)); got != cardCodeUsed {
		t.Errorf("after 72 hours: %d", got)
	}
}

func TestContactsTellWhoIsThere(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Staff("wang.chief").Named("Wang")
	b.world.Staff("li.clerk")
	get := func(path string) map[string]any {
		return b.call(http.MethodGet, "/qyapi/cgi-bin/"+path+"access_token="+b.token(WeCom), nil)
	}
	if got := get("user/get?userid=WANG.chief&"); got["name"] != "Wang" || got["userid"] != "wang.chief" {
		t.Errorf("member %v", got)
	}
	if got := get("user/get?userid=x&"); got["errcode"] != float64(unknownMember) {
		t.Errorf("stranger %v", got)
	}
	if list, _ := get("user/simplelist?department_id=1&")["userlist"].([]any); len(list) != 2 {
		t.Errorf("list %v", list)
	}
	if list, _ := get("department/list?")["department"].([]any); len(list) != 1 {
		t.Errorf("departments %v", list)
	}
	if got := b.code(WeCom, "menu/create", object("button", []any{object("type", "click", "name", "todo", "key", "todo")})); got != 0 {
		t.Errorf("menu: %d", got)
	}
	if list, _ := get("menu/get?")["button"].([]any); len(list) != 1 {
		t.Errorf("menu %v", list)
	}
}

func TestLoginCodesWorkOnceForFiveMinutes(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Staff("li.clerk")
	ask := func(code string) map[string]any {
		return b.call(http.MethodGet, "/qyapi/cgi-bin/auth/getuserinfo?code="+code+"&access_token="+b.token(WeCom), nil)
	}
	code, err := phone.LoginCode()
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(code); got["userid"] != "li.clerk" {
		t.Errorf("got %v", got)
	}
	if got := ask(code); got["errcode"] != float64(codeBadCode) {
		t.Errorf("used twice: %v", got)
	}
	late, err := phone.LoginCode()
	if err != nil {
		t.Fatal(err)
	}
	b.clock.Advance(5 * time.Minute)
	if got := ask(late); got["errcode"] != float64(codeBadCode) {
		t.Errorf("late: %v", got)
	}
}
