package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"souspli/policy/attachment"
)

// Limits of reading pictures.
const (
	pictureTime  = 15 * time.Second // for one
	picturesTime = 30 * time.Second // for those of one submission
	maxPicture   = 32 << 20
	maxSeen      = 1 << 20 // octets of text
)

// OCR reads the text that pictures show, with tesseract, each in a process of its own that is confined like a child.
type OCR struct {
	Command   []string // a program and its arguments that call ReadPicture with the two words that follow
	Program   string   // where tesseract is
	Languages string   // as tesseract wants them: "eng+fra"
}

// ErrNoOCR says that tesseract, or a language for it, is not installed.
var ErrNoOCR = errors.New("tesseract is not installed, or knows none of its languages")

// FindOCR looks for tesseract and takes, of the languages it knows, those in which the detectors know labels.
func FindOCR(ctx context.Context, command []string) (*OCR, error) {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, ErrNoOCR
	}
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, "--list-langs").Output()
	if err != nil {
		return nil, ErrNoOCR
	}
	var known []string
	for _, language := range []string{"fra", "eng", "deu", "spa", "ita", "nld", "por"} {
		if slices.Contains(strings.Fields(string(out)), language) {
			known = append(known, language)
		}
	}
	if len(known) == 0 {
		return nil, ErrNoOCR
	}
	return &OCR{Command: command, Program: program, Languages: strings.Join(known, "+")}, nil
}

// isShown reports whether a report is about a picture whose text nobody has read.
func isShown(f attachment.File, r attachment.Report) bool {
	return r.Opaque && !r.Failed && len(f.Data) <= maxPicture && slices.Contains([]string{"jpeg", "png", "tiff", "webp", "bmp", "gif"}, r.Type)
}

// read gives the text of a picture.
func (o *OCR) read(ctx context.Context, picture []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.Command[0], append(slices.Clone(o.Command[1:]), o.Program, o.Languages)...)
	cmd.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8", "GOTRACEBACK=none"}
	cmd.Dir = "/"
	cmd.Stdin = bytes.NewReader(picture)
	text := &cappedBuffer{}
	cmd.Stdout = text // no standard error: its last words could be content
	dieWithParent(cmd)
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("scan: a picture was not read: %w", err)
	}
	return text.Bytes(), nil
}

// cappedBuffer keeps what it can hold and says so of the rest.
type cappedBuffer struct{ bytes.Buffer }

func (b *cappedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxSeen {
		return 0, errors.New("scan: too much text in a picture")
	}
	return b.Buffer.Write(p)
}

// look has the text of a picture examined as well. A picture that cannot be read stays what it was: opaque.
func (o *OCR) look(ctx context.Context, c *child, f attachment.File, a answer, explain bool) (answer, error) {
	text, err := o.read(ctx, f.Data)
	if err != nil {
		return a, nil
	}
	seen, err := c.examine(attachment.File{Name: f.Name + ".txt", MediaType: "text/plain; charset=utf-8", Data: text}, false, explain)
	if err != nil {
		return a, err
	}
	a.Opaque, a.Readable, a.Reason, a.ReasonAt = false, true, "", nil
	a.PersonalData = a.PersonalData || seen.PersonalData
	a.Persons = max(a.Persons, seen.Persons)
	a.Findings = append(a.Findings, seen.Findings...)
	a.Rules = append(a.Rules, seen.Rules...)
	a.TellsPassword = a.TellsPassword || seen.TellsPassword
	a.Candidates = append(a.Candidates, seen.Candidates...)
	return a, nil
}
