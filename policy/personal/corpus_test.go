package personal

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// errUnread marks kinds that this package's tests have no reader for; policy/attachment reads them all.
var errUnread = errors.New("no reader here")

// TestCorpusPlain: nothing under plain/ may be refused. The readers here are rough: what they miss is tested with policy/attachment.
func TestCorpusPlain(t *testing.T) {
	root := filepath.Join(corpusDir, "plain")
	if _, err := os.Stat(root); err != nil {
		t.Skip("development corpus absent: ", err)
	}
	d := New(Options{})
	read, skipped := 0, map[string]int{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		doc, err := roughDocument(path)
		if err != nil {
			skipped[filepath.Ext(path)]++
			return nil
		}
		read++
		if r := d.Detect(doc); r.Refuse {
			t.Errorf("%s refused by %v, %d persons: %+v", path, r.Rules, r.Persons, entitiesOf(r))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files read, without a reader here: %v", read, skipped)
	if read < 50 {
		t.Errorf("only %d files read", read)
	}
}

// entitiesOf gives what was found, for messages.
func entitiesOf(r Result) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Entity+"×"+strconv.Itoa(f.Count))
	}
	return all
}

// roughDocument reads a file well enough to try the detector on it.
func roughDocument(path string) (Document, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return csvDocument(path)
	case ".xlsx":
		return zipDocument(path, "xl/worksheets/", sheetRows)
	case ".docx":
		return zipDocument(path, "word/", paragraphs)
	case ".odt", ".ods", ".odp":
		return zipDocument(path, "content.xml", paragraphs)
	case ".pdf":
		return pdfDocument(path)
	case ".md", ".json", ".txt", ".log":
		b, err := os.ReadFile(path)
		return textDocument(string(b)), err
	}
	return Document{}, errUnread
}

func csvDocument(path string) (Document, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Document{}, err
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	rows, err := r.ReadAll()
	return tableDocument(rows...), err
}

func pdfDocument(path string) (Document, error) {
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		return Document{}, err
	}
	var doc Document
	for i, page := range strings.Split(string(out), "\f") {
		doc.Blocks = append(doc.Blocks, Block{Place: Place{Page: i + 1}, Text: page})
	}
	return doc, nil
}

// zipDocument reads the XML members of an office file whose names start with prefix.
func zipDocument(path, prefix string, read func(z *zip.ReadCloser, x []byte) Block) (Document, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return Document{}, err
	}
	defer z.Close()
	var doc Document
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, prefix) && strings.HasSuffix(f.Name, ".xml") {
			doc.Blocks = append(doc.Blocks, read(z, member(z, f.Name)))
		}
	}
	return doc, nil
}

func member(z *zip.ReadCloser, name string) []byte {
	f, err := z.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	b, _ := io.ReadAll(f)
	return b
}

// paragraphs gives the character data of a document, a line for each paragraph.
func paragraphs(_ *zip.ReadCloser, x []byte) Block {
	var s strings.Builder
	for d := xml.NewDecoder(bytes.NewReader(x)); ; {
		tok, err := d.Token()
		if err != nil {
			return Block{Text: s.String()}
		}
		switch tok := tok.(type) {
		case xml.CharData:
			s.Write(tok)
		case xml.EndElement:
			if tok.Name.Local == "p" || tok.Name.Local == "h" {
				s.WriteByte('\n')
			}
		}
	}
}

// sheetRows gives the cells of a worksheet, shared strings resolved.
func sheetRows(z *zip.ReadCloser, x []byte) Block {
	var table struct {
		SI []struct {
			T string   `xml:"t"`
			R []string `xml:"r>t"`
		} `xml:"si"`
	}
	_ = xml.Unmarshal(member(z, "xl/sharedStrings.xml"), &table)
	var sheet struct {
		Rows []struct {
			C []struct {
				R string `xml:"r,attr"`
				T string `xml:"t,attr"`
				V string `xml:"v"`
				I string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	_ = xml.Unmarshal(x, &sheet)
	var b Block
	for _, row := range sheet.Rows {
		var cells []string
		for _, c := range row.C {
			v := c.V + c.I
			if i, err := strconv.Atoi(v); c.T == "s" && err == nil && i < len(table.SI) {
				v = table.SI[i].T + strings.Join(table.SI[i].R, "")
			}
			col := 0
			for _, l := range strings.TrimRight(c.R, "0123456789") {
				col = col*26 + int(l-'A') + 1
			}
			for len(cells) < min(col-1, 1000) {
				cells = append(cells, "")
			}
			cells = append(cells, v)
		}
		b.Table = append(b.Table, cells)
	}
	return b
}

// TestPlacesAreDistinct keeps the promise of Finding.Where.
func TestPlacesAreDistinct(t *testing.T) {
	var text strings.Builder
	for i := range 200 {
		text.WriteString("a" + strconv.Itoa(i) + "@gmail.com b" + strconv.Itoa(i) + "@gmail.com\n")
	}
	r := New(Options{}).Detect(textDocument(text.String()))
	if len(r.Findings) != 1 || r.Findings[0].Count != 400 {
		t.Fatalf("found %+v", r.Findings)
	}
	where := r.Findings[0].Where
	if len(where) != maxPlaces {
		t.Errorf("%d places, want %d", len(where), maxPlaces)
	}
	if !slices.IsSortedFunc(where, func(a, b Place) int { return a.Line - b.Line }) {
		t.Error("places are not in reading order")
	}
}
