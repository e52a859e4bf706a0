package policy_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/personal"
	"souspli/policy/seal"
	"souspli/policy/wording"
)

var update = flag.Bool("update", false, "write the wanted decisions of the golden cases anew; read the difference before you commit it")

// golden is a case on disk: testdata/NNN-name/case.toml beside message.eml. Fields that are left out have the usual values.
type golden struct {
	Kind       string
	Senders    []string
	From       string // of the envelope
	To         []string
	Suppressed []string
	Basis      []string
	Reports    []struct {
		Personal bool
		Seal     string
		Reason   string
		Opaque   bool
	}
	BodyAddresses string // "refuse"; else report
	Now           time.Time
}

// TestGolden runs every case: the decision, and each copy as its reader gets it, must be what want.txt says.
func TestGolden(t *testing.T) {
	dirs, err := filepath.Glob("testdata/[0-9]*")
	if err != nil || len(dirs) < 20 {
		t.Fatalf("%d golden cases, %v", len(dirs), err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if readme, err := os.ReadFile(filepath.Join(dir, "readme")); err != nil || len(readme) < 20 {
				t.Errorf("a readme line must say why the case is there: %v", err)
			}
			got := runGolden(t, dir)
			file := filepath.Join(dir, "want.txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// runGolden decides a case and writes down what came out.
func runGolden(t *testing.T, dir string) string {
	t.Helper()
	g := readGolden(t, dir)
	raw, err := os.ReadFile(filepath.Join(dir, "message.eml"))
	if err != nil {
		t.Fatal(err)
	}
	s := g.submission(t, []byte(strings.ReplaceAll(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n", "\r\n")))
	rules := testRules(t)
	if g.BodyAddresses == "refuse" {
		rules.BodyAddresses = policy.HandlingRefuse
	}
	a := rules.Assess(s)
	d := rules.Decide(a, g.facts(t, a))

	var b strings.Builder
	fmt.Fprintf(&b, "verdict: %s\n", d.Verdict)
	if d.Refusal != nil {
		fmt.Fprintf(&b, "reason: %s %s\n", d.Refusal.Reason, d.Refusal.Fault)
	}
	if d.Purpose != nil {
		fmt.Fprintf(&b, "purpose: %s, matched by %s\n", d.Purpose.ID, d.MatchedBy)
	}
	for _, e := range d.Attachments {
		fmt.Fprintf(&b, "attachment %q: %s %s\n", e.Name, e.Verdict, e.Reason)
	}
	for _, w := range d.Warnings {
		fmt.Fprintf(&b, "warning: %s %d\n", w.Kind, w.Count)
	}
	for _, o := range d.Outcomes {
		fmt.Fprintf(&b, "%s %q: %s %s\n", o.Address.Reveal(), o.Name, o.Fate, o.Why)
	}
	for _, o := range d.Outcomes {
		if d.Verdict == policy.Accept && o.Fate == policy.Deliver {
			fmt.Fprintf(&b, "======== copy for %s\n%s", o.Address.Reveal(), copyFor(t, s.Raw, d, o))
		}
	}
	return b.String()
}

// copyFor renders a copy and writes it with Unix line ends.
func copyFor(t testing.TB, raw []byte, d policy.Decision, o policy.Outcome) string {
	t.Helper()
	prepared, err := message.Prepare(raw, d.Plan)
	if err != nil {
		t.Fatal(err)
	}
	local, _, _ := strings.Cut(o.Address.Reveal(), "@")
	v := message.Values{
		message.SlotTo:     message.FoldValue(4, address.Mailbox{Name: o.Name, Address: o.Address}.Header()),
		message.SlotLink:   "https://relay.example.org/u/TOKEN-" + local,
		message.SlotMailto: "mailto:u+TOKEN-" + local + "@bounces.example.org",
	}
	return strings.ReplaceAll(string(prepared.Append(nil, v)), "\r\n", "\n")
}

func readGolden(t testing.TB, dir string) golden {
	t.Helper()
	g := golden{Kind: "person", Senders: []string{"@asso.example"}, From: "marie@asso.example", Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	text, err := os.ReadFile(filepath.Join(dir, "case.toml"))
	if err != nil {
		t.Fatal(err)
	}
	decoder := toml.NewDecoder(strings.NewReader(string(text)))
	if err := decoder.DisallowUnknownFields().Decode(&g); err != nil {
		t.Fatal(err)
	}
	return g
}

func mustAddress(t testing.TB, s string) address.Address {
	t.Helper()
	if s == "" {
		return address.Address{}
	}
	a, err := address.Parse(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return a
}

func (g golden) submission(t testing.TB, raw []byte) policy.Submission {
	t.Helper()
	s := policy.Submission{ID: "01TEST0000000", Account: policy.Account{Name: "marie", Kind: policy.Kind(g.Kind), Locale: "fr"}, From: mustAddress(t, g.From), Raw: raw, Received: g.Now, Protocol: "ESMTPSA"}
	for _, sender := range g.Senders {
		p, err := address.ParsePattern(sender)
		if err != nil {
			t.Fatal(err)
		}
		s.Account.Senders = append(s.Account.Senders, p)
	}
	for _, to := range g.To {
		s.Recipients = append(s.Recipients, mustAddress(t, to))
	}
	return s
}

func (g golden) facts(t testing.TB, a policy.Assessment) policy.Facts {
	t.Helper()
	var f policy.Facts
	for _, recipient := range a.Submission.Recipients {
		var st policy.Standing
		for _, s := range g.Suppressed {
			if mustAddress(t, s).Normal() == recipient.Normal() {
				st.Suppressed, st.Why = true, "unsubscribed 2026-05-04 (one-click)"
			}
		}
		for _, s := range g.Basis {
			st.HasBasis = st.HasBasis || mustAddress(t, s).Normal() == recipient.Normal()
		}
		f.Standings = append(f.Standings, st)
	}
	for i := range a.Attachments {
		report := attachment.Report{Type: "pdf", Readable: true}
		if i < len(g.Reports) {
			r := g.Reports[i]
			report.PersonalData, report.Reason, report.Opaque, report.Readable = r.Personal, r.Reason, r.Opaque, r.Reason == ""
			if r.Seal != "" {
				if err := report.Seal.UnmarshalText([]byte(r.Seal)); err != nil {
					t.Fatal(err)
				}
			}
			if r.Personal {
				report.Findings = []personal.Finding{{Entity: "email", Count: 214, Where: []personal.Place{{Sheet: "Adhérents", Column: "C"}}}}
			}
			if report.Seal == seal.Encrypted {
				report.Readable, report.Reason = false, attachment.ReasonSealed
			}
		}
		f.Reports = append(f.Reports, report)
	}
	return f
}

// testRules is the configuration of every golden case.
func testRules(t testing.TB) policy.Rules {
	t.Helper()
	w, err := wording.New()
	if err != nil {
		t.Fatal(err)
	}
	from := func(s string) []address.Pattern {
		p, err := address.ParsePattern(s)
		if err != nil {
			t.Fatal(err)
		}
		return []address.Pattern{p}
	}
	fr := func(s string) map[wording.Locale]string { return map[wording.Locale]string{"fr": s} }
	return policy.Rules{
		Hostname: "relay.example.org", BaseURL: "https://relay.example.org", Locale: "fr", Wording: w, Limits: message.DefaultLimits(),
		Controller: policy.Controller{Name: "Association Exemple", Contact: "rgpd@asso.example", PostalAddress: "1 rue de la Paix, 75002 Paris"},
		MaxVisible: 5, InternalDomains: []string{"asso.example"}, Opaque: policy.HandlingReport, BodyAddresses: policy.HandlingReport, MailtoDomain: "bounces.example.org",
		Purposes: []policy.Purpose{
			{ID: "newsletter", Locale: "fr", Title: fr("Lettre d'information"), Reason: fr("Vous vous êtes inscrit·e sur notre site."), LegalBasis: "consent", PrivacyNotice: "https://asso.example/rgpd", MatchFrom: from("news@asso.example")},
			{ID: "strict", Locale: "en", Title: map[wording.Locale]string{"en": "Strict news"}, Reason: map[wording.Locale]string{"en": "You signed up."}, LegalBasis: "consent", RequireBasis: true, MatchFrom: from("strict@asso.example")},
			{ID: "keep", Locale: "fr", Title: fr("Envois de l'outil"), Reason: fr("Vous êtes membre."), LegalBasis: "contract", KeepUnsubscribe: true, MatchFrom: from("tool@asso.example")},
			{ID: "wrapped", Locale: "fr", Title: fr("Lettre signée"), Reason: fr("Vous êtes membre."), LegalBasis: "contract", WrapSigned: true, MatchFrom: from("signed@asso.example")},
			{ID: "by-user", Locale: "fr", Title: fr("Par compte"), Reason: fr("Raison."), LegalBasis: "contract", MatchFrom: from("both@asso.example"), MatchUser: []string{"marie"}},
		},
	}
}
