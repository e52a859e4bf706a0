package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// gpsJPEG is a picture with EXIF: a GPS position and an artist.
func gpsJPEG(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	be := binary.BigEndian
	entry := func(tag, kind uint16, count uint32, value []byte) []byte {
		e := be.AppendUint16(nil, tag)
		e = be.AppendUint16(e, kind)
		e = be.AppendUint32(e, count)
		return append(e, append(value, 0, 0, 0, 0)[:4]...)
	}
	u32 := func(v uint32) []byte { return be.AppendUint32(nil, v) }
	rational := func(v ...uint32) []byte {
		var b []byte
		for _, n := range v {
			b = append(b, append(u32(n), u32(1)...)...)
		}
		return b
	}
	// header 8, IFD0 with two entries 30, artist 8, GPS IFD with four entries 54, two positions of 24
	const artistAt, gpsAt, latAt, longAt = 38, 46, 100, 124
	tiff := append([]byte("MM\x00*"), u32(8)...)
	tiff = append(tiff, 0, 2)
	tiff = append(tiff, entry(0x013B, 2, 8, u32(artistAt))...)
	tiff = append(tiff, entry(0x8825, 4, 1, u32(gpsAt))...)
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, "J Dupont"...)
	tiff = append(tiff, 0, 4)
	tiff = append(tiff, entry(1, 2, 2, []byte("N\x00"))...)
	tiff = append(tiff, entry(2, 5, 3, u32(latAt))...)
	tiff = append(tiff, entry(3, 2, 2, []byte("E\x00"))...)
	tiff = append(tiff, entry(4, 5, 3, u32(longAt))...)
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, rational(48, 51, 30)...)
	tiff = append(tiff, rational(2, 21, 0)...)
	exif := append([]byte("Exif\x00\x00"), tiff...)
	segment := append([]byte{0xFF, 0xE1, byte((len(exif) + 2) >> 8), byte(len(exif) + 2)}, exif...)
	plain := out.Bytes()
	return slices.Concat(plain[:2], segment, plain[2:])
}

func TestPictures(t *testing.T) {
	var plain bytes.Buffer
	if err := png.Encode(&plain, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	extracts(t, []extraction{
		{name: "photo with a position", file: File{Name: "a.jpg", Data: gpsJPEG(t)}, kind: "jpeg", want: []string{"<metadata> GPS 48.85833, 2.35000", "<metadata> Artist: J Dupont"}, reason: ReasonUnknown},
		{name: "picture without metadata", file: File{Name: "a.png", Data: plain.Bytes()}, kind: "png", reason: ReasonUnknown},
		{name: "texts of a PNG", file: File{Name: "a.png", Data: slices.Concat(plain.Bytes()[:33], pngChunk("tEXt", "Author\x00Jean"), pngChunk("zTXt", "Note\x00\x00"+deflated("Marie")),
			pngChunk("iTXt", "Note\x00\x01\x00fr\x00\x00"+deflated("Zoé")), pngChunk("iTXt", "Note\x00\x00\x00\x00\x00Léa"), plain.Bytes()[33:], []byte("\nbehind\n"))}, kind: "png",
			want: []string{"<metadata> Author: Jean", "<metadata> Note: Marie", "<metadata> Note: Zoé", "<metadata> Note: Léa", "behind"}, reason: ReasonUnknown},
		{name: "comment of a JPEG", file: File{Name: "a.jpg", Data: slices.Concat(gpsJPEG(t)[:2], []byte("\xFF\xFE\x00\x06Jean"), gpsJPEG(t)[2:], []byte("behind"))}, kind: "jpeg",
			want: []string{"<metadata> Jean", "behind"}, reason: ReasonUnknown},
		{name: "EXIF of several lines", file: File{Name: "a.jpg", Data: slices.Concat(gpsJPEG(t)[:2], []byte("\xFF\xE1\x00\x41Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x0E\x00\x02\x00\x00\x00\x1C\x00\x00\x00\x1A\x00\x00\x00\x00Jean Dupont\n4 rue des Lilas\x00\x00\x00\x00\x00"), gpsJPEG(t)[2:])}, kind: "jpeg",
			want: []string{"<metadata> Jean Dupont", "<metadata> 4 rue des Lilas"}, absent: []string{"Dupont4"}, reason: ReasonUnknown},
		{name: "broken picture", file: File{Data: append([]byte("\xFF\xD8\xFF\xE1\x00\x10Exif\x00\x00"), noise(200, 1)...)}, kind: "jpeg", reason: ReasonUnknown},
		{name: "film", file: File{Data: append([]byte("\x00\x00\x00\x18ftypmp42"), noise(200, 1)...)}, kind: "video", reason: ReasonUnknown},
		{name: "database", file: File{Data: append([]byte("SQLite format 3\x00"), append(noise(200, 1), "jean.dupont@example.org"...)...)}, kind: "sqlite", reason: ReasonUnknown},
		{name: "text that begins like a picture", file: File{Data: []byte("BM;name\nMZ;name\n")}, kind: "text", want: []string{"BM;name"}},
		{name: "text that begins like a program", file: File{Name: "a.csv", Data: []byte("MZ;Mél\nDupont;d@x.fr\n")}, kind: "csv", want: []string{"2| Dupont | d@x.fr"}},
	})
	in := File{Data: zipOf(t, "photo.jpg", string(gpsJPEG(t)))}
	lines, r := read(t, in)
	if !r.Opaque || r.Failed || !strings.Contains(strings.Join(lines, "\n"), "photo.jpg <metadata> GPS 48.85833") {
		t.Errorf("a photo in an archive: %+v %v", r, lines)
	}
}

// pngChunk is a chunk; its checksum is not looked at.
func pngChunk(kind, body string) []byte {
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(body))), []byte(kind+body), make([]byte, 4))
}

func deflated(text string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write([]byte(text))
	w.Close()
	return out.String()
}
