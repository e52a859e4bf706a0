package personal

import (
	"strconv"
	"strings"
	"testing"
)

// nastyTexts repeat what costs most: whatever the input, time must stay proportional to its length.
var nastyTexts = map[string]string{
	"labels":            "BSN tax id personal number ",
	"labels and digits": "tax id 1 personal number 2 ",
	"digits":            "1 ",
	"long digits":       "1234567890",
	"card heads":        "4539 1488 0343 ",
	"IBAN heads":        "FR76 3000 ",
	"at signs":          "a@",
	"long local parts":  strings.Repeat("a", 63) + "@",
	"urls":              "http://",
	"parentheses":       "nom (",
	"first names":       "Jean ",
	"civilities":        "Mme M. Dr ",
	"streets":           "12 rue 12 rue ",
	"dates":             "né le 12/03/1985 ",
	"sensitive labels":  "Allergies : ",
	"zones":             strings.Repeat("<", 44) + "\n",
	"headers":           "nom;prénom;tél\n",
	"stacked headers":   "nom\nprénom\ntél\n",
	"tabs":              "\t",
	"empty lines":       "\n",
	"combining marks":   "e\u0301\u0301\u0301",
	"zero widths":       "\u200b\u200b",
	"bars":              "|",
	"one long word":     "abcdefghij",
	"capitals":          "ABCD EFGH ",
	"phones":            "06 12 34 56 78 ",
	"plus signs":        "+",
}

// Each is read to its end. How long that takes a byte, at two lengths, is what BenchmarkNastyTexts shows.
func TestNastyTexts(t *testing.T) {
	d := New(Options{})
	for name, unit := range nastyTexts {
		t.Run(name, func(t *testing.T) {
			r := d.Detect(textDocument(strings.Repeat(unit, 1<<16/len(unit))))
			checkResult(t, r, r)
		})
	}
}

func BenchmarkNastyTexts(b *testing.B) {
	d := New(Options{})
	for name, unit := range nastyTexts {
		for _, size := range []int{1 << 16, 1 << 19} {
			b.Run(name+"/"+strconv.Itoa(size>>10)+"KiB", func(b *testing.B) {
				doc := textDocument(strings.Repeat(unit, size/len(unit)))
				b.SetBytes(int64(size))
				for b.Loop() {
					d.Detect(doc)
				}
			})
		}
	}
}

func TestNastyTables(t *testing.T) {
	d := New(Options{})
	wide := make([]string, 20_000)
	for i := range wide {
		wide[i] = "1"
	}
	mails := make([]string, 100_000)
	for i := range mails {
		mails[i] = "jean" + strconv.Itoa(i) + "@gmail.com"
	}
	var labels, blank [][]string
	for range 3000 {
		labels = append(labels, []string{"Nom", "Prénom"}, []string{}, []string{"x"})
		blank = append(blank, []string{"", "", ""})
	}
	for name, rows := range map[string][][]string{
		"nil": nil, "empty rows": {{}, {}, nil}, "one very wide row": {wide, {"Nom"}, {}}, "headers only": labels, "one row of addresses": {mails}, "a header of addresses": {{"Nom", "Courriel"}, mails}, "blank cells": blank,
		"ragged": {{"Nom", "Prénom", "Courriel"}, {"a"}, {"a", "b", "c", "d@gmail.com"}, {}},
	} {
		t.Run(name, func(t *testing.T) {
			r := d.Detect(Document{Blocks: []Block{{Table: rows}}})
			checkResult(t, r, r)
		})
	}
}
