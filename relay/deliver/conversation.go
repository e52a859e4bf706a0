package deliver

import (
	"context"
	"sync/atomic"
	"time"

	"souspli/store"
)

// Windows: how many copies of a conversation may be wholly sent while their outcome is not on disk. After a crash so many may
// arrive twice, so they bound what is in doubt. Without CHUNKING one is under way and the one before it is being recorded.
// The place of a conversation that has ended is free when its outcomes are on disk: the next would bring a window of its own.
const (
	window     = 32
	dataWindow = 2
)

// Limits of a conversation that is kept for the next copy.
const (
	maxIdle         = 20 * time.Second
	maxTransactions = 500
	maxTries        = 2           // conversations that may fail a copy through no fault of its own, one after the other
	pause           = time.Second // after which a server may have hung up without our noticing
)

// flight is a copy on its way.
type flight struct {
	Job
	ctx   context.Context // ends: it is not begun any more
	done  func(Outcome)
	tries int
	slot  bool         // it takes room in the window
	end   atomic.Int64 // where its last octet stands in what is written; 0: it is not written yet
	ended bool         // its outcome was told, or another flight has it
	fault atomic.Bool  // the relay itself failed on it: no other conversation shall
	first bool         // its envelope goes alone; what follows waits for ready
	proof bool         // and asks whether the server knows BDAT
	ready chan bool
	heard chan struct{} // closed: all that the server says to it was heard; nil: nobody waits for that
}

// isLarge reports whether nothing goes behind a copy before it is answered: a server that is slow with it would keep that for as long.
func (f *flight) isLarge() bool { return f.text.size > largeMessage }

// conversation brings copies to a server one after the other. It ends when the server, an error, or a limit says so; what it
// could not bring goes back to the host.
type conversation struct {
	*client
	host      *Smarthost
	slots     chan struct{} // the window: one for each copy that is sent and whose outcome is not on disk
	used      int           // copies
	delivered atomic.Int64  // copies that were taken
	reset     bool          // the server may still have a transaction open
	stopped   bool          // the conversation is to end
	now       *flight       // what is worked on
	sending   *flight       // talk's: what is being sent
	announced *flight       // talk's: what was announced behind it
}

// converse opens a conversation and keeps it while there is something to send.
func (s *Smarthost) converse() {
	defer s.left()
	defer s.rescue(func(err error) { s.unreachable(err) })
	c, err := dial(context.Background(), s.hop)
	if err != nil {
		s.unreachable(err)
		return
	}
	v := &conversation{client: c, host: s}
	if v.has("PIPELINING") && v.has("CHUNKING") && !s.noChunking.Load() {
		v.slots = make(chan struct{}, window)
		(&stream{conversation: v}).run()
	} else {
		v.slots = make(chan struct{}, dataWindow)
		v.talk()
	}
	v.settled()
}

// settled waits until the whole window is free.
func (v *conversation) settled() {
	for range cap(v.slots) {
		v.slots <- struct{}{}
	}
}

// talk sends copies by DATA. With PIPELINING an envelope goes in one write, and the next one right behind the dot (RFC 2920);
// the message itself goes only after its recipient was taken.
func (v *conversation) talk() {
	defer v.close()
	defer v.host.rescue(v.abandon)
	for !v.stopped && v.used < maxTransactions || v.announced != nil {
		v.now = nil // to wait must not keep the last message in memory
		if v.sending, v.announced = v.announced, nil; v.sending == nil {
			if v.sending = v.host.next(nil); v.sending == nil {
				return
			}
			if !v.accepts(v.sending) {
				continue
			}
			v.announce(v.sending, "DATA")
		}
		v.transact(v.sending)
		if v.stopped && v.announced != nil {
			v.again(v.announced, Outcome{State: store.Deferred, Text: "connection: closed by the next hop"})
			return
		}
	}
}

// abandon ends a conversation in which the relay failed. Who only shared it with the copy that was worked on gets another.
func (v *conversation) abandon(err error) {
	_ = v.conn.Close()
	if v.now != nil {
		v.now.fault.Store(true)
	}
	for _, f := range []*flight{v.sending, v.announced} {
		if f == nil {
			continue
		}
		if o := deferred(err, v.onTheWire(f)); o.InDoubt {
			v.finish(f, o)
		} else {
			v.again(f, o)
		}
	}
}

// accepts reports whether a copy is still to be sent and the server can take it at all; else that is its outcome.
func (v *conversation) accepts(f *flight) bool {
	v.now = f
	o, ok := notTried(0), f.ctx.Err() == nil
	if ok {
		o, ok = f.lease.begin(f.ctx)
	}
	if ok {
		v.wire.guard(f.lease, v.out.Buffered() == 0)
		v.used++
		o, ok = v.mayTake(f.Job)
	}
	if !ok {
		v.finish(f, o)
	}
	return ok
}

// announce writes an envelope, if all of it may go at once. What a failed transaction left behind is cleared first, so that
// no copy can reach the recipient of another.
func (v *conversation) announce(f *flight, data string) {
	if !v.has("PIPELINING") {
		return
	}
	if v.reset {
		v.line("RSET")
	}
	v.line(v.mailLine(f.Job))
	v.line(v.rcptLine(f.Job))
	if data != "" {
		v.line(data)
	}
}

// transact sends one copy and may announce the next one.
func (v *conversation) transact(f *flight) {
	v.now = f
	refusal, waiting, err := v.envelope(f)
	switch {
	case err != nil:
		v.broken(f, err)
		return
	case refusal.Code != 0:
		v.reset = true
		if waiting && v.empty() != nil {
			v.stopped = true
		}
		v.refuse(f, refusal)
		return
	}
	v.slots <- struct{}{}
	f.slot = true
	if err := f.text.writeStuffed(v.out); err != nil {
		v.broken(f, err)
		return
	}
	_, _ = v.out.WriteString(".\r\n")
	f.end.Store(v.written())
	v.lookAhead(f)
	v.now = f
	v.conclude(f)
}

// conclude sends the dot on its way and reads the answer to it.
func (v *conversation) conclude(f *flight) {
	err := v.out.Flush()
	store.Failpoint("send")
	var final Reply
	if err == nil {
		final, err = v.read(v.hop.Timeouts.Final)
	}
	switch {
	case err != nil:
		v.broken(f, err)
	case final.Code/100 == 2:
		v.took(f, final)
	default:
		v.refuse(f, final)
	}
}

// lookAhead announces the next copy behind this one, if one waits.
func (v *conversation) lookAhead(f *flight) {
	if !v.has("PIPELINING") || v.used >= maxTransactions || f.isLarge() {
		return
	}
	if v.announced = v.host.tryNext(); v.announced == nil {
		return
	}
	if !v.accepts(v.announced) {
		v.announced = nil
		return
	}
	v.announce(v.announced, "DATA")
}

// envelope leads the envelope of a copy to its end: a refusal if there is one, and whether the server waits for a message in
// spite of it.
func (v *conversation) envelope(f *flight) (refusal Reply, waiting bool, err error) {
	if !v.has("PIPELINING") {
		return v.oneByOne(f)
	}
	if err := v.out.Flush(); err != nil {
		return Reply{}, false, err
	}
	if v.reset {
		if err := v.expect(v.hop.Timeouts.Command, 250); err != nil {
			return Reply{}, false, err
		}
		v.reset = false
	}
	var r Reply
	for range 3 {
		if r, err = v.read(v.hop.Timeouts.Command); err != nil {
			if v.stopped = true; refusal.Code != 0 { // it said why before it hung up
				err = nil
			}
			return refusal, false, err
		}
		if refusal.Code == 0 && r.Code/100 != 2 && r.Code != 354 {
			refusal = r
		}
	}
	if refusal.Code == 0 && r.Code != 354 {
		refusal = r
	}
	return refusal, r.Code == 354, nil
}

// oneByOne is envelope for a server that takes one command at a time.
func (v *conversation) oneByOne(f *flight) (refusal Reply, waiting bool, err error) {
	lines := []string{v.mailLine(f.Job), v.rcptLine(f.Job), "DATA"}
	if v.reset {
		if err := v.mustCommand("RSET", 250); err != nil {
			return Reply{}, false, err
		}
		v.reset = false
	}
	for _, line := range lines {
		r, err := v.command(line, v.hop.Timeouts.Command)
		if err != nil || r.Code/100 != 2 && r.Code != 354 || line == "DATA" && r.Code != 354 {
			return r, false, err
		}
	}
	return Reply{}, true, nil
}

// empty ends the message that a server waits for although it took no recipient (RFC 2920 3.1); what it says is no news.
func (v *conversation) empty() error {
	_, err := v.command(".", v.hop.Timeouts.Command)
	return err
}

// took ends a copy that the server has taken over.
func (v *conversation) took(f *flight, r Reply) {
	v.delivered.Add(1)
	v.finish(f, Outcome{State: store.Delivered, Text: r.Redacted(), PassedDSN: v.has("DSN")})
}

// refuse ends a copy that the server does not want. One that closes after many copies says nothing about this one.
func (v *conversation) refuse(f *flight, r Reply) {
	o := refused(r)
	v.stopped = v.stopped || o.hangUp
	if r.Code == 421 && v.delivered.Load() > 0 {
		v.again(f, o)
		return
	}
	v.finish(f, o)
}

// broken ends a copy whose conversation broke. If all of it was on the wire, nobody knows what became of it; if not, and the
// conversation was good before, another one may be.
func (v *conversation) broken(f *flight, err error) {
	v.stopped = true
	o := deferred(err, v.onTheWire(f))
	if !o.InDoubt && v.delivered.Load() > 0 {
		v.again(f, o)
		return
	}
	v.finish(f, o)
}

// onTheWire reports whether the last octet of a copy has left.
func (v *conversation) onTheWire(f *flight) bool {
	end := f.end.Load()
	return end > 0 && v.wire.sent.Load() >= end
}

// finish says what became of a copy, once. Its slot is free when that is on disk.
func (v *conversation) finish(f *flight, o Outcome) {
	if f.ended {
		return
	}
	f.ended = true
	if f.slot {
		o.recorded = func() { <-v.slots }
	}
	f.done(o)
}

// again gives a copy to another conversation, unless too many failed it: then o is what became of it. It flies anew: the
// writer of this conversation may still hold the old flight.
func (v *conversation) again(f *flight, o Outcome) {
	if f.ended || f.tries == maxTries || f.fault.Load() {
		v.finish(f, o)
		return
	}
	f.ended = true
	if f.slot {
		<-v.slots
	}
	go v.host.push(&flight{Job: f.Job, ctx: f.ctx, done: f.done, tries: f.tries + 1}) // there may be no room just now, and this one has to go on
}
