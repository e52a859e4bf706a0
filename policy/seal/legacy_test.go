package seal

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"testing"

	"souspli/policy/seal/sealtest"
)

// rc4FilePass is the content of a FILEPASS record for 40-bit RC4 under a password (MS-OFFCRYPTO 2.3.6.4).
func rc4FilePass(password string) []byte {
	salt, verifier := noise(16, 1), noise(16, 2)
	h := md5.Sum(utf16le(password))
	var buf []byte
	for range 16 {
		buf = append(append(buf, h[:5]...), salt...)
	}
	h = md5.Sum(buf)
	key := md5.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(h[:5]), 0))
	c, _ := rc4.NewCipher(key[:])
	sum := md5.Sum(verifier)
	locked, lockedSum := make([]byte, 16), make([]byte, 16)
	c.XORKeyStream(locked, verifier)
	c.XORKeyStream(lockedSum, sum[:])
	return sealtest.Join(uint16(1), uint16(1), uint16(1), salt, locked, lockedSum)
}

// cryptoAPIFilePass is the same for RC4 CryptoAPI with 128 bits (MS-OFFCRYPTO 2.3.5.1).
func cryptoAPIFilePass(password string) []byte {
	salt, verifier := noise(16, 1), noise(16, 2)
	h := sha1.Sum(append(bytes.Clone(salt), utf16le(password)...))
	key := sha1.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(h[:]), 0))
	c, _ := rc4.NewCipher(key[:16])
	sum := sha1.Sum(verifier)
	locked, lockedSum := make([]byte, 16), make([]byte, 20)
	c.XORKeyStream(locked, verifier)
	c.XORKeyStream(lockedSum, sum[:])
	header := sealtest.Join(uint32(4), uint32(0), uint32(algRC4), uint32(0x8004), uint32(128), uint32(1), uint64(0), utf16le("x\x00"))
	return sealtest.Join(uint16(1), uint16(4), uint16(2), uint32(4), uint32(len(header)), header, uint32(16), salt, locked, uint32(20), lockedSum)
}

func TestOpenXLS(t *testing.T) {
	for name, pass := range map[string][]byte{"RC4": rc4FilePass(defaultPassword), "CryptoAPI": cryptoAPIFilePass(defaultPassword)} {
		book := sealtest.Join(uint16(biffBOF), uint16(0), uint16(biffFilePass), uint16(len(pass)), pass)
		key := OpenXLS(book)
		if key == nil || key(0) == nil {
			t.Errorf("%s: no key", name)
			continue
		}
		a, b := make([]byte, 16), make([]byte, 16)
		key(0).XORKeyStream(a, a)
		key(1).XORKeyStream(b, b)
		if bytes.Equal(a, b) {
			t.Errorf("%s: two blocks have the same key", name)
		}
	}
	if OpenXLS(sealtest.Join(uint16(biffBOF), uint16(0))) != nil {
		t.Error("a key for a workbook without password")
	}
	for n := range 60 { // records cut short
		xlsKey(rc4FilePass(defaultPassword)[:min(n, 54)])
		xlsKey(cryptoAPIFilePass(defaultPassword)[:n])
	}
}
