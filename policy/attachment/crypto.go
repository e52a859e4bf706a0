package attachment

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/zlib"
	"io"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const maxPGPDepth = 16 // a quine of compressed packets exists

func isPGP(s *sample) bool { return seal.IsPGP(s.Data) }

// readPGP looks inside what is not encrypted: signed, compressed and literal data, cleartext signatures, keys. Text
// around an armor is text.
func readPGP(s *scope) error {
	blocks, around := seal.ReadArmor(s.Data)
	if blocks == nil {
		return s.readPackets(s.Data, 0)
	}
	s.text(here, string(around))
	for _, b := range blocks {
		s.text(personal.Place{Part: personal.PartHeader}, b.Headers)
		switch {
		case b.Type == "SIGNED MESSAGE", b.Type == "SIGNATURE":
		case b.Err != nil:
			s.note(b.Err)
		default:
			s.note(s.readPackets(b.Body, 0))
		}
	}
	return nil
}

// readPackets examines the content of literal packets and the user ids of keys.
func (s *scope) readPackets(data []byte, depth int) error {
	if depth > maxPGPDepth {
		return errTooBig
	}
	packets, err := seal.ReadPackets(data)
	for _, p := range packets {
		switch p.Tag {
		case seal.TagLiteral:
			s.readLiteral(p.Body)
		case seal.TagCompressed:
			inner, unpackErr := s.unpackPGP(p.Body)
			s.note(unpackErr)
			s.note(s.readPackets(inner, depth+1))
		case seal.TagUserID:
			s.text(personal.Place{Part: personal.PartProperties}, string(p.Body)+"\n")
		case seal.TagSED, seal.TagSEIPD, seal.TagAEAD:
			s.locked = true
			s.lock(s.verdict)
		}
	}
	return err
}

// readLiteral takes the file out of a literal packet: format, name, date, content (RFC 9580, 5.9).
func (s *scope) readLiteral(body []byte) {
	if len(body) < 2 || len(body) < 2+int(body[1])+4 {
		s.note(errDamaged)
		return
	}
	n := int(body[1])
	s.member(File{Name: string(body[2 : 2+n]), Data: body[2+n+4:]})
}

func (s *scope) unpackPGP(body []byte) ([]byte, error) {
	if len(body) < 2 {
		return nil, errDamaged
	}
	in := bytes.NewReader(body[1:])
	var r io.Reader
	switch body[0] {
	case 0:
		r = in
	case 1:
		r = flate.NewReader(in)
	case 2:
		z, err := zlib.NewReader(in)
		if err != nil {
			return nil, err
		}
		r = z
	case 3:
		r = bzip2.NewReader(in)
	default:
		return nil, errUnsupported
	}
	return s.w.budget.readAll(r, len(body))
}

func isCMS(s *sample) bool { return seal.IsCMS(s.Data) }

// readCMS looks inside a message that is signed, compressed, digested: the content is a member.
func readCMS(s *scope) error {
	c, err := seal.OpenCMS(s.Data)
	if err != nil {
		return err
	}
	if c.Encrypted() {
		return errLocked
	}
	data := c.Content
	if c.Kind == seal.CMSCompressed {
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return err
		}
		data, err = s.w.budget.readAll(z, len(c.Content))
		s.note(err)
	}
	s.container = true
	if len(data) > 0 {
		s.member(File{Name: unpackedName(s.Name, ".p7m", ".p7s", ".p7z", ".tsd"), Data: data})
	}
	return nil
}

// isSealed tells the kinds that are nothing but encrypted: age, KeePass, LUKS, disk images, openssl enc. Where that is not
// proven, text may stand behind or beside the header.
func isSealed(s *sample) bool { return seal.SealedKind(s.Data) != "" }

func readSealed(s *scope) error {
	s.kind = seal.SealedKind(s.Data)
	switch {
	case s.verdict != seal.None:
		return errLocked
	case s.isText:
		s.text(here, s.decoded)
	default:
		s.readStrings(s.Data)
	}
	s.veil(ReasonUnproven)
	return nil
}
