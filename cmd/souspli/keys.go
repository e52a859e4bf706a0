package main

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"souspli/policy/address"
	"souspli/relay/link"
)

// keysFile holds the master secrets, beside the database and never in it.
const keysFile = "keys.json"

// credentialName is how systemd hands the keys over instead (LoadCredential=).
const credentialName = "souspli-keys"

// keyring is the content of the keys file.
type keyring struct {
	Master []byte    `json:"master"` // 32 octets; everything but links is derived from it
	Links  []linkKey `json:"links"`  // the first signs, all check
}

type linkKey struct {
	ID     byte   `json:"id"`
	Secret []byte `json:"secret"`
}

// secrets are what the packages get: one secret for one use.
type secrets struct {
	queue, people, refusals address.Secret
	links                   []link.Key
}

// loadKeys reads the keys of a data folder, from systemd if it gives them; makes them where there is no database yet.
func loadKeys(dataDir string, getenv func(string) string) (secrets, error) {
	path := filepath.Join(dataDir, keysFile)
	if dir := getenv("CREDENTIALS_DIRECTORY"); dir != "" {
		if _, err := os.Stat(filepath.Join(dir, credentialName)); err == nil {
			path = filepath.Join(dir, credentialName)
		}
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(dataDir, databaseFile)); err == nil {
			return secrets{}, fmt.Errorf("%s is missing beside the database: restore it from a backup; without it the queue cannot be read and nobody's opt-out is recognised", path)
		}
		if text, err = makeKeys(path); err != nil {
			return secrets{}, err
		}
	}
	if err != nil {
		return secrets{}, err
	}
	var k keyring
	if err := json.Unmarshal(text, &k); err != nil || len(k.Master) != 32 || len(k.Links) == 0 {
		return secrets{}, fmt.Errorf("%s is not a keys file of souspli", path)
	}
	return k.secrets()
}

// makeKeys writes a new keys file.
func makeKeys(path string) ([]byte, error) {
	k := keyring{Master: make([]byte, 32), Links: []linkKey{{ID: 1, Secret: make([]byte, 32)}}}
	for _, b := range [][]byte{k.Master, k.Links[0].Secret} {
		if _, err := rand.Read(b); err != nil {
			return nil, err
		}
	}
	text, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return nil, err
	}
	return text, writePrivate(path, text)
}

// secrets derives one secret for each use.
func (k keyring) secrets() (s secrets, err error) {
	for use, target := range map[string]*address.Secret{"queue": &s.queue, "people": &s.people, "refusals": &s.refusals} {
		key, e := hkdf.Key(sha256.New, k.Master, nil, "souspli "+use, 32)
		*target, err = address.NewSecret(key), errors.Join(err, e)
	}
	for _, l := range k.Links {
		s.links = append(s.links, link.Key{ID: l.ID, Secret: address.NewSecret(l.Secret)})
	}
	return s, err
}

// writePrivate writes a file that only its owner can read, whole or not at all.
func writePrivate(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// preparePrivate makes the data folder, or takes other people's rights to it away.
func preparePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(dir, 0o700)
}
