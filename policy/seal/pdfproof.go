package seal

import (
	"bytes"
	"crypto/aes"
	"errors"
	"maps"
	"slices"
	"strings"
)

// provePDF wants an encryption dictionary in every trailer, a cipher that is AES for streams and for strings, no
// empty password, and random bytes in every stream.
func provePDF(data []byte) Proof {
	p, err := OpenPDF(data)
	switch {
	case err != nil && !errors.Is(err, ErrLocked):
		return none("pdf", "does not parse")
	case p.crypt == nil:
		return none("pdf", "not encrypted")
	case err == nil:
		return opens("pdf", "opens with an empty password")
	}
	return p.proveCrypt()
}

// forgottenTrailer: a reader that takes another trailer than ours would see clear objects.
func (p *PDF) forgottenTrailer() bool {
	for _, t := range p.trailers {
		if t["Root"] != nil && t["Encrypt"] == nil {
			return true
		}
	}
	return false
}

// aroundPDF looks for anything but white space before the header and behind the last end-of-file mark.
func aroundPDF(data []byte) bool {
	header := pdfHeader(data)
	if header < 0 {
		return true
	}
	before := data[:header]
	end := bytes.LastIndex(data, []byte("%%EOF"))
	if end < 0 {
		end = len(data)
	} else {
		end += len("%%EOF")
	}
	blank := " \t\r\n\x00\x1a\x0c"
	return len(bytes.Trim(before, blank+"\xef\xbb\xbf")) > 0 || len(bytes.Trim(data[end:], blank)) > 0
}

func (p *PDF) proveCrypt() Proof {
	c := p.crypt
	publicKey := strings.HasPrefix(string(c.filter), "Adobe.P") && c.recipients && c.v >= 1 && c.v <= 5
	switch {
	case !c.understood && !publicKey:
		return none("pdf", "an unknown security handler")
	case c.method(c.stmF) == "None":
		return opens("pdf", "only attached files are encrypted, the pages are in clear")
	}
	switch clear, why := p.clearParts(); {
	case !c.modern(c.stmF):
		return weak("pdf", "RC4")
	case !c.modern(c.strF):
		return weak("pdf", "strings under RC4 or in clear: form fields, bookmarks")
	case p.forgottenTrailer():
		return none("pdf", "one of its trailers knows no encryption")
	case aroundPDF(p.data):
		return none("pdf", "text before or behind the document")
	case clear:
		return none("pdf", why)
	case publicKey:
		return sealed("pdf", "AES, for the holders of certificates")
	case c.r == 5:
		return sealed("pdf", "AES-256 with the fast password hash of revision 5")
	}
	return sealed("pdf", "AES, and no empty password opens it")
}

// clearParts goes through every object of the file, in use or not.
func (p *PDF) clearParts() (bool, string) {
	scanned := p.scan()
	for _, num := range slices.Sorted(maps.Keys(scanned)) {
		e := scanned[num]
		v, ok := p.objectAt(e.offset, num)
		if !ok || num == p.crypt.self {
			continue
		}
		s, isStream := v.(*PDFStream)
		if isStream && p.clearStream(s) {
			return true, "a stream is in clear"
		}
		if p.crypt.modern(p.crypt.strF) && clearString(v, "", 0) {
			return true, "a string is in clear"
		}
	}
	return false, ""
}

// clearStream: cross-reference streams are never encrypted, metadata may be left out by a flag (it is read as text
// then); everything else must be random, and of whole blocks under AES.
func (p *PDF) clearStream(s *PDFStream) bool {
	kind := s.Dict["Type"]
	if kind == PDFName("XRef") || kind == PDFName("Metadata") && p.crypt.clearMeta || len(s.Raw) == 0 {
		return false
	}
	filters, params := p.filters(s.Dict)
	if named := p.cryptName(filters, params); named != "" && p.crypt.method(named) == "None" {
		return kind != PDFName("Metadata")
	}
	if p.crypt.modern(p.crypt.stmF) && len(s.Raw)%aes.BlockSize > 2 { // a line end may have been counted in
		return true
	}
	return !randomPart(s.Raw, len(p.data))
}

// isClear says whether a string is readable: six and more printable characters, or text with a mark of its order of bytes
// that is no whole number of blocks, as every string under AES is.
func isClear(s PDFString) bool {
	marked := bytes.HasPrefix(s, []byte("\xFE\xFF")) || bytes.HasPrefix(s, []byte("\xFF\xFE")) || bytes.HasPrefix(s, []byte("\xEF\xBB\xBF"))
	return len(s) >= 6 && (longestPrintable(s) == len(s) || marked && len(s)%aes.BlockSize != 0)
}

// clearString finds a readable string. Signatures (Contents) and identifiers (ID) are not encrypted.
func clearString(v any, key PDFName, depth int) bool {
	if depth > maxPDFDepth {
		return false
	}
	switch o := v.(type) {
	case PDFString:
		return key != "Contents" && key != "ID" && isClear(o)
	case PDFArray:
		for _, inner := range o {
			if clearString(inner, key, depth+1) {
				return true
			}
		}
	case PDFDict:
		for k, inner := range o {
			if clearString(inner, k, depth+1) {
				return true
			}
		}
	case *PDFStream:
		return o.Dict["Type"] != PDFName("XRef") && clearString(o.Dict, key, depth+1)
	}
	return false
}
