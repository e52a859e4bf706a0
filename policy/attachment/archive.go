package attachment

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"

	"github.com/bodgit/sevenzip"
	"github.com/nwaples/rardecode/v2"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

func isSevenZip(s *sample) bool { return bytes.HasPrefix(s.Data, []byte("7z\xBC\xAF\x27\x1C")) }

// readSevenZip reads the members that are in clear; names of the others are read too.
func readSevenZip(s *scope) error {
	z, err := seal.OpenSevenZip(s.Data)
	switch {
	case err != nil:
		return err
	case z.Locked:
		return errLocked
	case z.Window > maxWindow:
		return errUnsupported
	}
	s.container = !z.Stray
	clear := false
	for _, f := range z.Files {
		switch {
		case f.Locked:
			s.sealedMember(f.Name, z.Protection(s.Data))
		case !f.Empty:
			clear = true
		default:
			s.text(personal.Place{Part: personal.PartName}, f.Name)
		}
	}
	if !clear {
		return nil
	}
	return s.readClearSevenZip()
}

func (s *scope) readClearSevenZip() error {
	r, err := sevenzip.NewReader(bytes.NewReader(s.Data), int64(len(s.Data)))
	if err != nil {
		return err
	}
	for _, f := range r.File {
		if f.FileInfo().IsDir() || f.UncompressedSize == 0 {
			continue
		}
		if int64(f.UncompressedSize) > s.w.budget.Member {
			return errTooBig
		}
		if err := s.readClearSevenFile(f); err != nil {
			return err
		}
	}
	return nil
}

func (s *scope) readClearSevenFile(f *sevenzip.File) error {
	in, err := f.Open()
	if err != nil {
		return lockedError(err)
	}
	defer in.Close()
	data, err := s.w.budget.readAll(in, len(s.Data))
	if err = lockedError(err); errors.Is(err, errLocked) {
		return nil // entered by its header
	}
	s.member(File{Name: f.Name, Data: data})
	return err
}

// lockedError recognises the library's way to say that a member is encrypted.
func lockedError(err error) error {
	var e *sevenzip.ReadError
	if errors.As(err, &e) && e.Encrypted {
		return errLocked
	}
	return err
}

func isRAR(s *sample) bool { return bytes.HasPrefix(s.Data, []byte("Rar!\x1a\x07")) }

// readRAR reads the members that are in clear; names of the others are read too.
func readRAR(s *scope) error {
	head, err := seal.OpenRAR(s.Data)
	if err != nil {
		return err
	}
	if head.Locked {
		return errLocked
	}
	s.container = !head.Stray
	for _, c := range head.Comments {
		s.note(s.readRARComment(c))
	}
	r, err := rardecode.NewReader(bytes.NewReader(s.Data), rardecode.MaxDictionarySize(maxWindow))
	if err != nil {
		return err
	}
	for {
		f, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return rarError(err)
		}
		if err := s.readRARFile(r, f, head); err != nil {
			return rarError(err)
		}
	}
}

// readRARComment reads a comment, which is in clear also where all files are locked.
func (s *scope) readRARComment(archive []byte) error {
	r, err := rardecode.NewReader(bytes.NewReader(archive), rardecode.MaxDictionarySize(maxWindow))
	if err != nil {
		return err
	}
	if _, err := r.Next(); err != nil {
		return err
	}
	data, err := s.w.budget.readAll(r, len(archive))
	text, ok := decoded(data)
	if !ok {
		text = entryText(data, false)
	}
	s.text(personal.Place{Part: personal.PartComments}, text)
	return err
}

func (s *scope) readRARFile(r *rardecode.Reader, f *rardecode.FileHeader, head *seal.RAR) error {
	switch {
	case f.IsDir:
		s.text(personal.Place{Part: personal.PartName}, f.Name)
		return s.w.budget.entry()
	case f.Encrypted:
		s.sealedMember(f.Name, head.Protection(s.Data))
		return nil
	}
	data, err := s.w.budget.readAll(r, len(s.Data))
	s.member(File{Name: f.Name, Data: data})
	return err
}

// rarError: one volume of several, and dictionaries beyond the limit, are no damage.
func rarError(err error) error {
	if errors.Is(err, rardecode.ErrDictionaryTooLarge) || errors.Is(err, rardecode.ErrMultiVolume) {
		return errUnsupported
	}
	return err
}

// isTAR tells an archive by the sum in its first header (POSIX.1-2008, pax): old ones have no magic.
func isTAR(s *sample) bool {
	if len(s.Data) < 512 {
		return false
	}
	h := s.Data[:512]
	sum := 0
	for i, c := range h {
		if i >= 148 && i < 156 {
			c = ' '
		}
		sum += int(c)
	}
	told, digits := 0, 0
	for _, c := range bytes.Trim(h[148:156], " \x00") {
		if c < '0' || c > '7' {
			return false
		}
		told = told<<3 | int(c-'0')
		digits++
	}
	return digits > 0 && told == sum && h[0] != 0
}

func readTAR(s *scope) error {
	s.container = true
	in := bytes.NewReader(s.Data)
	r := tar.NewReader(in)
	for {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse && h.Typeflag != tar.TypeCont {
			s.text(personal.Place{Part: personal.PartName}, h.Name+"\n"+h.Linkname)
			s.note(s.w.budget.entry())
			continue
		}
		data, err := s.w.budget.readAll(r, len(s.Data))
		s.member(File{Name: h.Name, Data: data})
		if err != nil {
			return err
		}
	}
	if rest := s.Data[len(s.Data)-in.Len():]; len(bytes.Trim(rest, "\x00")) > 0 {
		s.hidden(bytes.TrimLeft(rest, "\x00"))
	}
	return nil
}

// isOtherArchive tells kinds that common programs open and this one does not: never clean. Their marks are short, so a
// text is none of them.
func isOtherArchive(s *sample) bool {
	if s.isText && !bytes.HasPrefix(s.Data, []byte("!<arch>\n")) {
		return false
	}
	for _, mark := range []struct {
		at    int
		magic string
	}{
		{0, "MSCF\x00\x00\x00\x00"}, {0, "ISc("}, {2, "-lh"}, {2, "-lz"}, {0, "\x1f\x9d"}, {0, "\x1f\xa0"}, {0, "070701"}, {0, "070707"},
		{0, "!<arch>\n"}, {0, "\xED\xAB\xEE\xDB"}, {0, "xar!"}, {0, "MSWIM\x00"}, {0, "LZIP\x01"}, {0, "\x04\x22\x4D\x18"},
		{0, "hsqs"}, {0, "PGDMP"}, {0, "conectix"}, {0, "vhdxfile"}, {0, "KDMV"}, {0x8001, "CD001"}, {0x9001, "CD001"}, {0, "SIT!"}, {0, "StuffIt"},
		{7, "**ACE**"}, {0, "!BDN"}, // the last is Outlook's own store
	} {
		if len(s.Data) > mark.at && bytes.HasPrefix(s.Data[mark.at:], []byte(mark.magic)) {
			return true
		}
	}
	return s.named(".arj") && bytes.HasPrefix(s.Data, []byte("\x60\xEA"))
}

func readOtherArchive(s *scope) error {
	s.readStrings(s.Data)
	return errUnsupported
}
