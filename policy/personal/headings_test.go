package personal

import (
	"strings"
	"testing"
)

// likeness is a table, or one like it of which the other thing is true.
type likeness struct {
	name, rows string
	refuse     bool
}

func judgeTables(t *testing.T, tables []likeness) {
	t.Helper()
	d := New(Options{})
	for _, tt := range tables {
		if r := d.Detect(tableDocument(cells(tt.rows)...)); r.Refuse != tt.refuse {
			t.Errorf("%s: refused %v, rules %v, found %v", tt.name, r.Refuse, r.Rules, entitiesOf(r))
		}
	}
}

// TestNeighboursAreNoValues: what stands beside a label is no value of it where both head columns, where nobody has filled in the form, or
// where the label is a part of what a club is called.
func TestNeighboursAreNoValues(t *testing.T) {
	judgeTables(t, []likeness{
		{"visitors of a pool", "Fréquentation 2025\nMois|Entrées enfants|Entrées adultes|Scolaires|Recettes\navril|984|1522|714|2261.38\njuin|554|1946|258|8144.81\nmai|1274|350|883|7627.16", false},
		{"what is lent", "Prêt entre le comité et l'amicale\nMatériel|Nombre|Caution\nBarnum|2|500 €\nTables|20|200 €\nFriteuse|1|150 €", false},
		{"medicines", "DCI|Nom|Forme|Lot|Péremption|Qté\nparacétamol|DOLIPRANE|cp 500|L5988|03/2027|13\nibuprofène|NUROFEN|cp 200|L7306|05/2027|29\népinéphrine|ANAPEN|stylo|L7556|03/2027|1\nchlorhexidine|BISEPTINE|flacon|L5259|07/2027|28", false},
		{"a blank form", "Health questionnaire\nFull name|Date of birth\nAddress|NHS number\nEmergency contact|GP surgery\nasthma|[ ] yes\ndiabetes|[ ] yes", false},
		{"the form, filled in", "Health questionnaire\nFull name|Octave Brisset\nDate of birth|12/05/1985\nEmergency contact|Elm Surgery\nasthma|yes", true},
		{"a pay slip", "Bulletin de paie\nNom|KUVLO Xwel|CDI\nHeures|151,67|12,50\nSalaire brut|1895,87|1895,87\nNet à payer|1480,20|1480,20\nPAS|0,00|0,00", true},
		{"marks", "Élève|Xwel Kuvlo\nMaths|12|14\nFrançais|11|9\nSVT|8|10\nHandicap|dyslexie", true},
		{"fixtures", "Datum|Uur|Thuis|Uit|Veld|Scheidsrechter nodig\n01-09-2026|10:00|SK Aalst|Eendracht Mere|B|nee\n08-09-1976|10:00|Eendracht Mere|KFC Sint-Jan|B|nee\n15-09-1986|10:00|KFC Sint-Jan|Standaard Mere|A|ja\n22-09-1996|10:00|Standaard Mere|SK Aalst|A|nee\n01-10-1997|10:00|SK Aalst|Eendracht Mere|A|nee", false},
	})
}

// TestNamedInHonour: streets, roses, ships and wards are named after people nobody has heard of too.
func TestNamedInHonour(t *testing.T) {
	const names = "Jean Tanguy|Marie Kerbrat|Paul Lescoat|Lucie Morvan|Anne Guivarch|Louise Daniel|Marc Petit|Yves Fabre|Nadia Cissé|Henri Pasquier|Simone Martel|Claude Perrin"
	table := func(head string, row func(i int, name string) string) string {
		var s strings.Builder
		s.WriteString(head)
		for i, name := range strings.Split(names, "|") {
			s.WriteString("\n" + strings.NewReplacer("{n}", name, "{i}", string(rune('a'+i)), "{d}", string(rune('0'+i%10))).Replace(row(i, name)))
		}
		return s.String()
	}
	all := func(row string) func(int, string) string { return func(int, string) string { return row } }
	ways := func(list string, row string) func(int, string) string {
		kinds := strings.Fields(list)
		return func(i int, _ string) string { return strings.ReplaceAll(row, "{way}", kinds[i%len(kinds)]) }
	}
	judgeTables(t, []likeness{
		{"streets", table("Código vía|Tipo|Nombre|Desde|CP", ways("C/ Av. C/ C/ Pza.", "10{d}|{way}|{n}|1|5001{d}")), false},
		{"French streets", table("Code voie|Nature|Nom|Début", ways("RUE AVENUE RUE BOULEVARD", "10{d}|{way}|{n}|1")), false},
		{"Italian streets", table("Codice|Tipo|Nome|CAP", ways("via corso via piazza", "10{d}|{way}|{n}|1012{d}")), false},
		{"members, and the streets they live in", table("N°|Type|Voie|Nom|Tél", ways("rue av. rue", "{d}|{way}|Jean Moulin|{n}|06 12 34 5{d} 78")), true},
		{"Dutch streets", table("id|naam|woonplaats|ingang", all("08{d}|{n}straat|Deventer|195{d}-03-1{d}")), false},
		{"residents", table("id|naam|woonplaats|geboren", all("08{d}|{n}|Deventer|195{d}-03-1{d}")), true},
		{"roses", table("Réf|Variété cultivée|Prix", all("R{d}|Rosier '{n}'|14,50 €")) + "\nRetrait : 8 chemin des Marais, 17320 Marennes|Tél. 05 46 85 00 12|", false},
		{"nicknames", table("Qui|Tél", all("{n} 'Jojo{i}'|06 12 34 5{d} 78")), true},
		{"ships", table("Ship|IMO|MMSI|Built", all("{n}|947743{d}|31062700{d}|201{d}")), false},
		{"their owners", table("Ship|Owner|Mobile", all("Abeille {i}|{n}|07700 90012{d}")), true},
		{"wards", "Ward|Pupils entered|Grade 9-7 %|Grade 9-4 %\nSt Mary's|156|34.8|56.9\nSt George|229|11.3|57.5\nQueen Anne|145|27.6|69.6\nVictoria Park|114|28.8|70.5\nNelson|122|33.1|77.8\nWellington|286|34.2|73.7\nGladstone|198|23.2|84.7", false},
		{"pupils", table("Schoolkid|Grade 9-7 %|Grade 9-4 %|Absences", all("{n}|34.{d}|56.{d}|{d}")), true},
	})
}
