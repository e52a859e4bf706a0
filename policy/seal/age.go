package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
)

const (
	ageIntro = "age-encryption.org/v1\n"
	ageArmor = "-----BEGIN AGE ENCRYPTED FILE-----"
	ageEnd   = "-----END AGE ENCRYPTED FILE-----"
)

var errAge = errors.New("malformed age file")

func sniffAge(data []byte) bool {
	return bytes.HasPrefix(data, []byte("age-encryption.org/")) ||
		bytes.HasPrefix(bytes.TrimSpace(data[:min(len(data), 4096)]), []byte(ageArmor))
}

// proveAge follows age-encryption.org/v1 (C2SP age.md): intro, stanzas, MAC, then nonce and chunks.
func proveAge(data []byte) Proof {
	if !bytes.HasPrefix(data, []byte(ageIntro)) {
		var err error
		if data, err = decodeAgeArmor(data); err != nil {
			return none("age", "the armor is malformed or there is text around it")
		}
	}
	payload, err := ageHeader(data)
	switch {
	case err != nil:
		return none("age", "the header is malformed")
	case len(payload) < 16+16:
		return none("age", "no payload")
	case !Random(payload):
		return none("age", "the payload is not random: clear text behind a header")
	}
	return sealed("age", "age v1")
}

// decodeAgeArmor is strict: lines of 64 columns, the last shorter or equal, canonical base64.
func decodeAgeArmor(data []byte) ([]byte, error) {
	text := strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n"))
	body, ok := strings.CutPrefix(text, ageArmor+"\n")
	body, ok2 := strings.CutSuffix(body, "\n"+ageEnd)
	if !ok || !ok2 {
		return nil, errAge
	}
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		if len(line) == 0 || len(line) > 64 || i < len(lines)-1 && len(line) != 64 {
			return nil, errAge
		}
	}
	out, err := base64.StdEncoding.Strict().DecodeString(strings.Join(lines, ""))
	if err != nil || !bytes.HasPrefix(out, []byte(ageIntro)) {
		return nil, errAge
	}
	return out, nil
}

// ageHeader checks intro, stanzas and MAC line, and returns the payload.
func ageHeader(data []byte) ([]byte, error) {
	rest := data[len(ageIntro):]
	for stanzas := 0; ; stanzas++ {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok || len(line) > 4096 || stanzas > 1000 {
			return nil, errAge
		}
		if mac, isMAC := bytes.CutPrefix(line, []byte("--- ")); isMAC {
			if sum, err := rawBase64(mac); err != nil || len(sum) != 32 || stanzas == 0 {
				return nil, errAge
			}
			return after, nil
		}
		if !validStanza(string(line)) {
			return nil, errAge
		}
		if rest, ok = skipStanzaBody(after); !ok {
			return nil, errAge
		}
	}
}

// validStanza wants "-> type args…", each a non-empty string of visible ASCII.
func validStanza(line string) bool {
	args, ok := strings.CutPrefix(line, "-> ")
	if !ok {
		return false
	}
	for _, arg := range strings.Split(args, " ") {
		if arg == "" || strings.Trim(arg, visibleASCII) != "" {
			return false
		}
	}
	return true
}

const visibleASCII = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

// skipStanzaBody passes full lines of 64 columns and the shorter one, possibly empty, that ends them.
func skipStanzaBody(rest []byte) ([]byte, bool) {
	for {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok || len(line) > 64 {
			return nil, false
		}
		if _, err := rawBase64(line); err != nil {
			return nil, false
		}
		rest = after
		if len(line) < 64 {
			return rest, true
		}
	}
}

func rawBase64(b []byte) ([]byte, error) {
	if bytes.ContainsAny(b, "\r\n") {
		return nil, errAge
	}
	return base64.RawStdEncoding.Strict().DecodeString(string(b))
}
