package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/personal"
	"souspli/policy/wording"
	"souspli/relay"
	"souspli/relay/metrics"
)

// explained is a dry run as JSON (CONTRACT 8).
type explained struct {
	Verdict     string               `json:"verdict"`
	Reason      string               `json:"reason,omitempty"`
	Reply       string               `json:"reply,omitempty"`
	Purpose     string               `json:"purpose,omitempty"`
	MatchedBy   string               `json:"matched_by,omitempty"`
	Recipients  []explainedRecipient `json:"recipients"`
	Attachments []scanned            `json:"attachments"`
	Warnings    []explainedWarning   `json:"warnings,omitempty"`
}

// explainedWarning is something that a copy still shows of others.
type explainedWarning struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Text  string `json:"text"`
}

type explainedRecipient struct {
	Address string `json:"address"`
	Fate    string `json:"fate"`
	Why     string `json:"why,omitempty"`
}

// scanned is an attachment as JSON (CONTRACT 8).
type scanned struct {
	File     string           `json:"file"`
	Type     string           `json:"type"`
	Verdict  string           `json:"verdict"`
	Seal     string           `json:"seal"`
	Readable bool             `json:"readable"`
	Reason   string           `json:"reason,omitempty"`
	Persons  int              `json:"persons,omitempty"`
	Findings []scannedFinding `json:"findings"`
	Explain  *explanation     `json:"explain,omitempty"`
}

type scannedFinding struct {
	Entity string   `json:"entity"`
	Count  int      `json:"count"`
	Where  []string `json:"where"`
}

// newScanned writes a report for JSON.
func newScanned(e policy.Examined) scanned {
	s := scanned{File: e.Name, Type: e.Report.Type, Verdict: e.Verdict.String(), Seal: e.Report.Seal.String(), Readable: e.Report.Readable,
		Reason: e.Report.Reason, Persons: e.Report.Persons, Findings: []scannedFinding{}}
	for _, f := range e.Report.Findings {
		s.Findings = append(s.Findings, scannedFinding{f.Entity, f.Count, places(f.Where)})
	}
	return s
}

func places(list []personal.Place) []string {
	out := []string{}
	for _, p := range list {
		if text := p.String(); text != "" && !slices.Contains(out, text) { // a comment has a line, but is told by its sheet
			out = append(out, text)
		}
	}
	return out
}

func (a *app) explainCommand() *cobra.Command {
	var user, from string
	var to []string
	c := &cobra.Command{Use: "explain MESSAGE.eml --user U --from A --to B…", Short: "Say what would happen to a message (- for standard input), and why; change nothing", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return a.with(c.Context(), func(st *station) error {
				in, err := a.incoming(c, st, args[0], user, from, to)
				if err != nil {
					return err
				}
				log := slog.New(slog.DiscardHandler)
				pool, err := scanner(c.Context(), st.config.Attachments, log)
				if err != nil {
					return err
				}
				defer pool.Close()
				r := st.relay(pool, metrics.New(), log, a.now)
				d, reply, err := r.Explain(c.Context(), in)
				if err != nil {
					return err
				}
				e := newExplained(d, reply)
				for _, w := range d.Decision.Warnings {
					text := r.Wording.Count(wording.English, "warning."+string(w.Kind), w.Count, nil)
					e.Warnings = append(e.Warnings, explainedWarning{string(w.Kind), w.Count, text})
				}
				return a.print(e, e.text(reply))
			})
		}}
	c.Flags().StringVar(&user, "user", "", "the account that submits")
	c.Flags().StringVar(&from, "from", "", "the envelope sender (default: the address in From)")
	c.Flags().StringArrayVar(&to, "to", nil, "an envelope recipient; may be repeated, or separated by commas")
	return c
}

// incoming puts a message file and an envelope into the form in which a client would have submitted them.
func (a *app) incoming(c *cobra.Command, st *station, file, user, from string, to []string) (in relay.Incoming, err error) {
	if user == "" || len(to) == 0 {
		return in, fmt.Errorf("%w: explain needs --user and --to", errUsage)
	}
	raw, err := a.readInput(file)
	if err != nil {
		return in, err
	}
	account, err := st.store.Account(c.Context(), user)
	if err != nil {
		return in, fmt.Errorf("there is no account %q: see souspli user list", user)
	}
	in = relay.Incoming{Body: asSubmitted(raw), Protocol: "ESMTPSA", Account: policy.Account{Name: account.Name, Kind: policy.Kind(account.Kind), Locale: wording.Locale(account.Locale), Senders: account.Senders}}
	if from != "" && from != "<>" {
		if in.From, err = address.Parse(strings.Trim(from, "<>")); err != nil {
			return in, fmt.Errorf("%w: --from is no address", errUsage)
		}
	}
	for _, list := range to {
		for _, text := range strings.Split(list, ",") {
			recipient, err := address.Parse(strings.Trim(strings.TrimSpace(text), "<>"))
			if err != nil {
				return in, fmt.Errorf("%w: --to holds something that is no address", errUsage)
			}
			in.Recipients = append(in.Recipients, relay.Recipient{Address: recipient})
		}
	}
	return in, nil
}

// asSubmitted gives a file the line ends that it would have had on the wire.
func asSubmitted(raw []byte) []byte {
	if !bytes.Contains(raw, []byte("\r")) {
		raw = bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n"))
	}
	if !bytes.HasSuffix(raw, []byte("\r\n")) && !bytes.HasSuffix(raw, []byte("\n")) {
		raw = append(raw, '\r', '\n')
	}
	return raw
}

func newExplained(d relay.Decided, reply relay.Reply) explained {
	e := explained{Verdict: d.Decision.Verdict.String(), MatchedBy: d.Decision.MatchedBy, Recipients: []explainedRecipient{}, Attachments: []scanned{}}
	if d.Decision.Purpose != nil {
		e.Purpose = d.Decision.Purpose.ID
	}
	if d.Decision.Refusal != nil {
		e.Reason, e.Reply = string(d.Decision.Refusal.Reason), reply.Wire()
	}
	for _, o := range d.Decision.Outcomes {
		e.Recipients = append(e.Recipients, explainedRecipient{o.Address.Reveal(), o.Fate.String(), o.Why})
	}
	for _, x := range d.Decision.Attachments {
		e.Attachments = append(e.Attachments, newScanned(x))
	}
	return e
}

// text says the same for people.
func (e explained) text(reply relay.Reply) string {
	var b strings.Builder
	fmt.Fprintf(&b, "verdict   %s\n", e.Verdict)
	switch {
	case e.Purpose != "":
		fmt.Fprintf(&b, "purpose   %s (matched by %s)\n", e.Purpose, e.MatchedBy)
	case e.Verdict == "accept":
		b.WriteString("purpose   none: correspondence\n")
	}
	for _, r := range e.Recipients {
		fmt.Fprintf(&b, "recipient %-40s %s", r.Address, r.Fate)
		if r.Why != "" {
			b.WriteString(": " + r.Why)
		}
		b.WriteByte('\n')
	}
	for _, s := range e.Attachments {
		b.WriteString("attached  " + s.line() + "\n")
	}
	for _, w := range e.Warnings {
		b.WriteString("warning   " + w.Text + "\n")
	}
	if e.Reply != "" {
		b.WriteString("reply     " + strings.ReplaceAll(e.Reply, "\r\n", "\n          ") + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// shown gives a name that somebody chose as a terminal may have it: with escapes where it holds what would move the cursor or turn
// the direction of the line.
func shown(name string) string {
	if quoted := strconv.Quote(name); strings.Contains(quoted, `\`) {
		return quoted
	}
	return name
}

// line says on one line what is known about a file.
func (s scanned) line() string {
	name := s.File
	if name == "" {
		name = "(without a name)"
	}
	text := fmt.Sprintf("%s: %s, %s, seal %s", shown(name), s.Type, s.Verdict, s.Seal)
	if !s.Readable && s.Reason != "" && s.Reason != attachment.ReasonSealed {
		text += ", not readable: " + s.Reason
	}
	if s.Persons > 0 {
		text += fmt.Sprintf(", persons %d", s.Persons)
	}
	for _, f := range s.Findings {
		text += fmt.Sprintf("\n            %s %d", f.Entity, f.Count)
		if len(f.Where) > 0 {
			text += " in " + shown(strings.Join(f.Where, ", "))
		}
	}
	if s.Explain != nil {
		text += s.Explain.text()
	}
	return text
}
