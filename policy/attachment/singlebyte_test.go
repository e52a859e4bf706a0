package attachment

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestSingleByteCharset(t *testing.T) {
	french := "Nom;Prénom;Qualité\nGuérin;Zoé;Présidente\nLefèvre;Françoise;Trésorière\n"
	polish := "Nazwisko;Imię;Miejscowość\nWiśniewska;Małgorzata;Łódź\nWójcik;Paweł;Kraków\n"
	for _, c := range []struct {
		name string
		in   *charmap.Charmap
		text string
	}{
		{"French in Windows-1252", charmap.Windows1252, french + "l’œuvre – 12 € « prêt »\n"},
		{"French in Mac Roman", charmap.Macintosh, french + "l’œuvre – « prêt »\n"},
		{"French in code page 850", charmap.CodePage850, french},
		{"German in Mac Roman", charmap.Macintosh, "Müller;Jürgen;Straße\nSchröder;Käthe;Übersee\n"},
		{"Spanish in code page 850", charmap.CodePage850, "Muñoz;José María;León\nIbáñez;Íñigo;Cádiz\n"},
		{"Polish in Windows-1250", charmap.Windows1250, polish},
		{"Polish in ISO-8859-2", charmap.ISO8859_2, polish},
		{"Czech in Windows-1250", charmap.Windows1250, "Příjmení;Jméno\nDvořák;Tomáš\nČerný;Ondřej\nRůžičková;Kateřina\n"},
		{"Russian in Windows-1251", charmap.Windows1251, "Фамилия;Имя\nИванов;Сергей\nПетрова;Анна\n"},
		{"Russian in KOI8-R", charmap.KOI8R, "Фамилия;Имя\nИванов;Сергей\nПетрова;Анна\n"},
		{"Greek in Windows-1253", charmap.Windows1253, "Επώνυμο;Όνομα\nΠαπαδόπουλος;Γεώργιος\nΝικολάου;Ελένη\n"},
		{"Swedish in Windows-1252", charmap.Windows1252, "Åsa;Öberg;Malmö\nGöran;Sjöström;Växjö\n"},
		{"Portuguese in Windows-1252", charmap.Windows1252, "João;Conceição;São Brás\nInês;Simões;Évora\n"},
		{"French in EBCDIC", charmap.CodePage037, french},
		{"capitals in Windows-1252", charmap.Windows1252, "GUÉRIN;ZOÉ;PRÉSIDENTE;N° 12;10 °C;½\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := c.in.NewEncoder().String(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := decoded([]byte(b)); !ok || got != c.text {
				t.Errorf("read as %q", got)
			}
		})
	}
}
