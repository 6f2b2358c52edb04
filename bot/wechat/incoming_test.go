package wechat

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
	s := wiretest.OfficialAccount()
	u, err := newTestReceiver(t).Decode(s.Callback(t, "<xml><ToUserName>gh_1</ToUserName><FromUserName>oA</FromUserName><CreateTime>1409735660</CreateTime>"+fields+"</xml>"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

type sample struct {
	name, fields string
	want         bot.Update
}

func kinds() []sample {
	return []sample{
		{"text", `<MsgType>text</MsgType><Content><![CDATA[你好]]></Content><bizmsgmenuid>3</bizmsgmenuid>`,
			bot.Update{Kind: bot.KindText, Text: "你好"}},
		{"image", `<MsgType>image</MsgType><PicUrl>http://x</PicUrl><MediaId>m1</MediaId>`,
			bot.Update{Kind: bot.KindImage, MediaID: "m1"}},
		{"voice with words", `<MsgType>voice</MsgType><MediaId>m2</MediaId><Format>amr</Format><Recognition>有人占地</Recognition>`,
			bot.Update{Kind: bot.KindVoice, MediaID: "m2", Format: "amr", Text: "有人占地"}},
		{"voice without words", `<MsgType>voice</MsgType><MediaId>m2</MediaId><Format>amr</Format><MediaId16K>m3</MediaId16K>`,
			bot.Update{Kind: bot.KindVoice, MediaID: "m2", Format: "amr"}},
		{"video", `<MsgType>video</MsgType><MediaId>m4</MediaId><ThumbMediaId>t</ThumbMediaId>`,
			bot.Update{Kind: bot.KindVideo, MediaID: "m4"}},
		{"short video", `<MsgType>shortvideo</MsgType><MediaId>m5</MediaId>`,
			bot.Update{Kind: bot.KindVideo, MediaID: "m5"}},
		{"location", `<MsgType>location</MsgType><Location_X>41.12</Location_X><Location_Y>122.07</Location_Y><Scale>20</Scale><Label>某村</Label>`,
			bot.Update{Kind: bot.KindLocation, Place: &bot.Place{Latitude: 41.12, Longitude: 122.07, Label: "某村"}}},
		{"location nowhere", `<MsgType>location</MsgType><Location_X>NaN</Location_X><Location_Y>200</Location_Y>`,
			bot.Update{Kind: bot.KindLocation}},
		{"link", `<MsgType>link</MsgType><Title>t</Title><Url>https://example.com/a</Url>`,
			bot.Update{Kind: bot.KindLink, Text: "https://example.com/a"}},
		{"unknown", `<MsgType>hologram</MsgType>`,
			bot.Update{Kind: bot.KindOther, Format: "hologram"}},
		{"follow", `<MsgType>event</MsgType><Event>subscribe</Event><EventKey></EventKey>`,
			bot.Update{Kind: bot.KindSubscribe}},
		{"follow by a code", `<MsgType>event</MsgType><Event>subscribe</Event><EventKey>qrscene_hall</EventKey><Ticket>T</Ticket>`,
			bot.Update{Kind: bot.KindSubscribe, Text: "hall"}},
		{"unfollow", `<MsgType>event</MsgType><Event>unsubscribe</Event>`,
			bot.Update{Kind: bot.KindUnsubscribe}},
		{"scan", `<MsgType>event</MsgType><Event>SCAN</Event><EventKey>hall</EventKey>`,
			bot.Update{Kind: bot.KindScan, Text: "hall"}},
		{"click", `<MsgType>event</MsgType><Event>CLICK</Event><EventKey>track</EventKey>`,
			bot.Update{Kind: bot.KindClick, Text: "track"}},
		{"view", `<MsgType>event</MsgType><Event>VIEW</Event><EventKey>https://example.com</EventKey>`,
			bot.Update{Kind: bot.KindView, Text: "https://example.com"}},
		{"a place nobody sent", `<MsgType>event</MsgType><Event>LOCATION</Event><Latitude>41</Latitude><Longitude>122</Longitude>`,
			bot.Update{Kind: bot.KindOther, Format: "event:location"}},
		{"template shown", `<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>200163836</MsgID><Status>success</Status>`,
			bot.Update{Kind: bot.KindSent, Sent: &bot.SentEvent{Ref: "200163836", OK: true}}},
		{"template refused", `<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>200163836</MsgID><Status>failed:user block</Status>`,
			bot.Update{Kind: bot.KindSent, Sent: &bot.SentEvent{Ref: "200163836", Why: "user block"}}},
		{"an unknown event", `<MsgType>event</MsgType><Event>Eclipse</Event>`,
			bot.Update{Kind: bot.KindOther, Format: "event:eclipse"}},
	}
}

func TestEveryKindIsDecoded(t *testing.T) {
	for _, test := range kinds() {
		t.Run(test.name, func(t *testing.T) {
			got := decoded(t, test.fields)
			if got.Key == "" || len(got.Key) > 190 {
				t.Errorf("key %q", got.Key)
			}
			test.want.Platform, test.want.From, test.want.To = bot.WeChat, "oA", "gh_1"
			test.want.At = time.Unix(1409735660, 0).UTC()
			test.want.Key = got.Key
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestKeyTellsMessagesApart(t *testing.T) {
	const click = `<MsgType>event</MsgType><Event>CLICK</Event><EventKey>track</EventKey>`
	same := []string{click, click}
	if a, b := decoded(t, same[0]).Key, decoded(t, same[1]).Key; a != b {
		t.Errorf("one event, two keys: %s, %s", a, b)
	}
	different := []string{
		click,
		strings.Replace(click, "track", "file", 1),
		strings.Replace(click, "CLICK", "VIEW", 1),
		`<MsgType>text</MsgType><MsgId>1</MsgId>`,
		`<MsgType>text</MsgType><MsgId>2</MsgId>`,
		`<MsgType>text</MsgType><Content>no number</Content>`,
		`<MsgType>text</MsgType><Content>a strange number</Content><MsgId>` + strings.Repeat("9", 300) + `</MsgId>`,
		`<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>1</MsgID>`,
		`<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>2</MsgID>`,
	}
	wiretest.WantDistinct(t, different, func(fields string) string { return decoded(t, fields).Key })
}

func FuzzDecodeInside(f *testing.F) {
	s := wiretest.OfficialAccount()
	f.Add(`<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><MsgType>text</MsgType><Content>x</Content></xml>`)
	f.Add(`<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><MsgType>event</MsgType><Event>SCAN</Event></xml>`)
	f.Add("<xml>" + strings.Repeat("<a>", 1000))
	f.Add("\x00\xff")
	r := newTestReceiver(f)
	f.Fuzz(func(t *testing.T, plain string) {
		u, err := r.Decode(s.Callback(t, plain))
		if err != nil {
			return
		}
		if u.Key == "" || len(u.Key) > 190 || u.Kind == "" || u.From == "" || u.To == "" {
			t.Errorf("an update that lacks something: %+v", u)
		}
		if xml.Unmarshal(wire.Readable([]byte(plain)), new(incoming)) != nil {
			t.Error("accepted what is not XML")
		}
	})
}
