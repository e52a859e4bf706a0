package seal

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"souspli/policy/seal/sealtest"
)

func ageFile(t testing.TB, data []byte, r age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func ageArmored(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := armor.NewWriter(&out)
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAge(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	password, err := age.NewScryptRecipient("secret")
	if err != nil {
		t.Fatal(err)
	}
	password.SetWorkFactor(10)
	forKey := ageFile(t, prose(5000), id.Recipient())
	header := forKey[:bytes.Index(forKey, []byte("\n---"))+1]
	mac := base64.RawStdEncoding.EncodeToString(noise(32, 1))
	headed := func(stanzas, payload string) []byte {
		return []byte(ageIntro + stanzas + "--- " + mac + "\n" + payload)
	}
	random := string(noise(500, 2))
	inArmor := ageArmored(t, forKey)
	holds(t, "age", []proof{
		{"for a key", forKey, Encrypted},
		{"for a password", ageFile(t, prose(5000), password), Encrypted},
		{"empty plaintext", ageFile(t, nil, id.Recipient()), Encrypted},
		{"armored", inArmor, Encrypted},
		{"armored with CRLF", bytes.ReplaceAll(inArmor, []byte("\n"), []byte("\r\n")), Encrypted},
		{"armored, blank lines around", sealtest.Join("\n\n", inArmor, "\n"), Encrypted},
		{"plugin stanza", headed("-> yubikey a b c\nAAAA\n", random), Encrypted},
		{"long stanza", headed("-> X25519 a\n"+strings.Repeat("A", 64)+"\n\n", random), Encrypted},
		{"text before the armor", sealtest.Join("Jean\n", inArmor), None},
		{"text behind the armor", sealtest.Join(inArmor, "Jean\n"), None},
		{"armor with a short line inside", bytes.Replace(inArmor, []byte("\n"), []byte("\nYWdl\n"), 1), None},
		{"armor cut short", inArmor[:len(inArmor)-10], None},
		{"armor around something else", ageArmored(t, prose(100)), None},
		{"forged: text where the payload should be", sealtest.Join(header, "--- ", mac, "\n", prose(3000)), None},
		{"forged: a sentence in the payload", sealtest.Join(forKey, prose(40)), None},
		{"no payload", forKey[:len(header)+48], None},
		{"no MAC", sealtest.Join(header, prose(300)), None},
		{"MAC of a wrong length", []byte(ageIntro + "-> X25519 a\n\n--- AAAA\n" + random), None},
		{"no stanza", headed("", random), None},
		{"stanza without arrow", headed("X25519 a\n\n", random), None},
		{"stanza with two blanks", headed("-> X25519  a\n\n", random), None},
		{"stanza body not base64", headed("-> X25519 a\n!!!\n", random), None},
		{"stanza body without end", headed("-> X25519 a\n"+strings.Repeat("A", 64)+"\n", random), None},
		{"version 2", []byte("age-encryption.org/v2\n" + random), None},
	})
}

func TestAgeProgram(t *testing.T) {
	program := needs(t, "age")
	dir := t.TempDir()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "clear", prose(100_000))
	for _, option := range []string{"-e", "-a"} {
		tool(t, dir, program, option, "-r", id.Recipient().String(), "-o", "out", "clear")
		data := get(t, dir, "out")
		if p := Prove(data); p.Verdict != Encrypted {
			t.Errorf("age %s: %v (%s)", option, p.Verdict, p.Why)
		}
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(get(t, dir, "out"))), id)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(r); err != nil || len(plain) != 100_000 {
		t.Errorf("the oracle does not open it: %v", err)
	}
}
