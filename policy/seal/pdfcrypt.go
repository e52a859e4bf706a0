package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"slices"
)

// pdfPadding fills up passwords (ISO 32000-1, 7.6.3.3, algorithm 2, step a).
const pdfPadding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// pdfCrypt is the encryption of a PDF (ISO 32000-2, 7.6; R 5: Adobe supplement to ISO 32000, extension level 3).
type pdfCrypt struct {
	filter     PDFName
	v, r       int
	length     int // of the key, in bytes
	o, u       []byte
	oe, ue     []byte
	perms      int
	id         []byte
	clearMeta  bool
	recipients bool                // of the public-key handler
	methods    map[PDFName]PDFName // crypt filter → CFM
	stmF, strF PDFName
	eff        PDFName // of embedded files, where it differs
	key        []byte
	open       bool // the key is known
	understood bool // handler, version and revision are known
	self       int  // object number of the dictionary itself: its strings are in clear
}

// newPDFCrypt reads an encryption dictionary and tries to open it without a password.
func newPDFCrypt(d PDFDict, id []byte) *pdfCrypt {
	c := &pdfCrypt{id: id, methods: map[PDFName]PDFName{"Identity": "None"}}
	c.filter, _ = d["Filter"].(PDFName)
	c.v, _ = d["V"].(int)
	c.r, _ = d["R"].(int)
	bits, ok := d["Length"].(int)
	if !ok || bits < 40 || bits > 256 {
		bits = 40
	}
	c.length = bits / 8
	if c.r == 2 || c.v == 1 {
		c.length = 5
	}
	c.o, c.u = pdfBytes(d["O"]), pdfBytes(d["U"])
	c.oe, c.ue = pdfBytes(d["OE"]), pdfBytes(d["UE"])
	switch p := d["P"].(type) {
	case int:
		c.perms = p
	case float64:
		c.perms = int(int64(p))
	}
	c.clearMeta = d["EncryptMetadata"] == false
	c.recipients = d["Recipients"] != nil
	c.readFilters(d)
	c.unlock()
	return c
}

func pdfBytes(v any) []byte {
	s, _ := v.(PDFString)
	return s
}

// readFilters reads the crypt filters of V 4 and 5 (7.6.6); before, everything is RC4.
func (c *pdfCrypt) readFilters(d PDFDict) {
	if c.v < 4 {
		c.methods["RC4"] = "V2"
		c.stmF, c.strF = "RC4", "RC4"
		return
	}
	c.length = max(c.length, 16) // AESV2 has 128 bits whatever /Length says
	if cf, ok := d["CF"].(PDFDict); ok {
		for name, v := range cf {
			filter, _ := v.(PDFDict)
			method, _ := filter["CFM"].(PDFName)
			c.methods[name] = method
			c.recipients = c.recipients || filter["Recipients"] != nil
		}
	}
	c.methods["Identity"] = "None"
	c.stmF, c.strF = "Identity", "Identity"
	if name, ok := d["StmF"].(PDFName); ok {
		c.stmF = name
	}
	if name, ok := d["StrF"].(PDFName); ok {
		c.strF = name
	}
	c.eff, _ = d["EFF"].(PDFName)
}

// unlock tries the empty user password and the empty owner password.
func (c *pdfCrypt) unlock() {
	switch {
	case c.filter != "Standard":
		return
	case c.r >= 2 && c.r <= 4 && len(c.o) >= 32 && len(c.u) >= 16:
		c.understood = true
		c.unlockOld()
	case (c.r == 5 || c.r == 6) && len(c.o) >= 48 && len(c.u) >= 48:
		c.understood = true
		c.unlockNew()
	}
}

// unlockOld is for revisions 2 to 4: the user password may be empty, or the owner password may be, from which the
// user password follows (algorithms 4 to 7). Some writers tell another length of the key than they use; readers try.
func (c *pdfCrypt) unlockOld() {
	told := c.length
	for _, c.length = range []int{told, 16, 5} {
		for _, password := range [][]byte{nil, c.userFromOwner()} {
			key := c.oldKey(password)
			if c.oldUser(key) {
				c.key, c.open = key, true
				return
			}
		}
	}
	c.length = told
}

// oldKey is algorithm 2: the file key from a user password.
func (c *pdfCrypt) oldKey(password []byte) []byte {
	h := md5.New()
	h.Write(padPassword(password))
	h.Write(c.o[:32])
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(c.perms)))
	h.Write(c.id)
	if c.r >= 4 && c.clearMeta {
		h.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	}
	n := min(c.length, 16)
	sum := h.Sum(nil)
	if c.r >= 3 {
		for range 50 {
			s := md5.Sum(sum[:n])
			sum = s[:]
		}
	}
	return sum[:n]
}

func padPassword(password []byte) []byte {
	return append(bytes.Clone(password[:min(len(password), 32)]), pdfPadding...)[:32]
}

// oldUser is algorithms 4 to 6: whether the key makes the U entry.
func (c *pdfCrypt) oldUser(key []byte) bool {
	if c.r == 2 {
		return len(c.u) >= 32 && bytes.Equal(rc4Bytes(key, []byte(pdfPadding)), c.u[:32])
	}
	h := md5.Sum(append([]byte(pdfPadding), c.id...))
	return bytes.Equal(rc4Rounds(key, h[:], 0, 20), c.u[:16])
}

// userFromOwner decrypts the O entry with the empty owner password (algorithm 7).
func (c *pdfCrypt) userFromOwner() []byte {
	sum := md5.Sum([]byte(pdfPadding))
	n := min(c.length, 16)
	if c.r == 2 {
		return rc4Bytes(sum[:5], c.o[:32])
	}
	for range 50 {
		sum = md5.Sum(sum[:])
	}
	out := c.o[:32]
	for i := 19; i >= 0; i-- {
		out = rc4Rounds(sum[:n], out, i, i+1)
	}
	return out
}

// rc4Rounds encrypts with the key XORed with each number from first up to last.
func rc4Rounds(key, b []byte, first, last int) []byte {
	for i := first; i < last; i++ {
		k := bytes.Clone(key)
		for j := range k {
			k[j] ^= byte(i)
		}
		b = rc4Bytes(k, b)
	}
	return b
}

func rc4Bytes(key, b []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// unlockNew is for revisions 5 and 6 (algorithm 2.A): a 32-byte hash, 8 bytes of salt for it, 8 of salt for the key.
func (c *pdfCrypt) unlockNew() {
	u := c.u[:48]
	if bytes.Equal(c.newHash(u[32:40], nil), u[:32]) {
		c.open, c.key = true, c.newKey(c.newHash(u[40:48], nil), c.ue)
		return
	}
	o := c.o[:48]
	if bytes.Equal(c.newHash(o[32:40], u), o[:32]) {
		c.open, c.key = true, c.newKey(c.newHash(o[40:48], u), c.oe)
	}
}

func (c *pdfCrypt) newKey(intermediate, encrypted []byte) []byte {
	if len(encrypted) < 32 {
		return make([]byte, 32)
	}
	return decryptCBC(intermediate, make([]byte, aes.BlockSize), encrypted[:32])
}

// newHash hashes the empty password: SHA-256 for revision 5, algorithm 2.B for revision 6.
func (c *pdfCrypt) newHash(salt, user []byte) []byte {
	sum := sha256.Sum256(append(bytes.Clone(salt), user...))
	k := sum[:]
	if c.r == 5 {
		return k
	}
	for i := 0; ; i++ {
		k1 := bytes.Repeat(append(bytes.Clone(k), user...), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		e := make([]byte, len(k1))
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, k1)
		mod := 0
		for _, b := range e[:16] {
			mod += int(b)
		}
		k = shaByRemainder(mod%3, e)
		if i >= 63 && int(e[len(e)-1]) <= i-31 { // rounds are counted from 0; algorithm 2.B step f
			return k[:32]
		}
	}
}

func shaByRemainder(remainder int, b []byte) []byte {
	switch remainder {
	case 0:
		s := sha256.Sum256(b)
		return s[:]
	case 1:
		s := sha512.Sum384(b)
		return s[:]
	}
	s := sha512.Sum512(b)
	return s[:]
}

// objectKey is algorithm 1: the key of one object.
func (c *pdfCrypt) objectKey(ref PDFRef, method PDFName) []byte {
	if method == "AESV3" {
		return c.key
	}
	b := append(bytes.Clone(c.key), byte(ref.Num), byte(ref.Num>>8), byte(ref.Num>>16), byte(ref.Gen), byte(ref.Gen>>8))
	if method == "AESV2" {
		b = append(b, "sAlT"...)
	}
	sum := md5.Sum(b)
	return sum[:min(len(c.key)+5, 16)]
}

// bytes decrypts a string or stream by a crypt filter.
func (c *pdfCrypt) bytes(b []byte, ref PDFRef, filter PDFName) []byte {
	method := c.methods[filter]
	if !c.open && method != "None" {
		return nil
	}
	switch method {
	case "V2":
		return rc4Bytes(c.objectKey(ref, method), b)
	case "AESV2", "AESV3":
		n := len(b) / aes.BlockSize * aes.BlockSize
		if n < 2*aes.BlockSize {
			return nil
		}
		out := decryptCBC(c.objectKey(ref, method), b[:aes.BlockSize], b[aes.BlockSize:n])
		if len(out) == 0 {
			return nil
		}
		if pad := int(out[len(out)-1]); pad >= 1 && pad <= aes.BlockSize {
			out = out[:len(out)-pad]
		}
		return out
	}
	return b
}

// stream decrypts a stream; named is the crypt filter that it names itself, or "".
func (c *pdfCrypt) stream(s *PDFStream, named PDFName) ([]byte, error) {
	filter := c.stmF
	switch {
	case named != "":
		filter = named
	case s.Dict["Type"] == PDFName("EmbeddedFile") && c.eff != "":
		filter = c.eff
	case c.clearMeta && s.Dict["Type"] == PDFName("Metadata"):
		filter = "Identity"
	}
	if !c.open && c.methods[filter] != "None" {
		return nil, ErrLocked
	}
	return c.bytes(s.Raw, s.Ref, filter), nil
}

// strings decrypts the strings of an object, however deep.
func (c *pdfCrypt) strings(v any, ref PDFRef, depth int) any {
	if depth > maxPDFDepth || !c.open && c.methods[c.strF] != "None" {
		return v
	}
	switch o := v.(type) {
	case PDFString:
		return PDFString(c.bytes(o, ref, c.strF))
	case PDFArray:
		for i := range o {
			o[i] = c.strings(o[i], ref, depth+1)
		}
	case PDFDict:
		for key, inner := range o {
			o[key] = c.strings(inner, ref, depth+1)
		}
	}
	return v
}

// method says how a crypt filter encrypts: "None", "V2", "AESV2", "AESV3", or "" if it is not defined.
func (c *pdfCrypt) method(filter PDFName) PDFName { return c.methods[filter] }

// modern says whether a method is AES.
func (c *pdfCrypt) modern(filter PDFName) bool {
	return slices.Contains([]PDFName{"AESV2", "AESV3"}, c.method(filter))
}
