package personal

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// prose is ordinary text, with a value here and there, as long as asked.
func prose(size int) string {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("Le conseil municipal s'est réuni le mardi dans la salle de la mairie sous la présidence du maire. Après lecture du compte rendu, l'assemblée a adopté le budget de l'exercice " +
		"et voté les subventions aux associations. The committee approved the minutes of the previous meeting and the report on water resources. Die Sitzung wurde um 20 Uhr geschlossen; weitere Informationen finden Sie auf unserer Seite.")
	var s strings.Builder
	for s.Len() < size {
		for range 12 {
			s.WriteString(words[r.IntN(len(words))])
			s.WriteByte(' ')
		}
		switch r.IntN(8) {
		case 0:
			fmt.Fprintf(&s, "%d,%02d €", r.IntN(9000), r.IntN(100))
		case 1:
			fmt.Fprintf(&s, "contact%d@exemple.fr", r.IntN(90))
		case 2:
			fmt.Fprintf(&s, "le %d/%d/2024", 1+r.IntN(28), 1+r.IntN(12))
		case 3:
			s.WriteString("Mme Sophie Martin")
		}
		s.WriteByte('\n')
	}
	return s.String()
}

// figures is a table of statistics.
func figureTable(size int) [][]string {
	r := rand.New(rand.NewPCG(3, 4))
	rows := [][]string{{"Entity", "Code", "Year", "Rate", "Total", "Share", "Index"}}
	for n := 0; n < size; {
		row := []string{"Region " + fmt.Sprint(r.IntN(400)), fmt.Sprintf("%05d", r.IntN(99999)), fmt.Sprint(1960 + r.IntN(60)),
			fmt.Sprintf("%.9f", r.Float64()), fmt.Sprint(r.IntN(1 << 40)), fmt.Sprintf("%.4f", 100*r.Float64()), fmt.Sprint(r.IntN(1_000_000_000))}
		for _, c := range row {
			n += len(c) + 1
		}
		rows = append(rows, row)
	}
	return rows
}

func memberTable(size int) [][]string {
	r := rand.New(rand.NewPCG(5, 6))
	rows := [][]string{{"Nom", "Prénom", "Date de naissance", "Adresse", "CP", "Ville", "Téléphone", "E-mail"}}
	for n := 0; n < size; {
		p := makePerson(r, "fr")
		row := []string{p.last, p.first, p.birthFR(), p.street, p.postcode, p.town, p.mobile, p.email}
		for _, c := range row {
			n += len(c) + 1
		}
		rows = append(rows, row)
	}
	return rows
}

func BenchmarkText(b *testing.B) {
	benchmark(b, Document{Blocks: []Block{{Text: prose(1 << 20)}}}, 1<<20)
}

func BenchmarkNumbersText(b *testing.B) {
	var s strings.Builder
	for _, row := range figureTable(1 << 20) {
		s.WriteString(strings.Join(row, "  "))
		s.WriteByte('\n')
	}
	benchmark(b, Document{Blocks: []Block{{Text: s.String()}}}, 1<<20)
}

func BenchmarkStatistics(b *testing.B) {
	benchmark(b, Document{Blocks: []Block{{Table: figureTable(5 << 20)}}}, 5<<20)
}

func BenchmarkMembers(b *testing.B) {
	benchmark(b, Document{Blocks: []Block{{Table: memberTable(5 << 20)}}}, 5<<20)
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Options{})
	}
}

func benchmark(b *testing.B, doc Document, size int64) {
	d := New(Options{})
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		d.Detect(doc)
	}
}
