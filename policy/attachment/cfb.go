package attachment

import (
	"bytes"
	"encoding/binary"
	"path"
	"slices"
	"strings"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

func isCFB(s *sample) bool {
	return bytes.HasPrefix(s.Data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
}

// compound is a compound file being read: its own document, and those embedded in it, which lie in storages.
type compound struct {
	s    *scope
	file *seal.CFB
	read map[string]bool
}

// readCFB reads the documents that a compound file holds.
func readCFB(s *scope) error {
	f, err := seal.OpenCFB(s.Data)
	if f == nil {
		return err
	}
	s.note(err)
	c := &compound{s: s, file: f, read: map[string]bool{}}
	c.properties()
	if c.has("EncryptedPackage") || c.has("\tDRMContent") {
		return c.readEncrypted()
	}
	if c.has("__properties_version1.0") {
		s.kind = "msg"
		c.readMessage("")
		return nil
	}
	s.kind = "ole"
	known := false
	for _, dir := range c.storages() {
		known = c.document(dir) || known
	}
	c.macros()
	if !c.objects() && !known {
		return readOpaque(s)
	}
	return nil
}

func (c *compound) has(path string) bool {
	_, ok := c.file.Find(path)
	return ok
}

// stream reads a stream once; what it takes is spent.
func (c *compound) stream(path string) []byte {
	e, ok := c.file.Find(path)
	if !ok {
		return nil
	}
	return c.bytes(e)
}

func (c *compound) bytes(e seal.CFBEntry) []byte {
	c.read[strings.ToLower(e.Path)] = true
	if err := c.s.w.budget.take(int64(min(e.Size, len(c.s.Data)))); err != nil {
		c.s.note(err)
		return nil
	}
	return c.file.Bytes(e)
}

// storages lists the folders of the file, the root first, each with its slash.
func (c *compound) storages() []string {
	dirs := []string{""}
	for _, e := range c.file.Entries {
		if e.Storage {
			dirs = append(dirs, e.Path+"/")
		}
	}
	return dirs
}

// document reads the Office document whose streams lie in a storage; ok says whether there is one.
func (c *compound) document(dir string) bool {
	found := false
	for _, kind := range []struct {
		stream, kind string
		read         func(*compound, string) error
	}{
		{"Workbook", "xls", (*compound).readXLS},
		{"Book", "xls", (*compound).readXLS},
		{"WordDocument", "doc", (*compound).readDOC},
		{"PowerPoint Document", "ppt", (*compound).readPPT},
	} {
		if !c.has(dir+kind.stream) || c.read[strings.ToLower(dir+kind.stream)] {
			continue
		}
		found = true
		if c.s.kind == "ole" {
			c.s.kind = kind.kind
		}
		c.s.note(kind.read(c, dir+kind.stream))
	}
	return found
}

// readEncrypted enters an encrypted Office document: what opens with the default password is read.
func (c *compound) readEncrypted() error {
	c.s.kind = "ooxml"
	inner, ok := seal.OpenPackage(c.s.Data)
	if c.s.verdict != seal.Open || !ok {
		return errLocked
	}
	if err := c.s.w.budget.take(int64(len(inner))); err != nil {
		return err
	}
	o := c.s.w.file(File{Name: c.s.Name, Data: inner}, c.s.path, c.s.depth+1)
	c.s.kind = o.kind
	c.s.join(o, true)
	return nil
}

// objects examines files that were put into a document: packages, and what a container program left. found says whether there
// is one.
func (c *compound) objects() (found bool) {
	for _, e := range c.file.Entries {
		if e.Storage || c.read[strings.ToLower(e.Path)] {
			continue
		}
		switch name := strings.ToLower(e.Name); {
		case name == "\x01ole10native":
			c.native(c.bytes(e))
			found = true
		case name == "package", name == "contents" && strings.Contains(e.Path, "/"), name == "embeddedodf":
			if b := c.bytes(e); len(b) > 0 {
				c.s.embed(File{Name: path.Base(path.Dir(e.Path)), Data: b})
				found = true
			}
		}
	}
	return found
}

// native reads an object of OLE 1: its size, then a package with a name, or bare data.
func (c *compound) native(b []byte) {
	if len(b) <= 4 {
		return
	}
	f, ok := olePackage(b[4:])
	if !ok {
		f = File{Name: "object", Data: b[4:]}
	}
	c.s.embed(f)
}

// properties reads the property sets of the document: author, title, and what users defined.
func (c *compound) properties() {
	for _, e := range c.file.Entries {
		switch strings.ToLower(e.Name) {
		case "\x05summaryinformation", "\x05documentsummaryinformation":
			c.s.text(personal.Place{Part: personal.PartProperties}, propertyText(c.bytes(e)))
		}
	}
}

// propertyText shows the strings of a property set stream (MS-OLEPS 2.21): sets at offsets, in each set pairs of
// identifier and offset, at each offset a type and a value.
func propertyText(b []byte) string {
	const header, setRef = 28, 20
	if len(b) < header {
		return ""
	}
	le := binary.LittleEndian
	var out strings.Builder
	for i := range min(int(le.Uint32(b[24:])), 2) {
		at := header + setRef*i + 16
		if at+4 > len(b) {
			break
		}
		if off := int(le.Uint32(b[at:])); off+8 <= len(b) {
			propertySet(&out, b[off:])
		}
	}
	return out.String()
}

func propertySet(out *strings.Builder, set []byte) {
	le := binary.LittleEndian
	codepage := 1252
	type pair struct{ id, off int }
	var pairs []pair
	for i := range min(int(le.Uint32(set[4:])), (len(set)-8)/8, 1000) {
		p := pair{int(le.Uint32(set[8+8*i:])), int(le.Uint32(set[12+8*i:]))}
		if p.off+8 > len(set) {
			continue
		}
		if p.id == 1 {
			codepage = int(le.Uint16(set[p.off+4:]))
		}
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b pair) int { return a.id - b.id })
	var names map[int]string
	for _, p := range pairs {
		if p.id == 0 {
			names = propertyNames(set[p.off:], codepage)
			continue
		}
		text := propertyValue(set[p.off:], codepage)
		if blank(text) {
			continue
		}
		out.WriteString(labelled(names[p.id], text) + "\n")
	}
}

// propertyNames reads the names that somebody gave to properties (MS-OLEPS 2.17): a number, an identifier and a length before each.
func propertyNames(b []byte, codepage int) map[int]string {
	const number, before = 4, 8
	le := binary.LittleEndian
	names := map[int]string{}
	n := int(le.Uint32(b))
	for b = b[number:]; n > 0 && len(b) >= before; n-- {
		id, length := int(le.Uint32(b)), int(le.Uint32(b[4:]))
		b = b[before:]
		if codepage == unicodePage {
			length = (2*length + 3) / 4 * 4
		}
		if length < 0 || length > len(b) {
			break
		}
		names[id] = codePageText(b[:length], codepage)
		b = b[length:]
	}
	return names
}

// propertyValue shows a string: VT_LPSTR (30) or VT_LPWSTR (31).
func propertyValue(b []byte, codepage int) string {
	le := binary.LittleEndian
	n := int(le.Uint32(b[4:]))
	switch le.Uint32(b) {
	case 30:
		return codePageText(b[8:min(len(b), 8+max(n, 0))], codepage)
	case 31:
		return strings.TrimRight(fromUTF16(b[8:min(len(b), 8+2*max(n, 0))], le), "\x00")
	}
	return ""
}

const unicodePage = 1200 // UTF-16, as a code page

// codePageText decodes a string up to the zeros behind it.
func codePageText(raw []byte, codepage int) string {
	if codepage == unicodePage {
		return strings.TrimRight(fromUTF16(raw, binary.LittleEndian), "\x00")
	}
	raw = bytes.TrimRight(raw, "\x00")
	text, err := codePage(codepage).NewDecoder().Bytes(raw)
	if err != nil {
		return fromWindows1252(raw)
	}
	return string(text)
}
