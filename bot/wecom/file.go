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
	r := request{method: http.MethodPost, call: callSend, limit: answerLimit}
	switch {
	case len(data) == 0 || len(data) > mostFile || name == "":
		return "", r.fail(bot.FailText, errors.New("no file, or one over 20 MiB"))
	case !onePerson(to):
		return "", r.fail(bot.FailPerson, errors.New("not one person"))
	}
	id, err := s.upload(ctx, name, data)
	if err != nil {
		return "", err
	}
	m := fileMessage{ToUser: to, MsgType: "file", AgentID: s.agentID}
	m.File.MediaID = id
	if r.body, err = encode(m); err != nil {
		return "", r.fail(bot.FailText, err)
	}
	res, err := s.call(ctx, r, func(res response) (int, error) { return answerCode(r, res) })
	if err == nil {
		err = reached(r, res)
	}
	s.api.count(r.call, outcome(err))
	if err != nil {
		return "", err
	}
	return messageNumber(res), nil
}

// upload gives the platform a file and returns its temporary number there. An
// upload that nobody uses harms nobody, so it may be repeated.
func (s *Sender) upload(ctx context.Context, name string, data []byte) (string, error) {
	r := request{method: http.MethodPost, call: callUpload, limit: answerLimit, repeatable: true, query: url.Values{"type": {"file"}}}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("media", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return "", r.fail(bot.FailText, err)
	}
	r.body, r.contentType = body.Bytes(), form.FormDataContentType()
	res, err := s.call(ctx, r, func(res response) (int, error) { return answerCode(r, res) })
	s.api.count(r.call, outcome(err))
	if err != nil {
		return "", err
	}
	var answer struct {
		MediaID string `json:"media_id"`
	}
	if err := json.Unmarshal(res.data, &answer); err != nil || answer.MediaID == "" {
		return "", r.fail(bot.FailUnknown, errNotJSON)
	}
	return answer.MediaID, nil
}
