package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The encryption of both platforms is implemented by others too: the packages
// wechat-crypto and @wecom/crypto, here as clients that hold a conversation
// with the program. A mistake that our adapters and our simulator shared would
// show here.
func TestOtherImplementationsHoldBothConversations(t *testing.T) {
	t.Parallel()
	folder := peersFolder(t)
	in := install(t, "sqlite", 1)
	c, p := in.config(), inventedPerson(1)
	petitioner := startPeer(t, folder, "wechat.mjs", "PEER_URL=http://"+in.replicas[0].address+"/wechat",
		"PEER_TOKEN="+c.WeChat.Token.Reveal(), "PEER_AES_KEY="+c.WeChat.AESKey.Reveal(), "PEER_ID="+c.WeChat.AppID)
	staff := startPeer(t, folder, "wecom.mjs", "PEER_URL=http://"+in.replicas[0].address+"/wecom",
		"PEER_TOKEN="+c.WeCom.Token.Reveal(), "PEER_AES_KEY="+c.WeCom.AESKey.Reveal(), "PEER_ID="+c.WeCom.CorpID,
		fmt.Sprintf("PEER_AGENT=%d", c.WeCom.AgentID))
	number := petitioner.hold(p.openid, p.dialogue())
	staff.hold("li.clerk", []line{
		{say: "待办", hear: []string{number, "登记"}},
		{say: "登记", hear: []string{number, "申诉求决"}},
		{say: "申诉求决", hear: []string{"初次"}},
		{say: "初次", hear: []string{number, "已登记"}},
	})
	staff.hold("sun.deputy", []line{{say: "待办", hear: []string{number, "交办"}}})
	petitioner.hold(p.openid, []line{{say: "查进度", hear: []string{number, "已登记"}}})
	in.leakFree(p.words()...)
}

// peersFolder installs the clients in a folder of their own, or skips the test
// and says why that is not possible here.
func peersFolder(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no %s here", program)
		}
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata/peers")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), processLimit)
	defer cancel()
	install := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
	install.Dir, install.Env = folder, foreignEnvironment()
	if said, err := install.CombinedOutput(); err != nil {
		t.Skipf("npm cannot install the clients here: %v\n%s", err, said)
	}
	return folder
}

// peer is a running client.
type peer struct {
	t       *testing.T
	in      io.WriteCloser
	answers *bufio.Scanner
}

// peerAnswer is one line that a client says.
type peerAnswer struct {
	Checked bool   `json:"checked"`
	Reply   string `json:"reply"`
	Error   string `json:"error"`
}

// startPeer starts a client, which first checks the program's address as the
// platform does when a callback is configured.
func startPeer(t *testing.T, folder, script string, environment ...string) *peer {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), processLimit)
	command := exec.CommandContext(ctx, "node", "--no-deprecation", script)
	command.Dir, command.Env = folder, append(foreignEnvironment(), environment...)
	log := newWatchedLog()
	command.Stderr = log
	in, errIn := command.StdinPipe()
	out, errOut := command.StdoutPipe()
	if err := errors.Join(errIn, errOut, command.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil && !errors.Is(err, fs.ErrClosed) {
			t.Error(err)
		}
		if err := command.Wait(); err != nil {
			t.Errorf("%s: %v\n%s", script, err, log)
		}
		cancel()
	})
	p := &peer{t: t, in: in, answers: bufio.NewScanner(out)}
	if !p.answer().Checked {
		t.Fatalf("%s: the program does not pass the check of its address", script)
	}
	return p
}

// answer reads the client's next line.
func (p *peer) answer() peerAnswer {
	p.t.Helper()
	var said peerAnswer
	if !p.answers.Scan() {
		p.t.Fatalf("the client says nothing more: %v", p.answers.Err())
	}
	if err := json.Unmarshal(p.answers.Bytes(), &said); err != nil {
		p.t.Fatal(err)
	}
	return said
}

// hold says line after line and returns the case number that was heard last.
func (p *peer) hold(from string, lines []line) (number string) {
	p.t.Helper()
	for _, l := range lines {
		if err := json.NewEncoder(p.in).Encode(map[string]string{"from": from, "say": l.say}); err != nil {
			p.t.Fatal(err)
		}
		said := p.answer()
		if heard := numberLine.FindString(said.Reply); heard != "" {
			number = heard
		}
		for _, words := range append(l.hear, l.once...) {
			if !strings.Contains(said.Reply, strings.ReplaceAll(words, "{number}", number)) {
				p.t.Fatalf("%s said %q and did not hear %q but %q %s", from, l.say, words, said.Reply, said.Error)
			}
		}
	}
	return number
}
