package relay

import (
	"context"
	"slices"
	"strings"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/seal"
	"souspli/policy/wording"
	"souspli/store"
)

// explanationLife is how long the page behind a refusal can be read.
const explanationLife = 30 * 24 * time.Hour

// keepExplanation stores what the link of a refusal leads to. The same refusal again has the same page.
func (r *Relay) keepExplanation(ctx context.Context, d Decided) error {
	e := store.Explanation{Reason: string(d.Decision.Refusal.Reason), Texts: map[string]store.ExplanationTexts{}}
	for _, locale := range wording.Locales() {
		w := r.words(d)
		w.locale = locale
		e.Texts[string(locale)] = w.explanation()
	}
	return r.Store.Explain(ctx, r.ref(d), d.Received.Add(explanationLife), e)
}

// explanation says at length what the reply says shortly.
func (w words) explanation() store.ExplanationTexts {
	if len(w.refusal.Attachments) == 0 {
		lines := w.what()
		return store.ExplanationTexts{What: lines[0], Do: strings.Join(lines[1:], " ")}
	}
	key := "why.personal_data"
	if w.refusal.Reason == policy.Unreadable {
		key = "why.unreadable"
	}
	t := store.ExplanationTexts{What: w.say(key, nil), Do: w.say(key+"_do", nil)}
	for _, e := range w.refusal.Attachments {
		t.Files = append(t.Files, w.aboutFile(e.Name, e.Report, w.refusal.Reason == policy.PersonalData))
	}
	return t
}

// aboutFile says what was found in a file and where, or why it could not be read.
func (w words) aboutFile(name string, report attachment.Report, found bool) store.ExplanationFile {
	f := store.ExplanationFile{Name: w.fileName(name), What: w.whyUnreadable(report)}
	if !found {
		return f
	}
	f.What = w.say("why.not_encrypted", nil)
	if report.Persons > 1 {
		f.Found = append(f.Found, w.wording.Count(w.locale, "persons", report.Persons, nil))
	}
	for _, finding := range report.Findings {
		line := w.wording.Count(w.locale, "entity."+finding.Entity, finding.Count, nil)
		var places []string
		for _, p := range finding.Where {
			if place := w.place(p); !slices.Contains(places, place) {
				places = append(places, place)
			}
		}
		if len(places) > 0 {
			line = w.say("why.found", wording.Data{"What": line, "Where": strings.Join(places, ", ")})
		}
		f.Found = append(f.Found, line)
	}
	return f
}

// acceptedReport writes the report to a person about what did not go as they may think: recipients who got nothing,
// attachments that are let through under "report", and what no relay can mend. It is nil if there is nobody to tell, or nothing.
func (r *Relay) acceptedReport(rules policy.Rules, d Decided) (*store.Submission, error) {
	to, found := reportTo(d)
	if d.Incoming.Account.Kind != policy.Person || !found {
		return nil, nil
	}
	w := r.words(d)
	sections := append(w.leftOut(d.Decision), w.warnings(d.Decision)...)
	if len(sections) == 0 {
		return nil, nil
	}
	title := w.say("report.warning_subject", nil)
	if left := notWritten(d.Decision); left > 0 {
		title = w.wording.Count(w.locale, "report.left_out_subject", left, nil)
	}
	sent := w.wording.Count(w.locale, "report.sent", d.Decision.Count(policy.Deliver), wording.Data{"Subject": w.subject(d), "Date": d.Received.Format("2006-01-02 15:04 MST")})
	return r.report(rules, d, to, title, sent+"\n"+strings.Join(sections, "\n"))
}

// notWritten counts the recipients who got nothing because they must not be written to.
func notWritten(d policy.Decision) int {
	return d.Count(policy.Suppressed) + d.Count(policy.WithoutBasis)
}

// leftOut names the recipients who got nothing.
func (w words) leftOut(d policy.Decision) []string {
	left := notWritten(d)
	if left == 0 {
		return nil
	}
	return []string{w.wording.Count(w.locale, "report.left_out", left, nil) + "\n\n" + w.leftOutList(d) + "\n" + w.say("report.left_out_do", nil) + "\n"}
}

// leftOutList writes a line for each of them.
func (w words) leftOutList(d policy.Decision) string {
	var b strings.Builder
	for _, o := range d.Outcomes {
		switch o.Fate {
		case policy.Suppressed:
			b.WriteString("  - " + o.Address.Reveal() + "\n")
		case policy.WithoutBasis:
			b.WriteString("  - " + o.Address.Reveal() + " (" + w.say("report.no_basis", nil) + ")\n")
		}
	}
	return b.String()
}

// warnings says what else the sender should know about a message that went out.
func (w words) warnings(d policy.Decision) []string {
	var list []string
	for _, warning := range d.Warnings {
		key := "warning." + string(warning.Kind)
		list = append(list, w.wording.Count(w.locale, key, warning.Count, nil)+"\n"+w.say(key+"_do", nil)+"\n")
	}
	for _, e := range d.Attachments {
		if e.Verdict != policy.Accept || e.Report.Seal == seal.Encrypted || !e.Report.PersonalData && !e.Report.Unreadable() {
			continue
		}
		key := "warning.unreadable"
		if e.Report.PersonalData {
			key = "warning.personal-data"
		}
		about := fileLines(w.aboutFile(e.Name, e.Report, e.Report.PersonalData))
		list = append(list, w.say(key, nil)+"\n\n"+about+"\n"+w.say(key+"_do", nil)+"\n")
	}
	return list
}

// fileLines writes about a file for a mail.
func fileLines(f store.ExplanationFile) string {
	text := "  " + f.Name + "\n    " + f.What + "\n"
	for _, line := range f.Found {
		text += "    - " + line + "\n"
	}
	return text
}

// refusalReport writes the report to a person whose message was refused; nil if there is nobody to tell.
func (r *Relay) refusalReport(rules policy.Rules, d Decided) (*store.Submission, error) {
	to, found := reportTo(d)
	if d.Incoming.Account.Kind != policy.Person || !found {
		return nil, nil
	}
	w := r.words(d)
	t := w.explanation()
	var b strings.Builder
	b.WriteString(w.say("report.refused", wording.Data{"Subject": w.subject(d)}) + "\n\n" + t.What + "\n")
	for _, f := range t.Files {
		b.WriteString("\n" + fileLines(f))
	}
	if d.Decision.Refusal.Reason == policy.AllSuppressed { // they are told who was left out, as when some got it
		b.WriteString("\n" + w.leftOutList(d.Decision))
	}
	if t.Do != "" {
		b.WriteString("\n" + t.Do + "\n")
	}
	b.WriteString("\n" + w.say("reply.more", wording.Data{"URL": r.whyURL(d)}) + "\n")
	return r.report(rules, d, to, w.say("report.refused_subject", nil), b.String())
}

// subject gives the subject of the message, for a report to the one who wrote it.
func (w words) subject(d Decided) string {
	if d.Assessment.Message != nil {
		if s, _ := d.Assessment.Message.First("Subject"); strings.TrimSpace(s) != "" {
			return address.DecodeWords(s)
		}
	}
	return w.say("report.no_subject", nil)
}

// reportTo finds where the sender reads mail: an address that the account owns, never one that was only claimed.
func reportTo(d Decided) (address.Address, bool) {
	for _, a := range []address.Address{d.Assessment.From.Address, d.Incoming.From} {
		for _, p := range d.Incoming.Account.Senders {
			if p.Matches(a) {
				return a, true
			}
		}
	}
	for _, p := range d.Incoming.Account.Senders {
		if a, err := address.Parse(p.Reveal()); err == nil {
			return a, true
		}
	}
	return address.Address{}, false
}

// report makes a submission of the relay's own: from nobody, so that nothing ever answers it (RFC 3834).
func (r *Relay) report(rules policy.Rules, d Decided, to address.Address, subject, text string) (*store.Submission, error) {
	id, err := r.Store.NewID(d.Received)
	if err != nil {
		return nil, err
	}
	original := ""
	if d.Assessment.Message != nil {
		original, _ = d.Assessment.Message.First("Message-ID")
	}
	mail := message.Mail{ID: id.String(), Hostname: rules.Hostname, To: to, Subject: subject, Date: d.Received, InReplyTo: original, Automatic: "auto-generated", Text: text}
	own := store.Own(id, d.Received, to, r.Keyer.Key(to), mail.Compose())
	return &own, nil
}
