package seal

import (
	"encoding/binary"
	"testing"

	"souspli/policy/seal/sealtest"
)

// odfFile is an OpenDocument package; members named in locked are encrypted by the manifest's word, and hold noise.
func odfFile(algorithm string, locked, clear []string, more ...zipItem) []byte {
	manifest := `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">`
	items := []zipItem{{name: "mimetype", data: []byte("application/vnd.oasis.opendocument.text")}}
	for i, name := range locked {
		manifest += `<manifest:file-entry manifest:full-path="` + name + `"><manifest:encryption-data><manifest:algorithm manifest:algorithm-name="` +
			algorithm + `"/></manifest:encryption-data></manifest:file-entry>`
		items = append(items, zipItem{name: name, data: noise(900, byte(i+1))})
	}
	for _, name := range clear {
		manifest += `<manifest:file-entry manifest:full-path="` + name + `"/>`
		items = append(items, zipItem{name: name, data: prose(500)})
	}
	items = append(items, zipItem{name: manifestPath, data: []byte(manifest + `</manifest:manifest>`)})
	return zipFile(append(items, more...)...)
}

func TestODF(t *testing.T) {
	const aes = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
	holds(t, "odf", []proof{
		{"AES-256", odfFile(aes, []string{"content.xml", "styles.xml"}, nil), Encrypted},
		{"AES-256-GCM, one package inside", odfFile("http://www.w3.org/2009/xmlenc11#aes256-gcm", []string{"encrypted-package"}, nil), Encrypted},
		{"Blowfish", odfFile("Blowfish CFB", []string{"content.xml", "styles.xml"}, nil), Weak},
		{"styles in clear", odfFile(aes, []string{"content.xml"}, []string{"styles.xml"}), None},
		{"a picture that the manifest leaves out", odfFile(aes, []string{"content.xml"}, nil, zipItem{name: "Pictures/a.png", data: noise(300, 9)}), None},
		{"the generic preview in clear", odfFile(aes, []string{"content.xml"}, nil, zipItem{name: previewPath, data: pngFile(128, noise(900, 8))}), Encrypted},
		{"a preview on which one can read", odfFile(aes, []string{"content.xml"}, nil, zipItem{name: previewPath, data: pngFile(1024, noise(900, 8))}), None},
		{"text called a preview", odfFile(aes, []string{"content.xml"}, nil, zipItem{name: previewPath, data: pngFile(128, prose(900))}), None},
		{"forged: the manifest lies", odfFile(aes, []string{"content.xml"}, nil, zipItem{name: "content2.xml", data: prose(600)}), None},
		{"forged: clear text called encrypted", lyingODF(), None},
		{"data behind", sealtest.Join(odfFile(aes, []string{"content.xml"}, nil), prose(100)), None},
		{"nothing encrypted", odfFile(aes, nil, []string{"content.xml"}), None},
	})
}

// pngFile has the form of a picture, as wide as high.
func pngFile(pixels int, body []byte) []byte {
	return sealtest.Join("\x89PNG\r\n\x1a\n", "\x00\x00\x00\x0dIHDR", be(pixels), be(pixels), "\x08\x02\x00\x00\x00", body)
}

func be(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

// lyingODF is a package whose manifest calls a clear member encrypted.
func lyingODF() []byte {
	manifest := `<manifest:manifest xmlns:manifest="x"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data>` +
		`<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>`
	return zipFile(zipItem{name: "mimetype", data: []byte("application/vnd.oasis.opendocument.text")},
		zipItem{name: "content.xml", data: prose(900)}, zipItem{name: manifestPath, data: []byte(manifest)})
}

func TestIWork(t *testing.T) {
	verifier, hint := zipItem{name: ".iwpv2", data: noise(100, 1)}, zipItem{name: ".iwph", data: []byte("hint")}
	holds(t, "iwork", []proof{
		{"encrypted", zipFile(verifier, hint, zipItem{name: "Index/Document.iwa", data: noise(900, 2)}), Encrypted},
		{"a preview in clear", zipFile(verifier, zipItem{name: "Index/Document.iwa", data: noise(900, 2)}, zipItem{name: "preview.txt", data: prose(300)}), None},
		{"nothing but the verifier", zipFile(verifier, hint), None},
	})
}
