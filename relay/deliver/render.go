package deliver

import (
	"context"
	"encoding/json"
	"fmt"
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
	prepared *message.Prepared
	size     int
}

// cacheBudget is how many octets of messages are kept ready between their copies.
const cacheBudget = 16 << 20

// cache keeps the last submissions ready. Its zero value is empty.
type cache struct {
	mu    sync.Mutex
	order []store.ID // oldest first
	items map[store.ID]*shared
	size  int
}

// get gives a submission, loading it at most once for those who wait together.
func (c *cache) get(ctx context.Context, s *store.Store, id store.ID) (*shared, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if item := c.items[id]; item != nil {
		return item, nil
	}
	item, err := load(ctx, s, id)
	if err != nil {
		return nil, err
	}
	if c.items == nil {
		c.items = map[store.ID]*shared{}
	}
	c.items[id] = item
	c.order = append(c.order, id)
	c.size += item.size
	for c.size > cacheBudget && len(c.order) > 1 {
		oldest := c.order[0]
		c.order = c.order[1:]
		c.size -= c.items[oldest].size
		delete(c.items, oldest)
	}
	return item, nil
}

// load reads a submission and prepares its copies.
func load(ctx context.Context, s *store.Store, id store.ID) (*shared, error) {
	envelope, body, err := s.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	item := &shared{envelope: envelope, size: len(body)}
	if envelope.From != "" {
		if item.from, err = address.Parse(envelope.From); err != nil {
			return nil, fmt.Errorf("deliver: sender: %w", err)
		}
	}
	var plan message.Plan
	if err := json.Unmarshal(envelope.Plan, &plan); err != nil {
		return nil, fmt.Errorf("deliver: plan: %w", err)
	}
	item.prepared, err = message.Prepare(body, plan)
	return item, err
}

// render makes a delivery's copy: the shared text with this person's slots filled, and the signature on top.
func (d *Deliverer) render(ctx context.Context, job store.Delivery) (Job, error) {
	item, err := d.loaded.get(ctx, d.Store, job.ID.Submission)
	if err != nil {
		return Job{}, err
	}
	to, err := address.Parse(job.Recipient.Address)
	if err != nil {
		return Job{}, fmt.Errorf("deliver: recipient: %w", err)
	}
	j := Job{From: item.from, To: to, Envelope: item.envelope, Recipient: job.Recipient}
	copy := item.prepared.Append(make([]byte, 0, item.size+4096), d.values(job, to))
	if key, found := d.keys().For(item.envelope.SignFor); found {
		signature, err := key.Sign(copy, d.Now())
		if err != nil {
			return Job{}, err
		}
		copy = append(signature, copy...)
	}
	j.Copy = copy
	return j, nil
}

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
