package personal

import "testing"

func TestWithoutExamples(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		"Re: John Watson (aged 71)":            "Re: John Watson (aged 71)",
		"Date (e.g. 12/03/1985) of birth":      "Date                 ) of birth",
		"Tél. (ex : 06 12 34 56 78)":           "Tél.                     )",
		"a (b) (p. ex. Jean Dupont) (c) d":     "a (b)                    ) (c) d",
		"name (e.g. Re: John Watson,":          "name                       ",
		"(":                                    "(",
		"Anna (z. B. per Mail) und Paul (Chef": "Anna                ) und Paul (Chef",
	} {
		if got := withoutExamples(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestIsPlaceholder(t *testing.T) {
	for s, want := range map[string]bool{
		" [TELEFONO]": true, "- [Responsabilità 1]": true, " {patient_name}  ": true, "| {{name}} |": true, "**[TITOLO]**": true,
		"": false, "[": false, "[x]": false, "[12]": false, " [GitHub](https://github.com)": false, "[ci, cd]": false, `["a"]`: false, "<b>Jean</b>": false, "<footer>": false, " <Media omitted>": false, "Jean Dupont": false, "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}": false,
	} {
		if got := isPlaceholder(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
