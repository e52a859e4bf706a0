package relay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/personal"
	"souspli/policy/seal"
	"souspli/policy/wording"
	"souspli/relay"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/store"
	"souspli/store/storetest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// fakeScanner gives the same report for every file, or fails.
type fakeScanner struct {
	report attachment.Report
	err    error
}

func (f fakeScanner) Scan(_ context.Context, files []attachment.File) ([]attachment.Report, error) {
	reports := make([]attachment.Report, len(files))
	for i := range reports {
		if reports[i] = f.report; files[i].Typed {
			reports[i] = attachment.Report{Type: "text", Readable: true}
		}
	}
	return reports, f.err
}

type rig struct {
	*relay.Relay
	store *store.Store
	log   *bytes.Buffer
}

func newRig(t testing.TB, scanner relay.Scanner) *rig {
	t.Helper()
	w, err := wording.New()
	if err != nil {
		t.Fatal(err)
	}
	mint, err := link.NewMint(link.Key{ID: 1, Secret: address.NewSecret([]byte("l"))})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{store: storetest.Open(t), log: &bytes.Buffer{}}
	r.Relay = &relay.Relay{Store: r.store, Keyer: address.NewKeyer(storetest.Secret()), Mint: mint, Scanner: scanner, Wording: w, Metrics: metrics.New(),
		Log: slog.New(slog.NewTextHandler(r.log, nil)), Now: func() time.Time { return noon }, RefKey: address.NewSecret([]byte("r"))}
	r.SetRules(policy.Rules{Hostname: "relay.test", BaseURL: "https://relay.test", Locale: "fr", Wording: w, Limits: message.DefaultLimits(), MaxVisible: 5, MaxMessage: 25 << 20, MaxRecipients: 1000,
		Opaque: policy.HandlingReport, Purposes: []policy.Purpose{{ID: "newsletter", Locale: "fr", Title: map[wording.Locale]string{"fr": "Lettre"}, Reason: map[wording.Locale]string{"fr": "Raison."}, MatchFrom: patterns(t, "news@asso.example")}}})
	return r
}

func patterns(t testing.TB, list ...string) []address.Pattern {
	t.Helper()
	var out []address.Pattern
	for _, s := range list {
		p, err := address.ParsePattern(s)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func mailbox(t testing.TB, s string) address.Address {
	t.Helper()
	a, err := address.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// incoming is a message with a file from Marie.
func incoming(t testing.TB, kind policy.Kind, from string, to ...string) relay.Incoming {
	t.Helper()
	in := relay.Incoming{Account: policy.Account{Name: "marie", Kind: kind, Locale: "fr", Senders: patterns(t, "@asso.example")}, From: mailbox(t, from), Protocol: "ESMTPSA",
		Body: []byte("From: " + from + "\r\nTo: " + strings.Join(to, ", ") + "\r\nSubject: =?utf-8?q?R=C3=A9union?=\r\nMessage-ID: <1@c>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
			"--b\r\n\r\nBonjour\r\n--b\r\nContent-Type: application/pdf; name=\"liste.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n")}
	for _, a := range to {
		in.Recipients = append(in.Recipients, relay.Recipient{Address: mailbox(t, a)})
	}
	return in
}

func (r *rig) suppress(t testing.TB, who, purpose string) {
	t.Helper()
	if _, err := r.store.Suppress(t.Context(), store.Suppression{Person: r.Keyer.Key(mailbox(t, who)), Purpose: purpose, Source: store.SourceOneClick, Created: noon}); err != nil {
		t.Fatal(err)
	}
}

func (r *rig) rows(t testing.TB) []store.Row {
	t.Helper()
	rows, err := r.store.Rows(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

var clean = fakeScanner{report: attachment.Report{Type: "pdf", Readable: true}}

func TestAcceptQueuesAndReports(t *testing.T) {
	r := newRig(t, clean)
	r.suppress(t, "b@b.example", "newsletter")
	reply := r.Accept(t.Context(), incoming(t, policy.Person, "news@asso.example", "a@a.example", "b@b.example", "c@c.example"))
	if reply.Code != 250 || !strings.HasSuffix(reply.Wire(), ": 2 deliveries, 1 suppressed") || !strings.HasPrefix(reply.Wire(), "250 2.0.0 Queued as ") {
		t.Fatalf("reply %q", reply.Wire())
	}
	var own, marie []store.Row
	for _, row := range r.rows(t) {
		if row.Account == "" {
			own = append(own, row)
			continue
		}
		marie = append(marie, row)
	}
	if len(own) != 1 || len(marie) != 3 || marie[1].State != store.Suppressed || !marie[1].Recipient.IsZero() {
		t.Fatalf("%+v %+v", own, marie)
	}
	if got := marie[1].Outcome; strings.Count(got, "suppressed") > 1 || !strings.HasSuffix(got, ")") {
		t.Errorf("the queue says %q", got)
	}
	_, report, err := r.store.Load(t.Context(), own[0].ID.Submission)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"To: news@asso.example", "b@b.example", "Auto-Submitted: auto-generated", "In-Reply-To: <1@c>", "R=C3=A9union"} {
		if !bytes.Contains(report, []byte(want)) {
			t.Errorf("%q is missing in the report:\n%s", want, report)
		}
	}
	for _, not := range []string{"a@a.example", "c@c.example", "⟦"} {
		if bytes.Contains(report, []byte(not)) {
			t.Errorf("%q stands in the report", not)
		}
	}
}

// A tool is told by no report, and not by an error either.
func TestToolsAreNotDisturbed(t *testing.T) {
	r := newRig(t, clean)
	r.suppress(t, "b@b.example", store.Everything)
	in := incoming(t, policy.Tool, "news@asso.example", "b@b.example")
	if reply := r.Accept(t.Context(), in); reply.Code != 250 || !strings.HasSuffix(reply.Wire(), ": 0 deliveries, 1 suppressed") {
		t.Errorf("reply %q", reply.Wire())
	}
	if rows := r.rows(t); len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
	in.Account.Kind = policy.Person
	if reply := r.Accept(t.Context(), in); reply.Code != 550 || !strings.HasPrefix(reply.Lines[0], "[all-suppressed]") {
		t.Errorf("a person: %q", reply.Wire())
	}
	if report := r.ownReport(t); !strings.Contains(report, "  - b@b.example\r\n") {
		t.Errorf("the report does not say who was left out:\n%s", report)
	}
}

func personalData() fakeScanner {
	return fakeScanner{report: attachment.Report{Type: "xlsx", Readable: true, PersonalData: true, Persons: 214,
		Findings: []personal.Finding{{Entity: "email", Count: 214, Where: []personal.Place{{Sheet: "Adhérents", Column: "C"}}}, {Entity: "iban", Count: 12, Where: []personal.Place{{Sheet: "Adhérents", Column: "F"}}}}}}
}

func TestRefusalIsExplained(t *testing.T) {
	r := newRig(t, personalData())
	in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
	reply := r.Accept(t.Context(), in)
	wire := reply.Wire()
	for _, want := range []string{"554-5.7.1 [personal-data] \"liste.pdf\"", "214 adresses e-mail", "12 IBAN", "Adherents!C", "https://relay.test/why/"} {
		if !strings.Contains(wire, want) {
			t.Errorf("%q is missing in %q", want, wire)
		}
	}
	_, ref, _ := strings.Cut(wire, "/why/")
	e, err := r.store.Explanation(t.Context(), noon, ref)
	if err != nil || e.Reason != "personal-data" || len(e.Texts["fr"].Files) != 1 || len(e.Texts["en"].Files[0].Found) != 3 {
		t.Fatalf("%+v, %v", e, err)
	}
	rows := r.rows(t)
	if len(rows) != 1 || rows[0].Account != "" {
		t.Fatalf("the report alone should wait: %+v", rows)
	}
	_, report, err := r.store.Load(t.Context(), rows[0].ID.Submission)
	if err != nil || !bytes.Contains(report, []byte("liste.pdf")) || bytes.Contains(report, []byte("⟦")) {
		t.Errorf("report %v:\n%s", err, report)
	}
	// Explain says the same to the letter, and changes nothing.
	_, predicted, err := r.Explain(t.Context(), in)
	if err != nil || predicted.Wire() != wire {
		t.Errorf("explain says %q, %v", predicted.Wire(), err)
	}
	if len(r.rows(t)) != 1 {
		t.Error("explain changed the queue")
	}
}

// A NUL is called one on the wire, where the border has seen it, as in a dry run.
func TestNulIsCalledByItsName(t *testing.T) {
	r := newRig(t, clean)
	in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
	in.Body = append(in.Body, "a\x00b\r\n"...)
	_, predicted, err := r.Explain(t.Context(), in)
	in.Bare = true
	reply := r.Accept(t.Context(), in)
	if err != nil || !strings.Contains(reply.Lines[0], "octet nul") || reply.Lines[0] != predicted.Lines[0] {
		t.Errorf("%q, predicted %q, %v", reply.Wire(), predicted.Wire(), err)
	}
}

// Our own trouble is one reply, temporary, and accepts nothing; no error text gets out.
func TestOurTroubleIs451(t *testing.T) {
	in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
	for name, make := range map[string]func() (*rig, relay.Incoming){
		"scanner": func() (*rig, relay.Incoming) { return newRig(t, fakeScanner{err: errors.New("fork: secret/path")}), in },
		"store": func() (*rig, relay.Incoming) {
			r := newRig(t, clean)
			_ = r.store.Close()
			return r, in
		},
		"client gone": func() (*rig, relay.Incoming) {
			gone := in
			gone.Alive = func() bool { return false }
			return newRig(t, clean), gone
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, in := make()
			reply := r.Accept(t.Context(), in)
			if reply.Code != 451 || reply.Enhanced != [3]int{4, 3, 0} || !strings.HasPrefix(reply.Lines[0], "[try-again] ") || strings.Contains(reply.Wire(), "secret") {
				t.Errorf("reply %q", reply.Wire())
			}
			if name != "store" && len(r.rows(t)) != 0 {
				t.Error("something was queued")
			}
		})
	}
}

// A part that readers decode differently is not called clean, whatever the scanner thinks of one reading.
func TestBrokenEncodingIsUnreadable(t *testing.T) {
	r := newRig(t, clean)
	in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
	in.Body = bytes.Replace(in.Body, []byte("JVBERi0="), []byte("JVBERi0=JVBERi0="), 1)
	if reply := r.Accept(t.Context(), in); !strings.HasPrefix(reply.Lines[0], "[unreadable-attachment]") {
		t.Errorf("reply %q", reply.Wire())
	}
}

// Logs hold neither addresses nor subjects nor names of files.
func TestLogsAreRedacted(t *testing.T) {
	for _, scanner := range []relay.Scanner{clean, personalData(), fakeScanner{err: errors.New("x")}} {
		r := newRig(t, scanner)
		r.suppress(t, "b@b.example", "*")
		r.Accept(t.Context(), incoming(t, policy.Person, "marie@asso.example", "a@a.example", "b@b.example"))
		for _, clear := range []string{"marie@", "a@a", "b@b", "union", "liste", "Bonjour"} {
			if strings.Contains(r.log.String(), clear) {
				t.Errorf("%q is in the log:\n%s", clear, r.log)
			}
		}
	}
}

// Every reply that can be given is ASCII, has at most four lines of at most 200 octets with the same codes, and begins with
// its word in brackets.
func TestEveryReplyFits(t *testing.T) {
	var many []personal.Finding
	for _, entity := range []string{"email", "iban"} {
		for i := range 20 {
			many = append(many, personal.Finding{Entity: entity, Count: 100_000 + i, Where: []personal.Place{{Path: []string{"a very long member of an archive.zip", "und noch eine Datei.xlsx"}, Sheet: fmt.Sprintf("Mitglieder und Förderer %d", i), Column: "AB"}, {Page: 17}, {Line: 99}, {Part: personal.PartComments}}})
		}
	}
	reports := map[string]attachment.Report{
		"personal": {PersonalData: true, Readable: true, Persons: 12345, Findings: many},
		"no place": {PersonalData: true, Readable: true},
		"weak":     {Seal: seal.Weak, Reason: attachment.ReasonWeak}, "open": {Seal: seal.Open, Reason: attachment.ReasonOpen},
	}
	for _, reason := range []string{attachment.ReasonDamaged, attachment.ReasonTooBig, attachment.ReasonUnproven, attachment.ReasonCrashed, attachment.ReasonTwoFaced, attachment.ReasonUnsupported, relay.ReasonTransfer} {
		reports[reason] = attachment.Report{Reason: reason, ReasonAt: []string{"a very long member of an archive.zip", strings.Repeat("é", 200)}}
	}
	for name, report := range reports {
		for _, locale := range wording.Locales() {
			for _, file := range []string{"liste.pdf", strings.Repeat("Ωé\x01", 300) + ".xlsx", ""} {
				r := newRig(t, fakeScanner{report: report})
				in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
				in.Account.Locale = locale
				in.Body = bytes.Replace(in.Body, []byte("liste.pdf"), []byte(file), 1)
				checkReply(t, fmt.Sprintf("%s %s %.10q", name, locale, file), r.Accept(t.Context(), in))
			}
		}
	}
	r := newRig(t, clean)
	for _, locale := range wording.Locales() {
		account := policy.Account{Locale: locale}
		for _, trouble := range []relay.Trouble{relay.TroubleOurs, relay.TroubleAuthRequired, relay.TroubleTooBig, relay.TroubleTooManyRecipients} {
			reply := r.Refuse(trouble, account)
			checkReply(t, fmt.Sprint("trouble ", trouble), reply)
			word, _, _ := strings.Cut(strings.TrimPrefix(reply.Lines[0], "["), "]")
			if last := reply.Lines[len(reply.Lines)-1]; !strings.HasSuffix(last, r.Rules().BaseURL+"/why/"+word) || !r.Wording.Has("standing."+word) {
				t.Errorf("%q does not lead to an explanation", last)
			}
		}
	}
	for fault, body := range map[string]string{"nul": "A: b\r\n\r\n\x00", "line-ends": "A: b\n", "field": "x\r\n", "from": "A: b\r\n\r\n", "encoding": "From: marie@asso.example\r\nContent-Transfer-Encoding: x\r\n\r\n"} {
		in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
		in.Body = []byte(body)
		reply := r.Accept(t.Context(), in)
		checkReply(t, fault, reply)
		if !strings.HasPrefix(reply.Lines[0], "[malformed-message]") {
			t.Errorf("%s: %q", fault, reply.Wire())
		}
	}
}

func checkReply(t *testing.T, name string, reply relay.Reply) {
	t.Helper()
	lines := strings.Split(reply.Wire(), "\r\n")
	if len(lines) > 4 || !strings.HasPrefix(reply.Lines[0], "[") || strings.Contains(reply.Wire(), "⟦") || strings.Contains(reply.Wire(), "??") && !strings.Contains(name, "Ω") {
		t.Errorf("%s: %q", name, lines)
	}
	codes := fmt.Sprintf("%d.%d.%d ", reply.Enhanced[0], reply.Enhanced[1], reply.Enhanced[2])
	for i, line := range lines {
		last := i == len(lines)-1
		if len(line) > 200 || !strings.HasPrefix(line[4:], codes) || (line[3] == ' ') != last || line[:3] != fmt.Sprint(reply.Code) {
			t.Errorf("%s: line %d of %d octets: %q", name, i, len(line), line)
		}
		for _, c := range []byte(line) {
			if c < ' ' || c > '~' {
				t.Errorf("%s: octet %#x", name, c)
				break
			}
		}
	}
}
