package main

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// The example is read without a fault, and where it says "default" the value is the default.
func TestExampleConfiguration(t *testing.T) {
	file := "../../config.example.toml"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parse(file, text); err != nil {
		t.Fatal(err)
	}
	// Everything that is no default is taken out; what is left must change nothing.
	var kept []string
	skip := false
	for line := range strings.Lines(string(text)) {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "[") && !strings.HasPrefix(trimmed, "[\"") {
			skip = strings.HasPrefix(trimmed, "[[")
		}
		if skip || trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		if strings.HasPrefix(trimmed, "[") || strings.Contains(line, "# default") {
			kept = append(kept, strings.TrimRight(line, "\n"))
		}
	}
	if len(kept) < 25 {
		t.Fatalf("only %d lines say default", len(kept))
	}
	got := &reader{config: defaults(), lines: map[string]int{}, text: []byte(strings.Join(kept, "\n"))}
	got.read()
	if len(got.faults) > 0 {
		t.Fatal(got.faults)
	}
	want := defaults()
	for _, pair := range []struct{ got, want any }{{got.config.Submission, want.Submission}, {got.config.Upstream, want.Upstream}, {got.config.Web, want.Web}, {got.config.Admin, want.Admin},
		{got.config.Correspondence.MaxVisible, want.Correspondence.MaxVisible}, {got.config.DataDir, want.DataDir}, {got.config.Locale, want.Locale},
		{got.config.Attachments.PersonalData, want.Attachments.PersonalData}, {got.config.Attachments.Unreadable, want.Attachments.Unreadable}, {got.config.Attachments.Opaque, want.Attachments.Opaque}} {
		if !reflect.DeepEqual(pair.got, pair.want) && !equalButEmpty(pair.got, pair.want) {
			t.Errorf("the example says default: %+v\nit is: %+v", pair.got, pair.want)
		}
	}
}

// equalButEmpty takes an empty list for a missing one.
func equalButEmpty(a, b any) bool {
	x, ok1 := a.(SubmissionConfig)
	y, ok2 := b.(SubmissionConfig)
	if !ok1 || !ok2 {
		return false
	}
	if len(x.ListenTLS) == 0 {
		x.ListenTLS = nil
	}
	return reflect.DeepEqual(x, y)
}

// The configuration of the contract is taken as it stands, except that PostgreSQL comes later and the files are not here.
func TestContractConfiguration(t *testing.T) {
	contract, err := os.ReadFile("../../../shared/CONTRACT.md")
	if err != nil {
		t.Skip("needs ../shared/CONTRACT.md")
	}
	_, section, _ := strings.Cut(string(contract), "```toml\n")
	section, _, _ = strings.Cut(section, "```")
	c, err := parse("contract", []byte(section))
	if err != nil {
		t.Fatal(err)
	}
	if c.Submission.MaxMessage != 25<<20 || len(c.Purposes) != 1 || c.Purposes[0].Title["en"] != "Newsletter" || c.Purposes[0].Match.From[0] != "news@exemple.org" || c.DKIM[0].KeyFile != "exemple.org.pem" || c.Submission.Trusted[0].Account != "listmonk" {
		t.Errorf("%+v", c)
	}
}

// Clients are known by their addresses of IPv4, however those of a network are written.
func TestTrustedNetworks(t *testing.T) {
	for text, want := range map[string]string{"192.0.2.0/24": "192.0.2.0/24", "192.0.2.7/24": "192.0.2.0/24", "192.0.2.7": "192.0.2.7/32", "::ffff:192.0.2.0/120": "192.0.2.0/24",
		"::ffff:192.0.2.7": "192.0.2.7/32", "2001:db8::1/64": "2001:db8::/64", "::1": "::1/128"} {
		c, err := parse("f.toml", []byte("[upstream]\naddress = \"smtp.example.org:587\"\n[[submission.trusted]]\nnetwork = \""+text+"\"\naccount = \"tool\"\n"))
		if got := c.trusted(); err != nil || len(got) != 1 || got[0].Network.String() != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

// Each faulty file carries the faults that must be told: "# want: line key: words".
func TestFaultyConfigurations(t *testing.T) {
	files, err := filepath.Glob("testdata/faulty/*.toml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var wants []string
			for _, m := range regexp.MustCompile(`# want: (.*)`).FindAllStringSubmatch(string(text), -1) {
				wants = append(wants, m[1])
			}
			_, err = parse("f.toml", text)
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("no faults: %v", err)
			}
			lines := strings.Split(faults.Error(), "\n")
			if len(lines) != len(wants) {
				t.Errorf("%d faults, want %d:\n%s", len(lines), len(wants), faults.Error())
			}
			for _, want := range wants {
				if !strings.Contains(faults.Error(), want) {
					t.Errorf("%q is not told:\n%s", want, faults.Error())
				}
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("hostname = \"a\"\n[[purpose]]\nid = 1\n[purpose.title]\nfr = \"x\"\n")
	f.Add("[submission]\nlisten = [1]\ntls = { mode = \"x\", y = 2 }\n[a.b.c]\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := parse("f", []byte(text)); err != nil && err.Error() == "" {
			t.Fatal("a fault without words")
		}
	})
}

func TestSize(t *testing.T) {
	for text, want := range map[string]int64{"25MiB": 25 << 20, "800 KiB": 800 << 10, "1000000": 1_000_000, "1GB": 1_000_000_000} {
		var s Size
		if err := s.UnmarshalText([]byte(text)); err != nil || int64(s) != want {
			t.Errorf("%s: %d, %v", text, s, err)
		}
	}
	for _, bad := range []string{"", "MiB", "-1", "0", "1.5MiB", "25 Mo", "99999999999GiB"} {
		var s Size
		if s.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%q is a size of %d", bad, s)
		}
	}
}
