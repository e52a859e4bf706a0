package deliver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Sender brings copies to the next hop. It is called from many goroutines.
type Sender interface {
	// Send takes a copy on its way. It returns when there is room for it, and done is called once, when its fate is known.
	// When ctx ends, what was not begun is given back.
	Send(ctx context.Context, j Job, done func(Outcome))
	// Close gives back what nobody began to send, and lets what is under way come to its end.
	Close()
}

// Smarthost sends everything to one server, over several conversations that are kept open.
type Smarthost struct {
	hop      Hop
	limit    int           // conversations at a time
	patience time.Duration // how long a copy waits for room; 0: as long as it takes
	waiting  chan *flight
	closed   chan struct{}
	once     sync.Once

	chunking   atomic.Bool // the server has shown that it knows BDAT
	noChunking atomic.Bool // or that it does not

	mu      sync.Mutex
	open    int       // conversations, also those that are being opened
	idle    int       // of them wait for something to send
	resumes time.Time // no new conversation before: the server took no more
}

// Limits of what a host has to do.
const (
	maxWaiting = 24               // copies, made and waiting for a conversation
	afterLimit = 10 * time.Second // until a server that took some conversations is asked for another
	whenFull   = 30 * time.Second // until a copy comes back for which there was no room
)

// NewSmarthost sends to hop over so many conversations at a time.
func NewSmarthost(hop Hop, conversations int) *Smarthost {
	if hop.Log == nil {
		hop.Log = slog.New(slog.DiscardHandler)
	}
	return &Smarthost{hop: hop, limit: max(1, conversations), waiting: make(chan *flight, maxWaiting), closed: make(chan struct{})}
}

// Send brings one copy to the server.
func (s *Smarthost) Send(ctx context.Context, j Job, done func(Outcome)) {
	s.push(&flight{Job: j, ctx: ctx, done: done})
}

// push puts a copy among those that wait.
func (s *Smarthost) push(f *flight) {
	var full <-chan time.Time
	if s.patience > 0 {
		timer := time.NewTimer(s.patience)
		defer timer.Stop()
		full = timer.C
	}
	select {
	case <-s.closed:
		f.done(notTried(0))
	case s.waiting <- f:
		s.ensure()
	case <-full:
		f.done(notTried(whenFull))
	}
	s.drainIfClosed()
}

// ensure opens another conversation if more copies wait than conversations.
func (s *Smarthost) ensure() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open < s.limit && len(s.waiting) > s.idle && (s.open == 0 || time.Now().After(s.resumes)) {
		s.open++
		go s.converse()
	}
}

// left notes that a conversation has ended. What waits may need another.
func (s *Smarthost) left() {
	s.mu.Lock()
	s.open--
	s.mu.Unlock()
	s.ensure()
}

// unreachable notes that no conversation could be opened. If there are others, they go on; if not, all that waits comes
// back later.
func (s *Smarthost) unreachable(err error) {
	s.mu.Lock()
	others := s.open > 1
	if others {
		s.resumes = time.Now().Add(afterLimit)
	}
	s.mu.Unlock()
	if others {
		return
	}
	for f := s.tryNext(); f != nil; f = s.tryNext() {
		f.done(deferred(err, false))
	}
}

// next waits for a copy to send; nil: hang up. Until it has noted that it waits no more, what comes is thought to be for it, and may
// need another conversation.
func (s *Smarthost) next(dead <-chan struct{}) *flight {
	s.count(1)
	defer s.ensure()
	defer s.count(-1)
	timer := time.NewTimer(maxIdle)
	defer timer.Stop()
	select {
	case f := <-s.waiting:
		return f
	case <-s.closed:
	case <-dead:
	case <-timer.C:
	}
	return nil
}

func (s *Smarthost) count(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle += n
}

// tryNext gives a copy if one waits.
func (s *Smarthost) tryNext() *flight {
	select {
	case f := <-s.waiting:
		return f
	default:
		return nil
	}
}

// Close gives back what waits; conversations end when what they have begun is answered.
func (s *Smarthost) Close() {
	s.once.Do(func() { close(s.closed) })
	s.drainIfClosed()
}

func (s *Smarthost) drainIfClosed() {
	select {
	case <-s.closed:
	default:
		return
	}
	for f := s.tryNext(); f != nil; f = s.tryNext() {
		f.done(notTried(0))
	}
}

// kindOf names what went wrong with a connection, without addresses or paths.
func kindOf(err error) string {
	var dns *net.DNSError
	var unknownCA x509.UnknownAuthorityError
	var wrongHost x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verification *tls.CertificateVerificationError
	switch {
	case errors.As(err, &dns):
		return "name not found"
	case errors.Is(err, errNoTLS):
		return "the next hop offers no TLS"
	case errors.As(err, &unknownCA):
		return "certificate of an unknown authority"
	case errors.As(err, &wrongHost):
		return "certificate for another name"
	case errors.As(err, &invalid), errors.As(err, &verification):
		return "certificate not valid"
	case errors.Is(err, os.ErrDeadlineExceeded), isTimeout(err):
		return "timeout"
	case errors.Is(err, errProtocol), errors.Is(err, errChunking):
		return "not an SMTP answer"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "closed by the next hop"
	case strings.Contains(err.Error(), "refused"):
		return "refused"
	case strings.Contains(err.Error(), "reset"):
		return "reset"
	case strings.HasPrefix(err.Error(), "deliver: "):
		return strings.TrimPrefix(err.Error(), "deliver: ")
	}
	return "failed"
}

func isTimeout(err error) bool {
	ne, ok := errors.AsType[net.Error](err)
	return ok && ne.Timeout()
}
