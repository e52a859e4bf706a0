package attachment

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// TestSealsOfContainers is the nested rule: a clear container all of whose members are proven is proven; what is
// clear is read; a password beside opens it.
func TestSealsOfContainers(t *testing.T) {
	locked := string(lockedZip(t, []string{"liste.xlsx"}))
	weak := string(weakZip(t))
	age := "age-encryption.org/v1\n-> X25519 a\n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" + string(noise(900, 1))
	tests := []struct {
		name       string
		data       []byte
		want       seal.Verdict
		unreadable bool
		reason     string
	}{
		{"AES archive", []byte(locked), seal.Encrypted, false, ReasonSealed},
		{"AES archive in an archive", zipOf(t, "a.zip", locked), seal.Encrypted, false, ReasonSealed},
		{"two sealed files in an archive", zipOf(t, "a.zip", locked, "b.age", age), seal.Encrypted, false, ReasonSealed},
		{"sealed file in gzip in tar", tarred(t, "a.age.gz", string(gzipped(t, "", []byte(age)))), seal.Encrypted, false, ReasonSealed},
		{"sealed file and a clear one", zipOf(t, "a.zip", locked, "readme.txt", "hello"), seal.None, false, ReasonSealed},
		{"sealed file and an empty one", zipOf(t, "a.zip", locked, "empty.txt", ""), seal.Encrypted, false, ReasonSealed},
		{"AES and clear member", lockedZip(t, []string{"liste.xlsx"}, "readme.txt", "hello"), seal.None, false, ReasonSealed},
		{"weak archive", []byte(weak), seal.Weak, true, ReasonWeak},
		{"weak archive in an archive", zipOf(t, "a.zip", weak), seal.Weak, true, ReasonWeak},
		{"weak and strong in an archive", zipOf(t, "a.zip", weak, "b.age", age), seal.Weak, true, ReasonWeak},
		{"sealed file and text behind the archive", append(zipOf(t, "a.zip", locked), "text behind it"...), seal.None, false, ReasonSealed},
		{"password told in a member", zipOf(t, "a.zip", locked, "lisez-moi.txt", "Bonjour,\nmot de passe : Toto2024!\n"), seal.None, true, ReasonDisclosed},
		{"file called password", zipOf(t, "a.zip", locked, "password.txt", "Toto2024"), seal.None, true, ReasonDisclosed},
		{"password in the comment", commented(t, []byte(locked), "mdp: Toto2024"), seal.Open, true, ReasonDisclosed},
		{"password in a table", zipOf(t, "a.zip", locked, "l.csv", "Archive;Mot de passe;Toto2024\nb;c;d\ne;f;g\n"), seal.None, true, ReasonDisclosed},
		{"a list of passwords, sealed", lockedZip(t, []string{"mots de passe.xlsx"}), seal.Encrypted, false, ReasonSealed},
		{"password promised by telephone", zipOf(t, "a.zip", locked, "lisez-moi.txt", "Le mot de passe vous sera envoyé par SMS.\n"), seal.None, false, ReasonSealed},
		{"sealed archive and a damaged file", zipOf(t, "a.zip", locked, "b.docx", "PK\x03\x04rubbish"), seal.None, true, ReasonDamaged},
		{"sealed archive and a picture", zipOf(t, "a.zip", locked, "b.jpg", "\xFF\xD8\xFF\xE0"+string(noise(99, 1))), seal.None, false, ReasonUnknown},
		{"openssl enc", append([]byte("Salted__"), noise(999, 1)...), seal.None, false, ReasonUnproven},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, r := read(t, File{Name: "x", Data: tt.data})
			if r.Seal != tt.want || r.Unreadable() != tt.unreadable || r.Reason != tt.reason {
				t.Errorf("seal %v (%s), unreadable %v, reason %q; want %v, %v, %q", r.Seal, r.Why, r.Unreadable(), r.Reason, tt.want, tt.unreadable, tt.reason)
			}
		})
	}
}

// weakZip is an archive whose member is under ZipCrypto.
func weakZip(t testing.TB) []byte {
	z := lockedZip(t, []string{"old.txt"})
	for _, at := range []int{8, bytes.Index(z, []byte("PK\x01\x02")) + 10} {
		z[at], z[at+1] = 8, 0
	}
	return z
}

// commented puts a comment behind an archive.
func commented(t testing.TB, z []byte, comment string) []byte {
	t.Helper()
	out := bytes.Clone(z)
	out[len(out)-2] = byte(len(comment))
	return append(out, comment...)
}

func TestExamine(t *testing.T) {
	clear := zipOf(t, "liste.csv", csvFile)
	for _, c := range []struct {
		name   string
		data   []byte
		words  []string
		refuse bool
		seal   seal.Verdict
	}{
		{"nothing found", clear, nil, false, seal.None},
		{"found in a member", clear, []string{"d@x.fr"}, true, seal.None},
		{"nothing to be seen of a sealed archive", lockedZip(t, []string{"liste.csv"}), []string{"d@x.fr"}, false, seal.Encrypted},
		{"a name in a sealed archive says too much", lockedZip(t, []string{"Dupont 2 79 03 75 116 004 74.pdf"}), []string{"2 79 03"}, true, seal.None},
		{"the name of the file itself", lockedZip(t, []string{"a"}), []string{"2 80 01"}, true, seal.None},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &listDetector{words: c.words}
			r := Examine(File{Name: "2 80 01.zip", Data: c.data}, d, NewBudget())
			if r.PersonalData != c.refuse || r.Seal != c.seal || d.asked != 1 {
				t.Errorf("refuse %v, seal %v (%s), asked %d times", r.PersonalData, r.Seal, r.Why, d.asked)
			}
			if c.refuse != (len(r.Findings) > 0) {
				t.Errorf("findings %v", r.Findings)
			}
		})
	}
}

// TestBombs: each ends within the budget and is called too big (reliability-security C13, C15 to C17).
func TestBombs(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 40<<20)
	nested := "x"
	for range 10 {
		nested = string(zipOf(t, "in.zip", nested))
	}
	many := make([]string, 0, 24_000)
	for i := range 12_000 {
		many = append(many, "f"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+string(rune(0x4E00+i)), "1")
	}
	var flat bytes.Buffer
	w, _ := gzip.NewWriterLevel(&flat, 9)
	for range 5 {
		w.Write([]byte(zeros))
	}
	w.Close()
	strs := "<sst>" + strings.Repeat("<si><t>x</t></si>", 1) + "</sst>"
	sheet := "<worksheet><sheetData>" + strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 2_200_000) + "</sheetData></worksheet>"
	farRow := `<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`
	tests := []struct {
		name   string
		data   []byte
		reason string
	}{
		{"flat", flat.Bytes(), ReasonTooBig},
		{"zip of zeros", zipOf(t, "zeros", zeros), ReasonTooBig},
		{"nested", []byte(nested), ReasonTooBig},
		{"many entries", zipOf(t, many...), ReasonTooBig},
		{"rows without end", xlsxOf(t, sheet, "xl/sharedStrings.xml", strs), ReasonTooBig},
		{"a cell at the far end", xlsxOf(t, farRow), ""},
		{"ODS with repeated rows", zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
			`<office:body><table:table table:name="S"><table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:body>`), ""},
		{"lines without end", []byte(strings.Repeat("1\n", 2_000_000)), ReasonTooBig},
		{"long lines", []byte(strings.Repeat(strings.Repeat("word ", 20)+"\n", 300_000)), ""},
		{"XML nesting", []byte("<?xml version='1.0'?>" + strings.Repeat("<a>", 1_000_000)), ""},
		{"RTF nesting", []byte(`{\rtf1` + strings.Repeat("{", 1_000_000)), ""},
		{"HTML nesting", []byte("<html>" + strings.Repeat("<table><tr><td>", 200_000)), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, r := read(t, File{Name: "a", Data: tt.data}); r.Reason != tt.reason {
				t.Errorf("reason %q, want %q", r.Reason, tt.reason)
			}
		})
	}
}

// TestBudgetIsShared: what one attachment has spent, the next one of the submission does not have.
func TestBudgetIsShared(t *testing.T) {
	b := NewBudget()
	b.Bytes = 1 << 20
	data := zipOf(t, "a.txt", strings.Repeat("some text\n", 60_000))
	if _, r := readWithin(t, File{Data: data}, b); !r.Readable {
		t.Errorf("the first: %+v", r)
	}
	if _, r := readWithin(t, File{Data: data}, b); r.Reason != ReasonTooBig {
		t.Errorf("the second: %+v", r)
	}
}

// TestPanic: a reader that panics is a reader that could not read.
func TestPanic(t *testing.T) {
	s := &scope{sample: newSample(File{Name: "x"}), w: &walk{budget: NewBudget()}}
	s.run(format{"x", nil, func(*scope) error { panic("a library") }})
	if s.reason != ReasonCrashed || !s.failed {
		t.Errorf("%+v", s.outcome)
	}
}

func TestReasons(t *testing.T) {
	words := []string{ReasonDamaged, ReasonTooBig, ReasonUnproven, ReasonCrashed, ReasonTwoFaced, ReasonUnknown, ReasonSealed, ReasonWeak, ReasonOpen, ReasonDisclosed, ReasonUnsupported}
	seen := map[int]string{}
	for _, word := range words {
		g := gravity(word)
		if other, twice := seen[g]; twice || g == len(word) && word != ReasonSealed && g > 10 {
			t.Errorf("%q weighs as much as %q", word, other)
		}
		seen[g] = word
	}
	s := &scope{}
	for _, word := range []string{"", ReasonUnknown, ReasonTooBig, ReasonDamaged} {
		s.blame(word, []string{word})
	}
	if s.reason != ReasonTooBig || s.at[0] != ReasonTooBig {
		t.Errorf("the gravest reason is not kept: %q %q", s.reason, s.at)
	}
	_, r := read(t, File{Data: zipOf(t, "good.txt", "x", "dir/bad.docx", "PK\x03\x04rubbish")})
	if r.Reason != ReasonDamaged || len(r.ReasonAt) != 1 || r.ReasonAt[0] != "dir/bad.docx" {
		t.Errorf("the member to blame: %+v", r)
	}
}

func TestPlaces(t *testing.T) {
	d, _ := Read(File{Name: "a.zip", Data: zipOf(t, "b/l.csv", csvFile)}, NewBudget())
	last := d.Blocks[len(d.Blocks)-1].Place
	if len(last.Path) != 1 || last.Path[0] != "b/l.csv" || last.Line != 1 || last.Part != "" {
		t.Errorf("%+v", last)
	}
	if d.Blocks[0].Place.Part != personal.PartName {
		t.Errorf("%+v", d.Blocks[0].Place)
	}
}

func TestPasswordHint(t *testing.T) {
	for _, text := range []string{
		"mot de passe : Toto2024!", "Mot de passe: azerty", "MDP = 1234", "le mot de passe est Toto2024", "mdp 4312", "(mdp: Soleil)", "Le mot de passe du fichier est : soleil",
		"password: hunter2", "The password is hunter2", "Password for the archive: correct-horse", "passphrase -> \"correct horse\"", "Kennwort: geheim", "Das Passwort ist Sommer24",
		"Contraseña: verano24", "wachtwoord: zomer24", "Code d'accès : 4312", "le mot de passe « soleil » ouvre le fichier", "Voici le code du zip : 8812", "pwd:abc123",
	} {
		if !PasswordHint(text) {
			t.Errorf("missed: %q", text)
		}
	}
	for _, text := range []string{
		"", "Le mot de passe vous sera envoyé par SMS.", "Mot de passe : envoyé par SMS", "mot de passe: voir SMS", "The password will be sent separately.", "Password: see SMS",
		"Le mot de passe est votre date de naissance", "Changez votre mot de passe régulièrement.", "Mot de passe oublié ?", "password: ********", "Le mot de passe suit par téléphone.",
		"Un mot de passe : huit caractères au moins, des chiffres et des lettres.", "Das Passwort folgt per SMS", "Mot de passe :", "code postal : 75002", "Je vous donne le mot de passe par téléphone",
	} {
		if PasswordHint(text) {
			t.Errorf("alarm: %q", text)
		}
	}
	for name, want := range map[string]bool{"password.txt": true, "MDP.docx": true, "le mot de passe.txt": true, "dir/mot_de_passe_archive.txt": true, "passport.pdf": false, "liste.csv": false, "password policy of the company and others.pdf": false} {
		if got := passwordName(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
