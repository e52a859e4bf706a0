package relay_test

import (
	"bytes"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"

	"souspli/policy"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/personal"
	"souspli/policy/seal"
	"souspli/policy/wording"
	"souspli/relay"
)

// Whatever policy can say, the catalogue has words for.
func TestEveryWordIsKnown(t *testing.T) {
	w, err := wording.New()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, e := range personal.Entities() {
		keys = append(keys, "entity."+e.Name)
	}
	for _, reason := range []string{attachment.ReasonDamaged, attachment.ReasonTooBig, attachment.ReasonUnproven, attachment.ReasonCrashed, attachment.ReasonTwoFaced, attachment.ReasonUnknown,
		attachment.ReasonSealed, attachment.ReasonWeak, attachment.ReasonOpen, attachment.ReasonDisclosed, attachment.ReasonUnsupported, relay.ReasonTransfer, seal.Weak.String(), seal.Open.String()} {
		keys = append(keys, "unreadable."+reason)
	}
	for _, part := range []string{personal.PartComments, personal.PartProperties, personal.PartHeader, personal.PartHidden, personal.PartNotes, personal.PartDeleted, personal.PartForm, personal.PartName, personal.PartMetadata} {
		keys = append(keys, "place."+part)
	}
	for _, kind := range []policy.WarningKind{policy.WarnKeyIDs, policy.WarnBodyAddresses, policy.WarnInvitation} {
		keys = append(keys, "warning."+string(kind), "warning."+string(kind)+"_do")
	}
	for _, fault := range []message.Fault{message.FaultLineEnds, message.FaultNUL, message.FaultField, message.FaultFrom, message.FaultRepeated, message.FaultMediaType, message.FaultEncoding, message.FaultBoundary,
		message.FaultTooDeep, message.FaultTooManyParts, message.FaultHeaderSize} {
		keys = append(keys, "fault."+string(fault))
	}
	for _, key := range keys {
		if !w.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
}

// quoting is a mail that shows six people in the header of a quoted mail.
func quoting(t *testing.T) relay.Incoming {
	t.Helper()
	in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
	quoted := "Bonjour\r\n> De : x@x.example\r\n> À : b1@b.example, b2@b.example, b3@b.example,\r\n>  b4@b.example, b5@b.example, b6@b.example\r\n> Objet : y\r\n"
	in.Body = bytes.Replace(in.Body, []byte("--b\r\n\r\nBonjour\r\n"), []byte("--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"+quoted), 1)
	return in
}

// ownReport reads the text of the relay's own mail that waits in the queue.
func (r *rig) ownReport(t *testing.T) string {
	t.Helper()
	for _, row := range r.rows(t) {
		if row.Account != "" {
			continue
		}
		_, raw, err := r.store.Load(t.Context(), row.ID.Submission)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(raw)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	return ""
}

// What went out although the sender may not want it is reported to a person, and to nobody else.
func TestAcceptedWithRemarks(t *testing.T) {
	report := personalData().report
	tables := report
	tables.Findings = []personal.Finding{{Entity: "email", Count: 2, Where: []personal.Place{{Table: 2, Column: "C"}, {Table: 2, Column: "E"}, {Table: 3, Column: "A"}}}}
	tests := []struct {
		name    string
		scanner fakeScanner
		in      relay.Incoming
		kind    policy.Kind
		want    []string
	}{
		{name: "nothing to say", scanner: clean, in: incoming(t, policy.Person, "marie@asso.example", "a@a.example")},
		{name: "quoted header", scanner: clean, in: quoting(t), want: []string{"Votre message est parti", "6 adresses d'autrui", "effacez du texte"}},
		{name: "quoted header, by a tool", scanner: clean, in: quoting(t), kind: policy.Tool},
		{name: "personal data let through", scanner: fakeScanner{report: report}, in: incoming(t, policy.Person, "marie@asso.example", "a@a.example"), want: []string{"liste.pdf", "214 adresses e-mail (Adhérents!C)", "chiffrez le fichier"}},
		{name: "tables", scanner: fakeScanner{report: tables}, in: incoming(t, policy.Person, "marie@asso.example", "a@a.example"), want: []string{"2 adresses e-mail (tableau 2 > colonne C, tableau 2 > colonne E, tableau 3 > colonne A)"}},
		{name: "unreadable let through", scanner: fakeScanner{report: attachment.Report{Failed: true, Reason: attachment.ReasonDamaged, ReasonAt: []string{"vieux.doc"}}}, in: incoming(t, policy.Person, "marie@asso.example", "a@a.example"), want: []string{"liste.pdf", "il est abîmé (vieux.doc)"}},
		{name: "a picture", scanner: fakeScanner{report: attachment.Report{Opaque: true, Reason: attachment.ReasonUnknown}}, in: incoming(t, policy.Person, "marie@asso.example", "a@a.example")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, tt.scanner)
			rules := r.Rules()
			rules.PersonalData, rules.Unreadable, rules.BodyAddresses = policy.HandlingReport, policy.HandlingReport, policy.HandlingReport
			r.SetRules(rules)
			if tt.kind != "" {
				tt.in.Account.Kind = tt.kind
			}
			if reply := r.Accept(t.Context(), tt.in); reply.Code != 250 {
				t.Fatalf("reply %q", reply.Wire())
			}
			got := r.ownReport(t)
			if (got == "") != (len(tt.want) == 0) || strings.Contains(got, "⟦") || strings.Contains(got, "b1@b.example") {
				t.Errorf("report:\n%s", got)
			}
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing in\n%s", want, got)
				}
			}
		})
	}
}

// The same quoted header is refused where the operator wants so, with words of its own.
func TestBodyAddressesRefused(t *testing.T) {
	r := newRig(t, clean)
	reply := r.Accept(t.Context(), quoting(t))
	if reply.Code != 554 || !strings.HasPrefix(reply.Lines[0], "[personal-data] ") || !strings.Contains(reply.Lines[0], "6 adresses d'autrui") {
		t.Errorf("reply %q", reply.Wire())
	}
	checkReply(t, "body addresses", reply)
	if got := r.ownReport(t); !strings.Contains(got, "Effacez du texte") {
		t.Errorf("report:\n%s", got)
	}
}
