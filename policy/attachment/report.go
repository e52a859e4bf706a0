package attachment

import (
	"souspli/policy/personal"
	"souspli/policy/seal"
)

// Report is what is known about one attachment after it was examined. Its zero value is an attachment that could not be read.
type Report struct {
	Type         string       // kind told from the content: "xlsx", "pdf", "zip"…, or "unknown"
	Seal         seal.Verdict // of the whole attachment
	Why          string       // what Seal rests on, for scan --explain: a short English phrase, never content
	Readable     bool         // all of its text was seen
	Opaque       bool         // it is, or holds, a kind that nobody reads: unknown binary, picture
	Failed       bool         // it is, or holds, a document of a kind that is read, but this one could not be
	Reason       string       // why it is not readable: the gravest of the Reason words that apply
	ReasonAt     []string     // which member Reason is about, from the outside in, like Place.Path; empty: the attachment itself
	PersonalData bool         // holds personal data that may leave only encrypted
	Persons      int
	Findings     []personal.Finding
	Rules        []string // why PersonalData, for scan --explain

	TellsPassword bool // its text holds what looks like a password, which opens what is sealed beside it
}

// Unreadable says whether the attachment is, or holds, a document of a kind that is read, but that could not be
// read, and that is not proven encrypted (CONTRACT 4, attachments.unreadable). What nobody reads at all is Opaque.
func (r Report) Unreadable() bool { return r.Failed }

// Disclosed is the report when the password of what is sealed stands in the same message: it opens for everyone.
func (r Report) Disclosed() Report {
	if r.Seal < seal.Weak && r.Reason != ReasonSealed {
		return r
	}
	r.Seal = min(r.Seal, seal.Open)
	r.Why, r.Reason = whyDisclosed, ReasonDisclosed
	r.Failed, r.Readable = true, false
	return r
}

const whyDisclosed = "a password lies beside it"

// Reason words: why an attachment could not be read.
const (
	ReasonDamaged     = "damaged"     // the format's own rules are broken
	ReasonTooBig      = "too-big"     // beyond the budget: size, entries, ratio, depth, time
	ReasonUnproven    = "unproven"    // looks encrypted, but no proof is possible
	ReasonCrashed     = "crashed"     // the reader died of it
	ReasonTwoFaced    = "ambiguous"   // two readers would see two contents
	ReasonUnknown     = "unknown"     // a kind that nobody reads
	ReasonSealed      = "encrypted"   // proven encrypted: as it should be
	ReasonWeak        = "weak"        // under encryption that anyone can break, but that is not broken here
	ReasonOpen        = "open"        // encrypted, and the password is empty or known to everyone
	ReasonDisclosed   = "disclosed"   // encrypted, and the password lies beside it
	ReasonUnsupported = "unsupported" // a form of its kind that is not read: another method, another version
)

// gravity orders the Reason words: of several that apply, the gravest is reported.
func gravity(reason string) int {
	for i, r := range []string{
		"", ReasonSealed, ReasonUnknown, ReasonOpen, ReasonDisclosed, ReasonWeak, ReasonUnproven,
		ReasonUnsupported, ReasonDamaged, ReasonTwoFaced, ReasonTooBig, ReasonCrashed,
	} {
		if r == reason {
			return i
		}
	}
	return len(reason) // an unknown word is grave
}
