package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// OpenPGP packet types (RFC 9580 section 5).
const (
	TagPKESK      = 1
	TagSignature  = 2
	TagSKESK      = 3
	TagOnePass    = 4
	TagSecretKey  = 5
	TagPublicKey  = 6
	TagCompressed = 8
	TagSED        = 9
	TagMarker     = 10
	TagLiteral    = 11
	TagUserID     = 13
	TagSEIPD      = 18
	TagAEAD       = 20 // of GnuPG and RNP, never standardised
	TagPadding    = 21
)

const maxPackets = 10_000

var errPacket = errors.New("malformed OpenPGP packet")

// Packet is one OpenPGP packet, its partial lengths joined.
type Packet struct {
	Tag  int
	Body []byte
}

// ReadPackets splits data into OpenPGP packets (RFC 9580 section 4.2). Every byte belongs to a packet, or it is an
// error; the packets before the fault are returned with it.
func ReadPackets(data []byte) ([]Packet, error) {
	var packets []Packet
	for len(data) > 0 {
		if len(packets) == maxPackets {
			return packets, errPacket
		}
		p, rest, err := readPacket(data)
		if err != nil {
			return packets, err
		}
		packets = append(packets, p)
		data = rest
	}
	return packets, nil
}

func readPacket(data []byte) (Packet, []byte, error) {
	switch c := data[0]; {
	case c&0xC0 == 0xC0:
		return readNewPacket(int(c&0x3F), data[1:])
	case c&0x80 != 0:
		return readOldPacket(int(c>>2)&0x0F, int(c&3), data[1:])
	}
	return Packet{}, nil, errPacket
}

// readOldPacket reads a packet with a legacy length (RFC 9580 section 4.2.2); kind 3 reaches to the end of the data.
func readOldPacket(tag, kind int, data []byte) (Packet, []byte, error) {
	if kind == 3 {
		return Packet{tag, data}, nil, nil
	}
	size := 1 << kind
	if len(data) < size {
		return Packet{}, nil, errPacket
	}
	n := uint64(0)
	for _, c := range data[:size] {
		n = n<<8 | uint64(c)
	}
	data = data[size:]
	if n > uint64(len(data)) {
		return Packet{}, nil, errPacket
	}
	return Packet{tag, data[:n]}, data[n:], nil
}

// readNewPacket reads a packet with a new-format length, in one piece or in partial ones.
func readNewPacket(tag int, data []byte) (Packet, []byte, error) {
	var joined []byte
	for {
		n, partial, rest, err := newLength(data)
		if err != nil {
			return Packet{}, nil, err
		}
		body := rest[:n]
		data = rest[n:]
		if !partial && joined == nil {
			return Packet{tag, body}, data, nil
		}
		joined = append(joined, body...)
		if !partial {
			return Packet{tag, joined}, data, nil
		}
	}
}

func newLength(data []byte) (n int, partial bool, rest []byte, err error) {
	if len(data) == 0 {
		return 0, false, nil, errPacket
	}
	switch c := int(data[0]); {
	case c < 192:
		n, rest = c, data[1:]
	case c < 224 && len(data) >= 2:
		n, rest = (c-192)<<8+int(data[1])+192, data[2:]
	case c == 255 && len(data) >= 5:
		n, rest = int(binary.BigEndian.Uint32(data[1:5])), data[5:]
	case c >= 224 && c < 255:
		n, partial, rest = 1<<(c&0x1F), true, data[1:]
	default:
		return 0, false, nil, errPacket
	}
	if n > len(rest) {
		return 0, false, nil, errPacket
	}
	return n, partial, rest, nil
}

// IsPGP says whether data is an OpenPGP object, binary or armored.
func IsPGP(data []byte) bool { return sniffPGP(data) }

// sniffPGP tells an OpenPGP object, binary or armored. Binary needs a packet that makes sense, since the first byte alone
// says little: the first one, or the first behind session keys of versions to come.
func sniffPGP(data []byte) bool {
	if lineStart(data, armorBegin) >= 0 {
		return true
	}
	for range maxUnknownKeys {
		if len(data) < 4 || data[0]&0x80 == 0 {
			return false
		}
		p, rest, err := readPacket(data)
		if err != nil || plausiblePacket(p) {
			return err == nil
		}
		if p.Tag != TagPKESK && p.Tag != TagSKESK {
			return false
		}
		data = rest
	}
	return false
}

const maxUnknownKeys = 16

// plausiblePacket checks the version octet of the packets that may begin a file.
func plausiblePacket(p Packet) bool {
	if len(p.Body) == 0 {
		return false
	}
	v := p.Body[0]
	switch p.Tag {
	case TagPKESK:
		return (v == 2 || v == 3 || v == 6) && len(p.Body) > 10
	case TagSKESK:
		return v >= 4 && v <= 6 && len(p.Body) >= 4
	case TagSignature:
		return v >= 2 && v <= 6 && len(p.Body) > 10
	case TagOnePass:
		return v == 3 || v == 6
	case TagSecretKey, TagPublicKey:
		return v >= 2 && v <= 6 && len(p.Body) > 6
	case TagCompressed:
		return v <= 3 && len(p.Body) > 2
	case TagMarker:
		return string(p.Body) == "PGP"
	case TagLiteral:
		return bytes.IndexByte([]byte("btuml1"), v) >= 0 && len(p.Body) >= 6
	case TagSEIPD:
		return v == 1 || v == 2
	case TagAEAD:
		return v == 1
	}
	return false
}

func provePGP(data []byte) Proof {
	blocks, around := ReadArmor(data)
	if blocks == nil {
		return provePackets(data)
	}
	if len(bytes.TrimSpace(around)) > 0 {
		return none("pgp", "clear text around the armor")
	}
	worst := Proof{Verdict: Encrypted}
	for _, b := range blocks {
		if p := proveArmor(b); p.Verdict <= worst.Verdict {
			worst = p
		}
	}
	return worst
}

func proveArmor(b Armor) Proof {
	switch {
	case b.Type != "MESSAGE":
		return none("pgp", "the armor holds no encrypted message")
	case b.Err != nil:
		return none("pgp", "the armor is damaged")
	}
	return provePackets(b.Body)
}

// provePackets demands session keys, then one encrypted container, then nothing (RFC 9580 section 10.3).
func provePackets(data []byte) Proof {
	packets, err := ReadPackets(data)
	if err != nil {
		return none("pgp", "packets do not parse to the end")
	}
	keys, weakest := 0, false
	for i, p := range packets {
		switch p.Tag {
		case TagMarker, TagPadding, TagPKESK, TagSKESK:
			if !harmless(p) {
				return none("pgp", "text beside the encrypted data")
			}
			if p.Tag != TagMarker && p.Tag != TagPadding && plausiblePacket(p) { // readers pass over versions that they do not know
				keys++
				weakest = weakest || weakSKESK(p)
			}
			continue
		case TagSED, TagSEIPD, TagAEAD:
			if !onlyPadding(packets[i+1:]) {
				return none("pgp", "packets behind the encrypted data")
			}
			return proveContainer(p, keys, weakest)
		}
		break
	}
	return none("pgp", "not an encrypted message: signed, compressed, literal or a key")
}

// harmless says whether a packet around the encrypted data holds nothing to read. The longest session keys, of
// ML-KEM, take a few kilobytes.
func harmless(p Packet) bool {
	switch p.Tag {
	case TagMarker:
		return string(p.Body) == "PGP"
	case TagPadding:
		return Random(p.Body)
	}
	return len(p.Body) <= 16<<10 && longestPrintable(p.Body) < maxStray
}

func onlyPadding(packets []Packet) bool {
	for _, p := range packets {
		if p.Tag != TagPadding && p.Tag != TagMarker || !harmless(p) {
			return false
		}
	}
	return true
}

func proveContainer(p Packet, keys int, weakKey bool) Proof {
	ciphertext, cipher, ok := seipdBody(p)
	switch {
	case !ok:
		return none("pgp", "malformed encrypted data packet")
	case keys == 0 && p.Tag != TagSED:
		return none("pgp", "no session key packet")
	case !Random(ciphertext):
		return none("pgp", "the encrypted data is not random: clear text behind a header")
	case p.Tag == TagSED:
		return weak("pgp", "no integrity protection (packet 9)")
	case weakKey || cipher != 0 && weakCipher(cipher):
		return weak("pgp", "cipher with a 64-bit block")
	}
	return sealed("pgp", "OpenPGP encrypted data with integrity protection")
}

// seipdBody splits an encrypted packet into what is ciphertext and, where it is told, its cipher (RFC 9580
// section 5.13; packet 20: RFC 4880bis draft 10 section 5.16).
func seipdBody(p Packet) (ciphertext []byte, cipher byte, ok bool) {
	b := p.Body
	const mdcAndPrefix = 18 + 22
	switch {
	case p.Tag == TagSED:
		return b, 0, len(b) > 10
	case p.Tag == TagSEIPD && len(b) > mdcAndPrefix && b[0] == 1:
		return b[1:], 0, true
	case p.Tag == TagSEIPD && len(b) >= 4+32+16 && b[0] == 2:
		return b[4:], b[1], knownAEAD(b[2]) && b[3] <= 16
	case p.Tag == TagAEAD && len(b) >= 4+12+16 && b[0] == 1:
		return b[4:], b[1], knownAEAD(b[2]) && b[3] <= 56
	}
	return nil, 0, false
}

func knownAEAD(mode byte) bool { return mode >= 1 && mode <= 3 }

// weakCipher: IDEA, TripleDES, CAST5 and Blowfish have blocks of 64 bits, and 0 is plaintext (RFC 9580 section 9.3).
func weakCipher(id byte) bool { return id <= 4 }

func weakSKESK(p Packet) bool {
	if p.Tag != TagSKESK || len(p.Body) < 3 {
		return false
	}
	if p.Body[0] == 6 { // version 6: a count octet stands before the cipher
		return weakCipher(p.Body[2])
	}
	return weakCipher(p.Body[1])
}
