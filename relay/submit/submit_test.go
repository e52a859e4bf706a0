package submit_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"log/slog"
	"math/big"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/relay"
	"souspli/relay/relaytest"
	"souspli/relay/submit"
)

// harness is a server whose Accept keeps what it gets.
type harness struct {
	addr, tlsAddr string
	server        *submit.Server
	mu            sync.Mutex
	accepted      []relay.Incoming
	reply         *relay.Reply // what Accept says; nil: queued
	block         chan struct{}
}

func (h *harness) accept(_ context.Context, in relay.Incoming) relay.Reply {
	if h.block != nil {
		<-h.block
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.reply != nil {
		return *h.reply
	}
	if in.Bare {
		return relay.Reply{Code: 554, Enhanced: [3]int{5, 6, 0}, Lines: []string{"[malformed-message] no"}}
	}
	if !in.Alive() {
		return relay.Reply{Code: 451, Enhanced: [3]int{4, 3, 0}, Lines: []string{"gone"}}
	}
	h.accepted = append(h.accepted, in)
	return relay.Reply{Code: 250, Enhanced: [3]int{2, 0, 0}, Lines: []string{"Queued as X: 1 deliveries, 0 suppressed"}}
}

func (h *harness) got() []relay.Incoming {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]relay.Incoming(nil), h.accepted...)
}

// start runs a server that knows the account marie with the password secret.
func start(t testing.TB, change func(*submit.Config)) *harness {
	t.Helper()
	h := &harness{}
	c := submit.Config{Hostname: "relay.test", TLS: serverTLS(t), MaxMessage: 100_000, MaxRecipients: 3, MaxConnections: 50, Accept: h.accept, Log: slog.New(slog.DiscardHandler),
		Authenticate: func(_ context.Context, user string, password address.Secret, _ netip.Addr) (relay.Login, error) {
			if user == "marie" && string(password.Reveal()) == "secret" {
				return relay.Login{Account: policy.Account{Name: user}}, nil
			}
			return relay.Login{}, relay.ErrCredentials
		},
		AccountByName: func(_ context.Context, name string) (relay.Login, error) {
			return relay.Login{Account: policy.Account{Name: name}}, nil
		},
		Renew: func(_ context.Context, old relay.Login) (relay.Login, error) { return old, nil },
		Refuse: func(tr relay.Trouble, _ policy.Account) relay.Reply {
			return map[relay.Trouble]relay.Reply{
				relay.TroubleAuthRequired:      {Code: 530, Enhanced: [3]int{5, 7, 0}, Lines: []string{"[auth-required] x"}},
				relay.TroubleTooBig:            {Code: 552, Enhanced: [3]int{5, 3, 4}, Lines: []string{"[message-too-big] x", "second"}},
				relay.TroubleTooManyRecipients: {Code: 452, Enhanced: [3]int{4, 5, 3}, Lines: []string{"[too-many-recipients] x"}},
				relay.TroubleOurs:              {Code: 451, Enhanced: [3]int{4, 3, 0}, Lines: []string{"[try-again] x"}},
			}[tr]
		}}
	if change != nil {
		change(&c)
	}
	h.server = submit.NewServer(c)
	listen := func(implicit bool) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() { _ = h.server.Serve(l, implicit) }()
		return l.Addr().String()
	}
	h.addr, h.tlsAddr = listen(false), listen(true)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = h.server.Shutdown(ctx)
	})
	return h
}

func serverTLS(t testing.TB) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay.test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// login opens a TLS session that is logged in.
func (h *harness) login(t testing.TB) *relaytest.Client {
	t.Helper()
	c := relaytest.Dial(t, h.addr)
	c.Want("EHLO client.test", "250")
	c.StartTLS()
	c.Login("marie", "secret")
	return c
}

const hello = "From: marie@asso.example\r\nSubject: x\r\n\r\nBonjour\r\n"

func TestSubmission(t *testing.T) {
	h := start(t, nil)
	c := h.login(t)
	if got := c.Submit("marie@asso.example", []string{"a@a.example", "b@b.example"}, hello); got != "250 2.0.0 Queued as X: 1 deliveries, 0 suppressed" {
		t.Errorf("reply %q", got)
	}
	if got := c.Submit("", []string{"c@c.example"}, "Subject: 2\r\n\r\n..dot\r\n"); !strings.HasPrefix(got, "250") {
		t.Errorf("second message: %q", got)
	}
	c.Want("QUIT", "221")
	got := h.got()
	if len(got) != 2 || string(got[0].Body) != hello || len(got[0].Recipients) != 2 || got[0].Account.Name != "marie" || got[0].Protocol != "ESMTPSA" {
		t.Fatalf("accepted %+v", got)
	}
	if !got[1].From.IsZero() || string(got[1].Body) != "Subject: 2\r\n\r\n.dot\r\n" || len(got[1].Recipients) != 1 {
		t.Errorf("second: %+v", got[1])
	}
}

func TestGreetings(t *testing.T) {
	h := start(t, nil)
	clear := relaytest.Dial(t, h.addr)
	if got := clear.Do("HELO client.test"); got != "250 relay.test" {
		t.Errorf("HELO: %q", got)
	}
	ehlo := clear.Want("EHLO client.test", "250-relay.test\n")
	for _, want := range []string{"PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES", "SIZE 100000", "STARTTLS"} {
		if !strings.Contains(ehlo, want) {
			t.Errorf("%s is not offered:\n%s", want, ehlo)
		}
	}
	for _, not := range []string{"AUTH", "CHUNKING"} {
		if strings.Contains(ehlo, not) {
			t.Errorf("%s is offered in clear:\n%s", not, ehlo)
		}
	}
	clear.Want("AUTH PLAIN AG1hcmllAHNlY3JldA==", "538")
	clear.Want("MAIL FROM:<a@b.example>", "530 5.7.0 [auth-required]")
	clear.StartTLS()
	if clear.Do("MAIL FROM:<a@b.example>")[:3] != "503" {
		t.Error("the session before STARTTLS was not forgotten")
	}
	ehlo = clear.Want("EHLO client.test", "250")
	if !strings.Contains(ehlo, "AUTH PLAIN LOGIN") || strings.Contains(ehlo, "STARTTLS") {
		t.Errorf("after STARTTLS:\n%s", ehlo)
	}
	clear.Want("STARTTLS", "503")

	conn, err := tls.Dial("tcp", h.tlsAddr, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	implicit := relaytest.NewClient(t, conn)
	implicit.Login("marie", "secret")
	if got := implicit.Submit("marie@asso.example", []string{"a@a.example"}, hello); !strings.HasPrefix(got, "250") {
		t.Errorf("implicit TLS: %q", got)
	}
}

func TestAuth(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString
	h := start(t, func(c *submit.Config) { c.InsecureAuth = true })
	dial := func() *relaytest.Client {
		c := relaytest.Dial(t, h.addr)
		c.Want("EHLO x", "250")
		return c
	}
	t.Run("LOGIN", func(t *testing.T) {
		c := dial()
		c.Want("AUTH LOGIN", "334 VXNlcm5hbWU6")
		c.Want(b64([]byte("marie")), "334 UGFzc3dvcmQ6")
		c.Want(b64([]byte("secret")), "235 2.7.0")
	})
	t.Run("LOGIN with the user in the command", func(t *testing.T) {
		c := dial()
		c.Want("AUTH LOGIN "+b64([]byte("marie")), "334 UGFzc3dvcmQ6")
		c.Want(b64([]byte("secret")), "235")
	})
	t.Run("PLAIN with a challenge", func(t *testing.T) {
		c := dial()
		c.Want("AUTH PLAIN", "334")
		c.Want(b64([]byte("\x00marie\x00secret")), "235")
		c.Want("AUTH PLAIN "+b64([]byte("\x00marie\x00secret")), "503")
	})
	t.Run("cancelled, then right", func(t *testing.T) {
		c := dial()
		c.Want("AUTH LOGIN", "334")
		c.Want("*", "501")
		c.Want("AUTH PLAIN "+b64([]byte("\x00marie\x00secret")), "235")
	})
	t.Run("acting for another", func(t *testing.T) {
		dial().Want("AUTH PLAIN "+b64([]byte("root\x00marie\x00secret")), "535 5.7.8")
	})
	t.Run("unknown mechanism, bad base64, empty", func(t *testing.T) {
		c := dial()
		c.Want("AUTH CRAM-MD5", "504")
		c.Want("AUTH PLAIN !!!", "501 5.5.2")
		c.Want("AUTH PLAIN "+b64([]byte("marie")), "501 5.5.2")
		c.Want("AUTH", "501 5.5.4")
		c.Want("AUTH LOGIN", "334")
		c.Want("", "334")
		c.Want("", "535")
	})
	t.Run("a long token fits the line", func(t *testing.T) {
		dial().Want("AUTH PLAIN "+b64([]byte("\x00marie\x00"+strings.Repeat("x", 9000))), "535")
	})
	t.Run("guessing ends the connection", func(t *testing.T) {
		c := dial()
		for range 3 {
			c.Want("AUTH PLAIN "+b64([]byte("\x00marie\x00wrong")), "535 5.7.8")
		}
		if got := c.Do("NOOP"); got != "" {
			t.Errorf("after three wrong passwords: %q", got)
		}
	})
	t.Run("inside a transaction", func(t *testing.T) {
		c := dial()
		c.Want("AUTH PLAIN "+b64([]byte("\x00marie\x00secret")), "235")
		c.Want("MAIL FROM:<a@b.example>", "250")
		c.Want("AUTH PLAIN "+b64([]byte("\x00marie\x00secret")), "503")
	})
}

func TestTrustedNetwork(t *testing.T) {
	h := start(t, func(c *submit.Config) {
		c.Trusted = []submit.Trusted{{Network: netip.MustParsePrefix("127.0.0.0/8"), Account: "listmonk"}}
	})
	c := relaytest.Dial(t, h.addr)
	c.Want("EHLO x", "250")
	if got := c.Submit("a@b.example", []string{"c@d.example"}, hello); !strings.HasPrefix(got, "250") {
		t.Fatal(got)
	}
	if in := h.got()[0]; in.Account.Name != "listmonk" || in.Protocol != "ESMTP" {
		t.Errorf("account %q by %s", in.Account.Name, in.Protocol)
	}
	other := start(t, func(c *submit.Config) {
		c.Trusted = []submit.Trusted{{Network: netip.MustParsePrefix("192.0.2.0/24"), Account: "listmonk"}}
	})
	c = relaytest.Dial(t, other.addr)
	c.Want("EHLO x", "250")
	c.Want("MAIL FROM:<a@b.example>", "530")
}

// A trusted network whose account does not exist is a matter for the operator; one that cannot be read is our trouble.
func TestTrustedAccountUnknown(t *testing.T) {
	for want, err := range map[string]error{"530 5.7.0 [auth-required]": relay.ErrCredentials, "451 4.3.0 [try-again]": errors.New("the database is away")} {
		h := start(t, func(c *submit.Config) {
			c.Trusted = []submit.Trusted{{Network: netip.MustParsePrefix("127.0.0.0/8"), Account: "listmonk"}}
			c.AccountByName = func(context.Context, string) (relay.Login, error) { return relay.Login{}, err }
		})
		c := relaytest.Dial(t, h.addr)
		c.Want("EHLO x", "250")
		c.Want("MAIL FROM:<a@b.example>", want)
		c.Want("NOOP", "250")
	}
}

// Connections live longer than accounts: a change is noticed while a client stays connected.
func TestLoginIsRenewed(t *testing.T) {
	var err error
	var mu sync.Mutex
	h := start(t, func(c *submit.Config) {
		c.Renew = func(_ context.Context, old relay.Login) (relay.Login, error) {
			mu.Lock()
			defer mu.Unlock()
			old.Account.Locale = "en"
			return old, err
		}
	})
	c := h.login(t)
	until := func(done func(reply string) bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
			if done(c.Do("MAIL FROM:<m@asso.example>")) {
				return
			}
			c.Do("RSET")
		}
		t.Fatal("nothing changed in 20 s")
	}
	until(func(string) bool {
		c.Want("RCPT TO:<a@a.example>", "250")
		c.Want("DATA", "354")
		c.Raw(hello)
		c.Want(".", "250")
		all := h.got()
		return all[len(all)-1].Account.Locale == "en"
	})
	for _, step := range []struct {
		err  error
		want string
	}{{errors.New("the database is away"), "451 4.3.0 [try-again]"}, {nil, "250"}, {relay.ErrCredentials, "530 5.7.0 [auth-required]"}} {
		mu.Lock()
		err = step.err
		mu.Unlock()
		until(func(reply string) bool { return strings.HasPrefix(reply, step.want) })
	}
	if got := c.Read(); got != "" {
		t.Errorf("after the end of the login: %q", got)
	}
}

// A panic while a message is taken ends that connection, not the others, and accepts nothing.
func TestPanic(t *testing.T) {
	boom := true
	h := start(t, func(c *submit.Config) {
		accept := c.Accept
		c.Accept = func(ctx context.Context, in relay.Incoming) relay.Reply {
			if boom {
				boom = false
				panic("boom")
			}
			return accept(ctx, in)
		}
	})
	if got := h.login(t).Submit("m@asso.example", []string{"a@a.example"}, hello); !strings.HasPrefix(got, "451 4.3.0 [try-again]") {
		t.Errorf("got %q", got)
	}
	if got := h.login(t).Submit("m@asso.example", []string{"a@a.example"}, hello); !strings.HasPrefix(got, "250") {
		t.Errorf("the next: %q", got)
	}
}

// While no message can be taken, MAIL says so before a body is sent; the conversation goes on and may succeed later.
func TestNotReady(t *testing.T) {
	var asked []int64
	h := start(t, func(c *submit.Config) {
		c.Ready = func(_ context.Context, size int64) error {
			asked = append(asked, size)
			if len(asked) == 1 {
				return errors.New("the disk is nearly full")
			}
			return nil
		}
	})
	c := h.login(t)
	c.Want("MAIL FROM:<m@asso.example> SIZE=4711", "451 4.3.0 [try-again]")
	c.Want("RCPT TO:<a@a.example>", "503")
	if got := c.Submit("m@asso.example", []string{"a@a.example"}, hello); !strings.HasPrefix(got, "250") {
		t.Errorf("the next: %q", got)
	}
	if len(asked) != 2 || asked[0] != 4711 {
		t.Errorf("asked about %v", asked)
	}
}

func TestDSNParameters(t *testing.T) {
	h := start(t, nil)
	c := h.login(t)
	c.Want("MAIL FROM:<m@asso.example> RET=HDRS ENVID=QQ314159", "250")
	c.Want("RCPT TO:<a@a.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob+40b.example", "250")
	c.Want("DATA", "354")
	c.Raw(hello)
	c.Want(".", "250")
	in := h.got()[0]
	r := in.Recipients[0]
	if in.Return != "HDRS" || in.EnvID != "QQ314159" || strings.Join(r.Notify, ",") != "SUCCESS,FAILURE" || !strings.EqualFold(r.ORCPT, "rfc822;Bob@b.example") {
		t.Errorf("%+v %+v", in, r)
	}
}

// Pipelined groups are answered in order, and nothing is lost between commands and message.
func TestPipelining(t *testing.T) {
	h := start(t, nil)
	c := h.login(t)
	c.Raw("MAIL FROM:<m@asso.example>\r\nRCPT TO:<a@a.example>\r\nRCPT TO:<bad>\r\nDATA\r\n")
	for i, want := range []string{"250", "250", "501", "354"} {
		if got := c.Read(); !strings.HasPrefix(got, want) {
			t.Fatalf("reply %d: %q", i, got)
		}
	}
	c.Raw(hello + ".\r\nMAIL FROM:<m@asso.example>\r\nRCPT TO:<b@a.example>\r\nQUIT\r\n")
	for i, want := range []string{"250 2.0.0 Queued", "250", "250", "221"} {
		if got := c.Read(); !strings.HasPrefix(got, want) {
			t.Fatalf("reply %d: %q", i, got)
		}
	}
	if in := h.got(); len(in) != 1 || string(in[0].Body) != hello {
		t.Errorf("%d accepted", len(in))
	}
}

// Shutdown lets a message that is being received end, and sends idle clients away.
func TestShutdown(t *testing.T) {
	h := start(t, nil)
	idle, busy := h.login(t), h.login(t)
	busy.Want("MAIL FROM:<m@asso.example>", "250")
	busy.Want("RCPT TO:<a@a.example>", "250")
	busy.Want("DATA", "354")
	busy.Raw("Subject: x\r\n\r\n")
	done := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		done <- h.server.Shutdown(ctx)
	}()
	if got := idle.Read(); !strings.HasPrefix(got, "421 4.3.2") {
		t.Errorf("idle: %q", got)
	}
	busy.Raw("Bonjour\r\n.\r\n")
	if got := busy.Read(); !strings.HasPrefix(got, "250 2.0.0 Queued") {
		t.Errorf("busy: %q", got)
	}
	if got := busy.Read(); !strings.HasPrefix(got, "421") {
		t.Errorf("then: %q", got)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if len(h.got()) != 1 {
		t.Errorf("%d accepted", len(h.got()))
	}
}
