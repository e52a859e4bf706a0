package attachment

import (
	"encoding/hex"
	"testing"

	"souspli/policy/seal/sealtest"
)

func TestRTF(t *testing.T) {
	file := func(body string) File {
		return File{Name: "a.rtf", Data: []byte(`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}` + body + "}")}
	}
	object := hex.EncodeToString(sealtest.Join(uint32(0x501), uint32(2), uint32(5), "file\x00", uint32(0), uint32(0), uint32(len(csvFile)), csvFile))
	extracts(t, []extraction{
		{name: "paragraphs and letters", file: file(`\pard Zo\'e9 \b Du\b0 pont\par \{x\}\~y\tab z\line w`), kind: "rtf", want: []string{"Zoé Dupont", "{x} y\tz", "w"}},
		{name: "Unicode, with a fallback that is skipped", file: file(`\uc1 Zo\u233? \u-10179?\u-8704? {\uc2\u8364 ??}`), kind: "rtf", want: []string{"Zoé 😀 €"}},
		{name: "code page of a font", file: file(`{\f1 \'c8\'e2\'e0\'ed} {\f0 \'e9}`), kind: "rtf", want: []string{"Иван é"}},
		{name: "table", file: file(`\pard before\par\trowd\pard\intbl Nom\cell\pard\intbl M\'e9l\cell\row\trowd\pard\intbl Dupont\par Jean\cell\pard\intbl d@x.fr\cell\row\pard after\par`), kind: "rtf",
			want: []string{"before", "1| Nom | Mél", "2| Dupont\nJean | d@x.fr", "after"}},
		{name: "headers, notes, properties", file: file(`{\info{\author Zo\'e9}{\title T}}{\header on top\par}{\footnote below}{\*\annotation remark}body`), kind: "rtf", want: []string{"<header> on top", "<notes> below", "<comments> remark", "<properties> Zoé", "body"}},
		{name: "properties and variables that somebody named", file: file(`{\*\userprops {\propname Patient}\proptype30{\staticval Zo\'e9}{\propname dob}\proptype30{\staticval 1985-03-12}}{\*\docvar {nom}{Dupont}}{\*\docvar {ville}{Rennes}}x`),
			kind: "rtf", want: []string{"<properties> Patient: Zoé", "<properties> dob: 1985-03-12", "<hidden> nom: Dupont:", "<hidden> ville: Rennes:", "x"}},
		{name: "fields", file: file(`{\field{\*\fldinst HYPERLINK "mailto:d@x.fr"}{\fldrslt write}}`), kind: "rtf", want: []string{`<hidden> HYPERLINK "mailto:d@x.fr"`, "write"}},
		{name: "hidden and unknown destinations", file: file(`{\v hidden text} {\*\something inside}shown`), kind: "rtf", want: []string{"hidden text shown", "<hidden> inside"}},
		{name: "numbers of lists", file: file(`{\*\listtable{\list{\listlevel{\leveltext Jean;}}}}{\pntext Marie}shown`), kind: "rtf", want: []string{"<hidden> Jean;Marie", "shown"}},
		{name: "names of styles that are more", file: file(`{\stylesheet{\s1 heading 1;}{\s2 for d@x.fr;}}{\*\generator for 12 34 56;}x`), kind: "rtf", want: []string{"<hidden> for d@x.fr", "<hidden> for 12 34 56", "x"}, absent: []string{"heading"}},
		{name: "binary data that are writing", file: file(`x{\bin37 Nom;Prenom` + "\n" + `Dupont;Jean` + "\n" + `Martin;Marie` + "\n" + `}y`), kind: "rtf", want: []string{"xy", "<hidden> Dupont;Jean"}},
		{name: "a picture is no text", file: file(`x{\pict\pngblip 89504e47}y`), kind: "rtf", want: []string{"xy"}},
		{name: "binary data", file: file(`x{\bin5 }}}}}y}`), kind: "rtf", want: []string{"xy"}},
		{name: "an object", file: file(`{\object{\*\objdata ` + object + `}{\result shown}}`), kind: "rtf", want: []string{"object 2| Dupont | d@x.fr", "shown"}},
		{name: "cut short", file: File{Data: []byte(`{\rtf1 Dupont\'`)}, kind: "rtf", want: []string{"Dupont"}},
		{name: "loose start", file: File{Data: []byte("\n {\\rt Dupont}")}, kind: "rtf", want: []string{"Dupont"}},
	})
}
