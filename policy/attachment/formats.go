package attachment

import (
	"bytes"
	"strings"

	"souspli/policy/seal"
)

// format is one row of the table of kinds: its word, how it is told from the content, and how it is read.
type format struct {
	kind  string
	sniff func(*sample) bool
	read  func(*scope) error
}

// table lists the kinds with a signature. Every row that matches reads the file, so a file of two kinds is read
// twice. The kind of the first row that matches names the file, unless its reader knows better.
func table() []format {
	return []format{
		{"zip", isZIP, readZIP},
		{"ole", isCFB, readCFB},
		{"xls", isBIFF, readBIFF},
		{"pdf", isPDF, readPDF},
		{"rtf", isRTF, readRTF},
		{"7z", isSevenZip, readSevenZip},
		{"rar", isRAR, readRAR},
		{"gzip", isGzip, readGzip},
		{"bzip2", isBzip2, readBzip2},
		{"xz", isXZ, readXZ},
		{"zstd", isZstd, readZstd},
		{"lzma", isLZMA, readLZMA},
		{"tar", isTAR, readTAR},
		{"tnef", isTNEF, readTNEF},
		{"yenc", isYenc, readYenc},
		{"pgp", isPGP, readPGP},
		{"smime", isCMS, readCMS},
		{"sealed", isSealed, readSealed},
		{"sqlite", isSQLite, readSQLite},
		{"sqlite", isSQLiteLog, readSQLiteLog},
		{"dbf", isDBF, readDBF},
		{"picture", isPicture, readImage},
		{"media", isMedia, readMedia},
		{"archive", isOtherArchive, readOtherArchive},
	}
}

// texts lists the kinds of text, in the order in which they are tried: the first that matches is the one.
func texts() []format {
	return []format{
		{"mbox", isMBOX, readMBOX},
		{"eml", isEML, readEML},
		{"vcard", isVCard, readVCard},
		{"ical", isICal, readICal},
		{"ldif", isLDIF, readLDIF},
		{"html", isHTML, readHTML},
		{"xml", isXML, readXML},
		{"json", isJSON, readJSON},
		{"hl7", isHL7, readHL7},
		{"text", isText, readText},
	}
}

// sample is a file and what its readers share.
type sample struct {
	File
	decoded string // the file as text, if it is text
	isText  bool
}

func newSample(f File) *sample {
	if isQuoted(f.Data) {
		f.Data = unquote(f.Data)
	}
	s := &sample{File: f}
	s.decoded, s.isText = decoded(f.Data)
	return s
}

// matches lists the rows that a file's content matches, at least one. A page of HTML is shown by browsers whatever
// binary data follow it.
func matches(s *sample) []format {
	var found []format
	for _, f := range table() {
		if f.sniff(s) {
			found = append(found, f)
		}
	}
	for _, f := range texts() {
		if (len(found) == 0 || f.kind == "html" && leadingHTML(s)) && f.sniff(s) {
			found = append(found, f)
			break
		}
	}
	if len(found) == 0 {
		found = []format{{"unknown", nil, readOpaque}}
	}
	return found
}

// leadingHTML says whether the file begins as a page.
func leadingHTML(s *sample) bool {
	return bytes.HasPrefix(bytes.TrimSpace(s.Data[:min(len(s.Data), 64)]), []byte("<"))
}

func isText(s *sample) bool { return s.isText }

// isZIP tells an archive by its start, or by an end record with a directory where readers look for it: in the last
// 64 KiB.
func isZIP(s *sample) bool {
	if bytes.HasPrefix(s.Data, []byte("PK\x03\x04")) || bytes.HasPrefix(s.Data, []byte("PK\x05\x06")) ||
		bytes.HasPrefix(s.Data, []byte("PK\x07\x08PK")) {
		return true
	}
	if !bytes.Contains(s.Data[max(0, len(s.Data)-(64<<10+22)):], []byte("PK\x05\x06")) {
		return false
	}
	z, _ := seal.OpenZIP(s.Data)
	return len(z.Entries) > 0
}

// named says whether the file's name ends in one of the extensions.
func (s *sample) named(extensions ...string) bool {
	name := strings.ToLower(s.Name)
	for _, e := range extensions {
		if strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}
