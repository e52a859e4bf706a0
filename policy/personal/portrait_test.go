package personal

import "testing"

// TestPortraits: what is written of somebody for everybody may leave, be it full of illness and family; the same of a neighbour may not.
func TestPortraits(t *testing.T) {
	d := New(Options{})
	const life = "Er arbeitet in Hamburg und wohnt bei der Mutter. Vor zehn Jahren hatte er einen Unfall, Angst, Schlafstörungen und eine Therapie, " +
		"und die Trennung von der Ehefrau war nicht leicht. "
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"quoted", "Tim Keller sitzt in der Küche. " + life + "„Ich habe zu viel gearbeitet\", sagt er.", false},
		{"not quoted", "Tim Keller sitzt in der Küche. " + life, true},
		{"long ago", "Salle 4 – Camille Garnier (1864-1943)\n\nSœur de Paul Garnier, élève puis compagne de Rodin, elle rompt en 1892 après un avortement. " +
			"Isolée, endettée, elle détruit une partie de ses œuvres. Sa mère la fait interner en 1913 à Ville-Évrard, puis à Montdevergues, où elle meurt " +
			"après trente ans d'asile.", false},
		{"a program", "import pytest\nfrom hr.models import Employee\n\n\n@pytest.fixture\ndef employee():\n    return Employee(\n        first_name=\"Alice\",\n" +
			"        last_name=\"Wonder\",\n        birth_date=\"1980-02-29\",\n        email=\"alice@kwanto.fr\",\n        salary=3200,\n    )\n\n\n" +
			"def test_full_name(employee):\n    assert employee.full_name == \"Alice Wonder\"\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := d.Detect(textDocument(tt.text)); r.Refuse != tt.want {
				t.Errorf("refused %v, want %v: %v", r.Refuse, tt.want, r.Rules)
			}
		})
	}
}
