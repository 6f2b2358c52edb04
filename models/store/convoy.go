package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
)

// convoySize is how many transactions share one commit at most: enough that
// the disk's time is shared, few enough that the first does not wait long.
const convoySize = 32

// convoy lets transactions that wait for the one connection of SQLite share a
// commit. Each runs in the goroutine of its caller, one after the other, and
// is undone on its own when it fails; who comes last commits for all. Nobody
// hears of success before that commit is on the disk. A transaction that comes
// alone is begun and committed as if there were no convoy.
type convoy struct {
	pool *sql.DB

	mu      sync.Mutex
	waiting []chan *ride // in the order of their coming; nil means: begin a new ride
	busy    bool         // somebody is under way and will call the next one
}

// ride is one transaction of the database, shared by those who are done with
// their part and wait for its commit.
type ride struct {
	conn   *sql.Conn
	tx     *sql.Tx
	done   []chan<- error
	alone  bool  // the part under way has no savepoint, because nobody was before it
	broken error // why the whole ride is undone
}

// run does f within a shared transaction and returns when what f did is on the
// disk, or undone. The end of ctx ends the waiting for a turn; who is under
// way is not interrupted, because that would undo the others' work, too.
func (c *convoy) run(ctx context.Context, f func(*sql.Tx) error) error {
	r, err := c.board(ctx)
	if err != nil {
		return err
	}
	returned := false
	defer func() {
		if !returned { // f panicked
			r.undo()
			c.pass(r)
		}
	}()
	err = f(r.tx)
	returned = true
	if err != nil {
		r.undo()
		c.pass(r)
		return err
	}
	committed := r.keep()
	c.pass(r)
	return <-committed
}

// board waits for a turn and begins a part of a ride.
func (c *convoy) board(ctx context.Context) (*ride, error) {
	r, err := c.wait(ctx)
	if err != nil {
		return nil, err
	}
	if r == nil {
		r, err = c.begin(ctx)
	} else {
		_, err = r.tx.ExecContext(context.WithoutCancel(ctx), "SAVEPOINT part")
	}
	if err != nil {
		if r != nil {
			r.broken = err
		}
		c.pass(r)
		return nil, err
	}
	return r, nil
}

// wait returns the ride on which it is the caller's turn; nil for a new one.
func (c *convoy) wait(ctx context.Context) (*ride, error) {
	c.mu.Lock()
	if !c.busy {
		c.busy = true
		c.mu.Unlock()
		return nil, nil
	}
	turn := make(chan *ride, 1)
	c.waiting = append(c.waiting, turn)
	c.mu.Unlock()
	select {
	case r := <-turn:
		return r, nil
	case <-ctx.Done():
	}
	if !c.leave(turn) {
		c.pass(<-turn) // it was just called
	}
	return nil, ctx.Err()
}

// leave takes somebody out of the line; false says that they were called.
func (c *convoy) leave(turn chan *ride) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, t := range c.waiting {
		if t == turn {
			c.waiting = append(c.waiting[:i], c.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// begin starts a ride. Its transaction outlives the caller's context.
func (c *convoy) begin(ctx context.Context) (*ride, error) {
	conn, err := c.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &ride{conn: conn, tx: tx, alone: true}, nil
}

// pass calls the next one: on to the same ride, or, after its end, to a new
// one.
func (c *convoy) pass(r *ride) {
	if r != nil {
		if r.broken == nil && len(r.done) < convoySize {
			if next := c.next(false); next != nil {
				next <- r
				return
			}
		}
		r.end()
	}
	if next := c.next(true); next != nil {
		next <- nil
	}
}

// next takes the first of the line; where there is none and the ride is over,
// whoever comes begins one.
func (c *convoy) next(over bool) chan *ride {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		c.busy = c.busy && !over
		return nil
	}
	first := c.waiting[0]
	c.waiting = c.waiting[1:]
	return first
}

// keep adds the part that just ended to what the ride commits.
func (r *ride) keep() <-chan error {
	committed := make(chan error, 1)
	r.done = append(r.done, committed)
	if !r.alone {
		if _, err := r.tx.ExecContext(context.Background(), "RELEASE part"); err != nil {
			r.broken = err
		}
	}
	r.alone = false
	return committed
}

// undo takes back the part that just ended. Some failures of SQLite have
// undone everything already: then everybody has to do it again.
func (r *ride) undo() {
	if r.alone {
		r.broken = errors.New("the only part failed")
		return
	}
	if _, err := r.tx.ExecContext(context.Background(), "ROLLBACK TO part; RELEASE part"); err != nil {
		r.broken = err
	}
}

// end commits and tells everybody.
func (r *ride) end() {
	err, ended := r.broken, error(nil)
	if err != nil {
		err, ended = fmt.Errorf("%w: %w", &conflict{row: "shared transaction"}, err), r.tx.Rollback()
	} else {
		err = r.tx.Commit()
		ended = err
	}
	if ended != nil {
		// What state the connection is in nobody knows: it is not used again.
		_ = r.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	_ = r.conn.Close()
	for _, committed := range r.done {
		committed <- err
	}
}
