package simulator

import (
	"context"
	"strconv"
)

// Say sends a text and returns the bureau's answer.
func (p *Phone) Say(ctx context.Context, text string) (Answer, error) {
	return p.perform(ctx, textGesture(text, ""))
}

// textGesture is a text; menuID is set when it was tapped rather than typed.
func textGesture(text, menuID string) gesture {
	g := gesture{
		opens:  opensSpoken,
		fields: []element{cdata("MsgType", "text"), cdata("Content", text)},
		shown:  Bubble{Kind: KindText, Text: text, Parts: []Part{{Text: text}}},
	}
	if menuID != "" {
		g.fields = append(g.fields, menuElement(menuID))
	}
	return g
}

// menuElement writes the id bare, as the platform does; only a number can be.
func menuElement(id string) element {
	if value, err := strconv.ParseInt(id, 10, 64); err == nil {
		return number("bizmsgmenuid", value)
	}
	return cdata("bizmsgmenuid", id)
}

// SendImage sends a picture; the bytes can be fetched by the API for 3 days.
func (p *Phone) SendImage(ctx context.Context, picture []byte) (Answer, error) {
	media, err := p.keep("image", "photo.png", picture)
	if err != nil {
		return Answer{}, err
	}
	return p.perform(ctx, gesture{
		opens: opensSpoken,
		fields: []element{
			cdata("MsgType", "image"),
			cdata("PicUrl", "http://mmbiz.qpic.cn/mmbiz_png/"+media+"/0"),
			cdata("MediaId", media),
		},
		shown: Bubble{Kind: KindImage, Media: media},
	})
}

// SendVoice sends a voice message. Recognition is what the platform heard,
// often nothing; WeCom never says.
func (p *Phone) SendVoice(ctx context.Context, sound []byte, recognition string) (Answer, error) {
	media, err := p.keep("voice", "voice.amr", sound)
	if err != nil {
		return Answer{}, err
	}
	fields := []element{cdata("MsgType", "voice"), cdata("MediaId", media), cdata("Format", "amr")}
	if p.platform == WeChat {
		fields = append(fields, cdata("Recognition", recognition), cdata("MediaId16K", media))
	}
	return p.perform(ctx, gesture{
		opens: opensSpoken, fields: fields,
		shown: Bubble{Kind: KindVoice, Media: media, Text: recognition},
	})
}

// SendVideo sends a video.
func (p *Phone) SendVideo(ctx context.Context, film []byte) (Answer, error) {
	media, err := p.keep("video", "video.mp4", film)
	if err != nil {
		return Answer{}, err
	}
	return p.perform(ctx, gesture{
		opens:  opensSpoken,
		fields: []element{cdata("MsgType", "video"), cdata("MediaId", media), cdata("ThumbMediaId", media)},
		shown:  Bubble{Kind: KindVideo, Media: media},
	})
}

// SendLocation sends a place the person picked on the map.
func (p *Phone) SendLocation(ctx context.Context, place Place) (Answer, error) {
	fields := []element{
		cdata("MsgType", "location"),
		decimal("Location_X", place.Latitude),
		decimal("Location_Y", place.Longitude),
		number("Scale", 15),
		cdata("Label", place.Label),
	}
	if p.platform == WeCom {
		fields = append(fields, cdata("AppType", "wxwork"))
	}
	return p.perform(ctx, gesture{
		opens: opensSpoken, fields: fields,
		shown: Bubble{Kind: KindLocation, Text: place.Label, Place: &place},
	})
}

// SendLink shares a page with the bureau.
func (p *Phone) SendLink(ctx context.Context, page Article) (Answer, error) {
	fields := []element{
		cdata("MsgType", "link"), cdata("Title", page.Title),
		cdata("Description", page.Description), cdata("Url", page.URL),
	}
	if p.platform == WeCom {
		fields = append(fields, cdata("PicUrl", page.PicURL))
	}
	return p.perform(ctx, gesture{
		opens: opensSpoken, fields: fields,
		shown: Bubble{Kind: KindLink, Text: page.Title, Articles: safeArticles([]Article{page})},
	})
}

// Follow follows the account, or enters the app's visible range.
func (p *Phone) Follow(ctx context.Context) (Answer, error) {
	p.setFollowing(true)
	return p.perform(ctx, p.eventGesture("subscribe", ""))
}

// Unfollow leaves; the platform still reports it, but delivers no answer.
func (p *Phone) Unfollow(ctx context.Context) (Answer, error) {
	envelope, err := p.compose(p.eventGesture("unsubscribe", ""))
	if err != nil {
		return Answer{}, err
	}
	p.setFollowing(false)
	return p.world.deliverPatiently(ctx, envelope)
}

func (p *Phone) setFollowing(following bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.following = following
}

// Click presses a menu button that has this key.
func (p *Phone) Click(ctx context.Context, key string) (Answer, error) {
	name := "CLICK"
	if p.platform == WeCom {
		name = "click"
	}
	g := p.eventGesture(name, key)
	g.opens = opensTouched
	return p.perform(ctx, g)
}

// Scan scans the account's QR code with a scene; who does not follow yet
// follows by it.
func (p *Phone) Scan(ctx context.Context, scene string) (Answer, error) {
	return p.scan(ctx, scene, "ticket-"+scene)
}

func (p *Phone) scan(ctx context.Context, scene, made string) (Answer, error) {
	ticket := cdata("Ticket", made)
	if p.Following() {
		g := p.eventGesture("SCAN", scene)
		g.opens = opensTouched
		g.fields = append(g.fields, ticket)
		return p.perform(ctx, g)
	}
	p.setFollowing(true)
	g := p.eventGesture("subscribe", "qrscene_"+scene)
	g.fields = append(g.fields, ticket)
	return p.perform(ctx, g)
}

// Enter opens the app in WeCom, which the platform reports (enter_agent).
func (p *Phone) Enter(ctx context.Context) (Answer, error) {
	return p.perform(ctx, p.eventGesture("enter_agent", ""))
}

// ReportTemplate tells the bureau what became of a template message
// (TEMPLATESENDJOBFINISH); status is "success", "failed:user block" or
// "failed: system failed".
func (p *Phone) ReportTemplate(ctx context.Context, message int64, status string) (Answer, error) {
	return p.perform(ctx, gesture{event: true, fields: []element{
		cdata("MsgType", "event"), cdata("Event", "TEMPLATESENDJOBFINISH"),
		number("MsgID", message), cdata("Status", status),
	}})
}

func (p *Phone) eventGesture(name, key string) gesture {
	g := gesture{event: true, fields: []element{
		cdata("MsgType", "event"), cdata("Event", name), cdata("EventKey", key),
	}}
	if name == "subscribe" {
		g.opens = opensTouched
	}
	return g
}

func (p *Phone) keep(kind, name string, body []byte) (string, error) {
	return p.world.keepMedia(p.platform, kind, name, body)
}
