package seal

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

func deflated(data []byte) []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, 9)
	w.Write(data)
	w.Close()
	return out.Bytes()
}

// TestOpenZIP is the table of what two readers could read differently (research: reliability-security.md C13, C14).
func TestOpenZIP(t *testing.T) {
	a, b := zipItem{name: "a.txt", data: prose(100)}, zipItem{name: "b.txt", data: prose(50)}
	one, two := zipFile(a), zipFile(b)
	zero := uint16(0)
	wrongCount := bytes.Clone(zipFile(a, b))
	wrongCount[len(wrongCount)-lenEnd+10] = 7
	tests := []struct {
		name  string
		data  []byte
		names string
		want  error
		stray int
	}{
		{"ordinary", zipFile(a, b), "a.txt b.txt", nil, 0},
		{"empty", zipFile(), "", nil, 0},
		{"streamed with descriptors", zipFile(zipItem{name: "a.txt", data: prose(99), descriptor: true}, zipItem{name: "b.txt", data: prose(9), descriptor: true}), "a.txt b.txt", nil, 0},
		{"comment", zipFileWith("hello", nil, a), "a.txt", nil, 0},
		{"zip64", zip64File(a), "a.txt", nil, 0},
		{"archive stored in an archive", zipFile(zipItem{name: "in.zip", data: one}), "in.zip", nil, 0},
		{"data in front", sealtest.Join(prose(500), one), "a.txt", nil, 1},
		{"data behind", sealtest.Join(one, prose(500)), "a.txt", nil, 1},
		{"data between", zipFile(a, zipItem{name: "b.txt", data: prose(9), gap: prose(70)}), "a.txt b.txt", nil, 1},
		{"data in front of the directory", zipFileWith("", prose(70), a), "a.txt", nil, 1},
		{"zeros in front and behind", sealtest.Join(make([]byte, 512), one, make([]byte, 512)), "a.txt", nil, 0},
		{"two archives one after the other", sealtest.Join(one, two), "b.txt", ErrAmbiguous, 1},
		{"another archive in the comment", zipFileWith(string(two), nil, a), "b.txt", ErrAmbiguous, 1},
		{"local name differs", zipFile(zipItem{name: "a.txt", localName: "b.exe", data: prose(9)}), "a.txt", ErrAmbiguous, 0},
		{"local flags deny encryption", zipFile(zipItem{name: "a", data: prose(90), flags: 1, localFlags: &zero}), "a", ErrAmbiguous, 0},
		{"local size differs", zipFile(zipItem{name: "a", data: prose(90), sizeLie: 5}), "a", ErrAmbiguous, 0},
		{"count differs", wrongCount, "a.txt b.txt", ErrAmbiguous, 0},
		{"overlapping entries", overlapping(), "a a", ErrAmbiguous, 0},
		{"cut short", one[:len(one)-10], "", ErrDamaged, 0},
		{"no archive", prose(1000), "", ErrDamaged, 0},
		{"zip64 locator pointing beyond everything", sealtest.Join(one[:len(one)-lenEnd], sigEnd64Loc, uint32(0), uint64(1<<64-9), uint32(1), one[len(one)-lenEnd:]), "a.txt", nil, 1},
		{"end record alone, pointing nowhere", sealtest.Join(sigEnd, uint32(0), uint16(1), uint16(1), uint32(50), uint32(0xFFFFFF), uint16(0)), "", ErrDamaged, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			z, err := OpenZIP(tt.data)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			var names []string
			for _, e := range z.Entries {
				names = append(names, string(e.Name))
			}
			if got := strings.Join(names, " "); got != tt.names {
				t.Errorf("names %q, want %q", got, tt.names)
			}
			if err == nil && len(z.Stray) != tt.stray {
				t.Errorf("%d stray stretches, want %d", len(z.Stray), tt.stray)
			}
		})
	}
}

// zip64File writes an archive whose sizes and offset stand in the zip64 records (APPNOTE 4.3.14, 4.5.3).
func zip64File(it zipItem) []byte {
	extra := sealtest.Join(uint16(1), uint16(24), uint64(len(it.data)), uint64(len(it.data)), uint64(0))
	plain := zipFile(it)
	start := bytes.Index(plain, []byte(sigCentral))
	central := bytes.Clone(plain[start : len(plain)-lenEnd])
	for _, at := range []int{20, 24, 42} {
		binary.LittleEndian.PutUint32(central[at:], 0xFFFFFFFF)
	}
	binary.LittleEndian.PutUint16(central[30:], uint16(len(extra)))
	central = append(central, extra...)
	end64 := sealtest.Join(sigEnd64, uint64(44), uint32(0), uint32(0), uint32(0), uint64(1), uint64(1), uint64(len(central)), uint64(start))
	locator := sealtest.Join(sigEnd64Loc, uint32(0), uint64(start+len(central)), uint32(1))
	end := sealtest.Join(sigEnd, uint32(0), uint16(0xFFFF), uint16(0xFFFF), uint32(0xFFFFFFFF), uint32(0xFFFFFFFF), uint16(0))
	return sealtest.Join(plain[:start], central, end64, locator, end)
}

// overlapping lists one entry twice in the directory: the seed of a flat bomb.
func overlapping() []byte {
	z := zipFile(zipItem{name: "a", data: prose(100)})
	start := bytes.Index(z, []byte(sigCentral))
	central := z[start : len(z)-lenEnd]
	return sealtest.Join(z[:start], central, central, sigEnd, uint32(0), uint16(2), uint16(2), uint32(2*len(central)), uint32(start), uint16(0))
}

func TestZIPEntryOpen(t *testing.T) {
	text := prose(5000)
	z, err := OpenZIP(zipFile(zipItem{name: "s", data: text}, zipItem{name: "d", data: text, packed: deflated(text), method: 8},
		zipItem{name: "l", data: text, flags: 1}, zipItem{name: "m", data: text, method: 77}))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range z.Entries {
		r, ok := e.Open()
		if want := string(e.Name) == "s" || string(e.Name) == "d"; ok != want {
			t.Errorf("%s: ok %v", e.Name, ok)
		}
		if ok {
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, text) {
				t.Errorf("%s: %v", e.Name, err)
			}
		}
	}
}

func TestZIPProof(t *testing.T) {
	aes := aesItem("liste.xlsx", prose(4000), "secret")
	clear := zipItem{name: "readme.txt", data: prose(100)}
	crypto := zipItem{name: "old.txt", data: prose(100), packed: noise(112, 1), flags: 1}
	folder := zipItem{name: "folder/"}
	forged := aes
	forged.packed = sealtest.Join(noise(18, 1), prose(4000), noise(10, 2))
	noExtra := aes
	noExtra.extra = nil
	strange := aes
	strange.extra = sealtest.Join(uint16(0x9901), uint16(7), uint16(3), "XX", byte(3), uint16(0))
	short := aes
	short.packed = noise(20, 1)
	strong := zipItem{name: "p", data: prose(100), packed: noise(200, 1), flags: 0x41,
		extra: sealtest.Join(uint16(0x0017), uint16(8), uint16(2), uint16(0x6610), uint16(256), uint16(1))}
	strongRC4 := strong
	strongRC4.extra = sealtest.Join(uint16(0x0017), uint16(8), uint16(2), uint16(0x6801), uint16(40), uint16(1))
	holds(t, "zip", []proof{
		{"AES", zipFile(aes), Encrypted},
		{"AES, a folder beside", zipFile(folder, aes), Encrypted},
		{"AES, two entries", zipFile(aes, aesItem("b", prose(9), "secret")), Encrypted},
		{"PKWARE AES", zipFile(strong), Encrypted},
		{"AES and clear", zipFile(aes, clear), None},
		{"AES and ZipCrypto", zipFile(aes, crypto), Weak},
		{"ZipCrypto", zipFile(crypto), Weak},
		{"ZipCrypto and clear", zipFile(crypto, clear), None},
		{"PKWARE RC4", zipFile(strongRC4), Weak},
		{"clear", zipFile(clear), None},
		{"nothing but folders", zipFile(folder), None},
		{"empty password", zipFile(aesItem("liste.xlsx", prose(4000), "")), Open},
		{"forged: clear text under AES flags", zipFile(forged), None},
		{"method 99 without the AES field", zipFile(noExtra), None},
		{"AES field of another vendor", zipFile(strange), None},
		{"too short for salt and code", zipFile(short), None},
		{"text in front", sealtest.Join(prose(100), zipFile(aes)), None},
		{"text behind", sealtest.Join(zipFile(aes), prose(100)), None},
		{"text between", zipFile(aes, zipItem{name: "x/", gap: prose(100)}), None},
		{"second directory", sealtest.Join(zipFile(clear), zipFile(aes)), None},
		{"encrypted by name only", zipFile(zipItem{name: "encrypted.zip.aes", data: prose(100)}), None},
	})
}

func TestZIPPrograms(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.txt", prose(3000))
	put(t, dir, "b.txt", prose(30))
	t.Run("7z", func(t *testing.T) {
		seven := needs(t, "7zz", "7z")
		for args, want := range map[string]Verdict{
			"a -tzip -psecret -mem=AES256 aes.zip a.txt b.txt": Encrypted,
			"a -tzip -psecret -mem=AES128 aes1.zip a.txt":      Encrypted,
			"a -tzip -psecret -mem=ZipCrypto old.zip a.txt":    Weak,
			"a -tzip clear.zip a.txt":                          None,
		} {
			fields := strings.Fields(args)
			tool(t, dir, seven, fields...)
			name := fields[len(fields)-2]
			if !strings.HasSuffix(name, ".zip") {
				name = fields[len(fields)-3]
			}
			if p := Prove(get(t, dir, name)); p.Verdict != want {
				t.Errorf("%s: %v (%s), want %v", args, p.Verdict, p.Why, want)
			}
		}
		put(t, dir, "c.txt", prose(40))
		tool(t, dir, seven, "a", "-tzip", "aes.zip", "c.txt")
		if p := Prove(get(t, dir, "aes.zip")); p.Verdict != None {
			t.Errorf("a clear file added to an encrypted archive: %v", p.Verdict)
		}
	})
	t.Run("zip", func(t *testing.T) {
		zip := needs(t, "zip")
		tool(t, dir, zip, "-q", "-P", "secret", "info.zip", "a.txt")
		if p := Prove(get(t, dir, "info.zip")); p.Verdict != Weak {
			t.Errorf("zip -P: %v", p.Verdict)
		}
	})
}
