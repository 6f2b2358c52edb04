package simulator

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// FaultKind is what goes wrong.
type FaultKind string

// The kinds of faults. In Hang and LoseAnswer the caller waits until it gives
// up; with LoseAnswer the work was done all the same.
const (
	FaultStatus      FaultKind = "status"       // an HTTP status, Fault.Status
	FaultHang        FaultKind = "hang"         // nothing is done, nothing comes back
	FaultCode        FaultKind = "code"         // the platform's error, Fault.Code
	FaultLoseAnswer  FaultKind = "lose answer"  // done, but the answer is lost
	FaultReset       FaultKind = "reset"        // the connection breaks
	FaultRevokeToken FaultKind = "revoke token" // every token turns invalid first
	FaultSlow        FaultKind = "slow"         // answered after Fault.Delay of real time
)

// Fault strikes calls of the fake API.
type Fault struct {
	Kind   FaultKind
	Path   string        // end of the path, such as "message/send"; "" is any
	Times  int           // how often it strikes; 0 is until Clear
	Chance float64       // of striking a call; 0 is always
	Status int           // for FaultStatus; 0 is 502
	Code   int           // for FaultCode
	Delay  time.Duration // for FaultSlow
}

// Faults are the faults in force, looked at in the order they were added. It
// is safe for concurrent use.
type Faults struct {
	mu     sync.Mutex
	dice   *rand.Rand
	set    []Fault
	struck int
}

func newFaults(seed uint64) *Faults {
	return &Faults{dice: rand.New(rand.NewPCG(seed, seed))} // repeatable on purpose
}

// Add puts a fault into force.
func (f *Faults) Add(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set = append(f.set, fault)
}

// Clear ends all faults.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set = nil
}

// Struck counts the calls that were hit so far.
func (f *Faults) Struck() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.struck
}

// strike finds the first fault that hits a call and uses it up.
func (f *Faults) strike(path string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.set {
		fault := f.set[i]
		if !strings.HasSuffix(path, fault.Path) || (fault.Chance > 0 && f.dice.Float64() >= fault.Chance) {
			continue
		}
		f.struck++
		if fault.Times == 1 {
			f.set = append(f.set[:i:i], f.set[i+1:]...)
		} else if fault.Times > 1 {
			f.set[i].Times--
		}
		return fault, true
	}
	return Fault{}, false
}

// faulty puts the faults in front of an endpoint.
func (w *World) faulty(platform Platform, next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		fault, hit := w.Faults.strike(in.URL.Path)
		if !hit {
			next.ServeHTTP(out, in)
			return
		}
		// The server notices that a caller hung up only once the body is read.
		body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxCall))
		if err != nil {
			http.Error(out, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		in.Body = io.NopCloser(bytes.NewReader(body))
		w.suffer(fault, platform, next, out, in)
	})
}

func (w *World) suffer(fault Fault, platform Platform, next http.Handler, out http.ResponseWriter, in *http.Request) {
	switch fault.Kind {
	case FaultStatus:
		status := fault.Status
		if status == 0 {
			status = http.StatusBadGateway
		}
		http.Error(out, http.StatusText(status), status)
	case FaultCode:
		writeJSON(out, refuse(fault.Code, "fault"))
	case FaultHang:
		<-in.Context().Done()
	case FaultLoseAnswer:
		next.ServeHTTP(nowhere{}, in)
		<-in.Context().Done()
	case FaultReset:
		reset(out)
	case FaultRevokeToken:
		w.RevokeTokens(platform)
		next.ServeHTTP(out, in)
	case FaultSlow:
		pause := time.NewTimer(fault.Delay)
		defer pause.Stop()
		select {
		case <-pause.C:
			next.ServeHTTP(out, in)
		case <-in.Context().Done():
		}
	default:
		next.ServeHTTP(out, in)
	}
}

// reset breaks the connection without an answer.
func reset(out http.ResponseWriter) {
	connection, _, err := http.NewResponseController(out).Hijack()
	if err != nil {
		http.Error(out, "cannot break this connection", http.StatusInternalServerError)
		return
	}
	_ = connection.Close() // breaking it is the purpose
}

// nowhere takes an answer that never arrives.
type nowhere struct{}

func (nowhere) Header() http.Header            { return http.Header{} }
func (nowhere) Write(body []byte) (int, error) { return len(body), nil }
func (nowhere) WriteHeader(int)                {}
