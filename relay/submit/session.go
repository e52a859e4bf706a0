package submit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/relay"
)

// stage is how far a mail transaction has come (RFC 5321 3.3).
type stage int

const (
	stageIdle stage = iota // no transaction
	stageMail              // MAIL was accepted
	stageRcpt              // and at least one RCPT
)

// session is one client's conversation. go-smtp calls Reset and Logout from other goroutines, hence the lock.
type session struct {
	server *Server
	config *Config
	border *border
	smtp   *smtp.Conn
	remote netip.Addr
	ctx    context.Context
	cancel context.CancelFunc

	mu            sync.Mutex
	trusted       *Trusted     // the network that stands for an account; nil: the client must log in
	login         *relay.Login // nil: nobody yet
	looked        time.Time    // when the login was known to hold
	authenticated bool         // by AUTH, not by network
	failures      int          // of AUTH
	stage         stage
	incoming      relay.Incoming
	claimed       int64 // octets of the disk that are promised to the message
}

func (s *Server) newSession(c *smtp.Conn) (smtp.Session, error) {
	b, ok := c.Conn().(*border)
	if !ok {
		return nil, errors.New("submit: connection without a border")
	}
	ctx, cancel := context.WithCancel(context.Background())
	sess := &session{server: s, config: s.config.Load(), border: b, smtp: c, remote: remoteAddr(b), ctx: ctx, cancel: cancel}
	sess.trusted = sess.config.trust(sess.remote)
	return sess, nil
}

func remoteAddr(c net.Conn) netip.Addr {
	ap, err := netip.ParseAddrPort(c.RemoteAddr().String())
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}

// loginAge is how old what is known of a login may be: long enough for a stream of messages, too short for anybody to notice.
const loginAge = 50 * time.Millisecond

// admit finds out who submits, and whether that still holds: connections live longer than accounts, passwords and senders. What
// it gives refuses the message.
func (s *session) admit() error {
	var login relay.Login
	var err error
	switch {
	case s.login == nil && s.trusted == nil:
		return s.refuse(relay.TroubleAuthRequired)
	case s.login == nil:
		login, err = s.config.AccountByName(s.ctx, s.trusted.Account)
	case time.Since(s.looked) < loginAge:
		return nil
	default:
		login, err = s.config.Renew(s.ctx, *s.login)
	}
	switch {
	case err == nil:
		s.login, s.looked = &login, time.Now()
		return nil
	case !errors.Is(err, relay.ErrCredentials):
		s.config.Log.Error("an account cannot be read", "error", err)
		return s.refuse(relay.TroubleOurs)
	case s.login == nil:
		s.config.Log.Warn("a trusted network names an account that does not exist", "account", s.trusted.Account)
	default:
		s.border.err = errClosing // go-smtp takes no second AUTH
	}
	return s.refuse(relay.TroubleAuthRequired)
}

// Reset ends the transaction.
func (s *session) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reset()
}

func (s *session) reset() {
	s.stage, s.incoming = stageIdle, relay.Incoming{}
	s.server.promised.Add(-s.claimed)
	s.claimed = 0
}

// Logout ends the session.
func (s *session) Logout() error {
	s.cancel()
	s.Reset()
	return nil
}

// ready says why no message of so many octets may begin.
func (s *session) ready(size int64) error {
	if s.config.Ready != nil {
		if err := s.config.Ready(s.ctx, size); err != nil {
			return err
		}
	}
	if size <= pieceSize {
		return nil
	}
	return s.claim(size)
}

// claimStep is by how much a claim grows at least.
const claimStep = 1 << 20

// claim sees to it that the disk has room for a message of so many octets, also when all that was promised to others has come.
func (s *session) claim(size int64) error {
	if s.ctx.Err() != nil { // nobody would take it back
		return s.ctx.Err()
	}
	if s.config.Room == nil || size <= s.claimed {
		return nil
	}
	more := max(size-s.claimed, claimStep)
	if err := s.config.Room(s.server.promised.Add(more)); err != nil {
		s.server.promised.Add(-more)
		return err
	}
	s.claimed += more
	return nil
}

// Mail begins a transaction. A second MAIL without RSET ends the first, so that its recipients cannot get the next message.
func (s *session) Mail(_ string, opts *smtp.MailOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.admit(); err != nil {
		return err
	}
	if s.stage != stageIdle {
		s.reset()
		return reply(503, 5, 5, 1, "MAIL inside a transaction; it was reset")
	}
	if opts.Size > s.config.MaxMessage {
		return s.refuse(relay.TroubleTooBig)
	}
	from, err := s.path()
	if err != nil {
		return reply(501, 5, 1, 7, "Bad sender address syntax")
	}
	if !from.IsASCII() && !opts.UTF8 {
		return reply(553, 5, 6, 7, "This sender address needs SMTPUTF8")
	}
	if err := s.ready(opts.Size); err != nil {
		s.config.Log.Warn("no message is taken", "why", err)
		return s.refuse(relay.TroubleOurs)
	}
	s.stage = stageMail
	s.incoming = relay.Incoming{Account: s.login.Account, From: from, UTF8: opts.UTF8, Return: string(opts.Return), EnvID: opts.EnvelopeID, Protocol: s.protocol()}
	return nil
}

// Rcpt adds a recipient. Who opted out is taken like everybody else, because clients give up the whole message otherwise.
func (s *session) Rcpt(_ string, opts *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage == stageIdle {
		return reply(503, 5, 5, 1, "Say MAIL first")
	}
	to, err := s.path()
	if err != nil || to.IsZero() {
		return reply(501, 5, 1, 3, "Bad recipient address syntax")
	}
	if !to.IsASCII() && !s.incoming.UTF8 {
		return reply(553, 5, 6, 7, "This recipient address needs SMTPUTF8")
	}
	if s.config.Recipient != nil && !s.config.Recipient(to) {
		return reply(550, 5, 1, 1, "No such recipient here")
	}
	if len(s.incoming.Recipients) >= s.config.MaxRecipients {
		return s.refuse(relay.TroubleTooManyRecipients)
	}
	r := relay.Recipient{Address: to}
	for _, n := range opts.Notify {
		r.Notify = append(r.Notify, string(n))
	}
	if opts.OriginalRecipient != "" {
		r.ORCPT = string(opts.OriginalRecipientType) + ";" + opts.OriginalRecipient
	}
	s.incoming.Recipients = append(s.incoming.Recipients, r)
	s.stage = stageRcpt
	return nil
}

// path reads the address of the command as it stood on the wire: go-smtp unquotes local parts and takes what is none.
func (s *session) path() (address.Address, error) {
	_, rest, found := strings.Cut(s.border.command, ":")
	rest = strings.TrimLeft(rest, " ")
	if !found {
		return address.Address{}, address.ErrSyntax
	}
	if !strings.HasPrefix(rest, "<") { // without brackets, as some devices write it
		rest, _, _ = strings.Cut(rest, " ")
		return address.Parse(rest)
	}
	quoted := false
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] == '\\' && quoted:
			i++
		case rest[i] == '"':
			quoted = !quoted
		case rest[i] == '>' && !quoted:
			if i == 1 {
				return address.Address{}, nil
			}
			return address.Parse(rest[1:i])
		}
	}
	return address.Address{}, address.ErrSyntax
}

// Data reads the message, past go-smtp, and has it decided. Whatever goes wrong while it is read, nothing is accepted.
func (s *session) Data(io.Reader) (err error) {
	defer func() {
		if p := recover(); p != nil { // one message must not stop the others; what it was is in the log, without content
			s.config.Log.Error("panic while a message was taken", "panic", fmt.Sprint(p))
			s.border.err = errClosing
			err = s.refuse(relay.TroubleOurs)
		}
	}()
	s.mu.Lock()
	incoming, ok := s.incoming, s.stage == stageRcpt
	s.mu.Unlock()
	if !ok {
		return reply(503, 5, 5, 1, "No valid recipients")
	}
	body, release, err := s.read()
	if err != nil {
		return err
	}
	defer release()
	incoming.Body = body
	incoming.Bare = s.border.bare
	incoming.Alive = func() bool { return !s.border.hungUp() }
	return s.answer(s.config.Accept(context.WithoutCancel(s.ctx), incoming)) // what was begun comes to its end
}

// read takes the message in, and then into memory as soon as the budget that all connections share has room for it.
func (s *session) read() (body []byte, release func(), err error) {
	in := spool{dir: s.config.Spool}
	defer in.close()
	err = in.take(message{s.border}, s.config.MaxMessage, func(size int64) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.claim(size)
	})
	switch {
	case s.border.err != nil: // cut off, timed out or reset: the end of the message never came
		s.border.err = errClosing
		return nil, nil, reply(451, 4, 4, 2, "The message was cut off")
	case err == errTooBig:
		return nil, nil, s.refuse(relay.TroubleTooBig)
	case err == nil:
		release, err = s.server.hold(s.ctx, in.size)
	}
	if err == nil {
		if body, err = in.bytes(); err == nil {
			return body, release, nil
		}
		release()
	}
	s.config.Log.Warn("a message is not taken", "octets", in.size, "why", err)
	return nil, nil, s.refuse(relay.TroubleOurs)
}

// protocol names the way of submission for the Received field (RFC 3848).
func (s *session) protocol() string {
	p := "ESMTP"
	if s.border.opts.secure {
		p += "S"
	}
	if s.authenticated {
		p += "A"
	}
	return p
}

// refuse words a refusal in the account's language.
func (s *session) refuse(t relay.Trouble) error {
	var account policy.Account
	if s.login != nil {
		account = s.login.Account
	}
	return s.answer(s.config.Refuse(t, account))
}

// answer turns a reply into what go-smtp sends: it writes the enhanced code before the last line only (RFC 2034 wants all).
func (s *session) answer(r relay.Reply) error {
	last := len(r.Lines) - 1
	code := fmt.Sprintf("%d.%d.%d ", r.Enhanced[0], r.Enhanced[1], r.Enhanced[2])
	var text strings.Builder
	for _, line := range r.Lines[:last] {
		text.WriteString(code + line + "\n")
	}
	return &smtp.SMTPError{Code: r.Code, EnhancedCode: r.Enhanced, Message: text.String() + r.Lines[last]}
}

func reply(code, class, subject, detail int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{class, subject, detail}, Message: text}
}
