// Package seal proves that bytes are encrypted, or says why they are not.
//
// Prove tells the format from the content, walks the format's own structure to its last byte, asks whether the
// cipher is a modern one and whether an empty or built-in password opens it, and tests at the end that what is
// called ciphertext looks random, because headers can lie. Whatever stays open is no proof.
//
// The readings that a proof rests on (OpenZIP, OpenPDF, OpenCFB, OpenSevenZip, OpenRAR, OpenPGP, OpenCMS) are
// exported: whoever reads what is not sealed reads the same structure, so the two can never differ.
package seal

// Proof is a verdict and what it rests on.
type Proof struct {
	Verdict Verdict
	Kind    string // the format, by its row in the table: "pgp", "smime", "zip", "7z", "rar", "pdf", "ooxml", "odf", "age", "kdbx"…; "" if none
	Why     string // short English phrase for scan --explain, never content
	Applies bool   // the bytes are of a kind that can be sealed
}

// format is one row of the table: how a kind is told, and how it is proven.
type format struct {
	kind  string
	sniff func(data []byte) bool
	prove func(data []byte) Proof
}

// table lists every kind that can be sealed. Each prover accounts for every byte of the file, so the order decides
// only which of several refusals is told.
func table() []format {
	return []format{
		{"pgp", sniffPGP, provePGP},
		{"smime", sniffCMS, proveCMS},
		{"age", sniffAge, proveAge},
		{"ooxml", sniffCFB, proveCFB},
		{"xls", IsBIFF, proveBIFF},
		{"pdf", sniffPDF, provePDF},
		{"7z", sniffSevenZip, proveSevenZip},
		{"rar", sniffRAR, proveRAR},
		{"kdbx", sniffKeePass, proveKeePass},
		{"luks", sniffLUKS, proveLUKS},
		{"dmg", sniffDMG, proveDMG},
		{"openssl", sniffSalted, proveSalted},
		{"zip", sniffZIP, proveZIP},
	}
}

// Prove says how far data is protected. It reads data only, takes no secret, and never panics on purpose; a caller
// that must not die runs it in a process that may.
func Prove(data []byte) Proof {
	best := Proof{Why: "not a kind that can be sealed"}
	for _, f := range table() {
		if !f.sniff(data) {
			continue
		}
		p := f.prove(data)
		if p.Kind == "" {
			p.Kind = f.kind
		}
		p.Applies = true
		if !best.Applies || p.Verdict > best.Verdict {
			best = p
		}
	}
	return best
}

// SealedKind names the kind of data if it is one that is nothing but encrypted: no reader sees more than its header.
func SealedKind(data []byte) string {
	for _, f := range table() {
		switch f.kind {
		case "age", "kdbx", "luks", "dmg", "openssl":
			if f.sniff(data) {
				return f.kind
			}
		}
	}
	return ""
}

func none(kind, why string) Proof   { return Proof{Verdict: None, Kind: kind, Why: why} }
func opens(kind, why string) Proof  { return Proof{Verdict: Open, Kind: kind, Why: why} }
func weak(kind, why string) Proof   { return Proof{Verdict: Weak, Kind: kind, Why: why} }
func sealed(kind, why string) Proof { return Proof{Verdict: Encrypted, Kind: kind, Why: why} }
