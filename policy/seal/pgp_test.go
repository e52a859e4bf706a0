package seal

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

// pgpMessage is a message for a key (RSA, 2048 bits): it has the form, and noise where the ciphertext is.
func pgpMessage() []byte {
	session := sealtest.Join(byte(3), noise(8, 1), byte(1), byte(8), byte(0), noise(256, 2))
	return sealtest.Join(packetOf(TagPKESK, session), packetOf(TagSEIPD, sealtest.Join(byte(1), noise(3000, 3))))
}

// armored wraps packets (RFC 9580 section 6).
func armored(kind string, data []byte) []byte {
	var out strings.Builder
	out.WriteString("-----BEGIN " + kind + "-----\nComment: x\n\n")
	text := base64.StdEncoding.EncodeToString(data)
	for ; len(text) > 64; text = text[64:] {
		out.WriteString(text[:64] + "\n")
	}
	out.WriteString(text + "\n=aaaa\n-----END " + kind + "-----\n")
	return []byte(out.String())
}

// packetOf writes a packet with a new-format length.
func packetOf(tag int, body []byte) []byte {
	return sealtest.Join(byte(0xC0|tag), byte(255), byte(len(body)>>24), byte(len(body)>>16), byte(len(body)>>8), byte(len(body)), body)
}

// skesk is a version 4 session key packet with iterated S2K and the given cipher.
func skesk(cipher byte) []byte {
	return packetOf(TagSKESK, sealtest.Join(byte(4), cipher, byte(3), byte(8), noise(8, 1), byte(0x60)))
}

func TestPGP(t *testing.T) {
	forKey := pgpMessage()
	literal := packetOf(TagLiteral, sealtest.Join("b", byte(0), uint32(0), prose(500)))
	seipd := packetOf(TagSEIPD, sealtest.Join(byte(1), noise(2000, 2)))
	forPassword := sealtest.Join(skesk(9), seipd)
	empty := sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(1), noise(50, 3))))
	signature := packetOf(TagSignature, sealtest.Join(byte(4), noise(70, 4)))
	public := packetOf(TagPublicKey, sealtest.Join(byte(4), noise(270, 5)))
	armoredKey := armored("PGP MESSAGE", forKey)
	holds(t, "pgp", []proof{
		{"for a key", forKey, Encrypted},
		{"for a password", forPassword, Encrypted},
		{"empty plaintext", empty, Encrypted},
		{"armored", armoredKey, Encrypted},
		{"armored with CRLF", bytes.ReplaceAll(armoredKey, []byte("\n"), []byte("\r\n")), Encrypted},
		{"armored without checksum", noChecksum(armoredKey), Encrypted},
		{"two armored messages", sealtest.Join(armoredKey, "\n\n", armoredKey), Encrypted},
		{"armored, one of two clear", sealtest.Join(armoredKey, armored("PGP MESSAGE", literal)), None},
		{"text before the armor", sealtest.Join("Jean Dupont\n", armoredKey), None},
		{"text behind the armor", sealtest.Join(armoredKey, "Jean Dupont\n"), None},
		{"armor cut short", armoredKey[:len(armoredKey)-60], None},
		{"armor header lies", armored("PGP MESSAGE", literal), None},
		{"armored signature", armored("PGP SIGNATURE", signature), None},
		{"encrypted data called a key", armored("PGP PUBLIC KEY BLOCK", forKey), None},
		{"cleartext signature", sealtest.Join("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nJean Dupont\n", armored("PGP SIGNATURE", signature)), None},
		{"signature", signature, None},
		{"public key", public, None},
		{"literal", literal, None},
		{"compressed", packetOf(TagCompressed, sealtest.Join(byte(0), literal)), None},
		{"session key, then clear text", sealtest.Join(skesk(9), literal), None},
		{"clear text behind", sealtest.Join(skesk(9), seipd, literal), None},
		{"rubbish behind", sealtest.Join(forKey, "x"), None},
		{"cut short", forKey[:len(forKey)-1], None},
		{"padding behind", sealtest.Join(skesk(9), seipd, packetOf(TagPadding, noise(20, 1))), Encrypted},
		{"text in the padding", sealtest.Join(skesk(9), seipd, packetOf(TagPadding, prose(200))), None},
		{"text in a marker", sealtest.Join(packetOf(TagMarker, prose(200)), skesk(9), seipd), None},
		{"session keys of a version to come", sealtest.Join(packetOf(TagPKESK, sealtest.Join(byte(10), noise(200, 6))), packetOf(TagSKESK, sealtest.Join(byte(10), noise(20, 7))), forKey), Encrypted},
		{"nothing but session keys of a version to come", sealtest.Join(packetOf(TagPKESK, sealtest.Join(byte(10), noise(200, 6))), seipd), None},
		{"marker before", sealtest.Join(packetOf(TagMarker, []byte("PGP")), skesk(9), seipd), Encrypted},
		{"no session key", seipd, None},
		{"forged: text where the ciphertext should be", sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(1), prose(2000)))), None},
		{"forged: a sentence in the ciphertext", sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(1), noise(1000, 1), prose(60), noise(1000, 2)))), None},
		{"forged: text in the session key", sealtest.Join(packetOf(TagSKESK, sealtest.Join(byte(4), byte(9), prose(60))), seipd), None},
		{"no integrity protection", sealtest.Join(skesk(9), packetOf(TagSED, noise(2000, 2))), Weak},
		{"packet 9 alone", packetOf(TagSED, noise(2000, 2)), None},
		{"3DES", sealtest.Join(skesk(2), seipd), Weak},
		{"CAST5", sealtest.Join(skesk(3), seipd), Weak},
		{"no cipher at all", sealtest.Join(skesk(0), seipd), Weak},
		{"version 2", sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(2), byte(9), byte(2), byte(6), noise(2000, 3)))), Encrypted},
		{"version 2 with an unknown mode", sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(2), byte(9), byte(9), byte(6), noise(2000, 3)))), None},
		{"version 2 with CAST5", sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(2), byte(3), byte(2), byte(6), noise(2000, 3)))), Weak},
		{"version 7", sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(7), noise(2000, 3)))), None},
		{"packet 20", sealtest.Join(skesk(9), packetOf(TagAEAD, sealtest.Join(byte(1), byte(9), byte(1), byte(10), noise(2000, 4)))), Encrypted},
		{"old-format packets", sealtest.Join(byte(0x8C), byte(13), skesk(9)[6:], byte(0x80|18), "x"), None},
	})
}

// noChecksum drops the CRC-24 line of an armor.
func noChecksum(b []byte) []byte {
	var kept []string
	for _, line := range strings.Split(string(b), "\n") {
		if !strings.HasPrefix(line, "=") {
			kept = append(kept, line)
		}
	}
	return []byte(strings.Join(kept, "\n"))
}

func TestReadPackets(t *testing.T) {
	partial := sealtest.Join(byte(0xC0|TagLiteral), byte(224+4), noise(16, 1), byte(3), "abc")
	packets, err := ReadPackets(partial)
	if err != nil || len(packets) != 1 || len(packets[0].Body) != 19 {
		t.Errorf("partial lengths: %v, %v", packets, err)
	}
	indefinite := sealtest.Join(byte(0x80|TagLiteral<<2|3), prose(50))
	if packets, err = ReadPackets(indefinite); err != nil || len(packets[0].Body) != 50 {
		t.Errorf("indefinite length: %v", err)
	}
	for name, b := range map[string][]byte{
		"no packet":             {0x20},
		"length beyond the end": {0xC0 | 11, 200, 1},
		"partial beyond":        {0xC0 | 11, 224 + 20, 1, 2},
		"partial without end":   sealtest.Join(byte(0xC0|11), byte(224), "a"),
		"old length missing":    {0x80 | 11<<2 | 2, 0},
	} {
		if _, err := ReadPackets(b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	many := bytes.Repeat([]byte{0xC0 | TagMarker, 0}, maxPackets+1)
	if packets, err := ReadPackets(many); err == nil || len(packets) != maxPackets {
		t.Errorf("too many packets: %d, %v", len(packets), err)
	}
}

func TestReadArmor(t *testing.T) {
	body := base64.StdEncoding.EncodeToString([]byte("hello world"))
	text := "before\n  -----BEGIN PGP MESSAGE-----\nVersion: 1\n\n" + body + "\n=abcd\n-----END PGP MESSAGE-----\nafter"
	blocks, around := ReadArmor([]byte(text))
	if len(blocks) != 1 || string(blocks[0].Body) != "hello world" || blocks[0].Headers != "Version: 1\n" {
		t.Errorf("blocks: %+v", blocks)
	}
	if got := strings.Fields(string(around)); fmt.Sprint(got) != "[before after]" {
		t.Errorf("around: %q", around)
	}
	if blocks, around := ReadArmor([]byte("see -----BEGIN PGP MESSAGE----- in the manual")); blocks != nil || around != nil {
		t.Error("a mention in a line is no armor")
	}
}

func TestGPG(t *testing.T) {
	gpg := needs(t, "gpg")
	dir := t.TempDir()
	put(t, dir, "clear", prose(5000))
	for _, c := range []struct {
		args string
		want Verdict
	}{
		{"--symmetric --cipher-algo AES256", Encrypted},
		{"--symmetric --cipher-algo TWOFISH --armor", Encrypted},
		{"--symmetric --cipher-algo 3DES", Weak},
		{"--symmetric --cipher-algo AES --compress-algo none", Encrypted},
		{"--store", None},
		{"--store --compress-algo zlib --armor", None},
	} {
		args := append(strings.Fields("--batch --yes --quiet --pinentry-mode loopback --passphrase secret --output out"), strings.Fields(c.args)...)
		tool(t, dir, gpg, append(args, "clear")...)
		if p := Prove(get(t, dir, "out")); p.Verdict != c.want {
			t.Errorf("gpg %s: %v (%s), want %v", c.args, p.Verdict, p.Why, c.want)
		}
	}
}
