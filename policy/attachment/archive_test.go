package attachment

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"souspli/policy/seal"
	"souspli/policy/seal/sealtest"
)

const rowInside = "2| Dupont | d@x.fr"

func gzipped(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Name, w.Comment = name, "a comment"
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarred(t testing.TB, items ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for i := 0; i+1 < len(items); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: items[i], Mode: 0o600, Size: int64(len(items[i+1]))}); err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(items[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestArchives(t *testing.T) {
	zip, tgz := zipOf(t, "dir/liste.csv", csvFile), gzipped(t, "", tarred(t, "liste.csv", csvFile))
	var xzOut, zstdOut bytes.Buffer
	x, err := xz.NewWriter(&xzOut)
	if err != nil {
		t.Fatal(err)
	}
	x.Write([]byte(csvFile))
	x.Close()
	z, err := zstd.NewWriter(&zstdOut)
	if err != nil {
		t.Fatal(err)
	}
	z.Write([]byte(csvFile))
	z.Close()
	oldTar := tarred(t, "liste.csv", csvFile)
	copy(oldTar[257:], make([]byte, 8)) // without the magic of POSIX
	rewriteSum(oldTar)
	extracts(t, []extraction{
		{name: "zip", file: File{Name: "a.zip", Data: zip}, kind: "zip", want: []string{"dir/liste.csv " + rowInside, "<name> a.zip"}},
		{name: "zip in zip", file: File{Data: zipOf(t, "in.zip", string(zip))}, kind: "zip", want: []string{"in.zip dir/liste.csv " + rowInside}},
		{name: "tar", file: File{Data: tarred(t, "liste.csv", csvFile)}, kind: "tar", want: []string{"liste.csv " + rowInside}},
		{name: "tar of the seventies", file: File{Data: oldTar}, kind: "tar", want: []string{"liste.csv " + rowInside}},
		{name: "tar with text behind", file: File{Data: append(tarred(t, "a", "b"), "Nom;Mél\nDupont;d@x.fr\nMartin;m@x.fr\n"...)}, kind: "tar", want: []string{rowInside}},
		{name: "gzip", file: File{Name: "x.csv.gz", Data: gzipped(t, "", []byte(csvFile))}, kind: "gzip", want: []string{"x.csv " + rowInside}},
		{name: "gzip with its own name", file: File{Data: gzipped(t, "liste.csv", []byte(csvFile))}, kind: "gzip", want: []string{"liste.csv " + rowInside, "<comments> a comment"}},
		{name: "gzip in two pieces", file: File{Name: "l.csv.gz", Data: append(gzipped(t, "l.csv", []byte(csvFile[:20])), gzipped(t, "", []byte(csvFile[20:]))...)}, kind: "gzip", want: []string{"l.csv " + rowInside}},
		{name: "gzip with text behind", file: File{Name: "l.gz", Data: append(gzipped(t, "l", []byte("x")), csvFile...)}, kind: "gzip", want: []string{rowInside}},
		{name: "tgz", file: File{Name: "a.tgz", Data: tgz}, kind: "gzip", want: []string{"a.tar liste.csv " + rowInside}},
		{name: "bzip2", file: File{Name: "l.csv.bz2", Data: bzip2Sample}, kind: "bzip2", want: []string{"l.csv " + rowInside}},
		{name: "xz", file: File{Name: "l.csv.xz", Data: xzOut.Bytes()}, kind: "xz", want: []string{"l.csv " + rowInside}},
		{name: "zstd", file: File{Name: "l.csv.zst", Data: zstdOut.Bytes()}, kind: "zstd", want: []string{"l.csv " + rowInside}},
		{name: "gzip cut short", file: File{Name: "l.csv.gz", Data: gzipped(t, "", []byte(csvFile))[:40]}, kind: "gzip", reason: ReasonDamaged},
		{name: "zip cut short", file: File{Data: zip[:len(zip)-30]}, kind: "zip", reason: ReasonDamaged},
		{name: "cabinet", file: File{Data: append([]byte("MSCF\x00\x00\x00\x00"), noise(300, 1)...)}, kind: "archive", reason: ReasonUnsupported},
		{name: "7z that is no archive", file: File{Data: append([]byte("7z\xBC\xAF\x27\x1C\x00\x04"), noise(300, 1)...)}, kind: "7z", reason: ReasonDamaged},
		{name: "RAR with a comment", file: File{Data: commentedRAR("Dupont")}, kind: "rar", want: []string{"<comments> Dupont"}},
		{name: "RAR that is no archive", file: File{Data: append([]byte("Rar!\x1a\x07\x00"), noise(300, 1)...)}, kind: "rar", reason: ReasonDamaged},
	})
}

// bzip2Sample is csvFile, made by bzip2.
var bzip2Sample = unhexAll("425a683931415926535997581134000006dd9400100001000844032527d64000200800200021a800034d3d41468c81a34c8d2e83a34a9a7cc55b87584cac15c9d241df091e4f8bb9229c28484bac089a00")

func unhexAll(s string) []byte {
	out := make([]byte, len(s)/2)
	for i := range out {
		out[i] = byte(seal.Unhex(s[2*i])<<4 | seal.Unhex(s[2*i+1]))
	}
	return out
}

func rewriteSum(h []byte) {
	copy(h[148:156], "        ")
	sum := 0
	for _, c := range h[:512] {
		sum += int(c)
	}
	for i := 5; i >= 0; i-- {
		h[148+i] = byte('0' + sum&7)
		sum >>= 3
	}
	h[154], h[155] = 0, ' '
}

func TestSevenZipPrograms(t *testing.T) {
	seven := needs(t, "7zz", "7z")
	dir := t.TempDir()
	put(t, dir, "liste.csv", []byte(csvFile+strings.Repeat("Petit;p@x.fr\n", 500)))
	put(t, dir, "b.csv", []byte(csvFile))
	for args, row := range map[string]string{
		"a.7z": rowInside, "b.7z -m0=PPMd": rowInside, "c.7z -m0=BZip2": rowInside, "d.7z -m0=Deflate": rowInside, "f.zip -mm=BZip2": rowInside,
		"h.zip -mm=Deflate": rowInside, "i.7z -ms=off": rowInside,
	} {
		fields := strings.Fields(args)
		tool(t, dir, seven, append([]string{"a", fields[0], "liste.csv", "b.csv"}, fields[1:]...)...)
		lines, r := read(t, File{Name: fields[0], Data: get(t, dir, fields[0])})
		text := strings.Join(lines, "\n")
		if !r.Readable || !strings.Contains(text, "liste.csv "+row) || !strings.Contains(text, "b.csv "+row) {
			t.Errorf("7z %s: %+v\n%s", args, r, text)
		}
	}
	for args, reason := range map[string]string{"g.zip -mm=LZMA": ReasonUnsupported, "e.zip -mm=Deflate64": ReasonUnsupported} {
		fields := strings.Fields(args)
		tool(t, dir, seven, append([]string{"a", fields[0], "liste.csv"}, fields[1:]...)...)
		if _, r := read(t, File{Data: get(t, dir, fields[0])}); r.Reason != reason {
			t.Errorf("7z %s: %+v", args, r)
		}
	}
	tool(t, dir, seven, "a", "mixed.7z", "-psecret", "b.csv")
	tool(t, dir, seven, "a", "mixed.7z", "liste.csv")
	lines, r := read(t, File{Data: get(t, dir, "mixed.7z")})
	if r.Seal != seal.None || r.Unreadable() || !strings.Contains(strings.Join(lines, "\n"), "liste.csv "+rowInside) {
		t.Errorf("mixed: %+v\n%s", r, strings.Join(lines, "\n"))
	}
}

// TestTwoFacedArchives: what readers read differently is read as far as it goes and never called clean.
func TestTwoFacedArchives(t *testing.T) {
	one, two := zipOf(t, "one.csv", csvFile), zipOf(t, "two.txt", "two")
	renamed := bytes.Replace(one, []byte("one.csv"), []byte("one.exe"), 1) // the local header's name
	wrongCRC := bytes.Clone(one)
	wrongCRC[bytes.Index(wrongCRC, []byte("PK\x01\x02"))+16] ^= 1
	extracts(t, []extraction{
		{name: "two archives in one file", file: File{Data: append(bytes.Clone(one), two...)}, kind: "zip", want: []string{"two.txt two", "one.csv " + rowInside}, reason: ReasonTwoFaced},
		{name: "local name differs", file: File{Data: renamed}, kind: "zip", want: []string{"one.csv " + rowInside}, reason: ReasonTwoFaced},
		{name: "wrong checksum", file: File{Data: wrongCRC}, kind: "zip", reason: ReasonDamaged},
		{name: "text in front", file: File{Data: append([]byte(csvFile), two...)}, kind: "zip", want: []string{rowInside, "two.txt two"}},
		{name: "text behind", file: File{Data: append(bytes.Clone(two), csvFile...)}, kind: "zip", want: []string{rowInside, "two.txt two"}},
		{name: "two members of one name", file: File{Data: zipOf(t, "a.csv", csvFile, "a.csv", "other")}, kind: "zip", want: []string{"a.csv " + rowInside, "a.csv other"}, reason: ReasonTwoFaced},
	})
}

// TestPolyglots: every kind that a file's content matches is read (reliability-security C9).
func TestPolyglots(t *testing.T) {
	zip := string(zipOf(t, "liste.csv", csvFile))
	pdf := string(pdfOf("BT /F1 12 Tf 50 700 Td (Jean Dupont) Tj ET"))
	gif := "GIF89a\x01\x00\x01\x00\x80\x00\x00\xFF\xFF\xFF\x00\x00\x00\x2C\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3B"
	seven := string(noise(100, 9)) + "7z\xBC\xAF\x27\x1C\x00\x04" + string(noise(50, 1))
	html := "<html><p>Jean Dupont</p></html>"
	inside := "liste.csv " + rowInside
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"GIF and ZIP", gif + zip, []string{inside}},
		{"GIF and ZIP, rubbish behind", gif + zip + string(noise(70_000, 7)), []string{inside}},
		{"GIF and ZIP, text behind", gif + zip + strings.Repeat("text ", 20_000), []string{inside}},
		{"PDF and ZIP", pdf + zip, []string{inside, "p1 Jean Dupont"}},
		{"ZIP in front of PDF", zip + pdf, []string{inside, "p1 Jean Dupont"}},
		{"HTML and ZIP", html + zip, []string{inside, "Jean Dupont"}},
		{"PDF with rubbish in front", strings.Repeat("rubbish ", 100) + pdf, []string{"p1 Jean Dupont"}},
		{"PDF with much rubbish in front", strings.Repeat("rubbish ", 1000) + pdf, []string{"p1 Jean Dupont"}},
		{"PDF inside a picture", gif + pdf + string(noise(3000, 1)), []string{"p1 Jean Dupont"}},
		{"JPEG and ZIP", "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00" + string(noise(500, 2)) + zip, []string{inside}},
		{"program and ZIP", "MZ\x90\x00" + string(noise(500, 3)) + zip, []string{inside}},
		{"program and compound file", "MZ\x90\x00" + string(noise(500, 3)) + string(sealtest.CompoundFile(map[string][]byte{"__properties_version1.0": noise(32, 1), "__substg1.0_1000001F": wide("Jean Dupont", le)})), []string{"Jean Dupont"}},
		{"something like 7z", seven, nil},
	} {
		lines, r := read(t, File{Name: "a.png", MediaType: "image/png", Data: []byte(c.data)})
		text := strings.Join(lines, "\n")
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: missing %q in %+v\n%.600s", c.name, want, r, text)
			}
		}
		if r.Seal != seal.None {
			t.Errorf("%s: %v", c.name, r.Seal)
		}
	}
}

// TestNames: names are text, whatever is in them, and never paths (reliability-security C20).
func TestNames(t *testing.T) {
	for _, name := range []string{"../../etc/passwd", "a\x00b", strings.Repeat("x", 4096), "-o", ";id", "C:\\x\\2 79 03 75 116 004 74.txt", "\u202Efdp.exe"} {
		lines, r := read(t, File{Data: zipOf(t, name, "text")})
		if !r.Readable || !strings.Contains(strings.Join(lines, "\n"), "text") {
			t.Errorf("%q: %+v", name, r)
		}
		if text := strings.Join(lines, "\n"); !strings.Contains(text, "<name> "+name) {
			t.Errorf("%q is not handed out as a name: %q", name, text)
		}
	}
}

// commentedRAR is an archive of RAR 4 with a comment and no member.
func commentedRAR(text string) []byte {
	out := []byte("Rar!\x1a\x07\x00")
	block := func(kind byte, flags uint16, head, data []byte) {
		b := sealtest.Join(kind, flags, uint16(7+len(head)), head)
		out = append(out, sealtest.Join(uint16(crc32.ChecksumIEEE(b)), b, data)...)
	}
	block(0x73, 0, make([]byte, 6), nil)
	n := uint32(len(text))
	block(0x7A, 0x8000, sealtest.Join(n, n, byte(3), crc32.ChecksumIEEE([]byte(text)), uint32(0), byte(29), byte(0x30), uint16(3), uint32(0), "CMT"), []byte(text))
	block(0x7B, 0, nil, nil)
	return out
}
