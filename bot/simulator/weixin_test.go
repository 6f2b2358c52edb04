package simulator

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTokensAreGrantedExpireAndCanBeRevoked(t *testing.T) {
	b := newBureau(t, nil)
	menu := func(token string) float64 {
		return b.call(http.MethodGet, "/weixin/cgi-bin/menu/get?access_token="+token, nil)["errcode"].(float64)
	}
	const good = codeNoMenu // the call itself was admitted
	first := b.token(WeChat)
	if code := menu(first); code != good {
		t.Errorf("fresh token: %v", code)
	}
	second := b.token(WeChat)
	if first == second || menu(first) != good {
		t.Error("cgi-bin/token gives a new token and lets the old one live a little")
	}
	b.clock.Advance(5 * time.Minute)
	if menu(first) != codeTokenExpired || menu(second) != good {
		t.Error("the old token dies after 5 minutes")
	}
	b.clock.Advance(2 * time.Hour)
	if menu(second) != codeTokenExpired {
		t.Error("a token lives 2 hours")
	}
	third := b.token(WeChat)
	b.world.RevokeTokens(WeChat)
	if menu(third) != codeBadSecret || menu("") != codeNoToken {
		t.Error("a revoked token is 40001, a missing one 41001")
	}
	fourth := b.token(WeCom)
	b.world.RevokeTokens(WeCom)
	if got := b.call(http.MethodGet, "/qyapi/cgi-bin/menu/get?access_token="+fourth, nil)["errcode"]; got != float64(codeBadToken) {
		t.Errorf("a revoked token of WeCom: %v", got)
	}
}

func TestStableAndCorpTokensRepeatWhileValid(t *testing.T) {
	b := newBureau(t, nil)
	stable := func(force bool) map[string]any {
		return b.call(http.MethodPost, "/weixin/cgi-bin/stable_token", object(
			"grant_type", "client_credential", "appid", "wx2c2769f8efd9abc2", "secret", "secret-a", "force_refresh", force))
	}
	first := stable(false)
	b.clock.Advance(time.Hour)
	second := stable(false)
	if first["access_token"] != second["access_token"] || second["expires_in"] != float64(3600) {
		t.Errorf("%v then %v", first, second)
	}
	if third := stable(true); third["access_token"] == first["access_token"] {
		t.Error("force_refresh gives another")
	}
	if once, again := b.token(WeCom), b.token(WeCom); once != again {
		t.Error("gettoken repeats the valid token")
	}
}

func TestWrongCredentialsGetNoToken(t *testing.T) {
	b := newBureau(t, nil)
	for path, want := range map[string]float64{
		"/weixin/cgi-bin/token?appid=wx1&secret=secret-a":                    40013,
		"/weixin/cgi-bin/token?appid=wx2c2769f8efd9abc2&secret=wrong":        40125,
		"/qyapi/cgi-bin/gettoken?corpid=ww1&corpsecret=secret-b":             40013,
		"/qyapi/cgi-bin/gettoken?corpid=wx5823bf96d3bd56c7&corpsecret=wrong": 40001,
	} {
		if got := b.call(http.MethodGet, path, nil)["errcode"]; got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if got := b.call(http.MethodPost, "/weixin/cgi-bin/stable_token", "rubbish")["errcode"]; got != float64(codeBadJSON) {
		t.Errorf("rubbish: %v", got)
	}
}

func TestMethodsAreHeldTo(t *testing.T) {
	b := newBureau(t, nil)
	if got := b.call(http.MethodPost, "/weixin/cgi-bin/token", nil)["errcode"]; got != float64(codeWantsGet) {
		t.Errorf("got %v", got)
	}
	if got := b.call(http.MethodGet, "/weixin/cgi-bin/stable_token", nil)["errcode"]; got != float64(codeWantsPost) {
		t.Errorf("got %v", got)
	}
}

func TestCustomerMessagesNeedAnOpenWindow(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	send := func() int { return b.code(WeChat, "message/custom/send", customText("oPerson1", "news")) }
	if got := send(); got != windowClosed {
		t.Errorf("nobody spoke: %d", got)
	}
	mustAnswer(t)(phone.Say(t.Context(), "hello"))
	for i := range 5 {
		if got := send(); got != 0 {
			t.Errorf("message %d: %d", i+1, got)
		}
	}
	if got := send(); got != windowUsedUp {
		t.Errorf("sixth: %d", got)
	}
	mustAnswer(t)(phone.Say(t.Context(), "again"))
	b.clock.Advance(48*time.Hour - time.Second)
	if got := send(); got != 0 {
		t.Errorf("before 48 hours: %d", got)
	}
	b.clock.Advance(time.Second)
	if got := send(); got != windowClosed {
		t.Errorf("after 48 hours: %d", got)
	}
	mustAnswer(t)(phone.Click(t.Context(), "menu"))
	for i, want := range []int{0, 0, 0, windowUsedUp} {
		if got := send(); got != want {
			t.Errorf("message %d after a click: %d, want %d", i+1, got, want)
		}
	}
	mustAnswer(t)(phone.Click(t.Context(), "menu"))
	b.clock.Advance(time.Minute)
	if got := send(); got != windowClosed {
		t.Errorf("a minute after a click: %d", got)
	}
	mustAnswer(t)(phone.Unfollow(t.Context()))
	if got := send(); got != notFollowing {
		t.Errorf("left: %d", got)
	}
}

func TestCustomerMessagesAreCheckedAndShown(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	mustAnswer(t)(phone.Say(t.Context(), "hello"))
	media := b.upload(WeChat, "image", "a.png", "picture")
	message := func(kind string, content any) any {
		return object("touser", "oPerson1", "msgtype", kind, kind, content)
	}
	for name, test := range map[string]struct {
		body  any
		code  int
		shown Kind
	}{
		"text":          {message("text", object("content", "hello")), 0, KindText},
		"picture":       {message("image", object("media_id", media)), 0, KindImage},
		"news":          {message("news", object("articles", []any{object("title", "t", "url", "https://example.org/")})), 0, KindNews},
		"menu":          {message("msgmenu", object("head_content", "h", "tail_content", "t", "list", []any{object("id", "7", "content", "good"), object("id", 8, "content", "bad")})), 0, KindText},
		"empty text":    {message("text", object("content", "")), codeEmpty, ""},
		"long text":     {message("text", object("content", strings.Repeat("x", 2049))), codeTooLong, ""},
		"unknown media": {message("image", object("media_id", "x")), codeBadMedia, ""},
		"unknown kind":  {message("dance", object()), codeBadType, ""},
		"two articles":  {message("news", object("articles", []any{object(), object()})), 45008, ""},
		"menu of none":  {message("msgmenu", object("head_content", "h")), codeEmpty, ""},
		"empty choice":  {message("msgmenu", object("list", []any{object("id", "1")})), codeEmpty, ""},
		"stranger":      {customText("oStranger", "hello"), unknownOpenID, ""},
		"rubbish":       {"rubbish", codeBadJSON, ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(phone.Bubbles())
			if got := b.code(WeChat, "message/custom/send", test.body); got != test.code {
				t.Fatalf("code %d, want %d", got, test.code)
			}
			pushes := b.world.Pushes()
			if last := pushes[len(pushes)-1]; last.Code != test.code || last.Path != "message/custom/send" || len(last.Body) == 0 {
				t.Errorf("recorded %+v", last)
			}
			added := phone.Bubbles()[before:]
			if (len(added) == 1) != (test.shown != "") || (len(added) == 1 && (added[0].Kind != test.shown || !added[0].Push)) {
				t.Errorf("shown %+v", added)
			}
		})
		mustAnswer(t)(phone.Say(t.Context(), "go on"))
	}
	mustAnswer(t)(phone.Tap(t.Context(), "bad"))
	if in := b.last(); in.Content != "bad" || in.MenuID != "8" {
		t.Errorf("tapped %+v", in)
	}
}

func TestTemplateFieldsAreHeldToTheirLimits(t *testing.T) {
	for key, values := range map[string]map[string]bool{
		"thing1":            {strings.Repeat("湿", 20): true, strings.Repeat("湿", 21): false, "": false, "a\nb": false},
		"phrase2":           {"已受理": true, "办理中办理中": false, "ok": false},
		"character_string3": {"LS20261123-0007": true, strings.Repeat("x", 33): false, "编号": false},
		"time4":             {"2026-11-23 09:00": true, "2026年11月23日 09:00": true, "2026年11月23日": true, "tomorrow": false},
		"phone_number5":     {"0427-0000000": true, "call me": false},
		"const6":            {"a": true, "b": false},
		"number7":           {"12": true},
		"name8":             {"某某": true, strings.Repeat("某", 11): false},
		"remark":            {"x": false},
	} {
		for value, fits := range values {
			field := TemplateField{Key: key, Values: []string{"a"}}
			if field.fits(value) != fits {
				t.Errorf("%s %q: fits is %v", key, value, !fits)
			}
		}
	}
}

func templateTo(openid string, more ...any) map[string]any {
	body := object("touser", openid, "template_id", "T1", "url", "https://example.org/", "data",
		object("thing2", object("value", "matter"), "character_string1", object("value", "LS1")))
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return body
}

func TestTemplateMessages(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	first := b.post(WeChat, "message/template/send", templateTo("oPerson1", "client_msg_id", "c1"))
	again := b.post(WeChat, "message/template/send", templateTo("oPerson1", "client_msg_id", "c1"))
	if first["errcode"] != float64(0) || first["msgid"] != again["msgid"] || len(phone.Bubbles()) != 1 {
		t.Errorf("%v then %v, %d shown", first, again, len(phone.Bubbles()))
	}
	if pushes := b.world.Pushes(); pushes[0].Repeated || !pushes[1].Repeated {
		t.Errorf("recorded %+v", pushes)
	}
	if rows := phone.Bubbles()[0].Rows; len(rows) != 2 || rows[0].Value != "LS1" {
		t.Errorf("rows %+v", rows)
	}
	b.clock.Advance(10 * time.Minute)
	for name, test := range map[string]struct {
		body any
		code int
	}{
		"later again": {templateTo("oPerson1", "client_msg_id", "c1"), 0},
		"bad field":   {templateTo("oPerson1", "data", object("thing1", object("value", strings.Repeat("x", 21)))), codeBadField},
		"no data":     {templateTo("oPerson1", "data", object()), codeBadField},
		"no template": {templateTo("oPerson1", "template_id", ""), codeBadTemplate},
		"stranger":    {templateTo("oStranger"), unknownOpenID},
		"rubbish":     {"rubbish", codeBadJSON},
	} {
		if got := b.code(WeChat, "message/template/send", test.body); got != test.code {
			t.Errorf("%s: %d, want %d", name, got, test.code)
		}
	}
	mustAnswer(t)(phone.Unfollow(t.Context()))
	if got := b.code(WeChat, "message/template/send", templateTo("oPerson1")); got != notFollowing {
		t.Errorf("left: %d", got)
	}
}

func TestApprovedTemplatesAreKnownByTheirFields(t *testing.T) {
	b := newBureau(t, func(o *Options) {
		o.WeChat.Templates = map[string]Template{"T1": {Title: "Progress", Fields: []TemplateField{{Key: "thing2", Label: "Matter"}}}}
	})
	phone := b.world.Petitioner("oPerson1")
	if got := b.code(WeChat, "message/template/send", templateTo("oPerson1")); got != 0 {
		t.Fatalf("code %d", got)
	}
	if shown := phone.Bubbles()[0]; shown.Title != "Progress" || len(shown.Rows) != 1 || shown.Rows[0] != (Row{"Matter", "matter"}) {
		t.Errorf("shown %+v", shown)
	}
	if got := b.code(WeChat, "message/template/send", templateTo("oPerson1", "template_id", "T2")); got != codeBadTemplate {
		t.Errorf("unknown template: %d", got)
	}
	if got := b.code(WeChat, "message/template/send", templateTo("oPerson1", "data", object())); got != codeBadField {
		t.Errorf("missing field: %d", got)
	}
}

func TestSubscriptionNoticesNeedConsentButNoFollowing(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	mustAnswer(t)(phone.Unfollow(t.Context()))
	if got := b.code(WeChat, "message/subscribe/bizsend", templateTo("oPerson1")); got != codeNoConsent {
		t.Errorf("without consent: %d", got)
	}
	phone.Consent("T1")
	if got := b.code(WeChat, "message/subscribe/bizsend", templateTo("oPerson1")); got != 0 || len(phone.Bubbles()) != 1 {
		t.Errorf("with consent: %d", got)
	}
}

func TestMenusAreCheckedAndKept(t *testing.T) {
	b := newBureau(t, nil)
	button := func(name string) map[string]any { return object("type", "click", "name", name, "key", "k") }
	many := func(count int) []any {
		var all []any
		for range count {
			all = append(all, button("b"))
		}
		return all
	}
	group := func(sub ...any) []any { return []any{object("name", "more", "sub_button", sub)} }
	for name, test := range map[string]struct {
		buttons []any
		code    int
	}{
		"no button":     {many(0), codeMenuCount},
		"four buttons":  {many(4), codeMenuCount},
		"six subs":      {group(many(6)...), codeSubCount},
		"long name":     {[]any{button("十七个字节长的名")}, codeMenuName},
		"long sub name": {group(button(strings.Repeat("x", 61))), codeSubName},
		"no key":        {[]any{object("type", "click", "name", "b")}, codeMenuKey},
		"sub's address": {group(object("type", "view", "name", "b", "url", "javascript:1")), codeMenuURL},
		"unknown type":  {[]any{object("type", "dance", "name", "b")}, codeMenuType},
		"good":          {append(many(2), group(many(5)...)...), 0},
	} {
		if got := b.code(WeChat, "menu/create", object("button", test.buttons)); got != test.code {
			t.Errorf("%s: %d, want %d", name, got, test.code)
		}
	}
	if got := b.code(WeChat, "menu/create", "rubbish"); got != codeBadJSON {
		t.Errorf("rubbish: %d", got)
	}
	get := func(path string) map[string]any {
		return b.call(http.MethodGet, "/weixin/cgi-bin/"+path+"?access_token="+b.token(WeChat), nil)
	}
	if menu, _ := get("menu/get")["menu"].(map[string]any); len(menu["button"].([]any)) != 3 {
		t.Errorf("menu %v", menu)
	}
	get("menu/delete")
	if get("menu/get")["errcode"] != float64(codeNoMenu) || len(b.world.Menu(WeChat)) != 0 {
		t.Error("the menu is still there")
	}
}

func TestUserInfoTellsWhoFollows(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	ask := func(openid string) map[string]any {
		return b.call(http.MethodGet, "/weixin/cgi-bin/user/info?openid="+openid+"&access_token="+b.token(WeChat), nil)
	}
	if ask("oPerson1")["subscribe"] != float64(1) || ask("oStranger")["errcode"] != float64(unknownOpenID) {
		t.Error("a follower and a stranger")
	}
	mustAnswer(t)(phone.Unfollow(t.Context()))
	if ask("oPerson1")["subscribe"] != float64(0) {
		t.Error("who left does not follow")
	}
}
