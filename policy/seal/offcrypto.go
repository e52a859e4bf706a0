package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"hash"
	"strings"
	"unicode/utf16"
)

const (
	defaultPassword = "VelvetSweatshop"       // what Excel tries by itself (MS-XLSB 2.2.10, MS-XLS 2.2.10)
	slidesPassword  = "/01Hannes Ruescher/01" // what PowerPoint tries by itself: files that ask for a password only to be changed
	standardSpin    = 50_000                  // MS-OFFCRYPTO 2.3.4.7
	maxSpin         = 10_000_000              // MS-OFFCRYPTO 2.3.4.10
	maxInfoXML      = 1 << 20
)

var errEncryptionInfo = errors.New("malformed EncryptionInfo")

// Algorithm identifiers of EncryptionHeader (MS-OFFCRYPTO 2.3.2).
const (
	algRC4    = 0x6801
	algAES128 = 0x660E
	algAES192 = 0x660F
	algAES256 = 0x6610
)

// encryptionInfo is a way in which Office encrypts a package.
type encryptionInfo interface {
	weak() bool
	spin() int
	opens(password string) bool
	decrypt(password string, ciphertext []byte) []byte // nil if that is impossible
	ciphertext(pkg []byte) []byte                      // what of the package stream must look random
}

// readEncryptionInfo reads the stream of that name: versions x.2 (standard) and 4.4 (agile). Version x.3
// (extensible) names a provider that nobody else has, so nothing can be proven of it.
func readEncryptionInfo(b []byte) (encryptionInfo, error) {
	if len(b) < 8 {
		return nil, errEncryptionInfo
	}
	major, minor := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
	switch {
	case major == 4 && minor == 4 && len(b) <= maxInfoXML:
		return readAgile(b[8:])
	case major >= 2 && major <= 4 && minor == 2:
		return readStandard(b[8:])
	}
	return nil, errEncryptionInfo
}

// standardInfo is the standard encryption of Office 2007, and the RC4 CryptoAPI encryption that shares its layout
// (MS-OFFCRYPTO 2.3.4.5 and 2.3.5.1). AES works in ECB mode.
type standardInfo struct {
	alg                         uint32
	bits                        int
	salt, verifier, verifierSum []byte
}

// readStandard reads header size, EncryptionHeader and EncryptionVerifier.
func readStandard(b []byte) (*standardInfo, error) {
	le := binary.LittleEndian
	if len(b) < 4 {
		return nil, errEncryptionInfo
	}
	n := int64(le.Uint32(b))
	if n < 32 || n+4+4+16+16+4 > int64(len(b)) {
		return nil, errEncryptionInfo
	}
	header, v := b[4:4+n], b[4+n:]
	if le.Uint32(v) != 16 {
		return nil, errEncryptionInfo
	}
	s := &standardInfo{
		alg: le.Uint32(header[8:]), bits: int(le.Uint32(header[16:])),
		salt: v[4:20], verifier: v[20:36], verifierSum: v[40:],
	}
	if s.bits == 0 && s.alg == algRC4 { // MS-OFFCRYPTO 2.3.5.1: zero means 40
		s.bits = 40
	}
	return s, nil
}

func (s *standardInfo) weak() bool {
	switch s.alg {
	case algAES128, algAES192, algAES256:
		return s.bits < 128
	}
	return true
}

func (s *standardInfo) spin() int { return standardSpin }

// key derives the AES key (MS-OFFCRYPTO 2.3.4.7).
func (s *standardInfo) key(password string) []byte {
	h := spinHash(sha1.New, s.salt, password, standardSpin)
	sum := sha1.Sum(append(h, 0, 0, 0, 0))
	var inner, outer [64]byte
	for i := range inner {
		inner[i], outer[i] = 0x36, 0x5C
	}
	for i, c := range sum {
		inner[i] ^= c
		outer[i] ^= c
	}
	x1, x2 := sha1.Sum(inner[:]), sha1.Sum(outer[:])
	long := append(x1[:], x2[:]...)
	return long[:min(s.bits/8, 32)]
}

func (s *standardInfo) opens(password string) bool {
	if len(s.verifierSum) < 32 || s.weak() {
		return false
	}
	key := s.key(password)
	verifier, sum := decryptECB(key, s.verifier), decryptECB(key, s.verifierSum[:32])
	want := sha1.Sum(verifier)
	return len(sum) == 32 && bytes.Equal(want[:], sum[:20])
}

func (s *standardInfo) decrypt(password string, ciphertext []byte) []byte {
	return decryptECB(s.key(password), ciphertext[:len(ciphertext)/16*16])
}

func (s *standardInfo) ciphertext(pkg []byte) []byte { return withoutRepeats(pkg[8:]) }

func decryptECB(key, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(b))
	for i := 0; i+aes.BlockSize <= len(b); i += aes.BlockSize {
		block.Decrypt(out[i:], b[i:])
	}
	return out
}

// spinHash is H(n) of MS-OFFCRYPTO: the hash of salt and password, hashed count times with a counter before it.
func spinHash(newHash func() hash.Hash, salt []byte, password string, count int) []byte {
	h := newHash()
	h.Write(salt)
	h.Write(utf16le(password))
	sum := h.Sum(nil)
	buf := make([]byte, 4+len(sum))
	for i := range count {
		binary.LittleEndian.PutUint32(buf, uint32(i))
		copy(buf[4:], sum)
		h.Reset()
		h.Write(buf)
		sum = h.Sum(sum[:0])
	}
	return sum
}

func utf16le(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// agileInfo is the agile encryption of Office 2010 and later (MS-OFFCRYPTO 2.3.4.10).
type agileInfo struct {
	data agileKey
	keys []agileKey // one for each password encryptor
	all  int        // encryptors of any kind
}

// agileKey holds the attributes of keyData and encryptedKey.
type agileKey struct {
	SpinCount       int    `xml:"spinCount,attr"`
	BlockSize       int    `xml:"blockSize,attr"`
	KeyBits         int    `xml:"keyBits,attr"`
	CipherAlgorithm string `xml:"cipherAlgorithm,attr"`
	CipherChaining  string `xml:"cipherChaining,attr"`
	HashAlgorithm   string `xml:"hashAlgorithm,attr"`
	SaltValue       string `xml:"saltValue,attr"`
	VerifierInput   string `xml:"encryptedVerifierHashInput,attr"`
	VerifierValue   string `xml:"encryptedVerifierHashValue,attr"`
	KeyValue        string `xml:"encryptedKeyValue,attr"`
}

func readAgile(text []byte) (*agileInfo, error) {
	var x struct {
		KeyData       *agileKey `xml:"keyData"`
		KeyEncryptors []struct {
			URI string    `xml:"uri,attr"`
			Key *agileKey `xml:"encryptedKey"`
		} `xml:"keyEncryptors>keyEncryptor"`
	}
	if err := xml.Unmarshal(bytes.TrimRight(text, "\x00"), &x); err != nil || x.KeyData == nil || len(x.KeyEncryptors) == 0 {
		return nil, errEncryptionInfo
	}
	a := &agileInfo{data: *x.KeyData, all: len(x.KeyEncryptors)}
	for _, e := range x.KeyEncryptors {
		if strings.HasSuffix(e.URI, "/password") {
			if e.Key == nil {
				return nil, errEncryptionInfo
			}
			a.keys = append(a.keys, *e.Key)
		}
	}
	return a, nil
}

func (a *agileInfo) weak() bool {
	for _, k := range append(a.keys, a.data) {
		if k.CipherAlgorithm != "AES" || k.KeyBits < 128 || k.newHash() == nil ||
			k.CipherChaining != "ChainingModeCBC" && k.CipherChaining != "ChainingModeCFB" {
			return true
		}
	}
	return false
}

func (a *agileInfo) spin() int {
	most := 0
	for _, k := range a.keys {
		most = max(most, k.SpinCount)
	}
	return most
}

func (a *agileInfo) ciphertext(pkg []byte) []byte { return pkg[8:] }

func (a *agileInfo) opens(password string) bool {
	for _, k := range a.keys {
		if k.opens(password) {
			return true
		}
	}
	return false
}

func (k agileKey) newHash() func() hash.Hash {
	switch strings.ReplaceAll(k.HashAlgorithm, "-", "") {
	case "SHA1":
		return sha1.New
	case "SHA256":
		return sha256.New
	case "SHA384":
		return sha512.New384
	case "SHA512":
		return sha512.New
	case "MD5":
		return md5.New
	}
	return nil
}

// Block keys of MS-OFFCRYPTO 2.3.4.13.
const (
	blockVerifierInput = "\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79"
	blockVerifierValue = "\xd7\xaa\x0f\x6d\x30\x61\x34\x4e"
	blockKeyValue      = "\x14\x6e\x0b\xe7\xab\xac\xd0\xd6"
)

// opens verifies a password (MS-OFFCRYPTO 2.3.4.13): the hash of the decrypted input must be the decrypted value.
func (k agileKey) opens(password string) bool {
	h := spinHash(k.newHash(), unbase64(k.SaltValue), password, k.SpinCount)
	input := k.unlock(h, blockVerifierInput, k.VerifierInput)
	value := k.unlock(h, blockVerifierValue, k.VerifierValue)
	n := len(unbase64(k.SaltValue))
	if len(input) < n || len(value) == 0 {
		return false
	}
	sum := k.newHash()()
	sum.Write(input[:min(n, len(input))])
	want := sum.Sum(nil)
	return len(value) >= len(want) && bytes.Equal(value[:len(want)], want)
}

// unlock decrypts one of the three values of a password encryptor.
func (k agileKey) unlock(h []byte, block, value string) []byte {
	sum := k.newHash()()
	sum.Write(h)
	sum.Write([]byte(block))
	return decryptCBC(fit(sum.Sum(nil), k.KeyBits/8), fit(unbase64(k.SaltValue), aes.BlockSize), unbase64(value))
}

// decrypt opens the package in its segments of 4096 bytes (MS-OFFCRYPTO 2.3.4.15).
func (a *agileInfo) decrypt(password string, ciphertext []byte) []byte {
	if len(a.keys) == 0 || a.data.CipherChaining != "ChainingModeCBC" {
		return nil
	}
	k := a.keys[0]
	h := spinHash(k.newHash(), unbase64(k.SaltValue), password, k.SpinCount)
	key := k.unlock(h, blockKeyValue, k.KeyValue)
	salt := unbase64(a.data.SaltValue)
	out := make([]byte, 0, len(ciphertext))
	for i := uint32(0); len(ciphertext) >= aes.BlockSize; i++ {
		n := min(4096, len(ciphertext)/aes.BlockSize*aes.BlockSize)
		sum := a.data.newHash()()
		sum.Write(salt)
		sum.Write(binary.LittleEndian.AppendUint32(nil, i))
		out = append(out, decryptCBC(fit(key, a.data.KeyBits/8), fit(sum.Sum(nil), aes.BlockSize), ciphertext[:n])...)
		ciphertext = ciphertext[n:]
	}
	return out
}

// fit cuts b to n bytes or fills it with 0x36 (MS-OFFCRYPTO 2.3.4.11).
func fit(b []byte, n int) []byte {
	if n < 0 || n > 64 {
		n = 0
	}
	out := bytes.Repeat([]byte{0x36}, n)
	copy(out, b)
	return out
}

// decryptCBC gives nil if key or length do not fit.
func decryptCBC(key, iv, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil || len(b) == 0 || len(b)%aes.BlockSize != 0 || len(iv) != aes.BlockSize {
		return nil
	}
	out := make([]byte, len(b))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, b)
	return out
}

func unbase64(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil {
		return nil
	}
	return b
}
