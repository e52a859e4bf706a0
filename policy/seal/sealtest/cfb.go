// Package sealtest writes files for tests: compound files as Office wrote them (MS-CFB), and the frame of a PDF.
package sealtest

import (
	"encoding/binary"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf16"
)

const (
	sector    = 512
	endOfList = 0xFFFFFFFE
	noEntry   = 0xFFFFFFFF
	fatSector = 0xFFFFFFFD

	kindStorage = 1
	kindStream  = 2
	kindRoot    = 5
)

// node is an entry of the directory.
type node struct {
	name     string
	kind     byte
	content  []byte
	children []int
	right    uint32 // the next of its siblings, which hang to the right of one another
	start    uint32
}

// tree is the directory while it grows; index knows the storages by their path.
type tree struct {
	nodes []node
	index map[string]int
}

// CompoundFile writes a compound file of version 3 with the given streams; "/" in a name makes storages.
func CompoundFile(streams map[string][]byte) []byte {
	t := &tree{nodes: []node{{name: "Root Entry", kind: kindRoot, right: noEntry}}, index: map[string]int{"": 0}}
	for _, name := range slices.Sorted(maps.Keys(streams)) {
		t.add(node{name: path.Base(name), kind: kindStream, content: streams[name], right: noEntry}, parentOf(name))
	}
	var s sectors
	for i := range t.nodes {
		if t.nodes[i].start = endOfList; len(t.nodes[i].content) > 0 {
			t.nodes[i].start = s.put(t.nodes[i].content)
		}
	}
	directory := s.put(t.directory())
	return s.file(directory)
}

func parentOf(name string) string { return strings.Trim(path.Dir("/"+name), "/") }

// add enters a node below a storage, and gives its number.
func (t *tree) add(n node, parent string) int {
	above, ok := t.index[parent]
	if !ok {
		above = t.add(node{name: path.Base(parent), kind: kindStorage, right: noEntry}, parentOf(parent))
		t.index[parent] = above
	}
	at := len(t.nodes)
	t.nodes = append(t.nodes, n)
	siblings := t.nodes[above].children
	if len(siblings) > 0 {
		t.nodes[siblings[len(siblings)-1]].right = uint32(at)
	}
	t.nodes[above].children = append(siblings, at)
	return at
}

// directory writes the entries (MS-CFB 2.6.1).
func (t *tree) directory() []byte {
	le := binary.LittleEndian
	var out []byte
	for _, n := range t.nodes {
		e := make([]byte, 128)
		units := utf16.Encode([]rune(n.name))
		for i, u := range units {
			le.PutUint16(e[2*i:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(units)+2))
		e[66] = n.kind
		le.PutUint32(e[68:], noEntry)
		le.PutUint32(e[72:], n.right)
		le.PutUint32(e[76:], noEntry)
		if len(n.children) > 0 {
			le.PutUint32(e[76:], uint32(n.children[0]))
		}
		le.PutUint32(e[116:], n.start)
		le.PutUint64(e[120:], uint64(len(n.content)))
		out = append(out, e...)
	}
	return out
}

// sectors is what stands behind the header, and the table that chains it.
type sectors struct {
	body []byte
	fat  []uint32
}

// put writes a stream and gives its first sector.
func (s *sectors) put(b []byte) uint32 {
	start := uint32(len(s.fat))
	for i := 0; i < max(len(b), 1); i += sector {
		chunk := make([]byte, sector)
		copy(chunk, b[min(i, len(b)):])
		s.body = append(s.body, chunk...)
		s.fat = append(s.fat, uint32(len(s.fat)+1))
	}
	s.fat[len(s.fat)-1] = endOfList
	return start
}

// file puts the header in front and the table behind (MS-CFB 2.2). No stream is short enough for the mini stream.
func (s *sectors) file(directory uint32) []byte {
	const perSector, inHeader = sector / 4, 109
	tables := len(s.fat)/(perSector-1) + 1
	first := uint32(len(s.fat))
	for range tables {
		s.fat = append(s.fat, fatSector)
	}
	for len(s.fat)%perSector != 0 {
		s.fat = append(s.fat, noEntry)
	}
	le := binary.LittleEndian
	for _, next := range s.fat {
		s.body = le.AppendUint32(s.body, next)
	}
	header := make([]byte, sector)
	copy(header, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		le.PutUint16(header[at:], v)
	}
	for at, v := range map[int]uint32{44: uint32(tables), 48: directory, 60: endOfList, 68: endOfList} {
		le.PutUint32(header[at:], v)
	}
	for i := range inHeader {
		v := uint32(noEntry)
		if i < tables {
			v = first + uint32(i)
		}
		le.PutUint32(header[76+4*i:], v)
	}
	return append(header, s.body...)
}
