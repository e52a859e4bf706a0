package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

// agileInfoXML makes the EncryptionInfo stream of a password and returns the key of the package with it
// (MS-OFFCRYPTO 2.3.4.11 to 2.3.4.13, the way of the writer).
func agileInfoXML(password string, spin int) (info, key, salt []byte) {
	keySalt, verifier := noise(16, 1), noise(16, 2)
	key, salt = noise(32, 3), noise(16, 4)
	h := spinHash(sha512.New, keySalt, password, spin)
	lock := func(block string, value []byte) string {
		sum := sha512.Sum512(append(bytes.Clone(h), block...))
		for len(value)%aes.BlockSize != 0 {
			value = append(value, 0)
		}
		return base64.StdEncoding.EncodeToString(cbc(sum[:32], keySalt, value))
	}
	check := sha512.Sum512(verifier)
	b64 := base64.StdEncoding.EncodeToString
	text := fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">
<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="%s"/>
<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">
<p:encryptedKey spinCount="%d" saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"
 saltValue="%s" encryptedVerifierHashInput="%s" encryptedVerifierHashValue="%s" encryptedKeyValue="%s"/></keyEncryptor></keyEncryptors></encryption>`,
		b64(salt), spin, b64(keySalt), lock(blockVerifierInput, bytes.Clone(verifier)), lock(blockVerifierValue, check[:]), lock(blockKeyValue, bytes.Clone(key)))
	return sealtest.Join(uint16(4), uint16(4), uint32(0x40), text), key, salt
}

// agileFile encrypts a package under a password.
func agileFile(password string, pkg []byte) []byte {
	info, key, salt := agileInfoXML(password, 1000)
	return sealtest.CompoundFile(map[string][]byte{"EncryptionInfo": info, "EncryptedPackage": agilePackage(pkg, key, salt),
		"\x06DataSpaces/Version": noise(76, 5)})
}

func agilePackage(pkg, key, salt []byte) []byte {
	out := sealtest.Join(uint64(len(pkg)))
	for i := uint32(0); len(pkg) > 0; i++ {
		n := min(4096, len(pkg))
		segment := bytes.Clone(pkg[:n])
		for len(segment)%aes.BlockSize != 0 {
			segment = append(segment, 0)
		}
		iv := sha512.Sum512(binary.LittleEndian.AppendUint32(bytes.Clone(salt), i))
		out = append(out, cbc(key, iv[:16], segment)...)
		pkg = pkg[n:]
	}
	return out
}

// standardEncryption makes the EncryptionInfo of Office 2007 for a password, and returns the key.
func standardEncryption(password string, alg uint32, bits int) (info, key []byte) {
	salt, verifier := noise(16, 1), noise(16, 2)
	s := &standardInfo{alg: alg, bits: bits, salt: salt}
	key = s.key(password)
	check := sha1.Sum(verifier)
	header := sealtest.Join(uint32(0x24), uint32(0), alg, uint32(0x8004), uint32(bits), uint32(0x18), uint64(0), utf16le("Microsoft Enhanced RSA and AES\x00"))
	return sealtest.Join(uint16(3), uint16(2), uint32(0x24), uint32(len(header)), header, uint32(16), salt,
		ecb(key, verifier), uint32(20), ecb(key, append(check[:], make([]byte, 12)...))), key
}

func ecb(key, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return b
	}
	out := make([]byte, len(b))
	for i := 0; i+16 <= len(b); i += 16 {
		block.Encrypt(out[i:], b[i:])
	}
	return out
}

func standardFile(password string, alg uint32, bits int, pkg []byte) []byte {
	info, key := standardEncryption(password, alg, bits)
	for len(pkg)%aes.BlockSize != 0 {
		pkg = append(pkg, 0)
	}
	return sealtest.CompoundFile(map[string][]byte{"EncryptionInfo": info, "EncryptedPackage": sealtest.Join(uint64(len(pkg)), ecb(key, pkg))})
}

func TestOOXML(t *testing.T) {
	pkg := zipFile(zipItem{name: "xl/workbook.xml", data: prose(9000)})
	good, key, salt := agileInfoXML("secret", 1000)
	body := agilePackage(pkg, key, salt)
	file := func(info, pkg []byte, more ...string) []byte {
		streams := map[string][]byte{"EncryptionInfo": info, "EncryptedPackage": pkg}
		for _, name := range more {
			streams[name] = prose(600)
		}
		return sealtest.CompoundFile(streams)
	}
	edit := func(old, new string) []byte { return bytes.ReplaceAll(good, []byte(old), []byte(new)) }
	holds(t, "ooxml", []proof{
		{"agile", agileFile("secret", pkg), Encrypted},
		{"agile, the default password", agileFile(defaultPassword, pkg), Open},
		{"agile, the default password of PowerPoint", agileFile(slidesPassword, pkg), Open},
		{"agile, DES", file(edit(`"AES"`, `"DES"`), body), Weak},
		{"agile, 40 bits", file(edit(`keyBits="256"`, `keyBits="40"`), body), Weak},
		{"agile, a certificate beside", file(edit("<keyEncryptors>", `<keyEncryptors><keyEncryptor uri="x/certificate"/>`), body), Encrypted},
		{"agile, no way in", file(edit("keyEncryptors", "others"), body), None},
		{"agile, endless rounds", file(edit(`spinCount="1000"`, `spinCount="99000000"`), body), None},
		{"agile, not XML", file(sealtest.Join(uint16(4), uint16(4), uint32(0x40), prose(100)), body), None},
		{"forged: clear package behind a header", file(good, sealtest.Join(uint64(len(pkg)), pkg)), None},
		{"forged: a sentence in the package", file(good, sealtest.Join(uint64(8000), noise(4000, 1), prose(60), noise(4000, 2))), None},
		{"another stream in clear", file(good, body, "Workbook"), None},
		{"properties in clear are scanned elsewhere", file(good, body, "\x05SummaryInformation"), Encrypted},
		{"the mark of SheetJS", sealtest.CompoundFile(map[string][]byte{"EncryptionInfo": good, "EncryptedPackage": body, "\x01Sh33tJ5": []byte("7262")}), Encrypted},
		{"text behind the file", sealtest.Join(file(good, body), prose(600)), None},
		{"standard, AES-128", standardFile("secret", algAES128, 128, pkg), Encrypted},
		{"standard, AES-256", standardFile("secret", algAES256, 256, pkg), Encrypted},
		{"standard, the default password", standardFile(defaultPassword, algAES128, 128, pkg), Open},
		{"standard, RC4", file(first2(standardEncryption("secret", algRC4, 128)), sealtest.Join(uint64(4000), noise(4000, 1))), Weak},
		{"extensible", file(sealtest.Join(uint16(4), uint16(3), uint32(0x10), noise(100, 1)), body), None},
		{"no package", sealtest.CompoundFile(map[string][]byte{"EncryptionInfo": good}), None},
	})
	holds(t, "irm", []proof{
		{"rights management", sealtest.CompoundFile(map[string][]byte{"EncryptedPackage": sealtest.Join(uint64(4000), noise(4000, 1)),
			"\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary": noise(100, 2)}), Encrypted},
		{"rights management, clear", sealtest.CompoundFile(map[string][]byte{"EncryptedPackage": sealtest.Join(uint64(4000), prose(4000)),
			"\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary": noise(100, 2)}), None},
		{"no transform", sealtest.CompoundFile(map[string][]byte{"EncryptedPackage": sealtest.Join(uint64(4000), noise(4000, 1))}), None},
	})
}

func first2(a, _ []byte) []byte { return a }

func TestOpenPackage(t *testing.T) {
	pkg := zipFile(zipItem{name: "xl/workbook.xml", data: prose(9000)})
	for name, file := range map[string][]byte{
		"agile":    agileFile(defaultPassword, pkg),
		"standard": standardFile(defaultPassword, algAES128, 128, bytes.Clone(pkg)),
		"slides":   agileFile(slidesPassword, pkg),
	} {
		got, ok := OpenPackage(file)
		if !ok || !bytes.HasPrefix(got, pkg) {
			t.Errorf("%s: %v, %d bytes, want %d", name, ok, len(got), len(pkg))
		}
	}
	if _, ok := OpenPackage(agileFile("secret", pkg)); ok {
		t.Error("opened with the wrong password")
	}
	if _, ok := OpenPackage(prose(5000)); ok {
		t.Error("opened text")
	}
}

func TestLegacyOffice(t *testing.T) {
	book := func(records ...[]byte) []byte {
		out := sealtest.Join(uint16(biffBOF), uint16(16), noise(16, 1))
		for _, r := range records {
			out = append(out, r...)
		}
		return sealtest.CompoundFile(map[string][]byte{"Workbook": sealtest.Join(out, uint16(0x85), uint16(4), "abcd", uint16(biffEOF), uint16(0))})
	}
	record := func(id uint16, pieces ...any) []byte {
		body := sealtest.Join(pieces...)
		return sealtest.Join(id, uint16(len(body)), body)
	}
	doc := func(flags uint16) []byte {
		return sealtest.CompoundFile(map[string][]byte{"WordDocument": sealtest.Join(uint16(0xA5EC), uint16(0xC1), uint32(0), uint16(0), flags, prose(600))})
	}
	ppt := func(token uint32) []byte {
		return sealtest.CompoundFile(map[string][]byte{"PowerPoint Document": noise(600, 1), "Current User": sealtest.Join(uint32(0), uint32(20), uint32(20), token)})
	}
	cases := []proof{
		{"XLS, no password", book(record(0x0086)), None},
		{"XLS, sheets protected", book(record(0x0012, uint16(1)), record(0x0013, uint16(0x1234))), None},
		{"XLS, XOR", book(record(biffFilePass, uint16(0), uint16(0x1234), uint16(0x4321))), Weak},
		{"XLS, XOR, default password", book(record(biffFilePass, uint16(0), uint16(0), xorVerifier(defaultPassword))), Open},
		{"XLS, XOR of Excel 5", book(record(biffFilePass, uint16(1), xorVerifier(defaultPassword))), Open},
		{"XLS, RC4", book(record(biffFilePass, rc4FilePass("secret"))), Weak},
		{"XLS, RC4, default password", book(record(biffFilePass, rc4FilePass(defaultPassword))), Open},
		{"XLS, RC4 CryptoAPI", book(record(biffFilePass, cryptoAPIFilePass("secret"))), Weak},
		{"XLS, RC4 CryptoAPI, default password", book(record(biffFilePass, cryptoAPIFilePass(defaultPassword))), Open},
		{"XLS, empty password record", book(record(biffFilePass)), None},
		{"Excel 4, no password", sealtest.Join(uint16(0x0409), uint16(6), uint16(0), uint16(0x10), uint16(0), uint16(0x42), uint16(2), uint16(1252), uint16(biffEOF), uint16(0)), None},
		{"Excel 4, XOR", sealtest.Join(uint16(0x0409), uint16(6), uint16(0), uint16(0x10), uint16(0), uint16(biffFilePass), uint16(4), uint32(0x12345678)), Weak},
		{"DOC", doc(0), None},
		{"DOC, encrypted", doc(0x0100), Weak},
		{"DOC, obfuscated", doc(0x8100), Weak},
		{"DOC cut short", sealtest.CompoundFile(map[string][]byte{"WordDocument": {0xEC}}), None},
		{"PPT", ppt(0xE391C05F), None},
		{"PPT, encrypted", ppt(0xF3D1C4DF), Weak},
		{"another compound file", sealtest.CompoundFile(map[string][]byte{"VisioDocument": prose(600)}), None},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := Prove(c.data)
			if p.Verdict != c.want || !p.Applies {
				t.Errorf("%v (%s: %s), want %v", p.Verdict, p.Kind, p.Why, c.want)
			}
		})
	}
}

// TestXORVerifier: the values that other programs compute.
func TestXORVerifier(t *testing.T) {
	for password, want := range map[string]uint16{"": 0xCE4B, "test": 0xCBEB, defaultPassword: 0x9A0A} {
		if got := xorVerifier(password); got != want {
			t.Errorf("%q: %04X, want %04X", password, got, want)
		}
	}
}

func TestReadEncryptionInfo(t *testing.T) {
	good, _ := standardEncryption("x", algAES128, 128)
	for n := range good {
		readEncryptionInfo(good[:n]) // whatever is missing
	}
	agile, _, _ := agileInfoXML("x", 10)
	for _, b := range [][]byte{nil, agile[:20], []byte(strings.Repeat("\x04\x00\x04\x00", 10))} {
		if _, err := readEncryptionInfo(b); err == nil {
			t.Errorf("%q: no error", b)
		}
	}
}
