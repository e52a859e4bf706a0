package submit_test

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"souspli/relay/relaytest"
)

// counting is a listener whose connections count how often something is written to them.
type counting struct {
	net.Listener
	writes atomic.Int64
}

type countedConn struct {
	net.Conn
	writes *atomic.Int64
}

func (l *counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return countedConn{c, &l.writes}, err
}

func (c countedConn) Write(p []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(p)
}

// A reply goes out as a whole, and so do the answers to a group of commands that came together (RFC 2920 3.2). What a client
// waits for is never held.
func TestRepliesTogether(t *testing.T) {
	h := start(t, nil)
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &counting{Listener: inner}
	var serving sync.WaitGroup
	serving.Go(func() { _ = h.server.Serve(l, false) })
	defer serving.Wait()
	defer l.Close()
	c := relaytest.Dial(t, inner.Addr().String())
	for _, step := range []struct {
		say     string
		replies int
	}{
		{"EHLO client.test\r\n", 1},
		{"RSET\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRSET\r\nNOOP\r\n", 5},
		{"RSET\r\nRSET\r\nMAIL F", 2}, // the rest may come late
		{"ROM:<a@b.example>\r\n", 1},
		{"QUIT\r\n", 1},
	} {
		before := l.writes.Load()
		c.Raw(step.say)
		for range step.replies {
			if got := c.Read(); got == "" {
				t.Fatalf("%q: no answer", step.say)
			}
		}
		if n := l.writes.Load() - before; n != 1 {
			t.Errorf("%q: answered in %d writes", step.say, n)
		}
	}
}
