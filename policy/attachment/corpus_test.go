package attachment

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpusFile is a file of the development corpus.
type corpusFile struct {
	path, kind, expected string
	data                 []byte
}

// corpusFiles reads the files of some kinds from the development corpus ($SOUSPLI_CORPUS, or shared/corpus beside the checkout);
// without it the test is skipped by name. The whole of it is judged by `souspli grade` and its test.
func corpusFiles(t testing.TB, kinds string) []corpusFile {
	t.Helper()
	for _, dir := range []string{os.Getenv("SOUSPLI_CORPUS"), "../../../shared/corpus", "../../../../shared/corpus"} {
		manifest, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
		if dir == "" || err != nil {
			continue
		}
		var list []corpusFile
		for line := range strings.Lines(string(manifest)) {
			row := strings.Split(line, "\t")
			if !strings.Contains(" "+kinds+" ", " "+row[1]+" ") {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, row[0]))
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, corpusFile{row[0], row[1], row[2], data})
		}
		return list
	}
	t.Skip("needs the development corpus: ../shared/corpus, or $SOUSPLI_CORPUS")
	return nil
}
