package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"
)

// writeOp is one change that waits for its commit. fn may run more than once, and begins anew each time.
type writeOp struct {
	ctx  context.Context
	slow bool // may take longer than any other transaction
	rows int  // that it changes, about
	fn   func(*change) error
	err  error // of fn: this change alone is taken back
	done chan error
}

// maxBatch and maxRows bound what commits together: whoever comes next waits for all of it.
const (
	maxBatch = 256 // changes
	maxRows  = 512 // in all
)

// retryFor bounds how long changes are tried again while the server is away; then they end with ErrUnavailable.
const retryFor = 15 * time.Second

// bulk is the number of rows from which a change is long: it commits alone, and those in a hurry go before it.
const bulk = 64

// do runs fn in a transaction and returns when it is on disk. The commit does not depend on ctx: once fn has run, an
// answer is waited for, because a client that went away must not decide about a message that others share a commit with.
func (s *Store) do(ctx context.Context, fn func(*change) error) error {
	return s.doRows(ctx, 1, fn)
}

// doRows is do for a change of many rows: somebody who opts out does not wait for the newsletters of others.
func (s *Store) doRows(ctx context.Context, rows int, fn func(*change) error) error {
	return s.doIn(ctx, s.long, rows, fn)
}

// doSending is doRows for what deliveries cannot go on without: newsletters that come in do not hold up those that go out.
func (s *Store) doSending(ctx context.Context, rows int, fn func(*change) error) error {
	return s.doIn(ctx, s.sending, rows, fn)
}

// doIn puts a change that is long into this queue, and a short one among the short.
func (s *Store) doIn(ctx context.Context, long chan<- *writeOp, rows int, fn func(*change) error) error {
	if rows <= bulk {
		long = s.short
	}
	return s.enter(ctx, long, &writeOp{rows: rows, fn: fn})
}

// doAlone is do for a change that may take longer than any other.
func (s *Store) doAlone(ctx context.Context, fn func(*change) error) error {
	return s.enter(ctx, s.long, &writeOp{slow: true, fn: fn})
}

func (s *Store) enter(ctx context.Context, queue chan<- *writeOp, op *writeOp) error {
	op.ctx, op.done = ctx, make(chan error, 1)
	select {
	case queue <- op:
	case <-s.closing:
		return ErrUnavailable
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-op.done:
		return err
	case <-s.stopped:
	}
	select { // it may have been the last one
	case err := <-op.done:
		return err
	default:
		return ErrUnavailable
	}
}

// write is a writer: it commits whoever waits together. When the store closes, it commits who waits already.
func (s *Store) write() {
	w := s.newSession()
	defer w.end()
	r := newRota(s)
	for {
		batch, open := s.next(&r, w.quiet())
		switch {
		case len(batch) > 0:
			s.commit(w, batch)
		case open:
			w.tidy()
		default:
			return
		}
	}
}

// rota says whose turn it is: after any other change that of the short ones, and after those one of the others. So who opts
// out waits for one long change at most, and what goes out for one newsletter that comes in.
type rota struct {
	short, first, second chan *writeOp
	rest                 bool // the short ones were served last
}

func newRota(s *Store) rota { return rota{short: s.short, first: s.sending, second: s.long} }

// poll takes from the first queue in which somebody waits.
func (r *rota) poll() (op *writeOp, from chan *writeOp) {
	queues := []chan *writeOp{r.short, r.first, r.second}
	if r.rest {
		queues = []chan *writeOp{r.first, r.second, r.short}
	}
	for _, from := range queues {
		select {
		case op := <-from:
			return op, from
		default:
		}
	}
	return nil, nil
}

// served notes whose turn it was.
func (r *rota) served(from chan *writeOp) {
	r.rest = from == r.short
	if from == r.first {
		r.first, r.second = r.second, r.first
	}
}

// next waits for something to do: all short changes, or one of the others. It gives nothing when quiet comes first, or when the
// store is closed, no longer open, and nobody waits.
func (s *Store) next(r *rota, quiet <-chan time.Time) (batch []*writeOp, open bool) {
	op, from := r.poll()
	if op == nil {
		select {
		case op = <-r.short:
			from = r.short
		case op = <-r.first:
			from = r.first
		case op = <-r.second:
			from = r.second
		case <-quiet:
			return nil, true
		case <-s.closing:
			if op, from = r.poll(); op == nil {
				return nil, false
			}
		}
	}
	r.served(from)
	if from == r.short {
		return s.collect(op), true
	}
	return []*writeOp{op}, true
}

// collect adds those whose change is short, too.
func (s *Store) collect(first *writeOp) []*writeOp {
	batch := []*writeOp{first}
	for rows := first.rows; len(batch) < maxBatch && rows < maxRows; {
		select {
		case op := <-s.short:
			batch = append(batch, op)
			rows += op.rows
		default:
			return batch
		}
	}
	return batch
}

// commit runs a batch in one transaction and answers each.
func (s *Store) commit(w *session, batch []*writeOp) {
	err := s.persist(w, batch)
	if err != nil || w.committed {
		s.broken.Store(err != nil)
	}
	for _, op := range batch {
		if err != nil && op.err == nil {
			op.err = fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		op.done <- op.err
	}
}

// persist runs a batch until it is committed, its fate is unknown, or the server was away for too long.
func (s *Store) persist(w *session, batch []*writeOp) error {
	end := time.Now().Add(retryFor)
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		again, err := w.run(batch)
		if err == nil {
			if w.committed && w.remains {
				poke(s.remains)
			}
			return nil
		}
		if !again || time.Now().Add(wait).After(end) {
			w.relieve()
			return err
		}
		select {
		case <-time.After(wait):
		case <-s.closing: // once more, without waiting
			_, err := w.run(batch)
			return err
		}
	}
}

// Broken reports whether the last commit failed. Nothing should be accepted until one succeeds.
func (s *Store) Broken() bool { return s.broken.Load() }

// session is a connection that writes, with its prepared statements.
type session struct {
	db      *sql.DB
	dialect dialect
	conn    *sql.Conn
	stmts   map[string]*sql.Stmt

	tidied    bool  // the log is empty, or somebody read it when it was to be cut
	committed bool  // the last transaction is on disk
	remains   bool  // it left the body of a finished submission
	erased    int64 // octets of bodies that it deleted
}

func (s *Store) newSession() *session { return &session{db: s.writer, dialect: s.dialect} }

// end gives the connection back.
func (w *session) end() {
	w.forget()
	if w.conn != nil {
		_ = w.conn.Close()
	}
	w.conn = nil
}

// discard closes the connection for good; the next transaction makes another.
func (w *session) discard() {
	w.forget()
	if w.conn != nil {
		_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	w.end()
}

// forget closes the statements, while their connection is still there.
func (w *session) forget() {
	for _, stmt := range w.stmts {
		_ = stmt.Close()
	}
	w.stmts = nil
}

// run makes one attempt at a transaction. again says that nothing of it has happened and that a new attempt may succeed.
func (w *session) run(batch []*writeOp) (again bool, err error) {
	ctx := context.Background() // a change that was begun is finished
	if w.dialect.timeout > 0 && !batch[0].slow {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, w.dialect.timeout)
		defer cancel()
	}
	w.committed, w.remains, w.erased = false, false, 0
	if err := w.begin(ctx); err != nil {
		w.discard()
		return w.dialect.lost(err), err
	}
	c := &change{ctx: ctx, session: w}
	for _, op := range batch {
		if err := c.runOne(op, len(batch) == 1); err != nil {
			w.rollback(ctx)
			return w.dialect.lost(err) || w.dialect.undone(err), err
		}
	}
	if len(batch) == 1 && batch[0].err != nil {
		w.rollback(ctx)
		return false, nil
	}
	if err := w.commit(ctx); err != nil {
		w.discard() // a new connection sees what is on disk
		return w.dialect.undone(err), err
	}
	w.committed, w.tidied = true, false
	return false, nil
}

// relieve lets the log begin anew. It does so by itself only behind a commit that succeeds, which none does while the log
// fills the disk: what waits would wait for ever.
func (w *session) relieve() {
	switch {
	case w.dialect.relief == "":
	case w.conn != nil:
		_, _ = w.conn.ExecContext(context.Background(), w.dialect.relief)
	default:
		_, _ = w.db.ExecContext(context.Background(), w.dialect.relief)
	}
}

// quietFor is how long nobody writes before the log is put in order.
const quietFor = time.Second

// quiet is signalled when nobody has come for a while, if there is something to put in order.
func (w *session) quiet() <-chan time.Time {
	if w.tidied || w.conn == nil || w.dialect.relief == "" {
		return nil
	}
	return time.After(quietFor)
}

// tidy lets the log begin anew, so that what is at rest lies on the disk once. It waits for nobody: while somebody reads the log it
// stays, until something else has been written.
func (w *session) tidy() {
	w.tidied = true
	for _, statement := range []string{`PRAGMA busy_timeout = 0`, w.dialect.relief, `PRAGMA busy_timeout = ` + busyMillis} {
		_, _ = w.conn.ExecContext(context.Background(), statement)
	}
}

// begin starts a transaction by hand: database/sql's own would wait for itself when its connection is lost.
func (w *session) begin(ctx context.Context) (err error) {
	if w.conn == nil {
		if w.conn, err = w.db.Conn(ctx); err != nil {
			w.conn = nil
			return err
		}
		w.stmts = map[string]*sql.Stmt{}
	}
	_, err = w.conn.ExecContext(ctx, w.dialect.begin)
	return err
}

// commit ends the transaction. PostgreSQL answers the commit of a transaction that has failed with a friendly word: so ask before.
func (w *session) commit(ctx context.Context) error {
	if err := w.conn.Raw(w.dialect.intact); err != nil {
		return err
	}
	_, err := w.conn.ExecContext(ctx, `COMMIT`)
	return err
}

func (w *session) rollback(ctx context.Context) {
	if _, err := w.conn.ExecContext(ctx, `ROLLBACK`); err != nil {
		w.discard()
	}
}

// change is a transaction that is being written.
type change struct {
	*session
	ctx context.Context
}

// runOne runs one change behind a savepoint, so that its failure takes back nothing of the others. The only change of a
// transaction needs none.
func (c *change) runOne(op *writeOp, alone bool) error {
	if op.err = op.ctx.Err(); op.err != nil {
		return nil
	}
	if alone {
		op.err = op.fn(c)
		return c.fatal(op)
	}
	if _, err := c.exec(`SAVEPOINT change`); err != nil {
		return err
	}
	if op.err = op.fn(c); op.err != nil {
		if err := c.fatal(op); err != nil {
			return err
		}
		if _, err := c.exec(`ROLLBACK TO change`); err != nil {
			return err
		}
	}
	_, err := c.exec(`RELEASE change`)
	return err
}

// fatal gives a change's error if it is the whole transaction's: the server went away, or took everything back.
func (c *change) fatal(op *writeOp) error {
	if err := op.err; err != nil && (c.dialect.lost(err) || c.dialect.undone(err)) {
		op.err = nil
		return err
	}
	return nil
}

// prepared gives the statement of this text. Texts are few: no value and no length of a list stands in them.
func (c *change) prepared(query string) (*sql.Stmt, error) {
	if stmt := c.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := c.conn.PrepareContext(c.ctx, query)
	if err == nil {
		c.stmts[query] = stmt
	}
	return stmt, err
}

func (c *change) exec(query string, args ...any) (sql.Result, error) {
	stmt, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(c.ctx, args...)
}

func (c *change) query(query string, args ...any) (*sql.Rows, error) {
	stmt, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(c.ctx, args...)
}

// get reads the one row of a query.
func (c *change) get(query string, args []any, into ...any) error {
	stmt, err := c.prepared(query)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(c.ctx, args...).Scan(into...)
}
