package store

import (
	"context"
	"database/sql"
)

// keyCheck is the sealed word by which a database recognises its key.
const keyCheck = "key-check"

// checkKey makes sure that the database belongs to the key. A new one is bound to it: whoever has another key would neither
// read the queue nor recognise anybody who opted out.
func (s *Store) checkKey(ctx context.Context) error {
	sealed, err := s.boundTo(ctx)
	if err == sql.ErrNoRows {
		if err = s.bind(ctx); err == nil {
			sealed, err = s.boundTo(ctx) // another relay may have been first
		}
	}
	if err == nil {
		_, err = s.cipher.open(nil, sealed, []byte(keyCheck))
	}
	return err
}

func (s *Store) boundTo(ctx context.Context) (sealed []byte, err error) {
	err = s.writer.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = $1`, keyCheck).Scan(&sealed)
	return sealed, err
}

func (s *Store) bind(ctx context.Context) error {
	if err := s.checkEnvelope(ctx); err != nil {
		return err
	}
	sealed, err := s.cipher.seal(nil, []byte(keyCheck), []byte(keyCheck))
	if err != nil {
		return err
	}
	_, err = s.writer.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`, keyCheck, sealed)
	return err
}

// checkEnvelope tries the key on something that waits, in a database that is older than the sealed word.
func (s *Store) checkEnvelope(ctx context.Context) error {
	var id ID
	var sealed []byte
	err := s.writer.QueryRowContext(ctx, `SELECT id, envelope FROM submission WHERE envelope IS NOT NULL LIMIT 1`).Scan(&id, &sealed)
	if err == sql.ErrNoRows {
		return nil
	}
	if err == nil {
		_, err = s.cipher.open(nil, sealed, place("submission", id, 0))
	}
	return err
}
