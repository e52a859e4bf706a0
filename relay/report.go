package relay

import (
	"context"
	"strings"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/message"
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
		t.Files = append(t.Files, w.explanationFile(e))
	}
	return t
}

func (w words) explanationFile(e policy.Examined) store.ExplanationFile {
	f := store.ExplanationFile{Name: w.fileName(e), What: w.say("why.not_encrypted", nil)}
	if w.refusal.Reason == policy.Unreadable {
		f.What = w.whyUnreadable(e.Report)
		return f
	}
	if e.Report.Persons > 1 {
		f.Found = append(f.Found, w.wording.Count(w.locale, "persons", e.Report.Persons, nil))
	}
	for _, finding := range e.Report.Findings {
		line := w.wording.Count(w.locale, "entity."+finding.Entity, finding.Count, nil)
		var places []string
		for _, p := range finding.Where {
			places = append(places, w.place(p))
		}
		if len(places) > 0 {
			line = w.say("why.found", wording.Data{"What": line, "Where": strings.Join(places, ", ")})
		}
		f.Found = append(f.Found, line)
	}
	return f
}

// leftOut writes the report to a person about recipients who got nothing; nil if there is nobody to tell, or nothing.
func (r *Relay) leftOut(rules policy.Rules, d Decided) (*store.Submission, error) {
	left := d.Decision.Count(policy.Suppressed) + d.Decision.Count(policy.WithoutBasis)
	to, found := reportTo(d)
	if left == 0 || d.Incoming.Account.Kind != policy.Person || !found {
		return nil, nil
	}
	locale := d.Incoming.Account.Locale.Or(rules.Locale)
	sent := d.Decision.Count(policy.Deliver)
	var b strings.Builder
	b.WriteString(r.Wording.Count(locale, "report.sent", sent, wording.Data{"Subject": subject(d), "Date": d.Received.Format("2006-01-02 15:04 MST")}) + "\n")
	b.WriteString(r.Wording.Count(locale, "report.left_out", left, nil) + "\n\n")
	for _, o := range d.Decision.Outcomes {
		switch o.Fate {
		case policy.Suppressed:
			b.WriteString("  - " + o.Address.Reveal() + "\n")
		case policy.WithoutBasis:
			b.WriteString("  - " + o.Address.Reveal() + " (" + r.Wording.Say(locale, "report.no_basis", nil) + ")\n")
		}
	}
	b.WriteString("\n" + r.Wording.Say(locale, "report.left_out_do", nil) + "\n")
	return r.report(rules, d, to, r.Wording.Count(locale, "report.left_out_subject", left, nil), b.String())
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
	b.WriteString(w.say("report.refused", wording.Data{"Subject": subject(d)}) + "\n\n" + t.What + "\n")
	for _, f := range t.Files {
		b.WriteString("\n  " + f.Name + "\n    " + f.What + "\n")
		for _, line := range f.Found {
			b.WriteString("    - " + line + "\n")
		}
	}
	b.WriteString("\n" + t.Do + "\n\n" + w.say("reply.more", wording.Data{"URL": r.whyURL(d)}) + "\n")
	return r.report(rules, d, to, w.say("report.refused_subject", nil), b.String())
}

// subject gives the subject of the message, for a report to the one who wrote it.
func subject(d Decided) string {
	if d.Assessment.Message == nil {
		return ""
	}
	s, _ := d.Assessment.Message.First("Subject")
	return address.DecodeWords(s)
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
