package attachment

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

const sqlitePage = 512

// sqliteRecord is a cell of a table's leaf; its last value is a text that may be long.
func sqliteRecord(id byte, values ...string) []byte {
	var types, body []byte
	for _, v := range values {
		types = append(types, sqliteVarint(13+2*len(v))...)
		body = append(body, v...)
	}
	payload := sealtest.Join(byte(len(types)+1), types, body)
	return sealtest.Join(sqliteVarint(len(payload)), id, payload)
}

func sqliteVarint(n int) []byte {
	if n < 0x80 {
		return []byte{byte(n)}
	}
	return []byte{byte(n>>7) | 0x80, byte(n & 0x7F)}
}

// sqliteTree makes a page of cells, its header at the given offset.
func sqliteTree(offset int, kind byte, right uint32, cells ...[]byte) []byte {
	page := make([]byte, sqlitePage)
	head := page[offset:]
	head[0] = kind
	binary.BigEndian.PutUint16(head[3:], uint16(len(cells)))
	at, first := sqlitePage, 8
	if kind == sqliteTableNode {
		first = 12
		binary.BigEndian.PutUint32(head[8:], right)
	}
	for i, c := range cells {
		at -= len(c)
		copy(page[at:], c)
		binary.BigEndian.PutUint16(head[first+2*i:], uint16(at))
	}
	return page
}

func sqliteOf(pages ...[]byte) []byte {
	out := slices.Concat(pages...)
	copy(out, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(out[16:], sqlitePage)
	binary.BigEndian.PutUint32(out[56:], 1)
	return out
}

// sqliteLogOf makes a log of pages, from the second of the database on.
func sqliteLogOf(pages ...[]byte) []byte {
	out := sealtest.Join("\x37\x7f\x06\x82", uint32(0), []byte{0, 0, 2, 0}, make([]byte, 20))
	for i, page := range pages {
		out = sealtest.Join(out, []byte{0, 0, 0, byte(i + 2)}, make([]byte, 20), page)
	}
	return out
}

func TestSQLite(t *testing.T) {
	root := sqliteRecord(1, "table", "Membres", "Membres", "2", "CREATE TABLE Membres (nom TEXT, \"mél\" VARCHAR(10, 2), PRIMARY KEY (nom))")
	long := strings.Repeat("x", 600)
	spilled := sqliteRecord(3, "Roux", long+" r@x.fr")
	const least = (sqlitePage-12)*32/255 - 23
	size := len(spilled) - 3 // behind the two lengths
	local := least + (size-least)%(sqlitePage-4)
	if local > sqlitePage-35 {
		local = least
	}
	overflow := func(next uint32, b []byte) []byte {
		page := make([]byte, sqlitePage)
		binary.BigEndian.PutUint32(page, next)
		copy(page[4:], b)
		return page
	}
	rest := spilled[3+local:]
	file := sqliteOf(
		sqliteTree(sqliteHeader, sqliteTableLeaf, 0, root),
		sqliteTree(0, sqliteTableNode, 4, sealtest.Join([]byte{0, 0, 0, 3}, byte(2))),
		sqliteTree(0, sqliteTableLeaf, 0, sqliteRecord(1, "Dupont", "d@x.fr"), sqliteRecord(2, "Lefèvre", "l@x.fr")),
		sqliteTree(0, sqliteTableLeaf, 0, sealtest.Join(spilled[:3+local], []byte{0, 0, 0, 5})),
		overflow(0, rest),
		[]byte(strings.Repeat("\x00", 100)+"deleted d@y.fr"+strings.Repeat("\x00", sqlitePage-114)),
	)
	freed := sqliteTree(0, sqliteTableLeaf, 0, sqliteRecord(1, "Roux", "r@x.fr"), sqliteRecord(2, "Petit", "p@x.fr"))
	emptied := bytes.Clone(freed)
	copy(emptied[3:], []byte{0, 0, 0, 0}) // no cells, and room up to the end
	rows := []string{"<hidden> 1| Roux | r@x.fr", "<hidden> 2| Petit | p@x.fr"}
	extracts(t, []extraction{
		{name: "rows of a dropped table", file: File{Data: sqliteOf(sqliteTree(sqliteHeader, sqliteTableLeaf, 0), freed)}, kind: "sqlite", want: rows},
		{name: "rows of an emptied table", file: File{Data: sqliteOf(sqliteTree(sqliteHeader, sqliteTableLeaf, 0, root), emptied)}, kind: "sqlite", want: rows},
		{name: "a log", file: File{Data: sqliteLogOf(freed, sqliteTree(0, sqliteIndexLeaf, 0))}, kind: "sqlite", want: rows},
		{name: "a log of pages that cannot be", file: File{Data: append([]byte("\x37\x7f\x06\x82"), noise(600, 1)...)}, kind: "sqlite", reason: ReasonDamaged},
		{name: "tables", file: File{Data: file}, kind: "sqlite", want: []string{"<name> 'Membres' Membres", "'Membres' 1| nom | mél | PRIMARY", "'Membres' 2| Dupont | d@x.fr",
			"'Membres' 3| Lefèvre | l@x.fr", "'Membres' 4| Roux | " + long + " r@x.fr", "<hidden> deleted d@y.fr"}},
		{name: "a tree that goes round", file: File{Data: sqliteOf(sqliteTree(sqliteHeader, sqliteTableLeaf, 0, root), sqliteTree(0, sqliteTableNode, 2))}, kind: "sqlite", reason: ReasonDamaged},
	})
	for _, file := range [][]byte{file, sqliteLogOf(freed, emptied)} {
		for i := range file {
			bad := bytes.Clone(file)
			bad[i] ^= 0xFF
			read(t, File{Data: bad}) // whatever it says, it returns
		}
	}
}
