package deliver

import (
	"strings"
	"testing"

	"souspli/store"
)

// What the next hop repeats of people and subject is not kept; what it says of the reason is.
func TestForTrail(t *testing.T) {
	to := store.Recipient{Address: "Jean.Petit@asso.example", Name: "Jean Petit"}
	e := store.Envelope{From: "marie@asso.example", Subject: "Votre dossier médical"}
	for said, want := range map[string]string{
		"550 5.1.1 mailbox jean.petit is full":                      "550 5.1.1 mailbox *** is full",
		"550 5.1.1 jean.petit=40asso.example unknown":               "550 5.1.1 ***=40asso.example unknown",
		"550 JEAN.PETIT JEAN.PETIT jean.petit":                      "550 *** *** ***",
		"554 5.7.1 from marie, subject \"Votre dossier médical\"":   "554 5.7.1 from ***, subject \"***\"",
		"550 5.1.1 Jean Petit left":                                 "550 5.1.1 *** left",
		"554 5.7.1 Blocked, see https://spam.example/?q=192.0.2.1":  "554 5.7.1 Blocked, see https://spam.example/?q=192.0.2.1",
		"550 5.1.1 mariette and jean.petitot are somebody else":     "550 5.1.1 mariette and jean.petitot are somebody else",
		"connection: refused":                                       "connection: refused",
		"452 4.2.2 quota of jean.petit[at]asso.example (marie) met": "452 4.2.2 quota of ***[at]asso.example (***) met",
	} {
		if got := forTrail(said, to, e); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}
	quoted := store.Recipient{Address: `"jean petit"@asso.example`}
	if got := forTrail(`550 no jean petit here`, quoted, store.Envelope{}); got != "550 no *** here" {
		t.Errorf("a quoted local part: %q", got)
	}
	for _, short := range []string{"a@asso.example", ""} {
		if got := forTrail("550 a b", store.Recipient{Address: short}, store.Envelope{From: short, Subject: "b"}); got != "550 a b" {
			t.Errorf("%q: %q", short, got)
		}
	}
}

// A log holds the codes of a stranger's answer, and our own words.
func TestForLog(t *testing.T) {
	for said, want := range map[string]string{
		"250 2.0.0 Ok: queued for Jean": "250 2.0.0", "550 5.1.1": "550 5.1.1", "421 jean is busy": "421", "250": "250",
		"connection: refused": "connection: refused", "": "", "550 5.1.1000 x": "550", "an error in the relay": "an error in the relay",
	} {
		if got := forLog(said); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
		if strings.Contains(forLog(said), "jean") {
			t.Errorf("%q: a name", said)
		}
	}
}

// An original recipient is passed on in the encoding of its type (RFC 3461 4, RFC 6533 3).
func TestOriginalRecipient(t *testing.T) {
	for given, want := range map[string]string{"rfc822;a+b@c.example": "rfc822;a+2Bb@c.example", "UTF-8;é+\\@c.example": `UTF-8;\x{E9}\x{2B}\x{5C}@c.example`, "utf-8;漢@c.example": `utf-8;\x{6F22}@c.example`} {
		c := &client{ext: map[string]string{"DSN": ""}}
		if line := c.rcptLine(Job{Recipient: store.Recipient{ORCPT: given}}); !strings.HasSuffix(line, " ORCPT="+want) {
			t.Errorf("%s: %s", given, line)
		}
	}
}
