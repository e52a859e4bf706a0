package attachment

import (
	"encoding/base64"
	"fmt"
	"testing"
)

func TestHTML(t *testing.T) {
	page := func(body string) File {
		return File{Name: "a.html", Data: []byte("<!DOCTYPE html><html><body>" + body + "</body></html>")}
	}
	csv := base64.StdEncoding.EncodeToString([]byte("Nom;Mél\nDupont;d@x.fr\nMartin;m@x.fr\n"))
	extracts(t, []extraction{
		{name: "a list alone", file: File{Name: "a.html", Data: []byte("<ul><li><b>Dupont</b></li><li>Martin</li></ul>")}, kind: "html", want: []string{"Dupont", "Martin"}},
		{name: "runs are joined, blocks are not", file: page("<p>Du<b>po</b>nt</p><p>Martin</p>"), kind: "html", want: []string{"Dupont", "Martin"}},
		{name: "boxes part words from numbers", file: page("<span>Jean Dupont</span><span>0611223344</span><span>vegan</span> <span>Mar</span><span>tin</span>"), kind: "html",
			want: []string{"Jean Dupont 0611223344 vegan Martin"}},
		{name: "boxes part words from addresses", file: page("<span>Jean Dupont</span><a>d@x.fr</a><time>12/03/1985</time><span>jean.</span><a>dupont@x.fr</a>"), kind: "html",
			want: []string{"Jean Dupont d@x.fr 12/03/1985 jean.dupont@x.fr"}},
		{name: "entities", file: page("<p>Zo&eacute; &#64; &amp;</p>"), kind: "html", want: []string{"Zoé @ &"}},
		{name: "hidden text", file: page(`<p style="display:none">secret</p><p hidden>more</p>`), kind: "html", want: []string{"secret", "more"}},
		{name: "comments, values, links", file: page(`<!-- comment --><input type="hidden" value="typed"><a href="mailto:d%40x.fr">write</a><img alt="face">`), kind: "html",
			want: []string{"<hidden> comment", "<hidden> typed", "<hidden> d@x.fr", "<hidden> face", "write"}},
		{name: "hidden values behind their names", file: page(`<meta name="author" content="Jean"><input type=hidden name="dob" value="1985-03-12"><p data-phone="0612345678" data-rows>ok</p>` +
			`<input type=submit name=go value=Next>`), kind: "html", want: []string{"<hidden> author: Jean", "<hidden> dob: 1985-03-12", "<hidden> phone: 0612345678", "<hidden> Next", "ok"}},
		{name: "elements out of sight", file: page(`<!-- <tr><td>Jean</td><td>d@x.fr</td></tr> --><noscript><p>Zoé</p><p>Léa</p></noscript><script>x="one\ntwo \u00e9"</script><p>ok</p></html>` + "behind\nit\n<html>a\nb"), kind: "html",
			want: []string{"<hidden> 1| Jean | d@x.fr", "<hidden> Zoé", "<hidden> Léa", `<hidden> x="one`, `<hidden> two é"`, "behind", "it", "a b"}},
		{name: "JSON in a script", file: page(`<script>f();window.state = [{"nom":"Dupont","mail":"d@x.fr"},{"nom":"Martin","mail":"m@x.fr"}];g({a:1})</script><p data-all='{"nom":"Petit","mail":"petit@exemple.fr"}'>ok</p>`), kind: "html",
			want: []string{"2| Dupont | d@x.fr", "3| Martin | m@x.fr", "2| Petit | petit@exemple.fr", "<hidden> f();window.state = ;g({a:1})", "ok"}},
		{name: "a form that is filled in", file: page(`<p>Achternaam <input value="Visser"> Tel <input type="tel" value="0612345678"></p><input type=checkbox value="1a">`), kind: "html",
			want: []string{"Achternaam : Visser", "Tel : 0612345678", "<hidden> 1a"}},
		{name: "a form without labels, one in a table", file: page(`<input name="nom" value="Visser"><input placeholder="Tel" name=t value="0612345678"><table><tr><td>Ville<td><input name=v value="Rennes"></table>` +
			`<input type=hidden name=all value='[{"nom":"Petit","mail":"petit@exemple.fr"}]'>`), kind: "html", want: []string{"nom: Visser", "Tel: 0612345678", "1| Ville | Rennes", "2| Petit | petit@exemple.fr"}},
		{name: "a link that fills in a form", file: page(`<a href="/form?nom=Dupont&amp;ville=Saint%2DMalo&amp;rue=4+rue+des+Lilas&amp;tel=%2B336">x</a><a href="/list?page=2&amp;sort=date">y</a>`), kind: "html",
			want: []string{"<hidden> nom: Dupont", "<hidden> ville: Saint-Malo", "<hidden> rue: 4 rue des Lilas", "<hidden> tel: +336"}, absent: []string{"sort"}},
		{name: "script and style", file: page(`<script>var x="in script"</script><style>p{}</style><p>ok</p>`), kind: "html", want: []string{`<hidden> var x="in script"`, "ok"}, absent: []string{"p{}"}},
		{name: "text of a style sheet, of an action", file: page(`<style>p:after{content:"Jean Dupont"}</style><a onclick="alert('Marie Roux')">ok</a>`), kind: "html", want: []string{"<hidden> Jean Dupont", "<hidden> alert('Marie Roux')"}},
		{name: "lines that stay", file: page("a\nb<pre>Jean\nMarie</pre>c\nd"), kind: "html", want: []string{"a b", "Jean", "Marie", "c d"}},
		{name: "table", file: page("<table><tr><th>Nom<th>Mél</tr><tr><td>Dupont<br>Jean</td><td>d@x.fr</td></tr></table><p>end</p>"), kind: "html",
			want: []string{"1| Nom | Mél", "2| Dupont\nJean | d@x.fr", "end"}},
		{name: "terms and what they are", file: page("<dl><dt>Nom<dd>Dupont<dd>Roux<dt>Mél</dt><dd>d@x.fr</dd></dl><p>end</p>"), kind: "html", want: []string{"1| Nom | Dupont | Roux", "2| Mél | d@x.fr", "end"}},
		{name: "table without end tags", file: page("<table><tr><td>a<td>b<tr><td>c<td>d</table>"), kind: "html", want: []string{"1| a | b", "2| c | d"}},
		{name: "table in a table", file: page("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>"), kind: "html", want: []string{"1| a | b", "1|  | c"}},
		{name: "table that is a frame", file: page("<table><tr><td>only</td></tr><tr><td>one</td></tr></table>"), kind: "html", want: []string{"only", "one"}},
		{name: "file in a data URL", file: page(`<a href="data:text/csv;base64,` + csv + `">x</a>`), kind: "html", want: []string{"data 2| Dupont | d@x.fr"}},
		{name: "page in a page", file: page(`<iframe srcdoc="&lt;p&gt;inner&lt;/p&gt;"></iframe>`), kind: "html", want: []string{"srcdoc.html inner"}},
		{name: "charset of the meta element", file: File{Data: []byte("<html><meta charset=iso-8859-15><p>12 \xA4</p>")}, kind: "html", want: []string{"12 €"}},
		{name: "charset that hides", file: File{MediaType: "text/html; charset=iso-2022-kr", Data: []byte("<html><p>d@x.fr</p>")}, kind: "html", want: []string{"d@x.fr"}},
		{name: "UTF-16", file: File{Data: append([]byte("\xFF\xFE"), wide("<html><p>Zoé</p>", le)...)}, kind: "html", want: []string{"Zoé"}},
		{name: "told by its type alone", file: File{MediaType: "text/html", Data: []byte("hello <b>Zoé</b>")}, kind: "html", want: []string{"hello Zoé"}},
		{name: "text about HTML", file: File{Data: []byte("Write <b> for bold.")}, kind: "text", want: []string{"Write <b> for bold."}},
	})
}

func TestXML(t *testing.T) {
	file := func(s string) File { return File{Name: "a.xml", Data: []byte(`<?xml version="1.0"?>` + s)} }
	many := ""
	for i := range 70 {
		many += fmt.Sprintf(`<p%d a="1" b="v%d"/>`, i, i)
	}
	extracts(t, []extraction{
		{name: "records", file: file("<list><p><nom>Dupont</nom><mel>d@x.fr</mel></p><p><nom>Martin</nom><mel>m@x.fr</mel><tel>01</tel></p></list>"), kind: "xml",
			want: []string{"1| nom | mel | tel", "2| Dupont | d@x.fr", "3| Martin | m@x.fr | 01"}},
		{name: "what they are listed in", file: file("<Passport><WorkExperience><Post>a</Post><At>b</At></WorkExperience><WorkExperience><Post>c</Post></WorkExperience></Passport>"), kind: "xml", want: []string{"<name> WorkExperience", "<name> Passport"}},
		{name: "attributes", file: file(`<list><p nom="Dupont" mel="d&#64;x.fr"/><p nom="Martin" mel="m@x.fr"/></list>`), kind: "xml", want: []string{"2| Dupont | d@x.fr"}},
		{name: "prose", file: file("<doc><title>Hello</title><body>A <b>bold</b> word</body></doc>"), kind: "xml", want: []string{"b: bold"}},
		{name: "entities are not expanded", file: file(`<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]><a><b>&x;&f;</b><c>1</c></a>`), kind: "xml", want: []string{"2| &x;&f; | 1"}, absent: []string{"boom\n"}},
		{name: "CDATA", file: file("<a><b><![CDATA[x < y]]></b><c>2</c></a>"), kind: "xml", want: []string{"2| x < y | 2"}},
		{name: "not well formed", file: file("<a><b>one</c><d>two</a>"), kind: "xml", want: []string{"2| one | two"}},
		{name: "SVG", file: File{Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="2">Dupont</text></svg>`)}, kind: "xml", want: []string{"2| 1 | 2 | Dupont"}},
		{name: "Excel 2003", file: file(`<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Liste"><Table><Row><Cell><Data>Nom</Data></Cell><Cell ss:Index="3"><Data>Mél</Data></Cell></Row>` +
			`<Row ss:Index="4"><Cell><Data>Dupont</Data></Cell></Row></Table></Worksheet></Workbook>`), kind: "xml-spreadsheet", want: []string{"'Liste' 1| Nom |  | Mél", "'Liste' 4| Dupont"}},
		{name: "Word 2003", file: file(`<w:wordDocument xmlns:w="x"><w:body><w:p><w:r><w:t>Du</w:t></w:r><w:r><w:t>pont</w:t></w:r></w:p></w:body></w:wordDocument>`), kind: "xml-word", want: []string{"Dupont"}},
		{name: "parts of a record", file: file(`<list><m id="1"><name><last>Roux</last><first>Léa</first></name><tel kind="m">06</tel><tel kind="h">07</tel></m><m id="2"><name><last>Petit</last></name></m></list>`), kind: "xml",
			want: []string{"1| id | last | first | kind | tel | tel kind", "2| 1 | Roux | Léa | m | 06 07 | h", "3| 2 | Petit"}},
		{name: "lists in records", file: file(`<school><class n="6A"><p a="1" b="Roux"/><p a="2" b="Petit"/><p a="3" b="Faure"/><p a="4" b="Blanc"/></class><class n="6B"/></school>`), kind: "xml",
			want: []string{"1| a | b", "2| 1 | Roux", "5| 4 | Blanc", "n: 6A", "n: 6B"}},
		{name: "more parts than a record holds", file: file("<r>" + many + "</r>"), kind: "xml", want: []string{"2| 1 | v69", "2| 1 | v40"}},
		{name: "a record and a list", file: file(`<letter><from><nom>Dupont</nom><tel>06</tel></from><to><nom>Roux</nom><tel>07</tel></to></letter>`), kind: "xml",
			want: []string{"1| nom | tel | to nom | to tel", "2| Dupont | 06 | Roux | 07"}},
		{name: "Windows-1252 by its declaration", file: File{Data: []byte("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a><b>Zo\xE9</b><c>1</c></a>")}, kind: "xml", want: []string{"2| Zoé | 1"}},
	})
}

func TestJSON(t *testing.T) {
	file := func(s string) File { return File{Name: "a.json", Data: []byte(s)} }
	extracts(t, []extraction{
		{name: "list of objects", file: file(`[{"nom":"Dupont","tel":612345678,"x":null},{"nom":"Martin","mel":"m@x.fr"}]`), kind: "json",
			want: []string{"1| nom | tel | mel", "2| Dupont | 612345678", "3| Martin |  | m@x.fr"}},
		{name: "objects inside", file: file(`{"people":[{"nom":"Dupont","adresse":{"rue":"1 rue X","cp":"75002"}}]}`), kind: "json", want: []string{"1| nom | rue | cp", "2| Dupont | 1 rue X | 75002", "<name> people", "<name> adresse"}},
		{name: "parts of a record", file: file(`[{"nom":{"nom":"Dupont","usage":"Roux"},"cell":"06","ville":{"nom":"Brest"}},{"nom":{"nom":"Martin"},"cell":"07"}]`), kind: "json",
			want: []string{"1| cell | nom | usage | ville nom", "2| 06 | Dupont | Roux | Brest", "3| 07 | Martin"}},
		{name: "records by their numbers", file: file(`{"n":2,"a1":{"nom":"Dupont","tel":"06"},"a2":{"nom":"Martin","tel":"07"},"a3":{"nom":"Roux"}}`), kind: "json",
			want: []string{"1| nom | tel", "2| Dupont | 06", "2| Martin | 07", "nom: Roux", "n: 2"}},
		{name: "keys that are names", file: file(`{"klas":{"Anna de Wit":{"geb":"2015","lezen":"V"},"Jan Bos":{"geb":"2016"}}}`), kind: "json",
			want: []string{"1|  | geb | lezen", "2| Anna de Wit | 2015 | V", "3| Jan Bos | 2016"}},
		{name: "lines", file: file("{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n"), kind: "json", want: []string{"2| 1 | 2", "3| 3 | 4"}},
		{name: "long numbers keep their digits", file: file(`[{"nir":279037511600474,"x":1}]`), kind: "json", want: []string{"2| 279037511600474 | 1"}},
		{name: "plain values", file: file(`{"a":["one",["two"]],"b":true}`), kind: "json", want: []string{"1| b | a", "2| true | one", "a: two"}},
		{name: "lists of one record", file: file(`[{"names":[{"family":"Roux","given":["Léa","Zoé"]}],"phones":[{"value":"06","type":"m"},{"value":"07","type":"h"}]},{"names":[]}]`), kind: "json",
			want: []string{"1| family | given | value | type | phones value | phones type", "2| Roux | Léa Zoé | 06 | m | 07 | h"}},
		{name: "lists of many records", file: file(`[{"class":"6A","pupils":[{"n":"Roux","t":"1"},{"n":"Petit","t":"2"},{"n":"Faure","t":"3"},{"n":"Blanc","t":"4"}]}]`), kind: "json",
			want: []string{"1| n | t", "2| Roux | 1", "5| Blanc | 4", "class: 6A"}},
		{name: "a list by numbers", file: file(`{"gifts":{"001":["Léa Roux","20 €"],"002":["Zoé Petit","5 €"],"003":["Max Faure","9 €"]}}`), kind: "json",
			want: []string{"1| 001 | Léa Roux | 20 €", "3| 003 | Max Faure | 9 €"}},
		{name: "a list by columns", file: file(`{"nom":["Roux","Petit","Faure","Blanc"],"né":["2001","2002","2003","2004"],"tel":["1","2","3","4"]}`), kind: "json",
			want: []string{"1| nom | né | tel", "2| Roux | 2001 | 1", "5| Blanc | 2004 | 4"}},
		{name: "rows without names", file: file(`{"rows":[["Nom","Né le"],["Dupont","12/03/1985"],["Roux",null]]}`), kind: "json",
			want: []string{"1| Nom | Né le", "2| Dupont | 12/03/1985", "3| Roux"}},
		{name: "cut short", file: file(`[{"nom":"Dupont","mel":"d@x.fr"},{"nom`), kind: "json", want: []string{`[{"nom":"Dupont","mel":"d@x.fr"},{"nom`}},
		{name: "no JSON", file: file("[Section]\nkey=1\n"), kind: "text", want: []string{"[Section]"}},
	})
	deep := make([]byte, 0, 200_000)
	for range 100_000 {
		deep = append(deep, '[')
	}
	if _, r := read(t, file(string(deep))); r.Reason == ReasonCrashed {
		t.Error("deep nesting crashes")
	}
}

// TestScriptEscapes: a text of a script may be cut short in the middle of an escape.
func TestScriptEscapes(t *testing.T) {
	for text, want := range map[string]string{`Zo\u00e9\nMartin`: "Zoé\nMartin", `x\u41`: "x41", `x\u`: "x", `x\`: "x", `\"y\"`: `"y"`, `\uzzzz`: "zzzz"} {
		if got := unescapeScript(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
