package seal

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"io"
	"strings"
)

const (
	manifestPath = "META-INF/manifest.xml"
	maxManifest  = 16 << 20
)

// odfItem is what the manifest says of one member (OASIS OpenDocument 1.3 part 2, section 4).
type odfItem struct {
	encrypted bool
	modern    bool
}

// odfManifest reads the manifest of an OpenDocument package that declares encryption anywhere; without that the
// package is an ordinary archive.
func odfManifest(z *ZIP) (map[string]odfItem, bool) {
	for i := range z.Entries {
		e := &z.Entries[i]
		if string(e.Name) != manifestPath {
			continue
		}
		r, ok := e.Open()
		if !ok {
			return nil, false
		}
		text, err := io.ReadAll(io.LimitReader(r, maxManifest))
		if err != nil || !bytes.Contains(text, []byte("encryption-data")) {
			return nil, false
		}
		return parseManifest(text), true
	}
	return nil, false
}

func parseManifest(text []byte) map[string]odfItem {
	items := map[string]odfItem{}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	path := ""
	for {
		token, err := d.Token()
		if err != nil {
			return items
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "file-entry":
			path = xmlAttr(e, "full-path")
		case "encryption-data":
			items[path] = odfItem{encrypted: true}
		case "algorithm":
			items[path] = odfItem{encrypted: items[path].encrypted, modern: modernODF(xmlAttr(e, "algorithm-name"))}
		}
	}
}

// modernODF accepts the AES names of ODF 1.2 and later; the default of ODF 1.1, "Blowfish CFB", is not one.
func modernODF(algorithm string) bool {
	a := strings.ToLower(algorithm)
	return strings.Contains(a, "#aes128-") || strings.Contains(a, "#aes192-") || strings.Contains(a, "#aes256-")
}

func xmlAttr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// previewPath is the picture that file managers show. It is never encrypted; of an encrypted document it shows nothing but
// that it is one (OpenDocument 1.1 section 17.8), and at its size no text can be read on it.
const (
	previewPath = "Thumbnails/thumbnail.png"
	maxPreview  = 64 << 10
)

// isPreview looks at the size of the picture in pixels (PNG, IHDR).
func isPreview(e *ZIPEntry) bool {
	r, ok := e.Open()
	if string(e.Name) != previewPath || !ok || e.Size > maxPreview {
		return false
	}
	png, err := io.ReadAll(io.LimitReader(r, maxPreview))
	return err == nil && len(png) > 24 && bytes.HasPrefix(png, []byte("\x89PNG\r\n\x1a\n")) && longestPrintable(png) < maxRun(maxPreview) &&
		binary.BigEndian.Uint32(png[16:]) <= 256 && binary.BigEndian.Uint32(png[20:]) <= 256
}

// proveODF wants every member with content encrypted, but for the two that say what the file is and the preview, and
// random bytes in each: a manifest can lie.
func proveODF(z *ZIP, items map[string]odfItem) Proof {
	verdict := Encrypted
	proven := 0
	for i := range z.Entries {
		e := &z.Entries[i]
		name := string(e.Name)
		if e.Empty() || name == "mimetype" && len(e.Packed) < 128 || name == manifestPath || isPreview(e) {
			continue
		}
		item := items[name]
		switch {
		case !item.encrypted:
			return none("odf", "a member is in clear")
		case e.Method != 0 || !randomPart(e.Packed, z.Total):
			return none("odf", "a member is called encrypted and is not")
		case !item.modern:
			verdict = Weak
		}
		proven++
	}
	switch {
	case proven == 0:
		return none("odf", "nothing in it is encrypted")
	case len(z.Stray) > 0:
		return none("odf", "data outside the members")
	case verdict == Weak:
		return weak("odf", "Blowfish or an unknown cipher")
	}
	return sealed("odf", "every member under AES")
}

// proveIWork tells an encrypted Pages, Numbers or Keynote file: a password verifier (.iwpv2) and members none of
// which, but for the preview that Apple leaves out, is readable.
func proveIWork(z *ZIP) (Proof, bool) {
	verifier, content := false, 0
	for i := range z.Entries {
		e := &z.Entries[i]
		switch name := string(e.Name); {
		case strings.HasSuffix(name, ".iwpv2"):
			verifier = true
		case strings.HasSuffix(name, ".iwph") || e.Empty():
		default:
			if e.Method != 0 || !randomPart(e.Packed, z.Total) {
				return none("iwork", "a member is in clear"), verifier
			}
			content++
		}
	}
	switch {
	case !verifier:
		return Proof{}, false
	case content == 0 || len(z.Stray) > 0:
		return none("iwork", "nothing in it is encrypted, or data outside the members"), true
	}
	return sealed("iwork", "every member encrypted"), true
}
