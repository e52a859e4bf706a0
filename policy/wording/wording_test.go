package wording_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"souspli/policy/wording"
)

// texts reads a file as the catalogue does: key → forms.
func texts(t *testing.T, locale wording.Locale) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(string(locale) + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	flatten(out, "", tree)
	return out
}

func flatten(out map[string][]string, prefix string, tree map[string]any) {
	for name, v := range tree {
		switch v := v.(type) {
		case string:
			out[prefix+name] = []string{v}
		case map[string]any:
			if one, plural := v["one"].(string); plural {
				other, _ := v["other"].(string)
				out[prefix+name] = []string{one, other}
				continue
			}
			flatten(out, prefix+name+".", v)
		}
	}
}

// Every text exists in every language, with the same values in it.
func TestLanguagesAreEqual(t *testing.T) {
	fr, en := texts(t, wording.French), texts(t, wording.English)
	value := regexp.MustCompile(`\{\{\s*\.(\w+)`)
	values := func(forms []string) []string {
		var names []string
		for _, m := range value.FindAllStringSubmatch(strings.Join(forms, " "), -1) {
			names = append(names, m[1])
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
	for key, forms := range fr {
		other, found := en[key]
		if !found {
			t.Errorf("%s is missing in English", key)
			continue
		}
		if len(forms) != len(other) || !slices.Equal(values(forms), values(other)) {
			t.Errorf("%s: forms or values differ: %q, %q", key, forms, other)
		}
		for _, form := range append(forms, other...) {
			if strings.TrimSpace(form) == "" {
				t.Errorf("%s is empty", key)
			}
		}
	}
	for key := range en {
		if _, found := fr[key]; !found {
			t.Errorf("%s is missing in French", key)
		}
	}
}

func TestSay(t *testing.T) {
	c, err := wording.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ got, want string }{
		{c.Count(wording.French, "entity.email", 1, nil), "1 adresse e-mail"},
		{c.Count(wording.French, "entity.email", 0, nil), "0 adresse e-mail"}, // French counts nothing in the singular
		{c.Count(wording.English, "entity.email", 0, nil), "0 e-mail addresses"},
		{c.Count(wording.English, "entity.email", 214, nil), "214 e-mail addresses"},
		{c.Say(wording.English, "reply.more", wording.Data{"URL": "https://x/?a=1&b=2"}), "Explained at: https://x/?a=1&b=2"},
		{c.Say("xx", "mailing.title", nil), "Envoi groupé"},
		{c.Say(wording.English, "no.such", nil), "⟦no.such⟧"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	if !c.Has("entity.email") || c.Has("no.such") {
		t.Error("Has does not tell texts that exist from others")
	}
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		header string
		want   wording.Locale
	}{
		{"", wording.French},
		{"en-GB,en;q=0.9", wording.English},
		{"de,en;q=0.5,fr;q=0.1", wording.English},
		{"fr-CA", wording.French},
		{"en;q=0.1,fr;q=0.9", wording.French},
		{"de", wording.French},
		{";;;garbage", wording.French},
	} {
		if got := wording.Match(tt.header, wording.French); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.header, got, tt.want)
		}
	}
}

func TestASCII(t *testing.T) {
	for in, want := range map[string]string{
		"Adhérents « 2025 » — œuvre…": `Adherents "2025" - oeuvre...`,
		"12 €":                        "12 EUR",
		"a\r\nb\x00c\u202ed":          "abcd",
		"日本.xlsx":                     "??.xlsx",
		"ﬁn":                          "fin",
		"":                            "",
	} {
		if got := wording.ASCII(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Every text, in every language, can go into an SMTP reply.
func TestEveryTextIsASCIIAfterASCII(t *testing.T) {
	for _, locale := range wording.Locales() {
		for key, forms := range texts(t, locale) {
			if plain := wording.ASCII(strings.Join(forms, "")); strings.Contains(strings.ReplaceAll(plain, "?", ""), "\x7f") || strings.Count(plain, "?") > strings.Count(strings.Join(forms, ""), "?") {
				t.Errorf("%s (%s) has a sign without a plain form: %s", key, locale, plain)
			}
		}
	}
}
