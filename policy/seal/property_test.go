package seal

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"souspli/policy/seal/sealtest"
)

// sealedSamples is one honestly encrypted file of each kind, big enough that its middle is ciphertext.
func sealedSamples() map[string][]byte {
	cipher := noise(60_000, 1)
	agile, key, salt := agileInfoXML("secret", 1000)
	return map[string][]byte{
		"pgp":         sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(1), cipher))),
		"pgp armored": armored("PGP MESSAGE", sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(1), cipher)))),
		"cms":         contentInfo(cmsPrefix+"\x03", enveloped(aes256CBC, cipher)),
		"age":         []byte(ageIntro + "-> X25519 a\n\n--- " + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" + "\n" + string(cipher)),
		"ooxml":       sealtest.CompoundFile(map[string][]byte{"EncryptionInfo": agile, "EncryptedPackage": agilePackage(cipher, key, salt)}),
		"pdf":         lockedPDF(standardV5("/StmF /StdCF /StrF /StdCF"), "<00>", cipher),
		"7z":          sevenFile(sevenPart{"a", cipher, true, 19, false}),
		"rar4":        rar4(rar4Entry("a", rar4FileLocked, 29, cipher)),
		"rar5":        rar5(rar5Entry(2, "a", true, cipher)),
		"zip":         zipFile(aesItem("a", prose(60_000), "secret")),
		"odf":         odfFile("http://www.w3.org/2001/04/xmlenc#aes256-cbc", []string{"content.xml"}, nil),
		"kdbx3":       kdbx3(aesUUID, cipher),
		"kdbx4":       kdbx4(cipher),
		"luks":        luks1("aes", 0x00AC71F3, cipher),
	}
}

// TestClearTextSpoilsASeal is the promise of the package: every content byte is encrypted, or there is no seal.
// Whatever clear text is put in front, behind, or over the middle of a sealed file, it is sealed no more.
func TestClearTextSpoilsASeal(t *testing.T) {
	text := prose(400)
	for name, data := range sealedSamples() {
		if p := Prove(data); p.Verdict != Encrypted {
			t.Errorf("%s: %v (%s)", name, p.Verdict, p.Why)
			continue
		}
		overwritten := bytes.Clone(data)
		copy(overwritten[len(data)/2:], text)
		for how, spoilt := range map[string][]byte{
			"in front":    sealtest.Join(text, data),
			"behind":      sealtest.Join(data, text),
			"inside":      sealtest.Join(data[:len(data)/2], text, data[len(data)/2:]),
			"overwriting": overwritten,
		} {
			if p := Prove(spoilt); p.Verdict == Encrypted {
				t.Errorf("%s with clear text %s is called encrypted (%s)", name, how, p.Why)
			}
		}
	}
}

// TestCutShort: a seal cut anywhere never makes the prover panic.
func TestCutShort(t *testing.T) {
	for _, data := range sealedSamples() {
		for n := 0; n < len(data); n += len(data)/200 + 1 {
			Prove(data[:n])
		}
	}
}

// TestMutations: neither does a seal with wrong bytes.
func TestMutations(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, data := range sealedSamples() {
		for range 100 {
			bad := bytes.Clone(data)
			for range 1 + r.IntN(20) {
				at := r.IntN(min(len(bad), 2000))
				if r.IntN(2) == 0 {
					at = len(bad) - 1 - at
				}
				bad[at] = byte(r.Uint32())
			}
			Prove(bad)
		}
	}
}

func TestProveOrdinaryFiles(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing": nil, "text": prose(1000), "noise": noise(5000, 1), "PNG": sealtest.Join("\x89PNG\r\n\x1a\n", noise(900, 1)),
		"JPEG": sealtest.Join("\xFF\xD8\xFF\xE0", noise(900, 1)), "gzip": sealtest.Join("\x1f\x8b\x08", noise(900, 1)),
	} {
		if p := Prove(data); p.Verdict != None || p.Applies {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if p := Prove(simplePDF("x")); !p.Applies || p.Kind != "pdf" {
		t.Errorf("a clear PDF: %+v", p)
	}
}

func TestVerdictText(t *testing.T) {
	for _, v := range []Verdict{None, Open, Weak, Encrypted} {
		text, err := v.MarshalText()
		var back Verdict
		if err != nil || back.UnmarshalText(text) != nil || back != v {
			t.Errorf("%v: %s, %v", v, text, err)
		}
	}
	if new(Verdict).UnmarshalText([]byte("strong")) == nil {
		t.Error("an unknown word is taken")
	}
}

// FuzzProve: any bytes, an answer; and never a seal for what a clear sentence stands in.
func FuzzProve(f *testing.F) {
	for _, data := range sealedSamples() {
		f.Add(data[:min(len(data), 4000)])
	}
	f.Add(kdb(3, 6000, noise(300, 1)))
	f.Add(luks2(`{"keyslots":{},"segments":{}}`, noise(300, 1)))
	f.Add(simplePDF("x"))
	f.Add(agileFile(defaultPassword, prose(100)))
	f.Add(zip64File(zipItem{name: "a", data: prose(10)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := Prove(data)
		if p.Verdict == Encrypted && p.Kind == "zip" && bytes.Contains(data, prose(100)) {
			t.Errorf("clear text in a sealed %s", p.Kind)
		}
	})
}

// FuzzPDF: the object reader must end on any bytes.
func FuzzPDF(f *testing.F) {
	f.Add(simplePDF("BT (x) Tj ET"))
	f.Add(lockedPDF(standardV5("/StmF /StdCF /StrF /StdCF"), "<00>", noise(160, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := OpenPDF(data)
		if p == nil || err != nil && !p.locked() {
			return
		}
		for _, n := range p.Numbers()[:min(len(p.Numbers()), 100)] {
			if s, ok := p.Resolve(PDFRef{Num: n}).(*PDFStream); ok {
				if out, _ := p.Decode(s, 1<<16); len(out) > 1<<16 {
					t.Errorf("%d bytes", len(out))
				}
			}
		}
	})
}

func BenchmarkProve(b *testing.B) {
	for name, data := range map[string][]byte{
		"pgp 5 MiB": sealtest.Join(skesk(9), packetOf(TagSEIPD, sealtest.Join(byte(1), noise(5<<20, 1)))),
		"zip 5 MiB": zipFile(zipItem{name: "a", data: noise(5<<20, 2)}),
		"ooxml":     agileFile("secret", noise(1<<20, 3)),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				Prove(data)
			}
		})
	}
}
