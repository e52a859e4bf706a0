package personal

import (
	"fmt"
	"strings"
	"testing"
)

// Each way of writing the rows of a table in a dump is read like a list with a header, and says on which lines the persons stand.
func TestDump(t *testing.T) {
	const create = "CREATE TABLE `adherent` (\n  `id` int NOT NULL,\n  `nom` varchar(60),\n  `prenom` varchar(60),\n  `cotisation` decimal(6,2),\n  PRIMARY KEY (`id`)\n);\n"
	const names = "(id, nom, prenom, cotisation)"
	rows := func(n int, format, between string) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf(format, i+1, "Durand"+strings.Repeat("a", i%7+1), someFirstNames[i%len(someFirstNames)]))
		}
		return strings.Join(list, between)
	}
	for _, tt := range []struct {
		name, text string
		refuse     bool
		first      int // the line of the first person
	}{
		{"mysqldump: one line, columns from the definition", create + "INSERT INTO `adherent` VALUES " + rows(12, "(%d,'%s','%s',25.00)", ",") + ";\n", true, 8},
		{"a line for each row", "INSERT INTO adherent " + names + " VALUES\n" + rows(12, "(%d,'%s','%s',25.00)", ",\n") + ";\n", true, 2},
		{"a line for each column", "INSERT INTO adherent (\n  id,\n  nom,\n  prenom,\n  cotisation\n)\nVALUES\n" + rows(12, "(%d, '%s', '%s', 25.00)", ",\n") + ";\n", true, 8},
		{"a statement for each row", rows(12, "INSERT INTO \"adherent\" "+names+" VALUES(%d,'%s','%s',25.00);", "\n"), true, 1},
		{"SQL Server", rows(12, "INSERT [dbo].[adherent] ([id], [nom], [prenom], [cotisation]) VALUES (%d, N'%s', N'%s', CAST(25.00 AS Decimal(6, 2)))\nGO", "\n"), true, 1},
		{"COPY", "COPY public.adherent " + names + " FROM stdin;\n" + rows(12, "%d\t%s\t%s\t25.00", "\n") + "\n\\.\n", true, 2},
		{"INSERT … SET", rows(12, "INSERT INTO `adherent` SET `id` = %d, `nom` = '%s',\n `prenom` = '%s', `cotisation` = 25.00;", "\n"), true, 1},
		{"UPDATE … SET", "BEGIN;\n" + rows(12, "UPDATE adherent SET id=%d, nom='%s', prenom='%s', cotisation=25 WHERE id=0;", "\n"), true, 2},
		{"one person", "REPLACE INTO mitglied SET nachname = 'Çelik', vorname = 'Deniz', geb = '1980-04-01', strasse = 'Eschenweg 5a', plz = '45329', ort = 'Essen',\n" +
			"tel = '0201 4488190', bemerkung = 'Schwerbehindert';\n", true, 1},
		{"one person below the definition", "CREATE TABLE member (id INTEGER PRIMARY KEY, forename TEXT, surname TEXT, dob TEXT, addr TEXT, tel TEXT, medical TEXT);\n" +
			"INSERT INTO member VALUES(872,'Rhys','Kendrick','1971-08-30','63 Beech Avenue, Manchester M20 2WS','07450 661 208','pacemaker fitted 2024');\n", true, 2},
		{"names without types, and what sort of number", "CREATE TABLE recall(nhs,pt,next);\n" + rows(12, "INSERT INTO recall VALUES('701 234 00%02d','%s, %s','MRI');", "\n"), true, 2},
		{"names with blanks", "CREATE TABLE adherent (\"n° licence\" int, \"nom de famille\" text, \"prénom usuel\" text);\n" + rows(12, "INSERT INTO adherent VALUES(%d,'%s','%s');", "\n"), true, 2},
		{"code", "UPDATE t SET a = 1, b = now() WHERE c = $1;\nUPDATE t SET a = 2, b = a + 1;\n", false, 0},
		{"few rows", "INSERT INTO adherent " + names + " VALUES " + rows(3, "(%d,'%s','%s',25.00)", ",") + ";\n", false, 0},
		{"things", "INSERT INTO produit (id, nom, marque, prix) VALUES " + rows(12, "(%d,'Lampe %s','Philips %s',25.00)", ",") + ";\n", false, 0},
		{"what goes on on the line of the last row", "INSERT INTO a VALUES (1,2); INSERT INTO b VALUES ('1 85 05 78 006 084 91');\n", true, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := New(Options{}).Detect(textDocument(tt.text))
			if r.Refuse != tt.refuse {
				t.Fatalf("refused %v; rules %v, found %v", r.Refuse, r.Rules, entitiesOf(r))
			}
			if tt.refuse && r.Findings[0].Where[0].Line != tt.first {
				t.Errorf("first found in line %d, want %d", r.Findings[0].Where[0].Line, tt.first)
			}
		})
	}
}

// Statements that no quotation mark or parenthesis ends are not read again from each line on.
func TestDumpUnended(t *testing.T) {
	for _, line := range []string{"INSERT INTO a VALUES ('", "INSERT INTO a VALUES ('\n", "INSERT INTO a VALUES (b(\n", "CREATE TABLE a (b\n", "COPY a (b\n", "UPDATE a SET b\n", "UPDATE a SET b = (\n"} {
		if r := New(Options{}).Detect(textDocument(strings.Repeat(line, 20_000))); r.Refuse {
			t.Errorf("%q: refused by %v", line, r.Rules)
		}
	}
}
