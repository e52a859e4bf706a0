package personal

import "testing"

// TestTranslations: labels of forms in the place of values are nobody's data, whatever the form is for; beside a birth date they are the
// second language of a form.
func TestTranslations(t *testing.T) {
	d := New(Options{})
	lines := func(s string) Document { return textDocument(s) }
	row := func(heads, values []string) Document {
		return Document{Blocks: []Block{{Table: [][]string{heads, values}}}}
	}
	for _, tt := range []struct {
		name string
		doc  Document
		want bool
	}{
		{"JSON", row([]string{"form.title", "form.name", "form.birth", "form.phone", "menu.members"},
			[]string{"Ficha de inscrição", "Nome completo", "Data de nascimento", "Telefone", "Sócios"}), false},
		{"the same, filled in", row([]string{"form.title", "form.name", "form.birth", "form.phone", "menu.members"},
			[]string{"Ficha de inscrição", "Joana Matos Pereira", "14/03/1987", "912 345 678", "Sócios"}), true},
		{"properties", lines("alunno.cognome=Cognome\nalunno.nomeCompleto=Nome e cognome\nalunno.dataNascita=Data di nascita\nalunno.assenze=Assenze\n" +
			"genitore.madre=Madre\nnota.disciplinare=Nota disciplinare\nesempio.nome=Mario Bianchi"), false},
		{"names of fields", lines("name: full_name\nNom complet\nname: birth_date\nDate de naissance\nname: sick_leave\nArrêt maladie\nname: salary\n" +
			"Salaire brut\nname: hint_name\nMarie Garnier"), false},
		{"a form in two languages", lines("Nom : Surname\nGARNIER Marie\nDate de naissance : Date of birth\n14/03/1987\nSituation familiale : Marital status\n" +
			"divorcée\nArrêt maladie : Sick leave\ndepuis le 4 mai\nPrénom : First name"), true},
		{"a mother to call", lines("Prénom : Lina\nNom : GARNIER\nAllergie : arachide\nContact : mère\nParent : mère\nTuteur : mère\nTéléphone : 06 12 34 56 78"), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := d.Detect(tt.doc); r.Refuse != tt.want {
				t.Errorf("refused %v, want %v: %v", r.Refuse, tt.want, r.Rules)
			}
		})
	}
}
