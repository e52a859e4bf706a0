// Package inbound understands mail to the relay itself: unsubscribing by mail (RFC 2369 3.2).
//
// It takes mail for u+TOKEN@DOMAIN and for nobody else, so it relays nothing. The token alone decides; author, subject and
// text are thrown away unread, and nothing is answered. Bounces and complaints come to the same listener later.
package inbound

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/relay"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/relay/submit"
	"souspli/store"
)

// Limits: an unsubscribe mail is small and goes to one token.
const (
	maxMessage    = 1 << 20
	maxRecipients = 10
)

// Receiver records opt-outs that come by mail.
type Receiver struct {
	Domain   string          // of the tokens' addresses, lower case
	Purposes func() []string // the ids that are configured now
	Store    *store.Store
	Mint     link.Mint
	Metrics  *metrics.Metrics
	Log      *slog.Logger
	Now      func() time.Time
}

// Config gives the server that listens for such mail: open to everybody, and without any way to log in.
func (r *Receiver) Config(base submit.Config) submit.Config {
	base.InsecureAuth, base.NoAuth = false, true
	base.MaxMessage, base.MaxRecipients = maxMessage, maxRecipients
	base.Trusted = []submit.Trusted{{Network: netip.MustParsePrefix("0.0.0.0/0")}, {Network: netip.MustParsePrefix("::/0")}}
	base.AccountByName = func(context.Context, string) (relay.Login, error) {
		return relay.Login{Account: policy.Account{Name: "inbound"}}, nil
	}
	base.Renew = func(_ context.Context, old relay.Login) (relay.Login, error) { return old, nil }
	base.Recipient = func(a address.Address) bool { _, err := r.claim(a); return err == nil }
	base.Accept = r.Accept
	return base
}

// claim reads the token in a recipient's address.
func (r *Receiver) claim(a address.Address) (link.Claim, error) {
	local, domain, _ := strings.Cut(a.Reveal(), "@")
	token, found := strings.CutPrefix(local, "u+")
	if !found || !strings.EqualFold(domain, r.Domain) {
		return link.Claim{}, link.ErrToken
	}
	return r.Mint.Check(token)
}

// Accept records the opt-outs that a mail asks for and forgets the mail.
func (r *Receiver) Accept(ctx context.Context, in relay.Incoming) relay.Reply {
	var list []store.Suppression
	for _, recipient := range in.Recipients {
		claim, err := r.claim(recipient.Address)
		if errors.Is(err, link.ErrToken) {
			continue
		}
		claim = claim.Resolve(r.Purposes()...)
		list = append(list, store.Suppression{Person: claim.Key, Purpose: claim.Purpose, Source: store.SourceMail, Created: r.Now()})
	}
	if _, err := r.Store.Suppress(ctx, list...); err != nil {
		r.Log.Error("an opt-out by mail was not recorded", "error", err)
		return relay.Reply{Code: 451, Enhanced: [3]int{4, 3, 0}, Lines: []string{"[try-again] Try again later"}}
	}
	r.Metrics.OptOut(store.SourceMail)
	return relay.Reply{Code: 250, Enhanced: [3]int{2, 0, 0}, Lines: []string{"Recorded"}}
}
