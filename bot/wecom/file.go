package wecom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"

	"onevisit/bot"
	"onevisit/bot/wire"
)

const (
	callUpload = "/cgi-bin/media/upload"
	// mostFile is what the platform takes as a file, in bytes.
	mostFile = 20 << 20
)

// fileMessage is a file for one person.
type fileMessage struct {
	ToUser  string `json:"touser"`
	MsgType string `json:"msgtype"`
	AgentID int    `json:"agentid"`
	File    struct {
		MediaID string `json:"media_id"`
	} `json:"file"`
}

// PushFile uploads a file and sends it to one person under its name. The
// platform forgets the upload after 3 days; the message keeps it. A repeat
// would be shown twice, so a lost answer is [bot.FailUnknown].
func (s *Sender) PushFile(ctx context.Context, to, name string, data []byte) (string, error) {
	r := wire.Request{Method: http.MethodPost, Call: callSend}
	switch {
	case len(data) == 0 || len(data) > mostFile || name == "":
		return "", r.Fail(bot.FailText, errors.New("no file, or one over 20 MiB"))
	case !onePerson(to):
		return "", r.Fail(bot.FailPerson, errors.New("not one person"))
	}
	id, err := s.upload(ctx, name, data)
	if err != nil {
		return "", err
	}
	m := fileMessage{ToUser: to, MsgType: "file", AgentID: s.agentID}
	m.File.MediaID = id
	r.JSON = m
	answer, err := s.send(ctx, r)
	return answer.MsgID, err
}

// upload gives the platform a file and returns its temporary number there. An
// upload that nobody uses harms nobody, so it may be repeated.
func (s *Sender) upload(ctx context.Context, name string, data []byte) (string, error) {
	r := wire.Request{Method: http.MethodPost, Call: callUpload, Repeatable: true, Query: url.Values{"type": {"file"}}}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("media", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return "", r.Fail(bot.FailText, err)
	}
	r.Body, r.ContentType = body.Bytes(), form.FormDataContentType()
	res, err := s.client.Ask(ctx, r)
	if err != nil {
		return "", err
	}
	var answer struct {
		MediaID string `json:"media_id"`
	}
	if err := json.Unmarshal(res.Data, &answer); err != nil || answer.MediaID == "" {
		return "", r.Fail(bot.FailUnknown, wire.ErrNotJSON)
	}
	return answer.MediaID, nil
}
