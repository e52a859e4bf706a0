package policy

import (
	"slices"
	"strings"

	"souspli/policy/address"
	"souspli/policy/message"
	"souspli/policy/wording"
)

// MailingID is the purpose of a message that shows itself to more people than correspondence may.
const MailingID = "mailing"

// purposeField is the field by which a client names the purpose itself.
const purposeField = "X-Souspli-Purpose"

// match finds the purpose that a submission serves: the one that its header names, else the first that matches the author
// and the account, else mailing if too many people would see each other. known is false if the header names none of ours.
func (r Rules) match(a *Assessment) (p *Purpose, by string, known bool) {
	if id, found := a.Message.First(purposeField); found {
		p = r.Purpose(strings.ToLower(id))
		return p, "header", p != nil
	}
	for i := range r.Purposes {
		if by := r.Purposes[i].matches(a.From.Address, a.Submission.Account.Name); by != "" {
			return &r.Purposes[i], by, true
		}
	}
	if r.visible(a.Message) > r.MaxVisible {
		return r.Purpose(MailingID), "max_visible", true
	}
	return nil, "", true
}

// matches says what of the purpose's conditions held; all that are set must.
func (p *Purpose) matches(author address.Address, user string) string {
	from, account := len(p.MatchFrom) > 0, len(p.MatchUser) > 0
	if from && !matchesAny(p.MatchFrom, author) || account && !slices.Contains(p.MatchUser, user) {
		return ""
	}
	switch {
	case from && account:
		return "from and user"
	case from:
		return "from"
	case account:
		return "user"
	}
	return ""
}

// Purpose gives the purpose with this id, the built-in mailing included, or nil.
func (r Rules) Purpose(id string) *Purpose {
	for i := range r.Purposes {
		if r.Purposes[i].ID == id {
			return &r.Purposes[i]
		}
	}
	if id == MailingID {
		return r.mailing()
	}
	return nil
}

// mailing is the built-in purpose.
func (r Rules) mailing() *Purpose {
	p := &Purpose{ID: MailingID, Locale: r.Locale, LegalBasis: "legitimate-interest", Title: map[wording.Locale]string{}, Reason: map[wording.Locale]string{}}
	for _, l := range wording.Locales() {
		p.Title[l] = r.Wording.Say(l, "mailing.title", nil)
		p.Reason[l] = r.Wording.Say(l, "mailing.reason", nil)
	}
	return p
}

// visible counts the people outside the organisation whom every reader of the message would see.
func (r Rules) visible(m *message.Message) int {
	seen := map[string]bool{}
	for _, mailbox := range recipientsInHeader(m, "To", "Cc") {
		if !slices.Contains(r.InternalDomains, mailbox.Address.Domain()) {
			seen[mailbox.Address.Normal()] = true
		}
	}
	return len(seen)
}

// recipientsInHeader reads the mailboxes of these fields as far as any reader might.
func recipientsInHeader(m *message.Message, fields ...string) []address.Mailbox {
	var all []address.Mailbox
	for _, name := range fields {
		for _, value := range m.All(name) {
			all = append(all, address.ReadList(value)...)
		}
	}
	return all
}
