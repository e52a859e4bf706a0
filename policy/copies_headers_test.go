package policy_test

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"

	"souspli/policy"
	"souspli/policy/message"
)

// headerCopy decides a message with these fields for three readers and gives the header of bob's copy, with Unix line ends.
func headerCopy(t *testing.T, rules policy.Rules, fields string) (m *message.Message, header string) {
	t.Helper()
	raw := []byte(strings.ReplaceAll("From: news@asso.example\n"+fields+"\nBonjour\n", "\n", "\r\n"))
	_, d := decided(t, rules, raw, corpusReaders())
	if d.Verdict != policy.Accept {
		t.Fatalf("refused: %+v", d.Refusal)
	}
	prepared, err := message.Prepare(raw, d.Plan)
	if err != nil {
		t.Fatal(err)
	}
	copied := render(t, prepared, d, d.Outcomes[1])
	if m, err = message.Parse(copied, message.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	head, _, _ := bytes.Cut(copied, []byte("\r\n\r\n"))
	for line := range bytes.Lines(head) {
		if len(bytes.TrimRight(line, "\r\n")) > 998 {
			t.Errorf("a line of %d octets: %.60s", len(line), line)
		}
	}
	return m, strings.ReplaceAll(string(head), "\r\n", "\n") + "\n"
}

// RFC 5322, 2047, 6532: what a reader's To looks like for the ways in which clients write recipients, and what becomes of
// other fields. has must stand in the copy, lacks must not.
func TestCopiesHeaders(t *testing.T) {
	long := strings.Repeat("a", 2000)
	for _, tt := range []struct{ name, fields, has, lacks string }{
		{"display name", "To: Bob <bob@b.example>\n", "To: Bob <bob@b.example>\n", ""},
		{"quoted name", "To: \"Bob, \\\"B\\\"\" <bob@b.example>\n", "To: \"Bob, \\\"B\\\"\" <bob@b.example>\n", ""},
		{"encoded name", "To: =?iso-8859-1?q?Ren=E9?= <bob@b.example>\n", "To: =?utf-8?q?Ren=C3=A9?= <bob@b.example>\n", ""},
		{"raw name", "To: René <bob@b.example>\n", "To: =?utf-8?q?Ren=C3=A9?= <bob@b.example>\n", "René"},
		{"comment as name", "To: bob@b.example (Bob (le grand))\n", "<bob@b.example>\n", ""},
		{"group", "To: Bureau: Alice <alice@a.example>, Bob <bob@b.example>;\n", "To: Bob <bob@b.example>\n", "Bureau"},
		{"route", "To: <@x.example,@y.example:bob@b.example>\n", "To: bob@b.example\n", "@x.example"},
		{"spaces", "To: bob @ b . example\n", "To: bob@b.example\n", ""},
		{"no To", "", "To: bob@b.example\n", ""},
		{"two To", "To: alice@a.example\nTo: carol@c.example\n", "To: bob@b.example\n", "alice"},
		{"name of another", "To: \"alice@a.example\" <bob@b.example>\n", "To: bob@b.example\n", "alice"},
		{"own address as name", "To: \"bob@b.example\" <bob@b.example>\n", "To: \"bob@b.example\" <bob@b.example>\n", ""},
		{"name with line breaks to inject", "To: =?utf-8?q?Bob=0D=0ABcc:_x=40x.example?= <bob@b.example>\n", "To: ", "\nBcc"},
		{"Reply-To with readers", "Reply-To: news@asso.example, Alice <alice@a.example>\n", "Reply-To: news@asso.example\n", "alice"},
		{"Reply-To made of a reader", "Reply-To: news@asso.example, <bounce+alice=a.example@asso.example>, alice@a.example\n", "Reply-To: news@asso.example\n", "alice"},
		{"Reply-To of readers alone", "Reply-To: alice@a.example\n", "To: bob@b.example\n", "Reply-To"},
		{"Reply-To with a reader behind a sign", "Reply-To: news@asso.example, addr=alice@a.example; keydata=AAAA\n", "Reply-To: news@asso.example\n", "alice"},
		{"Reply-To with a fault", "Reply-To: Les amis, news@asso.example, alice@a.example\n", "Reply-To: news@asso.example\n", "alice"},
		{"Reply-To that is not quite a reader", "Reply-To: mal-alice@a.example\n", "Reply-To: mal-alice@a.example\n", ""},
		{"Sender who is a reader", "Sender: alice@a.example\n", "To: bob@b.example\n", "alice"},
		{"automatic", "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk\n", "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk\n", ""},
		{"subject in raw UTF-8", "Subject: déjà vu\n", "Subject: =?utf-8?q?d=C3=A9j=C3=A0_vu?=\n", "déjà"},
		{"subject in raw Latin-1", "Subject: d\xe9j\xe0 vu\n", "Subject: =?utf-8?q?d=C3=A9j=C3=A0_vu?=\n", "\xe9"},
		{"subject with an address", "Subject: Pour alice@a.example !\n", "Subject: =?utf-8?q?Pour_=E2=80=A6_!?=\n", "alice"},
		{"subject with an address in percents", "Subject: x alice%40a.example\n", "Subject: =?utf-8?q?=E2=80=A6?=\n", "alice"},
		{"unfoldable field", "X-Token: " + long + "\nX-After: x\n", "X-After: x\n", "X-Token"},
		{"unfoldable subject", "Subject: " + long + "\n", "Subject: =?", long},
		{"unfoldable references", "References: <" + long + "@client.example>\nIn-Reply-To: <1@client.example>\n", "In-Reply-To: <1@client.example>\n", "References"},
		{"unfoldable name of the author", "Sender: " + long + " <news@asso.example>\n", "Sender: news@asso.example\n", long},
		{"long foldable field", "X-Words: " + strings.Repeat("mot ", 400) + "\n", "X-Words: mot mot", ""},
		{"folded by the client", "X-Fold:\n un\n\tdeux\n", "X-Fold:\n un\n\tdeux\n", ""},
		{"MIME-Version", "Content-Type: text/plain\n", "MIME-Version: 1.0\n", ""},
		{"MIME-Version once", "MIME-Version: 1.0 (Exemple)\n", "MIME-Version: 1.0 (Exemple)\n", "MIME-Version: 1.0\n"},
		{"no Date", "Message-ID: <1@client.example>\n", "Message-ID: <1@client.example>\nDate: Sun, 22 Nov 2026 12:00:00 +0000\n", ""},
		{"no Message-ID", "Date: Sun, 22 Nov 2026 10:00:00 +0100\n", "Message-ID: <01CORPUS@relay.example.org>\n", ""},
		{"Message-ID with an address of a reader", "Message-ID: <alice@a.example>\n", "Message-ID: <01CORPUS@relay.example.org>\n", "alice"},
		{"encoding with a comment", "Content-Transfer-Encoding: base64 (x);\n", "Content-Transfer-Encoding: base64\n", "(x)"},
		{"encoding with a space behind it", "Content-Type: application/pdf\nContent-Transfer-Encoding: Base64 \n", "Content-Transfer-Encoding: base64\n", "64 "},
		{"encoding as scripts write it", "Content-Type: application/pdf\nContent-Transfer-Encoding: utf-8\n", "Content-Transfer-Encoding: 8bit\n", ""},
		{"boundary without quotes", "Content-Type: multipart/mixed; charset=utf-8; boundary=----=_Part_1\n", "Content-Type: multipart/mixed; charset=utf-8; boundary=\"----=_Part_1\"\n", ""},
		{"type with what is no parameter", "Content-Type: multipart/mixed;x; boundary=b\n", "Content-Type: multipart/mixed; boundary=b\n", ""},
		{"type as it should be", "Content-Type: Multipart/MIXED;\n\tx=\"y;z\"; boundary=b\n", "Content-Type: Multipart/MIXED;\n\tx=\"y;z\"; boundary=b\n", ""},
		{"space before a colon", "Subject : x\nX-Y\t : z\n", "Subject: x\nX-Y: z\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, header := headerCopy(t, corpusRules(t, false), tt.fields)
			if !strings.Contains(header, tt.has) || tt.lacks != "" && strings.Contains(header, tt.lacks) {
				t.Errorf("want %q and not %q in\n%.1500s", tt.has, tt.lacks, header)
			}
		})
	}
}

// However a client writes another reader's address into a field, the field goes; what only looks like it stays.
func TestCopiesNameNobody(t *testing.T) {
	for _, tt := range []struct {
		value string
		gone  bool
	}{
		{"vu avec alice@a.example", true},
		{"ALICE@A.EXAMPLE.", true},
		{"alice＠a.example", true},
		{"alice @ a.example", true},
		{"alice@\n a.example", true},
		{"alice(x)@(y)a.example", true},
		{`"alice"@a.example`, true},
		{"alice at a.example", true},
		{"alice (at) a.example", true},
		{"alice_at_a.example", true},
		{"{alice@a.example}", true},
		{"u:alice@a.example#x", true},
		{"alice@a.example_x", true},
		{"<1234-alice@a.example>", true},
		{"<1234.alice@a.example>", true},
		{"<bounce+alice=a.example@x.example>", true},
		{"alice=40a.example", true},
		{"alice=3Da.example@x.example", true},
		{"alice%40a.example", true},
		{"<https://x.example/?u=alice%2540a.example&y=%zz>", true},
		{"alice&#64;a.example", true},
		{"alice_a.example#EXT#@x.example", true},
		{"alice%a.example@x.example", true},
		{"SRS0=ab=cd=a.example=alice@x.example", true},
		{"a!a.example!alice", true},
		{"=?utf-8?q?alice=40a=2Eexample?=", true},
		{"=?x-unknown?q?alice=40a.example?=", true},
		{"=?x-unknown?q?x?= y =?utf-8?b?YWxpY2VAYS5leGFtcGxl?=", true},
		{"=?utf-8*fr?q?alice=40a.example?=", true},
		{"=?utf-8?q?ali?= =?utf-8?q?ce=40a.exa?=\n =?utf-8?q?mple?=", true},
		{"YWxpY2VAYS5leGFtcGxl", true},
		{"<https://x.example/u/YWxpY2VAYS5leGFtcGxl>", true},
		{"eyJ1IjoiYWxpY2VAYS5leGFtcGxlIn0.x", true},
		{"616c69636540612e6578616d706c65", true},
		{"malice@a.example", false},
		{"alice@aa.example", false},
		{"alice@a.examples", false},
		{"alicea.example", false},
		{"alice, a.example", false},
		{"bob@b.example", true}, // the reader's own, which the other copies would show
		{"news@asso.example", false},
	} {
		_, header := headerCopy(t, corpusRules(t, false), "X-Note: "+tt.value+"\n")
		if gone := !strings.Contains(header, "X-Note:"); gone != tt.gone {
			t.Errorf("%q: gone %t\n%s", tt.value, gone, header)
		}
	}
}

// RFC 2369, 2919, 8058: one List-Unsubscribe whose addresses no line break or space interrupts, its Post, one List-Id; what
// the client had under these names goes, unless it is a whole one-click pair and the purpose keeps it.
func TestCopiesListFields(t *testing.T) {
	const post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
	theirs := "List-Unsubscribe: <https://tool.example/u?id=1&x=2>,\n <mailto:leave@tool.example>\n"
	for _, tt := range []struct {
		name, fields string
		kept         bool
	}{
		{"none", "", false},
		{"whole pair", theirs + post, true},
		{"comma within a link", "List-Unsubscribe: <https://tool.example/u,1,2?id=1,x>\n" + post, true},
		{"comma missing", "List-Unsubscribe: <https://tool.example/u> <mailto:leave@tool.example>\n" + post, false},
		{"two links for a browser", "List-Unsubscribe: <https://tool.example/u>, <https://tool.example/v>\n" + post, false},
		{"bracket within a link", "List-Unsubscribe: <https://tool.example/<u>>\n" + post, false},
		{"without Post", theirs, false},
		{"plain http", "List-Unsubscribe: <http://tool.example/u>\n" + post, false},
		{"mailto alone", "List-Unsubscribe: <mailto:leave@tool.example>\n" + post, false},
		{"two fields", theirs + theirs + post, false},
		{"address of another reader", "List-Unsubscribe: <https://tool.example/u?to=alice%40a.example>\n" + post, false},
		{"folded within the URL", "List-Unsubscribe: <https://tool.example/u?id=\n 123>\n" + post, false},
		{"URL with a space", "List-Unsubscribe: <https://tool.example/u?id= 1>\n" + post, false},
		{"URL that no line can hold", "List-Unsubscribe: <https://tool.example/" + strings.Repeat("a", 1200) + ">\n" + post, false},
		{"URL in raw UTF-8", "List-Unsubscribe: <https://tool.example/é>\n" + post, false},
	} {
		for _, keep := range []bool{false, true} {
			rules := corpusRules(t, false)
			rules.Purposes[0].KeepUnsubscribe = keep
			rules.BaseURL = "https://relay.example.org"
			m, header := headerCopy(t, rules, tt.fields+"List-Id: Autre <autre.example>\n")
			unsubscribe, posts, ids := m.All("List-Unsubscribe"), m.All("List-Unsubscribe-Post"), m.All("List-Id")
			if len(unsubscribe) != 1 || len(posts) != 1 || posts[0] != "List-Unsubscribe=One-Click" || len(ids) != 1 || ids[0] != "Lettre d'information <newsletter.relay.example.org>" {
				t.Errorf("%s, keep %t: %q %q %q", tt.name, keep, unsubscribe, posts, ids)
				continue
			}
			if kept := strings.Contains(unsubscribe[0], "tool.example"); kept != (keep && tt.kept) {
				t.Errorf("%s, keep %t: %s", tt.name, keep, unsubscribe[0])
			}
			for item := range strings.SplitSeq(strings.TrimSuffix(unsubscribe[0], ">"), ">,") {
				item = strings.TrimSpace(item) + ">"
				if !strings.HasPrefix(item, "<") || !strings.HasSuffix(item, ">") || strings.ContainsAny(item, " \t\r\n") || !strings.Contains(header, item) {
					t.Errorf("%s, keep %t: %q", tt.name, keep, item)
				}
			}
		}
	}
}

// A List-Id's title is a phrase whatever it holds (RFC 2919 2).
func TestCopiesListID(t *testing.T) {
	for title, want := range map[string]string{
		"Lettre":                      "Lettre <newsletter.relay.example.org>",
		"Lettre, n° 1 <x>":            "=?utf-8?b?TGV0dHJlLCBuwrAgMSA8eD4=?= <newsletter.relay.example.org>",
		`Dite "la lettre"`:            `"Dite \"la lettre\"" <newsletter.relay.example.org>`,
		"Été":                         "=?utf-8?q?=C3=89t=C3=A9?= <newsletter.relay.example.org>",
		strings.Repeat("Lettre ", 30): strings.TrimSpace(strings.Repeat("Lettre ", 30)) + " <newsletter.relay.example.org>",
	} {
		rules := corpusRules(t, false)
		rules.Purposes[0].Title["fr"] = title
		m, _ := headerCopy(t, rules, "")
		if got, _ := m.First("List-Id"); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}

// Go's net/mail reads one recipient in To of every copy of the corpus: its reader, or the list.
func TestCopiesTo(t *testing.T) {
	rules := corpusRules(t, false)
	for _, m := range readCorpus(t) {
		if m.fault != "" {
			continue
		}
		for _, c := range m.copies(t, rules) {
			parsed, err := message.Parse(c.raw, message.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			to, _ := parsed.First("To")
			list, err := mail.ParseAddressList(to)
			if err != nil || len(list) != 1 || !strings.EqualFold(list[0].Address, c.outcome.Address.Reveal()) && !strings.HasSuffix(list[0].Address, "asso.example") {
				t.Errorf("%s: To of %s is %q (%v)", m.name, c.outcome.Address.Reveal(), to, err)
			}
		}
	}
}
