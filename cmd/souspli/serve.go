package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"souspli/policy/address"
	"souspli/relay"
	"souspli/relay/deliver"
	"souspli/relay/inbound"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/relay/scan"
	"souspli/relay/submit"
	"souspli/relay/web"
	"souspli/store"
)

// shutdownTime is how long what is in flight may take at the end (CONTRACT 3).
const shutdownTime = 25 * time.Second

// memoryGoal is what the garbage collector aims to stay under, in octets; $GOMEMLIMIT changes it. What the relay keeps at a
// time is bounded elsewhere and well below; this keeps what is no longer needed from piling up beside it.
const memoryGoal = 64 << 20

func (a *app) serveCommand() *cobra.Command {
	return &cobra.Command{Use: "serve", Short: "Run the relay", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error {
		config, file, err := load(a.config, a.getenv, (*reader).checkFiles)
		if err != nil {
			return err
		}
		log := slog.New(slog.NewTextHandler(a.err, nil))
		for _, warning := range config.warnings() {
			log.Warn(warning)
		}
		if a.getenv("GOMEMLIMIT") == "" {
			debug.SetMemoryLimit(memoryGoal)
		}
		d, err := startDaemon(c.Context(), config, file, a.getenv, log)
		if err != nil {
			return err
		}
		log.Info("ready", d.addresses()...)
		d.reloadOnHangup(c.Context(), func() (Config, string, error) { return load(a.config, a.getenv, (*reader).checkFiles) })
		<-c.Context().Done()
		log.Info("stopping")
		return d.stop()
	}}
}

// daemon is a running relay: every part, and how to end it.
type daemon struct {
	*station
	log       *slog.Logger
	lock      *os.File
	pool      *scan.Pool
	relay     *relay.Relay
	accounts  *relay.Accounts
	submit    *submit.Server
	inbound   *submit.Server // nil: no mail to the relay itself
	deliverer *deliver.Deliverer
	upstream  upstream
	web       *web.Server
	metrics   *metrics.Metrics
	certs     *certificates

	listeners []net.Listener
	where     []any // for the ready line: name, address…
	https     []*http.Server
	stopSend  context.CancelFunc
	wg        sync.WaitGroup
}

// startDaemon opens everything that serve needs, in the order in which it fails most cheaply.
func startDaemon(ctx context.Context, c Config, file string, getenv func(string) string, log *slog.Logger) (d *daemon, err error) {
	d = &daemon{log: log, metrics: metrics.New()}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.stop())
		}
	}()
	if err = preparePrivate(c.DataDir); err != nil {
		return d, err
	}
	if d.lock, err = lock(filepath.Join(c.DataDir, "lock")); err != nil {
		return d, err
	}
	if d.station, err = openStation(ctx, c, file, getenv); err != nil {
		return d, err
	}
	if err = d.startScanner(ctx); err != nil {
		return d, err
	}
	if err = d.adopt(ctx); err != nil {
		return d, err
	}
	if err = d.startDeliveries(ctx); err != nil {
		return d, err
	}
	if err = d.startSubmission(); err != nil {
		return d, err
	}
	if err = d.startInbound(); err != nil {
		return d, err
	}
	if err = d.startPages(); err != nil {
		return d, err
	}
	return d, d.certs.manage(context.WithoutCancel(ctx))
}

func (d *daemon) startScanner(ctx context.Context) (err error) {
	if d.pool, err = scanner(ctx, d.config.Attachments, d.log); err != nil {
		return err
	}
	confinement, err := d.pool.Warm(ctx)
	if err != nil {
		return err
	}
	d.log.Info("attachments are examined in child processes", "confined by", confinement)
	d.relay = d.station.relay(d.pool, d.metrics, d.log, time.Now)
	d.relay.Disk = d.disk
	return nil
}

// disk gives the room for what the store writes: what is free on the disk, and, where that is little, inside the database.
func (d *daemon) disk() (free, total uint64, err error) {
	const plenty = 1 << 30
	free, total, err = diskRoom(d.config.DataDir)
	if err != nil || free > plenty {
		return free, total, err
	}
	reusable, err := d.store.Reusable(context.Background())
	return free + uint64(reusable), total, err
}

// upstream is all that the way to the next hop is made from.
type upstream struct {
	UpstreamConfig
	password address.Secret
}

func (u upstream) same(o upstream) bool {
	return u.UpstreamConfig == o.UpstreamConfig && u.password.Equal(o.password)
}

func (c Config) readUpstream() (u upstream, err error) {
	u.UpstreamConfig = c.Upstream
	if u.Mode == "smarthost" && u.PasswordFile != "" {
		u.password, err = readPasswordFile(u.PasswordFile)
	}
	return u, err
}

// sender makes the way to the next hop.
func (c Config) sender(u upstream, log *slog.Logger) (deliver.Sender, error) {
	hop := deliver.Hop{Address: u.Address, Mode: deliver.TLSMode(u.TLS), User: u.User, Password: u.password, Hostname: c.Hostname, Timeouts: deliver.DefaultTimeouts(), Log: log}
	switch u.Mode {
	case "directory":
		return deliver.NewDirectory(inDir(c.DataDir, cmp.Or(u.Address, "outbox")))
	case "mx":
		return deliver.NewMX(hop, net.DefaultResolver, u.Connections), nil
	}
	return deliver.NewSmarthost(hop, u.Connections), nil
}

// startDeliveries gives back what a crash left leased and begins to send.
func (d *daemon) startDeliveries(ctx context.Context) error {
	var err error
	if d.upstream, err = d.config.readUpstream(); err != nil {
		return err
	}
	sender, err := d.config.sender(d.upstream, d.log)
	if err != nil {
		return err
	}
	keys, err := d.config.keys()
	if err != nil {
		return err
	}
	n, err := d.store.Recover(ctx, time.Now())
	if err != nil {
		return err
	}
	if n > 0 {
		d.log.Warn("deliveries were under way when the relay stopped; they are tried again and may arrive twice", "deliveries", n)
	}
	var owner [8]byte
	if _, err := rand.Read(owner[:]); err != nil {
		return err
	}
	d.deliverer = &deliver.Deliverer{
		Config: deliver.Config{Hostname: d.config.Hostname, BaseURL: d.config.baseURL(), MailtoDomain: d.config.Inbound.Domain,
			Workers: d.config.Upstream.Connections, Owner: int64(binary.BigEndian.Uint64(owner[:]) >> 2)},
		Store: d.store, Keyer: d.keyer, Mint: d.mint, Sender: sender, Keys: keys, Wording: d.wording, Metrics: d.metrics, Log: d.log, Now: time.Now,
	}
	var sending context.Context
	sending, d.stopSend = context.WithCancel(context.WithoutCancel(ctx))
	d.wg.Go(func() { d.deliverer.Run(sending) })
	return nil
}

// spool is the folder of messages that are coming in. What a crash leaves there nobody can read.
func (c Config) spool() string { return filepath.Join(c.DataDir, "incoming") }

// submitConfig is what may change while the server runs.
func (d *daemon) submitConfig(c Config) submit.Config {
	s := c.Submission
	return submit.Config{
		Hostname: c.Hostname, TLS: d.certs.submission, InsecureAuth: s.InsecureAuth, MaxMessage: int64(s.MaxMessage), MaxRecipients: s.MaxRecipients,
		MaxConnections: s.MaxConnections, Trusted: c.trusted(), Spool: d.config.spool(), Ready: d.relay.Ready, Room: d.relay.Room, Accept: d.relay.Accept, Authenticate: d.accounts.Authenticate, AccountByName: d.accounts.ByName, Renew: d.accounts.Renew,
		Refuse: d.relay.Refuse, Log: d.log,
	}
}

func (d *daemon) startSubmission() (err error) {
	if d.certs, err = newCertificates(d.config, d.log); err != nil {
		return err
	}
	accounts, err := relay.NewAccounts(d.store, time.Now)
	if err != nil {
		return err
	}
	d.accounts = accounts
	if err := errors.Join(os.RemoveAll(d.config.spool()), os.Mkdir(d.config.spool(), 0o700)); err != nil {
		return err
	}
	d.submit = submit.NewServer(d.submitConfig(d.config))
	for _, l := range []struct {
		name      string
		addresses []string
		implicit  bool
	}{{"submission", d.config.Submission.Listen, false}, {"submission_tls", d.config.Submission.ListenTLS, true}} {
		for _, address := range l.addresses {
			listener, err := d.listen(l.name, address)
			if err != nil {
				return err
			}
			d.wg.Go(func() { _ = d.submit.Serve(listener, l.implicit) })
		}
	}
	return nil
}

// startInbound takes mail to the relay itself.
func (d *daemon) startInbound() error {
	in := d.config.Inbound
	if len(in.Listen) == 0 || in.Domain == "" {
		return nil
	}
	receiver := &inbound.Receiver{Domain: strings.ToLower(in.Domain), Purposes: d.purposeIDs, Store: d.store, Mint: d.mint, Metrics: d.metrics, Log: d.log, Now: time.Now}
	d.inbound = submit.NewServer(receiver.Config(d.submitConfig(d.config)))
	for _, address := range in.Listen {
		listener, err := d.listen("inbound", address)
		if err != nil {
			return err
		}
		d.wg.Go(func() { _ = d.inbound.Serve(listener, false) })
	}
	return nil
}

// purposeIDs names the purposes that are configured now.
func (d *daemon) purposeIDs() []string {
	var ids []string
	for _, p := range d.relay.Rules().Purposes {
		ids = append(ids, p.ID)
	}
	return ids
}

// adopt gives purposes that were not configured for a while the opt-outs that came in meanwhile under their aliases.
func (d *daemon) adopt(ctx context.Context) error {
	var errs []error
	for _, id := range d.purposeIDs() {
		if alias := link.Alias(id); alias != id {
			errs = append(errs, d.store.RenamePurpose(ctx, alias, id))
		}
	}
	return errors.Join(errs...)
}

// listen opens a listener and remembers its address for the ready line.
func (d *daemon) listen(name, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot listen on %s: %s", name, address, plainNetError(err))
	}
	d.listeners = append(d.listeners, l)
	d.where = append(d.where, name, l.Addr().String())
	return l, nil
}

// plainNetError gives the last part of a network error: "address already in use".
func plainNetError(err error) string {
	text := err.Error()
	return strings.TrimSpace(text[strings.LastIndexByte(text, ':')+1:])
}

func (d *daemon) startPages() error {
	d.web = &web.Server{Store: d.store, Mint: d.mint, Wording: d.wording, Metrics: d.metrics, Log: d.log, Now: time.Now}
	if err := d.web.Init(d.config.content(d.relay.Rules())); err != nil {
		return err
	}
	public, err := d.listen("web", d.config.Web.Listen)
	if err != nil {
		return err
	}
	operator, err := d.listen("admin", d.config.Admin.Listen)
	if err != nil {
		return err
	}
	d.gauges()
	d.serveHTTP(public, d.certs.challenges(d.web.Handler()), d.certs.web != nil)
	d.serveHTTP(operator, web.Admin(d.metrics, web.Check{Name: "database", Run: d.storeReady},
		web.Check{Name: "submissions", Run: func(ctx context.Context) error { return d.relay.Ready(ctx, 1<<20) }}), false)
	return nil
}

// storeReady says in plain words whether the database takes anything.
func (d *daemon) storeReady(ctx context.Context) error {
	if err := d.store.Ping(ctx); err != nil {
		return errors.New("cannot be written")
	}
	return nil
}

// gauges shows the queue among the counters.
func (d *daemon) gauges() {
	count := func(states ...store.State) func() float64 {
		return func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			counts, err := d.store.Counts(ctx)
			if err != nil { // a queue that cannot be counted must not look empty
				return math.NaN()
			}
			n := 0
			for _, s := range states {
				n += counts[s]
			}
			return float64(n)
		}
	}
	d.metrics.Gauge("queue_waiting", "Deliveries that wait or are under way.", count(store.Queued, store.Deferred, store.Leased))
	d.metrics.Gauge("queue_held", "Deliveries that wait for an operator.", count(store.Held))
}

func (d *daemon) serveHTTP(l net.Listener, h http.Handler, secure bool) {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)}
	d.https = append(d.https, s)
	d.wg.Go(func() {
		if secure {
			s.TLSConfig = d.certs.web
			_ = s.ServeTLS(l, "", "")
			return
		}
		_ = s.Serve(l)
	})
}

// addresses are what the ready line shows.
func (d *daemon) addresses() []any { return d.where }

// address gives the first address of a listener.
func (d *daemon) address(name string) string {
	for i := 0; i+1 < len(d.where); i += 2 {
		if d.where[i] == name {
			return d.where[i+1].(string)
		}
	}
	return ""
}

// reloadOnHangup reads configuration and certificates again at SIGHUP. A faulty file changes nothing.
func (d *daemon) reloadOnHangup(ctx context.Context, read func() (Config, string, error)) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, hangup)
	d.wg.Go(func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-ctx.Done():
				return
			case <-signals:
				if err := d.reload(ctx, read); err != nil {
					d.log.Error("the configuration was not reloaded; the old one stays", "error", err.Error())
				}
			}
		}
	})
}

// reload installs a configuration. Listeners, data_dir and limits of connections need a restart.
func (d *daemon) reload(ctx context.Context, read func() (Config, string, error)) error {
	c, _, err := read()
	if err != nil {
		return err
	}
	up, sender, err := d.newSender(c)
	if err != nil {
		return err
	}
	keys, err := c.keys()
	if err != nil {
		return err
	}
	if err := d.certs.reload(c); err != nil {
		return err
	}
	rules := c.rules(d.wording)
	d.relay.SetRules(rules)
	if err := d.adopt(ctx); err != nil {
		d.log.Error("opt-outs of purposes that are configured again were not taken over; restart", "error", err)
	}
	d.pool.Reload(c.Attachments.Allow)
	d.submit.Reload(d.submitConfig(c))
	d.web.Reload(c.content(rules))
	d.upstream = up
	d.deliverer.Reload(sender, keys)
	d.log.Info("configuration reloaded")
	return nil
}

// newSender makes another way to the next hop if it is to be another; else nil, and the conversations that are open go on: a next
// hop that counts them would refuse others beside them.
func (d *daemon) newSender(c Config) (upstream, deliver.Sender, error) {
	up, err := c.readUpstream()
	if err != nil || up.same(d.upstream) {
		return up, nil, err
	}
	sender, err := c.sender(up, d.log)
	return up, sender, err
}

// stop ends the parts in the order of a message's way, and waits for what is in flight.
func (d *daemon) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	for _, l := range d.listeners {
		_ = l.Close()
	}
	var errs []error
	for _, server := range []*submit.Server{d.submit, d.inbound} {
		if server != nil && server.Shutdown(ctx) != nil {
			d.log.Warn("clients were cut off at the end")
		}
	}
	for _, s := range d.https {
		_ = s.Shutdown(ctx)
	}
	if d.stopSend != nil {
		d.stopSend()
	}
	d.wait(ctx)
	if d.certs != nil {
		d.certs.stop()
	}
	if d.pool != nil {
		d.pool.Close()
	}
	if d.station != nil && d.store != nil {
		errs = append(errs, d.store.Close())
	}
	if d.lock != nil {
		errs = append(errs, d.lock.Close())
	}
	return errors.Join(errs...)
}

// wait returns when everything has ended, or when time is up: what is then still being sent is given back by the next start.
func (d *daemon) wait(ctx context.Context) {
	done := make(chan struct{})
	go func() { d.wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		d.log.Warn("deliveries were cut off at the end; they are tried again at the next start")
	}
}
