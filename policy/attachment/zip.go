package attachment

import (
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/charmap"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const maxWindow = 64 << 20 // dictionary of the decompressors that have one

// parts is a package of named parts: a ZIP archive as the Office formats use it.
type parts struct {
	s      *scope
	zip    *seal.ZIP
	byName map[string]*seal.ZIPEntry
	seen   map[string]bool
}

// readZIP reads an archive, or the office document that it is.
func readZIP(s *scope) error {
	z, err := seal.OpenZIP(s.Data)
	if errors.Is(err, seal.ErrDamaged) && len(z.Entries) == 0 {
		return err
	}
	s.note(err)
	p := &parts{s: s, zip: z, byName: map[string]*seal.ZIPEntry{}, seen: map[string]bool{}}
	for i := range z.Entries {
		name := strings.ToLower(strings.TrimPrefix(entryName(&z.Entries[i]), "/"))
		if _, twice := p.byName[name]; twice {
			s.note(errTwoFaced)
			continue
		}
		p.byName[name] = &z.Entries[i]
	}
	s.text(personal.Place{Part: personal.PartComments}, entryText(z.Comment, false))
	p.stray()
	for _, kind := range packages() {
		if kind.sniff(p) {
			return kind.read(p)
		}
	}
	return p.readMembers()
}

// package kinds: how an archive is told to be a document.
type packageKind struct {
	sniff func(*parts) bool
	read  func(*parts) error
}

func packages() []packageKind {
	return []packageKind{
		{(*parts).isODF, (*parts).readODF},
		{(*parts).isOPC, (*parts).readOPC},
		{(*parts).isIWork, (*parts).readIWork},
	}
}

// stray examines bytes outside the entries, unless the file is of another kind too, which then reads them.
func (p *parts) stray() {
	if p.s.kinds > 1 {
		p.s.container = false
		return
	}
	for i, span := range p.zip.Stray {
		if i == 16 {
			p.s.note(errTwoFaced)
			return
		}
		p.s.hidden(p.s.Data[span.Start:span.End])
	}
}

// readMembers reads an archive that is nothing but that.
func (p *parts) readMembers() error {
	p.s.container = p.s.kinds == 1 && len(p.zip.Stray) == 0
	for i := range p.zip.Entries {
		if err := p.readMember(&p.zip.Entries[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *parts) readMember(e *seal.ZIPEntry) error {
	name := entryName(e)
	p.s.text(personal.Place{Part: personal.PartComments}, entryText(e.Comment, e.UTF8))
	switch {
	case strings.HasSuffix(name, "/") && e.Empty():
		p.s.text(personal.Place{Part: personal.PartName}, name)
		return p.s.w.budget.entry()
	case e.Locked():
		p.s.sealedMember(name, e.Seal(p.zip.Total))
		return nil
	}
	data, err := p.unpack(e)
	p.s.member(File{Name: name, Data: data})
	if errors.Is(err, errTooBig) {
		return err
	}
	p.s.note(err)
	return nil
}

// unpack reads an entry into memory and checks it against the directory; bytes before a fault are returned with it.
func (p *parts) unpack(e *seal.ZIPEntry) ([]byte, error) {
	r, err := openEntry(e)
	if err != nil {
		return nil, err
	}
	data, err := p.s.w.budget.readAll(r, len(e.Packed))
	if err != nil {
		return data, err
	}
	if uint64(len(data)) != e.Size || crc32.ChecksumIEEE(data) != e.CRC {
		return data, errDamaged
	}
	return data, nil
}

// openEntry decompresses by the methods of APPNOTE 4.4.5 that are in use.
func openEntry(e *seal.ZIPEntry) (io.Reader, error) {
	if r, ok := e.Open(); ok {
		return r, nil
	}
	if e.Locked() {
		return nil, errLocked
	}
	packed := bytes.NewReader(e.Packed)
	switch e.Method {
	case 12:
		return bzip2.NewReader(packed), nil
	case 93:
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, err
		}
		return z, nil
	case 95:
		return xz.ReaderConfig{DictCap: maxWindow}.NewReader(packed)
	}
	return nil, fmt.Errorf("method %d: %w", e.Method, errUnsupported)
}

// entryName is the member's name as most readers show it.
func entryName(e *seal.ZIPEntry) string { return entryText(e.Name, e.UTF8) }

// entryText decodes a name or comment: UTF-8 if it says so or is so, else code page 437 or Windows-1252, whichever
// makes letters of it.
func entryText(b []byte, utf8Flag bool) string {
	if utf8Flag || utf8.Valid(b) {
		return string(b)
	}
	dos, err := charmap.CodePage850.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsAny(dos, "┌┐└┘├┤┬┴┼─│═║╔╗╚╝╠╣╦╩╬░▒▓█▄▀■") {
		return fromWindows1252(b)
	}
	return string(dos)
}

// open finds a part by its name, compared without case (ECMA-376 part 2, 6.3.5), and counts it as read.
func (p *parts) open(name string) (io.Reader, bool) {
	e, ok := p.entry(name)
	if !ok {
		return nil, false
	}
	r, err := openEntry(e)
	if err != nil {
		p.s.note(err)
		return nil, false
	}
	return p.s.w.budget.reader(r, len(e.Packed)), true
}

// markup opens a part as XML. The caller reads it to its end and then calls done.
func (p *parts) markup(name string) (*markup, bool) {
	r, ok := p.open(name)
	if !ok {
		return nil, false
	}
	m := newMarkup(r)
	m.comments = &paragraph{s: p.s, place: personal.Place{Part: personal.PartHidden}}
	return m, true
}

// data reads a whole part.
func (p *parts) data(name string) ([]byte, bool) {
	e, ok := p.entry(name)
	if !ok {
		return nil, false
	}
	data, err := p.unpack(e)
	p.s.note(err)
	return data, true
}

func (p *parts) entry(name string) (*seal.ZIPEntry, bool) {
	name = strings.ToLower(strings.TrimPrefix(path.Clean("/"+name), "/"))
	e, ok := p.byName[name]
	if ok && !p.seen[name] {
		p.seen[name] = true
		p.s.note(p.s.w.budget.entry())
	}
	return e, ok
}

// has says whether there is a part of that name.
func (p *parts) has(name string) bool {
	_, ok := p.byName[strings.ToLower(name)]
	return ok
}

// done notes how the stream of a part ended.
func (p *parts) done(m *markup) {
	m.comments.flush()
	p.s.note(m.fault())
}

// unread lists the parts that no reader has opened, in the order of the archive.
func (p *parts) unread() []string {
	var names []string
	for i := range p.zip.Entries {
		e := &p.zip.Entries[i]
		name := strings.TrimPrefix(entryName(e), "/")
		if !e.Empty() && !p.seen[strings.ToLower(name)] {
			names = append(names, name)
		}
	}
	return names
}
