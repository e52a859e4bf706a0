package attachment

import (
	"slices"
	"testing"
)

func TestDirectory(t *testing.T) {
	file := func(s string) File { return File{Data: []byte(s)} }
	extracts(t, []extraction{
		{name: "vCards", file: file("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoé Martin\r\nN:Martin;Zoé;;;\r\nEMAIL;TYPE=work:z@\r\n x.fr\r\nTEL:+33 6\r\nBDAY:19800503\r\nADR:;;1 rue X;Paris;;75002;\r\nEND:VCARD\r\n" +
			"BEGIN:VCARD\r\nFN:Jean Dupont\r\nitem1.EMAIL:j@x.fr\r\nEND:VCARD\r\n"), kind: "vcard",
			want: []string{"1| name | email | phone | birth date | address", "2| Zoé Martin Martin Zoé | z@x.fr | +33 6 | 03/05/1980 | 1 rue X Paris  75002", "3| Jean Dupont | j@x.fr"}},
		{name: "vCard 2.1, quoted-printable", file: file("BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=A9 =\nMartin\nEND:VCARD\n"), kind: "vcard", want: []string{"2| Zoé Martin"}},
		{name: "vCard with a long note", file: file("BEGIN:VCARD\nFN:Zoé\nNOTE:a\\nb\\nc\\nd\\ne\\nf\nTEL:01\nEND:VCARD\n"), kind: "vcard", want: []string{"2| Zoé | 01", "comments:", "a", "f"}},
		{name: "vCard with a file", file: file("BEGIN:VCARD\nFN:Zoé\nNOTE;ENCODING=B:Tm9tO03DqWwKRHVwb250O2RAeC5mcgpNYXJ0aW47bUB4LmZyCg==\nEND:VCARD\n"), kind: "vcard", want: []string{"note 2| Dupont | d@x.fr"}},
		{name: "calendar", file: file("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Réunion\\, salle 2\r\nATTENDEE;CN=\"Dupont: Jean\";ROLE=X:mailto:j@x.fr\r\nORGANIZER;CN=Zoé:MAILTO:z@x.fr\r\nDESCRIPTION:one\\ntwo\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"), kind: "ical",
			want: []string{"Réunion, salle 2", "one", "two", "1| name | email", "2| Dupont: Jean | j@x.fr", "3| Zoé | z@x.fr"}},
		{name: "LDIF", file: file("version: 1\ndn: cn=Zoé,o=x\ncn: Zoé Martin\nmail: z@x.fr\nmail: zoe@\n x.fr\n\ndn: cn=j,o=x\ncn:: SmVhbg==\ntelephoneNumber: 01\n"), kind: "ldif",
			want: []string{"1| dn | cn | mail | telephoneNumber", "2| cn=Zoé,o=x | Zoé Martin | z@x.fr zoe@x.fr", "3| cn=j,o=x | Jean |  | 01"}},
	})
}

// Three cards are an address book, however little each says; the words of a name that stands twice on a card do not cancel.
func TestCards(t *testing.T) {
	card := func(first, last, more string) string {
		return "BEGIN:VCARD\nVERSION:3.0\nN:" + last + ";" + first + ";;;\nFN:" + first + " " + last + "\n" + more + "\nEND:VCARD\n"
	}
	book := card("Lou", "Abiven", "TEL;TYPE=CELL:+33612445566") + card("Naël", "Benyahia", "TEL;TYPE=CELL:+33677889900") + card("Jeanne", "Cariou", "EMAIL:jcariou@free.fr")
	r := Examine(File{Name: "contacts.vcf", Data: []byte(book)}, lifeDetector(), NewBudget())
	if !r.PersonalData || r.Persons != 3 || !slices.Contains(r.Rules, "address-book") {
		t.Errorf("%+v", r)
	}
	for _, f := range r.Findings {
		if want := map[string]string{"name": "line 3", "phone": "line 5", "email": "line 17"}[f.Entity]; f.Where[0].String() != want {
			t.Errorf("%s in %q, want %q", f.Entity, f.Where[0], want)
		}
	}
	one := Examine(File{Name: "contact.vcf", Data: []byte(card("Lou", "Abiven", "TEL;TYPE=CELL:+33612445566"))}, lifeDetector(), NewBudget())
	if one.PersonalData {
		t.Errorf("one card: %+v", one)
	}
	plain := func(name, phone string) string {
		return "BEGIN:VCARD\nVERSION:2.1\nN:;" + name + ";;;\nFN:" + name + "\n" + phone + "\nEND:VCARD\n"
	}
	for _, tt := range []struct {
		name, book string
		refuse     bool
	}{
		{"what people call each other", plain("Maa", "TEL;CELL:98302 65321") + plain("Koushik", "TEL;CELL:8012441234") + plain("Da Bulton", "TEL;CELL:+91 80139 11111"), true},
		{"whom to call at work", plain("Veolia", "TEL;WORK:0969323529") + plain("Dépannage ascenseur", "TEL;WORK:0298445566") + plain("Urgences", "TEL;CELL:15"), false},
		{"firms with a mobile phone", plain("Garage du Port", "TEL;CELL:0612345678") + plain("Taxi Lou", "TEL;CELL:0613345679") + plain("Plomberie Kern", "TEL;CELL:0614345670"), false},
	} {
		if r := Examine(File{Name: "contacts.vcf", Data: []byte(tt.book)}, lifeDetector(), NewBudget()); r.PersonalData != tt.refuse {
			t.Errorf("%s: refused %v by %v", tt.name, r.PersonalData, r.Rules)
		}
	}
}
