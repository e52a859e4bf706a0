package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// bench measures scenarios, each several times, souspli and its peer in turn.
type bench struct {
	binary    string
	dir       string // temporary; on the disk that is to be measured
	runs      int
	peers     bool
	only      string
	near, far hopOptions
	key       string
	progress  func(string, ...any)
}

// row is one line of the table.
type row struct {
	Scenario string  `json:"scenario"`
	Unit     string  `json:"unit"`
	Ours     float64 `json:"souspli"`
	Peer     float64 `json:"peer,omitempty"`
	PeerName string  `json:"peer_name,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"` // above 1: souspli is that many times as fast
	MemoryMB float64 `json:"memory_mb"`       // peak of the process (RSS)
	TreeMB   float64 `json:"memory_with_children_mb"`
	CPU      float64 `json:"cpu_ms_per_copy"` // of souspli; steadier than rates where others use the machine
	Runs     int     `json:"runs"`
}

func (r row) String() string {
	peer := ""
	if r.Peer > 0 {
		peer = fmt.Sprintf("%10.1f %-18s %6.2f×", r.Peer, r.PeerName, r.Ratio)
	}
	return fmt.Sprintf("%-44s %10.1f %-8s %-37s %5.0f MB (%3.0f) %6.2f ms CPU", r.Scenario, r.Ours, r.Unit, peer, r.MemoryMB, r.TreeMB, r.CPU)
}

// scenario is one measurement. Its values are rates: more is better, but for those whose unit is a time.
type scenario struct {
	name, title, unit, peerName string
	ours                        func(ctx context.Context, b *bench, dir string) (sample, error)
	peer                        func(ctx context.Context, b *bench, dir string) (sample, error) // nil: none
}

// sample is what one run gave.
type sample struct {
	rates  []float64 // one for each title of the scenario
	memory int64
	tree   int64
	cpu    time.Duration // for each copy
}

// run measures one scenario and gives a row for each of its titles.
func (b *bench) run(ctx context.Context, s scenario) ([]row, error) {
	titles := strings.Split(s.title, "|")
	rows := make([]row, len(titles))
	var cpu []float64
	ours, peers, ratios := make([][]float64, len(titles)), make([][]float64, len(titles)), make([][]float64, len(titles))
	for n := range b.runs {
		x, err := b.once(ctx, s.ours)
		if err != nil {
			return nil, fmt.Errorf("%s: souspli: %w", s.name, err)
		}
		var y sample
		if s.peer != nil && b.peers {
			if y, err = b.once(ctx, s.peer); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", s.name, s.peerName, err)
			}
		}
		for i := range titles {
			ours[i] = append(ours[i], x.rates[i])
			rows[i].MemoryMB, rows[i].TreeMB = max(rows[i].MemoryMB, float64(x.memory)/1e6), max(rows[i].TreeMB, float64(x.tree)/1e6)
			if y.rates != nil {
				peers[i], ratios[i] = append(peers[i], y.rates[i]), append(ratios[i], x.rates[i]/y.rates[i])
			}
		}
		cpu = append(cpu, float64(x.cpu)/float64(time.Millisecond))
		b.progress("%s, run %d: %.0f against %.0f", s.name, n+1, x.rates, y.rates)
	}
	for i, title := range titles {
		rows[i].Scenario, rows[i].Unit, rows[i].Runs = title, s.unit, b.runs
		rows[i].CPU = median(cpu)
		if rows[i].Ours = median(ours[i]); len(peers[i]) > 0 {
			rows[i].Peer, rows[i].PeerName, rows[i].Ratio = median(peers[i]), s.peerName, median(ratios[i])
		}
	}
	return rows, nil
}

// once runs one contestant in a folder of its own.
func (b *bench) once(ctx context.Context, run func(context.Context, *bench, string) (sample, error)) (sample, error) {
	dir, err := os.MkdirTemp(b.dir, "run-")
	if err != nil {
		return sample{}, err
	}
	defer os.RemoveAll(dir)
	return run(ctx, b, dir)
}

// ours starts souspli before a next hop.
func (b *bench) ours(ctx context.Context, o relayOptions, h hopOptions, dir string) (*hop, *relay, error) {
	next, err := startHop(h)
	if err != nil {
		return nil, nil, err
	}
	o.binary, o.dir, o.hop = b.binary, dir, next.address()
	if o.key != "" {
		o.key = b.key
	}
	r, err := newRelay(ctx, o)
	if err == nil {
		err = r.start()
	}
	if err != nil {
		next.close()
	}
	return next, r, err
}

// oursWith sets souspli up before a next hop and loads it.
func oursWith(o relayOptions, h hopOptions, l load, rates func(submitted, *hop) []float64) func(context.Context, *bench, string) (sample, error) {
	return func(ctx context.Context, b *bench, dir string) (sample, error) {
		next, r, err := b.ours(ctx, o, h, dir)
		if err != nil {
			return sample{}, err
		}
		defer next.close()
		defer r.stop()
		l.address = r.address
		idle := cpuTime(r.cmd.Process.Pid)
		s, err := drive(ctx, l, next, rates)
		if err == nil && h.keep > 0 {
			err = looksRight(next.kept, o.key != "")
		}
		r.memory.stop()
		s.memory, s.tree, s.cpu = r.memory.own, r.memory.all, (cpuTime(r.cmd.Process.Pid)-idle)/time.Duration(l.count*l.recipients)
		return s, err
	}
}

// peerWith sets Postfix up before a next hop and loads it.
func peerWith(o postfixOptions, signed bool, h hopOptions, l load, rates func(submitted, *hop) []float64) func(context.Context, *bench, string) (sample, error) {
	return func(ctx context.Context, b *bench, dir string) (sample, error) {
		next, err := startHop(h)
		if err != nil {
			return sample{}, err
		}
		defer next.close()
		if signed {
			d, err := startOpenDKIM(dir, b.key)
			if err != nil {
				return sample{}, err
			}
			defer d.stop()
			o.milter = d.address
		}
		o.dir, o.hop = filepath.Join(dir, "postfix"), next.address()
		p, err := startPostfix(ctx, o)
		if err != nil {
			return sample{}, err
		}
		defer p.stop()
		l.address = p.address
		return drive(ctx, l, next, rates)
	}
}

// drive submits a load and waits until every copy has arrived.
func drive(ctx context.Context, l load, next *hop, rates func(submitted, *hop) []float64) (sample, error) {
	result := l.run(ctx)
	if result.Refused+result.Broken > 0 {
		return sample{}, errors.New(result.String())
	}
	if err := next.wait(ctx, l.count*l.recipients, time.Minute); err != nil {
		return sample{}, err
	}
	return sample{rates: rates(result, next)}, nil
}

// acceptedAndDone gives submissions accepted a second, and copies at the next hop a second since the load began.
func acceptedAndDone(s submitted, h *hop) []float64 {
	return []float64{s.Rate, done(s, h)[0]}
}

// done gives copies a second from the beginning of the load to the last copy.
func done(s submitted, h *hop) []float64 {
	r := h.result()
	return []float64{perSecond(r.Recipients, h.last.Sub(s.began))}
}

// looksRight makes sure that what was timed is what was promised: copies of one person each, with a way out, and signed.
func looksRight(kept [][]byte, signed bool) error {
	for _, copy := range kept {
		header, _, _ := bytes.Cut(copy, []byte("\r\n\r\n"))
		if !bytes.Contains(header, []byte("List-Unsubscribe: <http")) || !bytes.Contains(header, []byte("@readers.test")) || bytes.Contains(header, []byte("readers@load.test")) {
			return errors.New("a copy is not personal")
		}
		if signed != bytes.Contains(header, []byte("DKIM-Signature: ")) {
			return errors.New("a copy is signed that should not be, or not signed that should be")
		}
	}
	return nil
}

// scenarios are those of issue 5.
func (b *bench) scenarios() []scenario {
	many := load{sessions: 20, count: 5000, recipients: 1, size: 4096, from: "news@load.test", prefix: "a"}
	one := load{sessions: 1, count: 1, recipients: 1000, size: 4096, from: "news@load.test", prefix: "b"}
	each := load{sessions: 20, count: 1000, recipients: 1, size: 4096, from: "news@load.test", prefix: "c", personal: true}
	big := load{sessions: 4, count: 200, recipients: 1, size: 1 << 20, from: "news@load.test", prefix: "d", reuse: true}
	bigOne := load{sessions: 1, count: 1, recipients: 1000, size: 1 << 20, from: "news@load.test", prefix: "e"}
	wide := load{sessions: 4, count: 20, recipients: 1000, size: 4096, from: "news@load.test", prefix: "f"}
	hundred := load{sessions: 4, count: 100, recipients: 1000, size: 4096, from: "news@load.test", prefix: "g"}
	endless := load{sessions: 20, count: 1 << 20, recipients: 1000, size: 4096, from: "news@load.test"}
	near, plain, far, farPlain := b.near, b.near, b.far, b.far
	plain.chunking, farPlain.chunking = false, false
	ten, single := relayOptions{connections: 10}, relayOptions{connections: 1}
	signed := relayOptions{connections: 10, key: "yes"}
	list, alone := postfixOptions{list: true}, postfixOptions{list: true, connections: 1}
	return []scenario{
		{"A", "A: 5,000 submissions, accepted|A: the same, end to end", "/s", "Postfix", oursWith(ten, near, many, acceptedAndDone), peerWith(postfixOptions{}, false, near, many, acceptedAndDone)},
		{"B", "B: 1 to 1,000, personal, unsigned", "/s", "Postfix identical", oursWith(ten, near, one, done), peerWith(list, false, near, one, done)},
		{"B-plain", "B: the same, no CHUNKING", "/s", "Postfix identical", oursWith(ten, plain, one, done), peerWith(list, false, plain, one, done)},
		{"B-signed", "B: 1 to 1,000, personal, RSA-2048", "/s", "Postfix identical", oursWith(signed, near, one, done), peerWith(list, false, near, one, done)},
		{"B-opendkim", "B: the same, the peer's tool personalises", "/s", "Postfix+OpenDKIM", oursWith(signed, near, one, done), peerWith(list, true, near, each, done)},
		{"D", "D: 1 to 1,000, personal, RSA-2048", "/s", "Mailman 3 unsigned", oursWith(signed, near, one, done), mailmanTo(plain, 1000)},
		{"many", "100 submissions of 1,000, unsigned", "/s", "the same with 1", oursWith(ten, near, hundred, done), oursWith(ten, near, one, done)},
		{"waiting", "opt-out while 100,000 wait, answered|letter while 100,000 wait, at the next hop", "ms p99", "", whileWaiting(ten, near, hundred, load{}), nil},
		{"waiting-busy", "opt-out, and 20 sessions submit newsletters|letter, and 20 sessions submit newsletters", "ms p99", "", whileWaiting(ten, near, hundred, endless), nil},
		{"B-wide", "20 submissions of 1,000, signed", "/s", "", oursWith(signed, near, wide, done), nil},
		{"big-many", "memory: 200 submissions of 1 MiB, 4 sessions", "/s", "Postfix", oursWith(ten, near, big, done), peerWith(list, false, near, big, done)},
		{"big-one", "memory: 1 MiB to 1,000, signed", "/s", "Postfix identical", oursWith(signed, near, bigOne, done), peerWith(list, false, near, bigOne, done)},
		{"far", "30 ms away, 1 connection, CHUNKING", "/s", "Postfix", oursWith(single, far, one, done), peerWith(alone, false, far, fewer(one), done)},
		{"far-plain", "30 ms away, 1 connection, no CHUNKING", "/s", "Postfix", oursWith(single, farPlain, fewer(one), done), peerWith(alone, false, farPlain, fewer(one), done)},
	}
}

// fewer cuts a load to what a slow way can carry in reasonable time; the rate stays the same.
func fewer(l load) load {
	l.recipients = 200
	return l
}

func (a *app) compareCommand() *cobra.Command {
	b := &bench{near: hopOptions{address: "127.0.0.1:0", pipelining: true, chunking: true, keep: 3}}
	c := &cobra.Command{Use: "compare", Short: "Run the scenarios around souspli and around a private Postfix (needs root), print the table", Args: cobra.NoArgs}
	f := c.Flags()
	f.StringVar(&b.binary, "souspli", "souspli", "the program to measure")
	f.IntVar(&b.runs, "runs", 3, "runs of each scenario; medians are printed, of memory the maximum")
	f.BoolVar(&b.peers, "peers", true, "run the peers too")
	f.StringVar(&b.only, "only", "", "scenarios to run, separated by commas (A, B, B-plain, B-signed, B-opendkim, D, many, waiting, waiting-busy, B-wide, big-many, big-one, far, far-plain)")
	f.StringVar(&b.dir, "dir", "", "folder for everything that is written, on the disk to measure (default: the temporary folder)")
	delay := f.Duration("delay", 30*time.Millisecond, "how far away the far next hop is")
	c.RunE = func(c *cobra.Command, _ []string) (err error) {
		b.far = b.near
		b.far.delay = *delay
		if b.dir, err = os.MkdirTemp(b.dir, "souspli-load-"); err != nil {
			return err
		}
		defer os.RemoveAll(b.dir)
		b.key = filepath.Join(b.dir, "key.pem")
		b.progress = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
		if err := writeKey(b.key); err != nil {
			return err
		}
		for _, s := range b.scenarios() {
			if b.only != "" && !strings.Contains(","+b.only+",", ","+s.name+",") {
				continue
			}
			rows, err := b.run(c.Context(), s)
			if absent, ok := errors.AsType[needs](err); ok {
				b.progress("%s: skipped: %v", s.name, absent)
				continue
			}
			if err != nil {
				return err
			}
			for _, r := range rows {
				a.print(r)
			}
		}
		return nil
	}
	return c
}
