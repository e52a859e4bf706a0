package main

import (
	"errors"
	"io"
	"net"
	"sync"

	"github.com/emersion/go-smtp"
)

// demoHop is the next hop of the demonstration: a server that keeps what it receives and delivers nothing.
type demoHop struct {
	server   *smtp.Server
	listener net.Listener
	mu       sync.Mutex
	received []demoCopy
}

// demoCopy is a copy that arrived.
type demoCopy struct {
	From, To string
	Raw      []byte
}

func startDemoHop() (*demoHop, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h := &demoHop{listener: l}
	h.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &demoSession{hop: h}, nil }))
	h.server.Domain = "next-hop.example"
	h.server.MaxLineLength = 0
	go func() { _ = h.server.Serve(l) }()
	return h, nil
}

func (h *demoHop) address() string { return h.listener.Addr().String() }

func (h *demoHop) copies() []demoCopy {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]demoCopy(nil), h.received...)
}

// demoSession keeps one message at a time; souspli sends every copy to one recipient.
type demoSession struct {
	hop      *demoHop
	from, to string
}

func (s *demoSession) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *demoSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.to != "" {
		return errors.New("one recipient for each copy")
	}
	s.to = to
	return nil
}

func (s *demoSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.hop.mu.Lock()
	defer s.hop.mu.Unlock()
	s.hop.received = append(s.hop.received, demoCopy{s.from, s.to, raw})
	return nil
}

func (s *demoSession) Reset()        { s.from, s.to = "", "" }
func (s *demoSession) Logout() error { return nil }
