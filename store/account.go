package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"souspli/policy/address"
)

// Account is who may submit.
type Account struct {
	Name     string
	Kind     string // person, tool
	Locale   string // fr, en
	Password string `json:"-"` // argon2id in PHC form; empty: cannot log in
	Senders  []address.Pattern
	Created  time.Time
}

// AddAccount stores a new account, or says ErrExists.
func (s *Store) AddAccount(ctx context.Context, a Account) error {
	return s.do(ctx, func(c *change) error {
		_, err := c.exec(`INSERT INTO account (name, kind, locale, password, created) VALUES ($1, $2, $3, $4, $5)`,
			a.Name, a.Kind, a.Locale, a.Password, millis(a.Created))
		if c.dialect.isUnique(err) {
			return ErrExists
		}
		for _, p := range a.Senders {
			if err == nil {
				_, err = c.exec(`INSERT INTO account_sender (account, pattern) VALUES ($1, $2) ON CONFLICT DO NOTHING`, a.Name, p.Reveal())
			}
		}
		return wrap("add account", err)
	})
}

// SetPassword changes an account's password.
func (s *Store) SetPassword(ctx context.Context, name, password string) error {
	return s.do(ctx, func(c *change) error {
		return changed(c.exec(`UPDATE account SET password = $1 WHERE name = $2`, password, name))
	})
}

// RemoveAccount deletes an account. What it submitted is still delivered.
func (s *Store) RemoveAccount(ctx context.Context, name string) error {
	return s.do(ctx, func(c *change) error {
		return changed(c.exec(`DELETE FROM account WHERE name = $1`, name))
	})
}

// Account gives one account, or ErrNotFound.
func (s *Store) Account(ctx context.Context, name string) (Account, error) {
	accounts, err := s.accounts(ctx, `WHERE name = $1`, name)
	if err == nil && len(accounts) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Account{}, err
	}
	return accounts[0], nil
}

// Accounts gives every account by name.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	return s.accounts(ctx, "")
}

func (s *Store) accounts(ctx context.Context, where string, args ...any) ([]Account, error) {
	rows, err := s.reader.query(ctx, `SELECT name, kind, locale, password, created, COALESCE(pattern, '')
		FROM account LEFT JOIN account_sender ON account = name `+where+` ORDER BY name, pattern`, args...)
	var list []Account
	err = each(rows, err, func() error {
		var a Account
		var created int64
		var pattern string
		if err := rows.Scan(&a.Name, &a.Kind, &a.Locale, &a.Password, &created, &pattern); err != nil {
			return err
		}
		if len(list) == 0 || list[len(list)-1].Name != a.Name {
			a.Created = at(created)
			list = append(list, a)
		}
		if pattern == "" {
			return nil
		}
		p, err := address.ParsePattern(pattern)
		last := &list[len(list)-1]
		last.Senders = append(last.Senders, p)
		return err
	})
	return list, wrap("accounts", err)
}

// changed turns "no row" into ErrNotFound.
func changed(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(ErrNotFound, err)
	}
	return nil
}

// wrap names the operation at the package's border.
func wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", op, err)
}
