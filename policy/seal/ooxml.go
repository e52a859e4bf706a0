package seal

import (
	"crypto/aes"
	"encoding/binary"
	"slices"
	"strings"
)

// proveCFB sorts compound files: encrypted OOXML, rights management, the binary Office formats, or nothing that can
// be sealed.
func proveCFB(data []byte) Proof {
	c, err := OpenCFB(data)
	if err != nil {
		return none("ooxml", err.Error())
	}
	switch {
	case c.has("EncryptionInfo") && c.has("EncryptedPackage"):
		return proveOOXML(c)
	case c.has("\tDRMContent"), c.has("EncryptedPackage"):
		return proveRights(c)
	case c.has("Workbook"), c.has("Book"):
		return proveXLS(c)
	case c.has("WordDocument"):
		return proveDOC(c)
	case c.has("PowerPoint Document"):
		return provePPT(c)
	}
	return none("ooxml", "a compound file without encryption")
}

func (c *CFB) has(path string) bool {
	_, ok := c.Find(path)
	return ok
}

// proveOOXML judges an encrypted Office Open XML file (MS-OFFCRYPTO 2.3.4): the scheme, the built-in password, what
// else lies in the compound file, and the package itself.
func proveOOXML(c *CFB) Proof {
	e, err := readEncryptionInfo(c.Stream("EncryptionInfo"))
	pkg := c.Stream("EncryptedPackage")
	switch {
	case err != nil:
		return none("ooxml", "the encryption is not described as it should be")
	case c.strangers():
		return none("ooxml", "other streams beside the encrypted package")
	case len(pkg) < 8+16 || !Random(e.ciphertext(pkg)):
		return none("ooxml", "the package is not random: clear text behind a header")
	case e.weak():
		return weak("ooxml", "RC4, DES or a short key")
	case e.spin() > maxSpin:
		return none("ooxml", "the default password cannot be tried: spin count beyond the format's limit")
	case builtIn(e) != "":
		return opens("ooxml", "opens with the built-in default password")
	}
	return sealed("ooxml", "AES, and the built-in password does not open it")
}

// builtIn is the password, of those that the programs try by themselves, that opens the package; "" if none does.
func builtIn(e encryptionInfo) string {
	for _, password := range []string{defaultPassword, slidesPassword} {
		if e.opens(password) {
			return password
		}
	}
	return ""
}

// maxStranger is how many bytes may stand beside an encrypted package: SheetJS signs its files with four.
const maxStranger = 16

// strangers says whether the compound file holds more than an encrypted package needs: data spaces and the two
// property streams, which their reader scans. Word 2007 leaves an empty stream under the old format's name.
func (c *CFB) strangers() bool {
	strange := 0
	known := []string{"encryptioninfo", "encryptedpackage", "\x05summaryinformation", "\x05documentsummaryinformation"}
	for _, e := range c.Entries {
		path := strings.ToLower(e.Path)
		content := c.Bytes(e)
		if !slices.Contains(known, path) && !strings.HasPrefix(path, "\x06dataspaces/") && !allZero(content) {
			strange += len(content)
		}
	}
	return strange > maxStranger || longestPrintable(c.Unused()) >= maxStray
}

// proveRights tells rights management (MS-OFFCRYPTO 2.2): the key lies with a server. In the binary formats the
// document stands in a stream \tDRMContent beside a placeholder text.
func proveRights(c *CFB) Proof {
	content := c.Stream("\tDRMContent")
	if content == nil {
		content = c.Stream("EncryptedPackage")
	}
	spaces := slices.ContainsFunc(c.Entries, func(e CFBEntry) bool {
		return strings.HasSuffix(strings.ToLower(e.Path), "drmencryptedtransform/\x06primary") ||
			strings.HasSuffix(strings.ToLower(e.Path), "\tdrmtransform/\x06primary") ||
			strings.HasSuffix(strings.ToLower(e.Path), "drmtransform/\x06primary")
	})
	switch {
	case !spaces:
		return none("irm", "no rights management transform")
	case len(content) < 8+minRandom || !Random(content[8:]):
		return none("irm", "the protected content is not random")
	}
	return sealed("irm", "rights management: the key lies with a server")
}

// OpenPackage gives the ZIP package inside an encrypted Office Open XML file that opens with a built-in password.
func OpenPackage(data []byte) ([]byte, bool) {
	c, err := OpenCFB(data)
	if err != nil || !c.has("EncryptionInfo") {
		return nil, false
	}
	e, err := readEncryptionInfo(c.Stream("EncryptionInfo"))
	if err != nil || e.weak() || e.spin() > maxSpin {
		return nil, false
	}
	password := builtIn(e)
	if password == "" {
		return nil, false
	}
	pkg := c.Stream("EncryptedPackage")
	if len(pkg) < 8 {
		return nil, false
	}
	out := e.decrypt(password, pkg[8:])
	return out[:min(binary.LittleEndian.Uint64(pkg), uint64(len(out)))], out != nil
}

// withoutRepeats drops the blocks of b that were there before: in ECB mode equal blocks of clear text stay equal,
// which is how the standard encryption of Office 2007 works.
func withoutRepeats(b []byte) []byte {
	seen := make(map[[aes.BlockSize]byte]bool, len(b)/aes.BlockSize)
	out := make([]byte, 0, len(b))
	for ; len(b) >= aes.BlockSize; b = b[aes.BlockSize:] {
		block := [aes.BlockSize]byte(b)
		if !seen[block] {
			seen[block] = true
			out = append(out, block[:]...)
		}
	}
	return append(out, b...)
}
