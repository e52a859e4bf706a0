package address_test

import (
	"testing"

	"souspli/policy/address"
)

func TestPattern(t *testing.T) {
	for _, tt := range []struct {
		pattern, address string
		want             bool
	}{
		{"jean@example.org", "Jean@EXAMPLE.org", true},
		{"jean@example.org", "jean-pierre@example.org", false},
		{"@example.org", "anyone@example.org", true},
		{"@EXAMPLE.org", "anyone@example.org", true},
		{"@example.org", "anyone@sub.example.org", false},
		{"@example.org", "anyone@notexample.org", false},
	} {
		p, err := address.ParsePattern(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		a, err := address.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Matches(a); got != tt.want {
			t.Errorf("%s matches %s: %v", tt.pattern, tt.address, got)
		}
		if p.Matches(address.Address{}) {
			t.Errorf("%s matches the null path", tt.pattern)
		}
	}
	for _, bad := range []string{"", "@", "jean", "@a b", "a@b@c"} {
		if _, err := address.ParsePattern(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
