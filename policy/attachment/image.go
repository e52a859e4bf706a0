package attachment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/bep/imagemeta"

	"souspli/policy/personal"
)

// imageKind tells a picture by its signature and says how imagemeta calls it; 0 for kinds whose metadata nobody
// reads here.
func imageKind(data []byte) (string, imagemeta.ImageFormat) {
	has := func(at int, magic string) bool {
		return len(data) >= at+len(magic) && string(data[at:at+len(magic)]) == magic
	}
	switch {
	case has(0, "\xFF\xD8\xFF"):
		return "jpeg", imagemeta.JPEG
	case has(0, "\x89PNG\r\n\x1a\n"):
		return "png", imagemeta.PNG
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return "gif", 0
	case has(0, "RIFF") && has(8, "WEBP"):
		return "webp", imagemeta.WebP
	case has(0, "II*\x00"), has(0, "MM\x00*"), has(0, "II+\x00"), has(0, "MM\x00+"):
		return "tiff", imagemeta.TIFF
	case has(4, "ftyphei"), has(4, "ftyphevc"), has(4, "ftypmif1"), has(4, "ftypmsf1"):
		return "heif", imagemeta.HEIF
	case has(4, "ftypavif"):
		return "avif", imagemeta.AVIF
	case has(0, "BM") && len(data) > 26 && binary.LittleEndian.Uint32(data[14:]) <= 124 && binary.LittleEndian.Uint32(data[14:]) >= 12:
		return "bmp", 0
	case has(0, "8BPS"):
		return "psd", 0
	case has(0, "\x00\x00\x00\x0CjP  \r\n"), has(0, "\xFF\x4F\xFF\x51"):
		return "jpeg2000", 0
	case has(0, "\x01\x00\x00\x00") && has(40, " EMF"), has(0, "\xD7\xCD\xC6\x9A"), has(0, "VCLMTF"):
		return "metafile", 0
	case has(0, "\x00\x00\x01\x00") && len(data) > 6 && data[5] == 0 && data[4] > 0:
		return "icon", 0
	}
	return "", 0
}

// picture tells a picture by its signature.
func picture(data []byte) bool {
	kind, _ := imageKind(data)
	return kind != ""
}

func isPicture(s *sample) bool { return !s.isText && picture(s.Data) }

// readImage handles a picture that is a file of its own: what it shows nobody reads, its metadata are.
func readImage(s *scope) error {
	s.kind, _ = imageKind(s.Data)
	s.veil(ReasonUnknown)
	s.readPicture(s.File)
	s.readEmbedded()
	return nil
}

const maxMetadata = 4 << 20

// readPicture reads EXIF, IPTC and XMP. A position is handed out as "GPS latitude, longitude".
func (s *scope) readPicture(f File) {
	kind, format := imageKind(f.Data)
	place := personal.Place{Part: personal.PartMetadata}
	switch kind {
	case "gif", "metafile": // often the preview of what the document says anyway
		s.text(place, s.unsaid(stringsIn(f.Data[:min(len(f.Data), maxMetadata)], 1)))
		s.text(place, s.unsaid(stringsIn(f.Data[:min(len(f.Data), maxMetadata)], 2)))
	}
	said := s.readChunks(kind, f.Data)
	if format == 0 {
		return
	}
	tags := metadata(f.Data, format)
	for _, text := range said {
		tags = strings.ReplaceAll(tags, strings.NewReplacer("\r", "", "\n", "").Replace(text), "") // of which the library makes one line
	}
	s.text(place, tags)
}

// metadata shows the tags of a picture; the library may panic on a broken one, which is then shown as far as it was
// read.
func metadata(data []byte, format imagemeta.ImageFormat) (text string) {
	var out strings.Builder
	var tags imagemeta.Tags
	defer func() {
		_ = recover() // metadata are a courtesy of the picture: it stays opaque either way
		text = position(tags) + out.String()
	}()
	_, err := imagemeta.Decode(imagemeta.Options{
		R:               bytes.NewReader(data),
		ImageFormat:     format,
		Sources:         imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return true },
		HandleTag: func(t imagemeta.TagInfo) error {
			if out.Len() > maxMetadata {
				return imagemeta.ErrStopWalking
			}
			tags.Add(t)
			switch v := t.Value.(type) {
			case string:
				out.WriteString(t.Tag + ": " + v + "\n")
			case []string:
				out.WriteString(t.Tag + ": " + strings.Join(v, ", ") + "\n")
			}
			return nil
		},
	})
	if err != nil && !errors.Is(err, imagemeta.ErrStopWalking) {
		return ""
	}
	return ""
}

// position shows where a picture was taken.
func position(tags imagemeta.Tags) string {
	defer func() { _ = recover() }()
	lat, long, err := tags.GetLatLong()
	if err != nil || lat == 0 && long == 0 {
		return ""
	}
	return fmt.Sprintf("GPS %.5f, %.5f\n", lat, long)
}

// mediaKind tells sound, video, fonts and other kinds that hold no text by nature.
func mediaKind(data []byte) string {
	for _, k := range []struct {
		at          int
		magic, kind string
	}{
		{0, "ID3", "audio"}, {0, "\xFF\xFB", "audio"}, {0, "\xFF\xF3", "audio"}, {0, "OggS", "audio"}, {0, "fLaC", "audio"},
		{8, "WAVE", "audio"}, {0, "#!AMR", "audio"}, {4, "ftypM4A", "audio"}, {4, "ftyp", "video"}, {8, "AVI ", "video"},
		{0, "\x1A\x45\xDF\xA3", "video"}, {0, "\x00\x00\x01\xBA", "video"}, {0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11", "video"}, {0, "FLV\x01", "video"},
		{4, "moov", "video"}, {4, "mdat", "video"},
		{0, "MZ", "executable"}, {0, "\x7FELF", "executable"}, {0, "\xCF\xFA\xED\xFE", "executable"}, {0, "\xCA\xFE\xBA\xBE", "executable"},
		{4, "Standard Jet DB", "access"}, {4, "Standard ACE DB", "access"},
		{0, "\x00\x01\x00\x00\x00", "font"}, {0, "OTTO", "font"}, {0, "wOFF", "font"}, {0, "wOF2", "font"},
		{0, "AC10", "dwg"}, {0, "\x4C\x00\x00\x00\x01\x14\x02\x00", "shortcut"},
	} {
		if len(data) >= k.at+len(k.magic) && string(data[k.at:k.at+len(k.magic)]) == k.magic {
			return k.kind
		}
	}
	return ""
}

func isMedia(s *sample) bool { return !s.isText && mediaKind(s.Data) != "" }

// readMedia handles kinds that nobody reads; the strings in databases and programs are looked at.
func readMedia(s *scope) error {
	s.kind = mediaKind(s.Data)
	s.veil(ReasonUnknown)
	if s.kind != "audio" && s.kind != "video" && s.kind != "font" {
		s.readStrings(s.Data)
	}
	s.readEmbedded()
	return nil
}
