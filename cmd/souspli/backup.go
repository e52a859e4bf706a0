package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"souspli/store"
)

// A backup is a gzipped tar: souspli.db, keys.json and every other file of data_dir that the relay made (DKIM keys,
// certificates), wrapped in age if a recipient was named.

func (a *app) backupCommand() *cobra.Command {
	var withQueue bool
	var to []string
	c := &cobra.Command{Use: "backup FILE", Short: "Write a consistent copy of database and keys while the relay runs", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error { return a.backup(c.Context(), st, args[0], withQueue, to) })
	}}
	c.Flags().BoolVar(&withQueue, "with-queue", false, "also what waits to be delivered; it is held after a restore, since sending it again would write to people twice")
	c.Flags().StringArrayVar(&to, "to", nil, "encrypt to this age recipient (age1…); may be repeated")
	return c
}

func (a *app) backup(ctx context.Context, st *station, path string, withQueue bool, to []string) (err error) {
	var recipients []age.Recipient
	for _, text := range to {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return fmt.Errorf("%w: --to is an age recipient such as age1…", errUsage)
		}
		recipients = append(recipients, r)
	}
	if len(recipients) == 0 {
		fmt.Fprintln(a.err, "souspli: warning: this backup holds the keys and is not encrypted; name a recipient with --to, or keep it safe")
	}
	dir, err := os.MkdirTemp(st.config.DataDir, ".backup-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	database := filepath.Join(dir, databaseFile)
	if err := st.store.Backup(ctx, database, withQueue); err != nil {
		return err
	}
	var content bytes.Buffer
	if err := pack(&content, st.config.DataDir, database); err != nil {
		return err
	}
	sealed, err := seal(content.Bytes(), recipients)
	if err != nil {
		return err
	}
	if err := writePrivate(path, sealed); err != nil {
		return fmt.Errorf("%s cannot be written: %s", path, cause(err))
	}
	return a.print(map[string]any{"file": path, "octets": len(sealed), "with_queue": withQueue, "encrypted": len(recipients) > 0}, "wrote "+path)
}

// pack writes the files of a backup.
func pack(w io.Writer, dataDir, database string) error {
	z := gzip.NewWriter(w)
	t := tar.NewWriter(z)
	err := addFile(t, databaseFile, database)
	entries, readErr := os.ReadDir(dataDir)
	err = errors.Join(err, readErr)
	for _, e := range entries {
		if err == nil && e.Type().IsRegular() && isKept(e.Name()) {
			err = addFile(t, e.Name(), filepath.Join(dataDir, e.Name()))
		}
	}
	return errors.Join(err, t.Close(), z.Close())
}

// isKept reports whether a file of data_dir belongs into a backup: not the live database, not the lock, not leftovers.
func isKept(name string) bool {
	return !strings.HasPrefix(name, databaseFile) && !strings.HasPrefix(name, ".") && name != "lock"
}

func addFile(t *tar.Writer, name, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))}); err != nil {
		return err
	}
	_, err = t.Write(content)
	return err
}

func seal(content []byte, recipients []age.Recipient) ([]byte, error) {
	if len(recipients) == 0 {
		return content, nil
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipients...)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(content)
	err = errors.Join(err, w.Close()) // writes the last piece: only now is there everything
	return out.Bytes(), err
}

func (a *app) restoreCommand() *cobra.Command {
	var identity string
	c := &cobra.Command{Use: "restore FILE", Short: "Put a backup into an empty data_dir", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		config, _, err := load(a.config, a.getenv)
		if err != nil {
			return err
		}
		return a.restore(c.Context(), config, args[0], identity)
	}}
	c.Flags().StringVar(&identity, "identity", "", "file with the age identity, for an encrypted backup (default: asked on the terminal, or from standard input)")
	return c
}

func (a *app) restore(ctx context.Context, c Config, path, identity string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %s", path, cause(err))
	}
	if bytes.HasPrefix(content, []byte("age-encryption.org/")) {
		if content, err = a.unseal(content, identity); err != nil {
			return err
		}
	}
	files, err := unpack(content)
	if err != nil {
		return fmt.Errorf("%s is no backup of souspli: %w", path, err)
	}
	if err := preparePrivate(c.DataDir); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.DataDir, databaseFile)); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s holds a database already: restore into an empty folder, or move the old one away", c.DataDir)
	}
	for _, f := range files { // the database comes last: until it is there, nothing starts
		if err := writePrivate(filepath.Join(c.DataDir, f.name), f.content); err != nil {
			return err
		}
	}
	c.Database.URL = "" // what was restored is the file
	st, err := openStation(ctx, c, "", a.getenv)
	if err != nil {
		return err
	}
	held, err := st.store.Counts(ctx)
	if err := st.close(err); err != nil {
		return err
	}
	text := fmt.Sprintf("restored %d files into %s", len(files), c.DataDir)
	if held[store.Held] > 0 {
		text += fmt.Sprintf("\n%d deliveries are held, since sending them again could write to people twice: see souspli queue list, then queue release or delete", held[store.Held])
	}
	return a.print(map[string]any{"files": len(files), "held": held[store.Held]}, text)
}

// unseal decrypts a backup with the identity in a file, or with one that is typed.
func (a *app) unseal(content []byte, identity string) ([]byte, error) {
	var in io.Reader = a.in
	if identity != "" {
		f, err := os.Open(identity)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %s", identity, cause(err))
		}
		defer f.Close()
		in = f
	} else if f, ok := a.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		typed, err := a.typed(f, "age identity (AGE-SECRET-KEY-1…): ")
		if err != nil {
			return nil, err
		}
		in = bytes.NewReader(typed)
	}
	identities, err := age.ParseIdentities(in)
	if err != nil {
		return nil, errors.New("this backup is encrypted: name the file with the age identity by --identity")
	}
	r, err := age.Decrypt(bytes.NewReader(content), identities...)
	if err != nil {
		return nil, errors.New("this identity does not open the backup")
	}
	return io.ReadAll(r)
}

type packed struct {
	name    string
	content []byte
}

// unpack reads the files of a backup, the database last. A name that is a path is no file of ours.
func unpack(content []byte) ([]packed, error) {
	z, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	t := tar.NewReader(z)
	var files []packed
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if h.Name != filepath.Base(h.Name) || h.Name != databaseFile && !isKept(h.Name) {
			return nil, fmt.Errorf("it holds %q", h.Name)
		}
		b, err := io.ReadAll(t)
		if err != nil {
			return nil, err
		}
		files = append(files, packed{h.Name, b})
	}
	last := slices.IndexFunc(files, func(f packed) bool { return f.name == databaseFile })
	if last < 0 || !slices.ContainsFunc(files, func(f packed) bool { return f.name == keysFile }) {
		return nil, errors.New("database or keys are missing")
	}
	files[last], files[len(files)-1] = files[len(files)-1], files[last]
	return files, nil
}
