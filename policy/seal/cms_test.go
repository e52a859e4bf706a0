package seal

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

// der writes a value with a definite length.
func der(tag byte, pieces ...any) []byte {
	body := sealtest.Join(pieces...)
	switch n := len(body); {
	case n < 0x80:
		return sealtest.Join(tag, byte(n), body)
	case n < 0x100:
		return sealtest.Join(tag, byte(0x81), byte(n), body)
	default:
		return sealtest.Join(tag, byte(0x83), byte(n>>16), byte(n>>8), byte(n), body)
	}
}

// ber writes a constructed value with an indefinite length.
func ber(tag byte, pieces ...any) []byte {
	return sealtest.Join(tag, byte(0x80), sealtest.Join(pieces...), "\x00\x00")
}

const (
	oidData   = cmsPrefix + "\x01"
	aes256CBC = aesPrefix + "\x2a"
	tripleDES = "\x2a\x86\x48\x86\xf7\x0d\x03\x07"
)

// contentInfo wraps a content type and its content.
func contentInfo(oid string, content []byte) []byte {
	return der(0x30, der(6, oid), der(0xA0, content))
}

// enveloped is EnvelopedData for one recipient.
func enveloped(cipher string, ciphertext []byte) []byte {
	recipient := der(0x30, der(2, "\x00"), der(0x30, der(0x0C, "Example authority of certificates"), der(2, "\x01")), der(4, noise(256, 1)))
	content := der(0x30, der(6, oidData), der(0x30, der(6, cipher), der(4, noise(16, 2))), der(0x80, ciphertext))
	return der(0x30, der(2, "\x00"), der(0x31, recipient), content)
}

func TestCMS(t *testing.T) {
	ciphertext := noise(4000, 3)
	good := contentInfo(cmsPrefix+"\x03", enveloped(aes256CBC, ciphertext))
	noRecipient := contentInfo(cmsPrefix+"\x03", der(0x30, der(2, "\x00"), der(0x31),
		der(0x30, der(6, oidData), der(0x30, der(6, aes256CBC)), der(0x80, ciphertext))))
	signed := contentInfo(cmsPrefix+"\x02", der(0x30, der(2, "\x01"), der(0x31), der(0x30, der(6, oidData), der(0xA0, der(4, prose(500)))), der(0x31)))
	indefinite := ber(0x30, der(6, cmsPrefix+"\x03"), ber(0xA0, ber(0x30, der(2, "\x00"), der(0x31, der(0x30, der(2, "\x00"))),
		ber(0x30, der(6, oidData), der(0x30, der(6, aes256CBC)), ber(0xA0, der(4, ciphertext[:2000]), der(4, ciphertext[2000:]))))))
	encryptedData := contentInfo(cmsPrefix+"\x06", der(0x30, der(2, "\x00"),
		der(0x30, der(6, oidData), der(0x30, der(6, aes256CBC)), der(0x80, ciphertext))))
	pbes2 := func(cipher string) []byte {
		return contentInfo(cmsPrefix+"\x06", der(0x30, der(2, "\x00"), der(0x30, der(6, oidData),
			der(0x30, der(6, pbes2OID), der(0x30, der(0x30, der(6, "\x2a"), der(4, noise(8, 1))), der(0x30, der(6, cipher)))), der(0x80, ciphertext))))
	}
	withAttributes := func(text []byte) []byte {
		return contentInfo(cmsPrefix+"\x03", der(0x30, der(2, "\x02"), der(0x31, der(0x30, der(2, "\x00"))),
			der(0x30, der(6, oidData), der(0x30, der(6, aes256CBC)), der(0x80, ciphertext)), der(0xA1, der(4, text))))
	}
	pem := []byte("-----BEGIN CMS-----\n" + base64.StdEncoding.EncodeToString(good) + "\n-----END CMS-----\n")
	holds(t, "smime", []proof{
		{"enveloped, AES-256-CBC", good, Encrypted},
		{"enveloped, AES-128-GCM", contentInfo(smimeCT+"\x17", enveloped(aesPrefix+"\x06", ciphertext)), Encrypted},
		{"enveloped, ChaCha20-Poly1305", contentInfo(smimeCT+"\x17", enveloped(chachaOID, ciphertext)), Encrypted},
		{"enveloped, Camellia", contentInfo(cmsPrefix+"\x03", enveloped(camellia+"\x04", ciphertext)), Encrypted},
		{"enveloped, 3DES", contentInfo(cmsPrefix+"\x03", enveloped(tripleDES, ciphertext)), Weak},
		{"enveloped, RC2", contentInfo(cmsPrefix+"\x03", enveloped("\x2a\x86\x48\x86\xf7\x0d\x03\x02", ciphertext)), Weak},
		{"enveloped, AES-CFB", contentInfo(cmsPrefix+"\x03", enveloped(aesPrefix+"\x2c", ciphertext)), Encrypted},
		{"enveloped, AES-ECB", contentInfo(cmsPrefix+"\x03", enveloped(aesPrefix+"\x29", ciphertext)), Weak},
		{"enveloped, indefinite lengths", indefinite, Encrypted},
		{"PEM", pem, Encrypted},
		{"base64 alone", []byte(base64.StdEncoding.EncodeToString(good)), Encrypted},
		{"text before PEM", sealtest.Join("Jean Dupont\n", pem), None},
		{"text behind PEM", sealtest.Join(pem, "Jean Dupont\n"), None},
		{"PEM of another label", []byte(strings.ReplaceAll(string(pem), "CMS", "CERTIFICATE")), None},
		{"bytes behind", sealtest.Join(good, "Jean Dupont"), None},
		{"cut short", good[:len(good)-5], None},
		{"no recipient", noRecipient, None},
		{"no content", contentInfo(cmsPrefix+"\x03", enveloped(aes256CBC, nil)), None},
		{"encrypted data with a shared key", encryptedData, Encrypted},
		{"password scheme 2 with AES", pbes2(aes256CBC), Encrypted},
		{"password scheme 2 with 3DES", pbes2(tripleDES), Weak},
		{"signed", signed, None},
		{"signed, wrapping an enveloped one", contentInfo(cmsPrefix+"\x02", der(0x30, der(2, "\x01"), der(0x31), der(0x30, der(6, oidData), der(0xA0, der(4, good))), der(0x31))), None},
		{"forged: text where the ciphertext should be", contentInfo(cmsPrefix+"\x03", enveloped(aes256CBC, prose(4000))), None},
		{"attributes that are noise", withAttributes(noise(200, 4)), Encrypted},
		{"attributes that are text", withAttributes(prose(200)), None},
		{"data", contentInfo(oidData, der(4, prose(100))), None},
	})
}

func TestOpenCMS(t *testing.T) {
	text := prose(300)
	tests := []struct {
		name string
		data []byte
		kind string
	}{
		{"signed", contentInfo(cmsPrefix+"\x02", der(0x30, der(2, "\x01"), der(0x31), der(0x30, der(6, oidData), der(0xA0, der(4, text))), der(0x31))), CMSSigned},
		{"signed in pieces", contentInfo(cmsPrefix+"\x02", der(0x30, der(2, "\x01"), der(0x31), der(0x30, der(6, oidData), der(0xA0, der(0x24, der(4, text[:100]), der(4, text[100:])))), der(0x31))), CMSSigned},
		{"data", contentInfo(oidData, der(4, text)), CMSData},
		{"compressed", contentInfo(smimeCT+"\x09", der(0x30, der(2, "\x00"), der(0x30, der(6, "\x2a\x03")), der(0x30, der(6, oidData), der(0xA0, der(4, text))))), CMSCompressed},
		{"digested", contentInfo(cmsPrefix+"\x05", der(0x30, der(2, "\x00"), der(0x30, der(6, "\x2b\x0e\x03\x02\x1a")), der(0x30, der(6, oidData), der(0xA0, der(4, text))), der(4, noise(20, 1)))), CMSDigested},
		{"timestamped", contentInfo(tstOID, der(0x30, der(2, "\x01"), der(0x16, "http://x"), der(4, text), der(0xA0))), CMSTimestamped},
	}
	for _, tt := range tests {
		c, err := OpenCMS(tt.data)
		if err != nil || c.Kind != tt.kind || !bytes.Equal(c.Content, text) || c.Encrypted() {
			t.Errorf("%s: %v, %+v", tt.name, err, c)
		}
	}
	for name, b := range map[string][]byte{
		"nothing":          nil,
		"unknown type":     der(0x30, der(6, "\x2a\x03"), der(0xA0)),
		"deep":             bytes.Repeat([]byte{0x30, 0x80}, 100_000),
		"length of length": {0x30, 0x85, 1, 1, 1, 1, 1},
	} {
		if _, err := OpenCMS(b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestOpenSSL(t *testing.T) {
	openssl := needs(t, "openssl")
	dir := t.TempDir()
	put(t, dir, "clear", prose(3000))
	tool(t, dir, openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=x")
	for _, c := range []struct {
		args string
		want Verdict
	}{
		{"cms -encrypt -aes256 -outform DER -in clear -out out cert.pem", Encrypted},
		{"cms -encrypt -aes-128-gcm -outform DER -in clear -out out cert.pem", Encrypted},
		{"cms -encrypt -aes128 -outform PEM -in clear -out out cert.pem", Encrypted},
		{"cms -encrypt -stream -binary -aes256 -outform DER -in clear -out out cert.pem", Encrypted},
		{"cms -encrypt -des3 -outform DER -in clear -out out cert.pem", Weak},
		{"cms -encrypt -aes256 -pwri_password secret -outform DER -in clear -out out", Encrypted},
		{"smime -encrypt -aes256 -outform DER -in clear -out out cert.pem", Encrypted},
		{"cms -sign -nodetach -outform DER -in clear -out out -signer cert.pem -inkey key.pem", None},
		{"cms -data_create -outform DER -in clear -out out", None},
		{"enc -aes-256-cbc -pbkdf2 -pass pass:x -in clear -out out", None},
	} {
		tool(t, dir, openssl, strings.Fields(c.args)...)
		if p := Prove(get(t, dir, "out")); p.Verdict != c.want {
			t.Errorf("openssl %s: %v (%s), want %v", c.args, p.Verdict, p.Why, c.want)
		}
	}
}
