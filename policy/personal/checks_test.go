package personal

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestLuhn(t *testing.T) {
	for _, tt := range []struct {
		name, s string
		want    bool
	}{
		{"patent example", "79927398713", true},
		{"one digit wrong", "79927398710", false},
		{"neighbours swapped", "79927398173", false},
		{"SIREN", "732829320", true},
		{"letters, Portuguese card", "000000000ZZ4", true},
		{"letters, one wrong", "000000000ZZ5", false},
		{"zeros", "0000", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := luhn(tt.s); got != tt.want {
				t.Errorf("luhn is %v", got)
			}
		})
	}
}

func TestMod97(t *testing.T) {
	for s, want := range map[string]int{"97": 0, "98": 1, "A": 10, "3214282912345698765432161182": 1, "1": 1, "Z": 35} {
		if got := mod97(s); got != want {
			t.Errorf("mod97(%d characters) is %d, want %d", len(s), got, want)
		}
	}
}

func TestMod11x10(t *testing.T) {
	for s, want := range map[string]bool{"0794": false, "36574261809": true, "36574261808": false, "69435151530": true, "12345678903": true} {
		if got := mod11x10(s); got != want {
			t.Errorf("%v, want %v, for %d digits", got, want, len(s))
		}
	}
}

// TestVerhoeffCatches: every wrong digit and every swap of neighbours, as its inventor says.
func TestVerhoeffCatches(t *testing.T) {
	if !verhoeff("2363") || verhoeff("2364") {
		t.Fatal("the example of the literature fails")
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		s := complete(digits(r, 8), 1, tens, verhoeff)
		eachMisprint(s, func(wrong string) {
			if verhoeff(wrong) {
				t.Fatal("a wrong digit passes")
			}
		})
		eachSwap(s, func(wrong string) {
			if verhoeff(wrong) {
				t.Fatal("swapped neighbours pass")
			}
		})
	}
}

// eachMisprint gives every string that differs from s in one digit.
func eachMisprint(s string, yield func(string)) {
	for i := range len(s) {
		if !isDigit(s[i]) {
			continue
		}
		for d := byte('0'); d <= '9'; d++ {
			if d != s[i] {
				yield(s[:i] + string(d) + s[i+1:])
			}
		}
	}
}

func eachSwap(s string, yield func(string)) {
	for i := 1; i < len(s); i++ {
		if s[i] != s[i-1] {
			yield(s[:i-1] + s[i:i+1] + s[i-1:i] + s[i+1:])
		}
	}
}

// TestDihedralGroup: what Verhoeff's check rests on.
func TestDihedralGroup(t *testing.T) {
	for a := range 10 {
		if dihedral(0, a) != a || dihedral(a, 0) != a {
			t.Errorf("0 is not neutral for %d", a)
		}
		inverses := 0
		for b := range 10 {
			if dihedral(a, b) == 0 {
				inverses++
			}
			for c := range 10 {
				if dihedral(dihedral(a, b), c) != dihedral(a, dihedral(b, c)) {
					t.Fatalf("%d, %d, %d do not associate", a, b, c)
				}
			}
		}
		if inverses != 1 {
			t.Errorf("%d has %d inverses", a, inverses)
		}
	}
}

// misprints say how many of a hundred wrong digits a check may let through: none for the good ones, one in eleven where 10 is
// written as 0, and so on. Dates catch most of the rest.
var misprints = []struct {
	name  string
	valid func(string) bool
	make  func(r *rand.Rand) string
	most  int
}{
	{"NIR", isNIR, func(r *rand.Rand) string {
		return strings.ReplaceAll(makeNIR(r, &person{year: 1985, month: 5}), " ", "")
	}, 0},
	{"IBAN", isIBAN, func(r *rand.Rand) string { return makeIBAN("FR", makeRIB(r)) }, 0},
	{"RIB", isRIB, makeRIB, 0},
	{"BSN", isBSN, func(r *rand.Rand) string {
		return until(func() string { return complete("1"+digits(r, 7), 1, tens, isBSN) })
	}, 0},
	{"SPI", isSPI, func(r *rand.Rand) string {
		return until(func() string { return complete("1"+digits(r, 9), 3, tens, isSPI) })
	}, 0},
	{"PESEL", isPESEL, func(r *rand.Rand) string { return complete("850512"+digits(r, 4), 1, tens, isPESEL) }, 0},
	{"AHV", isAHV, func(r *rand.Rand) string { return complete("756"+digits(r, 9), 1, tens, isAHV) }, 0},
	{"NHS", isNHS, func(r *rand.Rand) string {
		return until(func() string { return complete(digits(r, 9), 1, tens, isNHS) })
	}, 0},
	{"IdNr", isIdNr, func(r *rand.Rand) string {
		return until(func() string { return complete(digits(r, 10), 1, tens, isIdNr) })
	}, 0},
	{"TCKN", isTCKN, func(r *rand.Rand) string {
		return until(func() string { return complete("1"+digits(r, 8), 2, tens, isTCKN) })
	}, 0},
	{"EGN", isEGN, func(r *rand.Rand) string { return complete("850512"+digits(r, 3), 1, tens, isEGN) }, 3},
	{"isikukood", isIsikukood, func(r *rand.Rand) string { return complete("3850512"+digits(r, 3), 1, tens, isIsikukood) }, 3},
	{"AFM", isAFM, func(r *rand.Rand) string { return complete(digits(r, 8), 1, tens, isAFM) }, 10},
	{"CNP", isCNP, func(r *rand.Rand) string { return complete("1850512"+"12"+digits(r, 3), 1, tens, isCNP) }, 3},
	{"Luxembourg", isLuxembourgish, func(r *rand.Rand) string {
		return until(func() string { return complete("19850512"+digits(r, 3), 2, tens, isLuxembourgish) })
	}, 0},
	{"DNI", isNIF, func(r *rand.Rand) string { return complete("1"+digits(r, 7), 1, nifLetters, isNIF) }, 0},
	{"codice fiscale", isCodiceFiscale, func(r *rand.Rand) string {
		return complete("RSSMRA85T10A"+digits(r, 3), 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", isCodiceFiscale)
	}, 0},
	{"RVNR", isRVNR, func(r *rand.Rand) string { return complete("65120585M"+digits(r, 2), 1, tens, isRVNR) }, 20},
}

func TestMisprintsAreCaught(t *testing.T) {
	for _, tt := range misprints {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(9, 9))
			tried, passed := 0, 0
			for range 60 {
				s := tt.make(r)
				if !tt.valid(s) {
					t.Fatalf("the generator's number of %d characters is not valid", len(s))
				}
				eachMisprint(s, func(wrong string) {
					tried++
					if tt.valid(wrong) {
						passed++
					}
				})
			}
			if passed*100 > tt.most*tried {
				t.Errorf("%d of %d wrong digits pass, more than %d %%", passed, tried, tt.most)
			}
		})
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		y, m, d int
		want    bool
	}{
		{2024, 2, 29, true}, {2023, 2, 29, false}, {1900, 2, 29, false}, {2000, 2, 29, true}, {2024, 4, 31, false}, {2024, 12, 31, true},
		{2024, 0, 1, false}, {2024, 13, 1, false}, {2024, 1, 0, false}, {2024, 1, 32, false},
	} {
		if got := isDate(tt.y, tt.m, tt.d); got != tt.want {
			t.Errorf("isDate(%d, %d, %d) is %v", tt.y, tt.m, tt.d, got)
		}
	}
	if !isYMD("000229") || isYMD("010229") || !isDMY("290200") || isDMY("290201") {
		t.Error("29 February without a century")
	}
}

func TestPlaceholders(t *testing.T) {
	for s, want := range map[string]bool{"111111111": true, "111111112": false, "": true, "0": true} {
		if got := sameDigits(s); got != want {
			t.Errorf("sameDigits of %d digits is %v", len(s), got)
		}
	}
	for s, want := range map[string]bool{"123456789": true, "1234567890": true, "0123456789": true, "123456798": false, "9012345": true} {
		if got := isSequence(s); got != want {
			t.Errorf("isSequence of %d digits is %v", len(s), got)
		}
	}
}

// TestCentennials: the parts of national numbers that tell the century.
func TestCentennials(t *testing.T) {
	for name, ok := range map[string]bool{
		"PESEL of 1885":                 isPESEL(complete("85851"+"21234", 1, tens, isPESEL)),
		"PESEL of 2005":                 isPESEL(complete("05251"+"21234", 1, tens, isPESEL)),
		"EGN of 2005":                   isEGN(complete("0545121"+"23", 1, tens, isEGN)),
		"rodné číslo of a woman":        isRodneCislo(until2(func(n int) string { return complete("85551200"+string(rune('0'+n)), 1, tens, isRodneCislo) })),
		"personnummer of a coordinated": isPersonnummer(complete("850572"+"123", 1, tens, isPersonnummer)),
		"Belgian number of 2005":        isBelgianNN("05051200180") || isBelgianNN(complete("050512001", 2, tens, isBelgianNN)),
		"NIR of Corsica":                isNIR(complete("185052A123456", 2, tens, isNIR)),
		"NIR born abroad":               isNIR(complete("1850599123456", 2, tens, isNIR)),
	} {
		if !ok {
			t.Error(name)
		}
	}
}

// until2 makes values from 0, 1, 2 … until one can be completed.
func until2(make func(n int) string) string {
	for n := range 10 {
		if s := make(n); s != "" {
			return s
		}
	}
	return "0000000000"
}
