package seal

// sevenReader reads the values of a 7z header. After a fault bad is set, everything reads as zero, and loops over bad
// end.
type sevenReader struct {
	b   []byte
	bad bool
}

func (r *sevenReader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return sevenEnd
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *sevenReader) take(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *sevenReader) skip(n uint64) { r.take(n) }

// number is the variable-length integer: leading ones of the first byte say how many bytes follow, low one first.
func (r *sevenReader) number() uint64 {
	first := r.byte()
	var v uint64
	for i := range 8 {
		mask := byte(0x80) >> i
		if first&mask == 0 {
			return v | uint64(first&(mask-1))<<(8*i)
		}
		v |= uint64(r.byte()) << (8 * i)
	}
	return v
}

// count is a number that is used as a length.
func (r *sevenReader) count() int {
	n := r.number()
	if n > maxSevenCount {
		r.bad = true
		return 0
	}
	return int(n)
}

// streams reads packed streams, folders and the sizes of their parts.
func (r *sevenReader) streams() sevenStreams {
	var s sevenStreams
	for !r.bad {
		switch r.byte() {
		case sevenEnd:
			return s
		case sevenPack:
			r.packInfo(&s)
		case sevenUnpack:
			r.unpackInfo(&s)
		case sevenSubStreams:
			r.subStreams(&s)
		default:
			r.bad = true
		}
	}
	return s
}

func (r *sevenReader) packInfo(s *sevenStreams) {
	s.pos = r.number()
	n := r.count()
	for !r.bad {
		switch r.byte() {
		case sevenEnd:
			return
		case sevenSize:
			for i := 0; i < n && !r.bad; i++ {
				s.sizes = append(s.sizes, r.number())
			}
		case sevenCRC:
			r.digests(n)
		default:
			r.bad = true
		}
	}
}

// digests skips checksums and says how many are defined.
func (r *sevenReader) digests(n int) []bool {
	defined := make([]bool, n)
	if r.byte() != 0 {
		for i := range defined {
			defined[i] = true
		}
	} else {
		defined = bitVector(r.take(uint64(n+7)/8), n)
	}
	for _, d := range defined {
		if d {
			r.skip(4)
		}
	}
	return defined
}

func (r *sevenReader) unpackInfo(s *sevenStreams) {
	if r.byte() != sevenFolders {
		r.bad = true
		return
	}
	n := r.count()
	if r.byte() != 0 { // folders kept elsewhere: never written
		r.bad = true
	}
	for i := 0; i < n && !r.bad; i++ {
		s.folders = append(s.folders, r.folder())
	}
	if r.byte() != sevenUnpackSizes {
		r.bad = true
	}
	for i := range s.folders {
		for j := 0; j < s.folders[i].outs && !r.bad; j++ {
			s.folders[i].sizes = append(s.folders[i].sizes, r.number())
		}
		s.folders[i].streams = 1
	}
	for !r.bad {
		switch r.byte() {
		case sevenEnd:
			return
		case sevenCRC:
			for i, d := range r.digests(len(s.folders)) {
				s.folders[i].crc = d
			}
		default:
			r.bad = true
		}
	}
}

// folder reads the coders of one solid block and how they are tied together.
func (r *sevenReader) folder() sevenFolder {
	var f sevenFolder
	ins := 0
	n := r.count()
	if n == 0 || n > 32 {
		r.bad = true
	}
	for i := 0; i < n && !r.bad; i++ {
		flags := r.byte()
		c := sevenCoder{id: string(r.take(uint64(flags & 0x0F)))}
		in, out := 1, 1
		if flags&0x10 != 0 {
			in, out = r.count(), r.count()
		}
		if flags&0x20 != 0 {
			c.props = r.take(r.number())
		}
		ins += in
		f.outs += out
		f.coders = append(f.coders, c)
	}
	if f.outs > 64 || ins > 64 {
		r.bad = true
		return f
	}
	for i := 1; i < f.outs && !r.bad; i++ { // bind pairs
		r.number()
		r.number()
	}
	if f.packs = ins - (f.outs - 1); f.packs > 1 { // which inputs take packed streams
		for i := 0; i < f.packs && !r.bad; i++ {
			r.number()
		}
	}
	return f
}

// subStreams reads how many files each folder holds, their sizes and checksums.
func (r *sevenReader) subStreams(s *sevenStreams) {
	kind := r.byte()
	if kind == sevenStreamCount {
		for i := range s.folders {
			s.folders[i].streams = r.count()
		}
		kind = r.byte()
	}
	unknown := 0
	for _, f := range s.folders {
		if kind == sevenSize {
			for i := 1; i < f.streams && !r.bad; i++ {
				r.number()
			}
		}
		if f.streams != 1 || !f.crc {
			unknown += f.streams
		}
	}
	if kind == sevenSize {
		kind = r.byte()
	}
	if unknown > maxSevenCount {
		r.bad = true
	}
	for !r.bad && kind != sevenEnd {
		if kind != sevenCRC {
			r.bad = true
			return
		}
		r.digests(unknown)
		kind = r.byte()
	}
}
