package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// mostShown is how many of a phone's newest bubbles the page gets.
const mostShown = 200

type phoneState struct {
	Key     string       `json:"key"`
	Kind    Platform     `json:"kind"`
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Role    string       `json:"role"`
	Account string       `json:"account"` // name at the top of the phone
	Menu    []MenuButton `json:"menu"`
	Unread  int          `json:"unread"`
	Bubbles []Bubble     `json:"bubbles"`
}

type pageState struct {
	Title   string       `json:"title"`
	Now     time.Time    `json:"now"`
	Changes uint64       `json:"changes"`
	Movable bool         `json:"movable"` // the clock can be pushed
	Jumps   bool         `json:"jumps"`   // and to the next event
	Phones  []phoneState `json:"phones"`
}

func (p *page) state(out http.ResponseWriter, _ *http.Request) {
	_, changes := p.world.changed.wait()
	state := pageState{
		Title: p.options.Title, Now: p.world.Now(), Changes: changes, Movable: p.options.Advance != nil, Jumps: p.options.Next != nil,
	}
	for _, ref := range p.options.Phones {
		state.Phones = append(state.Phones, p.phoneState(ref))
	}
	out.Header().Set("Content-Type", "application/json")
	writeBody(out, state)
}

func (p *page) phoneState(ref PhoneRef) phoneState {
	key := phoneKey(ref.Kind, ref.ID)
	phone := p.phones[key]
	bubbles := phone.Bubbles()
	if len(bubbles) > mostShown {
		bubbles = bubbles[len(bubbles)-mostShown:]
	}
	account := p.world.options.WeChat.Name
	if ref.Kind == WeCom {
		account = p.world.options.WeCom.Name
	}
	return phoneState{
		Key: key, Kind: ref.Kind, ID: ref.ID, Name: ref.Name, Role: ref.Role,
		Account: account, Menu: p.world.Menu(ref.Kind), Unread: phone.Unread(), Bubbles: bubbles,
	}
}

func writeBody(out http.ResponseWriter, body any) {
	_ = json.NewEncoder(out).Encode(body) // the browser has gone; nobody is left to tell
}

// events tells the page that something changed, and the time every few
// seconds. What changed it reads from state, so a lost event loses nothing.
func (p *page) events(out http.ResponseWriter, in *http.Request) {
	stream := http.NewResponseController(out)
	_ = stream.SetWriteDeadline(time.Time{}) // not every server can; then it ends and the browser comes back
	out.Header().Set("Content-Type", "text/event-stream")
	out.Header().Set("X-Accel-Buffering", "no")
	clock := time.NewTicker(tick)
	defer clock.Stop()
	for {
		changed, changes := p.world.changed.wait()
		now := p.world.Now().Format(time.RFC3339)
		if _, err := fmt.Fprintf(out, "data: {\"changes\":%d,\"now\":%q}\n\n", changes, now); err != nil {
			return
		}
		if stream.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-clock.C:
		case <-in.Context().Done():
			return
		}
	}
}

// media shows pictures that were sent either way; anything else is offered as
// a download, never shown.
func (p *page) media(out http.ResponseWriter, in *http.Request) {
	found, known := p.world.shelf.get(mediaKey(Platform(in.PathValue("platform")), in.PathValue("id")))
	if !known {
		http.NotFound(out, in)
		return
	}
	if strings.HasPrefix(found.contentType, "image/") && !strings.Contains(found.contentType, "svg") {
		out.Header().Set("Content-Type", found.contentType)
		_, _ = out.Write(found.body) // the browser has gone; nobody is left to tell
		return
	}
	write(out, file{name: found.name, contentType: "application/octet-stream", body: found.body})
}
