package seal

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"testing"

	"souspli/policy/seal/sealtest"
)

// TestCompressedClearText: what a compressor made is spread as evenly as a ciphertext, and anyone can read it.
func TestCompressedClearText(t *testing.T) {
	pack := func(n int, writer func(io.Writer) io.WriteCloser) []byte {
		var out bytes.Buffer
		w := writer(&out)
		w.Write(varied(n))
		w.Close()
		return out.Bytes()
	}
	deflate := func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 9); return z }
	for _, n := range []int{700, 3000, 40_000} {
		raw := pack(n, deflate)
		for name, data := range map[string][]byte{
			"deflate":                                raw,
			"zlib":                                   pack(n, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
			"gzip":                                   pack(n, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
			"deflate behind a nonce":                 sealtest.Join(noise(16, 3), raw),
			"deflate behind noise":                   sealtest.Join(noise(300, 3), raw),
			"gzip behind much noise":                 sealtest.Join(noise(9000, 3), pack(n, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })),
			"deflate behind much noise, before some": sealtest.Join(noise(9000, 3), raw, noise(900, 5)),
			"deflate before a MAC":                   sealtest.Join(noise(18, 4), raw, noise(10, 5)),
		} {
			if Random(data) {
				t.Errorf("%s of %d bytes, %d packed, counts as a ciphertext", name, n, len(data))
			}
		}
	}
	member := sealtest.Join(sigLocal, uint16(20), uint16(0), uint16(8), noise(16, 8), uint16(5), uint16(0), "a.csv")
	for _, mark := range []string{string(member), sevenMagic, "Rar!\x1a\x07", "\xFD7zXZ\x00", "BZh9\x31\x41\x59\x26\x53\x59", "%PDF-1.4",
		"\x28\xB5\x2F\xFD\x04\x58\x45\x08\x00", "\x28\xB5\x2F\xFD\x60\x00\x10\x45\x08\x00", "\x04\x22\x4D\x18\x64\x40\xA7", "\x5D\x00\x00\x80\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00"} {
		if Random(sealtest.Join(noise(5000, 7), mark, noise(5000, 6))) {
			t.Errorf("what holds %q counts as a ciphertext", mark)
		}
	}
	for _, mark := range []string{sigLocal, "BZh9\x31\x41\x59\x26\x53\x59", "\xFD7zXZ\x00", "\x28\xB5\x2F\xFD", "\x5D\x00\x00\x80\x00"} {
		if Random(sealtest.Join([]byte(mark), noise(5000, 6))) {
			t.Errorf("what begins with %q counts as a ciphertext", mark)
		}
	}
}

// A compressor that was told to use the fixed codes: of zlib with Z_FIXED, nine lines of a list.
func TestFixedCodes(t *testing.T) {
	packed, err := base64.StdEncoding.DecodeString("80lNO7wiqawo1dox9/DKnMxU68TcVCCll5OalgoSd8gvSsxLT9VLK7I2MFMwNlQwMVIwNFcwteDyzS9KTSy1dkosKMksLkm1ToIy9HLBEg5pRalwbUYKJsYKhhYKppZc7olFeZmpRdbOGTn5h1daJwOpVL10iKBDem5iZo5ecn4uWJexgomJgqGlgpkBl1tiKdCNLvlFmYl51ilgSi8NJOaQk1iQD7I1L7UErMlEwcRUwchAwcyQKyi/tLgY5MbDnTn5KUC/pYIpvSKoOJrfTBVMzBSMDBXMjLicM1LLEnNAznRLTMpMzbNOA1N6yTBxFN+ZKZiYKxgZKZgZc/mk5iYeXlcCdKt74uHVOTmp1umJqUAKGJ5ArwHF0bxormBioWBkrGBmwuWbWJSckZiXYu1Rmp5vnQEk9HKhQhietFAwsVQwMlEwM+VyOrwS7Isia8+8wyuKrTPzUov1klIhYmg+tFQwNVAwMlUwMwMA")
	if err != nil {
		t.Fatal(err)
	}
	for _, lead := range []int{0, 40, 513, 9000} {
		if data := sealtest.Join(noise(lead, 3), packed, noise(100, 4)); !compressed(data) {
			t.Errorf("behind %d bytes of noise it counts as a ciphertext", lead)
		}
	}
}

// Of noise some thousandth of a millionth begins as codes that go on without a fault. They say nothing, so that a large ciphertext stays
// one: this is such noise.
func TestCodesByChance(t *testing.T) {
	const seed, at, size = 633628, 2694, 4096
	r := rand.NewPCG(seed, 0)
	var b []byte
	for range size / 8 {
		b = binary.LittleEndian.AppendUint64(b, r.Uint64())
	}
	if !inflates(flate.NewReader(&countReader{}), b[at:]) {
		t.Fatal("this noise is no deflate stream")
	}
	if compressed(b) {
		t.Error("noise counts as compressed")
	}
}

// varied is text without long repetitions: lines of a list.
func varied(n int) []byte {
	var out []byte
	for i := 0; len(out) < n; i++ {
		for _, c := range noise(12, byte(i+1)) {
			out = append(out, "etaoinshrdlucmfw"[c&15])
		}
		out = append(out, ';', byte('0'+i%10), byte('0'+i/10%10), '\n')
	}
	return out[:n]
}
