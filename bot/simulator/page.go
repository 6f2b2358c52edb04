package simulator

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"time"
)

// assets is the page as the browser gets it.
//
//go:embed page
var assets embed.FS

const (
	// maxAct bounds what the page may send in one act, in bytes.
	maxAct = 64 << 10
	// maxAdvance is the furthest one press may push the clock.
	maxAdvance = 400 * 24 * time.Hour
	// tick is how often the page hears the time when nothing else happens.
	tick = 10 * time.Second
)

// PhoneRef names a phone that the page shows.
type PhoneRef struct {
	Kind Platform
	ID   string // openid or userid
	Name string // of the person
	Role string // shown beside the name
}

// PageOptions choose what the page shows.
type PageOptions struct {
	Title  string
	Phones []PhoneRef
	// Advance pushes the clock and lets the host run what falls due. The page
	// has no buttons for it when it is nil.
	Advance func(ctx context.Context, d time.Duration) error
	// Next pushes the clock to where something happens next. The page has no
	// button for it when it is nil.
	Next func(ctx context.Context) error
}

// page serves one set of phones; all state is the world's, so a reload shows
// the same.
type page struct {
	world   *World
	options PageOptions
	phones  map[string]*Phone
}

// Page is a web page with the phones side by side, to be mounted with
// http.StripPrefix. Its event streams end with their requests' contexts.
func (w *World) Page(options PageOptions) http.Handler {
	p := &page{world: w, options: options, phones: map[string]*Phone{}}
	for _, ref := range options.Phones {
		p.phones[phoneKey(ref.Kind, ref.ID)] = w.phone(ref.Kind, ref.ID).Named(cmp.Or(ref.Name, ref.ID))
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", p.files())
	mux.HandleFunc("GET /state", p.state)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /media/{platform}/{id}", p.media)
	for path, do := range p.acts() {
		mux.Handle("POST "+path, p.serve(do))
	}
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		header := out.Header()
		header.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-store")
		mux.ServeHTTP(out, rooted(in))
	})
}

// rooted gives the path its slash back when the host's prefix ended with one.
func rooted(in *http.Request) *http.Request {
	if strings.HasPrefix(in.URL.Path, "/") {
		return in
	}
	changed := in.Clone(in.Context())
	changed.URL.Path = "/" + in.URL.Path
	changed.URL.RawPath = ""
	return changed
}

func (p *page) files() http.Handler {
	root, err := fs.Sub(assets, "page")
	if err != nil {
		return http.NotFoundHandler()
	}
	return http.FileServerFS(root)
}

// act is what somebody does on the page.
type act struct {
	Phone     string  `json:"phone"`
	Text      string  `json:"text"`
	Bubble    int64   `json:"bubble"`
	Choice    string  `json:"choice"`
	Question  string  `json:"question"`
	Option    string  `json:"option"`
	Key       string  `json:"key"`
	Label     string  `json:"label"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	By        string  `json:"by"` // how far to push the clock, such as "72h"

	phone *Phone
}

var (
	errNoPhone  = errors.New("no such phone")
	errBadAct   = errors.New("cannot be read")
	errTooFar   = errors.New("the clock cannot be pushed like that")
	errStanding = errors.New("the clock cannot be pushed here")
)

type doing func(context.Context, act) error

func (p *page) acts() map[string]doing {
	return map[string]doing{
		"/say": onPhone(func(ctx context.Context, a act) (Answer, error) { return a.phone.Say(ctx, a.Text) }),
		"/tap": onPhone(func(ctx context.Context, a act) (Answer, error) {
			return a.phone.TapIn(ctx, a.Bubble, a.Choice)
		}),
		"/click": onPhone(func(ctx context.Context, a act) (Answer, error) { return a.phone.Click(ctx, a.Key) }),
		"/enter": onPhone(func(ctx context.Context, a act) (Answer, error) { return a.phone.Enter(ctx) }),
		"/image": onPhone(sendPhoto),
		"/location": onPhone(func(ctx context.Context, a act) (Answer, error) {
			return a.phone.SendLocation(ctx, Place{Latitude: a.Latitude, Longitude: a.Longitude, Label: a.Label})
		}),
		"/select": onPhone(func(_ context.Context, a act) (Answer, error) {
			return Answer{}, a.phone.SelectIn(a.Bubble, a.Question, a.Option)
		}),
		"/read": onPhone(func(_ context.Context, a act) (Answer, error) {
			a.phone.Look(a.Bubble)
			return Answer{}, nil
		}),
		"/advance": p.advance,
		"/next":    p.next,
	}
}

func onPhone(do func(context.Context, act) (Answer, error)) doing {
	return func(ctx context.Context, a act) error {
		if a.phone == nil {
			return errNoPhone
		}
		_, err := do(ctx, a)
		return err
	}
}

func sendPhoto(ctx context.Context, a act) (Answer, error) {
	picture, err := photo()
	if err != nil {
		return Answer{}, err
	}
	return a.phone.SendImage(ctx, picture)
}

func (p *page) advance(ctx context.Context, a act) error {
	if p.options.Advance == nil {
		return errStanding
	}
	d, err := time.ParseDuration(a.By)
	if err != nil || d <= 0 || d > maxAdvance {
		return errTooFar
	}
	if err := p.options.Advance(ctx, d); err != nil {
		return fmt.Errorf("advance: %w", err)
	}
	p.world.changed.ring()
	return nil
}

func (p *page) next(ctx context.Context, _ act) error {
	if p.options.Next == nil {
		return errStanding
	}
	if err := p.options.Next(ctx); err != nil {
		return fmt.Errorf("next: %w", err)
	}
	p.world.changed.ring()
	return nil
}

// serve reads an act and answers 204, or an error as JSON. Only JSON is read,
// so that no other site's form can act here.
func (p *page) serve(do doing) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		a, err := p.read(out, in)
		if err == nil {
			err = do(in.Context(), a)
		}
		if err == nil {
			out.WriteHeader(http.StatusNoContent)
			return
		}
		out.Header().Set("Content-Type", "application/json")
		out.WriteHeader(statusOf(err))
		writeBody(out, map[string]string{"error": err.Error()})
	})
}

func (p *page) read(out http.ResponseWriter, in *http.Request) (act, error) {
	var a act
	if !strings.HasPrefix(in.Header.Get("Content-Type"), "application/json") {
		return a, errBadAct
	}
	body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxAct))
	if err != nil || json.Unmarshal(body, &a) != nil {
		return a, errBadAct
	}
	a.phone = p.phones[a.Phone]
	return a, nil
}

func statusOf(err error) int {
	switch {
	case errors.Is(err, errNoPhone), errors.Is(err, ErrNothingToTap):
		return http.StatusNotFound
	case errors.Is(err, errBadAct), errors.Is(err, errTooFar), errors.Is(err, errStanding):
		return http.StatusBadRequest
	}
	return http.StatusBadGateway
}
