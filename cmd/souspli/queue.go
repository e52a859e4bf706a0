package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"souspli/policy/address"
	"souspli/store"
)

func (a *app) queueCommand() *cobra.Command {
	var every bool
	list := &cobra.Command{Use: "list", Short: "List deliveries that wait (--all: every one that is remembered)", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error {
		return a.with(c.Context(), func(st *station) error {
			f := store.Filter{States: []store.State{store.Queued, store.Deferred, store.Leased, store.Held}}
			if every {
				f.States = nil
			}
			return a.queueList(c.Context(), st, f)
		})
	}}
	list.Flags().BoolVar(&every, "all", false, "also what is finished")
	show := &cobra.Command{Use: "show ID", Short: "Show a delivery, or every delivery of a submission", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error { return a.queueShow(c.Context(), st, args[0]) })
	}}
	return group("queue", "Look at and change what waits to be delivered", list, show,
		a.queueVerb("retry", "Make deliveries due now, also in a running relay", "due now", (*store.Store).Retry),
		a.queueVerb("hold", "Keep deliveries from being sent", "held", (*store.Store).Hold),
		a.queueVerb("release", "Let held deliveries go", "released", (*store.Store).Release),
		a.queueVerb("delete", "Cancel deliveries", "cancelled", (*store.Store).Delete))
}

// queueVerb is a command that changes deliveries by id, by submission, or all.
func (a *app) queueVerb(verb, short, done string, change func(*store.Store, context.Context, time.Time, store.Filter) (store.Changed, error)) *cobra.Command {
	return &cobra.Command{Use: verb + " ID…|all", Short: short, Args: usageArgs(cobra.MinimumNArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error {
			var total store.Changed
			for _, arg := range args {
				f, err := deliveryFilter(c.Context(), st, arg)
				if err != nil {
					return err
				}
				n, err := change(st.store, c.Context(), a.now(), f)
				if err != nil {
					return err
				}
				total.Deliveries += n.Deliveries
				total.OnTheirWay += n.OnTheirWay
			}
			text := fmt.Sprintf("%d deliveries %s", total.Deliveries, done)
			if total.OnTheirWay > 0 {
				text += fmt.Sprintf("; %d more were on their way: those that have not begun will be %s too, the others cannot be called back (see souspli queue show)", total.OnTheirWay, done)
			}
			return a.print(map[string]any{"verb": verb, "deliveries": total.Deliveries, "on_their_way": total.OnTheirWay}, text)
		})
	}}
}

// deliveryFilter reads "all", a submission's id or a delivery's id, and makes sure that it exists.
func deliveryFilter(ctx context.Context, st *station, arg string) (store.Filter, error) {
	if arg == "all" {
		return store.Filter{}, nil
	}
	id, err := store.ParseDeliveryID(arg)
	if err != nil {
		return store.Filter{}, fmt.Errorf("%w: %q is no id of a delivery or submission", errUsage, arg)
	}
	f := store.Filter{Delivery: id}
	rows, err := st.store.Rows(ctx, f)
	if err == nil && len(rows) == 0 {
		err = fmt.Errorf("there is no delivery or submission %s", arg)
	}
	return f, err
}

// queueRow is a delivery as JSON. Addresses print themselves redacted.
type queueRow struct {
	ID         string           `json:"id"`
	Submission string           `json:"submission"`
	Account    string           `json:"account"`
	Purpose    string           `json:"purpose"`
	Recipient  *address.Address `json:"recipient,omitempty"`
	Domain     string           `json:"domain"`
	State      store.State      `json:"state"`
	Attempts   int              `json:"attempts"`
	Received   time.Time        `json:"received"`
	Updated    time.Time        `json:"updated"`
	Due        *time.Time       `json:"due,omitempty"`
	InDoubt    bool             `json:"may_have_arrived_twice"`
	Stop       store.State      `json:"stop,omitempty"`
	Answer     string           `json:"answer,omitempty"`
	Size       int64            `json:"size"`
}

func newQueueRow(r store.Row) queueRow {
	q := queueRow{ID: r.ID.String(), Submission: r.ID.Submission.String(), Account: r.Account, Purpose: r.Purpose, Domain: r.Domain, State: r.State,
		Attempts: r.Attempts, Received: r.Received, Updated: r.Updated, InDoubt: r.InDoubt, Stop: r.Stop, Answer: r.Outcome, Size: r.Size}
	if !r.Recipient.IsZero() {
		q.Recipient = &r.Recipient
	}
	if !r.Due.IsZero() {
		q.Due = &r.Due
	}
	return q
}

func (a *app) queueList(ctx context.Context, st *station, f store.Filter) error {
	rows, err := st.store.Rows(ctx, f)
	if err != nil {
		return err
	}
	for _, r := range rows {
		who := "***@" + r.Domain
		line := fmt.Sprintf("%-18s %-10s %-30s %2d  %s", r.ID, r.State, who, r.Attempts, stamp(r.Received))
		if !r.Due.IsZero() {
			line += "  due " + stamp(r.Due)
		}
		if r.Outcome != "" {
			line += "  " + r.Outcome
		}
		if err := a.print(newQueueRow(r), line); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) queueShow(ctx context.Context, st *station, arg string) error {
	f, err := deliveryFilter(ctx, st, arg)
	if err != nil {
		return err
	}
	rows, err := st.store.Rows(ctx, f)
	if err != nil {
		return err
	}
	for _, r := range rows {
		q := newQueueRow(r)
		if err := a.print(q, q.text()); err != nil {
			return err
		}
	}
	return nil
}

// text says everything about a delivery for people.
func (q queueRow) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "delivery  %s\n", q.ID)
	fmt.Fprintf(&b, "state     %s, attempts %d, last change %s\n", q.State, q.Attempts, stamp(q.Updated))
	if q.InDoubt {
		b.WriteString("in doubt  an attempt got no answer: it may have arrived twice\n")
	}
	if q.Stop != "" {
		fmt.Fprintf(&b, "stop      %s, if it has not begun\n", q.Stop)
	}
	if q.Due != nil {
		fmt.Fprintf(&b, "due       %s\n", stamp(*q.Due))
	}
	if q.Answer != "" {
		fmt.Fprintf(&b, "answer    %s\n", q.Answer)
	}
	who := "forgotten, at " + q.Domain
	if q.Recipient != nil {
		who = fmt.Sprintf("%v at %s", *q.Recipient, q.Domain)
	}
	fmt.Fprintf(&b, "recipient %s\n", who)
	purpose := "correspondence"
	if q.Purpose != "" {
		purpose = "purpose " + q.Purpose
	}
	fmt.Fprintf(&b, "from      account %q, %s, %d octets, received %s\n", q.Account, purpose, q.Size, stamp(q.Received))
	return b.String()
}

func (a *app) traceCommand() *cobra.Command {
	var recipient, submission string
	c := &cobra.Command{Use: "trace --recipient A | --submission ID", Short: "Tell what happened, when and why", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error {
		if (recipient == "") == (submission == "") {
			return fmt.Errorf("%w: trace needs --recipient or --submission", errUsage)
		}
		return a.with(c.Context(), func(st *station) error {
			t, err := st.trace(c.Context(), recipient, submission)
			if err != nil {
				return err
			}
			return a.print(t, t.text())
		})
	}}
	c.Flags().StringVar(&recipient, "recipient", "", "an address")
	c.Flags().StringVar(&submission, "submission", "", "the id of a submission")
	return c
}

// traced is what happened to a person or a submission.
type traced struct {
	Events      []tracedEvent `json:"events"`
	Deliveries  []queueRow    `json:"deliveries"`
	Suppression []string      `json:"suppressions"`
}

type tracedEvent struct {
	At         time.Time `json:"at"`
	Submission string    `json:"submission,omitempty"`
	Event      string    `json:"event"`
	Detail     string    `json:"detail,omitempty"`
}

func (st *station) trace(ctx context.Context, recipient, submission string) (t traced, err error) {
	t = traced{Events: []tracedEvent{}, Deliveries: []queueRow{}, Suppression: []string{}}
	var events []store.Event
	var f store.Filter
	if recipient != "" {
		people, err := st.people([]string{recipient})
		if err != nil {
			return t, err
		}
		f.Person = &people[0]
		list, err := st.store.SuppressionsOf(ctx, people[0])
		if err != nil {
			return t, err
		}
		for _, x := range list {
			t.Suppression = append(t.Suppression, describeSuppression(x))
		}
		events, err = st.store.EventsFor(ctx, people[0])
		if err != nil {
			return t, err
		}
	} else {
		id, err := store.ParseID(submission)
		if err != nil {
			return t, fmt.Errorf("%w: %q is no id of a submission", errUsage, submission)
		}
		f.Delivery.Submission = id
		if events, err = st.store.EventsOf(ctx, id); err != nil {
			return t, err
		}
	}
	for _, e := range events {
		x := tracedEvent{At: e.At, Event: e.Event, Detail: e.Detail}
		if e.Submission != 0 {
			x.Submission = e.Submission.String()
		}
		t.Events = append(t.Events, x)
	}
	rows, err := st.store.Rows(ctx, f)
	for _, r := range rows {
		t.Deliveries = append(t.Deliveries, newQueueRow(r))
	}
	if err == nil && len(rows)+len(events)+len(t.Suppression) == 0 {
		err = fmt.Errorf("nothing is known")
	}
	return t, err
}

// text tells it for people.
func (t traced) text() string {
	var b strings.Builder
	for _, s := range t.Suppression {
		b.WriteString("suppressed  " + s + "\n")
	}
	for _, e := range t.Events {
		fmt.Fprintf(&b, "%s  %-16s %s %s\n", stamp(e.At), e.Event, e.Submission, e.Detail)
	}
	for _, q := range t.Deliveries {
		fmt.Fprintf(&b, "%s  %-16s %s at %s", stamp(q.Updated), q.State, q.ID, q.Domain)
		if q.Answer != "" {
			b.WriteString(": " + q.Answer)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}
