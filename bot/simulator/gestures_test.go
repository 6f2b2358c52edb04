package simulator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestSayingSomethingGetsTheAnswer(t *testing.T) {
	b := newBureau(t, nil)
	b.replies(func(in inbound) string { return textXML("heard " + in.Content) })
	for name, phone := range map[string]*Phone{
		"official account": b.world.Petitioner("oPerson1"),
		"wecom":            b.world.Staff("li.clerk"),
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := phone.Say(t.Context(), "a ]]> b <&")
			if err != nil {
				t.Fatal(err)
			}
			if answer.Text() != "heard a ]]> b <&" {
				t.Errorf("answer %q", answer.Text())
			}
			bubbles := phone.Bubbles()
			if len(bubbles) != 2 || bubbles[0].From != Me || bubbles[1].From != Bureau || bubbles[1].Push {
				t.Errorf("bubbles %+v", bubbles)
			}
			if !bubbles[0].Time.Equal(monday()) {
				t.Errorf("time %v", bubbles[0].Time)
			}
			if in := b.last(); in.FromUserName != phone.ID() || in.MsgID == 0 || in.CreateTime != monday().Unix() {
				t.Errorf("inbound %+v", in)
			}
		})
	}
}

func TestQueryIsThePlatforms(t *testing.T) {
	b := newBureau(t, nil)
	mustAnswer(t)(b.world.Petitioner("oPerson1").Say(t.Context(), "hello"))
	query := b.last().query
	if query.Get("encrypt_type") != "aes" || query.Get("openid") != "oPerson1" ||
		query.Get("signature") != sign("spamtest", query.Get("timestamp"), query.Get("nonce")) {
		t.Errorf("query %v", query)
	}
	mustAnswer(t)(b.world.Staff("li.clerk").Say(t.Context(), "hello"))
	query = b.last().query
	if query.Has("openid") || query.Has("signature") || !query.Has("msg_signature") {
		t.Errorf("query %v", query)
	}
	if in := b.last(); in.AgentID != testAgent || !strings.Contains(in.raw, "<AgentID><![CDATA[1000002]]></AgentID>") {
		t.Errorf("agent missing in %s", in.raw)
	}
}

func mustAnswer(t *testing.T) func(Answer, error) Answer {
	t.Helper()
	return func(answer Answer, err error) Answer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
}

type gestureCase struct {
	gesture func(context.Context) (Answer, error)
	right   func(inbound) bool
}

func messageCases(petitioner, clerk *Phone) map[string]gestureCase {
	return map[string]gestureCase{
		"picture": {
			func(ctx context.Context) (Answer, error) { return petitioner.SendImage(ctx, []byte("picture")) },
			func(in inbound) bool { return in.MsgType == "image" && in.MediaID != "" && in.PicURL != "" },
		},
		"voice": {
			func(ctx context.Context) (Answer, error) { return petitioner.SendVoice(ctx, []byte("sound"), "said") },
			func(in inbound) bool { return in.MsgType == "voice" && in.MediaID != "" && in.Recognition == "said" },
		},
		"wecom voice is never recognised": {
			func(ctx context.Context) (Answer, error) { return clerk.SendVoice(ctx, []byte("sound"), "said") },
			func(in inbound) bool { return in.MsgType == "voice" && in.Recognition == "" },
		},
		"video": {
			func(ctx context.Context) (Answer, error) { return petitioner.SendVideo(ctx, []byte("film")) },
			func(in inbound) bool { return in.MsgType == "video" && in.MediaID != "" },
		},
		"location": {
			func(ctx context.Context) (Answer, error) {
				return clerk.SendLocation(ctx, Place{Latitude: 41.1, Longitude: 122.07, Label: "bank"})
			},
			func(in inbound) bool { return in.X == 41.1 && in.Y == 122.07 && in.Label == "bank" },
		},
		"link": {
			func(ctx context.Context) (Answer, error) {
				return clerk.SendLink(ctx, Article{Title: "page", URL: "https://example.org/"})
			},
			func(in inbound) bool {
				return in.MsgType == "link" && in.Title == "page" && in.URL == "https://example.org/"
			},
		},
	}
}

func eventCases(petitioner, clerk, stranger *Phone) map[string]gestureCase {
	return map[string]gestureCase{
		"click": {
			func(ctx context.Context) (Answer, error) { return petitioner.Click(ctx, "submit") },
			func(in inbound) bool { return in.Event == "CLICK" && in.EventKey == "submit" && in.MsgID == 0 },
		},
		"wecom click": {
			func(ctx context.Context) (Answer, error) { return clerk.Click(ctx, "todo") },
			func(in inbound) bool { return in.Event == "click" && in.EventKey == "todo" && in.AgentID == testAgent },
		},
		"scan": {
			func(ctx context.Context) (Answer, error) { return petitioner.Scan(ctx, "7") },
			func(in inbound) bool { return in.Event == "SCAN" && in.EventKey == "7" },
		},
		"scan of a stranger": {
			func(ctx context.Context) (Answer, error) { return stranger.Scan(ctx, "7") },
			func(in inbound) bool { return in.Event == "subscribe" && in.EventKey == "qrscene_7" },
		},
		"follow": {
			func(ctx context.Context) (Answer, error) { return petitioner.Follow(ctx) },
			func(in inbound) bool { return in.Event == "subscribe" && in.EventKey == "" },
		},
		"enter": {
			func(ctx context.Context) (Answer, error) { return clerk.Enter(ctx) },
			func(in inbound) bool { return in.Event == "enter_agent" },
		},
		"template report": {
			func(ctx context.Context) (Answer, error) { return petitioner.ReportTemplate(ctx, 77, "success") },
			func(in inbound) bool {
				return in.Event == "TEMPLATESENDJOBFINISH" && in.TemplateMsg == 77 && in.Status == "success"
			},
		},
	}
}

func TestEveryGestureArrivesAsThePlatformWritesIt(t *testing.T) {
	b := newBureau(t, nil)
	petitioner, clerk, stranger := b.world.Petitioner("oPerson1"), b.world.Staff("li.clerk"), b.world.Petitioner("oStranger")
	mustAnswer(t)(stranger.Unfollow(t.Context()))
	all := messageCases(petitioner, clerk)
	maps.Copy(all, eventCases(petitioner, clerk, stranger))
	for name, test := range all {
		t.Run(name, func(t *testing.T) {
			mustAnswer(t)(test.gesture(t.Context()))
			if in := b.last(); !test.right(in) {
				t.Errorf("inbound %+v", in)
			}
		})
	}
}

func TestEventsOfOnePersonNeverShareASecond(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	mustAnswer(t)(phone.Click(t.Context(), "a"))
	first := b.last().CreateTime
	mustAnswer(t)(phone.Click(t.Context(), "a"))
	if second := b.last().CreateTime; second <= first {
		t.Errorf("%d after %d", second, first)
	}
}

func TestUnfollowedAccountCannotBeSpokenTo(t *testing.T) {
	b := newBureau(t, nil)
	b.replies(says("bye"))
	phone := b.world.Petitioner("oPerson1")
	mustAnswer(t)(phone.Unfollow(t.Context()))
	if in := b.last(); in.Event != "unsubscribe" {
		t.Errorf("inbound %+v", in)
	}
	if len(phone.Bubbles()) != 0 {
		t.Error("an answer reached a person who left")
	}
	if _, err := phone.Say(t.Context(), "hello"); !errors.Is(err, ErrNotFollowing) {
		t.Errorf("got %v", err)
	}
	mustAnswer(t)(phone.Follow(t.Context()))
	mustAnswer(t)(phone.Say(t.Context(), "hello"))
}

func TestTappingAChoiceSaysItsContent(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	b.replies(says(`Choose: <a href="weixin://bizmsgmenu?msgmenucontent=%E6%9F%A5%E8%BF%9B%E5%BA%A6&msgmenuid=12">progress</a>, ` +
		`or <a href="https://example.org/p/1">read</a> or <a href="javascript:alert(1)">no</a>`))
	mustAnswer(t)(phone.Say(t.Context(), "hello"))
	bubble := phone.Bubbles()[1]
	if bubble.Text != "Choose: progress, or read or no" {
		t.Errorf("read as %q", bubble.Text)
	}
	if links := bubble.Links(); len(links) != 1 || links[0].URL != "https://example.org/p/1" {
		t.Errorf("links %+v", links)
	}
	for _, name := range []string{"progress", "12", "查进度"} {
		mustAnswer(t)(phone.Tap(t.Context(), name))
		if in := b.last(); in.Content != "查进度" || in.MenuID != "12" {
			t.Errorf("tap %q: %+v", name, in)
		}
	}
	mustAnswer(t)(phone.TapIn(t.Context(), bubble.ID, "progress"))
	if _, err := phone.Tap(t.Context(), "nothing"); !errors.Is(err, ErrNothingToTap) {
		t.Errorf("got %v", err)
	}
	if _, err := phone.TapIn(t.Context(), 1, "progress"); !errors.Is(err, ErrNothingToTap) {
		t.Errorf("own words were tappable: %v", err)
	}
}

func TestRepliesOfOtherKindsAreShown(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	for kind, inner := range map[Kind]string{
		KindImage: "<MsgType>image</MsgType><Image><MediaId>m1</MediaId></Image>",
		KindVoice: "<MsgType>voice</MsgType><Voice><MediaId>m1</MediaId></Voice>",
		KindVideo: "<MsgType>video</MsgType><Video><MediaId>m1</MediaId></Video>",
		KindNews: "<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>t</Title>" +
			"<Url>javascript:1</Url></item></Articles>",
	} {
		b.replies(func(inbound) string { return inner })
		mustAnswer(t)(phone.Say(t.Context(), "hello"))
		bubbles := phone.Bubbles()
		got := bubbles[len(bubbles)-1]
		if got.Kind != kind || (kind != KindNews && got.Media != "m1") {
			t.Errorf("%s: %+v", kind, got)
		}
		if kind == KindNews && (got.Articles[0].Title != "t" || got.Articles[0].URL != "") {
			t.Errorf("articles %+v", got.Articles)
		}
	}
}

func TestBadRepliesShowThatTheServiceIsUnavailable(t *testing.T) {
	b := newBureau(t, nil)
	address := "<ToUserName>oPerson1</ToUserName><FromUserName>gh_wx2c2769f8efd9abc2</FromUserName>"
	honest := b.seal(WeChat, "<xml>"+address+textXML("hello")+"</xml>")
	for name, body := range map[string][]byte{
		"well sealed, not signed": bytes.Replace(honest, []byte("<TimeStamp>7<"), []byte("<TimeStamp>6<"), 1),
		"not XML":                 []byte("oops"),
		"plain reply":             []byte("<xml>" + address + textXML("hello") + "</xml>"),
		"wrong signature":         []byte("<xml><Encrypt>x</Encrypt><MsgSignature>y</MsgSignature></xml>"),
		"somebody else":           b.seal(WeChat, "<xml><ToUserName>oOther</ToUserName><FromUserName>gh_wx2c2769f8efd9abc2</FromUserName>"+textXML("hello")+"</xml>"),
		"empty text":              b.seal(WeChat, "<xml>"+address+textXML("")+"</xml>"),
		"text too long":           b.seal(WeChat, "<xml>"+address+textXML(strings.Repeat("x", 2049))+"</xml>"),
		"unknown type":            b.seal(WeChat, "<xml>"+address+"<MsgType>hologram</MsgType></xml>"),
		"button in WeChat":        b.seal(WeChat, "<xml>"+address+"<MsgType>update_button</MsgType><Button><ReplaceName>x</ReplaceName></Button></xml>"),
		"not XML inside":          b.seal(WeChat, "oops"),
		"sealed for others":       b.seal(WeCom, "<xml>"+address+textXML("hello")+"</xml>"),
	} {
		t.Run(name, func(t *testing.T) {
			b.handles(func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write(body) })
			phone := b.world.Petitioner("oPerson1")
			if _, err := phone.Say(t.Context(), "hello"); !errors.Is(err, ErrBadReply) {
				t.Errorf("got %v", err)
			}
			bubbles := phone.Bubbles()
			if got := bubbles[len(bubbles)-1]; got.Kind != KindUnavailable {
				t.Errorf("shown %+v", got)
			}
		})
	}
}

func TestSuccessAndEmptyAnswersShowNothing(t *testing.T) {
	b := newBureau(t, nil)
	for _, body := range []string{"", "success", " success\n"} {
		b.handles(func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write([]byte(body)) })
		answer := mustAnswer(t)(b.world.Petitioner("oPerson1").Say(t.Context(), "hello"))
		if answer.Reply != nil || answer.Text() != "" || answer.Status != http.StatusOK {
			t.Errorf("%q: %+v", body, answer)
		}
	}
	if len(b.world.Petitioner("oPerson1").Bubbles()) != 3 {
		t.Error("something was shown")
	}
}

func TestFailedCallbacksAreRepeatedAsOftenAsToldTo(t *testing.T) {
	b := newBureau(t, func(o *Options) { o.Tries, o.Patience = 3, 200*time.Millisecond })
	phone := b.world.Staff("li.clerk")
	tries := make(chan struct{}, 10)
	b.handles(func(out http.ResponseWriter, _ *http.Request) {
		tries <- struct{}{}
		out.WriteHeader(http.StatusInternalServerError)
	})
	if _, err := phone.Say(t.Context(), "hello"); !errors.Is(err, ErrRefused) || len(tries) != 3 {
		t.Errorf("%d tries, %v", len(tries), err)
	}
	b.handles(func(_ http.ResponseWriter, in *http.Request) {
		tries <- struct{}{}
		if len(tries) < 6 {
			_, _ = io.Copy(io.Discard, in.Body) // hanging up is noticed only then
			<-in.Context().Done()
		}
	})
	if _, err := phone.Say(t.Context(), "hello"); err != nil || len(tries) != 6 {
		t.Errorf("%d tries, %v", len(tries), err)
	}
}

func TestUnansweredCallbackIsAnError(t *testing.T) {
	b := newBureau(t, func(o *Options) { o.WeChat.CallbackURL = "http://127.0.0.1:1/" })
	phone := b.world.Petitioner("oPerson1")
	_, err := phone.Say(t.Context(), "hello")
	if !errors.Is(err, ErrNoAnswer) || strings.Contains(err.Error(), "signature") {
		t.Errorf("got %v", err)
	}
	if got := phone.Bubbles()[1]; got.Kind != KindUnavailable {
		t.Errorf("shown %+v", got)
	}
}

func TestWaitReturnsWhenThePushArrivesOrTheContextEnds(t *testing.T) {
	b := newBureau(t, nil)
	phone := b.world.Petitioner("oPerson1")
	mustAnswer(t)(phone.Say(t.Context(), "hello"))
	arrived := make(chan error, 1)
	go func() {
		arrived <- phone.Wait(t.Context(), func(all []Bubble) bool { return len(all) == 2 && all[1].Push })
	}()
	if code := b.code(WeChat, "message/custom/send", customText("oPerson1", "news")); code != 0 {
		t.Fatalf("errcode %d", code)
	}
	if err := <-arrived; err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := phone.Wait(ended, func([]Bubble) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func customText(to, text string) map[string]any {
	return object("touser", to, "msgtype", "text", "text", object("content", text))
}

func TestUnreadCountsWhatTheBureauSaidSince(t *testing.T) {
	b := newBureau(t, nil)
	b.replies(says("answer"))
	phone := b.world.Petitioner("oPerson1")
	mustAnswer(t)(phone.Say(t.Context(), "hello"))
	if phone.Unread() != 1 {
		t.Errorf("unread %d", phone.Unread())
	}
	phone.Look(99)
	if phone.Unread() != 0 {
		t.Errorf("unread %d after looking", phone.Unread())
	}
	mustAnswer(t)(phone.Click(t.Context(), "x"))
	if phone.Unread() != 1 {
		t.Errorf("looking counted what came later: %d", phone.Unread())
	}
}

func TestPhonesAreToldApart(t *testing.T) {
	b := newBureau(t, nil)
	if b.world.Petitioner("oAbC1") == b.world.Petitioner("oabc1") {
		t.Error("openids differ by case")
	}
	if b.world.Staff("Wang.Chief") != b.world.Staff("wang.chief") {
		t.Error("userids do not differ by case")
	}
	if named := b.world.Staff("wang.chief").Named("Wang"); named.Name() != "Wang" || named.Platform() != WeCom {
		t.Errorf("named %q", named.Name())
	}
}
