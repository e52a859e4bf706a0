// Package attachment opens what is attached to a message, finds its text and where it stands, and has it judged.
//
// Examine tells the kinds of a file from its content, never from its name alone; reads it by every kind that
// matches (two kinds in one file are two readings); goes into what it holds, within a budget over the submission;
// asks package seal what is proven to be encrypted; and hands all text with its places to a Detector. What another
// common reader would show and this one cannot read is never called clean: the report says why.
//
// The kinds are the rows of one table (formats.go), one file each.
package attachment

import (
	"souspli/policy/personal"
	"souspli/policy/seal"
)

// File is an attachment, or a member of one.
type File struct {
	Name      string // as the reader would show it, decoded by the caller: only a hint
	MediaType string // as declared, with parameters: only a hint
	Data      []byte
	Line      int  // of the file around it at which it begins: a part of a message that has no name and whose lines are the message's own
	Typed     bool // a message's own text: only files that are written into it count, and whether it tells a password
}

// Detector finds personal data in a document; *personal.Detector is one.
type Detector interface {
	Detect(personal.Document) personal.Result
}

// Examine reads an attachment, finds the personal data in it and proves how far it is encrypted. The budget is
// shared by all attachments of a submission. Data that is proven encrypted is not read; the names and comments that
// an encrypted archive shows are, and if they alone must not leave in clear, the seal does not count.
func Examine(f File, d Detector, b *Budget) Report {
	document, report := Read(f, b)
	result := d.Detect(document)
	report.Findings = result.Findings
	report.Persons = result.Persons
	report.PersonalData = result.Refuse
	report.Rules = result.Rules
	if report.PersonalData && report.Seal == seal.Encrypted {
		report.Seal = seal.None
		report.Why = "personal data in what the encryption leaves in clear"
	}
	return report
}

// Read extracts the text of an attachment with its places, without judging it.
func Read(f File, b *Budget) (personal.Document, Report) {
	w := &walk{budget: b}
	read := w.file
	if f.Typed {
		read = w.typed
	}
	o := read(f, nil, 0)
	report := Report{
		Type:     o.kind,
		Seal:     o.verdict,
		Why:      o.why,
		Readable: o.reason == "",
		Opaque:   o.opaque,
		Failed:   o.failed,
		Reason:   o.reason,
		ReasonAt: o.at,

		TellsPassword: o.hinted || hintEarly(w.own) || hintEarly(w.blocks),
	}
	return personal.Document{Blocks: w.blocks}, report
}
