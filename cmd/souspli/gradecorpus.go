package main

import (
	"bufio"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// corpus is a folder of files of which somebody knows what they are: MANIFEST.tsv names each with its kind and what is true of
// it, identifiers.tsv holds numbers of persons and of other things, right ones and wrong ones.
type corpus struct {
	dir         string
	files       []corpusFile
	identifiers []identifier
}

// corpusFile is a row of MANIFEST.tsv.
type corpusFile struct {
	path, kind string
	expected   string // encrypted-strong, encrypted-weak, openable-without-password, plain, either
}

// isClean reports whether the file holds no personal data, so that a refusal is a false alarm.
func (f corpusFile) isClean() bool { return strings.HasPrefix(f.path, "plain/") }

// isExcepted reports whether the issue lets a strong file of this kind be denied its seal.
func (f corpusFile) isExcepted() bool {
	return strings.Contains(f.kind, "sfx") || strings.Contains(f.kind, "irm") || strings.Contains(f.kind, "iwork")
}

// identifier is a row of identifiers.tsv: a number and the python-stdnum module whose tests it is from.
type identifier struct {
	module, text    string
	valid, personal bool
}

func readCorpus(dir string) (c corpus, err error) {
	c.dir = dir
	err = eachRow(filepath.Join(dir, "MANIFEST.tsv"), 3, func(row []string) {
		c.files = append(c.files, corpusFile{row[0], row[1], row[2]})
	})
	if err != nil {
		return c, err
	}
	err = eachRow(filepath.Join(dir, "identifiers.tsv"), 7, func(row []string) {
		id := identifier{row[0], row[1], row[2] == "valid", row[6] == "personal"}
		if !id.isMistaken() {
			c.identifiers = append(c.identifiers, id)
		}
	})
	if os.IsNotExist(err) {
		err = nil
	}
	return c, err
}

// eachRow reads a table with a heading, whose rows have at least so many columns.
func eachRow(file string, columns int, do func(row []string)) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", file, err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan()
	for lines.Scan() {
		if row := strings.Split(lines.Text(), "\t"); len(row) >= columns {
			do(row)
		}
	}
	return lines.Err()
}

// isMistaken tells rows that say something untrue: accounts called valid whose check digits are wrong (their source lists them
// as wrong), and a good Greek account that is called wrong because another country's module was asked.
func (id identifier) isMistaken() bool {
	if !strings.HasSuffix(id.module, "iban") {
		return false
	}
	if !id.valid {
		return id.module != "iban" && strings.HasPrefix(id.text, "GR")
	}
	account, _, _ := strings.Cut(id.text, "   ") // the bank's code may follow
	compact := strings.Join(strings.Fields(account), "")
	if len(compact) < 5 {
		return true
	}
	var digits strings.Builder
	for _, c := range compact[4:] + compact[:4] {
		v, err := strconv.ParseInt(string(c), 36, 64)
		if err != nil {
			return false
		}
		fmt.Fprint(&digits, v)
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && n.Mod(n, big.NewInt(97)).Int64() != 1
}
