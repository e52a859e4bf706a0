package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

// noise gives n bytes that look like ciphertext, always the same for a seed.
func noise(n int, seed byte) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{seed}).Read(b)
	return b
}

// prose is clear text of n bytes.
func prose(n int) []byte {
	return bytes.Repeat([]byte("Jean Dupont, 1 rue de la Paix, 75002 Paris; "), n/44+1)[:n]
}

// zipItem is an entry of a ZIP file being made; what is left zero is computed.
type zipItem struct {
	name, localName string
	data            []byte
	packed          []byte
	method          uint16
	flags           uint16
	localFlags      *uint16
	extra           []byte
	comment         string
	gap             []byte // bytes in front of the local header
	sizeLie         uint32 // size told by the local header
	descriptor      bool
}

// zipFile writes an archive.
func zipFile(items ...zipItem) []byte {
	return zipFileWith("", nil, items...)
}

func zipFileWith(comment string, behindEntries []byte, items ...zipItem) []byte {
	var out, central []byte
	for _, it := range items {
		out = append(out, it.gap...)
		packed := it.packed
		if packed == nil {
			packed = it.data
		}
		localName := it.localName
		if localName == "" {
			localName = it.name
		}
		localFlags := it.flags
		if it.localFlags != nil {
			localFlags = *it.localFlags
		}
		size := uint32(len(it.data))
		if it.sizeLie != 0 {
			size = it.sizeLie
		}
		crc := crc32.ChecksumIEEE(it.data)
		localCRC, localPacked, localSize := crc, uint32(len(packed)), size
		if it.descriptor {
			it.flags |= 8
			localFlags |= 8
			localCRC, localPacked, localSize = 0, 0, 0
		}
		offset := uint32(len(out))
		out = append(out, sealtest.Join(sigLocal, uint16(20), localFlags, it.method, uint32(0), localCRC, localPacked, localSize,
			uint16(len(localName)), uint16(len(it.extra)), localName, it.extra, packed)...)
		if it.descriptor {
			out = append(out, sealtest.Join(sigSplit, crc, uint32(len(packed)), uint32(len(it.data)))...)
		}
		central = append(central, sealtest.Join(sigCentral, uint16(20), uint16(20), it.flags, it.method, uint32(0), crc, uint32(len(packed)),
			uint32(len(it.data)), uint16(len(it.name)), uint16(len(it.extra)), uint16(len(it.comment)), uint16(0), uint16(0), uint32(0),
			offset, it.name, it.extra, it.comment)...)
	}
	out = append(out, behindEntries...)
	start := uint32(len(out))
	out = append(out, central...)
	return append(out, sealtest.Join(sigEnd, uint32(0), uint16(len(items)), uint16(len(items)), uint32(len(central)), start,
		uint16(len(comment)), comment)...)
}

// aesItem encrypts data as WinZip does (AE-2, AES-256), under a password.
func aesItem(name string, data []byte, password string) zipItem {
	const salt = 16
	packed := noise(salt, byte(len(name)))
	key, err := pbkdf2.Key(sha1.New, password, packed, 1000, 66)
	if err != nil {
		panic(err)
	}
	packed = append(packed, key[64:66]...)
	block, _ := aes.NewCipher(key[:32])
	ciphertext := make([]byte, len(data))
	for i := 0; i < len(data); i += 16 { // counter mode with a little-endian counter
		var counter, pad [16]byte
		binary.LittleEndian.PutUint64(counter[:], uint64(i/16+1))
		block.Encrypt(pad[:], counter[:])
		for j := i; j < min(i+16, len(data)); j++ {
			ciphertext[j] = data[j] ^ pad[j-i]
		}
	}
	mac := hmac.New(sha1.New, key[32:64])
	mac.Write(ciphertext)
	packed = append(append(packed, ciphertext...), mac.Sum(nil)[:10]...)
	return zipItem{name: name, data: data, packed: packed, method: 99, flags: 1,
		extra: sealtest.Join(uint16(0x9901), uint16(7), uint16(2), "AE", byte(3), uint16(0))}
}

// pdfObject is "num 0 obj … endobj".
func pdfObject(num int, body string) string { return fmt.Sprintf("%d 0 obj\n%s\nendobj\n", num, body) }

func pdfStream(num int, dict string, data []byte) string {
	return pdfObject(num, fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), dict, data))
}

// cbc encrypts whole blocks.
func cbc(key, iv, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(b))
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, b)
	return out
}

// needs skips a test by name if a program is absent, and gives its path.
func needs(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("needs " + strings.Join(names, " or "))
	return ""
}

// tool runs a program in dir and fails the test if it fails.
func tool(t testing.TB, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GNUPGHOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// put writes a file into dir.
func put(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// get reads a file that a program has written.
func get(t testing.TB, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// proof is a case of a table of proofs.
type proof struct {
	name string
	data []byte
	want Verdict
}

// holds runs a table of proofs and checks the kind that is named.
func holds(t *testing.T, kind string, cases []proof) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := Prove(c.data)
			if p.Verdict != c.want {
				t.Errorf("got %v (%s: %s), want %v", p.Verdict, p.Kind, p.Why, c.want)
			}
			if p.Verdict != None && p.Kind != kind {
				t.Errorf("kind %q, want %q", p.Kind, kind)
			}
		})
	}
}
