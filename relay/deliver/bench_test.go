package deliver_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"souspli/policy/address"
	"souspli/policy/message"
	"souspli/relay/deliver"
	"souspli/relay/relaytest"
)

// benchMessage is a newsletter of so many octets with its plan: a personal To and a link behind the text.
func benchMessage(b testing.TB, size int) ([]byte, message.Plan) {
	b.Helper()
	line := "The quick brown fox jumps over the lazy dog, and over it again, today.\r\n"
	raw := []byte(strings.Replace(newsletter, "Bonjour\r\n", strings.Repeat(line, size/len(line))+"HERE\r\n", 1))
	m, err := message.Parse(raw, message.DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	var p message.Plan
	for _, f := range m.Header() {
		if f.Is("To") {
			p.Add(message.ReplaceField(f, message.Piece{Text: "To: "}, message.Piece{Slot: message.SlotTo}, message.Piece{Text: "\r\n"}))
		}
	}
	p.Edits = append(p.Edits, message.Edit{Offset: bytes.Index(raw, []byte("HERE")), Length: 4, Pieces: []message.Piece{{Slot: message.SlotLink}}})
	return raw, p
}

// BenchmarkCopy makes copies, unsigned and signed.
func BenchmarkCopy(b *testing.B) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	for _, size := range []int{4 << 10, 1 << 20} {
		raw, plan := benchMessage(b, size)
		for _, keys := range []deliver.Keys{nil, {{Domain: "asso.example", Selector: "s1", Signer: key}}} {
			b.Run(fmt.Sprintf("%dKiB/signed=%v", size>>10, keys != nil), func(b *testing.B) {
				maker, err := deliver.NewMaker(raw, plan, keys, "asso.example")
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for i := range b.N {
					if _, err := maker.Copy(message.Values{message.SlotTo: fmt.Sprintf("r%d@a.example", i)}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	b.Run("RSA alone", func(b *testing.B) {
		k := deliver.Key{Domain: "asso.example", Selector: "s1", Signer: key}
		for range b.N {
			if _, err := k.Sign([]byte("From: a@asso.example\r\n\r\n"), time.Time{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFar sends over one connection to a next hop 30 ms away and reports how many times as fast as go-smtp's client that is.
func BenchmarkFar(b *testing.B) {
	const delay = 30 * time.Millisecond
	raw, plan := benchMessage(b, 4<<10)
	maker, err := deliver.NewMaker(raw, plan, nil, "")
	if err != nil {
		b.Fatal(err)
	}
	for name, extensions := range map[string][]string{"CHUNKING": {"PIPELINING", "CHUNKING"}, "PIPELINING": {"PIPELINING"}, "neither": {}} {
		b.Run(name, func(b *testing.B) {
			h := relaytest.NewHop(b, relaytest.HopOptions{Extensions: extensions, Delay: delay})
			s := deliver.NewSmarthost(hop(h), 1)
			defer s.Close()
			n := max(b.N, 64)
			began := time.Now()
			sendAll(b, s, maker, n)
			ours := float64(n) / time.Since(began).Seconds()
			theirs := goSMTP(b, h.Addr, raw, 10)
			b.ReportMetric(ours, "copies/s")
			b.ReportMetric(ours/theirs, "×go-smtp")
		})
	}
}

// sendAll sends n copies and waits for what becomes of each.
func sendAll(b testing.TB, s deliver.Sender, maker *deliver.Maker, n int) {
	b.Helper()
	from, err1 := address.Parse("news@asso.example")
	to, err2 := address.Parse("a@a.example")
	if err1 != nil || err2 != nil {
		b.Fatal(err1, err2)
	}
	var wg sync.WaitGroup
	for range n {
		j, err := maker.Copy(message.Values{message.SlotTo: "a@a.example"})
		if err != nil {
			b.Fatal(err)
		}
		j.From, j.To = from, to
		wg.Add(1)
		s.Send(b.Context(), j, func(o deliver.Outcome) {
			if o.Recorded(); o.State != "delivered" {
				b.Error(o.Text)
			}
			wg.Done()
		})
	}
	wg.Wait()
}

// goSMTP gives the messages a second of go-smtp's client on one connection.
func goSMTP(b testing.TB, addr string, raw []byte, n int) float64 {
	b.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	c := smtp.NewClient(conn)
	defer c.Close()
	if err := c.Hello("relay.test"); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	for range n {
		if err := c.SendMail("news@asso.example", []string{"a@a.example"}, bytes.NewReader(raw)); err != nil {
			b.Fatal(err)
		}
	}
	return float64(n) / time.Since(began).Seconds()
}
