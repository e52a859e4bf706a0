package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"strings"
	"testing"

	"souspli/policy/seal"
	"souspli/policy/seal/sealtest"
)

// pgpPacket writes a packet with a new-format length.
func pgpPacket(tag byte, body ...any) []byte {
	b := sealtest.Join(body...)
	return sealtest.Join(0xC0|tag, byte(255), byte(len(b)>>24), byte(len(b)>>16), byte(len(b)>>8), byte(len(b)), b)
}

func asn(tag byte, pieces ...any) []byte {
	body := sealtest.Join(pieces...)
	return sealtest.Join(tag, byte(0x82), byte(len(body)>>8), byte(len(body)), body)
}

func TestSignedIsRead(t *testing.T) {
	literal := pgpPacket(seal.TagLiteral, "b", byte(5), "l.csv", uint32(0), csvFile)
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(literal)
	w.Close()
	compressed := pgpPacket(seal.TagCompressed, byte(2), z.Bytes())
	clear := "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nJean Dupont\n-----BEGIN PGP SIGNATURE-----\n\n" + base64.StdEncoding.EncodeToString(pgpPacket(seal.TagSignature, byte(4), noise(60, 1))) + "\n-----END PGP SIGNATURE-----\n"
	const pkcs7 = "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	data := asn(0x30, asn(6, pkcs7+"\x01"), asn(0xA0, asn(4, csvFile)))
	signed := asn(0x30, asn(6, pkcs7+"\x02"), asn(0xA0, asn(0x30, asn(2, "\x01"), asn(0x31), data)))
	z.Reset()
	w.Reset(&z)
	w.Write([]byte(csvFile))
	w.Close()
	packed := asn(0x30, asn(6, "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"), asn(0xA0, asn(0x30, asn(2, "\x00"), asn(0x30, asn(6, "\x2a\x03")), asn(0x30, asn(6, pkcs7+"\x01"), asn(0xA0, asn(4, z.Bytes()))))))
	digested := asn(0x30, asn(6, pkcs7+"\x05"), asn(0xA0, asn(0x30, asn(2, "\x00"), asn(0x30, asn(6, "\x2b\x0e\x03\x02\x1a")), data, asn(4, noise(20, 2)))))
	header := "age-encryption.org/v1\n-> X25519 " + strings.Repeat("A", 43) + "\n" + strings.Repeat("A", 43) + "\n--- " + strings.Repeat("A", 43) + "\n"
	armor := "-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.StdEncoding.EncodeToString([]byte(header))[:64] + "\n-----END AGE ENCRYPTED FILE-----\n"
	quine := []byte(csvFile)
	for range 30 {
		quine = pgpPacket(seal.TagCompressed, byte(0), quine)
	}
	extracts(t, []extraction{
		{name: "literal", file: File{Data: literal}, kind: "pgp", want: []string{"l.csv 2| Dupont | d@x.fr"}},
		{name: "compressed", file: File{Data: compressed}, kind: "pgp", want: []string{"l.csv 2| Dupont | d@x.fr"}},
		{name: "compressed in itself", file: File{Data: quine}, kind: "pgp", reason: ReasonTooBig},
		{name: "cleartext signature", file: File{Data: []byte(clear)}, kind: "pgp", want: []string{"Jean Dupont"}},
		{name: "key with its owner", file: File{Data: sealtest.Join(pgpPacket(seal.TagPublicKey, byte(4), noise(60, 1)), pgpPacket(seal.TagUserID, "Zoé <z@x.fr>"))}, kind: "pgp", want: []string{"<properties> Zoé <z@x.fr>"}},
		{name: "text around an armor", file: File{Data: []byte("Jean Dupont\n" + clear)}, kind: "pgp", want: []string{"Jean Dupont"}},
		{name: "signed CMS", file: File{Name: "l.csv.p7m", Data: signed}, kind: "smime", want: []string{"l.csv 2| Dupont | d@x.fr"}},
		{name: "compressed CMS", file: File{Name: "l.csv.p7z", Data: packed}, kind: "smime", want: []string{"l.csv 2| Dupont | d@x.fr"}},
		{name: "digested CMS", file: File{Name: "l.csv.p7m", Data: digested}, kind: "smime", want: []string{"l.csv 2| Dupont | d@x.fr"}},
		{name: "text behind the header of an encrypted file", file: File{Data: sealtest.Join(header, noise(16, 3), "\x00Jean Dupont")}, kind: "age", reason: ReasonUnproven, want: []string{"<hidden> Jean Dupont"}},
		{name: "text around an armored one", file: File{Data: []byte(armor + "Jean Dupont\n")}, kind: "age", reason: ReasonUnproven, want: []string{"Jean Dupont"}},
		{name: "cut short", file: File{Data: literal[:30]}, kind: "unknown", reason: ReasonUnknown},
	})
}
