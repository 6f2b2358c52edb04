package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"onevisit/bot/simulator"
	"onevisit/messages"
)

// The platforms deliver at least once, to whichever process answers. Every
// message here is delivered three times, by turns to all replicas: some copies
// at the same moment, others only after later messages of the same person.
// Afterwards nothing may be lost, nothing doubled, and all three answers equal.
func TestEveryMessageThreeTimes(t *testing.T) {
	t.Parallel()
	for _, trial := range []struct {
		engine                        string
		replicas, petitioners, atOnce int
	}{
		{engine: "mysql", replicas: 2, petitioners: 50, atOnce: 16},
		{engine: "sqlite", replicas: 1, petitioners: 8, atOnce: 8},
	} {
		t.Run(fmt.Sprintf("%s/%d", trial.engine, trial.replicas), func(t *testing.T) {
			in := install(t, trial.engine, trial.replicas)
			crowd := &crowd{installation: in, numbers: map[string]string{}}
			crowd.speak(trial.petitioners, trial.atOnce)
			crowd.settled(trial.petitioners)
			var words []string
			for i := range trial.petitioners {
				words = append(words, inventedPerson(i).words()...)
			}
			crowd.leakFree(words...)
		})
	}
}

// A replica is killed, without a chance to end anything, while many petitioners
// speak to both. What it did not finish comes to the other one, as the
// platform would bring it again: nothing is lost, nothing doubled.
func TestNothingIsLostWhenAReplicaDies(t *testing.T) {
	t.Parallel()
	in := install(t, "mysql", 2)
	const petitioners, atOnce, answersBefore = 16, 16, 100
	crowd := &crowd{installation: in, numbers: map[string]string{}}
	crowd.onAnswer = func(n int) {
		if n == answersBefore {
			in.replicas[1].kill()
		}
	}
	crowd.speak(petitioners, atOnce)
	crowd.settled(petitioners)
	if crowd.slow == 0 {
		t.Error("the death of a replica was not felt")
	}
}

const (
	copies = 3 // deliveries of each message
	// seed makes the order of deliveries the same in every run, as far as the
	// system's scheduler lets it.
	seed = 20261123
	// redelivery is after how long a copy without an answer is brought again.
	// The platform waits 5 s; one that did not wait at all would only measure
	// how the machine copes with itself.
	redelivery = 100 * time.Millisecond
	// crowdLimit ends a run that hangs.
	crowdLimit = 8 * time.Minute
)

// crowd is many petitioners who file at the same time.
type crowd struct {
	*installation
	mu      sync.Mutex
	numbers map[string]string // openid by case number
	slow    int               // deliveries that had to be repeated for their answer
	answers int

	onAnswer func(n int) // called with each number of answers so far; may be nil
}

// speak lets so many petitioners hold the whole dialogue, some at a time, in
// an order that the seed decides.
func (c *crowd) speak(petitioners, atOnce int) {
	ctx, cancel := context.WithTimeout(context.Background(), crowdLimit)
	defer cancel()
	queue := make(chan int, petitioners)
	for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(petitioners) {
		queue <- i
	}
	close(queue)
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for i := range queue {
				p := &visitor{crowd: c, ctx: ctx, person: inventedPerson(i), random: rand.New(rand.NewPCG(seed, uint64(i)+1))}
				p.hold()
			}
		})
	}
	workers.Wait()
	c.t.Logf("%d deliveries had to be repeated for their answer", c.slow)
}

// settled holds what must be true when everybody has spoken: one case each,
// with one entry for each thing done to it.
func (c *crowd) settled(petitioners int) {
	c.t.Helper()
	if len(c.numbers) != petitioners {
		c.t.Errorf("%d case numbers for %d petitioners", len(c.numbers), petitioners)
	}
	const verbs = 3 // submit, supplement, urge
	want := fmt.Sprintf("%d cases, %d entries\n", petitioners, verbs*petitioners)
	if got := c.command("verify"); got != want {
		c.t.Errorf("verify says %q, want %q", got, want)
	}
}

// person is an invented petitioner.
type person struct {
	openid, name, phone, place string
	claim                      [3]string
}

// inventedPerson makes up the n-th petitioner. Nothing in it is shared with
// another one, or is short enough to stand in a log by chance.
func inventedPerson(n int) person {
	digit := []rune("零一二三四五六七八九")
	mark := string([]rune{digit[n/100%10], digit[n/10%10], digit[n%10]})
	return person{
		openid: fmt.Sprintf("oInventedCrowd%04dxYz", n), name: "苗" + mark, phone: fmt.Sprintf("1390000%04d", n),
		place: "苇塘" + mark + "村东头", claim: [3]string{
			"第" + mark + "块苇塘这个月被人拉土填了", "第" + mark + "块有一亩多，请来看看", "第" + mark + "块希望能恢复原样",
		},
	}
}

// words are the personal words that no log may hold.
func (p person) words() []string {
	return append(p.claim[:], p.openid, p.name, p.phone, p.place)
}

// visitor is one petitioner's run through the dialogue.
type visitor struct {
	*crowd
	ctx    context.Context
	person person
	random *rand.Rand
	number string
	late   []func() // copies that are still to come
	going  sync.WaitGroup
}

// line is one message and what its answer must say. {number} stands for the
// visitor's case; what is given in once must be there exactly one time, which
// is how a doubled message would show.
type line struct {
	say  string
	hear []string
	once []string
}

// dialogue is everything that one visitor says: a filing with its claim in
// three parts, a look, a supplement, an urge and a look again.
func (p person) dialogue() []line {
	so := func(parts int) string { return strings.Join(p.claim[:parts], "\n") }
	runes := func(parts int) string { return fmt.Sprintf("有 %d 个字", utf8.RuneCountInString(so(parts))) }
	return []line{
		{say: "提交诉求", hear: []string{"提交前请先看一看"}},
		{say: "同意，开始填写", hear: []string{"您要办哪一类事"}},
		{say: "1", hear: []string{"是哪方面的问题"}},
		{say: "湿地与保护区", hear: []string{"具体是哪一种"}},
		{say: "1", hear: []string{"请说说是什么事"}},
		{say: p.claim[0], hear: []string{runes(1)}},
		{say: p.claim[1], hear: []string{runes(2)}},
		{say: p.claim[2], hear: []string{runes(3)}},
		{say: "完成", hear: []string{"事情发生在哪里"}},
		{say: p.place, hear: []string{"用什么身份"}},
		{say: "1", hear: []string{"您的姓名"}},
		{say: p.name, hear: []string{"手机号"}},
		{say: p.phone, hear: []string{so(3), p.place}, once: []string{p.claim[0], p.claim[1], p.claim[2], p.name, p.phone}},
		{say: "确认提交", hear: []string{"提交成功", "查询码"}},
		{say: "查进度", hear: []string{"{number}", "已提交"}, once: []string{"您提交了诉求"}},
		{say: "补充材料", hear: []string{"补充"}},
		{say: "昨天又拉来三车土，照片以后再发", hear: []string{"1"}},
		{say: "完成", hear: []string{"补充"}},
		{say: "催办", hear: []string{"已经替您催了"}},
		{say: "查进度", hear: []string{"{number}"}, once: []string{"您提交了诉求", "补充了材料", "已催办"}},
	}
}

var numberLine = regexp.MustCompile(`LS\d{8}-\d{4,}`)

// hold says line after line: the next one once the last was answered, as a
// person does, while late copies of former ones may still be under way.
func (v *visitor) hold() {
	phone := v.world.Petitioner(v.person.openid)
	for _, l := range v.person.dialogue() {
		envelope, err := phone.Envelope(l.say)
		if err != nil {
			v.t.Error(err)
			return
		}
		v.release()
		answer := v.deliver(envelope)
		if !v.heard(l, answer) {
			break
		}
	}
	for len(v.late) > 0 {
		v.release()
	}
	v.going.Wait()
}

// release sends some of the copies that are still to come on their way.
func (v *visitor) release() {
	v.random.Shuffle(len(v.late), func(i, j int) { v.late[i], v.late[j] = v.late[j], v.late[i] })
	n := v.random.IntN(len(v.late) + 1)
	for _, deliver := range v.late[:n] {
		v.going.Go(deliver)
	}
	v.late = v.late[n:]
}

// deliver brings at least one copy now and returns its answer; the answers of
// all others must be equal to it, whenever they come.
func (v *visitor) deliver(envelope simulator.Envelope) string {
	now := 1 + v.random.IntN(copies)
	replica := v.random.IntN(len(v.replicas))
	answers := make([]string, now)
	var going sync.WaitGroup
	for i := range now {
		going.Go(func() { answers[i] = v.insist(envelope, replica+i) })
	}
	going.Wait()
	for _, other := range answers[1:] {
		v.same(answers[0], other)
	}
	for i := now; i < copies; i++ {
		v.late = append(v.late, func() { v.same(answers[0], v.insist(envelope, replica+i)) })
	}
	return answers[0]
}

// insist delivers one copy until it is answered in its own callback, by
// another replica after each vain attempt. A loaded machine may put an answer
// off, or ask for the message again: that is no loss, and the copy after it
// must tell the same.
func (v *visitor) insist(envelope simulator.Envelope, replica int) string {
	for ; ; replica++ {
		answer, err := v.world.Deliver(toReplica(v.ctx, replica%len(v.replicas)), envelope)
		if err == nil && answer.Reply != nil && !putOff(answer.Text()) {
			v.count()
			return answer.Text()
		}
		if v.ctx.Err() != nil || errors.Is(err, simulator.ErrBadReply) {
			v.t.Errorf("%s: no answer to a message: %v", v.person.openid, err)
			return ""
		}
		v.mu.Lock()
		v.slow++
		v.mu.Unlock()
		select {
		case <-time.After(redelivery):
		case <-v.ctx.Done():
		}
	}
}

// putOff tells the word that a message was taken in while the ledger was out
// of reach: its answer is still to come, and the next copy hears it.
func putOff(answer string) bool { return answer == messages.KeptForLater().Plain() }

// count notes an answer. Whoever is told of it is told outside the lock.
func (c *crowd) count() {
	c.mu.Lock()
	c.answers++
	n := c.answers
	c.mu.Unlock()
	if c.onAnswer != nil {
		c.onAnswer(n)
	}
}

func (v *visitor) same(first, other string) {
	if first != other {
		v.t.Errorf("%s: two deliveries of one message got two answers:\n%s\n--\n%s", v.person.openid, first, other)
	}
}

// heard holds an answer against the dialogue and keeps the case number.
func (v *visitor) heard(l line, answer string) bool {
	if v.number == "" {
		if v.number = numberLine.FindString(answer); v.number != "" {
			v.file()
		}
	}
	for _, words := range append(l.hear, l.once...) {
		words = strings.ReplaceAll(words, "{number}", v.number)
		if !strings.Contains(answer, words) {
			v.t.Errorf("%s said %q and did not hear %q but:\n%s", v.person.openid, l.say, words, answer)
			return false
		}
	}
	for _, words := range l.once {
		if n := strings.Count(answer, words); n != 1 {
			v.t.Errorf("%s said %q and heard %q %d times:\n%s", v.person.openid, l.say, words, n, answer)
		}
	}
	return true
}

// file notes whose case a number is: a number given twice is a doubled one.
func (v *visitor) file() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if other, taken := v.numbers[v.number]; taken {
		v.t.Errorf("%s is the case of both %s and %s", v.number, other, v.person.openid)
	}
	v.numbers[v.number] = v.person.openid
}
