package main

import (
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
)

// way is a relay's way to its database, on which nothing may get through for a while.
type way struct {
	url      string // by which the relay reaches the database
	listener net.Listener
	network  string
	target   string

	mu    sync.Mutex
	open  sync.Cond // not held any more
	held  bool
	conns map[net.Conn]bool
}

// newWay leads to the database of a URL: a server on a port, or on a Unix socket.
func newWay(database string) (*way, error) {
	u, err := url.Parse(database)
	if err != nil {
		return nil, err
	}
	w := &way{network: "tcp", target: u.Host, conns: map[net.Conn]bool{}}
	w.open.L = &w.mu
	query := u.Query()
	if dir := query.Get("host"); strings.HasPrefix(dir, "/") {
		port := query.Get("port")
		if port == "" {
			port = "5432"
		}
		w.network, w.target = "unix", fmt.Sprintf("%s/.s.PGSQL.%s", dir, port)
	} else if u.Port() == "" {
		w.target = net.JoinHostPort(u.Hostname(), "5432")
	}
	if w.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	query.Del("host")
	query.Del("port")
	u.Host, u.RawQuery = w.listener.Addr().String(), query.Encode()
	w.url = u.String()
	go w.serve()
	return w, nil
}

func (w *way) serve() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		go w.join(near)
	}
}

// join leads one connection through.
func (w *way) join(near net.Conn) {
	w.pass()
	far, err := net.Dial(w.network, w.target)
	if err != nil {
		_ = near.Close()
		return
	}
	w.mu.Lock()
	w.conns[near], w.conns[far] = true, true
	w.mu.Unlock()
	go w.carry(far, near)
	w.carry(near, far)
}

// carry copies what one side says to the other.
func (w *way) carry(to, from net.Conn) {
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		w.pass()
		if n > 0 {
			_, _ = to.Write(b[:n])
		}
		if err != nil {
			break
		}
	}
	_, _ = to.Close(), from.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, to)
	delete(w.conns, from)
}

// pass waits while nothing may get through.
func (w *way) pass() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.held {
		w.open.Wait()
	}
}

// hold lets nothing through; nobody is told.
func (w *way) hold() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = true
}

// release opens the way again: what waited arrives after all.
func (w *way) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = false
	w.open.Broadcast()
}

func (w *way) close() {
	w.release()
	_ = w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.conns {
		_ = c.Close()
	}
}
