package relay

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"souspli/policy"
	"souspli/policy/attachment"
	"souspli/policy/personal"
	"souspli/policy/seal"
	"souspli/policy/wording"
)

// Reply is an SMTP reply: every line has the same codes (RFC 2034). Lines are ASCII and fit.
type Reply struct {
	Code     int
	Enhanced [3]int
	Lines    []string
}

// Limits of a reply (CONTRACT 6): lines, and octets of a line with its codes and without CRLF.
const (
	maxLines = 4
	maxLine  = 200
)

// Wire writes the reply as it is sent, lines joined by CRLF.
func (r Reply) Wire() string {
	var b strings.Builder
	for i, line := range r.Lines {
		separator := "-"
		if i == len(r.Lines)-1 {
			separator = " "
		}
		fmt.Fprintf(&b, "%d%s%d.%d.%d %s\r\n", r.Code, separator, r.Enhanced[0], r.Enhanced[1], r.Enhanced[2], line)
	}
	return strings.TrimSuffix(b.String(), "\r\n")
}

// Trouble is a refusal that is not policy's: limits of the protocol, and our own failures.
type Trouble int

// The troubles. The zero value is ours, so that forgetting to say is temporary.
const (
	TroubleOurs Trouble = iota
	TroubleAuthRequired
	TroubleTooBig
	TroubleTooManyRecipients
)

// code is what stands before the words of a refusal.
type code struct {
	code     int
	enhanced [3]int
	word     string
}

// codes is the table of CONTRACT 6: the one place where a reason becomes a reply.
func codes(reason policy.Reason) code {
	switch reason {
	case policy.PersonalData, policy.Unreadable:
		return code{554, [3]int{5, 7, 1}, string(reason)}
	case policy.AllSuppressed, policy.SenderNotAllowed:
		return code{550, [3]int{5, 7, 1}, string(reason)}
	case policy.NoLegalBasis:
		return code{554, [3]int{5, 7, 1}, string(reason)}
	case policy.MalformedMessage:
		return code{554, [3]int{5, 6, 0}, string(reason)}
	}
	return troubleCode(TroubleOurs)
}

func troubleCode(t Trouble) code {
	switch t {
	case TroubleAuthRequired:
		return code{530, [3]int{5, 7, 0}, "auth-required"}
	case TroubleTooBig:
		return code{552, [3]int{5, 3, 4}, "message-too-big"}
	case TroubleTooManyRecipients:
		return code{452, [3]int{4, 5, 3}, "too-many-recipients"}
	}
	return code{451, [3]int{4, 3, 0}, "try-again"}
}

// make writes lines under a code: the bracket word first, ASCII only, cut to size.
func (c code) make(lines ...string) Reply {
	r := Reply{Code: c.code, Enhanced: c.enhanced}
	room := maxLine - len("554-5.7.1 ")
	for i, line := range lines[:min(len(lines), maxLines)] {
		if i == 0 {
			line = "[" + c.word + "] " + line
		}
		r.Lines = append(r.Lines, shorten(wording.ASCII(line), room))
	}
	return r
}

// shorten cuts a line between words.
func shorten(line string, room int) string {
	if len(line) <= room {
		return line
	}
	line = line[:room-3]
	if i := strings.LastIndexByte(line, ' '); i > room/2 {
		line = line[:i]
	}
	return line + "..."
}

// Refuse words a trouble in the account's language.
func (r *Relay) Refuse(t Trouble, account policy.Account) Reply {
	rules := r.Rules()
	locale := account.Locale.Or(rules.Locale)
	say := func(key string, data wording.Data) string { return r.Wording.Say(locale, key, data) }
	c := troubleCode(t)
	var lines []string
	switch t {
	case TroubleAuthRequired:
		lines = []string{say("reply.auth_required", nil)}
	case TroubleTooBig:
		lines = []string{say("reply.too_big", wording.Data{"Limit": Size(rules.MaxMessage)}), say("reply.too_big_do", nil)}
	case TroubleTooManyRecipients:
		lines = []string{say("reply.too_many_recipients", wording.Data{"Limit": rules.MaxRecipients})}
	default:
		lines = []string{say("reply.try_again", nil)}
	}
	// The page is the same for every message, so that it is there when nothing can be stored.
	return c.make(append(lines, say("reply.more", wording.Data{"URL": rules.BaseURL + "/why/" + c.word}))...)
}

// Size writes a number of octets for people: "25 MiB".
func Size(octets int64) string {
	switch {
	case octets >= 1<<20 && octets%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", octets>>20)
	case octets >= 1<<10 && octets%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", octets>>10)
	}
	return fmt.Sprintf("%d octets", octets)
}

// Reply words a decision.
func (r *Relay) Reply(d Decided) Reply {
	if d.Decision.Verdict == policy.Accept {
		return Reply{Code: 250, Enhanced: [3]int{2, 0, 0}, Lines: []string{fmt.Sprintf("Queued as %s: %d deliveries, %d suppressed",
			d.ID, d.Decision.Count(policy.Deliver), d.Decision.Count(policy.Suppressed))}}
	}
	if d.Decision.Refusal == nil {
		return r.Refuse(TroubleOurs, d.Incoming.Account)
	}
	w := r.words(d)
	lines := append(w.what(), w.say("reply.more", wording.Data{"URL": r.whyURL(d)}))
	return codes(d.Decision.Refusal.Reason).make(lines...)
}

// words speaks about one refusal in the sender's language.
type words struct {
	wording *wording.Catalogue
	locale  wording.Locale
	refusal *policy.Refusal
	purpose *policy.Purpose
}

func (r *Relay) words(d Decided) words {
	return words{r.Wording, d.Incoming.Account.Locale.Or(r.Rules().Locale), d.Decision.Refusal, d.Decision.Purpose}
}

func (w words) say(key string, data wording.Data) string { return w.wording.Say(w.locale, key, data) }

// what says in at most three lines what is wrong and what to do.
func (w words) what() []string {
	switch w.refusal.Reason {
	case policy.PersonalData, policy.Unreadable:
		if w.refusal.Addresses > 0 {
			return []string{w.wording.Count(w.locale, "reply.body_addresses", w.refusal.Addresses, nil), w.say("reply.body_addresses_do", nil)}
		}
		return w.attachments()
	case policy.AllSuppressed:
		return []string{w.say("reply.all_suppressed", nil)}
	case policy.SenderNotAllowed:
		return []string{w.say("reply.sender_not_allowed", nil), w.say("reply.sender_not_allowed_do", nil)}
	case policy.NoLegalBasis:
		title := ""
		if w.purpose != nil {
			title = policy.InLocale(w.purpose.Title, w.locale)
		}
		return []string{w.say("reply.no_legal_basis", wording.Data{"Purpose": title}), w.say("reply.no_legal_basis_do", nil)}
	}
	return []string{w.say("reply.malformed", wording.Data{"Why": w.fault()}), w.say("reply.malformed_do", nil)}
}

func (w words) fault() string { return w.say("fault."+string(w.refusal.Fault), nil) }

// attachments names up to two files, what is wrong with each, and what to do.
func (w words) attachments() []string {
	key := "reply.personal_data"
	if w.refusal.Reason == policy.Unreadable {
		key = "reply.unreadable"
	}
	var lines []string
	for i, e := range w.refusal.Attachments {
		if i == 1 && len(w.refusal.Attachments) > 2 {
			lines = append(lines, `"`+w.fileName(e.Name)+`" `+w.say("reply.and_more", nil))
			break
		}
		lines = append(lines, w.attachment(key, e))
	}
	return append(lines, w.say(key+"_do", nil))
}

// maxFileName is how much of a file's name a reply shows, in runes.
const maxFileName = 60

func (w words) fileName(name string) string {
	runes := []rune(name)
	switch {
	case len(runes) == 0:
		return w.say("unnamed", nil)
	case len(runes) > maxFileName:
		return string(runes[:maxFileName-1]) + "…"
	}
	return name
}

// attachment says what is wrong with one file. Of many findings and places the first stand for all, so that the line fits.
func (w words) attachment(key string, e policy.Examined) string {
	if key == "reply.unreadable" {
		return w.say(key, wording.Data{"File": w.fileName(e.Name), "Why": w.whyUnreadable(e.Report)})
	}
	for shown := 4; ; shown-- {
		line := w.say(key, wording.Data{"File": w.fileName(e.Name), "What": w.whatFound(e.Report, shown), "Where": w.where(e.Report, shown)})
		if len(wording.ASCII(line)) <= maxLine-len("554-5.7.1 [personal-data] ") || shown == 1 {
			return line
		}
	}
}

// whyUnreadable says why a file could not be read, and which of its members.
func (w words) whyUnreadable(report attachment.Report) string {
	why := w.say("unreadable.unknown", nil)
	switch {
	case report.Reason != attachment.ReasonDisclosed && (report.Seal == seal.Weak || report.Seal == seal.Open):
		why = w.say("unreadable."+report.Seal.String(), nil)
	case report.Reason != "" && w.wording.Has("unreadable."+report.Reason):
		why = w.say("unreadable."+report.Reason, nil)
	}
	if len(report.ReasonAt) > 0 {
		why += " (" + strings.Join(report.ReasonAt, " > ") + ")"
	}
	return why
}

// whatFound counts what stands in a file: "214 e-mail addresses, 12 IBANs".
func (w words) whatFound(report attachment.Report, shown int) string {
	var parts []string
	if report.Persons > 1 {
		parts = append(parts, w.wording.Count(w.locale, "persons", report.Persons, nil))
	}
	for i, f := range report.Findings {
		if i >= shown {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, w.wording.Count(w.locale, "entity."+f.Entity, f.Count, nil))
	}
	return strings.Join(parts, ", ")
}

// where names the places of what was found, each once, the columns of one sheet together: "Adhérents!C,E,F", and of one table: "tableau 2
// > colonne C,E". Names stand beside everything and show no place of their own unless nothing else was found.
func (w words) where(report attachment.Report, shown int) string {
	var order []string
	columns, drawn := map[string][]string{}, map[string]bool{}
	for _, f := range report.Findings {
		if f.Entity == "name" && len(report.Findings) > 1 {
			continue
		}
		for _, p := range f.Where {
			column := p.Column
			if p.Sheet != "" || p.Table > 0 {
				p.Column = ""
			}
			text := w.place(p)
			if text != "" && !slices.Contains(order, text) {
				order = append(order, text)
			}
			if p.Column != column && !slices.Contains(columns[text], column) {
				columns[text] = append(columns[text], column)
				drawn[text] = p.Sheet == ""
			}
		}
	}
	for i, text := range order {
		if i == shown {
			return strings.Join(append(order[:shown], "…"), ", ")
		}
		if c := columns[text]; len(c) > 0 {
			slices.SortFunc(c, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
			list := strings.Join(c, ",")
			if order[i] = text + "!" + list; drawn[text] {
				order[i] = text + " > " + w.say("place.column", wording.Data{"Column": list})
			}
		}
	}
	if len(order) == 0 {
		return w.say("place.whole", nil)
	}
	return strings.Join(order, ", ")
}

// place says where something stands in the sender's language.
func (w words) place(p personal.Place) string {
	var parts []string
	parts = append(parts, p.Path...)
	if p.Part != "" && w.wording.Has("place."+p.Part) {
		parts = append(parts, w.say("place."+p.Part, nil))
	}
	switch {
	case p.Sheet != "" && p.Column != "":
		parts = append(parts, p.Sheet+"!"+p.Column)
	case p.Sheet != "":
		parts = append(parts, p.Sheet)
	case p.Table > 0 || p.Column != "":
		if p.Table > 0 {
			parts = append(parts, w.say("place.table", wording.Data{"Table": p.Table}))
		}
		if p.Column != "" {
			parts = append(parts, w.say("place.column", wording.Data{"Column": p.Column}))
		}
	case p.Field != "":
		parts = append(parts, w.say("place.field", wording.Data{"Field": p.Field}))
	case p.Page > 0:
		parts = append(parts, w.say("place.page", wording.Data{"Page": p.Page}))
	case p.Line > 0:
		parts = append(parts, w.say("place.line", wording.Data{"Line": p.Line}))
	}
	return strings.Join(parts, " > ")
}

// ref names a refusal: the same message refused for the same reason has the same page. It cannot be guessed.
func (r *Relay) ref(d Decided) string {
	mac := hmac.New(sha256.New, r.RefKey.Reveal())
	fmt.Fprintf(mac, "%s\x00%s\x00%s\x00", d.Incoming.Account.Name, d.Decision.Refusal.Reason, d.Decision.Refusal.Fault)
	_, _ = mac.Write(d.Incoming.Body)
	return base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:10])
}

func (r *Relay) whyURL(d Decided) string { return r.Rules().BaseURL + "/why/" + r.ref(d) }
