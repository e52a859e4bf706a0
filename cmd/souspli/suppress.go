package main

import (
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

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"souspli/policy"
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

// purposeGiven looks at a purpose from the command line. One that is not configured may be meant, since people leave purposes
// that come and go; but an opt-out for a name with a slip of the pen would hold for nothing, so it is said.
func (a *app) purposeGiven(st *station, purpose string) error {
	if purpose == store.Everything || purpose == policy.MailingID {
		return nil
	}
	if !isPurposeID(purpose) {
		return fmt.Errorf("%w: --purpose is the id of a purpose, or * for everything", errUsage)
	}
	if !slices.ContainsFunc(st.config.Purposes, func(p PurposeConfig) bool { return p.ID == purpose }) {
		fmt.Fprintf(a.err, "souspli: warning: the configuration has no purpose %q\n", purpose)
	}
	return nil
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
	if err := a.purposeGiven(st, purpose); err != nil {
		return err
	}
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
	if a.json {
		return a.suppressList(ctx, st, purpose)
	}
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
// named by line; the others count.
func (a *app) suppressImport(ctx context.Context, st *station, file, purpose, reason string) error {
	if err := a.purposeGiven(st, purpose); err != nil {
		return err
	}
	text, err := a.readInput(file)
	if err != nil {
		return err
	}
	rows, err := readCSV(text)
	if err != nil {
		return fmt.Errorf("%s %w", file, err)
	}
	imp := importer{station: st, purpose: purpose, reason: reason, now: a.now()}
	bar := a.progress(len(rows))
	for i, row := range rows {
		imp.row(row, i == 0)
		if len(imp.batch) >= 1000 || i == len(rows)-1 {
			if err := imp.flush(ctx); err != nil {
				return err
			}
		}
		_ = bar.Add(1)
	}
	_ = bar.Finish()
	if len(imp.bad) > 0 {
		fmt.Fprintf(a.err, "souspli: no address in line %s\n", numbers(imp.bad))
	}
	if imp.added+imp.known == 0 {
		return fmt.Errorf("%s holds no address", file)
	}
	return a.print(map[string]any{"added": imp.added, "known": imp.known, "without_address": len(imp.bad), "lines": append([]int{}, imp.bad...)},
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
	columns         []int // those whose title says that they hold addresses; none: the first cell that holds one
	batch           []store.Suppression
	bad             []int // lines
	added, known    int
}

// row reads one row: a line of our own export, or any line with an address in it. A first row of titles is no fault.
func (i *importer) row(row csvRow, first bool) {
	if first && slices.Equal(row.cells, exportHeader()) {
		return
	}
	if x, ok := exportedRow(row.cells); ok {
		i.batch = append(i.batch, x)
		return
	}
	people := i.people(row.cells)
	switch {
	case len(people) > 0:
		i.batch = append(i.batch, people...)
	case first:
		i.columns = addressColumns(row.cells)
	case strings.TrimSpace(strings.Join(row.cells, "")) != "":
		i.bad = append(i.bad, row.line)
	}
}

// people reads the addresses of a row.
func (i *importer) people(cells []string) (people []store.Suppression) {
	for n, cell := range cells {
		if i.columns != nil && !slices.Contains(i.columns, n) || i.columns == nil && len(people) > 0 {
			continue
		}
		list, err := address.ParseList(cell)
		if err != nil {
			continue
		}
		for _, m := range list {
			people = append(people, store.Suppression{Person: i.keyer.Key(m.Address), Purpose: i.purpose, Reason: i.reason, Source: store.SourceImport, Created: i.now})
		}
	}
	return people
}

// addressColumns finds the columns of addresses by their titles.
func addressColumns(titles []string) (columns []int) {
	for n, title := range titles {
		title = strings.ToLower(title)
		if strings.Contains(title, "mail") || strings.Contains(title, "courriel") {
			columns = append(columns, n)
		}
	}
	return columns
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
