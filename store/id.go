package store

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"
)

// ID names a submission: milliseconds since 1970 and 22 random bits, so that ids sort by time and two relays never meet.
type ID int64

// digits are those of Crockford's base 32: nothing that is misread on the telephone.
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// idLength is the number of digits of an ID: 63 bits.
const idLength = 13

// NewID makes an id for a submission that arrives now. Within a millisecond the ids of one relay rise, so that they never
// meet however many arrive.
func (s *Store) NewID(now time.Time) (ID, error) {
	var b [4]byte
	if _, err := io.ReadFull(s.random, b[:]); err != nil {
		return 0, fmt.Errorf("store: id: %w", err)
	}
	id := ID(now.UnixMilli()<<22 | int64(binary.BigEndian.Uint32(b[:])>>10))
	s.idMu.Lock()
	defer s.idMu.Unlock()
	if id <= s.lastID && s.lastID-id < 1<<24 { // a clock that was set back is believed
		id = s.lastID + 1
	}
	s.lastID = id
	return id, nil
}

// String writes the id as people see it, 13 letters and digits.
func (id ID) String() string {
	var b [idLength]byte
	for i := idLength - 1; i >= 0; i-- {
		b[i] = digits[id&31]
		id >>= 5
	}
	return string(b[:])
}

// ParseID reads an id as people write it: in any case, with O for 0 and I or L for 1.
func ParseID(s string) (ID, error) {
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(s)))
	if len(s) != idLength {
		return 0, ErrNotFound
	}
	var id ID
	for _, r := range s {
		n := strings.IndexRune(digits, r)
		if n < 0 || id > 1<<58 {
			return 0, ErrNotFound
		}
		id = id<<5 | ID(n)
	}
	if id <= 0 {
		return 0, ErrNotFound
	}
	return id, nil
}

// DeliveryID names a delivery: its submission and its place in it, from 1.
type DeliveryID struct {
	Submission ID
	Seq        int
}

// String writes the id as people see it: "01HZX3V9K2M4Q-17".
func (d DeliveryID) String() string { return fmt.Sprintf("%s-%d", d.Submission, d.Seq) }

// ParseDeliveryID reads an id as String writes it. An id without a place names the whole submission: Seq is 0.
func ParseDeliveryID(s string) (DeliveryID, error) {
	head, tail, found := strings.Cut(s, "-")
	id, err := ParseID(head)
	if err != nil || !found {
		return DeliveryID{Submission: id}, err
	}
	d := DeliveryID{Submission: id}
	if n, err := fmt.Sscanf(tail, "%d", &d.Seq); n != 1 || err != nil || d.Seq < 1 || fmt.Sprint(d.Seq) != tail {
		return DeliveryID{}, ErrNotFound
	}
	return d, nil
}
