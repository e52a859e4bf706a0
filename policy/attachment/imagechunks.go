package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"strings"

	"souspli/policy/personal"
)

// chunkText is a text in a picture, and the keyword before it.
type chunkText struct {
	keyword string
	text    []byte
}

// readChunks reads the texts that stand in a picture by themselves, and text behind its end. It gives those that have no keyword.
func (s *scope) readChunks(kind string, data []byte) (said []string) {
	var texts []chunkText
	var behind []byte
	switch kind {
	case "png":
		texts, behind = s.pngTexts(data)
	case "jpeg":
		texts = jpegComments(data)
		if i := bytes.LastIndex(data, []byte("\xFF\xD9")); i >= 0 {
			behind = data[i+2:]
		}
	}
	out := paragraph{s: s, place: personal.Place{Part: personal.PartMetadata}}
	for _, t := range texts {
		text, ok := decoded(t.text)
		if !ok {
			text = fromWindows1252(t.text)
		}
		out.field(t.keyword, lines(text))
		if t.keyword == "" && strings.Contains(text, "\n") {
			said = append(said, text)
		}
	}
	out.flush()
	if text, ok := decoded(behind); ok && !blank(text) {
		s.hidden(behind)
	}
	return said
}

// pngTexts reads the chunks tEXt, zTXt and iTXt (PNG specification, 11.3.3), each behind its keyword, and gives what stands behind
// the last chunk.
func (s *scope) pngTexts(data []byte) (texts []chunkText, behind []byte) {
	const signature, frame = 8, 12
	data = data[min(len(data), signature):]
	for len(data) >= frame && len(texts) < maxMIMEParts {
		n := int(binary.BigEndian.Uint32(data))
		if n > len(data)-frame {
			return texts, nil
		}
		kind, body := string(data[4:8]), data[8:8+n]
		data = data[frame+n:]
		keyword, text, _ := bytes.Cut(body, []byte{0})
		switch {
		case kind == "IEND":
			return texts, data
		case kind == "tEXt":
			texts = append(texts, chunkText{string(keyword), text})
		case kind == "zTXt" && len(text) > 1:
			texts = append(texts, chunkText{string(keyword), s.inflated(text[1:])})
		case kind == "iTXt" && len(text) > 2: // compressed or not, method, language, keyword in it, text
			packed, rest := text[0] == 1, text[2:]
			_, rest, _ = bytes.Cut(rest, []byte{0})
			if _, rest, _ = bytes.Cut(rest, []byte{0}); packed {
				rest = s.inflated(rest)
			}
			texts = append(texts, chunkText{string(keyword), rest})
		}
	}
	return texts, nil
}

func (s *scope) inflated(packed []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	text, _ := s.w.budget.readAll(z, len(packed)) // what can be had: metadata are a courtesy of the picture
	return text
}

// jpegComments reads the segments COM in front of the picture (ITU-T T.81, B.2.4.5), and the texts of many lines in its EXIF, of which
// the library makes one line.
func jpegComments(data []byte) (texts []chunkText) {
	data = data[min(len(data), 2):]
	for len(data) >= 4 && data[0] == 0xFF && data[1] != 0xDA && len(texts) < maxMIMEParts {
		n := int(binary.BigEndian.Uint16(data[2:]))
		if n < 2 || n > len(data)-2 {
			break
		}
		body := data[4 : 2+n]
		switch exif, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); {
		case data[1] == 0xFE:
			texts = append(texts, chunkText{text: body})
		case ok:
			for text := range bytes.SplitSeq(exif, []byte{0}) {
				if bytes.Contains(text, []byte("\n")) && isWriting(text) {
					texts = append(texts, chunkText{text: text})
				}
			}
		}
		data = data[2+n:]
	}
	return texts
}
