package store_test

import (
	"bytes"
	"testing"

	"souspli/store/storetest"
)

// Who needs a header does not load the rest of a large message.
func TestHead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		s := e.Open(t)
		for _, size := range []int{0, 100, 700 << 10, 3 << 20} {
			sub := submission(t, s, noon, "", "a@x.example")
			sub.Body = bytes.Repeat([]byte("0123456789"), size/10)
			enqueue(t, s, sub)
			envelope, head, err := s.Head(t.Context(), sub.ID, 512<<10)
			if err != nil || envelope.From != "marie@asso.example" || !bytes.HasPrefix(sub.Body, head) || len(head) < min(len(sub.Body), 512<<10) || len(head) > 1<<20 {
				t.Errorf("of %d octets %d, %+v, %v", len(sub.Body), len(head), envelope, err)
			}
		}
	})
}
