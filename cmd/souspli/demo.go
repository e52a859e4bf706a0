package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"souspli/policy/address"
	"souspli/policy/wording"
	"souspli/relay"
	"souspli/relay/link"
	"souspli/store"
)

// The people of the demonstration.
const (
	demoSender   = "marie@asso.example"
	demoNews     = "news@asso.example"
	demoPurpose  = "newsletter"
	demoUser     = "marie"
	demoOptedOut = "bruno@b.example"
	demoTreasury = "compta@partenaire.example"
	demoWait     = 20 * time.Second
)

func demoReaders() []string {
	return []string{"alice@a.example", demoOptedOut, "chloe@c.example", "david@d.example", "emma@e.example"}
}

func demoColleagues() []string {
	return []string{"luc@asso.example", "nadia@asso.example", "omar@asso.example"}
}

func (a *app) demoCommand() *cobra.Command {
	var once bool
	var dir string
	c := &cobra.Command{Use: "demo", Short: "Show the main job on an embedded default: no configuration, no service, no root", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) (err error) {
		if dir == "" {
			if dir, err = os.MkdirTemp("", "souspli-demo-*"); err != nil {
				return err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		}
		return a.demo(c.Context(), dir, once)
	}}
	c.Flags().BoolVar(&once, "once", false, "stop after the printing; exit status 0 only if everything happened as it should")
	c.Flags().StringVar(&dir, "dir", "", "keep the data in this folder")
	return c
}

// demonstration is a whole relay with a next hop that keeps what arrives, and a sender who uses it.
type demonstration struct {
	*app
	daemon   *daemon
	hop      *demoHop
	password string
	locale   wording.Locale
	wrong    []string // what did not happen as it should
}

// demo runs the demonstration.
func (a *app) demo(ctx context.Context, dir string, once bool) (err error) {
	d := &demonstration{app: a, locale: wording.English}
	if strings.HasPrefix(a.getenv("LC_ALL")+a.getenv("LANG"), "fr") {
		d.locale = wording.French
	}
	if d.hop, err = startDemoHop(); err != nil {
		return err
	}
	defer d.hop.server.Close()
	if err := d.start(ctx, dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.daemon.stop()) }()
	if err := d.play(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return errors.New("the demonstration was interrupted")
	}
	d.printEnd()
	if len(d.wrong) > 0 {
		return fmt.Errorf("the demonstration went wrong: %s", strings.Join(d.wrong, "; "))
	}
	if once {
		return nil
	}
	return d.servePage(ctx)
}

// demoConfig is the embedded default, on free loopback ports.
func (d *demonstration) config(dir string) Config {
	c := defaults()
	c.Hostname, c.DataDir, c.Locale = "souspli.example", dir, string(d.locale)
	c.Submission.Listen = []string{"127.0.0.1:0"}
	c.Upstream.Address, c.Upstream.TLS, c.Upstream.Connections = d.hop.address(), "none", 4
	c.Admin.Listen = "127.0.0.1:0"
	c.Controller = ControllerConfig{Name: "Association Exemple", Contact: "rgpd@asso.example", PostalAddress: "1 rue de la Paix, 75002 Paris"}
	c.Correspondence.InternalDomains = []string{"asso.example"}
	c.Purposes = []PurposeConfig{{ID: demoPurpose, Locale: string(d.locale), LegalBasis: "consent", Retention: "36 mois / months",
		Title:  map[string]string{"fr": "Lettre d'information", "en": "Newsletter"},
		Reason: map[string]string{"fr": "Vous vous êtes inscrit·e sur notre site.", "en": "You signed up on our site."},
		Match:  MatchConfig{From: []string{demoNews}}}}
	return c
}

// start runs the relay as serve does and makes the account.
func (d *demonstration) start(ctx context.Context, dir string) error {
	c := d.config(dir)
	// The links need the port before it is known: take a free one now.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	c.Web.Listen = l.Addr().String()
	if err := l.Close(); err != nil {
		return err
	}
	if d.daemon, err = startDaemon(ctx, c, "demo", d.getenv, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	var secret [9]byte
	if _, err := rand.Read(secret[:]); err != nil {
		return err
	}
	d.password = base64.RawURLEncoding.EncodeToString(secret[:])
	hash, err := relay.HashPassword(address.NewSecret([]byte(d.password)))
	if err != nil {
		return err
	}
	sender, err := address.ParsePattern("@asso.example")
	if err != nil {
		return err
	}
	err = d.daemon.store.AddAccount(ctx, store.Account{Name: demoUser, Kind: "person", Locale: string(d.locale), Password: hash, Senders: []address.Pattern{sender}, Created: time.Now()})
	if errors.Is(err, store.ErrExists) { // --dir was used before
		err = d.daemon.store.SetPassword(ctx, demoUser, hash)
	}
	return err
}

// play lets everything happen, over real SMTP and HTTP.
func (d *demonstration) play(ctx context.Context) error {
	if err := d.optOut(ctx, demoOptedOut); err != nil {
		return err
	}
	members, err := demoMembers()
	if err != nil {
		return err
	}
	sealed, err := aesZip("adherents.xlsx", members, "un mot de passe donné par téléphone")
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return d.newsletter(ctx) },
		func() error { return d.refusedSpreadsheet(members) },
		func() error { return d.sealedSpreadsheet(ctx, sealed) },
		func() error { return d.colleagues(ctx) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// optOut clicks a person's one-click button, as a mail provider does.
func (d *demonstration) optOut(ctx context.Context, who string) error {
	a, err := address.Parse(who)
	if err != nil {
		return err
	}
	token := d.daemon.mint.Token(link.Claim{Key: d.daemon.keyer.Key(a), Purpose: demoPurpose}).Reveal()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.daemon.config.baseURL()+"/u/"+token, strings.NewReader(url.Values{"List-Unsubscribe": {"One-Click"}}.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	d.expect(answer.StatusCode == http.StatusOK, "the one-click opt-out was answered "+answer.Status)
	return answer.Body.Close()
}

// submit hands a message in as a mail program does: STARTTLS, AUTH, one transaction. It gives the server's last word.
func (d *demonstration) submit(from string, to []string, raw []byte) (string, error) {
	certificate, err := os.ReadFile(filepath.Join(d.daemon.config.DataDir, "tls.crt"))
	if err != nil {
		return "", err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certificate)
	c, err := smtp.Dial(d.daemon.address("submission"))
	if err != nil {
		return "", err
	}
	defer c.Close()
	err = c.StartTLS(&tls.Config{RootCAs: roots, ServerName: "localhost"})
	if err == nil {
		err = c.Auth(smtp.PlainAuth("", demoUser, d.password, "127.0.0.1"))
	}
	if err == nil {
		err = c.Mail(from)
	}
	for _, r := range to {
		if err == nil {
			err = c.Rcpt(r)
		}
	}
	if err != nil {
		return "", err
	}
	id, err := c.Text.Cmd("DATA")
	if err != nil {
		return "", err
	}
	c.Text.StartResponse(id)
	defer c.Text.EndResponse(id)
	if _, _, err := c.Text.ReadResponse(354); err != nil {
		return "", err
	}
	w := c.Text.DotWriter()
	if _, err := w.Write(raw); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	code, text, err := c.Text.ReadResponse(0)
	var refused *textproto.Error
	if errors.As(err, &refused) {
		code, text, err = refused.Code, refused.Msg, nil
	}
	return fmt.Sprintf("%d %s", code, text), err
}

// arrivals waits until n more copies have arrived.
func (d *demonstration) arrivals(ctx context.Context, before, n int) []demoCopy {
	deadline := time.Now().Add(demoWait)
	for len(d.hop.copies()) < before+n && time.Now().Before(deadline) && ctx.Err() == nil {
		time.Sleep(20 * time.Millisecond)
	}
	return d.hop.copies()[before:]
}

func (d *demonstration) expect(ok bool, wrong string) {
	if !ok {
		d.wrong = append(d.wrong, wrong)
	}
}

func (d *demonstration) say(key string, data wording.Data) string {
	return d.daemon.wording.Say(d.locale, "demo."+key, data)
}

func (d *demonstration) printf(format string, args ...any) { fmt.Fprintf(d.out, format, args...) }

// newsletter sends one message to five people of whom one has opted out.
func (d *demonstration) newsletter(ctx context.Context) error {
	readers := demoReaders()
	raw := demoMail(demoNews, readers, d.say("news_subject", nil), "text/plain; charset=utf-8", d.say("news_text", nil))
	before := len(d.hop.copies())
	reply, err := d.submit(demoNews, readers, raw)
	if err != nil {
		return err
	}
	d.printf("\n1. %s\n   To: %s\n   %s\n", d.say("news", nil), strings.Join(readers, ", "), reply)
	d.expect(strings.HasPrefix(reply, "250 ") && strings.HasSuffix(reply, ": 4 deliveries, 1 suppressed"), "the newsletter was answered: "+reply)
	links := map[string]bool{}
	for _, c := range d.arrivals(ctx, before, 5) { // four copies and the report to Marie
		if c.To == demoNews {
			d.expect(bytes.Contains(c.Raw, []byte(demoOptedOut)), "the report names nobody")
			d.printf("   → %s: %s\n", c.To, d.say("report", nil))
			continue
		}
		unsubscribe := d.checkCopy(ctx, c, readers)
		links[unsubscribe] = true
		d.printf("   → %-18s %s\n", c.To, unsubscribe)
	}
	d.expect(len(links) == 4 && !links[""], fmt.Sprintf("%d different links in four copies", len(links)))
	d.printf("   ✗ %-18s %s\n", demoOptedOut, d.say("opted_out", nil))
	return nil
}

// checkCopy makes sure that a copy shows its reader alone and that its way out works; it gives that link.
func (d *demonstration) checkCopy(ctx context.Context, c demoCopy, readers []string) string {
	for _, other := range readers {
		if other != c.To {
			d.expect(!bytes.Contains(c.Raw, []byte(other)), c.To+" sees "+other)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(c.Raw))
	if err != nil {
		d.expect(false, "a copy cannot be read")
		return ""
	}
	d.expect(strings.Contains(m.Header.Get("To"), c.To), "To does not name "+c.To)
	d.expect(m.Header.Get("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click", "no one-click field for "+c.To)
	unsubscribe := strings.Trim(strings.Split(m.Header.Get("List-Unsubscribe"), ",")[0], "<> ")
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, unsubscribe, nil)
	if err != nil {
		d.expect(false, "the link is no address")
		return ""
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		d.expect(false, "the link of "+c.To+" does not answer")
		return ""
	}
	page, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	d.expect(err == nil && answer.StatusCode == http.StatusOK && bytes.Contains(page, []byte(`value="purpose"`)), "the page of "+c.To+" has no button")
	return unsubscribe
}

// refusedSpreadsheet attaches the members in clear.
func (d *demonstration) refusedSpreadsheet(members []byte) error {
	reply, err := d.submit(demoSender, []string{demoTreasury}, demoAttachment(d.say("members_subject", nil), "adherents.xlsx", members))
	if err != nil {
		return err
	}
	d.printf("\n2. %s\n   To: %s\n   %s\n", d.say("clear", nil), demoTreasury, strings.ReplaceAll(reply, "\n", "\n   "))
	d.expect(strings.HasPrefix(reply, "554 ") && strings.Contains(reply, "[personal-data]") && strings.Contains(reply, "adherents.xlsx") && strings.Contains(reply, "Adherents!C"), "the spreadsheet was answered: "+reply)
	return nil
}

// sealedSpreadsheet attaches the same members in an encrypted archive.
func (d *demonstration) sealedSpreadsheet(ctx context.Context, sealed []byte) error {
	before := len(d.hop.copies())
	reply, err := d.submit(demoSender, []string{demoTreasury}, demoAttachment(d.say("members_subject", nil), "adherents.zip", sealed))
	if err != nil {
		return err
	}
	d.printf("\n3. %s\n   To: %s\n   %s\n", d.say("sealed", nil), demoTreasury, reply)
	arrived := false
	encoded := base64.StdEncoding.EncodeToString(sealed)[:60]
	for range 50 {
		for _, c := range d.arrivals(ctx, before, 1) {
			arrived = arrived || c.To == demoTreasury && bytes.Contains(c.Raw, []byte(encoded))
		}
		if arrived {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	d.expect(strings.HasPrefix(reply, "250 ") && arrived, "the encrypted spreadsheet did not arrive: "+reply)
	d.printf("   → %s\n", demoTreasury)
	return nil
}

// colleagues writes to three people inside: nothing changes.
func (d *demonstration) colleagues(ctx context.Context) error {
	to := demoColleagues()
	raw := demoMail(demoSender, to, d.say("meeting_subject", nil), "text/plain; charset=utf-8", d.say("meeting_text", nil))
	before := len(d.hop.copies())
	reply, err := d.submit(demoSender, to, raw)
	if err != nil {
		return err
	}
	d.printf("\n4. %s\n   To: %s\n   %s\n", d.say("colleagues", nil), strings.Join(to, ", "), reply)
	n := 0
	for _, c := range d.arrivals(ctx, before, len(to)) {
		if !strings.HasSuffix(c.To, "@asso.example") || c.From == "" {
			continue
		}
		n++
		_, rest, _ := bytes.Cut(c.Raw, []byte("\r\nFrom: "))
		d.expect(bytes.Equal(append([]byte("From: "), rest...), raw), "the message to "+c.To+" changed")
		d.printf("   → %s\n", c.To)
	}
	d.expect(n == len(to) && strings.HasSuffix(reply, ": 3 deliveries, 0 suppressed"), fmt.Sprintf("%d of %d colleagues got the message: %s", n, len(to), reply))
	return nil
}

// demoMail writes a simple message.
func demoMail(from string, to []string, subject, contentType, text string) []byte {
	return []byte("From: Marie <" + from + ">\r\nTo: " + strings.Join(to, ",\r\n ") + "\r\nSubject: " + address.EncodeText(subject) +
		"\r\nDate: " + time.Now().Format(time.RFC1123Z) + "\r\nMessage-ID: <" + rand.Text() + "@asso.example>\r\nMIME-Version: 1.0\r\nContent-Type: " + contentType +
		"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")
}

// demoAttachment writes a message with a file.
func demoAttachment(subject, name string, content []byte) []byte {
	var b strings.Builder
	b.WriteString("--demo\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour,\r\n\r\n" + name + "\r\n\r\nMarie\r\n--demo\r\nContent-Type: application/octet-stream; name=\"" + name +
		"\"\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	for encoded := base64.StdEncoding.EncodeToString(content); encoded != ""; {
		n := min(76, len(encoded))
		b.WriteString(encoded[:n] + "\r\n")
		encoded = encoded[n:]
	}
	return demoMail(demoSender, []string{demoTreasury}, subject, `multipart/mixed; boundary="demo"`, strings.ReplaceAll(b.String(), "\r\n", "\n")+"--demo--")
}

// printEnd says how to point a mail program at the relay.
func (d *demonstration) printEnd() {
	host, port, _ := net.SplitHostPort(d.daemon.address("submission"))
	d.printf("\n%s\n   %s\n", d.say("settings", nil), d.say("settings_line", wording.Data{"Host": host, "Port": port, "User": demoUser, "Password": d.password}))
}
