// Package submit speaks the server side of SMTP and knows nothing of privacy.
//
//  1. Server takes connections within limits and puts a border around each (border.go).
//  2. go-smtp reads the commands behind the border; session keeps our own states, addresses and limits (session.go).
//  3. A complete message goes to the Accept function, and what that says becomes the reply (replies.go).
//
// Nothing is accepted after any read error, nor from a client that has hung up.
package submit

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/sync/semaphore"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/relay"
)

// Config says how submissions are taken.
type Config struct {
	Hostname       string
	TLS            *tls.Config // nil: no STARTTLS and no implicit TLS
	InsecureAuth   bool        // AUTH without TLS
	MaxMessage     int64       // octets
	MaxRecipients  int
	MaxConnections int
	Trusted        []Trusted
	NoAuth         bool                                        // nobody can log in
	Recipient      func(address.Address) bool                  // who may be written to; nil: everybody
	Spool          string                                      // folder for messages while they come; "": the system's
	Ready          func(ctx context.Context, size int64) error // asked at MAIL: why no message of so many octets can be taken now; nil: never asked
	Room           func(size int64) error                      // asked while messages come: why there is no room for so many octets; nil: never asked
	Accept         func(context.Context, relay.Incoming) relay.Reply
	Authenticate   func(ctx context.Context, user string, password address.Secret, remote netip.Addr) (relay.Login, error)
	AccountByName  func(ctx context.Context, name string) (relay.Login, error)     // for trusted networks
	Renew          func(ctx context.Context, old relay.Login) (relay.Login, error) // asked while a session goes on: does the login still hold
	Refuse         func(relay.Trouble, policy.Account) relay.Reply                 // words a refusal of the protocol's own
	Log            *slog.Logger
}

// Trusted is a network whose clients submit as one account without authentication.
type Trusted struct {
	Network netip.Prefix
	Account string
}

// trust gives the network that stands for the account of a client, or nil.
func (c *Config) trust(remote netip.Addr) *Trusted {
	for i, t := range c.Trusted {
		if t.Network.Contains(remote) {
			return &c.Trusted[i]
		}
	}
	return nil
}

// Server takes submissions on any number of listeners.
type Server struct {
	config   atomic.Pointer[Config]
	plain    *smtp.Server // for transports in clear
	secure   *smtp.Server // for TLS
	lives    map[*smtp.Server]*lives
	slots    *semaphore.Weighted // connections
	unknown  *strangers
	letters  *semaphore.Weighted // octets of messages in memory, of usual ones
	large    *semaphore.Weighted // and of large ones
	promised atomic.Int64        // octets of messages that are on their way to the disk
	mu       sync.Mutex
	conns    map[*border]struct{}
	closing  bool
	wg       sync.WaitGroup
}

// Budgets of memory, in octets: of messages that are complete and being decided and stored. Those that are no longer than a
// piece need none, and one message is let through whatever its size. Large ones have their own, so that nobody else waits
// behind them.
const (
	letterBudget = 8 << 20
	largeBudget  = 24 << 20
	largeMessage = 2 << 20
)

// turn is how long a complete message waits for its budget; clients wait longer (RFC 5321 4.5.3.2.6 wants ten minutes).
const turn = 4 * time.Minute

// errBusy says that too many messages waited before this one.
var errBusy = errors.New("too many large messages are being taken")

// NewServer makes a server; Serve starts it on a listener.
func NewServer(c Config) *Server {
	s := &Server{slots: semaphore.NewWeighted(int64(c.MaxConnections)), unknown: newStrangers(c.MaxConnections), letters: semaphore.NewWeighted(letterBudget),
		large: semaphore.NewWeighted(largeBudget), conns: map[*border]struct{}{}, lives: map[*smtp.Server]*lives{}}
	s.config.Store(&c)
	s.plain = s.engine(c, c.InsecureAuth)
	s.secure = s.engine(c, true)
	return s
}

// hold waits until a message of so many octets may be in memory; release says that it is there no more.
func (s *Server) hold(ctx context.Context, size int64) (release func(), err error) {
	budget, most := s.letters, int64(letterBudget)
	switch {
	case size <= pieceSize:
		return func() {}, nil
	case size > largeMessage:
		budget, most = s.large, largeBudget
	}
	size = min(size, most)
	ctx, cancel := context.WithTimeout(ctx, turn)
	defer cancel()
	if budget.Acquire(ctx, size) != nil {
		return nil, errBusy
	}
	if size > largeMessage { // what others have left is to be gone first: the collector, which works beside us, would come too late
		runtime.GC()
	}
	return func() { budget.Release(size) }, nil
}

// Reload replaces what may change while the server runs: certificates, limits of messages, trusted networks.
func (s *Server) Reload(c Config) { s.config.Store(&c) }

// engine makes a go-smtp server. It sees one transport in clear behind each border: TLS, sizes, line lengths and timeouts
// are the border's.
func (s *Server) engine(c Config, auth bool) *smtp.Server {
	e := smtp.NewServer(smtp.BackendFunc(s.newSession))
	e.Domain = c.Hostname
	e.MaxLineLength = 0
	e.AllowInsecureAuth = auth
	e.EnableSMTPUTF8 = true
	e.EnableDSN = true
	e.ErrorLog = log.New(io.Discard, "", 0) // it would log peers and panics with addresses; session logs its own
	l := &lives{conns: make(chan net.Conn), done: make(chan struct{})}
	s.lives[e] = l
	go func() { _ = e.Serve(l) }()
	return e
}

// lives is the listener through which go-smtp gets its connections.
type lives struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (l *lives) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *lives) Close() error   { l.once.Do(func() { close(l.done) }); return nil }
func (l *lives) Addr() net.Addr { return &net.TCPAddr{} }

// Serve takes connections from l until Shutdown. With implicit, TLS begins before the greeting (RFC 8314 3.3).
func (s *Server) Serve(l net.Listener, implicit bool) error {
	for {
		c, err := l.Accept()
		if err != nil {
			if s.isClosing() || errors.Is(err, net.ErrClosed) {
				return nil
			}
			s.config.Load().Log.Warn("accepting connections fails; trying again", "error", err)
			time.Sleep(100 * time.Millisecond) // out of descriptors, most likely: let others finish
			continue
		}
		if !s.slots.TryAcquire(1) {
			go turnAway(c)
			continue
		}
		s.wg.Go(func() {
			defer s.slots.Release(1)
			s.handle(c, implicit)
		})
	}
}

// turnAway tells a client that there is no room. TLS clients see the connection close.
func turnAway(c net.Conn) {
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	_, _ = io.WriteString(c, "421 4.3.2 Too many connections, try again later\r\n")
	_ = c.Close()
}

// handle leads one connection through its lives: in clear, then, after STARTTLS, in TLS.
func (s *Server) handle(c net.Conn, implicit bool) {
	cfg := s.config.Load()
	opts := borderOptions{hostname: cfg.Hostname, tls: cfg.TLS, maxMessage: cfg.MaxMessage}
	var one *stranger
	if cfg.trust(remoteAddr(c)) == nil {
		one = s.unknown.enter(c)
		defer s.unknown.leave(one)
	}
	if implicit {
		t := tls.Server(c, cfg.TLS)
		_ = t.SetDeadline(time.Now().Add(handshake))
		if t.Handshake() != nil {
			_ = c.Close()
			return
		}
		c, opts.secure = t, true
	}
	b := newBorder(c, opts)
	s.live(b, one)
	if b.upgraded != nil {
		opts.secure = true
		second := newBorder(b.upgraded, opts)
		second.swallow = true // the client has had its greeting
		second.givesWay.Store(b.givesWay.Load())
		s.live(second, one)
	}
}

// live hands a border to go-smtp and waits for its end.
func (s *Server) live(b *border, one *stranger) {
	if one != nil {
		b.stranger = one
		one.border.Store(b)
	}
	if !s.track(b) {
		_ = b.Conn.Close()
		return
	}
	defer s.untrack(b)
	engine := s.plain
	if b.opts.secure {
		engine = s.secure
	}
	select {
	case s.lives[engine].conns <- b:
		<-b.closed
	case <-s.lives[engine].done:
		_ = b.Conn.Close()
	}
}

func (s *Server) track(b *border) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing {
		s.conns[b] = struct{}{}
	}
	return !s.closing
}

func (s *Server) untrack(b *border) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, b)
}

func (s *Server) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// Shutdown lets messages that are being received end, closes the other connections, and returns when all are closed or ctx
// ends. The caller closes the listeners first.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.closing = true
	for b := range s.conns {
		b.drain()
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() { s.wg.Wait(); close(done) }()
	var err error
	select {
	case <-done:
	case <-ctx.Done():
		err = ctx.Err()
		s.mu.Lock()
		for b := range s.conns {
			_ = b.Conn.Close()
		}
		s.mu.Unlock()
	}
	for _, l := range s.lives {
		_ = l.Close()
	}
	return err
}
