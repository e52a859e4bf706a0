package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"time"

	"souspli/policy/address"
	"souspli/policy/wording"
	"souspli/relay"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/relay/scan"
	"souspli/store"
)

// databaseFile is the SQLite file in data_dir.
const databaseFile = "souspli.db"

// station is what every command that touches data opens: configuration, keys, database.
type station struct {
	config  Config
	file    string
	keyer   address.Keyer
	mint    link.Mint
	refKey  address.Secret
	store   *store.Store
	wording *wording.Catalogue
}

// open reads the configuration and opens what lies in data_dir. It works beside a running daemon.
func (a *app) open(ctx context.Context) (*station, error) {
	c, file, err := load(a.config, a.getenv)
	if err != nil {
		return nil, err
	}
	return openStation(ctx, c, file, a.getenv)
}

func openStation(ctx context.Context, c Config, file string, getenv func(string) string) (*station, error) {
	if err := preparePrivate(c.DataDir); err != nil {
		return nil, err
	}
	keys, err := loadKeys(c.DataDir, getenv)
	if err != nil {
		return nil, err
	}
	st := &station{config: c, file: file, keyer: address.NewKeyer(keys.people), refKey: keys.refusals}
	if st.mint, err = link.NewMint(keys.links...); err != nil {
		return nil, err
	}
	if st.wording, err = wording.New(); err != nil {
		return nil, err
	}
	st.store, err = openStore(ctx, c, keys.queue)
	return st, err
}

// close closes the database; its error joins the command's own.
func (st *station) close(err error) error { return errors.Join(err, st.store.Close()) }

// with opens the station for one command.
func (a *app) with(ctx context.Context, fn func(*station) error) error {
	st, err := a.open(ctx)
	if err != nil {
		return err
	}
	return st.close(fn(st))
}

// scanner makes the pool of children that examine attachments.
func scanner(ctx context.Context, c AttachmentsConfig, log *slog.Logger) (*scan.Pool, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	config := scan.Config{Command: []string{self, scanWorkerName}, Allow: c.Allow, Size: max(2, runtime.NumCPU()), Log: log}
	if c.OCR {
		if config.OCR, err = scan.FindOCR(ctx, []string{self, scanReaderName}); err != nil {
			return nil, fmt.Errorf("attachments.ocr: %w", err)
		}
	}
	return scan.NewPool(config), nil
}

// relay puts the relay together.
func (st *station) relay(pool *scan.Pool, m *metrics.Metrics, log *slog.Logger, now func() time.Time) *relay.Relay {
	r := &relay.Relay{Store: st.store, Keyer: st.keyer, Mint: st.mint, Scanner: pool, Wording: st.wording, Metrics: m, Log: log, Now: now, RefKey: st.refKey}
	r.SetRules(st.config.rules(st.wording))
	return r
}

// print writes a result: v as JSON where it was asked for, else the text.
func (a *app) print(v any, text string) error {
	if a.json {
		encoder := json.NewEncoder(a.out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(v)
	}
	_, err := fmt.Fprintln(a.out, text)
	return err
}

// stamp writes a time for people.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04:05")
}
