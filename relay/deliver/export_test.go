package deliver

import (
	"context"
	"time"

	"souspli/policy/message"
	"souspli/store"
)

// Maker makes copies of one message without a queue, for benchmarks.
type Maker struct {
	template *template
	sign     func(header, bodyHash []byte) ([]byte, error)
}

// NewMaker prepares a message as a submission of the queue is prepared.
func NewMaker(raw []byte, plan message.Plan, keys Keys, signFor string) (*Maker, error) {
	p, err := message.Prepare(raw, plan)
	if err != nil {
		return nil, err
	}
	key, signed := keys.For(signFor)
	m := &Maker{template: newTemplate(p, signed)}
	if signed {
		m.sign = func(header, bodyHash []byte) ([]byte, error) { return key.field(header, bodyHash, time.Unix(0, 0)) }
	}
	return m, nil
}

// Copy makes one copy.
func (m *Maker) Copy(v message.Values) (j Job, err error) {
	j.text, err = m.template.render(v, m.sign)
	return j, err
}

// Recorded says that the outcome is on disk.
func (o Outcome) Recorded() {
	if o.recorded != nil {
		o.recorded()
	}
}

// TakeOne has a conversation that waits take one of two copies that came together, and counts the conversations then.
func TakeOne(s *Smarthost) int {
	s.open = 1
	for range 2 {
		s.waiting <- &flight{ctx: context.Background(), done: func(Outcome) {}}
	}
	s.next(nil)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// Tell tells of ends that were found before.
func (d *Deliverer) Tell(ctx context.Context, u store.Untold) error {
	return d.tell(ctx, d.Now(), u, d.Store.Told)
}
