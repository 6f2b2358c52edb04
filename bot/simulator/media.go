package simulator

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// mediaLife is how long a temporary media id can be fetched.
const mediaLife = 3 * 24 * time.Hour

const (
	minMedia     = 5
	maxMedia     = 20 << 20
	codeBadKind  = 40004
	codeBadSize  = 40006
	codeNoUpload = 41005
)

// medium is a temporary picture, voice, video or file.
type medium struct {
	kind        string
	name        string
	contentType string
	body        []byte
	until       time.Time
}

// shelf keeps what was uploaded and what people sent.
type shelf struct {
	mu   sync.Mutex
	kept map[string]medium
}

func newShelf() *shelf { return &shelf{kept: map[string]medium{}} }

func (s *shelf) put(key string, m medium) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[key] = m
}

func (s *shelf) get(key string) (medium, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known := s.kept[key]
	return found, known
}

func mediaKey(platform Platform, id string) string { return string(platform) + ":" + id }

func (w *World) keepMedia(platform Platform, kind, name string, body []byte) (string, error) {
	id, err := w.randomText()
	if err != nil {
		return "", err
	}
	w.shelf.put(mediaKey(platform, id), medium{
		kind: kind, name: name, contentType: http.DetectContentType(body), body: body, until: w.Now().Add(mediaLife),
	})
	return id, nil
}

// known says whether a media id can be sent now.
func (c call) known(id string) bool {
	found, kept := c.shelf.get(mediaKey(c.platform, id))
	return kept && c.now.Before(found.until)
}

// mediaGet answers media/get: bytes, or JSON with status 200 for an error.
func (c call) mediaGet() any {
	id := c.query("media_id")
	if !c.known(id) {
		return refuse(codeBadMedia, "invalid media_id")
	}
	found, _ := c.shelf.get(mediaKey(c.platform, id))
	return file{name: found.name, contentType: found.contentType, body: found.body}
}

// mediaUpload answers media/upload, a multipart form with the field "media".
func (c call) mediaUpload() any {
	kind := c.query("type")
	if !strings.Contains(" image voice video file thumb ", " "+kind+" ") || (kind == "file" && c.platform == WeChat) {
		return refuse(codeBadKind, "invalid media type")
	}
	part, header, err := c.request.FormFile("media")
	if err != nil {
		return refuse(codeNoUpload, "media data missing")
	}
	defer func() { _ = part.Close() }() // it was only read
	body, err := io.ReadAll(part)
	if err != nil || len(body) < minMedia || len(body) > maxMedia {
		return refuse(codeBadSize, "invalid media size")
	}
	id, err := c.keepMedia(c.platform, kind, header.Filename, body)
	if err != nil {
		return refuse(-1, "system error")
	}
	kept := result{"type": kind, "media_id": id, "created_at": c.now.Unix()}
	if c.platform == WeChat {
		return kept
	}
	kept["created_at"] = strconv.FormatInt(c.now.Unix(), 10)
	return done(kept)
}
