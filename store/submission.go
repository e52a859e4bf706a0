package store

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"souspli/policy/address"
)

// chunkSize is how much of a body lies in one row.
const chunkSize = 256 << 10

// Submission is one message with its envelope, as it enters the queue.
type Submission struct {
	ID         ID
	Account    string // empty: written by the relay itself
	Purpose    string // empty: correspondence
	Received   time.Time
	Envelope   Envelope
	Body       []byte
	Deliveries []NewDelivery
}

// Own puts mail that the relay itself wrote to one person into the form of the queue: from nobody, so that nothing answers it.
func Own(id ID, now time.Time, to address.Address, person address.Key, body []byte) Submission {
	return Submission{ID: id, Received: now, Body: body, Envelope: Envelope{Plan: []byte("{}"), UTF8: !to.IsASCII()},
		Deliveries: []NewDelivery{{Recipient: Recipient{Address: to.Reveal()}, Person: person, Domain: to.Domain(), State: Queued}}}
}

// Envelope is what all deliveries of a submission share. It is kept sealed, and no longer than they last.
type Envelope struct {
	From      string `json:"from"`               // the reverse-path in clear; "": null
	Plan      []byte `json:"plan,omitempty"`     // how a copy is made, as policy/message wrote it
	SignFor   string `json:"sign_for,omitempty"` // domain that signs the copies
	UTF8      bool   `json:"utf8,omitempty"`     // needs SMTPUTF8 at the next hop (RFC 6531)
	Return    string `json:"ret,omitempty"`      // DSN RET: FULL, HDRS (RFC 3461 4.3)
	EnvID     string `json:"envid,omitempty"`    // DSN ENVID (RFC 3461 4.4)
	Locale    string `json:"locale,omitempty"`   // of notices to the sender
	MessageID string `json:"message_id,omitempty"`
	Subject   string `json:"subject,omitempty"` // for notices to the sender, who wrote it
}

// NewDelivery is one recipient of a submission that enters the queue.
type NewDelivery struct {
	Recipient Recipient
	Person    address.Key
	Domain    string
	State     State  // Queued, or Suppressed: recorded without an address
	Outcome   string // why it is suppressed
}

// Recipient is what a delivery needs to know of its person. It is kept sealed, and no longer than the delivery lasts.
type Recipient struct {
	Address string   `json:"a"`
	Name    string   `json:"n,omitempty"`
	Notify  []string `json:"notify,omitempty"` // DSN NOTIFY (RFC 3461 4.1)
	ORCPT   string   `json:"orcpt,omitempty"`  // DSN ORCPT, "type;address" as on the wire
}

// Enqueue takes submissions into the queue, all or none, and returns when they are on disk.
func (s *Store) Enqueue(ctx context.Context, list ...Submission) error {
	if s.Broken() { // try the disk with something small before a message is risked
		if err := s.Ping(ctx); err != nil {
			return wrap("enqueue", err)
		}
	}
	sealed := make([]sealedSubmission, len(list))
	rows := 0
	for i, sub := range list {
		rows += len(sub.Deliveries) + len(sub.Body)/(16<<10)
		var err error
		if sealed[i], err = s.sealSubmission(sub); err != nil {
			return wrap("enqueue", err)
		}
	}
	err := s.doRows(ctx, rows, func(c *change) error {
		for i := range list {
			if err := c.insertSubmission(list[i], sealed[i]); err != nil {
				return err
			}
		}
		Failpoint("accept")
		return nil
	})
	if err == nil {
		Failpoint("accepted")
		s.signal()
	}
	return wrap("enqueue", err)
}

// sealedSubmission is the part of a submission that is sealed before the writer's turn comes. The rest of a large body is not:
// it would be there twice for as long as others are written.
type sealedSubmission struct {
	envelope   []byte
	chunk      []byte // the first of the body
	recipients [][]byte
	cipher     cipher // for the others
}

func (s *Store) sealSubmission(sub Submission) (out sealedSubmission, err error) {
	out.cipher = s.cipher
	if out.envelope, err = s.cipher.sealJSON(sub.Envelope, place("submission", sub.ID, 0)); err != nil {
		return out, err
	}
	if out.chunk, err = s.cipher.seal(nil, sub.Body[:min(chunkSize, len(sub.Body))], place("body", sub.ID, 0)); err != nil {
		return out, err
	}
	out.recipients = make([][]byte, len(sub.Deliveries))
	for i, d := range sub.Deliveries {
		if d.State.IsFinal() {
			continue
		}
		if out.recipients[i], err = s.cipher.sealJSON(d.Recipient, place("delivery", sub.ID, i+1)); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (c *change) insertSubmission(sub Submission, sealed sealedSubmission) error {
	pending, suppressed := 0, 0
	for _, d := range sub.Deliveries {
		if d.State.IsFinal() {
			suppressed++
		} else {
			pending++
		}
	}
	now, finished := millis(sub.Received), int64(0)
	if pending == 0 {
		finished, sealed.envelope = now, nil
	}
	_, err := c.exec(`INSERT INTO submission (id, account, purpose, received, size, envelope, pending, untold, untold_at, warned, finished)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8)`, int64(sub.ID), clean(sub.Account), clean(sub.Purpose), now, len(sub.Body), sealed.envelope, pending, finished)
	if err != nil {
		return err
	}
	if pending > 0 {
		if err := c.insertBody(sub, sealed); err != nil {
			return err
		}
	}
	if err := c.insertDeliveries(sub, laneOf(sub, pending), sealed.recipients); err != nil {
		return err
	}
	return c.addTrail(sub.Received, sub.ID, nil, EventAccepted, acceptedDetail(pending, suppressed))
}

func (c *change) insertBody(sub Submission, sealed sealedSubmission) (err error) {
	chunk, seq := sealed.chunk, 0
	var buffer []byte
	for plain := range slices.Chunk(sub.Body, chunkSize) {
		if seq > 0 {
			if buffer, err = sealed.cipher.seal(buffer[:0], plain, place("body", sub.ID, seq)); err != nil {
				return err
			}
			chunk = buffer
		}
		if _, err = c.exec(`INSERT INTO body (submission, seq, chunk) VALUES ($1, $2, $3)`, int64(sub.ID), seq, chunk); err != nil {
			return err
		}
		seq++
	}
	return nil
}

// insertDeliveries puts the deliveries behind the one of their lane that is due next, one place apart (claim.go).
func (c *change) insertDeliveries(sub Submission, lane string, recipients [][]byte) error {
	turn, err := c.nextTurn(lane)
	if err != nil {
		return err
	}
	seq := 0
	for piece := range pieces(sub.Deliveries, c.dialect.step) {
		args := []any{int64(sub.ID), lane, millis(sub.Received)}
		for _, d := range piece {
			seq++
			args = append(args, seq, d.Person.Bytes(), clean(d.Domain), recipients[seq-1], string(d.State), clean(d.Outcome), turn+1+int64((seq-1)/together))
		}
		_, err := c.exec(`INSERT INTO delivery (submission, lane, attempts, due, lease, lease_end, in_doubt, updated, seq, person, domain, recipient, state, outcome, turn)
			VALUES `+tuples(len(piece), `$1, $2, 0, $3, 0, 0, 0, $3, `, 4, make([]string, 7)...), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// loadQuery gives the envelope with the first chunk of the body, up to so many chunks.
const loadQuery = `SELECT s.size, CASE WHEN COALESCE(b.seq, 0) = 0 THEN s.envelope END, b.seq, b.chunk
	FROM submission s LEFT JOIN body b ON b.submission = s.id AND b.seq < $2 WHERE s.id = $1 AND s.envelope IS NOT NULL ORDER BY b.seq`

// Load gives what the deliveries of a submission share: its envelope and body.
func (s *Store) Load(ctx context.Context, id ID) (e Envelope, body []byte, err error) {
	return s.load(ctx, id, math.MaxInt32)
}

// Head is Load for who needs the beginning of a body: at least so many octets of it.
func (s *Store) Head(ctx context.Context, id ID, octets int) (e Envelope, body []byte, err error) {
	return s.load(ctx, id, octets/chunkSize+1)
}

func (s *Store) load(ctx context.Context, id ID, chunks int) (e Envelope, body []byte, err error) {
	size := int64(-1)
	rows, err := s.reader.query(ctx, loadQuery, int64(id), chunks)
	err = each(rows, err, func() error {
		var envelope, chunk sql.RawBytes
		var seq sql.NullInt64
		err := rows.Scan(&size, &envelope, &seq, &chunk)
		if err != nil {
			return err
		}
		size = min(size, int64(chunks)*chunkSize)
		if body == nil {
			body = make([]byte, 0, size)
			if err := s.cipher.openJSON(envelope, place("submission", id, 0), &e); err != nil || !seq.Valid {
				return err
			}
		}
		body, err = s.cipher.open(body, chunk, place("body", id, int(seq.Int64)))
		return err
	})
	switch {
	case err == nil && size < 0:
		return e, nil, ErrNotFound
	case err == nil && int64(len(body)) != size:
		err = ErrKey
	}
	return e, body, wrap("load", err)
}
