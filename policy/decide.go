package policy

import (
	"slices"
	"strings"

	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/seal"
)

// Decide says what becomes of an assessed submission. Facts that are missing count as the worse ones: an attachment
// without a report is unreadable.
func (r Rules) Decide(a Assessment, f Facts) Decision {
	d := Decision{Purpose: a.Purpose, MatchedBy: a.MatchedBy, Refusal: a.Refusal}
	if d.Refusal != nil {
		return d
	}
	d.Outcomes = r.outcomes(a, f.Standings)
	d.Attachments = r.examine(a, f)
	d.Warnings = r.warnings(a)
	if d.Refusal = r.refusal(a, d); d.Refusal != nil {
		return d
	}
	d.Verdict = Accept
	d.SignFor = a.From.Address.Domain()
	if d.Count(Deliver) > 0 {
		d.Plan = r.plan(a)
	}
	return d
}

// outcomes gives each recipient a fate.
func (r Rules) outcomes(a Assessment, standings []Standing) []Outcome {
	names := map[string]string{}
	for _, m := range recipientsInHeader(a.Message, "To", "Cc", "Bcc") {
		if names[m.Address.Normal()] == "" {
			names[m.Address.Normal()] = m.Name
		}
	}
	outcomes := make([]Outcome, len(a.Submission.Recipients))
	seen := map[string]bool{}
	for i, recipient := range a.Submission.Recipients {
		o := Outcome{Address: recipient, Name: nameFor(names[recipient.Normal()], recipient)}
		switch {
		case seen[recipient.Normal()]:
			o.Fate = Duplicate
		case i >= len(standings): // not looked up: nobody is written to on a guess
		case standings[i].Suppressed:
			o.Fate, o.Why = Suppressed, standings[i].Why
		case a.Purpose != nil && a.Purpose.RequireBasis && !standings[i].HasBasis:
			o.Fate = WithoutBasis
		default:
			o.Fate = Deliver
		}
		seen[recipient.Normal()] = true
		outcomes[i] = o
	}
	return outcomes
}

// nameFor keeps a display name unless it holds an address that is not the recipient's own.
func nameFor(name string, recipient address.Address) string {
	for _, token := range addressTokens(name) {
		if token != recipient.Normal() {
			return ""
		}
	}
	rest := strings.ReplaceAll(strings.ToLower(name), recipient.Normal(), "")
	for i := range len(rest) - 1 {
		if rest[i] == '@' && rest[i+1] != ' ' { // an address that is not one word
			return ""
		}
	}
	return name
}

// examine puts each attachment's report beside what it leads to, then the files that are written into the message's own text.
// A password told anywhere in the message opens what is sealed in it.
func (r Rules) examine(a Assessment, f Facts) []Examined {
	told := tellsPassword(a, f)
	list := make([]Examined, len(a.Attachments))
	for i, att := range a.Attachments {
		var report attachment.Report
		if i < len(f.Reports) {
			report = f.Reports[i]
		}
		if told || attachment.PasswordHint(att.Name) {
			report = report.Disclosed()
		}
		list[i] = r.Examine(att.Name, report)
	}
	for _, report := range f.Texts {
		if told {
			report = report.Disclosed()
		}
		if e := r.Examine("", report); e.Reason != "" || len(report.Findings) > 0 {
			list = append(list, e)
		}
	}
	return list
}

// tellsPassword reports whether the subject, the text or a readable attachment of a message holds what looks like a password.
func tellsPassword(a Assessment, f Facts) bool {
	for _, subject := range a.Message.All("Subject") {
		if attachment.PasswordHint(address.DecodeWords(subject)) {
			return true
		}
	}
	return slices.ContainsFunc(slices.Concat(f.Reports, f.Texts), func(report attachment.Report) bool { return report.TellsPassword })
}

// Examine says what an attachment's report leads to. The scan command asks it too.
func (r Rules) Examine(name string, report attachment.Report) Examined {
	e := Examined{Name: name, Report: report, Verdict: Refuse}
	switch {
	case report.Seal == seal.Encrypted:
	case report.PersonalData && r.PersonalData == HandlingRefuse:
		e.Reason = PersonalData
	case report.Opaque && r.Opaque == HandlingRefuse, isUnreadable(report) && r.Unreadable == HandlingRefuse:
		e.Reason = Unreadable
	}
	if e.Reason == "" {
		e.Verdict = Accept
	}
	return e
}

// isUnreadable reports whether something in an attachment could not be read although it is of a kind that is read. A report
// that says nothing, such as one that is missing, says this.
func isUnreadable(report attachment.Report) bool {
	return report.Unreadable() || !report.Readable && !report.Opaque
}

// refusal finds why a submission is refused as a whole, the gravest reason first.
func (r Rules) refusal(a Assessment, d Decision) *Refusal {
	for _, reason := range []Reason{PersonalData, Unreadable} {
		var refused []Examined
		for _, e := range d.Attachments {
			if e.Reason == reason {
				refused = append(refused, e)
			}
		}
		if len(refused) > 0 {
			return &Refusal{Reason: reason, Attachments: refused}
		}
	}
	for _, w := range d.Warnings {
		if w.Kind == WarnBodyAddresses && r.BodyAddresses == HandlingRefuse {
			return &Refusal{Reason: PersonalData, Addresses: w.Count}
		}
	}
	switch {
	case d.Count(Deliver) > 0:
		return nil
	case d.Count(WithoutBasis) > 0:
		return &Refusal{Reason: NoLegalBasis}
	case a.Submission.Account.Kind == Tool: // newsletter tools stop a campaign at an error
		return nil
	}
	return &Refusal{Reason: AllSuppressed}
}
