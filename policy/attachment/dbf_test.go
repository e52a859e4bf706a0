package attachment

import (
	"testing"

	"souspli/policy/seal/sealtest"
)

// dbfOf makes a dBase table of a name, a date and a number, in a language, of rows of 23 bytes.
func dbfOf(language byte, rows string) []byte {
	field := func(name string, kind, size byte) []byte {
		return sealtest.Join(name, make([]byte, 11-len(name)), kind, uint32(0), size, make([]byte, 15))
	}
	return sealtest.Join(byte(3), byte(124), byte(5), byte(1), uint32(len(rows)/23), uint16(129), uint16(23), make([]byte, 17), language, uint16(0),
		field("NOM", 'C', 10), field("NAISS", 'D', 8), field("N", 'I', 4), byte('\r'), rows)
}

func TestDBF(t *testing.T) {
	rows := " Dupont    19800503\x01\x00\x00\x00*Zo\x82       19990101\xFF\xFF\xFF\xFF"
	short := dbfOf(0, rows)
	short[4] = 9 // rows promised
	wrong := dbfOf(0, rows)
	wrong[10]++ // a row is longer than its fields
	extracts(t, []extraction{
		{name: "rows", file: File{Name: "a.dbf", Data: dbfOf(2, rows+"\x1A")}, kind: "dbf", want: []string{"1| NOM | NAISS | N", "2| Dupont | 03/05/1980 | 1", "3| Zoé | 01/01/1999 | -1"}},
		{name: "a language that is not known", file: File{Data: dbfOf(0, rows)}, kind: "dbf", want: []string{"3| Zoé | 01/01/1999 | -1"}},
		{name: "rows that are missing", file: File{Data: short}, kind: "dbf", want: []string{"2| Dupont | 03/05/1980 | 1"}},
		{name: "text behind the rows", file: File{Data: dbfOf(0, rows+"\x1AMarie Roux\x00")}, kind: "dbf", want: []string{"<hidden> Marie Roux"}},
		{name: "no table", file: File{Data: wrong}, kind: "unknown", want: []string{"<hidden> Dupont    19800503"}, reason: ReasonUnknown},
	})
}
