package attachment

import (
	"errors"
	"io"
)

// Budget is what may still be spent on the attachments of one submission. Readers spend before they allocate. It
// holds no clock: processor and wall time belong to the process that examines.
type Budget struct {
	Depth   int   // files inside files
	Entries int   // members of archives and messages, parts of documents
	Bytes   int64 // unpacked, over everything
	Text    int64 // of text handed to the detector, a line counting as lineCost and its length, a table cell as cellCost and its length
	Ratio   int64 // unpacked to packed size of one stream; looked at beyond ratioFloor
	Member  int64 // unpacked size of one member that is held in memory
}

const (
	cellCost   = 16
	lineCost   = 32 // measured: to look at a line of one figure takes as long as at so many letters of prose
	ratioFloor = 16 << 20
)

// NewBudget gives the limits for one submission (research: personal-data.md 4.2).
func NewBudget() *Budget {
	return &Budget{
		Depth:   5,
		Entries: 10_000,
		Bytes:   512 << 20,
		Text:    64 << 20,
		Ratio:   200,
		Member:  96 << 20,
	}
}

// Faults of reading. Everything else that a reader returns means damage.
var (
	errTooBig      = errors.New("beyond the budget")
	errTwoFaced    = errors.New("two readers would see two contents")
	errUnsupported = errors.New("a form of its kind that is not read")
	errDamaged     = errors.New("the format's own rules are broken")
	errLocked      = errors.New("encrypted")
)

// entry spends one member.
func (b *Budget) entry() error {
	if b.Entries <= 0 {
		return errTooBig
	}
	b.Entries--
	return nil
}

// take spends unpacked bytes.
func (b *Budget) take(n int64) error {
	if n > b.Bytes {
		b.Bytes = 0
		return errTooBig
	}
	b.Bytes -= n
	return nil
}

// text spends text.
func (b *Budget) text(n int) error {
	if int64(n) > b.Text {
		b.Text = 0
		return errTooBig
	}
	b.Text -= int64(n)
	return nil
}

// reader counts what is unpacked from a stream of the given packed size, and stops it at the limits.
func (b *Budget) reader(r io.Reader, packed int) io.Reader {
	return &budgetReader{r: r, b: b, limit: max(b.Ratio*int64(packed), ratioFloor)}
}

// budgetReader reads from r until the budget or the ratio of its stream is used up.
type budgetReader struct {
	r     io.Reader
	b     *Budget
	limit int64
}

func (r *budgetReader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if r.limit -= int64(n); r.limit < 0 {
		return 0, errTooBig
	}
	if tooBig := r.b.take(int64(n)); tooBig != nil {
		return 0, tooBig
	}
	return n, err
}

// readAll unpacks a stream into memory, at most one member's worth; what was read before a fault is returned with it.
func (b *Budget) readAll(r io.Reader, packed int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(b.reader(r, packed), b.Member+1))
	if int64(len(data)) > b.Member {
		return nil, errTooBig
	}
	return data, err
}
