package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"souspli/policy/address"
)

// Events of the trail.
const (
	EventAccepted = "accepted"
	EventRefused  = "refused"
	EventDeferred = "deferred"
	EventOptedOut = "opted-out"
	EventUndone   = "opt-out undone"
	EventNotified = "sender notified"
	EventOperator = "operator"
)

// Event is one line of the trail. Its detail holds neither addresses nor content.
type Event struct {
	At         time.Time
	Submission ID // 0: none
	Event      string
	Detail     string
}

func acceptedDetail(pending, suppressed int) string {
	return fmt.Sprintf("%d deliveries, %d suppressed", pending, suppressed)
}

func (c *change) addTrail(now time.Time, submission ID, person *address.Key, event, detail string) error {
	var key any
	if person != nil {
		key = person.Bytes()
	}
	_, err := c.exec(`INSERT INTO trail (at, submission, person, event, detail) VALUES ($1, $2, $3, $4, $5)`, millis(now), int64(submission), key, event, clean(detail))
	return err
}

// AddEvent writes one line of the trail.
func (s *Store) AddEvent(ctx context.Context, e Event, person *address.Key) error {
	err := s.do(ctx, func(c *change) error { return c.addTrail(e.At, e.Submission, person, e.Event, e.Detail) })
	return wrap("add event", err)
}

// EventsOf gives the trail of a submission.
func (s *Store) EventsOf(ctx context.Context, id ID) ([]Event, error) {
	return s.events(ctx, `submission = $1`, int64(id))
}

// EventsFor gives the trail of a person.
func (s *Store) EventsFor(ctx context.Context, person address.Key) ([]Event, error) {
	return s.events(ctx, `person = $1`, person.Bytes())
}

func (s *Store) events(ctx context.Context, where string, arg any) ([]Event, error) {
	var list []Event
	rows, err := s.reader.query(ctx, `SELECT at, submission, event, detail FROM trail WHERE `+where+` ORDER BY at`, arg)
	err = each(rows, err, func() error {
		var e Event
		var ms int64
		err := rows.Scan(&ms, &e.Submission, &e.Event, &e.Detail)
		e.At = at(ms)
		list = append(list, e)
		return err
	})
	return list, wrap("events", err)
}

// Explanation is why a message was refused, as the page behind the link shows it, in every language. It holds counts and
// places, no values that were found.
type Explanation struct {
	Reason string                      `json:"reason"`
	Texts  map[string]ExplanationTexts `json:"texts"` // by language
}

// ExplanationTexts are the sentences of an explanation.
type ExplanationTexts struct {
	What  string            `json:"what"`
	Files []ExplanationFile `json:"files,omitempty"`
	Do    string            `json:"do,omitempty"`
}

// ExplanationFile says what is wrong with one attachment.
type ExplanationFile struct {
	Name  string   `json:"name"`
	What  string   `json:"what"`
	Found []string `json:"found,omitempty"` // "214 e-mail addresses (Adhérents!C)"
}

// Explain keeps an explanation until it expires; anew if it is there.
func (s *Store) Explain(ctx context.Context, ref string, expires time.Time, e Explanation) error {
	sealed, err := s.cipher.sealJSON(e, explanationPlace(ref))
	if err != nil {
		return wrap("explain", err)
	}
	err = s.do(ctx, func(c *change) error {
		_, err := c.exec(`INSERT INTO explanation (ref, expires, content) VALUES ($1, $2, $3)
			ON CONFLICT (ref) DO UPDATE SET expires = excluded.expires, content = excluded.content`, ref, millis(expires), sealed)
		return err
	})
	return wrap("explain", err)
}

// Explanation gives what Explain kept, or ErrNotFound.
func (s *Store) Explanation(ctx context.Context, now time.Time, ref string) (e Explanation, err error) {
	var sealed []byte
	err = s.reader.get(ctx, `SELECT content FROM explanation WHERE ref = $1 AND expires > $2`, []any{ref, millis(now)}, &sealed)
	if err == sql.ErrNoRows {
		return e, ErrNotFound
	}
	if err == nil {
		err = s.cipher.openJSON(sealed, explanationPlace(ref), &e)
	}
	return e, wrap("explanation", err)
}

func explanationPlace(ref string) []byte { return []byte("explanation\x00" + ref) }
