package policy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/wording"
)

// corpusMessage is a message of the corpus with what its index says about it.
type corpusMessage struct {
	name, shape string
	raw         []byte
	odd         bool            // other readers read the original differently, so that only its copies can be judged
	fault       string          // why it is refused; "" if it is not
	changes     map[int]string  // by leaf: footer, rewritten, calendar, status, relined
	foreign     map[string]bool // whom no copy may name but that of the person; filled by copies
}

const corpusDir = "message/testdata/corpus"

// corpusReaders get a copy of every message.
func corpusReaders() []string { return []string{"alice@a.example", "bob@b.example", "carol@c.example"} }

func readCorpus(t testing.TB) []corpusMessage {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(corpusDir, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var list []corpusMessage
	for line := range strings.Lines(string(index)) {
		columns := strings.Split(line, "\t")
		if len(columns) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		m := corpusMessage{name: columns[0], shape: columns[1], changes: map[int]string{}, odd: strings.HasSuffix(columns[2], " odd")}
		if m.raw, err = os.ReadFile(filepath.Join(corpusDir, m.name+".eml")); err != nil {
			t.Fatal(err)
		}
		if m.shape == "refused" {
			m.fault = columns[2]
		}
		for _, found := range regexp.MustCompile(`(\w+):([\d,]+)`).FindAllStringSubmatch(columns[2], -1) {
			for leaf := range strings.SplitSeq(found[2], ",") {
				n, err := strconv.Atoi(leaf)
				if err != nil {
					t.Fatal(err)
				}
				m.changes[n] = found[1]
			}
		}
		list = append(list, m)
	}
	if len(list) < 150 {
		t.Fatalf("%d messages", len(list))
	}
	return list
}

// corpusRules is a configuration in which every message of a tool serves one purpose.
func corpusRules(t testing.TB, wrap bool) policy.Rules {
	t.Helper()
	r := testRules(t)
	r.Purposes = []policy.Purpose{{ID: "newsletter", Locale: "fr", Title: map[wording.Locale]string{"fr": "Lettre d'information"}, Reason: map[wording.Locale]string{"fr": "Vous êtes inscrit·e."}, LegalBasis: "consent", WrapSigned: wrap, MatchUser: []string{"corpus"}}}
	return r
}

// decided assesses and decides a message that a tool sends to the readers. All attachments are in order.
func decided(t testing.TB, r policy.Rules, raw []byte, readers []string) (policy.Assessment, policy.Decision) {
	t.Helper()
	pattern, err := address.ParsePattern("@asso.example")
	if err != nil {
		t.Fatal(err)
	}
	s := policy.Submission{ID: "01CORPUS", Account: policy.Account{Name: "corpus", Kind: policy.Tool, Locale: "fr", Senders: []address.Pattern{pattern}}, From: mustAddress(t, "news@asso.example"), Raw: raw, Received: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Protocol: "ESMTPSA"}
	for _, reader := range readers {
		s.Recipients = append(s.Recipients, mustAddress(t, reader))
	}
	a := r.Assess(s)
	f := policy.Facts{Standings: make([]policy.Standing, len(readers))}
	for range a.Attachments {
		f.Reports = append(f.Reports, attachment.Report{Type: "pdf", Readable: true})
	}
	return a, r.Decide(a, f)
}

// linkFor is the way out of a reader. It holds no address.
func linkFor(o policy.Outcome, all []policy.Outcome) string {
	n := slices.IndexFunc(all, func(other policy.Outcome) bool { return other.Address == o.Address })
	return fmt.Sprintf("https://relay.example.org/u/AbC-_d123token%d", n)
}

// render makes the copy of one recipient.
func render(t testing.TB, p *message.Prepared, d policy.Decision, o policy.Outcome) []byte {
	t.Helper()
	link := linkFor(o, d.Outcomes)
	return p.Append(nil, message.Values{
		message.SlotTo:     message.FoldValue(len("To: "), address.Mailbox{Name: o.Name, Address: o.Address}.Header()),
		message.SlotLink:   link,
		message.SlotMailto: "mailto:u+" + strings.TrimPrefix(link, "https://relay.example.org/u/") + "@bounces.example.org",
	})
}

// copyOf is what one reader of a message gets.
type copyOf struct {
	outcome policy.Outcome
	link    string
	raw     []byte
}

// copies decides a message of the corpus and renders every copy. It fills whom they may not name.
func (m *corpusMessage) copies(t testing.TB, r policy.Rules) []copyOf {
	t.Helper()
	a, d := decided(t, r, m.raw, corpusReaders())
	if d.Verdict != policy.Accept {
		t.Fatalf("%s: refused, %+v", m.name, d.Refusal)
	}
	m.foreign = foreignTo(a)
	prepared, err := message.Prepare(m.raw, d.Plan)
	if err != nil {
		t.Fatalf("%s: %v", m.name, err)
	}
	var list []copyOf
	for _, o := range d.Outcomes {
		list = append(list, copyOf{o, linkFor(o, d.Outcomes), render(t, prepared, d, o)})
	}
	return list
}

// foreignTo collects whom the copies of a message may not name: everybody in the envelope, and everybody whom the fields for
// recipients show in any spelling, but the author and the address of the list.
func foreignTo(a policy.Assessment) map[string]bool {
	foreign := map[string]bool{}
	inEnvelope := map[string]bool{}
	for _, r := range a.Submission.Recipients {
		foreign[r.Normal()], inEnvelope[r.Normal()] = true, true
	}
	for _, f := range a.Message.Header() {
		name := strings.ToLower(f.Name)
		if !slices.Contains([]string{"to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc"}, name) {
			continue
		}
		list := addressesIn(a.Message.Text(f))
		if name == "to" && len(list) == 1 && !inEnvelope[list[0]] { // the list's own
			continue
		}
		for _, other := range list {
			foreign[other] = true
		}
	}
	delete(foreign, a.From.Address.Normal())
	return foreign
}

// addressesIn finds addresses in a text without reading its grammar.
func addressesIn(text string) []string {
	return regexp.MustCompile(`[^\s<>()",;:@\\]+@[\pL\pN.-]+\.[\pL\pN]+`).FindAllString(strings.ToLower(text), -1)
}
