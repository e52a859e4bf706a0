package personal

import (
	"slices"
	"strconv"
	"strings"
)

// Document is the readable content of one attachment, in reading order.
type Document struct {
	Blocks []Block
}

// Block is a stretch of a document that was read from one place: running text, or a table. One of Text and Table is
// empty.
type Block struct {
	Place  Place
	Text   string     // lines end with \n; the first line is Place.Line, or 1
	Table  [][]string // rows of cells; the first row is row Place.Line, or 1; the first cell is column A
	Keys   bool       // the first row of Table are the file's own names of fields: it shows no columns
	Cards  bool       // each row of Table is somebody's card in an address book
	Guests bool       // each row of Table is somebody who is invited, and sees who else is
	Lines  [][]int    // of the file, or its pages where Place names one, that Text or Table was put together from: for each line one, for each row its cells'
}

// Place says where something stands in an attachment, from the outside in. Zero fields are not known or do not apply.
type Place struct {
	Path   []string `json:"path,omitempty"`   // members of archives and messages: "2025.zip" holds "liste.xlsx" → ["liste.xlsx"]
	Part   string   `json:"part,omitempty"`   // one of the words below
	Sheet  string   `json:"sheet,omitempty"`  // name of a sheet or table
	Table  int      `json:"table,omitempty"`  // which table of a document that has several, from 1
	Column string   `json:"column,omitempty"` // letters, as spreadsheets show them
	Field  string   `json:"field,omitempty"`  // the name of a field of an address book, JSON or XML, as the file writes it
	Page   int      `json:"page,omitempty"`   // of a document or slide, from 1
	Line   int      `json:"line,omitempty"`   // of a text, or row of a table, from 1
}

// members gives the blocks of each file in the document, in the order in which the files begin.
func (doc Document) members() [][]Block {
	var members [][]Block
	known := map[string]int{}
	for _, b := range doc.Blocks {
		path := strings.Join(b.Place.Path, "\x00")
		i, ok := known[path]
		if !ok {
			i = len(members)
			known[path] = i
			members = append(members, nil)
		}
		members[i] = append(members[i], b)
	}
	return members
}

// asides gives the blocks of a file that are no part of its body, part by part, but for what stands above it: whom a mail is from, and for.
func asides(blocks []Block) [][]Block {
	var parts [][]Block
	above := true
	for _, b := range blocks {
		part := b.Place.Part
		above = above && (part == PartName || part == PartHeader)
		if part == "" || part == PartName || above {
			continue
		}
		i := slices.IndexFunc(parts, func(known []Block) bool { return known[0].Place.Part == part })
		if i < 0 {
			parts = append(parts, []Block{b})
			continue
		}
		parts[i] = append(parts[i], b)
	}
	return parts
}

// joinRecords makes one table of records that follow each other and have the same keys, though each has its own name in the file:
// {"17": {"name": …}, "18": {"name": …}}.
func joinRecords(blocks []Block) []Block {
	var joined []Block
	for _, b := range blocks {
		last := len(joined) - 1
		if last < 0 || !joined[last].goesOn(&b) {
			b.Table, b.Lines = slices.Clip(b.Table), slices.Clip(b.Lines) // what is joined to them is not written into the document
			joined = append(joined, b)
			continue
		}
		joined[last].Table = append(joined[last].Table, b.Table[1:]...)
		joined[last].Lines = append(joined[last].Lines, b.Lines[1:]...)
	}
	return joined
}

// goesOn tells whether another block is the next record of the same kind.
func (b *Block) goesOn(next *Block) bool {
	return b.Keys && next.Keys && len(b.Table) > 0 && len(next.Table) == 2 && len(b.Lines) == len(b.Table) && len(next.Lines) == 2 &&
		slices.Equal(b.Place.Path, next.Place.Path) && slices.Equal(b.Table[0], next.Table[0])
}

// Words for Place.Part: where in a file, when it is not the visible body.
const (
	PartComments   = "comments"
	PartProperties = "properties"
	PartHeader     = "header"
	PartHidden     = "hidden"
	PartNotes      = "notes"
	PartDeleted    = "deleted"
	PartForm       = "form"
	PartName       = "name" // the file's own name
	PartMetadata   = "metadata"
)

// String gives the place as CONTRACT 8 prints it: "Adhérents!C", "liste.csv: column C", "table 2, column C", "page 3", "line 12".
func (p Place) String() string {
	var s strings.Builder
	for _, member := range p.Path {
		s.WriteString(member + ": ")
	}
	if p.Part != "" {
		s.WriteString(p.Part + " ")
	}
	switch {
	case p.Sheet != "" && p.Column != "":
		s.WriteString(p.Sheet + "!" + p.Column)
	case p.Sheet != "":
		s.WriteString(p.Sheet)
	case p.Column != "":
		if p.Table > 0 {
			s.WriteString("table " + strconv.Itoa(p.Table) + ", ")
		}
		s.WriteString("column " + p.Column)
	case p.Field != "":
		s.WriteString("field " + p.Field)
	case p.Page > 0:
		s.WriteString("page " + strconv.Itoa(p.Page))
	case p.Line > 0:
		s.WriteString("line " + strconv.Itoa(p.Line))
	}
	return strings.TrimRight(s.String(), ": ")
}

// Finding is one kind of personal data found in a document. It never holds a value that was found.
type Finding struct {
	Entity string  `json:"entity"` // the name of a row of the entity table: "email", "iban", "fr-nir"…
	Count  int     `json:"count"`  // distinct values
	Where  []Place `json:"where"`  // distinct places, at most maxPlaces, in reading order
}

// Result is what Detect says about a document. Its zero value found nothing.
type Result struct {
	Findings []Finding
	Persons  int      // person records counted (research: personal-data.md 3.2)
	Refuse   bool     // the document may leave only encrypted
	Rules    []string // which rules of the decision table said so, for scan --explain
}
