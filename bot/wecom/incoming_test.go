package wecom

import (
	"encoding/xml"
	"reflect"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

// decoded sends a message's own fields through a genuine callback.
func decoded(t *testing.T, fields string) bot.Update {
	t.Helper()
	s := wiretest.Company()
	u, err := newTestReceiver(t).Decode(s.Callback(t, "<xml><ToUserName>"+s.ID+"</ToUserName><FromUserName>Wang.Chief</FromUserName><CreateTime>1409659800</CreateTime><AgentID>218</AgentID>"+fields+"</xml>"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

const tap = `<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>accept</EventKey><TaskId>c7-s3</TaskId>` +
	`<CardType>button_interaction</CardType><ResponseCode>RC1</ResponseCode><SelectedItems>` +
	`<SelectedItem><QuestionKey>track</QuestionKey><OptionIds><OptionId>quick</OptionId></OptionIds></SelectedItem>` +
	`<SelectedItem><QuestionKey>ticks</QuestionKey><OptionIds><OptionId>a</OptionId><OptionId>b</OptionId></OptionIds></SelectedItem>` +
	`</SelectedItems>`

type sample struct {
	name, fields string
	want         bot.Update
}

func kinds() []sample {
	return []sample{
		{"text", `<MsgType>text</MsgType><Content><![CDATA[待办]]></Content><MsgId>1</MsgId>`,
			bot.Update{Kind: bot.KindText, Text: "待办"}},
		{"image", `<MsgType>image</MsgType><PicUrl>http://x</PicUrl><MediaId>m1</MediaId>`,
			bot.Update{Kind: bot.KindImage, MediaID: "m1"}},
		{"voice", `<MsgType>voice</MsgType><MediaId>m2</MediaId><Format>amr</Format>`,
			bot.Update{Kind: bot.KindVoice, MediaID: "m2", Format: "amr"}},
		{"video", `<MsgType>video</MsgType><MediaId>m4</MediaId>`,
			bot.Update{Kind: bot.KindVideo, MediaID: "m4"}},
		{"location", `<MsgType>location</MsgType><Location_X>41.12</Location_X><Location_Y>122.07</Location_Y><Label>某村</Label>`,
			bot.Update{Kind: bot.KindLocation, Place: &bot.Place{Latitude: 41.12, Longitude: 122.07, Label: "某村"}}},
		{"location nowhere", `<MsgType>location</MsgType><Location_X>99</Location_X><Location_Y></Location_Y>`,
			bot.Update{Kind: bot.KindLocation}},
		{"link", `<MsgType>link</MsgType><Url>https://example.com/a</Url>`,
			bot.Update{Kind: bot.KindLink, Text: "https://example.com/a"}},
		{"unknown", `<MsgType>file</MsgType>`,
			bot.Update{Kind: bot.KindOther, Format: "file"}},
		{"subscribe", `<MsgType>event</MsgType><Event>subscribe</Event>`,
			bot.Update{Kind: bot.KindSubscribe}},
		{"unsubscribe", `<MsgType>event</MsgType><Event>unsubscribe</Event>`,
			bot.Update{Kind: bot.KindUnsubscribe}},
		{"enter", `<MsgType>event</MsgType><Event>enter_agent</Event>`,
			bot.Update{Kind: bot.KindEnter}},
		{"click", `<MsgType>event</MsgType><Event>click</Event><EventKey>todo</EventKey>`,
			bot.Update{Kind: bot.KindClick, Text: "todo"}},
		{"view", `<MsgType>event</MsgType><Event>view</Event><EventKey>https://example.com</EventKey>`,
			bot.Update{Kind: bot.KindView, Text: "https://example.com"}},
		{"a place nobody sent", `<MsgType>event</MsgType><Event>LOCATION</Event><Latitude>41</Latitude>`,
			bot.Update{Kind: bot.KindOther, Format: "event:location"}},
		{"card", tap, bot.Update{Kind: bot.KindCard, Text: "accept", Card: &bot.CardTap{
			Task: "c7-s3", ResponseCode: "RC1", Selected: map[string][]string{"track": {"quick"}, "ticks": {"a", "b"}},
		}}},
		{"address book", `<MsgType>event</MsgType><Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>x</UserID>`,
			bot.Update{Kind: bot.KindContacts, Text: "x", Format: "delete_user"}},
	}
}

func TestEveryKindIsDecoded(t *testing.T) {
	for _, test := range kinds() {
		t.Run(test.name, func(t *testing.T) {
			got := decoded(t, test.fields)
			if got.Key == "" || len(got.Key) > 190 {
				t.Errorf("key %q", got.Key)
			}
			test.want.Platform, test.want.From, test.want.To = bot.WeCom, "wang.chief", wiretest.Company().ID
			test.want.At = time.Unix(1409659800, 0).UTC()
			test.want.Key = got.Key
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestNewsAboutTheCompanyNeedsNoApp(t *testing.T) {
	s := wiretest.Company()
	u, err := newTestReceiver(t).Decode(s.Callback(t, "<xml><ToUserName>"+s.ID+"</ToUserName><FromUserName>sys</FromUserName><MsgType>event</MsgType><Event>change_contact</Event></xml>"))
	if err != nil || u.Kind != bot.KindContacts {
		t.Fatalf("got %s, %v", u.Kind, err)
	}
}

func TestKeyTellsMessagesApart(t *testing.T) {
	if a, b := decoded(t, tap).Key, decoded(t, tap).Key; a != b {
		t.Errorf("one tap, two keys: %s, %s", a, b)
	}
	different := []string{
		tap,
		strings.Replace(tap, "c7-s3", "c7-s4", 1),
		strings.Replace(tap, "RC1", "RC2", 1),
		strings.Replace(tap, "accept", "return", 1),
		`<MsgType>text</MsgType><MsgId>1</MsgId>`,
		`<MsgType>text</MsgType><MsgId>2</MsgId>`,
		`<MsgType>text</MsgType><Content>no number</Content>`,
		`<MsgType>text</MsgType><Content>a strange number</Content><MsgId>` + strings.Repeat("9", 300) + `</MsgId>`,
		`<MsgType>event</MsgType><Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>x</UserID>`,
		`<MsgType>event</MsgType><Event>change_contact</Event><ChangeType>delete_user</ChangeType><UserID>y</UserID>`,
		`<MsgType>event</MsgType><Event>change_contact</Event><ChangeType>create_user</ChangeType><UserID>y</UserID>`,
	}
	wiretest.WantDistinct(t, different, func(fields string) string { return decoded(t, fields).Key })
}

func FuzzDecodeInside(f *testing.F) {
	s := wiretest.Company()
	head := `<xml><ToUserName>` + s.ID + `</ToUserName><FromUserName>o</FromUserName><AgentID>218</AgentID>`
	f.Add(head + `<MsgType>text</MsgType><Content>x</Content></xml>`)
	f.Add(head + tap + `</xml>`)
	f.Add("<xml>" + strings.Repeat("<a>", 1000))
	f.Add("\x00\xff")
	r := newTestReceiver(f)
	f.Fuzz(func(t *testing.T, plain string) {
		u, err := r.Decode(s.Callback(t, plain))
		if err != nil {
			return
		}
		if u.Key == "" || len(u.Key) > 190 || u.Kind == "" || u.From == "" || u.To != s.ID {
			t.Errorf("an update that lacks something: %+v", u)
		}
		if xml.Unmarshal(wire.Readable([]byte(plain)), new(incoming)) != nil {
			t.Error("accepted what is not XML")
		}
	})
}
