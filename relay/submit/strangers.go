package submit

import (
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"

	"souspli/relay"
)

// strangers are the connections on which nobody has logged in yet. One place may hold a tenth of all connections so; then its
// oldest gives way to its newest, so that whoever holds connections open and says nothing shuts nobody out, not even beside him.
type strangers struct {
	limit int
	mu    sync.Mutex
	by    map[netip.Prefix][]*stranger // oldest first
}

// stranger is one of them.
type stranger struct {
	conn   net.Conn
	place  netip.Prefix
	border atomic.Pointer[border] // nil: TLS has not begun yet
}

// leastStrangers is what one place may hold however few connections there are.
const leastStrangers = 10

func newStrangers(connections int) *strangers {
	return &strangers{limit: max(connections/10, leastStrangers), by: map[netip.Prefix][]*stranger{}}
}

// enter takes note of a connection, and ends the oldest one from the same place if there are too many.
func (s *strangers) enter(c net.Conn) *stranger {
	one := &stranger{conn: c, place: relay.PlaceOf(remoteAddr(c))}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.by[one.place]
	if len(list) >= s.limit {
		list[0].giveWay()
		list = slices.Delete(list, 0, 1)
	}
	s.by[one.place] = append(list, one)
	return one
}

// leave forgets a connection: it ended, or somebody logged in.
func (s *strangers) leave(one *stranger) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.DeleteFunc(s.by[one.place], func(other *stranger) bool { return other == one })
	if len(list) == 0 {
		delete(s.by, one.place)
		return
	}
	s.by[one.place] = list
}

// giveWay ends the connection, with words if it is between commands.
func (one *stranger) giveWay() {
	if b := one.border.Load(); b != nil {
		b.giveWay()
		return
	}
	_ = one.conn.Close()
}

// welcome says that somebody has logged in: the connection is no stranger any more.
func (s *Server) welcome(b *border) {
	if b.stranger == nil {
		return
	}
	s.unknown.leave(b.stranger)
	b.givesWay.Store(false)
}
