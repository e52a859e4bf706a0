package deliver

import (
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"souspli/store"
)

// stream sends copies by BDAT (RFC 3030) without waiting for answers, up to a window. One goroutine writes, another reads
// the answers in the order of what was written. Each transaction begins with RSET: after a refusal in the middle, the server
// must not keep the recipient of one copy for the next.
type stream struct {
	*conversation
	flying  chan *flight
	dead    chan struct{} // closed: nothing more is to be written
	once    sync.Once
	err     error       // the reader's: why it reads no more
	goodbye bool        // the reader's: the server said 421
	handed  bool        // the writer's: what it writes is the reader's as well
	ours    atomic.Bool // it was the relay that failed, not the server
	resting time.Time
}

func (v *stream) run() {
	v.flying, v.dead = make(chan *flight, window), make(chan struct{})
	var reader sync.WaitGroup
	reader.Go(v.listen)
	defer func() {
		close(v.flying)
		reader.Wait()
		v.close()
	}()
	v.feed()
}

// feed writes one copy after the other.
func (v *stream) feed() {
	defer v.host.rescue(v.letGo)
	for v.used < maxTransactions && !v.host.noChunking.Load() {
		f := v.take()
		if f == nil || !v.write(f) {
			break
		}
		if f.heard != nil {
			v.flush()
			<-f.heard
		}
	}
	v.flush()
}

// letGo ends the writing, in which the relay failed. The reader hears what the server still says to what it was handed.
func (v *stream) letGo(err error) {
	v.ours.Store(true)
	if v.now != nil {
		v.now.fault.Store(true)
	}
	if v.now == nil || v.handed { // a part of it may be written: nothing can follow
		v.cutOff()
		return
	}
	v.finish(v.now, deferred(err, false))
	v.end()
	v.flush()
}

// hand gives what is being written to the reader.
func (v *stream) hand(f *flight) {
	v.handed = true
	if f.isLarge() {
		f.heard = make(chan struct{})
	}
	v.flying <- f
}

// end stops the writer.
func (v *stream) end() { v.once.Do(func() { close(v.dead) }) }

// cutOff ends a conversation to which nothing can be written. What the server has said before can still be read.
func (v *stream) cutOff() {
	v.end()
	time.AfterFunc(lastWords, func() { _ = v.conn.Close() })
}

// flush sends what is written: whole copies.
func (v *stream) flush() {
	if v.out.Flush() != nil {
		v.cutOff()
	}
	if v.used > 0 {
		store.Failpoint("send")
	}
}

// lastWords is how long a server that takes nothing more may speak.
const lastWords = 5 * time.Second

// take gives the next copy when the window has room. Before it waits for anything, all that is written goes out.
func (v *stream) take() *flight {
	select {
	case v.slots <- struct{}{}:
	default:
		if !v.room() {
			return nil
		}
	}
	select {
	case <-v.dead:
		<-v.slots
		return nil
	default:
	}
	f := v.host.tryNext()
	if f == nil {
		v.flush()
		v.now = nil // to wait must not keep the last message in memory
		began := time.Now()
		f = v.host.next(v.dead)
		if time.Since(began) > pause {
			v.resting = began
		}
	}
	if f == nil {
		<-v.slots
		return nil
	}
	f.slot, v.now, v.handed = true, f, false
	return f
}

// room waits until the window has some.
func (v *stream) room() bool {
	v.flush()
	select {
	case v.slots <- struct{}{}:
		return true
	case <-v.dead:
		return false
	}
}

// write sends one copy and reports whether the conversation goes on.
func (v *stream) write(f *flight) bool {
	if !v.accepts(f) {
		return true
	}
	f.proof = !v.host.chunking.Load()
	f.first, f.ready = f.proof || !v.resting.IsZero(), nil
	v.resting = time.Time{}
	v.line("RSET")
	v.announce(f, "")
	if !f.first {
		return v.chunk(f)
	}
	if f.proof { // a server that announces BDAT and does not know it would take the message for commands
		v.line("BDAT 0")
	}
	ready := make(chan bool, 1)
	f.ready = ready
	v.hand(f)
	if v.out.Flush() != nil {
		v.cutOff()
		return false
	}
	select {
	case ok := <-ready:
		return !ok || v.text(f)
	case <-v.dead:
		return false
	}
}

// chunk hands a copy to the reader and writes it.
func (v *stream) chunk(f *flight) bool {
	v.hand(f)
	return v.text(f)
}

func (v *stream) text(f *flight) bool {
	v.line("BDAT " + strconv.Itoa(f.Job.text.size) + " LAST")
	end := v.written() + int64(f.Job.text.size)
	if f.Job.text.write(v.out) != nil {
		v.cutOff()
		return false
	}
	f.end.Store(end)
	return true
}

// listen reads the answers to what is flying.
func (v *stream) listen() {
	for f := range v.flying {
		v.hear(f)
		if f.heard != nil {
			close(f.heard)
		}
	}
}

// hear reads the answers to one copy.
func (v *stream) hear(f *flight) {
	defer v.host.rescue(func(err error) {
		v.ours.Store(true)
		f.fault.Store(true)
		v.hangUp(err)
		v.lose(f)
	})
	if v.err != nil {
		v.lose(f)
		return
	}
	o, known, err := v.answers(f)
	if err != nil {
		v.hangUp(err)
	}
	if !known {
		v.lose(f)
		return
	}
	v.land(f, o)
}

// hangUp ends the conversation at once; the rest of what flies is lost.
func (v *stream) hangUp(err error) {
	v.err = err
	v.end()
	_ = v.conn.Close()
}

// land ends a copy that was answered.
func (v *stream) land(f *flight, o Outcome) {
	if o.hangUp {
		v.end()
	}
	switch {
	case o.State == store.Queued: // the server cannot do what it announced; the copy goes another way
		v.again(f, Outcome{State: store.Deferred, Text: "connection: not an SMTP answer"})
	case v.goodbye && v.delivered.Load() > 0 && o.State == store.Deferred && !o.InDoubt:
		v.again(f, o)
	default:
		if o.State == store.Delivered {
			v.delivered.Add(1)
		}
		v.finish(f, o)
	}
}

// lose ends a copy to which no answer will come.
func (v *stream) lose(f *flight) {
	err := v.err
	if f.fault.Load() {
		err = errFault
	}
	o := deferred(err, v.onTheWire(f) && !(v.goodbye && hungUp(v.err)))
	if !o.InDoubt && (v.ours.Load() || v.delivered.Load() > 0 || f.end.Load() == 0 && f.ready == nil) {
		v.again(f, o)
		return
	}
	v.finish(f, o)
}

// hungUp reports whether it was the server that ended the conversation.
func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET)
}

// errChunking says that a server announced CHUNKING and does not know it.
var errChunking = errors.New("deliver: the next hop refuses the BDAT that it announced")

// answers reads what the server says to one copy. known is false if that is not enough to tell what became of it.
func (v *stream) answers(f *flight) (o Outcome, known bool, err error) {
	r, err := v.reply(f, v.hop.Timeouts.Command)
	if err == nil && r.Code/100 != 2 {
		err = r
		v.goodbye = v.goodbye || r.Code == 421
	}
	if err != nil {
		return o, false, err
	}
	var refusal Reply
	for range 2 {
		if r, err = v.reply(f, v.hop.Timeouts.Command); err != nil {
			return refused(refusal), refusal.Code != 0, err
		}
		if refusal.Code == 0 && r.Code/100 != 2 {
			refusal = r
			v.goodbye = v.goodbye || r.Code == 421
		}
	}
	if f.first {
		if o, known, err, over := v.beforeText(f, refusal); over {
			return o, known, err
		}
	}
	return v.final(f, refusal)
}

// beforeText judges the answers to an envelope that went alone. over is true if no message follows it.
func (v *stream) beforeText(f *flight, refusal Reply) (o Outcome, known bool, err error, over bool) {
	var r Reply
	if f.proof {
		r, err = v.reply(f, v.hop.Timeouts.Command)
	}
	switch {
	case refusal.Code != 0:
		f.ready <- false
		return refused(refusal), true, err, true
	case err != nil:
		return o, false, err, true
	case f.proof && r.Code/100 != 2 && r.Code != 504: // 504: BDAT is known, but not with nothing in it
		v.host.noChunking.Store(true)
		f.ready <- false
		return notTried(0), true, errChunking, true
	}
	if f.proof {
		v.host.chunking.Store(true)
	}
	f.ready <- true
	return o, false, nil, false
}

// final reads the answer to the message.
func (v *stream) final(f *flight, refusal Reply) (Outcome, bool, error) {
	r, err := v.reply(f, v.hop.Timeouts.Final)
	switch {
	case refusal.Code != 0:
		o := refused(refusal)
		if err == nil && r.Code/100 == 2 { // taken for nobody, or for somebody else: this server cannot be trusted with a window
			o.InDoubt, err = true, errProtocol
		}
		return o, true, err
	case err != nil:
		return Outcome{}, false, err
	case r.Code/100 == 2:
		return Outcome{State: store.Delivered, Text: r.Redacted(), PassedDSN: v.has("DSN")}, true, nil
	case r.Code >= 500 && r.Code <= 504: // not about the message: what it holds may be read as commands now
		v.host.noChunking.Store(true)
		return notTried(0), true, errChunking
	}
	v.goodbye = v.goodbye || r.Code == 421
	return refused(r), true, nil
}

// reply reads one answer. Time that the message takes to go out does not count.
func (v *stream) reply(f *flight, timeout time.Duration) (Reply, error) {
	for {
		sent := v.wire.sent.Load()
		r, err := v.read(timeout)
		ne, isNet := errors.AsType[net.Error](err)
		if err == nil || !isNet || !ne.Timeout() || v.wire.sent.Load() == sent {
			return r, err
		}
	}
}
