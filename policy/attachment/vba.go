package attachment

import (
	"encoding/binary"
	"strings"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// readMacroFile reads the compound file in which Office keeps the macros of a document.
func (s *scope) readMacroFile(data []byte) {
	f, err := seal.OpenCFB(data)
	s.note(err)
	if f != nil {
		c := &compound{s: s, file: f, read: map[string]bool{}}
		c.macros()
	}
}

// macros reads the source of the macros and the texts of their forms: lists stand there as comments, constants and captions.
// Each module is a stream in a storage VBA (MS-OVBA 2.2.1); a form is a storage beside it.
func (c *compound) macros() {
	for _, dir := range c.storages() {
		if base, ok := strings.CutSuffix(strings.ToLower(dir), "vba/"); ok && (base == "" || strings.HasSuffix(base, "/")) {
			c.macrosIn(dir[:len(dir)-len("vba/")])
		}
	}
}

func (c *compound) macrosIn(project string) {
	place := personal.Place{Part: personal.PartHidden}
	for _, e := range c.file.Entries {
		name, ok := strings.CutPrefix(e.Path, project)
		if e.Storage || !ok {
			continue
		}
		folder, _, _ := strings.Cut(strings.ToLower(name), "/")
		switch {
		case strings.HasSuffix(name, "/o"), strings.HasSuffix(name, "/f"): // objects and layout of a form
			c.s.readStrings(c.bytes(e))
		case folder == "vba":
			source, err := c.s.macroSource(c.bytes(e))
			c.s.note(err)
			if source != "" {
				c.s.text(place, source)
			}
		}
	}
}

// macroSource finds the source in a module, behind what the compiler left, whose length another stream tells. It is the
// compressed container that goes to the end (MS-OVBA 2.4.1.1.1).
func (s *scope) macroSource(b []byte) (string, error) {
	for i := range b {
		if b[i] != 1 {
			continue
		}
		out, err := s.unpackMacro(b[i+1:])
		switch {
		case err == nil:
			return fromWindows1252(out), nil
		case err == errTooBig:
			return "", err
		}
	}
	return "", nil
}

const macroChunk = 4096

// unpackMacro undoes the compression of MS-OVBA 2.4.1.3: chunks with a header of two bytes, whose upper bits are 011 or 1011. Each
// may make as much as a chunk holds, and is paid for, also where it turns out not to be one.
func (s *scope) unpackMacro(b []byte) (out []byte, err error) {
	for len(b) > 2 {
		header := binary.LittleEndian.Uint16(b)
		n := int(header&0xFFF) + 1
		if header&0x7000 != 0x3000 || n > len(b)-2 {
			return nil, errDamaged
		}
		if err := s.w.budget.take(macroChunk); err != nil {
			return nil, err
		}
		chunk := b[2 : 2+n]
		b = b[2+n:]
		if header&0x8000 == 0 {
			out = append(out, chunk...)
			continue
		}
		var ok bool
		if out, ok = unpackChunk(out, chunk); !ok {
			return nil, errDamaged
		}
	}
	if len(b) > 0 || len(out) == 0 {
		return nil, errDamaged
	}
	return out, nil
}

// unpackChunk undoes one chunk: flag bytes, each before eight letters or references (MS-OVBA 2.4.1.3.5).
func unpackChunk(out, chunk []byte) ([]byte, bool) {
	start := len(out)
	for len(chunk) > 0 {
		flags := chunk[0]
		chunk = chunk[1:]
		for bit := 0; bit < 8 && len(chunk) > 0; bit++ {
			if flags>>bit&1 == 0 {
				out, chunk = append(out, chunk[0]), chunk[1:]
				continue
			}
			if len(chunk) < 2 {
				return nil, false
			}
			from, n := macroReference(binary.LittleEndian.Uint16(chunk), len(out)-start)
			if from > len(out)-start || len(out)-start+n > macroChunk {
				return nil, false
			}
			chunk = chunk[2:]
			for range n {
				out = append(out, out[len(out)-from])
			}
		}
	}
	return out, true
}

// macroReference cuts a reference into distance and length, whose widths depend on how much of the chunk is there (MS-OVBA 2.4.1.3.19).
func macroReference(ref uint16, done int) (from, n int) {
	bits := 4
	for 1<<bits < done {
		bits++
	}
	return int(ref>>(16-bits)) + 1, int(ref&(0xFFFF>>bits)) + 3
}
