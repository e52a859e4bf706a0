package seal

import (
	"bytes"
	"encoding/binary"
)

// KeePass signatures: both words little-endian at the start of the file.
const (
	keepassFirst  = 0x9AA2D903
	keepassKDB    = 0xB54BFB65
	keepassBeta   = 0xB54BFB66
	keepassKDBX   = 0xB54BFB67
	kdbHeaderLen  = 124
	minKDBRounds  = 1000
	maxHeaderSize = 1 << 20
)

func sniffKeePass(data []byte) bool {
	return len(data) >= 12 && binary.LittleEndian.Uint32(data) == keepassFirst
}

// proveKeePass reads the header to its end, whose fields must name a known cipher, and tests the rest.
func proveKeePass(data []byte) Proof {
	var body []byte
	rounds, ok := uint64(0), false
	switch binary.LittleEndian.Uint32(data[4:]) {
	case keepassKDB:
		body, rounds, ok = kdbBody(data)
	case keepassBeta, keepassKDBX:
		body, ok = kdbxBody(data)
		rounds = minKDBRounds
	}
	switch {
	case !ok:
		return none("kdbx", "the header does not parse")
	case len(body) < 32 || !Random(body):
		return none("kdbx", "the database is not random: clear text behind a header")
	case rounds < minKDBRounds:
		return weak("kdbx", "few key rounds")
	}
	return sealed("kdbx", "KeePass database")
}

// kdbBody reads the fixed header of KeePass 1: flags with the cipher, seeds, IV, sizes, hash, rounds.
func kdbBody(data []byte) ([]byte, uint64, bool) {
	if len(data) < kdbHeaderLen+16 {
		return nil, 0, false
	}
	const aesOrTwofish = 2 | 8
	flags, rounds := binary.LittleEndian.Uint32(data[8:]), binary.LittleEndian.Uint32(data[120:])
	return data[kdbHeaderLen:], uint64(rounds), flags&aesOrTwofish != 0
}

// kdbxBody reads the header fields of KeePass 2: id, length (2 bytes, 4 from version 4 on), data; id 0 ends them.
func kdbxBody(data []byte) ([]byte, bool) {
	wide := binary.LittleEndian.Uint16(data[10:]) >= 4
	rest, cipher := data[12:], false
	for {
		id, value, after, ok := kdbxField(rest, wide)
		if !ok {
			return nil, false
		}
		rest = after
		if id == 2 {
			cipher = knownKDBXCipher(value)
		}
		if id == 0 {
			break
		}
	}
	if wide { // SHA-256 and HMAC of the header stand before the blocks
		if len(rest) < 64 {
			return nil, false
		}
		return kdbxBlocks(rest[64:]), cipher
	}
	return rest, cipher
}

func kdbxField(b []byte, wide bool) (id byte, value, rest []byte, ok bool) {
	lead := 3
	if wide {
		lead = 5
	}
	if len(b) < lead {
		return 0, nil, nil, false
	}
	n := int(binary.LittleEndian.Uint16(b[1:]))
	if wide {
		n = int(binary.LittleEndian.Uint32(b[1:]))
	}
	if n > maxHeaderSize || lead+n > len(b) {
		return 0, nil, nil, false
	}
	return b[0], b[lead : lead+n], b[lead+n:], true
}

// knownKDBXCipher: AES-256, Twofish and ChaCha20 by their UUIDs.
func knownKDBXCipher(uuid []byte) bool {
	for _, known := range []string{
		"\x31\xC1\xF2\xE6\xBF\x71\x43\x50\xBE\x58\x05\x21\x6A\xFC\x5A\xFF",
		"\xAD\x68\xF2\x9F\x57\x6F\x4B\xB9\xA3\x6A\xD4\x7A\xF9\x65\x34\x6C",
		"\xD6\x03\x8A\x2B\x8B\x6F\x4C\xB5\xA5\x24\x33\x9A\x31\xDB\xB5\x9A",
	} {
		if string(uuid) == known {
			return true
		}
	}
	return false
}

// kdbxBlocks joins the HMAC blocks of version 4: HMAC (32), length (4), data; a length of zero ends them. Bytes
// behind the end are kept, so that they are tested too.
func kdbxBlocks(b []byte) []byte {
	var out []byte
	for len(b) >= 36 {
		n := int(binary.LittleEndian.Uint32(b[32:]))
		if n > len(b)-36 {
			break
		}
		out = append(append(out, b[:32]...), b[36:36+n]...)
		b = b[36+n:]
	}
	return append(out, b...)
}

func sniffLUKS(data []byte) bool { return bytes.HasPrefix(data, []byte("LUKS\xBA\xBE")) }

// proveLUKS checks a cipher that is one, an active key slot, and the payload (LUKS1 On-Disk Format 1.2.3, LUKS2
// On-Disk Format 1.1).
func proveLUKS(data []byte) Proof {
	if len(data) < 1024 {
		return none("luks", "cut short")
	}
	start, ok := 0, false // where keys and payload begin: all of it is random, or was never written
	switch binary.BigEndian.Uint16(data[6:]) {
	case 1:
		start, ok = luks1Header, luks1Keys(data) && realCipher(data[8:40])
	case 2:
		start, ok = luks2Header(data)
	}
	if !ok || start > len(data) {
		return none("luks", "no key slot, no cipher or no payload")
	}
	if body := data[start:]; len(withoutZeros(body)) < minRandom || !Random(body) {
		return none("luks", "the payload is not random: clear text behind a header")
	}
	return sealed("luks", "LUKS volume")
}

const luks1Header = 592

// luks1Keys looks for an active one among the eight key slots.
func luks1Keys(data []byte) bool {
	for i := range 8 {
		if binary.BigEndian.Uint32(data[208+48*i:]) == 0x00AC71F3 {
			return true
		}
	}
	return false
}

func realCipher(name []byte) bool {
	for _, known := range []string{"aes", "serpent", "twofish", "camellia"} {
		if bytes.HasPrefix(name, []byte(known)) {
			return true
		}
	}
	return false
}

// luks2Header reads the first segment of the JSON area: its type and cipher. The header is there twice.
func luks2Header(data []byte) (end int, ok bool) {
	size := binary.BigEndian.Uint64(data[8:])
	if size < 4096+512 || size > uint64(len(data))/2 {
		return 0, false
	}
	s, ok := parseLUKS2(bytes.TrimRight(data[4096:size], "\x00"))
	return 2 * int(size), ok && s.slots > 0 && s.kind == "crypt" && realCipher([]byte(s.cipher))
}

func sniffDMG(data []byte) bool {
	return bytes.HasPrefix(data, []byte("encrcdsa")) || len(data) > 1276 && bytes.HasSuffix(data, []byte("cdsaencr"))
}

// proveDMG checks an encrypted Apple disk image: version 2 has its header at the start, version 1 at the end.
func proveDMG(data []byte) Proof {
	be := binary.BigEndian
	if !bytes.HasPrefix(data, []byte("encrcdsa")) {
		return dmgProof(data[:len(data)-1276])
	}
	if len(data) < 128 || be.Uint32(data[8:]) != 2 {
		return none("dmg", "the header does not parse")
	}
	size, offset := be.Uint64(data[56:]), be.Uint64(data[64:])
	if offset < 128 || offset >= uint64(len(data)) || size == 0 {
		return none("dmg", "the header does not parse")
	}
	return dmgProof(data[offset:])
}

func dmgProof(body []byte) Proof {
	if allZero(body) || !Random(body) {
		return none("dmg", "the image is not random: clear text behind a header")
	}
	return sealed("dmg", "AES disk image")
}

func sniffSalted(data []byte) bool { return bytes.HasPrefix(data, []byte("Salted__")) }

// proveSalted: openssl enc writes no cipher and no check, so nothing can be proven.
func proveSalted([]byte) Proof {
	return none("openssl", "looks encrypted, but names neither cipher nor key")
}
