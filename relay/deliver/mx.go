package deliver

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"souspli/store"
)

// Resolver looks up mail servers; *net.Resolver is one.
type Resolver interface {
	LookupMX(ctx context.Context, domain string) ([]*net.MX, error)
	LookupHost(ctx context.Context, host string) ([]string, error)
}

// MX sends each copy to the mail servers of its recipient's domain.
type MX struct {
	hop      Hop // without Address
	resolver Resolver
	perHost  int
	mu       sync.Mutex
	hosts    map[string]*Smarthost
}

// Limits of sending to everybody.
const (
	maxHosts     = 200             // servers with which conversations are kept
	maxPerHost   = 5               // conversations
	roomPatience = 2 * time.Second // how long a copy waits for a busy server before others are served
)

// NewMX sends as hop says, whose Address is not used, over at most so many conversations with each server. Without hop.Dial it refuses private and loopback addresses, to which
// a stranger's DNS could point (RFC 5321 5 names no exception; prudence does).
func NewMX(hop Hop, resolver Resolver, conversations int) *MX {
	if hop.Dial == nil {
		hop.Dial = (&net.Dialer{Timeout: hop.Timeouts.Connect, Control: publicOnly}).DialContext
	}
	return &MX{hop: hop, resolver: resolver, perHost: min(conversations, maxPerHost), hosts: map[string]*Smarthost{}}
}

var errPrivate = errors.New("deliver: the mail server has a private address")

func publicOnly(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	if err != nil || ip == nil || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() || ip.IsMulticast() {
		return errPrivate
	}
	return nil
}

// Send tries the servers of the recipient's domain in the order of their preference until one answers.
func (m *MX) Send(ctx context.Context, j Job, done func(Outcome)) {
	hosts, o := m.servers(ctx, j.To.Domain())
	if len(hosts) == 0 {
		done(o)
		return
	}
	m.try(ctx, hosts, j, done)
}

func (m *MX) try(ctx context.Context, hosts []string, j Job, done func(Outcome)) {
	m.host(hosts[0]).Send(ctx, j, func(o Outcome) {
		if len(hosts) == 1 || o.State != store.Deferred || o.InDoubt || !strings.HasPrefix(o.Text, "connection: ") {
			done(o)
			return
		}
		if o.recorded != nil {
			o.recorded()
		}
		go m.try(ctx, hosts[1:], j, done) // whoever tells the outcome has other things to do
	})
}

// servers gives the mail servers of a domain (RFC 5321 5.1), or an outcome if there are none.
func (m *MX) servers(ctx context.Context, domain string) ([]string, Outcome) {
	if strings.HasPrefix(domain, "[") {
		return []string{strings.TrimPrefix(strings.Trim(domain, "[]"), "IPv6:")}, Outcome{}
	}
	ctx = context.WithoutCancel(ctx) // a name that was not found because we stop says nothing about the domain
	records, err := m.resolver.LookupMX(ctx, domain)
	dns, _ := errors.AsType[*net.DNSError](err)
	switch {
	case err == nil && len(records) == 1 && (records[0].Host == "." || records[0].Host == ""):
		return nil, failed("556 5.1.10 the domain takes no mail") // RFC 7505
	case err == nil && len(records) > 0:
		return inOrder(records), Outcome{}
	case err != nil && (dns == nil || !dns.IsNotFound):
		return nil, deferred(err, false)
	}
	if _, err = m.resolver.LookupHost(ctx, domain); err == nil {
		return []string{domain}, Outcome{}
	}
	if dns, _ := errors.AsType[*net.DNSError](err); dns != nil && dns.IsNotFound {
		return nil, failed("550 5.1.2 the domain does not exist")
	}
	return nil, deferred(err, false)
}

// inOrder sorts servers by preference, equals by chance. The list may be the resolver's own.
func inOrder(records []*net.MX) []string {
	records = slices.Clone(records)
	rand.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	slices.SortStableFunc(records, func(a, b *net.MX) int { return int(a.Pref) - int(b.Pref) })
	var hosts []string
	for _, r := range records {
		hosts = append(hosts, strings.TrimSuffix(r.Host, "."))
	}
	return hosts
}

// host gives the conversations with one server.
func (m *MX) host(name string) *Smarthost {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.hosts[name]
	if s == nil {
		if len(m.hosts) >= maxHosts {
			for _, old := range m.hosts {
				old.Close()
			}
			clear(m.hosts)
		}
		hop := m.hop
		hop.Address = net.JoinHostPort(name, "25")
		s = NewSmarthost(hop, m.perHost)
		s.patience = roomPatience // one slow domain must not keep the others waiting
		m.hosts[name] = s
	}
	return s
}

// Close ends the open conversations.
func (m *MX) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.hosts {
		s.Close()
	}
}
