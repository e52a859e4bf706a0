package policy_test

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/message"
)

// faults collects what is wrong with a copy, so that a property and a table can report it alike.
type faults []string

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// TestCopies: over the whole corpus, each of three copies names nobody else, changes the leaves that the index names and no
// octet of the others, has its way out where the table of shapes says, the same Message-ID as the others, and no long line.
func TestCopies(t *testing.T) {
	rules := corpusRules(t, false)
	for _, m := range readCorpus(t) {
		if m.fault != "" {
			continue
		}
		copies := m.copies(t, rules)
		ids := map[string]bool{}
		for _, c := range copies {
			var f faults
			f.check(m, c)
			for _, fault := range f {
				t.Errorf("%s, copy of %s: %s", m.name, c.outcome.Address.Reveal(), fault)
			}
			parsed, err := message.Parse(c.raw, message.DefaultLimits())
			if err != nil {
				continue
			}
			list := parsed.All("Message-ID")
			if len(list) != 1 || list[0] == "" || len(parsed.All("Date")) != 1 || len(parsed.All("To")) != 1 || len(parsed.All("MIME-Version")) != 1 {
				t.Errorf("%s: Message-ID %q, Date %q, To %d, MIME-Version %q", m.name, list, parsed.All("Date"), len(parsed.All("To")), parsed.All("MIME-Version"))
			}
			ids[strings.Join(list, " ")] = true
		}
		if len(copies) != 3 || len(ids) != 1 {
			t.Errorf("%s: %d copies with %d identifiers", m.name, len(copies), len(ids))
		}
	}
}

// Refused messages of the corpus are refused for the fault that the index names.
func TestCorpusRefused(t *testing.T) {
	rules := corpusRules(t, false)
	for _, m := range readCorpus(t) {
		if m.fault == "" {
			continue
		}
		_, d := decided(t, rules, m.raw, corpusReaders())
		if d.Verdict != policy.Refuse || d.Refusal == nil || string(d.Refusal.Fault) != m.fault {
			t.Errorf("%s: %s %+v", m.name, d.Verdict, d.Refusal)
		}
	}
}

// With wrap, every protected message of the corpus stands octet for octet in its copies, and the footer once beside it.
func TestCopiesWrap(t *testing.T) {
	rules := corpusRules(t, true)
	wrapped := 0
	for _, m := range readCorpus(t) {
		if m.shape != "signed" && m.shape != "encrypted" && m.shape != "inline PGP" {
			continue
		}
		wrapped++
		before, err := message.Parse(m.raw, message.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range m.copies(t, rules) {
			after, err := message.Parse(c.raw, message.DefaultLimits())
			if err != nil || !after.Parts[0].MediaType.Is("multipart/mixed") || len(after.Parts) != len(before.Parts)+2 {
				t.Fatalf("%s: not wrapped: %v", m.name, err)
			}
			if !bytes.Equal(before.Bytes(0), after.Bytes(1)) || before.Parts[0].MediaType.Full() != after.Parts[1].MediaType.Full() {
				t.Errorf("%s: what is inside changed", m.name)
			}
			if last := string(after.DecodedText(len(after.Parts) - 1)); strings.Count(last, c.link) != 1 {
				t.Errorf("%s: the footer is %q", m.name, last)
			}
			var f faults
			f.names(after, m.foreign, c.outcome.Address)
			if len(f) > 0 {
				t.Errorf("%s: %s", m.name, f)
			}
		}
	}
	if wrapped < 20 {
		t.Errorf("%d messages were wrapped", wrapped)
	}
}

// check compares a copy with its original.
func (f *faults) check(m corpusMessage, c copyOf) {
	before, err := message.Parse(m.raw, message.DefaultLimits())
	if err != nil {
		f.add("the original: %v", err)
		return
	}
	after, err := message.Parse(c.raw, message.DefaultLimits())
	if err != nil {
		f.add("cannot be read: %v", err)
		return
	}
	f.names(after, m.foreign, c.outcome.Address)
	f.leaves(before, after, m.changes, c.link)
	f.lines(after)
}

// names looks for other people in every field of every part that is not sealed, and in the calendars.
func (f *faults) names(m *message.Message, foreign map[string]bool, reader address.Address) {
	for part, p := range m.Parts {
		if m.IsSealed(part) {
			continue
		}
		for _, field := range p.Fields {
			if !field.Is("From") {
				f.text(m.Text(field), "the field "+field.Name, foreign, reader)
			}
		}
		if m.IsCalendar(part) {
			unfolded := strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "").Replace(string(m.DecodedText(part)))
			f.text(strings.NewReplacer(`\n`, " ", `\N`, " ").Replace(unfolded), "a calendar", foreign, reader)
		}
	}
}

func (f *faults) text(text, where string, foreign map[string]bool, reader address.Address) {
	text = strings.ToLower(text)
	if plain, err := url.PathUnescape(text); err == nil && plain != text {
		text += " " + plain
	}
	for other := range foreign {
		local, domain, _ := strings.Cut(other, "@")
		if other != reader.Normal() && (containsAddress(text, other) || strings.Contains(text, local+"="+domain)) {
			f.add("%s names %s", where, other)
		}
	}
	if where == "the field To" && !strings.Contains(text, reader.Normal()) && !strings.Contains(text, "@asso.example") && !strings.Contains(text, "@noreply.asso.example") {
		f.add("To is %q", text)
	}
}

// containsAddress reports whether an address stands in a text as itself and not as the end or beginning of a longer one.
func containsAddress(text, other string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], other)
		if i < 0 {
			return false
		}
		at += i
		end := at + len(other)
		if (at == 0 || !isWordByte(text[at-1])) && (end == len(text) || !isWordByte(text[end]) || text[end] == '.') {
			return true
		}
		at = end
	}
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c >= 0x80
}

// leaves compares the parts that hold no parts, in order.
func (f *faults) leaves(before, after *message.Message, changes map[int]string, link string) {
	old, now := leafParts(before), leafParts(after)
	if len(before.Parts) != len(after.Parts) || len(old) != len(now) {
		f.add("%d parts became %d", len(before.Parts), len(after.Parts))
		return
	}
	for i := range before.Parts {
		if a, b := before.Parts[i], after.Parts[i]; a.MediaType.Full() != b.MediaType.Full() || a.Parent != b.Parent {
			f.add("part %d: %s became %s", i, a.MediaType.Full(), b.MediaType.Full())
		}
	}
	for n := range old {
		f.leaf(before, after, old[n], now[n], changes[n], link)
	}
}

func leafParts(m *message.Message) []int {
	var leaves []int
	for i, p := range m.Parts {
		if !p.MediaType.IsMultipart() {
			leaves = append(leaves, i)
		}
	}
	return leaves
}

// leaf checks one part against what may have become of it.
func (f *faults) leaf(before, after *message.Message, i, j int, change, link string) {
	text := string(after.DecodedText(j))
	links := strings.Count(text, strings.ReplaceAll(link, "&", "&amp;"))
	switch change {
	case "":
		if !bytes.Equal(before.Bytes(i), after.Bytes(j)) {
			f.add("part %d changed: %.200q", i, after.Bytes(j))
		}
		if links != 0 {
			f.add("part %d has a footer", i)
		}
	case "footer":
		if links != 1 {
			f.add("part %d has the way out %d times", i, links)
		}
		mark := message.FooterRule
		if after.Parts[j].MediaType.Is("text/html") {
			mark = message.FooterClass
		}
		if _, clean := message.Decode(after.Parts[j].Encoding, after.Bytes(j)); strings.Count(text, mark) != 1 || !clean && len(before.Bytes(i)) == 0 {
			f.add("part %d has no whole footer: %.800q", i, text)
		}
		if !isInsertion(string(before.DecodedText(i)), text) || len(before.DecodedText(i)) == 0 && mark == message.FooterRule && !strings.HasPrefix(strings.TrimSpace(text), mark) {
			f.add("part %d is not its text with a footer added:\n%.400q\n%.800q", i, before.DecodedText(i), text)
		}
	case "rewritten":
		if links < 1 || strings.Count(text, "https://relay.example.org/u/") != links {
			f.add("part %d has the way out %d times: %q", i, links, text)
		}
	case "relined":
		a, _ := message.Decode(before.Parts[i].Encoding, before.Bytes(i))
		if b, clean := message.Decode(after.Parts[j].Encoding, after.Bytes(j)); !clean || !bytes.Equal(a, b) {
			f.add("part %d says something else", i)
		}
	case "calendar", "status":
		if bytes.Equal(before.Bytes(i), after.Bytes(j)) || links != 0 {
			f.add("part %d did not change, or has a footer", i)
		}
	default:
		f.add("the index says %q", change)
	}
}

// isInsertion reports whether after is before with one text put in. A last line break may be the footer's.
func isInsertion(before, after string) bool {
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	return len(after) > len(before) && head+tail >= len(before)
}

// lines looks for lines that no server need take. What is signed may not be broken.
func (f *faults) lines(m *message.Message) {
	for part, p := range m.Parts {
		end := p.End
		if p.MediaType.IsMultipart() {
			end = p.Body
		}
		for line := range bytes.Lines(m.Raw[p.Header:end]) {
			if n := len(bytes.TrimRight(line, "\r\n")); n > 998 && !m.IsSealed(part) {
				f.add("part %d has a line of %d octets", part, n)
			}
		}
	}
}

// What leaves raw in a header is an address and nothing else: a next hop without SMTPUTF8 must be told of the others.
func TestHeadersAreASCII(t *testing.T) {
	r := corpusRules(t, false)
	list := append(readCorpus(t), corpusMessage{name: "Reply-To in UTF-8", raw: []byte("From: news@asso.example\r\nReply-To: André <andré@asso.example>\r\nSubject: Été\r\n\r\nx\r\n")})
	raw := 0
	for _, m := range list {
		if m.fault != "" {
			continue
		}
		for _, c := range m.copies(t, r) {
			parsed, err := message.Parse(c.raw, message.DefaultLimits())
			if err != nil {
				t.Fatalf("%s: %v", m.name, err)
			}
			for _, f := range parsed.Header() {
				if isASCII(string(c.raw[f.Start:f.End])) {
					continue
				}
				if raw++; !holdsUTF8Address(parsed.Text(f)) {
					t.Errorf("%s: %s is raw", m.name, f.Name)
				}
			}
		}
	}
	if raw != len(corpusReaders()) {
		t.Errorf("%d raw fields", raw)
	}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

func holdsUTF8Address(value string) bool {
	return slices.ContainsFunc(addressesIn(value), func(a string) bool { return !isASCII(a) })
}
