package sealtest

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Join puts pieces together: strings, bytes, and numbers, which are little-endian. An int is one byte.
func Join(pieces ...any) []byte {
	var out []byte
	for _, p := range pieces {
		switch v := p.(type) {
		case string:
			out = append(out, v...)
		case []byte:
			out = append(out, v...)
		case byte:
			out = append(out, v)
		case int:
			out = append(out, byte(v))
		case uint16:
			out = binary.LittleEndian.AppendUint16(out, v)
		case uint32:
			out = binary.LittleEndian.AppendUint32(out, v)
		case uint64:
			out = binary.LittleEndian.AppendUint64(out, v)
		default:
			panic(fmt.Sprintf("sealtest: %T", p))
		}
	}
	return out
}

// PDF writes a document of the given objects, which must be numbered from 1 on, with a cross-reference table. The first is
// the catalog.
func PDF(trailer string, objects ...string) []byte {
	var out strings.Builder
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	var offsets []int
	for _, o := range objects {
		offsets = append(offsets, out.Len())
		out.WriteString(o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, off := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return []byte(out.String())
}
