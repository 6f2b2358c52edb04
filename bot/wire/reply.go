package wire

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"strconv"

	"github.com/silenceper/wechat/v2/util"

	"onevisit/bot"
)

// Reply is a passive reply: what stands in the answer to a callback.
type Reply struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   CData
	FromUserName CData
	CreateTime   int64
	MsgType      CData
	Content      *CData // of a text
}

// CData is text between CDATA marks; the encoder splits a mark inside it.
type CData struct {
	Text string `xml:",cdata"`
}

// Reply addresses an answer of a type to whom an update came from.
func (e Envelope) Reply(u bot.Update, kind string) Reply {
	return Reply{
		ToUserName: CData{u.From}, FromUserName: CData{u.To}, CreateTime: e.now().Unix(), MsgType: CData{kind},
	}
}

// TextReply is a [Reply] with a text.
func (e Envelope) TextReply(u bot.Update, text string) Reply {
	r := e.Reply(u, "text")
	r.Content = &CData{text}
	return r
}

// Seal encodes, encrypts and signs a reply.
func (e Envelope) Seal(reply any) ([]byte, error) {
	plain, err := xml.Marshal(reply)
	if err != nil {
		return nil, fmt.Errorf("%s: encode reply: %w", e.account.Platform, err)
	}
	return e.SealPlain(plain)
}

type sealedReply struct {
	XMLName      xml.Name `xml:"xml"`
	Encrypt      CData
	MsgSignature CData
	TimeStamp    int64
	Nonce        CData
}

// SealPlain encrypts and signs what is encoded already.
func (e Envelope) SealPlain(plain []byte) ([]byte, error) {
	random := make([]byte, 16)
	nonce := make([]byte, 8)
	_, _ = rand.Read(random) // documented never to fail
	_, _ = rand.Read(nonce)
	encrypted := base64.StdEncoding.EncodeToString(util.AESEncryptMsg(random, plain, e.account.ID, e.key))
	out := sealedReply{
		Encrypt:   CData{encrypted},
		TimeStamp: e.now().Unix(),
		Nonce:     CData{hex.EncodeToString(nonce)},
	}
	out.MsgSignature = CData{util.Signature(e.account.Token, strconv.FormatInt(out.TimeStamp, 10), out.Nonce.Text, encrypted)}
	body, err := xml.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("%s: encode sealed reply: %w", e.account.Platform, err)
	}
	return body, nil
}
