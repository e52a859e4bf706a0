package store

import "slices"

// State is where a delivery stands.
type State string

// The states. Delivered, Failed, Suppressed and Cancelled are the end.
const (
	Queued     State = "queued"     // waits for its first attempt, or is due again
	Leased     State = "leased"     // a relay is sending it
	Deferred   State = "deferred"   // waits for its next attempt
	Held       State = "held"       // waits for an operator
	Delivered  State = "delivered"  // the next hop took it
	Failed     State = "failed"     // the next hop refused it for good, or time ran out
	Suppressed State = "suppressed" // the person opted out
	Cancelled  State = "cancelled"  // an operator deleted it
)

// States gives every state.
func States() []State {
	return []State{Queued, Leased, Deferred, Held, Delivered, Failed, Suppressed, Cancelled}
}

// moves is the table of allowed moves. What is being sent is held or cancelled when it comes back (operator.go).
func moves() map[State][]State {
	return map[State][]State{
		Queued:   {Leased, Held, Suppressed, Cancelled},
		Deferred: {Leased, Queued, Held, Suppressed, Cancelled},
		Leased:   {Delivered, Deferred, Failed, Suppressed, Queued, Held, Cancelled},
		Held:     {Queued, Cancelled},
	}
}

// CanBecome reports whether a delivery may go from one state to the next.
func (s State) CanBecome(next State) bool { return slices.Contains(moves()[s], next) }

// IsFinal reports whether nothing follows. It is asked for every row; a test compares it with the table.
func (s State) IsFinal() bool {
	switch s {
	case Delivered, Failed, Suppressed, Cancelled:
		return true
	}
	return false
}
