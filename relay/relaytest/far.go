package relaytest

import (
	"net"
	"sync"
	"time"
)

// Far makes what is written to conn arrive later, as from a server that far away: the order stays, and any number of
// writes may be on their way at a time.
func Far(conn net.Conn, delay time.Duration) net.Conn {
	f := &far{Conn: conn, delay: delay, line: make(chan parcel, 4096), done: make(chan struct{})}
	go f.carry()
	return f
}

// far is a connection with a long way back.
type far struct {
	net.Conn
	delay time.Duration
	line  chan parcel
	done  chan struct{} // closed: everything was carried
	once  sync.Once
}

// parcel is one write with the time of its arrival.
type parcel struct {
	due  time.Time
	text []byte
}

// Write puts b on its way and returns at once.
func (f *far) Write(b []byte) (int, error) {
	f.line <- parcel{time.Now().Add(f.delay), append([]byte(nil), b...)}
	return len(b), nil
}

func (f *far) carry() {
	defer close(f.done)
	for p := range f.line {
		time.Sleep(time.Until(p.due))
		if _, err := f.Conn.Write(p.text); err != nil {
			_ = f.Conn.Close()
		}
	}
}

// Close lets what is on its way arrive first. Only who writes may close.
func (f *far) Close() error {
	f.once.Do(func() { close(f.line) })
	<-f.done
	return f.Conn.Close()
}
