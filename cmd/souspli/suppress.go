package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"souspli/policy/address"
	"souspli/store"
)

func (a *app) suppressCommand() *cobra.Command {
	var purpose, reason string
	flags := func(c *cobra.Command, withReason bool) *cobra.Command {
		c.Flags().StringVar(&purpose, "purpose", store.Everything, "the purpose, or * for everything")
		if withReason {
			c.Flags().StringVar(&reason, "reason", "", "why, for the trail; no address in it")
		}
		return c
	}
	add := flags(&cobra.Command{Use: "add ADDRESS…", Short: "Never write to these people", Args: usageArgs(cobra.MinimumNArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error { return a.suppressAdd(c.Context(), st, args, purpose, reason) })
	}}, true)
	remove := flags(&cobra.Command{Use: "remove ADDRESS…", Short: "Let these people be written to again", Args: usageArgs(cobra.MinimumNArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error { return a.suppressRemove(c.Context(), st, args, purpose) })
	}}, false)
	check := flags(&cobra.Command{Use: "check ADDRESS…", Short: "Say whether these people may be written to", Args: usageArgs(cobra.MinimumNArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error {
			return a.suppressCheck(c.Context(), st, args, c.Flags().Changed("purpose"), purpose)
		})
	}}, false)
	list := flags(&cobra.Command{Use: "list", Short: "List suppressions; people are known by a fingerprint only", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error {
		return a.with(c.Context(), func(st *station) error { return a.suppressList(c.Context(), st, chosen(c, purpose)) })
	}}, false)
	imported := flags(&cobra.Command{Use: "import FILE.csv", Short: "Suppress everybody in a CSV file (- for standard input)", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error { return a.suppressImport(c.Context(), st, args[0], purpose, reason) })
	}}, true)
	exported := flags(&cobra.Command{Use: "export", Short: "Write every suppression as CSV that import reads", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error {
		return a.with(c.Context(), func(st *station) error { return a.suppressExport(c.Context(), st, chosen(c, purpose)) })
	}}, false)
	return group("suppress", "Who must not be written to", add, remove, check, list, imported, exported)
}

// chosen gives the purpose to list: all, unless one was named.
func chosen(c *cobra.Command, purpose string) string {
	if !c.Flags().Changed("purpose") {
		return ""
	}
	return purpose
}

// people reads addresses from the command line.
func (st *station) people(args []string) ([]address.Key, error) {
	var keys []address.Key
	for i, arg := range args {
		addr, err := address.Parse(strings.Trim(strings.TrimSpace(arg), "<>"))
		if err != nil || addr.IsZero() {
			return nil, fmt.Errorf("%w: argument %d is no address", errUsage, i+1)
		}
		keys = append(keys, st.keyer.Key(addr))
	}
	return keys, nil
}

func (a *app) suppressAdd(ctx context.Context, st *station, args []string, purpose, reason string) error {
	people, err := st.people(args)
	if err != nil {
		return err
	}
	var list []store.Suppression
	for _, p := range people {
		list = append(list, store.Suppression{Person: p, Purpose: purpose, Reason: reason, Source: store.SourceOperator, Created: a.now()})
	}
	added, err := st.store.Suppress(ctx, list...)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"added": added, "known": len(list) - added, "purpose": purpose}, fmt.Sprintf("added %d, known already %d (%s)", added, len(list)-added, purposeName(purpose)))
}

func purposeName(purpose string) string {
	if purpose == store.Everything {
		return "every purpose"
	}
	return "purpose " + purpose
}

func (a *app) suppressRemove(ctx context.Context, st *station, args []string, purpose string) error {
	people, err := st.people(args)
	if err != nil {
		return err
	}
	removed := 0
	for _, p := range people {
		n, err := st.store.Unsuppress(ctx, a.now(), p, purpose)
		if err != nil {
			return err
		}
		removed += n
	}
	if err := a.print(map[string]any{"removed": removed, "purpose": purpose}, fmt.Sprintf("removed %d (%s)", removed, purposeName(purpose))); err != nil {
		return err
	}
	if removed == 0 {
		return errors.New("nobody of them was suppressed for this purpose; see suppress check")
	}
	return nil
}

// checked is one answer of suppress check.
type checked struct {
	Address    string   `json:"address"`
	Suppressed bool     `json:"suppressed"`
	Purposes   []string `json:"purposes"`
	Why        []string `json:"why"`
}

func (a *app) suppressCheck(ctx context.Context, st *station, args []string, onlyPurpose bool, purpose string) error {
	people, err := st.people(args)
	if err != nil {
		return err
	}
	for i, p := range people {
		list, err := st.store.SuppressionsOf(ctx, p)
		if err != nil {
			return err
		}
		answer := checked{Address: args[i], Purposes: []string{}, Why: []string{}}
		for _, x := range list {
			if onlyPurpose && purpose != store.Everything && x.Purpose != purpose && x.Purpose != store.Everything {
				continue
			}
			answer.Suppressed = true
			answer.Purposes = append(answer.Purposes, x.Purpose)
			answer.Why = append(answer.Why, describeSuppression(x))
		}
		text := args[i] + ": may be written to"
		if answer.Suppressed {
			text = args[i] + ": suppressed\n  " + strings.Join(answer.Why, "\n  ")
		}
		if err := a.print(answer, text); err != nil {
			return err
		}
	}
	return nil
}

func describeSuppression(x store.Suppression) string {
	text := fmt.Sprintf("%s since %s (%s)", purposeName(x.Purpose), x.Created.Format(time.DateOnly), x.Source)
	if x.Reason != "" {
		text += ": " + x.Reason
	}
	return text
}

// listed is one suppression as JSON.
type listed struct {
	Person  string    `json:"person"` // fingerprint
	Purpose string    `json:"purpose"`
	Reason  string    `json:"reason"`
	Source  string    `json:"source"`
	Created time.Time `json:"created"`
}

func (a *app) suppressList(ctx context.Context, st *station, purpose string) error {
	return st.store.EachSuppression(ctx, purpose, func(x store.Suppression) error {
		return a.print(listed{hex.EncodeToString(x.Person.Bytes()), x.Purpose, x.Reason, x.Source, x.Created},
			fmt.Sprintf("%s  %-20s %s  %-10s %s", x.Person, x.Purpose, x.Created.Format(time.DateOnly), x.Source, x.Reason))
	})
}

// exportHeader names the columns of an export. Only this relay's key turns an address into such a fingerprint.
func exportHeader() []string {
	return []string{"fingerprint", "purpose", "reason", "source", "created"}
}

func (a *app) suppressExport(ctx context.Context, st *station, purpose string) error {
	w := csv.NewWriter(a.out)
	if err := w.Write(exportHeader()); err != nil {
		return err
	}
	err := st.store.EachSuppression(ctx, purpose, func(x store.Suppression) error {
		return w.Write([]string{hex.EncodeToString(x.Person.Bytes()), x.Purpose, harmless(x.Reason), x.Source, x.Created.Format(time.RFC3339)})
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// suppressImport reads a CSV file as French Excel and newsletter tools write it. Rows that hold no address are counted and
// named by number; the others count.
func (a *app) suppressImport(ctx context.Context, st *station, file, purpose, reason string) error {
	text, err := a.readInput(file)
	if err != nil {
		return err
	}
	rows, err := readCSV(text)
	if err != nil {
		return fmt.Errorf("%s is no CSV: %w", file, err)
	}
	imp := importer{station: st, purpose: purpose, reason: reason, now: a.now()}
	bar := a.progress(len(rows))
	for i, row := range rows {
		imp.row(i+1, row)
		if len(imp.batch) >= 1000 || i == len(rows)-1 {
			if err := imp.flush(ctx); err != nil {
				return err
			}
		}
		_ = bar.Add(1)
	}
	_ = bar.Finish()
	if len(imp.bad) > 0 {
		fmt.Fprintf(a.err, "souspli: no address in row %s\n", numbers(imp.bad))
	}
	if imp.added+imp.known == 0 {
		return fmt.Errorf("%s holds no address", file)
	}
	return a.print(map[string]any{"added": imp.added, "known": imp.known, "without_address": len(imp.bad)},
		fmt.Sprintf("added %d, known already %d, rows without an address %d", imp.added, imp.known, len(imp.bad)))
}

func (a *app) readInput(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(a.in)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %s", file, cause(err))
	}
	return text, nil
}

// progress shows a bar on a terminal and nothing elsewhere.
func (a *app) progress(n int) *progressbar.ProgressBar {
	f, ok := a.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || n < 1000 {
		return progressbar.DefaultSilent(int64(n))
	}
	return progressbar.NewOptions(n, progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription("importing"), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}

// numbers writes the first few of a list.
func numbers(list []int) string {
	var parts []string
	for _, n := range list[:min(len(list), 20)] {
		parts = append(parts, fmt.Sprint(n))
	}
	if len(list) > 20 {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// importer turns rows into suppressions.
type importer struct {
	*station
	purpose, reason string
	now             time.Time
	batch           []store.Suppression
	bad             []int
	added, known    int
}

// row reads one row: a line of our own export, or any line with an address in one of its cells. A first row of titles is no
// fault.
func (i *importer) row(n int, cells []string) {
	if n == 1 && slices.Equal(cells, exportHeader()) {
		return
	}
	if x, ok := exportedRow(cells); ok {
		i.batch = append(i.batch, x)
		return
	}
	for _, cell := range cells {
		list, err := address.ParseList(cell)
		if err == nil && len(list) > 0 {
			for _, m := range list {
				i.batch = append(i.batch, store.Suppression{Person: i.keyer.Key(m.Address), Purpose: i.purpose, Reason: i.reason, Source: store.SourceImport, Created: i.now})
			}
			return
		}
	}
	if n > 1 && strings.TrimSpace(strings.Join(cells, "")) != "" {
		i.bad = append(i.bad, n)
	}
}

// exportedRow reads a line that suppress export wrote.
func exportedRow(cells []string) (x store.Suppression, ok bool) {
	if len(cells) != len(exportHeader()) {
		return x, false
	}
	raw, err := hex.DecodeString(cells[0])
	if err != nil {
		return x, false
	}
	created, err := time.Parse(time.RFC3339, cells[4])
	if err != nil {
		return x, false
	}
	x = store.Suppression{Purpose: cells[1], Reason: strings.TrimPrefix(cells[2], "'"), Source: cells[3], Created: created}
	x.Person, err = address.KeyFromBytes(raw)
	return x, err == nil
}

func (i *importer) flush(ctx context.Context) error {
	added, err := i.store.Suppress(ctx, i.batch...)
	i.added += added
	i.known += len(i.batch) - added
	i.batch = i.batch[:0]
	return err
}

// readCSV reads a file with commas, semicolons or tabs between cells, in UTF-8 with or without a byte order mark, in UTF-16,
// or in Windows-1252.
func readCSV(text []byte) ([][]string, error) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) { // Excel's "Unicode text"
		text, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(text)
	}
	s := strings.TrimPrefix(string(text), "\ufeff")
	if !utf8.ValidString(s) {
		s, _ = charmap.Windows1252.NewDecoder().String(s)
	}
	first, _, _ := strings.Cut(s, "\n")
	r := csv.NewReader(strings.NewReader(s))
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, true
	for _, comma := range []rune{';', '\t'} {
		if strings.Count(first, string(comma)) > strings.Count(first, string(r.Comma)) {
			r.Comma = comma
		}
	}
	return r.ReadAll()
}
