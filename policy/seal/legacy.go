package seal

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
)

// BIFF record types that decide about encryption (MS-XLS 2.3).
const (
	biffEOF      = 0x000A
	biffFilePass = 0x002F
	biffBOF      = 0x0809
)

// proveXLS looks for the FILEPASS record of the workbook globals (MS-XLS 2.4.117). No scheme of this format is
// strong; the question is only whether the default password opens it.
func proveXLS(c *CFB) Proof {
	book := c.Stream("Workbook")
	if book == nil {
		book = c.Stream("Book")
	}
	return proveBIFF(book)
}

// IsBIFF says whether data is a workbook of Excel 2 to 4: records without a compound file around them. It begins with
// a BOF record of 4, 6 or 8 bytes whose type is a sheet, a chart, macros or a workspace (MS-XLS 2.4.21 and before).
func IsBIFF(data []byte) bool {
	if len(data) < 16 {
		return false
	}
	id, n, kind := binary.LittleEndian.Uint16(data), binary.LittleEndian.Uint16(data[2:]), binary.LittleEndian.Uint16(data[6:])
	known := id == 0x0009 || id == 0x0209 || id == 0x0409 || id == biffBOF
	return known && (n == 4 || n == 6 || n == 8 || n == 16) && (kind == 0x05 || kind == 0x10 || kind == 0x20 || kind == 0x40 || kind == 0x100)
}

func proveBIFF(book []byte) Proof {
	pass, ok := filePass(book)
	switch {
	case !ok:
		return none("xls", "no password on the file; protected sheets are readable")
	case len(pass) == 0:
		return none("xls", "malformed password record")
	case xlsKey(pass) != nil:
		return opens("xls", "opens with the built-in default password")
	}
	return weak("xls", "XOR or RC4")
}

// filePass finds the record's content among those of the workbook globals.
func filePass(book []byte) ([]byte, bool) {
	for len(book) >= 4 {
		id, n := binary.LittleEndian.Uint16(book), int(binary.LittleEndian.Uint16(book[2:]))
		if 4+n > len(book) || id == biffEOF {
			return nil, false
		}
		if id == biffFilePass {
			return book[4 : 4+n], true
		}
		book = book[4+n:]
	}
	return nil, false
}

// XLSKey decrypts the records of a workbook stream. BlockSize is 1024 (MS-XLS 2.2.10).
type XLSKey func(block uint32) *rc4.Cipher

// OpenXLS gives the key of a workbook stream that is encrypted with RC4 under the default password, else nil.
func OpenXLS(book []byte) XLSKey {
	pass, _ := filePass(book)
	return xlsKey(pass)
}

// xlsKey tries the default password on the content of a FILEPASS record.
func xlsKey(pass []byte) XLSKey {
	le := binary.LittleEndian
	switch {
	case len(pass) == 6 && le.Uint16(pass) == 0, len(pass) == 4: // XOR; BIFF5 leaves the type out
		if le.Uint16(pass[len(pass)-2:]) == xorVerifier(defaultPassword) {
			return func(uint32) *rc4.Cipher { return nil }
		}
	case len(pass) >= 6+48 && le.Uint16(pass) == 1 && le.Uint16(pass[2:]) == 1:
		return rc4Key(pass[6:22], pass[22:38], pass[38:54])
	case len(pass) >= 10 && le.Uint16(pass) == 1 && le.Uint16(pass[4:]) == 2:
		if s, err := readStandard(pass[10:]); err == nil && s.alg == algRC4 {
			return s.rc4Key()
		}
	}
	return nil
}

// rc4Key verifies the default password of the 40-bit RC4 scheme (MS-OFFCRYPTO 2.3.6).
func rc4Key(salt, verifier, sum []byte) XLSKey {
	h := md5.Sum(utf16le(defaultPassword))
	var buf []byte
	for range 16 {
		buf = append(append(buf, h[:5]...), salt...)
	}
	h = md5.Sum(buf)
	key := func(block uint32) *rc4.Cipher {
		k := md5.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(h[:5]), block))
		c, _ := rc4.NewCipher(k[:]) // 16 bytes are always a key
		return c
	}
	c := key(0)
	plain, check := make([]byte, 16), make([]byte, 16)
	c.XORKeyStream(plain, verifier)
	c.XORKeyStream(check, sum)
	if want := md5.Sum(plain); !bytes.Equal(want[:], check) {
		return nil
	}
	return key
}

// rc4Key verifies the default password of the RC4 CryptoAPI scheme (MS-OFFCRYPTO 2.3.5).
func (s *standardInfo) rc4Key() XLSKey {
	if s.bits < 40 || s.bits > 128 || len(s.verifierSum) < sha1.Size {
		return nil
	}
	h := sha1.Sum(append(bytes.Clone(s.salt), utf16le(defaultPassword)...))
	key := func(block uint32) *rc4.Cipher {
		k := sha1.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(h[:]), block))
		used := bytes.Clone(k[:s.bits/8])
		if s.bits == 40 {
			used = append(used, make([]byte, 11)...)
		}
		c, _ := rc4.NewCipher(used) // 5 to 16 bytes are always a key
		return c
	}
	c := key(0)
	plain, check := make([]byte, 16), make([]byte, sha1.Size)
	c.XORKeyStream(plain, s.verifier)
	c.XORKeyStream(check, s.verifierSum[:sha1.Size])
	if want := sha1.Sum(plain); !bytes.Equal(want[:], check) {
		return nil
	}
	return key
}

// xorVerifier is the 16-bit password verifier of XOR obfuscation (MS-OFFCRYPTO 2.3.7.1).
func xorVerifier(password string) uint16 {
	v := uint16(0)
	chars := append([]byte{byte(len(password))}, password...)
	for i := len(chars) - 1; i >= 0; i-- {
		v = (v>>14&1 | v<<1&0x7FFF) ^ uint16(chars[i])
	}
	return v ^ 0xCE4B
}

// proveDOC reads the flags of the file information block (MS-DOC 2.5.2): fEncrypted 0x0100, fObfuscated 0x8000.
func proveDOC(c *CFB) Proof {
	fib := c.Stream("WordDocument")
	if len(fib) < 12 {
		return none("doc", "malformed document")
	}
	if binary.LittleEndian.Uint16(fib[10:])&0x0100 == 0 {
		return none("doc", "not encrypted")
	}
	return weak("doc", "XOR or RC4")
}

// provePPT reads the token of the Current User stream (MS-PPT 2.3.2).
func provePPT(c *CFB) Proof {
	const encrypted = 0xF3D1C4DF
	user := c.Stream("Current User")
	if len(user) >= 16 && binary.LittleEndian.Uint32(user[12:]) == encrypted || c.has("EncryptedSummary") {
		return weak("ppt", "RC4")
	}
	return none("ppt", "not encrypted")
}
