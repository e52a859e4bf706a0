package scan

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"souspli/policy/attachment"
	"souspli/policy/personal"
)

// allowVariable carries the organisation's own identifiers to the child.
const allowVariable = "SOUSPLI_SCAN_ALLOW"

// maxFile bounds a file as the child reads it.
const maxFile = 1 << 30

// Work is the child: it confines itself, says so, and examines files from in until in ends. It never returns nil early.
func Work(in io.Reader, out io.Writer) error {
	confinement, err := confine()
	if err != nil {
		return fmt.Errorf("scan: confine: %w", err)
	}
	detector := personal.New(personal.Options{Allow: strings.Split(os.Getenv(allowVariable), "\n"), Today: time.Now()})
	if err := writeFrame(out, hello{confinement}, nil); err != nil {
		return err
	}
	reader := bufio.NewReaderSize(in, 64<<10)
	budget := attachment.NewBudget()
	for {
		head, data, err := readFrame(reader, maxReport, maxFile)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var r request
		if err := json.Unmarshal(head, &r); err != nil {
			return err
		}
		if r.NewSubmission {
			budget = attachment.NewBudget()
		}
		limitCPU()
		f := attachment.File{Name: r.Name, MediaType: r.MediaType, Data: data, Typed: r.Typed}
		if err := writeFrame(out, examine(f, detector, budget, r.Explain), nil); err != nil {
			return err
		}
	}
}

func examine(f attachment.File, d *personal.Detector, b *attachment.Budget, explain bool) answer {
	if !explain {
		return answer{Report: attachment.Examine(f, d, b)}
	}
	x := explainer{detector: d}
	report := attachment.Examine(f, &x, b)
	return answer{report, x.candidates}
}

// explainer is a detector that keeps what it was told of candidates.
type explainer struct {
	detector   *personal.Detector
	candidates []personal.Candidate
}

func (x *explainer) Detect(doc personal.Document) (result personal.Result) {
	result, x.candidates = x.detector.Explain(doc)
	return result
}

// A frame is two lengths in four octets each, a head in JSON, and data.
func writeFrame(w io.Writer, head any, data []byte) error {
	b, err := json.Marshal(head)
	if err != nil {
		return err
	}
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(b)))
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(data)))
	if _, err := w.Write(append(frame, b...)); err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func readFrame(r io.Reader, maxHead, maxData uint32) (head, data []byte, err error) {
	var lengths [8]byte
	if _, err := io.ReadFull(r, lengths[:]); err != nil {
		return nil, nil, err
	}
	h, d := binary.BigEndian.Uint32(lengths[:4]), binary.BigEndian.Uint32(lengths[4:])
	if h > maxHead || d > maxData {
		return nil, nil, errors.New("scan: frame too long")
	}
	head, data = make([]byte, h), make([]byte, d)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, nil, err
	}
	_, err = io.ReadFull(r, data)
	return head, data, err
}
