package seal_test

import (
	"bytes"
	"testing"

	"souspli/policy/seal"
)

// sessionKey writes a packet with a session key (RFC 9580 section 5.1), version 3 with an old header or version 6 with a new.
func sessionKey(version byte, id string) []byte {
	body := append([]byte{version}, id...)
	body = append(body, 1, 0, 1, 1)
	if version == 6 {
		return append([]byte{0xC1, byte(len(body))}, body...)
	}
	return append([]byte{0x84, byte(len(body))}, body...)
}

// Each key that a message names counts, and one whose id gpg --throw-keyids left out does not. What gpg and openssl write
// themselves is counted in the tests of the command.
func TestRecipients(t *testing.T) {
	data := []byte{0xD2, 3, 1, 0, 0} // encrypted, integrity protected
	for _, tt := range []struct {
		name string
		keys [][]byte
		want int
	}{
		{"none", nil, 0},
		{"one", [][]byte{sessionKey(3, "\x01\x02\x03\x04\x05\x06\x07\x08")}, 1},
		{"two", [][]byte{sessionKey(3, "\x01\x02\x03\x04\x05\x06\x07\x08"), sessionKey(3, "\x01\x02\x03\x04\x05\x06\x07\x09")}, 2},
		{"one hidden", [][]byte{sessionKey(3, "\x01\x02\x03\x04\x05\x06\x07\x08"), sessionKey(3, "\x00\x00\x00\x00\x00\x00\x00\x00")}, 1},
		{"version 6", [][]byte{sessionKey(6, "\x15\x04abcdefghijklmnopqrst"), sessionKey(6, "\x00")}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := seal.Recipients(append(bytes.Join(tt.keys, nil), data...)); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
	if got := seal.Recipients([]byte("Bonjour")); got != 0 {
		t.Errorf("plain text: got %d", got)
	}
}
