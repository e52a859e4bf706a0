package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// crash strikes relays at random moments under load and keeps a history: what clients were told, what the next hop took. One
// relay is killed; of several on one database some are killed, frozen, or cut off from the database, and at least one is well.
type crash struct {
	relay       relayOptions
	hop         hopOptions
	relays      int
	outage      time.Duration // how long a relay is frozen or cut off, at most; longer than a lease
	kills       int           // or other strikes: rounds of them
	submissions int           // to each relay between two strikes
	recipients  int           // of each
	seed        uint64
	progress    func(string, ...any)
}

// window is how many copies a conversation may have sent while their outcome is not on disk (relay/deliver).
func (c crash) window() int {
	if c.hop.chunking && c.hop.pipelining {
		return 32
	}
	return 2
}

// history is what a crash test found out.
type history struct {
	Kills        int    `json:"kills"`
	Acknowledged int    `json:"acknowledged"` // recipients of submissions that got their 250
	Unknown      int    `json:"unknown"`      // recipients of submissions whose connection broke: both fates are right
	Delivered    int    `json:"delivered"`
	Suppressed   int    `json:"suppressed"`
	Lost         int    `json:"lost"`   // acknowledged, and neither delivered nor suppressed
	Broken       int    `json:"broken"` // delivered although suppressed, or never submitted
	Twice        int    `json:"duplicates"`
	MostTwice    int    `json:"most_duplicates_in_a_kill"`
	Bound        int    `json:"bound_in_a_kill"` // connections × window
	Unnamed      int    `json:"unnamed"`         // as many more arrived twice than the queue shows as in doubt
	Late         int    `json:"late"`            // arrived again although nothing had happened to who sent them before
	Seed         uint64 `json:"seed"`
}

func (h history) String() string {
	return fmt.Sprintf("%d kills: %d recipients acknowledged, %d unknown; %d delivered, %d suppressed, %d lost, %d broken; %d arrived twice, at most %d in one kill (bound %d), %d of them unnamed, %d without a reason; seed %d",
		h.Kills, h.Acknowledged, h.Unknown, h.Delivered, h.Suppressed, h.Lost, h.Broken, h.Twice, h.MostTwice, h.Bound, h.Unnamed, h.Late, h.Seed)
}

// ok reports whether the promise was kept.
func (h history) ok() bool {
	return h.Lost == 0 && h.Broken == 0 && h.Unnamed == 0 && h.Late == 0 && h.MostTwice <= h.Bound && h.Acknowledged > 0
}

// run strikes so many times, then lets the queue drain and compares.
func (c crash) run(ctx context.Context) (h history, err error) {
	h = history{Bound: c.relay.connections * c.window(), Seed: c.seed}
	next, err := startHop(c.hop)
	if err != nil {
		return h, err
	}
	defer next.close()
	c.relay.hop = next.address()
	f, err := newFleet(ctx, c)
	if err != nil {
		return h, err
	}
	defer f.close()
	told := newTold()
	if err := told.suppress(ctx, f); err != nil {
		return h, err
	}
	random := rand.New(rand.NewPCG(c.seed, 0))
	var struck []strike
	for ; h.Kills < c.kills && ctx.Err() == nil; h.Kills++ {
		comeBack(struck)
		strikes, err := c.round(ctx, f, next, told, h.Kills, random)
		if err != nil {
			return h, err
		}
		struck = append(struck, strikes...)
		c.progress("round %d: %v; %d acknowledged; %s", h.Kills+1, strikes, len(told.acked), next.result())
	}
	comeBack(struck)
	if err := f.start(); err != nil {
		return h, err
	}
	if err := drain(ctx, f[0].relay); err != nil {
		return h, err
	}
	again, late := blame(next.seen, struck)
	h.MostTwice, h.Late = slices.Max(append(again, 0)), late
	return h, told.compare(ctx, f[0].relay, next, &h)
}

// round loads the relays, and strikes some in the middle.
func (c crash) round(ctx context.Context, f fleet, next *hop, told *told, n int, random *rand.Rand) ([]strike, error) {
	if err := f.start(); err != nil {
		return nil, err
	}
	loading, stop := context.WithCancel(ctx)
	defer stop()
	loads, results := make([]load, len(f)), make([]submitted, len(f))
	var wg sync.WaitGroup
	for i, m := range f {
		loads[i] = load{address: m.address, sessions: 4, count: c.submissions, recipients: c.recipients, size: 2000, from: "news@load.test", prefix: prefix(n, i)}
		wg.Go(func() { results[i] = loads[i].run(loading) })
	}
	if len(f) > 1 { // to have something in their hands
		_ = next.wait(ctx, next.recipients()+1, 10*time.Second)
	}
	time.Sleep(time.Duration(random.IntN(1000)) * time.Millisecond)
	if len(f) == 1 { // who is killed gets nothing more
		stop()
	}
	strikes := f.strike(random, c.outage)
	stop()
	wg.Wait()
	for i := range f {
		told.add(results[i], loads[i])
	}
	return strikes, nil
}

// prefix begins the names of those to whom a relay gets submissions in a round.
func prefix(round, relay int) string { return fmt.Sprintf("k%d.%d.", round, relay) }

// told is what clients know.
type told struct {
	acked      map[string]bool
	unknown    map[string]bool
	suppressed map[string]bool
}

func newTold() *told {
	return &told{acked: map[string]bool{}, unknown: map[string]bool{}, suppressed: map[string]bool{}}
}

// suppress has one person of each of the first submissions opt out before anything is sent.
func (t *told) suppress(ctx context.Context, f fleet) error {
	for n := range 5 {
		address := load{prefix: prefix(n, 0), recipients: 1}.to(0)[0]
		t.suppressed[address] = true
		if _, err := f[0].command(ctx, "", "suppress", "add", address); err != nil {
			return err
		}
	}
	return nil
}

func (t *told) add(s submitted, l load) {
	for n := range l.count {
		for _, to := range l.to(n) {
			if _, acked := s.acked[to]; acked {
				t.acked[to] = true
			} else {
				t.unknown[to] = true
			}
		}
	}
}

// standstill is how long a queue may stay as long as it is before it is said not to become empty.
const standstill = 3 * time.Minute

// drain waits until nothing is queued, as long as it becomes less. What failed for the moment is made due at once.
func drain(ctx context.Context, r *relay) error {
	least := -1
	for deadline := time.Now().Add(standstill); time.Now().Before(deadline); time.Sleep(500 * time.Millisecond) {
		out, err := r.command(ctx, "", "queue", "list")
		if err != nil {
			return err
		}
		if strings.TrimSpace(out) == "" {
			return nil
		}
		if n := strings.Count(out, "\n"); least < 0 || n < least {
			least, deadline = n, time.Now().Add(standstill)
		}
		if strings.Contains(out, "deferred") {
			if _, err := r.command(ctx, "", "queue", "retry", "all"); err != nil {
				return err
			}
		}
	}
	return errors.New("the queue does not become empty")
}

// compare checks the history: acknowledged is delivered or suppressed, nobody else is written to, and what arrived twice is named.
func (t *told) compare(ctx context.Context, r *relay, next *hop, h *history) error {
	out, err := r.command(ctx, "", "queue", "list", "--all", "--json")
	if err != nil {
		return err
	}
	h.Acknowledged, h.Unknown, h.Delivered, h.Twice = len(t.acked), len(t.unknown), len(next.seen), next.result().Twice
	for to := range t.acked {
		switch {
		case len(next.seen[to]) > 0:
		case t.suppressed[to]:
			h.Suppressed++
		default:
			h.Lost++
		}
	}
	for to := range next.seen {
		if t.suppressed[to] || !t.acked[to] && !t.unknown[to] {
			h.Broken++
		}
	}
	repeated := 0
	for _, copies := range next.seen {
		if len(copies) > 1 {
			repeated++
		}
	}
	h.Unnamed = max(0, repeated-strings.Count(out, `"may_have_arrived_twice":true`))
	return nil
}

func (a *app) crashCommand() *cobra.Command {
	c := crash{relay: relayOptions{connections: 10}, hop: hopOptions{address: "127.0.0.1:0"}}
	var dir string
	cmd := &cobra.Command{Use: "crash", Short: "Kill souspli at random moments under load and check that nothing acknowledged is lost",
		Long: "With --relays, several on the empty PostgreSQL database that --database names: each round kills one, freezes it, or cuts it off from the database.", Args: cobra.NoArgs}
	f := cmd.Flags()
	f.StringVar(&c.relay.binary, "souspli", "souspli", "the program to kill")
	f.IntVar(&c.kills, "kills", 30, "how often")
	f.IntVar(&c.relays, "relays", 1, "relays on one database")
	f.StringVar(&c.relay.database, "database", "", "the database of several relays: postgres://…")
	f.DurationVar(&c.outage, "outage", 40*time.Second, "how long one of several relays is frozen or cut off, at most")
	f.IntVar(&c.submissions, "submissions", 100, "submissions between two kills, at most")
	f.IntVar(&c.recipients, "recipients", 20, "recipients of each")
	f.BoolVar(&c.hop.pipelining, "pipelining", true, "the next hop offers PIPELINING")
	f.BoolVar(&c.hop.chunking, "chunking", true, "the next hop offers CHUNKING")
	f.DurationVar(&c.hop.delay, "delay", 5*time.Millisecond, "how far away the next hop is")
	f.Uint64Var(&c.seed, "seed", uint64(time.Now().UnixNano()), "of the moments")
	f.StringVar(&dir, "dir", "", "folder for the data (default: the temporary folder)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if c.relays > 1 && c.relay.database == "" {
			return errors.New("several relays need --database")
		}
		if c.relay.dir, err = os.MkdirTemp(dir, "souspli-load-"); err != nil {
			return err
		}
		defer os.RemoveAll(c.relay.dir)
		c.progress = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
		h, err := c.run(cmd.Context())
		if err != nil {
			return err
		}
		if a.print(h); !h.ok() {
			return errors.New("the promise was not kept")
		}
		return nil
	}
	return cmd
}
