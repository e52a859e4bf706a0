package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"souspli/policy/address"
	"souspli/policy/message"
	"souspli/relay/link"
	"souspli/store"
)

// shared is what the copies of one submission have in common.
type shared struct {
	envelope store.Envelope
	from     address.Address
	template *template
	size     int // octets that it holds

	loaded chan struct{} // closed: it is there, or err says why not
	err    error
	users  int  // copies that are under way
	listed bool // among the idle
}

// Budgets of memory, in octets. One message, or one copy, is let through whatever its size.
const (
	sharedBudget = 12 << 20 // usual messages, ready for copies to be made of them or with copies under way
	largeBudget  = 16 << 20 // large ones
	idleBudget   = 4 << 20  // of these, messages with no copy under way
	ownBudget    = 16 << 20 // what copies under way do not share
)

// largeMessage is how long a message is that goes its own way, with its own budget and workers: while a slow next hop takes one
// of 20 MiB, usual ones pass it. Before it is loaded, what those before it left is collected: the collector, which works beside
// us, would come too late.
const largeMessage = 2 << 20

func isLarge(job store.Delivery) bool { return job.Size > largeMessage }

// cache keeps messages ready between their copies, within a budget.
type cache struct {
	budget int
	load   sync.Mutex // one message is read at a time: only then its size is known
	mu     sync.Mutex
	items  map[store.ID]*shared
	idle   []store.ID // without users, the longest unused first; also ids that have users again
	size   int
	rest   int           // octets of the idle
	freed  chan struct{} // a hint that something may be forgotten
}

// get gives the message of a delivery, loading it at most once for those who wait together. It waits while copies under way fill
// the budget.
func (c *cache) get(ctx context.Context, s *store.Store, job store.Delivery, signed func(domain string) bool) (*shared, error) {
	id := job.ID.Submission
	c.mu.Lock()
	if c.items == nil {
		c.items, c.freed = map[store.ID]*shared{}, make(chan struct{}, 1)
	}
	item := c.items[id]
	if item != nil {
		item.users++
		c.mu.Unlock()
		<-item.loaded
		return item, item.err
	}
	item = &shared{loaded: make(chan struct{}), users: 1, size: job.Size}
	c.items[id] = item
	c.mu.Unlock()
	defer close(item.loaded)
	c.load.Lock()
	defer c.load.Unlock()
	c.makeRoom(job.Size)
	item.err = item.read(ctx, s, id, signed)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.size += item.size - job.Size
	return item, item.err
}

// makeRoom forgets what nobody uses, and waits for the rest.
func (c *cache) makeRoom(size int) {
	if size > largeMessage {
		defer runtime.GC()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.size > 0 && c.size+size > c.budget {
		if c.forget() {
			continue
		}
		c.mu.Unlock()
		<-c.freed
		c.mu.Lock()
	}
	c.size += size
}

// forget drops the message that was not used for the longest time.
func (c *cache) forget() bool {
	for len(c.idle) > 0 {
		id := c.idle[0]
		c.idle = c.idle[1:]
		item := c.items[id]
		item.listed = false
		c.rest -= item.size
		if item.users == 0 {
			c.size -= item.size
			delete(c.items, id)
			return true
		}
	}
	return false
}

// put gives a message back that get gave. One that could not be loaded is forgotten.
func (c *cache) put(id store.ID, item *shared) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if item.users--; item.users > 0 {
		return
	}
	if item.err != nil {
		c.size -= item.size
		delete(c.items, id)
		return
	}
	if !item.listed {
		c.idle, item.listed = append(c.idle, id), true
		c.rest += item.size
	}
	for c.rest > idleBudget && c.forget() {
	}
	select {
	case c.freed <- struct{}{}:
	default:
	}
}

// read loads a submission and prepares its copies. A panic is an error, so that those who wait hear of it.
func (item *shared) read(ctx context.Context, s *store.Store, id store.ID, signed func(domain string) bool) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("deliver: " + kindOfPanic(p))
		}
	}()
	envelope, body, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	item.envelope = envelope
	if envelope.From != "" {
		if item.from, err = address.Parse(envelope.From); err != nil {
			return fmt.Errorf("deliver: sender: %w", err)
		}
	}
	var plan message.Plan
	if err := json.Unmarshal(envelope.Plan, &plan); err != nil {
		return fmt.Errorf("deliver: plan: %w", err)
	}
	prepared, err := message.Prepare(body, plan)
	if err != nil {
		return err
	}
	item.template = newTemplate(prepared, signed(envelope.SignFor))
	item.size = item.template.size + item.template.extra
	if prepared.Holds() {
		for _, e := range plan.Edits { // what of it no copy has is kept as well
			item.size += e.Length
		}
	}
	return nil
}

// render makes a delivery's copy: the shared text with this person's slots filled, and the signature on top. release is
// called when the copy is needed no more, also if there is none. A panic is an error: one copy must not stop the others.
func (d *Deliverer) render(ctx context.Context, job store.Delivery) (j Job, release func(), err error) {
	release = func() {}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	id := job.ID.Submission
	loaded := &d.usual
	if isLarge(job) {
		loaded = &d.large
	}
	item, err := loaded.get(ctx, d.Store, job, func(domain string) bool { _, found := d.keys().For(domain); return found })
	release = func() { loaded.put(id, item) }
	if err != nil {
		return Job{}, release, err
	}
	to, err := address.Parse(job.Recipient.Address)
	if err != nil {
		return Job{}, release, fmt.Errorf("deliver: recipient: %w", err)
	}
	var sign func(header, bodyHash []byte) ([]byte, error)
	if key, found := d.keys().For(item.envelope.SignFor); found {
		sign = func(header, bodyHash []byte) ([]byte, error) { return key.field(header, bodyHash, d.Now()) }
	}
	own := int64(min(item.template.own+signatureSize, ownBudget))
	if err := d.own.Acquire(ctx, own); err != nil {
		return Job{}, release, err
	}
	release = func() { d.own.Release(own); loaded.put(id, item) }
	j = Job{From: item.from, To: to, Envelope: item.envelope, Recipient: job.Recipient}
	if j.text, err = item.template.render(d.values(job, to), sign); err != nil {
		return Job{}, release, err
	}
	return j, release, nil
}

// signatureSize is about how long a signature is.
const signatureSize = 1 << 10

// values fills the slots for one person.
func (d *Deliverer) values(job store.Delivery, to address.Address) (v message.Values) {
	mailbox := address.Mailbox{Name: job.Recipient.Name, Address: to}
	v[message.SlotTo] = message.FoldValue(len("To: "), mailbox.Header())
	if job.Purpose == "" {
		return v
	}
	token := d.Mint.Token(link.Claim{Key: job.Person, Purpose: job.Purpose}).Reveal()
	v[message.SlotLink] = d.Config.BaseURL + "/u/" + token
	v[message.SlotMailto] = "mailto:u+" + token + "@" + d.Config.MailtoDomain
	return v
}
