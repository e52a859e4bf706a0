package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// What stands in a text as letters, of whatever coding and in whatever kind of file, is a file.
func TestCodings(t *testing.T) {
	list := []byte(strings.Repeat(csvFile, 12))
	adobe := make([]byte, ascii85.MaxEncodedLen(len(list)))
	adobe = adobe[:ascii85.Encode(adobe, list)]
	in := func(alphabet string) string {
		return string(bytes.Map(func(r rune) rune { return rune(alphabet[r-'!']) }, bytes.ReplaceAll(adobe, []byte("z"), []byte("!!!!!"))))
	}
	var packed bytes.Buffer
	z, _ := zlib.NewWriterLevel(&packed, zlib.HuffmanOnly)
	z.Write([]byte(url.QueryEscape(string(list))))
	z.Close()
	var pairs, array, dump strings.Builder
	for i, c := range list {
		fmt.Fprintf(&pairs, "%02X ", c)
		fmt.Fprintf(&array, "0x%02x, ", c)
		if i%16 == 15 {
			pairs.WriteByte('\n')
			array.WriteByte('\n')
			fmt.Fprintf(&dump, "%08x  % x  |%s|\n", i-15, list[i-15:i+1], strings.ReplaceAll(string(list[i-15:i+1]), "\n", "."))
		}
	}
	hexadecimal, letters := hex.EncodeToString(list), base64.StdEncoding.EncodeToString(list)
	for name, f := range map[string]File{
		"hexadecimal":     {Name: "a.txt", Data: []byte("Voici :\n" + hexadecimal + "\nfin")},
		"database dump":   {Name: "a.sql", Data: []byte("INSERT INTO f VALUES (1,0x" + hexadecimal + ");\n")},
		"pairs":           {Name: "a.txt", Data: []byte("Voici :\n" + pairs.String() + "\nfin")},
		"array":           {Name: "a.c", Data: []byte("char list[] = {\n" + array.String() + "};\n")},
		"dump":            {Name: "a.txt", Data: []byte("Voici :\n" + dump.String() + "\nfin")},
		"base32":          {Name: "a.txt", Data: []byte("Voici :\n" + base32.StdEncoding.EncodeToString(list))},
		"base 85, Adobe":  {Name: "a.txt", Data: []byte("Voici : <~" + string(adobe) + "~>\nfin")},
		"base 85, git":    {Name: "a.txt", Data: []byte("Voici :\n" + in(alphabet1924) + "\nfin")},
		"base 85, ZeroMQ": {Name: "a.txt", Data: []byte("Voici :\n" + in(alphabetZ85) + "\nfin")},
		"UTF-16":          {Name: "a.txt", Data: []byte(base64.StdEncoding.EncodeToString(wide(string(list), le)))},
		"diagram":         {Name: "a.txt", Data: []byte(base64.StdEncoding.EncodeToString(packed.Bytes()))},
		"cell":            {Name: "a.csv", Data: []byte("a;b;c\n1;2;3\n4;5;" + letters + "\n6;7;8\n")},
		"paragraph":       {Name: "a.docx", Data: officeOf(t, "word/document.xml", "<w:p><w:t>"+letters+"</w:t></w:p>")},
		"script":          {Name: "a.html", Data: []byte("<html><script>var x = '" + hexadecimal + "'</script>")},
		"RTF":             {Name: "a.rtf", Data: []byte(`{\rtf1 ` + letters + `}`)},
	} {
		if lines, _ := read(t, f); !slices.Contains(lines, "file 2| Dupont | d@x.fr") {
			t.Errorf("%s: the list is not found in\n%.600s", name, strings.Join(lines, "\n"))
		}
	}
	for name, text := range map[string]string{
		"a key":     base64.StdEncoding.EncodeToString(noise(300, 1)),
		"checksums": strings.Repeat(hex.EncodeToString(noise(32, 2))+"  file.iso\n", 20),
		"figures":   strings.Repeat("12 34 56 78 90 12 34 56 78 90\n", 50),
		"a link":    "https://x.fr/?" + strings.Repeat("abc%20=1&", 40),
	} {
		if files := codedFiles([]byte(text)); len(files) > 0 {
			t.Errorf("%s: %q", name, files)
		}
	}
}
