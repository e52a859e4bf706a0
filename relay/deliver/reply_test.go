package deliver

import (
	"bufio"
	"bytes"
	"net"
	"strings"
	"testing"
	"time"
)

// deaf is a connection of which only the deadlines matter.
type deaf struct{ net.Conn }

func (deaf) SetReadDeadline(time.Time) error { return nil }

// Whatever a server says, a reply is read whole or refused, is of bounded size, and shows no address and no control character.
func FuzzReply(f *testing.F) {
	for _, seed := range []string{"250 ok\r\n", "250-a\r\n250 b\r\n", "250\r\n", "25\r\n", "\r\n", "999 x\r\n", "250-a\r\n550 b\r\n", "550 <a@b> \x1b[0m\r\n", "220-\r\n220-\r\n", "2-0 x\n", "+25 x\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		c := &client{conn: deaf{}, in: bufio.NewReaderSize(bytes.NewReader(said), maxReplyLine)}
		r, err := c.read(time.Second)
		if err != nil {
			return
		}
		text := r.Redacted()
		if r.Code < 200 || r.Code > 599 || len(text) > maxReplyText+4 || strings.Contains(text, "@") || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q: %d %q", said, r.Code, text)
		}
		if !strings.HasPrefix(text, string(said[:3])) {
			t.Errorf("%q: %q", said, text)
		}
	})
}
