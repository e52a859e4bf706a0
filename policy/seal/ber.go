package seal

import "errors"

var errBER = errors.New("malformed BER")

const maxBERDepth = 32

// element is one BER or DER value (X.690 section 8.1): its tag and its content octets, without the end-of-contents
// octets of an indefinite length.
type element struct {
	class       byte // 0 universal, 2 context-specific
	tag         int
	constructed bool
	body        []byte
}

const (
	berInteger     = 2
	berOctetString = 4
	berOID         = 6
	berSequence    = 16
	berSet         = 17
)

// readElement reads the value at the start of data and returns what follows it.
func readElement(data []byte, depth int) (element, []byte, error) {
	e, n, indefinite, rest, err := readHeader(data)
	if err != nil || depth > maxBERDepth {
		return element{}, nil, errBER
	}
	if !indefinite {
		if n > len(rest) {
			return element{}, nil, errBER
		}
		e.body = rest[:n]
		return e, rest[n:], nil
	}
	body := rest
	for len(rest) >= 2 && (rest[0] != 0 || rest[1] != 0) {
		if _, rest, err = readElement(rest, depth+1); err != nil {
			return element{}, nil, errBER
		}
	}
	if len(rest) < 2 {
		return element{}, nil, errBER
	}
	e.body = body[:len(body)-len(rest)]
	return e, rest[2:], nil
}

func readHeader(data []byte) (e element, n int, indefinite bool, rest []byte, err error) {
	if len(data) < 2 || data[0]&0x1F == 0x1F { // multi-byte tags do not occur in CMS
		return e, 0, false, nil, errBER
	}
	e = element{class: data[0] >> 6, tag: int(data[0] & 0x1F), constructed: data[0]&0x20 != 0}
	first, rest := data[1], data[2:]
	switch {
	case first < 0x80:
		return e, int(first), false, rest, nil
	case first == 0x80:
		if !e.constructed {
			return e, 0, false, nil, errBER
		}
		return e, 0, true, rest, nil
	case first > 0x84 || len(rest) < int(first&0x7F):
		return e, 0, false, nil, errBER
	}
	size := int(first & 0x7F)
	for _, c := range rest[:size] {
		n = n<<8 | int(c)
	}
	return e, n, false, rest[size:], nil
}

// children reads the values inside a constructed one.
func (e element) children() ([]element, error) {
	if !e.constructed {
		return nil, errBER
	}
	var list []element
	for rest := e.body; len(rest) > 0; {
		var child element
		var err error
		if child, rest, err = readElement(rest, 0); err != nil {
			return list, err
		}
		list = append(list, child)
	}
	return list, nil
}

// octets joins an OCTET STRING that may be written in pieces (X.690 section 8.7.3).
func (e element) octets(depth int) ([]byte, error) {
	if !e.constructed {
		return e.body, nil
	}
	if depth > maxBERDepth {
		return nil, errBER
	}
	pieces, err := e.children()
	var joined []byte
	for _, p := range pieces {
		b, perr := p.octets(depth + 1)
		if perr != nil {
			return joined, perr
		}
		joined = append(joined, b...)
	}
	return joined, err
}

// is says whether the value has a universal tag.
func (e element) is(tag int) bool { return e.class == 0 && e.tag == tag }

// context says whether the value has the context-specific tag [n].
func (e element) context(n int) bool { return e.class == 2 && e.tag == n }
