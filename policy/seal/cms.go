package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
)

var errCMS = errors.New("malformed CMS")

// CMS content types (RFC 5652 section 4, RFC 5083, RFC 3274), as the octets of their object identifiers.
const (
	cmsPrefix = "\x2a\x86\x48\x86\xf7\x0d\x01\x07"             // 1.2.840.113549.1.7
	smimeCT   = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01"     // 1.2.840.113549.1.9.16.1
	aesPrefix = "\x60\x86\x48\x01\x65\x03\x04\x01"             // 2.16.840.1.101.3.4.1
	chachaOID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x03\x12" // 1.2.840.113549.1.9.16.3.18
	camellia  = "\x2a\x83\x08\x8c\x9a\x4b\x3d\x01\x01\x01"     // 1.2.392.200011.61.1.1.1
	pbes2OID  = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d"         // 1.2.840.113549.1.5.13
	tstOID    = smimeCT + "\x1f"                               // id-aa-timeStampedData, RFC 5544
)

// CMS kinds.
const (
	CMSData          = "data"
	CMSSigned        = "signed"
	CMSEnveloped     = "enveloped"
	CMSDigested      = "digested"
	CMSEncrypted     = "encrypted"
	CMSAuthenticated = "authenticated"
	CMSCompressed    = "compressed"
	CMSAuthEnveloped = "auth-enveloped"
	CMSTimestamped   = "timestamped"
)

func cmsKinds() map[string]string {
	return map[string]string{
		cmsPrefix + "\x01": CMSData,
		cmsPrefix + "\x02": CMSSigned,
		cmsPrefix + "\x03": CMSEnveloped,
		cmsPrefix + "\x05": CMSDigested,
		cmsPrefix + "\x06": CMSEncrypted,
		smimeCT + "\x02":   CMSAuthenticated,
		smimeCT + "\x09":   CMSCompressed,
		smimeCT + "\x17":   CMSAuthEnveloped,
		tstOID:             CMSTimestamped,
	}
}

// CMS is one cryptographic message (RFC 5652), as far as a proof and a reader need it.
type CMS struct {
	Kind    string // one of the words above
	Content []byte // signed, digested, timestamped, data: what is inside; compressed: the zlib stream; encrypted kinds: the ciphertext
	cipher  string // OID octets of the content encryption
	params  []byte // of the content encryption
	keys    int    // recipients
	clear   []byte // attributes outside the ciphertext
}

// OpenCMS reads DER or BER, or PEM or bare base64 around it. Bytes behind the outer value are an error.
func OpenCMS(data []byte) (*CMS, error) {
	if !startsCMS(data) {
		var err error
		if data, err = unwrapPEM(data); err != nil {
			return nil, err
		}
	}
	outer, rest, err := readElement(data, 0)
	if err != nil || len(bytes.Trim(rest, "\x00\r\n ")) > 0 {
		return nil, errCMS
	}
	parts, err := outer.children()
	if err != nil || len(parts) == 0 || !parts[0].is(berOID) {
		return nil, errCMS
	}
	c := &CMS{Kind: cmsKinds()[string(parts[0].body)]}
	if c.Kind == "" {
		return nil, errCMS
	}
	if len(parts) < 2 { // detached: nothing inside
		return c, nil
	}
	return c, c.readContent(parts[1])
}

// readContent reads what stands in the [0] EXPLICIT beside the content type.
func (c *CMS) readContent(explicit element) error {
	inner, err := explicit.children()
	if err != nil || !explicit.context(0) || len(inner) != 1 {
		return errCMS
	}
	if c.Kind == CMSData {
		c.Content, err = inner[0].octets(0)
		return err
	}
	fields, err := inner[0].children()
	if err != nil {
		return err
	}
	switch c.Kind {
	case CMSEnveloped, CMSAuthEnveloped, CMSEncrypted:
		return c.readEncrypted(fields)
	case CMSTimestamped:
		return c.readTimestamped(fields)
	}
	return c.readEncapsulated(fields)
}

// readEncapsulated finds the EncapsulatedContentInfo of signed, digested, compressed and authenticated data: in signed
// data the first SEQUENCE, in the others the second, behind the algorithm (RFC 5652 sections 5.1, 7 and 9.1, RFC 3274
// section 1.1). Detached signatures have no content in it.
func (c *CMS) readEncapsulated(fields []element) error {
	sequences := slices.DeleteFunc(fields, func(f element) bool { return !f.is(berSequence) })
	if c.Kind != CMSSigned && len(sequences) > 0 {
		sequences = sequences[1:]
	}
	if len(sequences) == 0 {
		return errCMS
	}
	info, err := sequences[0].children()
	if err != nil || len(info) == 0 || !info[0].is(berOID) || len(info) > 1 && !info[1].context(0) {
		return errCMS
	}
	if len(info) > 1 {
		c.Content, err = info[1].octets(0)
	}
	return err
}

// readTimestamped takes the content of RFC 5544 section 2: version, dataUri, metaData, content, evidence.
func (c *CMS) readTimestamped(fields []element) error {
	for _, f := range fields {
		if f.is(berOctetString) {
			var err error
			c.Content, err = f.octets(0)
			return err
		}
	}
	return errCMS
}

// readEncrypted takes apart EnvelopedData (RFC 5652 section 6.1), AuthEnvelopedData (RFC 5083 section 2.1) and
// EncryptedData (section 8): version, [originator], recipients, encrypted content, [attributes].
func (c *CMS) readEncrypted(fields []element) error {
	for _, f := range fields {
		switch {
		case f.is(berSet) && c.Content == nil:
			recipients, err := f.children()
			if err != nil {
				return err
			}
			c.keys += len(recipients)
		case f.is(berSequence):
			if err := c.readEncryptedContent(f); err != nil {
				return err
			}
		case f.context(1), f.context(2), f.is(berSet):
			c.clear = append(c.clear, f.body...)
		}
	}
	if c.cipher == "" {
		return errCMS
	}
	return nil
}

// readEncryptedContent reads EncryptedContentInfo: content type, algorithm, [0] IMPLICIT ciphertext.
func (c *CMS) readEncryptedContent(info element) error {
	parts, err := info.children()
	if err != nil || len(parts) < 2 || !parts[0].is(berOID) || !parts[1].is(berSequence) {
		return errCMS
	}
	algorithm, err := parts[1].children()
	if err != nil || len(algorithm) == 0 || !algorithm[0].is(berOID) {
		return errCMS
	}
	c.cipher = string(algorithm[0].body)
	c.params = parts[1].body
	if len(parts) > 2 && parts[2].context(0) {
		c.Content, err = parts[2].octets(0)
	}
	return err
}

// Encrypted says whether the message is of a kind that hides its content.
func (c *CMS) Encrypted() bool {
	return c.Kind == CMSEnveloped || c.Kind == CMSAuthEnveloped || c.Kind == CMSEncrypted
}

// IsCMS says whether data is a cryptographic message: DER, BER, PEM or base64.
func IsCMS(data []byte) bool { return sniffCMS(data) }

func sniffCMS(data []byte) bool {
	if startsCMS(data) {
		return true
	}
	inner, err := unwrapPEM(data)
	return err == nil && startsCMS(inner)
}

// startsCMS looks for an outer SEQUENCE and one of the known content types at its start.
func startsCMS(data []byte) bool {
	if len(data) < 20 || data[0] != 0x30 {
		return false
	}
	_, _, _, rest, err := readHeader(data)
	if err != nil {
		return false
	}
	oid, _, err := readElement(rest, 0)
	return err == nil && oid.is(berOID) && cmsKinds()[string(oid.body)] != ""
}

func pemLabels() []string { return []string{"PKCS7", "CMS", "PKCS #7 SIGNED DATA"} }

// unwrapPEM decodes a single PEM block that fills data, or bare base64. Text outside the block is an error: it is
// clear.
func unwrapPEM(data []byte) ([]byte, error) {
	text := bytes.TrimSpace(data)
	if len(text) < 24 || text[0] != '-' && text[0] != 'M' { // 0x30 0x80..0x84 begins with M in base64
		return nil, errCMS
	}
	if text[0] == '-' {
		first, off := nextLine(text, 0)
		label, ok := bytes.CutPrefix([]byte(first), []byte("-----BEGIN "))
		label, ok2 := bytes.CutSuffix(label, []byte("-----"))
		end := bytes.LastIndex(text, []byte("-----END "))
		if !ok || !ok2 || !slices.Contains(pemLabels(), string(label)) || end < off {
			return nil, errCMS
		}
		if last, stop := nextLine(text, end); last != "-----END "+string(label)+"-----" || stop != len(text) {
			return nil, errCMS
		}
		text = text[off:end]
	}
	clean := make([]byte, 0, len(text))
	for _, c := range text {
		if c != '\n' && c != '\r' && c != ' ' && c != '\t' {
			clean = append(clean, c)
		}
	}
	out := make([]byte, base64.StdEncoding.DecodedLen(len(clean)))
	n, err := base64.StdEncoding.Decode(out, clean)
	if err != nil {
		return nil, errCMS
	}
	return out[:n], nil
}

func proveCMS(data []byte) Proof {
	c, err := OpenCMS(data)
	switch {
	case err != nil:
		return none("smime", "does not parse to the end")
	case !c.Encrypted():
		return none("smime", "not encrypted: "+c.Kind)
	case c.Kind != CMSEncrypted && c.keys == 0:
		return none("smime", "no recipient")
	case len(c.Content) == 0:
		return none("smime", "no encrypted content")
	case longestPrintable(c.clear) >= maxStray:
		return none("smime", "text outside the encrypted content")
	case !Random(c.Content):
		return none("smime", "the encrypted content is not random: clear text behind a header")
	case !c.modernCipher():
		return weak("smime", "outdated cipher")
	}
	return sealed("smime", "CMS "+c.Kind+" data")
}

// modernCipher accepts AES in a chained, stream or authenticated mode, Camellia-CBC and ChaCha20-Poly1305; the password
// scheme PBES2 is as good as the cipher in its parameters (RFC 8018 appendix A.4). AES-ECB (arcs 1, 21, 41) shows
// patterns.
func (c *CMS) modernCipher() bool {
	if c.cipher == pbes2OID {
		i := bytes.Index(c.params, []byte(aesPrefix))
		return i >= 0 && i+len(aesPrefix) < len(c.params) && chainedAES(c.params[i+len(aesPrefix)])
	}
	if rest, ok := bytes.CutPrefix([]byte(c.cipher), []byte(aesPrefix)); ok {
		return len(rest) == 1 && chainedAES(rest[0])
	}
	return c.cipher == chachaOID || len(c.cipher) == len(camellia)+1 && c.cipher[:len(camellia)] == camellia
}

func chainedAES(arc byte) bool {
	switch arc {
	case 2, 3, 4, 6, 7, 22, 23, 24, 26, 27, 42, 43, 44, 46, 47: // CBC, OFB, CFB, GCM, CCM
		return true
	}
	return false
}
