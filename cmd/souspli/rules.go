package main

import (
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/message"
	"souspli/policy/wording"
	"souspli/relay/deliver"
	"souspli/relay/submit"
	"souspli/relay/web"
)

// rules compiles the configuration for policy. The configuration was checked.
func (c Config) rules(w *wording.Catalogue) policy.Rules {
	handling := map[string]policy.Handling{"refuse": policy.HandlingRefuse, "report": policy.HandlingReport}
	r := policy.Rules{
		Hostname: c.Hostname, BaseURL: c.baseURL(), Locale: wording.Locale(c.Locale), Wording: w, Limits: message.DefaultLimits(),
		Controller: policy.Controller(c.Controller), MaxVisible: c.Correspondence.MaxVisible, InternalDomains: c.Correspondence.InternalDomains,
		PersonalData: handling[c.Attachments.PersonalData], Unreadable: handling[c.Attachments.Unreadable], Opaque: handling[c.Attachments.Opaque],
		BodyAddresses: handling[c.Attachments.BodyAddresses],
		MailtoDomain:  c.Inbound.Domain, MaxMessage: int64(c.Submission.MaxMessage), MaxRecipients: c.Submission.MaxRecipients,
	}
	for _, p := range c.Purposes {
		r.Purposes = append(r.Purposes, c.purpose(p, w))
	}
	return r
}

// purpose compiles one purpose; what the file leaves out gets the plainest text there is.
func (c Config) purpose(p PurposeConfig, w *wording.Catalogue) policy.Purpose {
	out := policy.Purpose{ID: p.ID, Locale: wording.Locale(p.Locale).Or(wording.Locale(c.Locale)), LegalBasis: p.LegalBasis, PrivacyNotice: p.PrivacyNotice,
		Retention: p.Retention, RequireBasis: p.RequireBasis, KeepUnsubscribe: p.ExistingUnsubscribe == "keep", WrapSigned: p.Signed == "wrap", MatchUser: p.Match.User,
		Title: map[wording.Locale]string{}, Reason: map[wording.Locale]string{}}
	for l, text := range p.Title {
		out.Title[wording.Locale(l)] = text
	}
	for l, text := range p.Reason {
		out.Reason[wording.Locale(l)] = text
	}
	if len(out.Title) == 0 {
		out.Title[out.Locale] = p.ID
	}
	if len(out.Reason) == 0 {
		out.Reason[out.Locale] = w.Say(out.Locale, "mailing.reason", nil)
	}
	for _, f := range p.Match.From {
		if pattern, err := address.ParsePattern(f); err == nil {
			out.MatchFrom = append(out.MatchFrom, pattern)
		}
	}
	return out
}

// content compiles the configuration for the public pages.
func (c Config) content(r policy.Rules) web.Content {
	content := web.Content{Locale: r.Locale, Controller: web.Controller(r.Controller)}
	if u, err := url.Parse(r.BaseURL); err == nil {
		content.BasePath = u.Path
	}
	purposes := r.Purposes
	if p := r.Purpose(policy.MailingID); p != nil {
		purposes = append(purposes[:len(purposes):len(purposes)], *p)
	}
	for _, p := range purposes {
		content.Purposes = append(content.Purposes, web.Purpose{ID: p.ID, Locale: p.Locale, Title: p.Title, Reason: p.Reason, LegalBasis: p.LegalBasis, Retention: p.Retention, Notice: p.PrivacyNotice})
	}
	return content
}

// trusted compiles the networks that need no password.
func (c Config) trusted() []submit.Trusted {
	var list []submit.Trusted
	for _, t := range c.Submission.Trusted {
		if network, err := netip.ParsePrefix(t.Network); err == nil {
			list = append(list, submit.Trusted{Network: network, Account: t.Account})
		}
	}
	return list
}

// keys reads the signing keys.
func (c Config) keys() (deliver.Keys, error) {
	var keys deliver.Keys
	for _, d := range c.DKIM {
		text, err := os.ReadFile(inDir(c.DataDir, d.KeyFile))
		if err != nil {
			return nil, err
		}
		signer, err := deliver.ParseKey(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.KeyFile, err)
		}
		keys = append(keys, deliver.Key{Domain: strings.ToLower(d.Domain), Selector: d.Selector, Signer: signer})
	}
	return keys, nil
}
