package address_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"souspli/policy/address"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string // want empty: refused
	}{
		{"plain", "jean@example.org", "jean@example.org"},
		{"case of the local part stays", "Jean@Example.ORG", "Jean@example.org"},
		{"plus and hyphen", "jean-pierre+x@example.org", "jean-pierre+x@example.org"},
		{"VERP", "b+jean=example.org@lists.example.org", "b+jean=example.org@lists.example.org"},
		{"quoted because it must be", `"jean d."@example.org`, `"jean d."@example.org`},
		{"quoted needlessly", `"jean"@example.org`, "jean@example.org"},
		{"at-sign in quotes", `"a@b"@example.org`, `"a@b"@example.org`},
		{"escaped quote", `"a\"b"@example.org`, `"a\"b"@example.org`},
		{"UTF-8 local part", "andré@example.org", "andré@example.org"},
		{"IDN becomes A-labels", "a@Exämple.org", "a@xn--exmple-cua.org"},
		{"literal", "a@[192.0.2.1]", "a@[192.0.2.1]"},
		{"IPv6 literal", "a@[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]"},
		{"root dot", "a@example.org.", "a@example.org"},
		{"underscore host", "a@a_b.example", "a@a_b.example"},
		{"single label", "root@localhost", "root@localhost"},

		{"empty", "", ""},
		{"no domain", "a@", ""},
		{"no local part", "@a", ""},
		{"no at-sign", "jean", ""},
		{"two at-signs", "a@b@c.org", ""},
		{"comma", "a@b,c", ""},
		{"two dots", "a..b@c.org", ""},
		{"leading dot", ".a@c.org", ""},
		{"trailing dot", "a.@c.org", ""},
		{"empty label", "a@b..c", ""},
		{"space", "a b@c.org", ""},
		{"angle brackets", "<a@c.org>", ""},
		{"NUL", "a\x00@c.org", ""},
		{"CR", "a\r@c.org", ""},
		{"LF in quotes", "\"a\nb\"@c.org", ""},
		{"escaped LF in quotes", "\"a\\\nb\"@c.org", ""},
		{"invalid UTF-8", "a\xff@c.org", ""},
		{"long domain", "a@" + strings.Repeat("b.", 130) + "org", ""},
		{"long label", "a@" + strings.Repeat("b", 64) + ".org", ""},
		{"source route", "@x.org:a@c.org", ""},
		{"bang path stays one atom", "x!y@c.org", "x!y@c.org"},
		{"bidi override", "a\u202eb@c.org", ""},
		{"zero width", "a\u200bb@c.org", ""},
		{"unclosed quote", `"a@c.org`, ""},
		{"bad literal", "a@[300.1.1.1]", ""},
		{"parameter injection", `"v> NOTIFY=NEVER X=<"@y.org`, `"v> NOTIFY=NEVER X=<"@y.org`},
		{"hyphen at a label's end", "a@b-.org", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := address.Parse(tt.in)
			if tt.want == "" {
				if err == nil {
					t.Fatalf("accepted as %s", a.Reveal())
				}
				return
			}
			if err != nil || a.Reveal() != tt.want {
				t.Fatalf("got %q, %v; want %q", a.Reveal(), err, tt.want)
			}
		})
	}
	if _, err := address.Parse(strings.Repeat("a", 250) + "@b.org"); !errors.Is(err, address.ErrTooLong) {
		t.Errorf("too long: got %v", err)
	}
}

func TestKeysMakeSpellingsEqualAndPeopleDifferent(t *testing.T) {
	keyer := address.NewKeyer(address.NewSecret([]byte("k")))
	key := func(s string) address.Key {
		a, err := address.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return keyer.Key(a)
	}
	for _, same := range [][2]string{
		{"Jean@EXAMPLE.org", "jean@example.org"},
		{`"jean"@example.org`, "jean@example.org"},
		{"a@exämple.org", "A@xn--exmple-cua.org"},
		{"andre\u0301@example.org", "andr\u00e9@example.org"},
		{"É@example.org", "é@example.org"},
	} {
		if key(same[0]) != key(same[1]) {
			t.Errorf("%q and %q are one mailbox", same[0], same[1])
		}
	}
	for _, different := range [][2]string{
		{"jean@example.org", "jean-pierre@example.org"},
		{"jean@example.org", "jean+liste@example.org"},
		{"jean.paul@gmail.com", "jeanpaul@gmail.com"},
		{"jean@example.org", "jean@example.com"},
	} {
		if key(different[0]) == key(different[1]) {
			t.Errorf("%q and %q are two people", different[0], different[1])
		}
	}
	k := key("jean@example.org")
	back, err := address.KeyFromBytes(k.Bytes())
	if err != nil || back != k {
		t.Error("a key does not survive Bytes and KeyFromBytes")
	}
	if _, err := address.KeyFromBytes(k.Bytes()[1:]); err == nil {
		t.Error("a short key was accepted")
	}
	other := address.NewKeyer(address.NewSecret([]byte("other")))
	a, _ := address.Parse("jean@example.org")
	if other.Key(a) == k {
		t.Error("the key does not depend on the secret")
	}
}

func TestNothingPrintsInClear(t *testing.T) {
	a, err := address.Parse("jeanne.dupont@secret-association.org")
	if err != nil {
		t.Fatal(err)
	}
	secret := address.NewSecret([]byte("dupont-password"))
	nested := struct {
		A  address.Address
		P  *address.Address
		L  []address.Address
		S  address.Secret
		ID int
	}{a, &a, []address.Address{a}, secret, 7}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+" "+verb+" "+verb+"\n", a, nested, secret)
	}
	fmt.Fprintln(&out, a, &a, nested, secret)
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("x", "a", a, "n", nested, "s", secret)
	}
	if err := json.NewEncoder(&out).Encode(nested); err != nil {
		t.Fatal(err)
	}
	for _, clear := range []string{"jeanne", "dupont", "secret-association", "password", fmt.Sprintf("%x", "dupont")} {
		if strings.Contains(out.String(), clear) {
			t.Errorf("%q was printed:\n%s", clear, out.String())
		}
	}
	if want := "j***@***.org"; a.String() != want {
		t.Errorf("String: got %q, want %q", a.String(), want)
	}
}

// FuzzParse: what was accepted prints to something that parses to the same value, and cannot leave an SMTP path.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a@b.org", `"a b"@c.org`, `"a\\\"> X=<"@y`, "é@ü.de", "a@[IPv6:::1]", "a@b@c", "\"\x00\"@a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := address.Parse(s)
		if err != nil {
			return
		}
		again, err := address.Parse(a.Reveal())
		if err != nil || again != a {
			t.Fatalf("%q prints as %q, which reads as %q, %v", s, a.Reveal(), again.Reveal(), err)
		}
		if strings.ContainsAny(a.Reveal(), "\r\n\x00") {
			t.Fatalf("%q holds a control character", a.Reveal())
		}
		if ref, err := mail.ParseAddress("<" + a.Reveal() + ">"); err == nil {
			_, domain, _ := strings.Cut(ref.Address[strings.LastIndex(ref.Address, "@"):], "@")
			if !strings.EqualFold(domain, a.Domain()) {
				t.Fatalf("%q: domain %q, another reader sees %q", s, a.Domain(), domain)
			}
		}
	})
}

func TestParseList(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string // Mailbox.Header of each
		fault    bool
	}{
		{"one", "jean@example.org", []string{"jean@example.org"}, false},
		{"name", "Jean Dupont <jean@example.org>", []string{"Jean Dupont <jean@example.org>"}, false},
		{"quoted name with a comma", `"Dupont, Jean" <jean@example.org>, b@c.org`, []string{`"Dupont, Jean" <jean@example.org>`, "b@c.org"}, false},
		{"folded", "a@b.org,\r\n\tC <c@d.org>", []string{"a@b.org", "C <c@d.org>"}, false},
		{"encoded words join", "=?utf-8?Q?Andr=C3=A9?= =?utf-8?Q?_D?= <a@b.org>", []string{"=?utf-8?q?Andr=C3=A9_D?= <a@b.org>"}, false},
		{"encoded word in quotes", `"=?iso-8859-1?Q?Andr=E9?=" <a@b.org>`, []string{"=?utf-8?q?Andr=C3=A9?= <a@b.org>"}, false},
		{"raw UTF-8 name", "André <a@b.org>", []string{"=?utf-8?q?Andr=C3=A9?= <a@b.org>"}, false},
		{"comment as name", "a@b.org (Jean Dupont)", []string{"Jean Dupont <a@b.org>"}, false},
		{"comments around", "(x) Jean (y(z)) <a@b.org> (w)", []string{"Jean <a@b.org>"}, false},
		{"dot in a phrase", "Jean D. Dupont <a@b.org>", []string{`"Jean D. Dupont" <a@b.org>`}, false},
		{"group", "Amis: a@b.org, C <c@d.org>;, e@f.org", []string{"a@b.org", "C <c@d.org>", "e@f.org"}, false},
		{"undisclosed", "undisclosed-recipients:;", nil, false},
		{"Outlook's semicolons", "a@b.org; c@d.org", []string{"a@b.org", "c@d.org"}, false},
		{"empty elements", ", a@b.org,, c@d.org,", []string{"a@b.org", "c@d.org"}, false},
		{"route", "<@x.org,@y.org:a@b.org>", []string{"a@b.org"}, false},
		{"quoted local part", `"a b"@c.org`, []string{`"a b"@c.org`}, false},
		{"quoted local part in brackets", `X <"a b"@c.org>`, []string{`X <"a b"@c.org>`}, false},
		{"empty", "", nil, false},
		{"spaces", " \r\n ", nil, false},
		{"words only", "Jean Dupont", nil, true},
		{"what would be an encoded word, and more", `"b@c.org, =?" <a@b.org>`, []string{"=?utf-8?b?YkBjLm9yZywgPQ==?= =?utf-8?b?Pw==?= <a@b.org>"}, false},
		{"an address as its own name", "a@b.org <A@b.org>, c@d.org", []string{`"a@b.org" <A@b.org>`, "c@d.org"}, false},
		{"an address as another's name", "a@b.org <c@d.org>", nil, true},
		{"unquoted comma in a name", "Dupont, Jean <a@b.org>", nil, true},
		{"two addresses without a comma", "<a@b.org> <c@d.org>", nil, true},
		{"unclosed bracket", "Jean <a@b.org", nil, true},
		{"unclosed comment", "a@b.org (x", nil, true},
		{"bad address", "a@b@c", nil, true},
		{"list before the fault", "a@b.org, <", []string{"a@b.org"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := address.ParseList(tt.in)
			if (err != nil) != tt.fault {
				t.Fatalf("fault %v, want %v", err, tt.fault)
			}
			var got []string
			for _, m := range list {
				got = append(got, m.Header())
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Who counts people must not stop at the first fault of a list.
func TestReadList(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string // Mailbox.Header of each
	}{
		{"no fault", "Jean <a@b.org>, c@d.org", []string{"Jean <a@b.org>", "c@d.org"}},
		{"words first", "Jean Dupont, a@b.org, C <c@d.org>", []string{"a@b.org", "C <c@d.org>"}},
		{"unquoted comma in a name", "Dupont, Jean <a@b.org>", []string{"Jean <a@b.org>"}},
		{"brackets in a name", "Jean [asso] <a@b.org>, c@d.org", []string{`"Jean [asso]" <a@b.org>`, "c@d.org"}},
		{"address as name", "a@b.org <a@b.org>, c@d.org <c@d.org>", []string{`"a@b.org" <a@b.org>`, `"c@d.org" <c@d.org>`}},
		{"two addresses without a comma", "<a@b.org> <c@d.org>; e@f.org", []string{"a@b.org", "c@d.org", "e@f.org"}},
		{"spaces alone", "a@b.org c@d.org\r\n e@f.org", []string{"a@b.org", "c@d.org", "e@f.org"}},
		{"unclosed quote", `"Jean <a@b.org>, c@d.org`, []string{"Jean <a@b.org>", "c@d.org"}},
		{"unclosed comment", "Jean (x <a@b.org>, c@d.org", []string{`"Jean (x" <a@b.org>`, "c@d.org"}},
		{"unclosed bracket", "Jean <a@b.org, c@d.org", []string{"Jean <a@b.org>", "c@d.org"}},
		{"quoted comma beside a fault", `"Dupont, J" <a@b.org>, <`, []string{`"Dupont, J" <a@b.org>`}},
		{"nothing", "Jean Dupont", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, m := range address.ReadList(tt.in) {
				got = append(got, m.Header())
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// RFC 2047, RFC 2231 5, and what mail readers make of words that are not quite that.
func TestDecodeWords(t *testing.T) {
	for in, want := range map[string]string{
		"plain =? text":                                   "plain =? text",
		"=?utf-8?q?d=C3=A9j=C3=A0_vu?=":                   "déjà vu",
		"=?utf-8?b?ZMOpasOg?=\t=?utf-8?B?IHZ1?= !":        "déjà vu !",
		"=?utf-8?b?ZMM=?= =?utf-8?b?qWrDoA==?=":           "déjà",
		"=?utf-8?b?ZMOpag?=":                              "déj",
		"=?utf-8*fr?q?d=C3=A9j=C3=A0?=":                   "déjà",
		"=?x-unknown?q?x?= =?utf-8?q?d=C3=A9j=C3=A0?=":    "xdéjà",
		"=?x-unknown?q?d=E9j=E0?=":                        "déjà",
		"=?iso-2022-kr?q?abc?=":                           "abc",
		"a=?utf-8?q?b?=c":                                 "abc",
		"=?utf-8?q?a b?c=ZZ=4?=":                          "a b?c=ZZ=4",
		"=?iso-2022-jp?b?GyRCJDMbKEI=?= =?utf-8?q?_=41?=": "こ A",
	} {
		if got := address.DecodeWords(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// A mailbox written for a header reads back as the same name and address, here and in another reader.
func TestMailboxHeaderRoundTrip(t *testing.T) {
	a, err := address.Parse("jean@example.org")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(strings.Fields(rapid.StringOfN(rapid.RuneFrom([]rune(`aZé9 ,.<>@"\()=?;:ßł日`)), 0, 30, -1).Draw(t, "name")), " ")
		header := address.Mailbox{Name: name, Address: a}.Header()
		list, err := address.ParseList(header)
		if err != nil || len(list) != 1 || list[0].Name != name || list[0].Address != a {
			t.Fatalf("%q was written as %q and read as %q, %v", name, header, list, err)
		}
		other, err := mail.ParseAddress(header)
		if err != nil || other.Name != name {
			t.Fatalf("%q: net/mail reads %+v, %v", header, other, err)
		}
	})
}

func FuzzParseList(f *testing.F) {
	for _, s := range []string{`"a" <a@b>, c:d@e;`, "(((", "=?utf-8?b?4pi6?= <a@b>", `a"b"@c`, "<@a:b@c>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, _ := address.ParseList(s)
		for _, m := range list {
			if h := m.Header(); strings.ContainsAny(h, "\r\n\x00") && !strings.Contains(h, "=?utf-8?") {
				t.Fatalf("%q gives the header %q", s, h)
			}
		}
	})
}
