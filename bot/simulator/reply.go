package simulator

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// maxReplyText is what a passive text may hold, in bytes of UTF-8.
const maxReplyText = 2048

// Reply is a passive reply after it was verified and decrypted.
type Reply struct {
	Type     string // MsgType: text, image, voice, video, news, update_button, update_template_card
	Text     string // as read; markup is in Parts
	Parts    []Part
	Media    string // media id
	Articles []Article
	Replaced string // update_button: what stands where the buttons stood
	Card     *Card  // update_template_card
}

type sealedReply struct {
	XMLName      xml.Name `xml:"xml"`
	Encrypt      string   `xml:"Encrypt"`
	MsgSignature string   `xml:"MsgSignature"`
	TimeStamp    string   `xml:"TimeStamp"`
	Nonce        string   `xml:"Nonce"`
}

type plainReply struct {
	XMLName      xml.Name  `xml:"xml"`
	ToUserName   string    `xml:"ToUserName"`
	FromUserName string    `xml:"FromUserName"`
	CreateTime   int64     `xml:"CreateTime"`
	MsgType      string    `xml:"MsgType"`
	Content      string    `xml:"Content"`
	Image        mediaRef  `xml:"Image"`
	Voice        mediaRef  `xml:"Voice"`
	Video        mediaRef  `xml:"Video"`
	ArticleCount int       `xml:"ArticleCount"`
	Articles     []Article `xml:"Articles>item"`
	ReplaceName  string    `xml:"Button>ReplaceName"`
	Card         *Card     `xml:"TemplateCard"`
}

type mediaRef struct {
	MediaID string `xml:"MediaId"`
}

// readReply verifies and decrypts the body of an answer; nil means nothing is
// to be shown.
func (w *World) readReply(envelope Envelope, body []byte) (*Reply, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || string(body) == "success" {
		return nil, nil
	}
	plain, err := w.openReply(envelope, body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadReply, err)
	}
	var read plainReply
	if err := xml.Unmarshal(plain, &read); err != nil {
		return nil, fmt.Errorf("%w: not XML inside", ErrBadReply)
	}
	if !w.addressed(envelope, read) {
		return nil, fmt.Errorf("%w: addressed to somebody else", ErrBadReply)
	}
	return understand(envelope.Platform, read)
}

func (w *World) openReply(envelope Envelope, body []byte) ([]byte, error) {
	var outer sealedReply
	if err := xml.Unmarshal(body, &outer); err != nil {
		return nil, fmt.Errorf("neither empty, success nor XML")
	}
	if outer.Encrypt == "" {
		if envelope.Platform == WeChat && envelope.Mode != Safe {
			return body, nil
		}
		return nil, errSealed
	}
	cipher := w.ciphers[envelope.Platform]
	if err := cipher.verify(outer.MsgSignature, outer.TimeStamp, outer.Nonce, outer.Encrypt); err != nil {
		return nil, err
	}
	return cipher.open(outer.Encrypt)
}

func (w *World) addressed(envelope Envelope, read plainReply) bool {
	if envelope.Platform == WeCom {
		return strings.EqualFold(read.ToUserName, envelope.From) && read.FromUserName == w.options.WeCom.CorpID
	}
	return read.ToUserName == envelope.From && read.FromUserName == w.options.WeChat.OriginalID
}

func understand(platform Platform, read plainReply) (*Reply, error) {
	reply := &Reply{Type: read.MsgType}
	switch {
	case read.MsgType == "text":
		if read.Content == "" || len(read.Content) > maxReplyText {
			return nil, fmt.Errorf("%w: text of %d bytes", ErrBadReply, len(read.Content))
		}
		bubble := textBubble(platform, read.Content)
		reply.Text, reply.Parts = bubble.Text, bubble.Parts
	case read.MsgType == "image":
		reply.Media = read.Image.MediaID
	case read.MsgType == "voice":
		reply.Media = read.Voice.MediaID
	case read.MsgType == "video":
		reply.Media = read.Video.MediaID
	case read.MsgType == "news" && len(read.Articles) > 0 && len(read.Articles) == read.ArticleCount:
		reply.Articles = safeArticles(read.Articles)
	case platform == WeCom && read.MsgType == "update_button" && read.ReplaceName != "":
		reply.Replaced = read.ReplaceName
	case platform == WeCom && read.MsgType == "update_template_card" && read.Card != nil:
		if code, why := read.Card.check(); code != 0 {
			return nil, fmt.Errorf("%w: card: %s", ErrBadReply, why)
		}
		reply.Card = read.Card.safe()
	default:
		return nil, fmt.Errorf("%w: type %q", ErrBadReply, read.MsgType)
	}
	return reply, nil
}

func safeArticles(articles []Article) []Article {
	for i := range articles {
		articles[i].URL = webAddress(articles[i].URL)
		articles[i].PicURL = webAddress(articles[i].PicURL)
	}
	return articles
}

// bubble is the reply as the phone shows it.
func (r *Reply) bubble() Bubble {
	return Bubble{From: Bureau, Kind: Kind(r.Type), Text: r.Text, Parts: r.Parts, Media: r.Media, Articles: r.Articles}
}
