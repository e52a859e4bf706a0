package policy_test

import (
	"bytes"
	"encoding/base64"
	"flag"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/message"
)

// TestRandomCopies: for random trees, recipients, charsets and encodings each copy names nobody else, reads as the same tree
// and the same contents with the footer added, and has every other octet as it was. SOUSPLI_COPIES says how many copies; the
// seeds count up from 1, so that a run can be repeated.
func TestRandomCopies(t *testing.T) {
	wanted := 500
	if s := os.Getenv("SOUSPLI_COPIES"); s != "" {
		var err error
		if wanted, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	seed := flag.Lookup("rapid.seed")
	before := seed.Value.String()
	defer func() { _ = seed.Value.Set(before) }()
	rules := corpusRules(t, false)
	var count counts
	for round := 1; count.copies < wanted && !t.Failed(); round++ {
		if err := seed.Value.Set(fmt.Sprint(round)); err != nil {
			t.Fatal(err)
		}
		t.Run(fmt.Sprint("seed ", round), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				if count.copies < wanted {
					checkRandom(t, rt, rules, &count)
				}
			})
		})
	}
	t.Logf("%d messages, %d of them letters, %d copies, %d parts unchanged, %d with the footer; %d messages that Go's mime package reads otherwise", count.messages, count.letters, count.copies, count.unchanged, count.footers, count.unread)
	if count.unread*10 > count.messages {
		t.Errorf("%d of %d messages could not be compared", count.unread, count.messages)
	}
}

// FuzzRandomCopies lets the fuzzer choose.
func FuzzRandomCopies(f *testing.F) {
	rules := corpusRules(f, false)
	f.Fuzz(func(t *testing.T, input []byte) {
		rapid.MakeFuzz(func(rt *rapid.T) {
			var count counts
			checkRandom(t, rt, rules, &count)
		})(t, input)
	})
}

// counts is what a run looked at.
type counts struct{ messages, letters, copies, unchanged, footers, unread int }

func checkRandom(tb testing.TB, rt *rapid.T, rules policy.Rules, count *counts) {
	raw, people := drawMail(rt)
	var unchanged message.Plan
	prepared, err := message.Prepare(raw, unchanged)
	if err != nil || !bytes.Equal(prepared.Append(nil, message.Values{}), raw) {
		rt.Fatalf("changed without an edit: %v", err)
	}
	letter := rapid.IntRange(1, 4).Draw(rt, "letter") == 1
	if letter { // correspondence: To and Cc stay as they are
		rules.Purposes, rules.MaxVisible = nil, 1000
	}
	a, d := decided(tb, rules, raw, people)
	if d.Verdict != policy.Accept {
		rt.Fatalf("refused: %+v\n%s", d.Refusal, raw)
	}
	if prepared, err = message.Prepare(raw, d.Plan); err != nil {
		rt.Fatalf("%v\n%s", err, raw)
	}
	count.messages++
	before, err := readStandard(raw)
	if err != nil {
		count.unread++
	}
	spelled := spellingsOf(people)
	if letter {
		count.letters++
		forgetShown(a.Message, spelled)
	}
	for n, o := range d.Outcomes {
		if o.Fate != policy.Deliver {
			continue
		}
		count.copies++
		copied := render(tb, prepared, d, o)
		var f faults
		var footed []int
		if !letter {
			footed = a.Message.Bodies()
		}
		f.random(a.Message, before, copied, footed, linkFor(o, d.Outcomes), count)
		f.standard(copied, spelled, n)
		if len(f) > 0 {
			rt.Fatalf("copy of %s: %s\n\n%s\n\nfrom\n\n%s", people[n], strings.Join(f, "\n"), copied, raw)
		}
	}
}

// random compares a copy with its original, by our offsets and as Go's mime package reads both.
func (f *faults) random(before *message.Message, standard []standardPart, raw []byte, footed []int, link string, count *counts) {
	after, err := message.Parse(raw, message.DefaultLimits())
	if err != nil || len(after.Parts) != len(before.Parts) {
		f.add("cannot be read as before: %v", err)
		return
	}
	for i, p := range before.Parts {
		switch {
		case p.MediaType.IsMultipart():
		case slices.Contains(footed, i):
			count.footers++
			f.leaf(before, after, i, i, "footer", link)
		case before.IsCalendar(i) && !before.IsSealed(i), p.MediaType.Subtype == "delivery-status" && !before.IsSealed(i):
		case !bytes.Equal(before.Bytes(i), after.Bytes(i)) && !before.IsSealed(i) && hasLongLine(before.Bytes(i)):
			f.leaf(before, after, i, i, "relined", link)
		default:
			count.unchanged++
			f.leaf(before, after, i, i, "", link)
		}
	}
	f.lines(after)
	if standard == nil {
		return
	}
	again, err := readStandard(raw)
	if err != nil || len(again) != len(standard) {
		f.add("Go's mime package reads %d parts, not %d: %v", len(again), len(standard), err)
		return
	}
	for i, p := range standard {
		if p.mediaType != again[i].mediaType && p.mediaType != "" {
			f.add("Go's mime package reads %s for %s", again[i].mediaType, p.mediaType)
		}
		if p.mediaType == "application/octet-stream" && !bytes.Equal(p.content, again[i].content) {
			f.add("Go's mime package reads another file")
		}
	}
}

func hasLongLine(b []byte) bool {
	for line := range bytes.Lines(b) {
		if len(line) > 1000 {
			return true
		}
	}
	return false
}

// standardPart is a part as Go's mime package reads it.
type standardPart struct {
	mediaType string
	content   []byte
	header    map[string][]string
	sealed    bool
}

// readStandard reads a message with net/mail and mime/multipart, which we do not use to build.
func readStandard(raw []byte) ([]standardPart, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return readStandardPart(m.Header, m.Body, false)
}

func readStandardPart(header map[string][]string, body io.Reader, sealed bool) ([]standardPart, error) {
	get := mail.Header(header).Get
	mediaType, params, err := mime.ParseMediaType(get("Content-Type"))
	if err != nil && get("Content-Type") != "" {
		return nil, err
	}
	this := standardPart{mediaType: mediaType, header: header, sealed: sealed}
	if strings.HasPrefix(mediaType, "multipart/") {
		parts := []standardPart{this}
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return parts, nil
			}
			if err != nil {
				return nil, err
			}
			inner, err := readStandardPart(p.Header, p, sealed || mediaType == "multipart/signed")
			if err != nil {
				return nil, err
			}
			parts = append(parts, inner...)
		}
	}
	switch strings.ToLower(get("Content-Transfer-Encoding")) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	this.content, err = io.ReadAll(body)
	return []standardPart{this}, err
}

// spellingsOf gives, for each person, the forms of their address that no header of another's copy may hold.
func spellingsOf(people []string) [][]string {
	var all [][]string
	for _, p := range people {
		a, err := address.Parse(p)
		if err != nil {
			panic(err) // the generator's own mistake
		}
		local, domain, _ := cutAddress(p)
		forms := []string{a.Normal(), strings.ToLower(a.Reveal()), strings.ToLower(p), strings.ToLower(local) + "@" + a.Domain()}
		if !strings.HasPrefix(local, `"`) {
			forms = append(forms, strings.ToLower(local+"="+domain))
		}
		slices.Sort(forms)
		all = append(all, slices.Compact(forms))
	}
	return all
}

// forgetShown drops the forms of those whom the sender shows in To and Cc: anybody may see them.
func forgetShown(m *message.Message, spelled [][]string) {
	var shown strings.Builder
	for _, f := range m.Header() {
		if f.Is("To") || f.Is("Cc") {
			said := everyReading(m.Unfolded(f))
			shown.WriteString(said + " " + strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(said) + " ") // within a quoted name, too
		}
	}
	for n, forms := range spelled {
		if slices.ContainsFunc(forms, func(form string) bool { return containsAddress(shown.String(), form) }) {
			spelled[n] = nil
		}
	}
}

// standard looks for everybody but the reader in the decoded headers and calendars of a copy, as net/mail and mime/multipart
// read them.
func (f *faults) standard(raw []byte, spelled [][]string, reader int) {
	parts, err := readStandard(raw)
	if err != nil {
		header, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		parts = []standardPart{{header: map[string][]string{"all": {string(header)}}}}
	}
	var said []string
	for _, p := range parts {
		if p.sealed {
			continue
		}
		for name, values := range p.header {
			for _, value := range values {
				if name != "From" {
					said = append(said, name+": "+everyReading(value))
				}
			}
		}
		if p.mediaType == "text/calendar" {
			said = append(said, "calendar: "+everyReading(strings.NewReplacer("\r\n ", "", "\n ", "", "\x00", "", `\n`, " ").Replace(string(p.content))))
		}
	}
	for n, forms := range spelled {
		for _, text := range said {
			for _, form := range forms {
				if n != reader && !slices.Contains(spelled[reader], form) && containsAddress(text, form) {
					f.add("%s is named in %s", form, text)
				}
			}
		}
	}
}

// everyReading gives a text raw, decoded, percent-decoded, in small letters and composed.
func everyReading(text string) string {
	all := text
	if decoded, err := new(mime.WordDecoder).DecodeHeader(text); err == nil && decoded != text {
		all += " " + decoded
	}
	if plain, err := url.PathUnescape(all); err == nil && plain != all {
		all += " " + plain
	}
	return norm.NFC.String(strings.ToLower(all))
}
