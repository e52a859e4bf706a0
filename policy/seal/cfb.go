package seal

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
)

const (
	cfbMagic     = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	cfbFree      = 0xFFFFFFFA // and above: no regular sector
	cfbHeaderLen = 512
	cfbEntryLen  = 128
	maxCFBEntry  = 20_000
	maxCFBDepth  = 64
)

var errCFB = errors.New("malformed compound file")

// CFB is a compound file (MS-CFB): the small file system in which Office kept its documents before 2007, and in which
// it keeps encrypted ones. All of it lies in memory; chains are followed at most once through the file.
type CFB struct {
	Entries []CFBEntry
	data    []byte
	sector  int // size in bytes
	fat     []uint32
	miniFAT []uint32
	mini    []byte // the mini stream
	cutoff  uint64
	used    []bool // sectors that a chain has gone through
}

// CFBEntry is a storage or a stream.
type CFBEntry struct {
	Path    string // names joined by "/", without the root's
	Name    string
	CLSID   [16]byte
	Storage bool
	Size    int
	start   uint32
}

func sniffCFB(data []byte) bool { return len(data) >= cfbHeaderLen && string(data[:8]) == cfbMagic }

// OpenCFB reads the directory of a compound file. A file cut short is read as far as it goes, with errCFB.
func OpenCFB(data []byte) (*CFB, error) {
	if !sniffCFB(data) {
		return nil, errCFB
	}
	le := binary.LittleEndian
	shift := le.Uint16(data[30:])
	if shift != 9 && shift != 12 {
		return nil, errCFB
	}
	c := &CFB{data: data, sector: 1 << shift, cutoff: uint64(le.Uint32(data[56:]))}
	c.used = make([]bool, len(data)>>shift+1)
	c.readFAT()
	c.miniFAT = words(c.chain(le.Uint32(data[60:]), c.fat, len(data)))
	directory := c.chain(le.Uint32(data[48:]), c.fat, len(data))
	if len(directory) < cfbEntryLen {
		return nil, errCFB
	}
	return c, c.readDirectory(directory)
}

// readFAT joins the sectors of the FAT, listed in the header and in the DIFAT chain (MS-CFB 2.5).
func (c *CFB) readFAT() {
	le := binary.LittleEndian
	add := func(list []byte) {
		for ; len(list) >= 4; list = list[4:] {
			if n := le.Uint32(list); n < cfbFree && len(c.fat) <= len(c.data)/c.sector {
				c.fat = append(c.fat, words(c.sectorAt(n))...)
			}
		}
	}
	add(c.data[76:cfbHeaderLen])
	next := le.Uint32(c.data[68:])
	for range len(c.data) / c.sector {
		s := c.sectorAt(next)
		if next >= cfbFree || len(s) < c.sector {
			return
		}
		add(s[:c.sector-4])
		next = le.Uint32(s[c.sector-4:])
	}
}

// sectorAt is sector n, shorter or empty where the file ends.
func (c *CFB) sectorAt(n uint32) []byte {
	start := (uint64(n) + 1) * uint64(c.sector)
	if start >= uint64(len(c.data)) {
		return nil
	}
	c.used[n] = true
	return c.data[start:min(start+uint64(c.sector), uint64(len(c.data)))]
}

// chain joins the sectors from start on, up to limit bytes.
func (c *CFB) chain(start uint32, fat []uint32, limit int) []byte {
	length := 0 // in sectors
	for n := start; n < cfbFree && length <= len(fat) && length*c.sector < limit && int(n) < len(fat); n = fat[n] {
		length++
	}
	out := make([]byte, 0, min(length*c.sector, len(c.data)))
	for n, steps := start, 0; n < cfbFree && steps <= len(fat) && len(out) < limit; steps++ {
		s := c.sectorAt(n)
		if s == nil || int(n) >= len(fat) {
			break
		}
		out = append(out, s...)
		n = fat[n]
	}
	return out[:min(len(out), limit)]
}

// readDirectory reads the entries and walks the tree from the root, so that each gets its path (MS-CFB 2.6).
func (c *CFB) readDirectory(directory []byte) error {
	le := binary.LittleEndian
	nodes := make([]cfbNode, 0, min(len(directory)/cfbEntryLen, maxCFBEntry))
	for ; len(directory) >= cfbEntryLen && len(nodes) < maxCFBEntry; directory = directory[cfbEntryLen:] {
		nodes = append(nodes, readCFBNode(directory[:cfbEntryLen], c.sector))
	}
	if nodes[0].kind != 5 {
		return errCFB
	}
	mini := c.chain(nodes[0].entry.start, c.fat, len(c.data))
	c.mini = mini
	if want := nodes[0].entry.Size; want < len(mini) {
		c.mini = mini[:want]
	}
	w := cfbWalk{nodes: nodes, seen: make([]bool, len(nodes)), out: c}
	w.tree(le.Uint32(nodes[0].links[8:]), "", 0)
	return w.err
}

// cfbNode is a directory entry before the tree is walked.
type cfbNode struct {
	entry CFBEntry
	kind  byte // 1 storage, 2 stream, 5 root
	links []byte
}

func readCFBNode(b []byte, sector int) cfbNode {
	le := binary.LittleEndian
	n := min(int(le.Uint16(b[64:])), 64)
	var units []uint16
	for i := 0; i+1 < n; i += 2 {
		u := le.Uint16(b[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	size := le.Uint64(b[120:])
	if sector == 512 { // version 3: the upper half may be rubbish
		size &= 0xFFFFFFFF
	}
	e := CFBEntry{Name: string(utf16.Decode(units)), start: le.Uint32(b[116:]), Size: int(min(size, 1<<40))}
	copy(e.CLSID[:], b[80:96])
	return cfbNode{entry: e, kind: b[66], links: b[68:80]}
}

// cfbWalk goes through the red-black trees of the directory.
type cfbWalk struct {
	nodes []cfbNode
	seen  []bool
	out   *CFB
	err   error
}

// tree visits node id, its siblings and its children; a node met twice means a damaged tree.
func (w *cfbWalk) tree(id uint32, dir string, depth int) {
	stack := []uint32{id}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if id >= cfbFree {
			continue
		}
		if int(id) >= len(w.nodes) || w.seen[id] || depth > maxCFBDepth {
			w.err = errCFB
			continue
		}
		w.seen[id] = true
		n := w.nodes[id]
		le := binary.LittleEndian
		stack = append(stack, le.Uint32(n.links[4:]), le.Uint32(n.links))
		e := n.entry
		e.Path = dir + e.Name
		switch n.kind {
		case 1, 5:
			e.Storage = true
			w.out.Entries = append(w.out.Entries, e)
			w.tree(le.Uint32(n.links[8:]), e.Path+"/", depth+1)
		case 2:
			w.out.Entries = append(w.out.Entries, e)
		}
	}
}

// Bytes is the content of a stream. It is shorter than Size where the file is damaged.
func (c *CFB) Bytes(e CFBEntry) []byte {
	if e.Storage {
		return nil
	}
	if uint64(e.Size) >= c.cutoff {
		return c.chain(e.start, c.fat, min(e.Size, len(c.data)))
	}
	var out []byte
	for n, steps := e.start, 0; n < cfbFree && steps <= len(c.miniFAT) && len(out) < e.Size; steps++ {
		from := uint64(n) * 64
		if from >= uint64(len(c.mini)) || int(n) >= len(c.miniFAT) {
			break
		}
		out = append(out, c.mini[from:min(from+64, uint64(len(c.mini)))]...)
		n = c.miniFAT[n]
	}
	return out[:min(len(out), e.Size)]
}

// Find is the stream with that path, letters compared without case (MS-CFB 2.6.4).
func (c *CFB) Find(path string) (CFBEntry, bool) {
	for _, e := range c.Entries {
		if !e.Storage && strings.EqualFold(e.Path, path) {
			return e, true
		}
	}
	return CFBEntry{}, false
}

// Stream is the content of the stream with that path; nil if there is none.
func (c *CFB) Stream(path string) []byte {
	e, ok := c.Find(path)
	if !ok {
		return nil
	}
	return c.Bytes(e)
}

// Unused is what of the file no structure and no stream has been read from: call it when all streams were.
func (c *CFB) Unused() []byte {
	var rest []byte
	for n := range c.used {
		if start := (n + 1) * c.sector; !c.used[n] && start < len(c.data) {
			rest = append(rest, c.data[start:min(start+c.sector, len(c.data))]...)
		}
	}
	return rest
}

// words reads little-endian 32-bit numbers.
func words(b []byte) []uint32 {
	list := make([]uint32, len(b)/4)
	for i := range list {
		list[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return list
}
