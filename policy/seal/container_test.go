package seal

import (
	"encoding/binary"
	"testing"

	"souspli/policy/seal/sealtest"
)

const aesUUID = "\x31\xC1\xF2\xE6\xBF\x71\x43\x50\xBE\x58\x05\x21\x6A\xFC\x5A\xFF"

// kdbx3 and kdbx4 are KeePass databases of the two layouts.
func kdbx3(cipher string, body []byte) []byte {
	return sealtest.Join(uint32(keepassFirst), uint32(keepassKDBX), uint16(1), uint16(3),
		byte(2), uint16(16), cipher, byte(4), uint16(32), noise(32, 1), byte(0), uint16(4), "\r\n\r\n", body)
}

func kdbx4(blocks ...[]byte) []byte {
	out := sealtest.Join(uint32(keepassFirst), uint32(keepassKDBX), uint16(0), uint16(4),
		byte(2), uint32(16), aesUUID, byte(11), uint32(60), noise(60, 1), byte(0), uint32(4), "\r\n\r\n", noise(64, 2))
	for _, b := range blocks {
		out = sealtest.Join(out, noise(32, 3), uint32(len(b)), b)
	}
	return sealtest.Join(out, noise(32, 4), uint32(0))
}

func kdb(flags, rounds uint32, body []byte) []byte {
	return sealtest.Join(uint32(keepassFirst), uint32(keepassKDB), flags, uint32(0x00030002), noise(16, 1), noise(16, 2), uint32(1), uint32(1),
		noise(32, 3), noise(32, 4), rounds, body)
}

func TestKeePass(t *testing.T) {
	holds(t, "kdbx", []proof{
		{"version 3", kdbx3(aesUUID, noise(2000, 5)), Encrypted},
		{"version 4", kdbx4(noise(2000, 5), noise(300, 6)), Encrypted},
		{"KeePass 1", kdb(3, 6000, noise(2000, 5)), Encrypted},
		{"KeePass 1, few rounds", kdb(3, 10, noise(2000, 5)), Weak},
		{"KeePass 1, no cipher", kdb(0, 6000, noise(2000, 5)), None},
		{"unknown cipher", kdbx3("0123456789abcdef", noise(2000, 5)), None},
		{"forged, version 3", kdbx3(aesUUID, prose(2000)), None},
		{"forged, version 4", kdbx4(prose(2000)), None},
		{"text behind, version 4", sealtest.Join(kdbx4(noise(2000, 5)), prose(100)), None},
		{"text behind, version 3", sealtest.Join(kdbx3(aesUUID, noise(2000, 5)), prose(100)), None},
		{"header cut short", kdbx3(aesUUID, nil)[:30], None},
		{"header without end", sealtest.Join(uint32(keepassFirst), uint32(keepassKDBX), uint16(1), uint16(3), byte(2), uint16(60000)), None},
	})
}

// luks1 has one key slot; luks2 describes its payload in JSON.
func luks1(cipher string, active uint32, payload []byte) []byte {
	h := make([]byte, 4096)
	copy(h, "LUKS\xBA\xBE\x00\x01")
	copy(h[8:], cipher)
	binary.BigEndian.PutUint32(h[104:], 8)
	binary.BigEndian.PutUint32(h[208:], active)
	return append(h, payload...)
}

func luks2(text string, payload []byte) []byte {
	h := make([]byte, 2*16384)
	copy(h, "LUKS\xBA\xBE\x00\x02")
	binary.BigEndian.PutUint64(h[8:], 16384)
	copy(h[4096:], text)
	return append(h, payload...)
}

func TestLUKS(t *testing.T) {
	const active, json = 0x00AC71F3, `{"keyslots":{"0":{}},"segments":{"0":{"type":"crypt","offset":"16384","encryption":"aes-xts-plain64"}}}`
	holds(t, "luks", []proof{
		{"version 1", luks1("aes", active, noise(9000, 1)), Encrypted},
		{"version 1, sparse", luks1("aes", active, sealtest.Join(noise(9000, 1), make([]byte, 100_000))), Encrypted},
		{"version 1, no key", luks1("aes", 0xDEAD, noise(9000, 1)), None},
		{"version 1, no cipher", luks1("cipher_null", active, noise(9000, 1)), None},
		{"version 1, forged", luks1("aes", active, prose(9000)), None},
		{"version 1, nothing but zeros", luks1("aes", active, make([]byte, 9000)), None},
		{"version 2", luks2(json, noise(9000, 1)), Encrypted},
		{"version 2, no key slots", luks2(`{"segments":{"0":{"type":"crypt","offset":"16384","encryption":"aes"}}}`, noise(9000, 1)), None},
		{"version 2, linear", luks2(`{"keyslots":{"0":{}},"segments":{"0":{"type":"linear","offset":"16384"}}}`, noise(9000, 1)), None},
		{"version 2, no JSON", luks2("text", noise(9000, 1)), None},
		{"cut short", luks1("aes", active, nil)[:200], None},
	})
}

func TestDMG(t *testing.T) {
	header := make([]byte, 4096)
	copy(header, "encrcdsa\x00\x00\x00\x02")
	binary.BigEndian.PutUint64(header[56:], 9000)
	binary.BigEndian.PutUint64(header[64:], 4096)
	holds(t, "dmg", []proof{
		{"version 2", sealtest.Join(header, noise(9000, 1)), Encrypted},
		{"version 2, forged", sealtest.Join(header, prose(9000)), None},
		{"version 2, header alone", header, None},
		{"version 1", sealtest.Join(noise(9000, 1), make([]byte, 1268), "cdsaencr"), Encrypted},
		{"version 1, forged", sealtest.Join(prose(9000), make([]byte, 1268), "cdsaencr"), None},
	})
}

func TestSalted(t *testing.T) {
	holds(t, "openssl", []proof{{"openssl enc", sealtest.Join("Salted__", noise(5000, 1)), None}})
	if kind := SealedKind(sealtest.Join("Salted__", noise(50, 1))); kind != "openssl" {
		t.Errorf("kind %q", kind)
	}
}
