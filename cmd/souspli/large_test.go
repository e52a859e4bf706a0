package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"souspli/relay/relaytest"
)

// octets gives so many that look like nothing, the same for the same seed.
func octets(n int, seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// withPicture writes a message with an attached picture, in all of about so many octets; the parts begin with a dot here and there.
func withPicture(subject, to string, size int) (mail, body string) {
	picture := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), octets(max(0, size-600)*57/78, uint64(size))...)
	var b strings.Builder
	b.WriteString("--bb\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n.\r\n..\r\n.a\r\n\r\n--bb\r\nContent-Type: image/jpeg; name=\"p.jpg\"\r\n" +
		"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"p.jpg\"\r\n\r\n")
	for line := range slices.Chunk(picture, 57) {
		b.WriteString(base64.StdEncoding.EncodeToString(line) + "\r\n")
	}
	b.WriteString("--bb--\r\n")
	head := strings.TrimSuffix(mailTo("marie@asso.example", subject, to), "\r\nBonjour\r\n") + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n"
	return head + b.String(), b.String()
}

// stuff doubles the dots at the beginning of lines.
func stuff(text string) string { return strings.ReplaceAll(text, "\r\n.", "\r\n..") }

// What is handed in arrives octet for octet, by DATA and by BDAT, around the lengths at which it is held, stored and sent in
// another way.
func TestEveryOctetArrives(t *testing.T) {
	for name, extensions := range map[string][]string{
		"DATA": {"PIPELINING", "8BITMIME"},
		"BDAT": {"PIPELINING", "8BITMIME", "CHUNKING"},
	} {
		t.Run(name, func(t *testing.T) {
			hop := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions})
			s := newSite(t, hop.Addr, "")
			s.account(t, "marie")
			p := s.serve(t)
			p.logOnFailure(t)
			c := p.client(t, "marie")
			want := map[string]string{}
			for _, around := range []int{700, 32 << 10, 64 << 10, 256 << 10, 2 << 20, 5 << 20} {
				for _, more := range []int{-78, 0, 78} {
					to := fmt.Sprintf("a%d@a.example", around+more)
					var mail string
					mail, want[to] = withPicture(fmt.Sprint(around+more), to, around+more)
					if got := c.Submit("marie@asso.example", []string{to}, stuff(mail)); !strings.HasPrefix(got, "250") {
						t.Fatalf("%d octets: %q", len(mail), got)
					}
				}
			}
			for _, m := range hop.Wait(len(want), time.Minute) {
				to := strings.Trim(strings.Fields(m.To)[0], "<>")
				if _, body, _ := bytes.Cut(m.Data, []byte("\r\n\r\n")); string(body) != want[to] {
					t.Errorf("%s: %d octets arrived of %d", to, len(body), len(want[to]))
				}
			}
		})
	}
}

// Many clients hand in 20 MiB each at the same time, and others stop in the middle: all of the first are taken, letters meanwhile
// as well, and the relay holds no more than 120 MiB.
func TestManyLargeUploads(t *testing.T) {
	if _, err := os.Stat("/proc/self/statm"); err != nil {
		t.Skip("needs /proc")
	}
	clients := 6
	if os.Getenv("SOUSPLI_LONG") != "" {
		clients = 40
	}
	hop := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING", "8BITMIME", "CHUNKING"}})
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	p := s.serve(t)
	p.logOnFailure(t)
	mail, body := withPicture("gros", "a@a.example", 20<<20)
	mail = stuff(mail)
	for range 3 {
		c := p.client(t, "marie")
		c.Want("MAIL FROM:<marie@asso.example>", "250")
		c.Want("RCPT TO:<nobody@a.example>", "250")
		c.Want("DATA", "354")
		c.Raw(mail[:15<<20])
	}
	var all sync.WaitGroup
	for range clients {
		c := p.client(t, "marie")
		all.Go(func() {
			c.Patience = 4 * time.Minute
			if got := c.Submit("marie@asso.example", []string{"a@a.example"}, mail); !strings.HasPrefix(got, "250") {
				t.Errorf("a large one: %q", got)
			}
		})
	}
	letters := p.client(t, "marie")
	for range 10 {
		if got := letters.Submit("marie@asso.example", []string{"b@b.example"}, mailTo("marie@asso.example", "petit", "b@b.example")); !strings.HasPrefix(got, "250") {
			t.Errorf("a letter: %q", got)
		}
	}
	all.Wait()
	arrived := 0
	for _, m := range hop.Wait(clients+10, 4*time.Minute) {
		if bytes.HasSuffix(m.Data, []byte(body)) {
			arrived++
		}
	}
	if arrived != clients {
		t.Errorf("%d of %d arrived as they were", arrived, clients)
	}
	most := peakMiB(t, p.cmd.Process.Pid)
	t.Logf("%d messages of 20 MiB: at most %d MiB", clients, most)
	if most > 120 && !raced() {
		t.Errorf("the relay held %d MiB", most)
	}
}

// peakMiB is the most memory that a process has held.
func peakMiB(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	kib := 0
	for line := range strings.Lines(string(text)) {
		_, _ = fmt.Sscanf(line, "VmHWM: %d kB", &kib)
	}
	if kib == 0 {
		t.Fatal("the peak is not known")
	}
	return kib >> 10
}

// residentMiB is the memory that a process holds now.
func residentMiB(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		t.Fatal(err)
	}
	var size, resident int
	if _, err := fmt.Sscan(string(text), &size, &resident); err != nil {
		t.Fatal(err)
	}
	return resident * os.Getpagesize() >> 20
}

// A next hop that takes a large message slowly, or not at all, keeps no letter back.
func TestLettersPassLargeCopies(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING", "8BITMIME", "CHUNKING"}, Stall: 1 << 20})
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	p := s.serve(t)
	p.logOnFailure(t)
	c := p.client(t, "marie")
	for i := range 12 {
		mail, _ := withPicture(fmt.Sprint("gros", i), "a@a.example", 9<<20)
		if got := c.Submit("marie@asso.example", []string{"a@a.example"}, stuff(mail)); !strings.HasPrefix(got, "250") {
			t.Fatalf("a large one: %q", got)
		}
	}
	if got := c.Submit("marie@asso.example", []string{"b@b.example"}, mailTo("marie@asso.example", "petit", "b@b.example")); !strings.HasPrefix(got, "250") {
		t.Fatalf("a letter: %q", got)
	}
	if m := hop.Wait(1, time.Minute); !strings.HasPrefix(m[0].To, "<b@b.example>") {
		t.Errorf("%s came first", m[0].To)
	}
}

// Memory does not grow with the number of submissions.
func TestMemoryStaysFlat(t *testing.T) {
	if _, err := os.Stat("/proc/self/statm"); err != nil {
		t.Skip("needs /proc")
	}
	n := 200
	if raced() { // whose shadow of the heap hides a small growth anyway
		n = 40
	} else if os.Getenv("SOUSPLI_LONG") != "" {
		n = 2000
	}
	hop := relaytest.NewHop(t, relaytest.HopOptions{Script: func(string) string { return "" }})
	s := newSite(t, hop.Addr, "")
	s.account(t, "tool", "--kind", "tool")
	p := s.serve(t)
	body := mailTo("news@asso.example", "gros", "a@a.example") + ballast(1<<20)
	var peaks []int
	var wg sync.WaitGroup
	for half := range 2 {
		for range 4 {
			wg.Go(func() {
				c := p.client(t, "tool")
				for range n / 8 {
					if got := c.Submit("news@asso.example", []string{"a@a.example"}, body); !strings.HasPrefix(got, "250") {
						t.Error(got)
						return
					}
				}
			})
		}
		wg.Wait()
		hop.Wait((half+1)*(n/8*4), 2*time.Minute)
		peaks = append(peaks, residentMiB(t, p.cmd.Process.Pid))
	}
	t.Logf("resident after each half of %d submissions of 1 MiB: %v MiB", n, peaks)
	if peaks[1] > peaks[0]+peaks[0]/2+20 {
		t.Errorf("memory grows: %v MiB", peaks)
	}
}
