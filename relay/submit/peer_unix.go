//go:build unix

package submit

import (
	"crypto/tls"
	"net"
	"syscall"
)

// lookAhead asks the socket, without waiting, whether the other side sent something or closed.
func lookAhead(c net.Conn) peerState {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	sc, ok := c.(syscall.Conn)
	if !ok {
		return peerQuiet
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return peerGone
	}
	state := peerQuiet
	err = raw.Control(func(fd uintptr) {
		var b [1]byte
		switch n, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT); {
		case n > 0:
			state = peerSpoke
		case err == nil, err != syscall.EAGAIN && err != syscall.EINTR:
			state = peerGone
		}
	})
	if err != nil {
		return peerGone
	}
	return state
}
