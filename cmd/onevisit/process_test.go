package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"onevisit/bot/simulator"
)

// asProgram marks a start of the test binary that is to be the program.
const asProgram = "ONEVISIT_TEST_AS_PROGRAM"

// TestMain lets a test start the program as a process of its own: the test
// binary itself, so that the race detector watches it there too.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(program())
	}
	os.Exit(m.Run())
}

// processLimit bounds a process's start and its end.
const processLimit = 2 * time.Minute

// installation is the program as it is installed: processes of their own that
// share a database, on the real clock, with simulated platforms around them.
type installation struct {
	*theatre
	replicas []*process
	// addresses are where the replicas serve now; one that is started again
	// serves elsewhere.
	addresses []*atomic.Pointer[string]
}

// install starts replicas of `serve` on an empty database of the engine. They
// are stopped gracefully when the test ends.
func install(t *testing.T, engine string, replicas int) *installation {
	t.Helper()
	return installOver(t, nil, engine, replicas)
}

// installOver reaches MySQL over a line, where one is given.
func installOver(t *testing.T, line *cable, engine string, replicas int) *installation {
	t.Helper()
	made, err := randomSecrets()
	if err != nil {
		t.Fatal(err)
	}
	in := &installation{theatre: &theatre{
		t: t, clock: simulator.NewClock(time.Now), log: &safeBuffer{}, folder: t.TempDir(), secrets: made, address: "replica", line: line,
	}}
	in.database = in.emptyDatabase(engine)
	base := &http.Transport{MaxIdleConnsPerHost: 64}
	in.client = &http.Client{Transport: &detour{in: in, base: base}}
	in.openWorld()
	for _, p := range in.config().Bureau.Staff {
		in.world.Staff(p.UserID).Named(p.Name)
	}
	for range replicas {
		p := startProcess(t, in.environment(), "serve")
		at := new(atomic.Pointer[string])
		at.Store(&p.address)
		in.replicas, in.addresses = append(in.replicas, p), append(in.addresses, at)
	}
	t.Cleanup(base.CloseIdleConnections) // or a stopping server waits 5 s for those that were never used
	return in
}

// environment is what an installer would set.
func (in *installation) environment() []string {
	in.t.Helper()
	c := in.config()
	bureau, err := filepath.Abs("../../config/demo.yaml")
	if err != nil {
		in.t.Fatal(err)
	}
	return []string{
		"ONEVISIT_LISTEN=127.0.0.1:0", "ONEVISIT_DATABASE=" + in.database, "ONEVISIT_FILES=" + c.Files, "ONEVISIT_BUREAU=" + bureau,
		"ONEVISIT_DATA_KEY=" + base64.StdEncoding.EncodeToString([]byte(c.DataKey.Reveal())),
		"ONEVISIT_WECHAT_APP_ID=" + c.WeChat.AppID, "ONEVISIT_WECHAT_APP_SECRET=" + c.WeChat.AppSecret.Reveal(),
		"ONEVISIT_WECHAT_TOKEN=" + c.WeChat.Token.Reveal(), "ONEVISIT_WECHAT_AES_KEY=" + c.WeChat.AESKey.Reveal(),
		"ONEVISIT_WECHAT_API_URL=" + c.WeChat.APIURL,
		"ONEVISIT_WECOM_CORP_ID=" + c.WeCom.CorpID, fmt.Sprintf("ONEVISIT_WECOM_AGENT_ID=%d", c.WeCom.AgentID),
		"ONEVISIT_WECOM_SECRET=" + c.WeCom.Secret.Reveal(), "ONEVISIT_WECOM_TOKEN=" + c.WeCom.Token.Reveal(),
		"ONEVISIT_WECOM_AES_KEY=" + c.WeCom.AESKey.Reveal(), "ONEVISIT_WECOM_API_URL=" + c.WeCom.APIURL,
	}
}

// command runs a subcommand on the installation's database to its end and
// returns what it printed.
func (in *installation) command(name string) string {
	in.t.Helper()
	var out, errOut bytes.Buffer
	if code := run([]string{name}, in.environment(), nil, &out, &errOut); code != exitOK {
		in.t.Fatalf("%s ended with %d: %s%s", name, code, &out, &errOut)
	}
	return out.String()
}

// logs is what all replicas have logged so far.
func (in *installation) logs() string {
	var all strings.Builder
	for _, p := range in.replicas {
		all.WriteString(p.log.String())
	}
	return all.String()
}

// replicaKey marks in a context which replica a callback goes to.
type replicaKey struct{}

// toReplica sends the callbacks made with the context to one replica.
func toReplica(ctx context.Context, n int) context.Context {
	return context.WithValue(ctx, replicaKey{}, n)
}

// detour is the load balancer before the replicas; without a wish it chooses
// the first.
type detour struct {
	in   *installation
	base http.RoundTripper
}

func (d *detour) RoundTrip(request *http.Request) (*http.Response, error) {
	n, _ := request.Context().Value(replicaKey{}).(int)
	request = request.Clone(request.Context())
	request.URL.Host = *d.in.addresses[n].Load()
	return d.base.RoundTrip(request)
}

// process is one running instance of the program.
type process struct {
	t       *testing.T
	command *exec.Cmd
	log     *watchedLog
	address string // host:port
	ended   chan struct{}
	err     error // of the process; to be read once it ended
}

// startProcess starts the program and waits until it serves. It is stopped
// when the test ends.
func startProcess(t *testing.T, environment []string, args ...string) *process {
	t.Helper()
	p := launch(t, environment, args...)
	line := p.waitFor(`"msg":"serving"`)
	var said struct{ Address string }
	if err := json.Unmarshal([]byte(line), &said); err != nil || said.Address == "" {
		t.Fatalf("no address in %q: %v", line, err)
	}
	p.address = said.Address
	return p
}

// launch starts the program without waiting for anything.
func launch(t *testing.T, environment []string, args ...string) *process {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, command: exec.Command(binary, args...), log: newWatchedLog(), ended: make(chan struct{})}
	p.command.Env = append(append(foreignEnvironment(), asProgram+"=1"), environment...)
	p.command.Dir = t.TempDir()
	p.command.Stdout, p.command.Stderr = p.log, p.log
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.command.Wait()
		close(p.ended)
	}()
	t.Cleanup(p.stop)
	return p
}

// foreignEnvironment is the environment without our own variables.
func foreignEnvironment() []string {
	var kept []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "ONEVISIT_") {
			kept = append(kept, pair)
		}
	}
	return kept
}

// waitFor returns the first line of the log that has the words, and fails the
// test if the process ends before it comes.
func (p *process) waitFor(words string) string {
	p.t.Helper()
	limit := time.NewTimer(processLimit)
	defer limit.Stop()
	for {
		line, more := p.log.find(words)
		if line != "" {
			return line
		}
		select {
		case <-more:
		case <-p.ended:
			p.t.Fatalf("ended (%v) before it said %s:\n%s", p.err, words, p.log)
		case <-limit.C:
			p.t.Fatalf("never said %s:\n%s", words, p.log)
		}
	}
}

// signal asks the process to end.
func (p *process) signal() {
	p.t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Error(err)
	}
}

// kill ends the process at once, as a power cut would.
func (p *process) kill() {
	p.t.Helper()
	if err := p.command.Process.Kill(); err != nil {
		p.t.Error(err)
	}
	<-p.ended
}

// code waits for the end and returns the exit code.
func (p *process) code() int {
	p.t.Helper()
	limit := time.NewTimer(processLimit)
	defer limit.Stop()
	select {
	case <-p.ended:
	case <-limit.C:
		p.t.Errorf("does not end:\n%s", p.log)
		if err := p.command.Process.Kill(); err != nil {
			p.t.Error(err)
		}
		<-p.ended
	}
	return p.command.ProcessState.ExitCode()
}

// stop ends a process that still runs; the race detector speaks by the exit
// code.
func (p *process) stop() {
	select {
	case <-p.ended:
		return
	default:
	}
	p.signal()
	if code := p.code(); code != exitOK {
		p.t.Errorf("ended with %d:\n%s", code, p.log)
	}
}

// watchedLog is a log in which a test can wait for a line.
type watchedLog struct {
	mu   sync.Mutex
	b    bytes.Buffer
	more chan struct{}
}

func newWatchedLog() *watchedLog { return &watchedLog{more: make(chan struct{})} }

func (w *watchedLog) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.more)
	w.more = make(chan struct{})
	return w.b.Write(p)
}

// find returns the first whole line with the words, or "" and a channel that
// tells when more was written.
func (w *watchedLog) find(words string) (line string, more <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for line := range strings.Lines(w.b.String()) {
		if strings.Contains(line, words) && strings.HasSuffix(line, "\n") {
			return line, w.more
		}
	}
	return "", w.more
}

func (w *watchedLog) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}
