package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"souspli/policy/address"
)

// Everything is the purpose of a suppression that holds for every purpose, and for correspondence.
const Everything = "*"

// Sources of a suppression.
const (
	SourceOneClick = "one-click" // the mail program's button (RFC 8058)
	SourcePage     = "page"      // the buttons of the page behind the link
	SourceMail     = "mail"      // mail to the address in List-Unsubscribe
	SourceOperator = "operator"
	SourceImport   = "import"
)

// Suppression is "never write to this person for this purpose".
type Suppression struct {
	Person  address.Key
	Purpose string // or Everything
	Reason  string // free text of an operator; no address in it
	Source  string
	Created time.Time
}

// Suppress records suppressions; one that exists keeps its date and reason. It says how many are new.
func (s *Store) Suppress(ctx context.Context, list ...Suppression) (added int, err error) {
	err = s.doRows(ctx, len(list), func(c *change) error {
		added = 0
		for _, x := range list {
			result, err := c.exec(`INSERT INTO suppression (person, purpose, reason, source, created)
				VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`, x.Person.Bytes(), clean(x.Purpose), clean(x.Reason), clean(x.Source), millis(x.Created))
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			if n > 0 {
				added++
				err = c.addTrail(x.Created, 0, &x.Person, EventOptedOut, x.Purpose+" "+x.Source)
			}
			if err != nil {
				return err
			}
		}
		Failpoint("opt-out")
		return nil
	})
	Failpoint("opted-out")
	return added, wrap("suppress", err)
}

// Unsuppress takes suppressions back: for one purpose, from these sources, or from any if none is named. It says how many.
func (s *Store) Unsuppress(ctx context.Context, now time.Time, person address.Key, purpose string, sources ...string) (removed int, err error) {
	err = s.do(ctx, func(c *change) error {
		query, args := `DELETE FROM suppression WHERE person = $1 AND purpose = $2`, []any{person.Bytes(), purpose}
		if len(sources) > 0 {
			query += ` AND source IN (` + placeholders(len(args)+1, len(sources)) + `)`
			for _, source := range sources {
				args = append(args, source)
			}
		}
		result, err := c.exec(query, args...)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		removed = int(n)
		if err != nil || n == 0 {
			return err
		}
		return c.addTrail(now, 0, &person, EventUndone, purpose)
	})
	return removed, wrap("unsuppress", err)
}

// RenamePurpose gives the suppressions of one purpose to another. Whoever has left that one too keeps the record of it.
func (s *Store) RenamePurpose(ctx context.Context, from, to string) error {
	err := s.do(ctx, func(c *change) error {
		_, err := c.exec(`INSERT INTO suppression (person, purpose, reason, source, created)
			SELECT person, $1, reason, source, created FROM suppression WHERE purpose = $2 ON CONFLICT DO NOTHING`, to, from)
		if err != nil {
			return err
		}
		_, err = c.exec(`DELETE FROM suppression WHERE purpose = $1`, from)
		return err
	})
	return wrap("rename purpose", err)
}

// SuppressionsOf gives what is recorded for one person.
func (s *Store) SuppressionsOf(ctx context.Context, person address.Key) ([]Suppression, error) {
	var list []Suppression
	err := s.eachSuppression(ctx, func(x Suppression) error { list = append(list, x); return nil }, `WHERE person = $1 ORDER BY purpose`, person.Bytes())
	return list, wrap("suppressions", err)
}

// EachSuppression calls fn for every suppression, oldest first, of one purpose or of all if purpose is "".
func (s *Store) EachSuppression(ctx context.Context, purpose string, fn func(Suppression) error) error {
	if purpose == "" {
		return wrap("suppressions", s.eachSuppression(ctx, fn, `ORDER BY created, person`))
	}
	return wrap("suppressions", s.eachSuppression(ctx, fn, `WHERE purpose = $1 ORDER BY created, person`, purpose))
}

func (s *Store) eachSuppression(ctx context.Context, fn func(Suppression) error, where string, args ...any) error {
	rows, err := s.reader.query(ctx, `SELECT person, purpose, reason, source, created FROM suppression `+where, args...)
	return each(rows, err, func() error {
		x, err := scanSuppression(rows)
		if err != nil {
			return err
		}
		return fn(x)
	})
}

func scanSuppression(rows *sql.Rows, more ...any) (x Suppression, err error) {
	var person []byte
	var created int64
	if err = rows.Scan(append([]any{&person, &x.Purpose, &x.Reason, &x.Source, &created}, more...)...); err != nil {
		return x, err
	}
	x.Created = at(created)
	x.Person, err = address.KeyFromBytes(person)
	return x, err
}

// Standing is what is known about one person and one purpose.
type Standing struct {
	Suppression *Suppression // nil: may be written to
	HasBasis    bool         // a basis record that is alive
}

// Standings looks people up for a purpose; "" is correspondence, which only Everything suppresses. The answer is parallel to people.
func (s *Store) Standings(ctx context.Context, now time.Time, people []address.Key, purpose string) ([]Standing, error) {
	found := map[address.Key]Standing{}
	for chunk := range slices.Chunk(people, maxLookUp) {
		if err := s.lookUp(ctx, now, chunk, purpose, found); err != nil {
			return nil, wrap("standings", err)
		}
	}
	list := make([]Standing, len(people))
	for i, p := range people {
		list[i] = found[p]
	}
	return list, nil
}

// maxLookUp is how many people are looked up in one query.
const maxLookUp = 500

// lookUpSize gives one of few sizes that holds n people, so that there are few different statements to prepare.
func lookUpSize(n int) int {
	for _, size := range []int{1, 8, 64} {
		if n <= size {
			return size
		}
	}
	return maxLookUp
}

// lookUpQuery asks for suppressions and live basis records ($2 is now) of people from $4.
const lookUpQuery = `SELECT person, purpose, reason, source, created, 0 FROM suppression WHERE purpose IN ($1, $3) AND person IN (%[1]s)
	UNION ALL SELECT person, '', '', '', recorded, 1 FROM basis WHERE purpose = $1 AND (expires = 0 OR expires > $2) AND person IN (%[1]s)`

func (s *Store) lookUp(ctx context.Context, now time.Time, people []address.Key, purpose string, found map[address.Key]Standing) error {
	args := []any{purpose, millis(now), Everything}
	for i := range lookUpSize(len(people)) { // the last one more than once
		args = append(args, people[min(i, len(people)-1)].Bytes())
	}
	rows, err := s.reader.query(ctx, fmt.Sprintf(lookUpQuery, placeholders(4, len(args)-3)), args...)
	return each(rows, err, func() error {
		var basis bool
		x, err := scanSuppression(rows, &basis)
		st := found[x.Person]
		switch {
		case basis:
			st.HasBasis = true
		case st.Suppression == nil || x.Created.Before(st.Suppression.Created): // the oldest says why
			st.Suppression = &x
		}
		found[x.Person] = st
		return err
	})
}

// Basis is proof that a person may be written to for a purpose (GDPR art. 7(1)).
type Basis struct {
	Person   address.Key
	Purpose  string
	Kind     string // consent or another legal basis
	Source   string
	Recorded time.Time
	Expires  time.Time // zero: never
}

// AddBasis records a basis, replacing an older one of the same person and purpose.
func (s *Store) AddBasis(ctx context.Context, list ...Basis) error {
	err := s.doRows(ctx, len(list), func(c *change) error {
		for _, b := range list {
			_, err := c.exec(`INSERT INTO basis (person, purpose, kind, source, recorded, expires) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (person, purpose) DO UPDATE SET kind = excluded.kind, source = excluded.source, recorded = excluded.recorded, expires = excluded.expires`,
				b.Person.Bytes(), clean(b.Purpose), clean(b.Kind), clean(b.Source), millis(b.Recorded), millis(b.Expires))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("add basis", err)
}

// RemoveBasis deletes a basis record.
func (s *Store) RemoveBasis(ctx context.Context, person address.Key, purpose string) error {
	err := s.do(ctx, func(c *change) error {
		return changed(c.exec(`DELETE FROM basis WHERE person = $1 AND purpose = $2`, person.Bytes(), purpose))
	})
	if errors.Is(err, ErrNotFound) {
		return ErrNotFound
	}
	return wrap("remove basis", err)
}
