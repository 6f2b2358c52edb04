package main

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onevisit/bot/simulator"
	"onevisit/models"
)

// leaks returns which of the words stand in a text, in any of the spellings
// in which a word gets into logs: as it is, in an address, escaped, encoded.
func leaks(text string, words ...string) []string {
	var found []string
	for _, word := range words {
		if slices.ContainsFunc(spellings(word), func(s string) bool { return strings.Contains(text, s) }) {
			found = append(found, word)
		}
	}
	return found
}

// spellings of a word; those of Base64 without the end, which depends on what
// comes after it.
func spellings(word string) []string {
	escaped := strconv.QuoteToASCII(word)
	whole := len(word) / 3 * 3
	return []string{
		word, url.QueryEscape(word), url.PathEscape(word), escaped[1 : len(escaped)-1],
		hex.EncodeToString([]byte(word)), base64.StdEncoding.EncodeToString([]byte(word[:whole])),
	}
}

// outlawed are forms that no log may hold, whoever they belong to.
var outlawed = regexp.MustCompile(`LS\d{8}-\d{4}|1390000\d{4}|access_token=[^&"]|msg_signature=|DATA RACE`)

// TestLeaksAreSeen: the search that the other tests rely on finds each
// spelling.
func TestLeaksAreSeen(t *testing.T) {
	t.Parallel()
	const word = "苗有田的地"
	for _, spelling := range spellings(word) {
		if found := leaks(`{"msg":"request","error":"`+spelling+`"}`, "nothing", word); !slices.Equal(found, []string{word}) {
			t.Errorf("%q is not seen as %q", spelling, word)
		}
	}
	if found := leaks(`{"msg":"request"}`, word); found != nil {
		t.Errorf("%q seen where there is none", found)
	}
}

// secretWords are the secrets that an installation was started with, and the
// people of its bureau.
func (in *installation) secretWords() []string {
	in.t.Helper()
	c := in.config()
	key := c.DataKey.Reveal()
	words := []string{
		key, base64.StdEncoding.EncodeToString([]byte(key)), c.WeChat.AppSecret.Reveal(), c.WeChat.Token.Reveal(), c.WeChat.AESKey.Reveal(),
		c.WeCom.Secret.Reveal(), c.WeCom.Token.Reveal(), c.WeCom.AESKey.Reveal(),
	}
	for _, p := range c.Bureau.Staff {
		words = append(words, p.UserID, p.Name)
	}
	return words
}

// leakFree holds that logs and metrics have neither the installation's secrets
// nor any of the words.
func (in *installation) leakFree(words ...string) {
	in.t.Helper()
	words = append(words, in.secretWords()...)
	for where, text := range map[string]string{"log": in.logs(), "metrics": in.metrics()} {
		if text == "" {
			in.t.Errorf("no %s to look at", where)
		}
		for _, word := range leaks(text, words...) {
			in.t.Errorf("the %s holds %q", where, word)
		}
		if form := outlawed.FindString(text); form != "" {
			in.t.Errorf("the %s holds %q", where, form)
		}
	}
}

// metrics are the metrics of all replicas.
func (in *installation) metrics() string {
	in.t.Helper()
	var all strings.Builder
	for n := range in.replicas {
		status, body := in.get(n, "/metrics")
		if status != http.StatusOK {
			in.t.Errorf("metrics answer %d", status)
		}
		all.WriteString(body)
	}
	return all.String()
}

// get asks a replica for a page.
func (in *installation) get(replica int, path string) (status int, body string) {
	in.t.Helper()
	return in.send(replica, http.MethodGet, path, "")
}

// send makes one request of a replica.
func (in *installation) send(replica int, method, path, body string) (status int, answer string) {
	in.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), processLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, "http://"+*in.addresses[replica].Load()+path, strings.NewReader(body))
	if err != nil {
		in.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		in.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }() // it was read only
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		in.t.Fatal(err)
	}
	return response.StatusCode, string(raw)
}

// A case is filed while the platforms fail, strangers forge callbacks and the
// database loses a table: what then stands in logs, metrics, error bodies and
// in the database's file has nothing of the petitioner in it, and no secret.
func TestNothingPersonalLeaksWhenThingsFail(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 1)
	p := inventedPerson(7)
	ctx, cancel := context.WithTimeout(context.Background(), processLimit)
	defer cancel()
	in.troublePlatforms()
	in.fileCase(ctx, p)
	in.register(ctx)
	// At night and on days off the real clock holds back what follows from it.
	in.owe([]models.Person{
		{Kind: models.ActorStaff, ID: in.config().Bureau.Staff[0].UserID}, {Kind: models.ActorPetitioner, ID: p.openid},
	}, 1)
	bodies := in.forge(ctx, p)
	in.replicas[0].waitFor(`"way":"app","class":`)
	in.replicas[0].waitFor(`"way":"customer","class":`)
	in.breakDatabase(ctx, p)
	words := append(p.words(), in.secretWords()...)
	for _, body := range bodies {
		if found := leaks(body, words...); found != nil || len(body) > 100 {
			t.Errorf("an error's body says too much: %q %q", found, body)
		}
	}
	in.leakFree(p.words()...)
	in.replicas[0].stop()
	in.sealedAtRest(p)
}

// troublePlatforms lets every kind of call fail in another way.
func (in *installation) troublePlatforms() {
	for _, fault := range []simulator.Fault{
		{Kind: simulator.FaultCode, Path: "stable_token", Code: 40125, Times: 1},
		{Kind: simulator.FaultReset, Path: "gettoken", Times: 1},
		{Kind: simulator.FaultCode, Path: "custom/send", Code: 45015, Times: 1},
		{Kind: simulator.FaultStatus, Path: "custom/send", Times: 1},
		{Kind: simulator.FaultRevokeToken, Path: "message/send", Times: 1},
		{Kind: simulator.FaultReset, Path: "message/send", Times: 1},
		{Kind: simulator.FaultCode, Path: "media/get", Code: 40007, Times: 1},
	} {
		in.world.Faults.Add(fault)
	}
}

// fileCase holds the whole dialogue once, and adds a photo.
func (in *installation) fileCase(ctx context.Context, p person) {
	in.t.Helper()
	phone := in.world.Petitioner(p.openid)
	for _, l := range p.dialogue() {
		if l.say == "完成" && len(phone.Bubbles()) > 0 {
			if _, err := phone.SendImage(ctx, []byte("\x89PNG\r\n\x1a\n not much of a picture")); err != nil {
				in.t.Fatal(err)
			}
		}
		answer, err := phone.Say(ctx, l.say)
		if err != nil {
			in.t.Fatalf("%q: %v\n%s", l.say, err, in.logs())
		}
		if !strings.Contains(answer.Text(), strings.ReplaceAll(l.hear[0], "{number}", "LS")) {
			in.t.Fatalf("%q is answered %q", l.say, answer.Text())
		}
	}
}

// register lets a clerk register the case, of which the petitioner is told.
func (in *installation) register(ctx context.Context) {
	in.t.Helper()
	for _, words := range []string{"登记", "申诉求决", "初次"} {
		answer, err := in.world.Staff("li.clerk").Say(ctx, words)
		if err != nil || !strings.Contains(answer.Text(), "登记") {
			in.t.Fatalf("%q is answered %q: %v", words, answer.Text(), err)
		}
	}
}

// forge sends what strangers might, full of personal words, and returns the
// bodies of the answers.
func (in *installation) forge(ctx context.Context, p person) []string {
	in.t.Helper()
	words := strings.Join(p.words(), " ")
	plain := "<xml><FromUserName>" + p.openid + "</FromUserName><MsgType>text</MsgType><Content>" + words + "</Content><MsgId>1</MsgId></xml>"
	query := "?" + url.Values{"openid": {p.openid}, "nonce": {p.name}, "timestamp": {p.phone}, "msg_signature": {p.place}, "echostr": {words}}.Encode()
	var bodies []string
	for _, forged := range []struct{ method, path, body string }{
		{http.MethodPost, "/wechat" + query, plain}, {http.MethodPost, "/wecom" + query, plain},
		{http.MethodPost, "/wechat" + query, words}, {http.MethodPost, "/wecom" + query, strings.Repeat(words, 1<<14)},
		{http.MethodGet, "/wechat" + query, ""}, {http.MethodGet, "/wecom" + query, ""},
		{http.MethodGet, "/p/" + url.PathEscape(p.name) + query, ""}, {http.MethodDelete, "/wechat" + query, words},
	} {
		status, body := in.send(0, forged.method, forged.path, forged.body)
		if status < 400 {
			in.t.Errorf("%s %s is answered %d", forged.method, forged.path, status)
		}
		bodies = append(bodies, body)
	}
	envelope, err := in.world.Petitioner(p.openid).Envelope(words)
	if err != nil {
		in.t.Fatal(err)
	}
	envelope.Signature = strings.Repeat("0", 40)
	answer, err := in.world.Deliver(ctx, envelope)
	if err == nil {
		in.t.Error("a forged signature is believed")
	}
	return append(bodies, string(answer.Body))
}

// breakDatabase takes a table away under the running program and says more.
func (in *installation) breakDatabase(ctx context.Context, p person) {
	in.t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(in.database, "sqlite:")+"?_pragma=busy_timeout(20000)")
	if err != nil {
		in.t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			in.t.Error(err)
		}
	}()
	for _, table := range []string{"sessions", "deferred"} {
		if _, err := db.ExecContext(ctx, "ALTER TABLE "+table+" RENAME TO lost_"+table); err != nil {
			in.t.Fatal(err)
		}
	}
	if answer, err := in.world.Petitioner(p.openid).Say(ctx, strings.Join(p.words(), " ")); err == nil && answer.Reply != nil {
		in.t.Error("a message is answered without the table that it needs")
	}
	in.replicas[0].waitFor(`"msg":"conversation failed"`)
}

// sealedAtRest holds that the database's own files show nothing of a
// petitioner.
func (in *installation) sealedAtRest(p person) {
	in.t.Helper()
	files, err := filepath.Glob(strings.TrimPrefix(in.database, "sqlite:") + "*")
	if err != nil || len(files) == 0 {
		in.t.Fatalf("no database to look at: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			in.t.Fatal(err)
		}
		if found := leaks(string(raw), p.words()...); found != nil {
			in.t.Errorf("%s holds %q in clear", filepath.Base(file), found)
		}
	}
}
