package deliver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"souspli/store"
)

// Sender brings copies to the next hop. It is called from many goroutines.
type Sender interface {
	Send(ctx context.Context, j Job) Outcome
	Close()
}

// Limits of a conversation that is kept for the next copy.
const (
	maxIdle         = 20 * time.Second
	maxTransactions = 500
)

// Smarthost sends everything to one server and keeps conversations open.
type Smarthost struct {
	hop  Hop
	mu   sync.Mutex
	idle []*client
}

// NewSmarthost sends to hop.
func NewSmarthost(hop Hop) *Smarthost { return &Smarthost{hop: hop} }

// Send brings one copy to the server.
func (s *Smarthost) Send(ctx context.Context, j Job) Outcome {
	for {
		c, reused, err := s.take(ctx)
		if err != nil {
			return deferred(err, false)
		}
		o := c.send(j)
		s.put(c, o)
		// A conversation that the server closed while it was idle says nothing about the message.
		if reused && o.hangUp && o.State == store.Deferred && !o.InDoubt && strings.HasPrefix(o.Text, "connection: ") {
			continue
		}
		return o
	}
}

// take gives an open conversation, or opens one.
func (s *Smarthost) take(ctx context.Context) (c *client, reused bool, err error) {
	s.mu.Lock()
	for len(s.idle) > 0 && c == nil {
		c = s.idle[len(s.idle)-1]
		s.idle = s.idle[:len(s.idle)-1]
		if time.Since(c.last) > maxIdle {
			c.close()
			c = nil
		}
	}
	s.mu.Unlock()
	if c != nil {
		return c, true, nil
	}
	c, err = dial(ctx, s.hop)
	return c, false, err
}

// put keeps a conversation for the next copy, if it can go on.
func (s *Smarthost) put(c *client, o Outcome) {
	if o.hangUp || c.used >= maxTransactions {
		c.close()
		return
	}
	c.last = time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, c)
}

// Close ends the open conversations.
func (s *Smarthost) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.idle {
		c.close()
	}
	s.idle = nil
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
	case errors.Is(err, errProtocol):
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
