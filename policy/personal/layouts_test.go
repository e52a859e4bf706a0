package personal

import (
	"strings"
	"testing"
)

// layouts pour the same rows, the first of which heads them, into texts as people and programs write them. Empty cells leave no trace.
var layouts = map[string]func(rows [][]string) string{
	"dashes":      joinedBy(" - "),
	"long dashes": joinedBy(" – "),
	"slashes":     joinedBy(" / "),
	"commas":      joinedBy(", "),
	"semicolons":  joinedBy("; "),
	"dots":        joinedBy(" · "),
	"arrows":      joinedBy(" -> "),
	"gaps":        joinedBy("   "),
	"paragraphs":  stacked,
	"quotation": func(rows [][]string) string {
		return strings.ReplaceAll("Am 3.4. schrieb A.:\n\n"+joinedBy("   ")(rows), "\n", "\n> ")
	},
}

func joinedBy(mark string) func(rows [][]string) string {
	return func(rows [][]string) string {
		var text strings.Builder
		for _, row := range rows {
			text.WriteString(strings.Join(filled(row), mark) + "\n")
		}
		return text.String()
	}
}

func stacked(rows [][]string) string {
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(filled(row), "\n") + "\n\n")
	}
	return text.String()
}

func filled(row []string) (cells []string) {
	for _, cell := range row {
		if cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

// readRows reads lines whose cells bars part.
func readRows(text string) (rows [][]string) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		rows = append(rows, strings.Split(line, "|"))
	}
	return rows
}

func TestLayouts(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		name, rows string
		refuse     bool
	}{
		{"class", "Nr|Nachname|Rufname|Geb.-Datum|Rel.|Erz.ber.|Notfall-Tel.|Förderbedarf\n1|Lindemann|Lukas|13.10.2013|isl|Jugendamt|01726557955|\n" +
			"2|Krüger|Ali|04.03.2013|isl|Eltern|01766962662|LRS\n3|Huber|Tim|21.02.2013|ev|Mutter||Nachteilsausgl.\n4|Stadler|Elias|17.01.2013||Eltern|01514430541|Diabetes\n" +
			"5|Huber|Amelie|17.11.2014|ev|Jugendamt|01763530573|", true},
		{"tenants", "lot|LOCATAIRE|entrée|loyer HC|prov. ch.|CAF|dû au 28/02|obs\nRDC g|Mme Traoré|10/2011|610|40|212|1260|\nRDC d|Mlle Le Guellec|08/2023|385|40||810|\n" +
			"1er g|M. Ben Salah|05/2019|520|35|212|1080|échéancier 50/mois\n1er d|M. Chauvineau|06/2012|410|35|178|410|\n1er fond|Mme Pasquereau|06/2015|520|55||1080|paie en espèces\n" +
			"2e g|M. Tanguy|03/2023|520|40|178|0|échéancier 50/mois\n2e d|Mme Diallo|04/2021|510|40||0|", true},
		{"marks", "Alumno/a|Nº Id. Escolar|LCL|MAT|ING|BIO|EF|Repite|Faltas inj.|Observaciones\nAguirre Aguirre, Agnieszka|6533371|4|5|2|1|2|S|7|ACNEAE\n" +
			"Aguirre Belmonte, Paula|0407763|3|9|3|9|9|S|28|\nAguirre Quintana, Álvaro|7787546|8|4|4|3|8|N|22|\nBelmonte Ibáñez, Rubén|0737298|5|6|8|5|5|N|26|promociona\n" +
			"Cabrera Carrasco, Joaquín|5431902|4|7|5|1|4|S|24|ACNEAE\nCabrera Ferrer, Paula|4056865|4|8|4|2|9|S|17|TDAH", true},
		{"prices", "Réf.|Désignation|Unité|Prix HT|TVA|Remarque\nA100|Vis 4 x 40|boîte|4,20|20|\nA101|Cheville 8|sachet|2,10|20|promo\nB200|Colle à bois||7,90|20|\n" +
			"B201|Ponceuse|pièce|89,00||sur commande\nC300|Vernis mat|litre|18,50|20|", false},
		{"timetable", "Ligne|Départ|Gare|Arrivée|Voie|Remarque\n12|08:04|Rennes|09:31|3|\n14|08:34|Vitré|09:12||sauf samedi\n16|09:04|Laval|10:02|1|\n18|09:34|Rennes|11:01|2|vélos", false},
	} {
		for name, pour := range layouts {
			text := pour(readRows(tt.rows))
			if r := d.Detect(textDocument(text)); r.Refuse != tt.refuse {
				t.Errorf("%s by %s: refused %v, found %v\n%s", tt.name, name, r.Refuse, entitiesOf(r), text)
			}
		}
	}
}
