package scan_test

import (
	"bytes"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"souspli/policy/attachment"
	"souspli/relay/scan"
)

// photograph makes a picture of a page of text.
func photograph(t *testing.T, lines ...string) []byte {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("needs chromium")
	}
	dir := t.TempDir()
	page, picture := filepath.Join(dir, "page.html"), filepath.Join(dir, "picture.png")
	html := `<meta charset="utf-8"><body style="font:28px sans-serif;background:white">` + strings.Join(lines, "<br>")
	if err := os.WriteFile(page, []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir, "--window-size=1300,1200", "--screenshot="+picture, "file://"+page).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	data, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// reading is a pool that reads pictures.
func reading(t *testing.T) *scan.Pool {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ocr, err := scan.FindOCR(t.Context(), []string{self, "reader"})
	if err != nil {
		t.Skip("needs tesseract")
	}
	p := scan.NewPool(scan.Config{Command: []string{self, "child"}, OCR: ocr, Size: 1, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(p.Close)
	return p
}

func one(t *testing.T, p *scan.Pool, f attachment.File) attachment.Report {
	t.Helper()
	reports, err := p.Scan(t.Context(), []attachment.File{f})
	if err != nil {
		t.Fatal(err)
	}
	return reports[0]
}

// What a picture shows is read where that is switched on, and what was not read is never called clean.
func TestPicturesAreRead(t *testing.T) {
	with, without := reading(t), pool(t, "child")
	list := []string{"Members 2026", ""}
	for _, name := range []string{"Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon", "Michel"} {
		list = append(list, "Name: "+name+" Sophie, date of birth: 12/03/1985, e-mail: "+strings.ToLower(name)+".sophie@orange.fr")
	}
	members := attachment.File{Name: "members.png", MediaType: "image/png", Data: photograph(t, list...)}
	if r := one(t, without, members); !r.Opaque || r.PersonalData {
		t.Errorf("without: %+v", r)
	}
	if r := one(t, with, members); r.Opaque || !r.Readable || !r.PersonalData || r.Type != "png" || len(r.Findings) == 0 {
		t.Errorf("with: %+v", r)
	}
	poster := attachment.File{Name: "poster.png", MediaType: "image/png", Data: photograph(t, "Village fair", "on Saturday at 3 p.m.", "everybody is welcome")}
	if r := one(t, with, poster); r.Opaque || !r.Readable || r.PersonalData {
		t.Errorf("a poster: %+v", r)
	}
	broken := attachment.File{Name: "broken.png", MediaType: "image/png", Data: append(bytes.Clone(members.Data[:200]), make([]byte, 5000)...)}
	if r := one(t, with, broken); !r.Opaque && r.Readable {
		t.Errorf("broken: %+v", r)
	}
}

// The reader of pictures stands behind walls too: a program in tesseract's place that would read a file, and does so without
// them, cannot.
func TestReaderIsConfined(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const file = "/etc/passwd"
	count := func(name string, args ...string) bool {
		out, _ := exec.Command(name, args...).Output() // its other arguments are no files: it complains in any case
		return bytes.Contains(out, []byte(file))
	}
	wc, err := exec.LookPath("wc")
	if err != nil || !count(wc, "stdin", "stdout", "-l", file) {
		t.Skip("needs wc")
	}
	if count(self, "reader", wc, file) {
		t.Error("the reader can read " + file)
	}
}
