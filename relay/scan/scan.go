// Package scan runs policy/attachment in child processes that may die.
//
//  1. A Pool keeps a few warm children: the same binary, run as a hidden command, confined before it reads a byte
//     (sandbox_linux.go): no network, no files, bounded memory and time.
//  2. Scan gives the attachments of one submission to one child, one after the other, under one budget.
//  3. A child that dies of a file, or takes too long, makes that file's report say so; the others go to a fresh child.
//
// A child that cannot be started, or gets no processor time, is our own trouble: an error, never a clean report.
package scan

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"souspli/policy/attachment"
	"souspli/policy/personal"
)

// Limits of a child.
const (
	fileTime       = 10 * time.Second // wall clock for one file
	maxStalls      = 4                // times that half of it is given again to a child that waited for a processor
	startTime      = 20 * time.Second
	submissionTime = 60 * time.Second
	waitTime       = 2 * time.Minute // for a child
	maxFiles       = 500             // files before a child is replaced, so that nothing piles up in it
	maxOctets      = 64 << 20        // octets before a child is replaced
	maxReport      = 8 << 20
	memoryLimit    = 220 << 20 // where Go's garbage collector works harder
	dataLimit      = 640 << 20 // where the kernel refuses more
)

// Config says how children are run.
type Config struct {
	Command []string // the program and its arguments; it must call Work
	Allow   []string // the organisation's own identifiers
	OCR     *OCR     // reads pictures; nil: nobody does
	Size    int      // children at a time
	Log     *slog.Logger

	FileTime time.Duration // wall clock for one file; 0: ten seconds
}

// Pool examines attachments. It is safe for concurrent use.
type Pool struct {
	config atomic.Pointer[Config]
	slots  *semaphore.Weighted
	large  *semaphore.Weighted // of the slots, those that large submissions may take
	idle   chan *child
	peak   atomic.Int64
}

// NewPool makes a pool; children start when they are needed.
func NewPool(c Config) *Pool {
	c.FileTime = cmp.Or(c.FileTime, fileTime)
	p := &Pool{slots: semaphore.NewWeighted(int64(c.Size)), large: semaphore.NewWeighted(int64(max(1, c.Size-1))), idle: make(chan *child, c.Size)}
	p.config.Store(&c)
	return p
}

// Reload replaces the organisation's own identifiers; children that know the old ones end.
func (p *Pool) Reload(allow []string) {
	c := *p.config.Load()
	if slices.Equal(c.Allow, allow) {
		return
	}
	c.Allow = allow
	p.config.Store(&c)
	p.Close()
}

// Warm starts one child, to find out at once whether children can run here. It says how they are confined.
func (p *Pool) Warm(ctx context.Context) (confinement string, err error) {
	c, err := p.take(ctx)
	if err != nil {
		return "", err
	}
	p.put(c)
	return c.confinement, nil
}

// Peak is the most memory, in octets, that a child has held: 0 where the system does not tell.
func (p *Pool) Peak() int64 { return p.peak.Load() }

// weigh notes what a child has held so far.
func (p *Pool) weigh(c *child) {
	size := residentPeak(c.cmd.Process.Pid)
	for old := p.peak.Load(); size > old && !p.peak.CompareAndSwap(old, size); old = p.peak.Load() {
	}
}

// Close ends the idle children.
func (p *Pool) Close() {
	for {
		select {
		case c := <-p.idle:
			p.weigh(c)
			c.kill()
		default:
			return
		}
	}
}

// Scan examines the attachments of one submission, in order. Reports are parallel to files.
func (p *Pool) Scan(ctx context.Context, files []attachment.File) ([]attachment.Report, error) {
	answers, err := p.ask(ctx, files, false)
	if err != nil {
		return nil, err
	}
	reports := make([]attachment.Report, len(answers))
	for i, a := range answers {
		reports[i] = a.Report
	}
	return reports, nil
}

// Explain examines one file and tells what became of everything in it that looked like personal data.
func (p *Pool) Explain(ctx context.Context, f attachment.File) (attachment.Report, []personal.Candidate, error) {
	answers, err := p.ask(ctx, []attachment.File{f}, true)
	if err != nil {
		return attachment.Report{}, nil, err
	}
	return answers[0].Report, answers[0].Candidates, nil
}

// ask gives files to one child, and to a fresh one after each that ended it.
func (p *Pool) ask(ctx context.Context, files []attachment.File, explain bool) ([]answer, error) {
	release, err := p.acquire(ctx, files)
	if err != nil {
		return nil, fmt.Errorf("scan: no child is free: %w", err)
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, submissionTime)
	defer cancel()
	answers := make([]answer, len(files))
	looking, stop := context.WithTimeout(ctx, picturesTime)
	defer stop()
	ocr := p.config.Load().OCR
	var c *child
	for i, f := range files {
		first := c == nil
		if first {
			if c, err = p.take(ctx); err != nil {
				return nil, fmt.Errorf("scan: %w", err)
			}
		}
		answers[i], err = c.examine(f, first, explain)
		if err == nil && ocr != nil && isShown(f, answers[i].Report) {
			answers[i], err = ocr.look(looking, c, f, answers[i], explain)
		}
		if err == nil {
			continue
		}
		c.kill()
		c = nil
		if errors.Is(err, errStarved) || ctx.Err() != nil {
			return nil, fmt.Errorf("scan: %w", cmp.Or(ctx.Err(), err))
		}
		p.config.Load().Log.Warn("a file ended the child that read it", "octets", len(f.Data), "how", err)
		answers[i].Report = attachment.Report{Type: "unknown", Reason: attachment.ReasonCrashed}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			answers[i].Reason = attachment.ReasonTooBig
		}
	}
	if c != nil {
		p.put(c)
	}
	return answers, nil
}

// largeSize is how many octets make a submission large.
const largeSize = 1 << 20

// acquire waits for a slot. Large submissions leave one to the others, which would wait for as long as those are read.
func (p *Pool) acquire(ctx context.Context, files []attachment.File) (release func(), err error) {
	octets := 0
	for _, f := range files {
		octets += len(f.Data)
	}
	ctx, cancel := context.WithTimeout(ctx, waitTime)
	defer cancel()
	if octets <= largeSize {
		return func() { p.slots.Release(1) }, p.slots.Acquire(ctx, 1)
	}
	if err := p.large.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	if err := p.slots.Acquire(ctx, 1); err != nil {
		p.large.Release(1)
		return nil, err
	}
	return func() { p.slots.Release(1); p.large.Release(1) }, nil
}

// take gives a warm child, or starts one.
func (p *Pool) take(ctx context.Context) (*child, error) {
	for {
		select {
		case c := <-p.idle:
			if c.isAlive() {
				return c, nil
			}
			c.kill()
		default:
			return start(ctx, *p.config.Load())
		}
	}
}

// put keeps a child for the next submission, unless it has worked enough.
func (p *Pool) put(c *child) {
	p.weigh(c)
	if c.files >= maxFiles || c.octets >= maxOctets || !slices.Equal(c.allow, p.config.Load().Allow) {
		c.kill()
		return
	}
	select {
	case p.idle <- c:
	default:
		c.kill()
	}
}

// child is one process. It is used by one goroutine at a time.
type child struct {
	cmd         *exec.Cmd
	in          *os.File      // to its standard input
	out         *os.File      // from its standard output
	answers     *bufio.Reader // of out
	fileTime    time.Duration
	confinement string
	allow       []string
	files       int
	octets      int
	exited      chan struct{}
}

// start runs a child and waits for its first word.
func start(_ context.Context, config Config) (*child, error) {
	childIn, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	out, childOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, childIn.Close(), in.Close())
	}
	cmd := exec.Command(config.Command[0], config.Command[1:]...)
	cmd.Env = []string{"GOMEMLIMIT=" + strconv.Itoa(memoryLimit), "GOMAXPROCS=2", "GOTRACEBACK=none", allowVariable + "=" + strings.Join(config.Allow, "\n")}
	cmd.Dir = "/"
	cmd.Stdin, cmd.Stdout = childIn, childOut // no standard error: a parser's last words could be content
	dieWithParent(cmd)
	err = cmd.Start()
	err = errors.Join(err, childIn.Close(), childOut.Close())
	c := &child{cmd: cmd, in: in, out: out, answers: bufio.NewReader(out), fileTime: config.FileTime, allow: config.Allow, exited: make(chan struct{})}
	if err != nil {
		return nil, errors.Join(err, in.Close(), out.Close())
	}
	go func() { _ = cmd.Wait(); close(c.exited) }()
	var hello hello
	if err := c.receive(startTime, &hello); err != nil {
		c.kill()
		return nil, fmt.Errorf("the child does not start: %w", err)
	}
	c.confinement = hello.Confinement
	return c, nil
}

func (c *child) isAlive() bool {
	select {
	case <-c.exited:
		return false
	default:
		return true
	}
}

// examine has one file examined. An error means that the child is of no more use.
func (c *child) examine(f attachment.File, newSubmission, explain bool) (a answer, err error) {
	c.files++
	c.octets += len(f.Data)
	if err := c.in.SetWriteDeadline(time.Now().Add(c.fileTime)); err != nil {
		return a, err
	}
	if err := writeFrame(c.in, request{f.Name, f.MediaType, f.Typed, newSubmission, explain}, f.Data); err != nil {
		return a, err
	}
	if err := c.await(); err != nil {
		return a, err
	}
	err = c.receive(c.fileTime, &a)
	return a, err
}

// errStarved says that a child was not given a processor: the machine's trouble, not the file's.
var errStarved = errors.New("the child waits for a processor")

// await waits until the answer about a file begins. A child that waited for a processor half of the time gets more. Nothing is
// measured in the first half of a file's time, since nearly all answer at once.
func (c *child) await() error {
	err := c.begins()
	for stalls := 0; errors.Is(err, os.ErrDeadlineExceeded); stalls++ {
		before := processorWait(c.cmd.Process.Pid)
		err = c.begins()
		switch {
		case !errors.Is(err, os.ErrDeadlineExceeded), processorWait(c.cmd.Process.Pid)-before < c.fileTime/4:
			return err
		case stalls == maxStalls:
			return errStarved
		}
	}
	return err
}

// begins waits half of a file's time for the first octet of an answer.
func (c *child) begins() error {
	if err := c.out.SetReadDeadline(time.Now().Add(c.fileTime / 2)); err != nil {
		return err
	}
	_, err := c.answers.Peek(1)
	return err
}

func (c *child) receive(wait time.Duration, v any) error {
	if err := c.out.SetReadDeadline(time.Now().Add(wait)); err != nil {
		return err
	}
	head, _, err := readFrame(c.answers, maxReport, 0)
	if err != nil {
		return err
	}
	return json.Unmarshal(head, v)
}

// kill ends the child and forgets it.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.in.Close()
	_ = c.out.Close()
	<-c.exited
}

// hello is a child's first word.
type hello struct{ Confinement string }

// request is what stands before a file's octets.
type request struct {
	Name, MediaType string
	Typed           bool
	NewSubmission   bool // the budget begins anew
	Explain         bool // candidates are wanted
}

// answer is what comes back.
type answer struct {
	attachment.Report
	Candidates []personal.Candidate `json:",omitempty"`
}
