package main

import (
	"archive/zip"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"math/big"
	"strings"
)

// demoMembers makes a spreadsheet as an association would have one: names, e-mail addresses, telephones, IBANs.
func demoMembers() ([]byte, error) {
	rows := [][]string{{"Nom", "Prénom", "E-mail", "Téléphone", "Date de naissance", "IBAN"}}
	first := []string{"Marie", "Jean", "Fatima", "Luc", "Chloé", "Karim", "Élise", "Paul"}
	last := []string{"Dupont", "Martin", "Bernard", "Petit", "Robert", "Moreau", "Garcia", "Leroy"}
	for i := range 40 {
		f, l := first[i%len(first)], last[i/len(first)%len(last)]
		rows = append(rows, []string{l, f, fmt.Sprintf("%c.%s%d@orange.fr", f[0]|0x20, strings.ToLower(l), i), fmt.Sprintf("06 12 34 %02d %02d", i, 99-i),
			fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 1950+i), demoIBAN(i)})
	}
	return spreadsheet("Adhérents", rows)
}

// demoIBAN makes a French IBAN that is right: the key of the RIB, then the check digits (ISO 13616).
func demoIBAN(i int) string {
	const bank, branch = 30006, 1
	key := 97 - (89*bank+15*branch+3*i)%97
	account := fmt.Sprintf("%05d%05d%011d%02d", bank, branch, i, key)
	n, _ := new(big.Int).SetString(account+"152700", 10) // F is 15, R is 27
	check := 98 - new(big.Int).Mod(n, big.NewInt(97)).Int64()
	return fmt.Sprintf("FR%02d%s", check, account)
}

// spreadsheet writes the smallest XLSX file that every program opens (ECMA-376).
func spreadsheet(sheet string, rows [][]string) ([]byte, error) {
	var cells strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&cells, `<row r="%d">`, i+1)
		for j, text := range row {
			fmt.Fprintf(&cells, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+j, i+1, escapeXML(text))
		}
		cells.WriteString(`</row>`)
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct{ name, content string }{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", head + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="` + escapeXML(sheet) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", head + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + cells.String() + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = io.WriteString(w, f.content)
		}
		if err != nil {
			return nil, err
		}
	}
	return closeZip(z, &out)
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// aesZip writes one file into a ZIP under AES-256 (APPNOTE 7, WinZip AE-2), as 7-Zip does.
func aesZip(name string, content []byte, password string) ([]byte, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return nil, err
	}
	keys, err := pbkdf2.Key(sha1.New, password, salt, 1000, 66) // 32 to encrypt, 32 to authenticate, 2 to check the password
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(keys[:32])
	if err != nil {
		return nil, err
	}
	sealed := append([]byte(nil), content...)
	littleEndianCTR(block, sealed)
	mac := hmac.New(sha1.New, keys[32:64])
	_, _ = mac.Write(sealed)
	data := append(append(append(salt, keys[64:]...), sealed...), mac.Sum(nil)[:10]...)

	extra := binary.LittleEndian.AppendUint16(nil, 0x9901)
	extra = append(extra, 7, 0, 2, 0, 'A', 'E', 3, 0, 0) // AE-2, 256 bits, stored
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Flags: 1, Method: 99, CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(content)), Extra: extra})
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return nil, err
	}
	return closeZip(z, &out)
}

// littleEndianCTR encrypts in place; the counter of AE-2 begins at 1 and counts from its first octet.
func littleEndianCTR(block cipher.Block, data []byte) {
	var counter, stream [aes.BlockSize]byte
	for i := range data {
		if i%aes.BlockSize == 0 {
			binary.LittleEndian.PutUint64(counter[:], uint64(i/aes.BlockSize+1))
			block.Encrypt(stream[:], counter[:])
		}
		data[i] ^= stream[i%aes.BlockSize]
	}
}

// closeZip ends an archive and gives its octets.
func closeZip(z *zip.Writer, out *bytes.Buffer) ([]byte, error) {
	err := z.Close()
	return out.Bytes(), err
}
