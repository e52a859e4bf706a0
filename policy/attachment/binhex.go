package attachment

import (
	"encoding/binary"
	"strings"
)

const (
	binHexMark     = "(This file must be converted with BinHex"
	binHexAlphabet = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
)

// binHexFiles finds files that are written into a text by BinHex 4.0 (RFC 1741, appendix A): a remark, then letters
// between colons. The data fork is the file; the other is what old Macs kept beside it.
func binHexFiles(text string) []File {
	var files []File
	for len(files) < maxMIMEParts {
		_, after, ok := strings.Cut(text, binHexMark)
		if !ok {
			break
		}
		text = after
		_, body, ok := strings.Cut(after, ":")
		if !ok {
			break
		}
		body, _, _ = strings.Cut(body, ":")
		if f, ok := binHexFile(unpackBinHex(body)); ok {
			files = append(files, f)
		}
	}
	return files
}

// unpackBinHex decodes six bits a letter; then 0x90 repeats the byte before it, or stands for itself if zero follows.
func unpackBinHex(body string) []byte {
	const repeat = 0x90
	var out []byte
	acc, bits := 0, 0
	pending := false
	for i := range len(body) {
		v := strings.IndexByte(binHexAlphabet, body[i])
		if v < 0 {
			continue // line ends
		}
		if acc, bits = acc<<6|v, bits+6; bits < 8 {
			continue
		}
		bits -= 8
		c := byte(acc >> bits)
		acc &= 1<<bits - 1
		switch {
		case pending && c == 0:
			out = append(out, repeat)
		case pending && len(out) > 0:
			out = append(out, strings.Repeat(string(out[len(out)-1:]), int(c)-1)...)
		case !pending && c == repeat:
			pending = true
			continue
		case !pending:
			out = append(out, c)
		}
		pending = false
	}
	return out
}

// binHexFile reads the header: name, version, type, creator, flags, lengths of the two forks, checksum.
func binHexFile(b []byte) (File, bool) {
	const afterName = 1 + 4 + 4 + 2 + 4 + 4 + 2
	if len(b) < 1 || len(b) < 1+int(b[0])+afterName {
		return File{}, false
	}
	n := int(b[0])
	name, rest := string(b[1:1+n]), b[1+n:]
	size := binary.BigEndian.Uint32(rest[11:])
	data := rest[afterName:]
	return File{Name: name, Data: data[:min(uint64(size), uint64(len(data)))]}, true
}
