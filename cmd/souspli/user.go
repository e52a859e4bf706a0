package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"souspli/policy/address"
	"souspli/relay"
	"souspli/store"
)

func (a *app) userCommand() *cobra.Command {
	var addresses []string
	var kind, locale string
	add := &cobra.Command{Use: "add NAME --address A…", Short: "Make a submission account; the password comes from standard input", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error { return a.userAdd(c.Context(), st, args[0], addresses, kind, locale) })
	}}
	add.Flags().StringArrayVar(&addresses, "address", nil, "a sender that the account may use: an address, or @domain; may be repeated")
	add.Flags().StringVar(&kind, "kind", "person", "person (a mail program) or tool (a newsletter tool, a list server)")
	add.Flags().StringVar(&locale, "locale", "", "fr or en: the language of replies and reports (default: the configuration's)")
	passwd := &cobra.Command{Use: "passwd NAME", Short: "Change a password; it comes from standard input", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error { return a.userPasswd(c.Context(), st, args[0]) })
	}}
	list := &cobra.Command{Use: "list", Short: "List accounts", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error {
		return a.with(c.Context(), func(st *station) error { return a.userList(c.Context(), st) })
	}}
	remove := &cobra.Command{Use: "remove NAME", Short: "Remove an account; what it submitted is still delivered", Args: usageArgs(cobra.ExactArgs(1)), RunE: func(c *cobra.Command, args []string) error {
		return a.with(c.Context(), func(st *station) error {
			if err := st.store.RemoveAccount(c.Context(), args[0]); err != nil {
				return unknownAccount(args[0], err)
			}
			return a.print(map[string]any{"removed": args[0]}, "account "+args[0]+" removed")
		})
	}}
	return group("user", "Submission accounts", add, passwd, list, remove)
}

// unknownAccount words the one error that people cause.
func unknownAccount(name string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no account %q: see souspli user list", name)
	}
	return err
}

func (a *app) userAdd(ctx context.Context, st *station, name string, addresses []string, kind, locale string) error {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return fmt.Errorf("%w: a name has no spaces", errUsage)
	}
	if kind != "person" && kind != "tool" {
		return fmt.Errorf("%w: --kind is person or tool", errUsage)
	}
	if locale == "" {
		locale = st.config.Locale
	}
	if locale != "fr" && locale != "en" {
		return fmt.Errorf("%w: --locale is fr or en", errUsage)
	}
	if len(addresses) == 0 {
		return fmt.Errorf("%w: --address says which senders the account may use: an address, or @domain", errUsage)
	}
	account := store.Account{Name: name, Kind: kind, Locale: locale, Created: a.now()}
	for _, list := range addresses {
		for _, text := range strings.Split(list, ",") {
			p, err := address.ParsePattern(strings.TrimSpace(text))
			if err != nil {
				return fmt.Errorf("%w: --address %s is neither an address nor @domain", errUsage, text)
			}
			account.Senders = append(account.Senders, p)
		}
	}
	password, err := a.readPassword()
	if err != nil {
		return err
	}
	if account.Password, err = relay.HashPassword(password); err != nil {
		return err
	}
	err = st.store.AddAccount(ctx, account)
	if errors.Is(err, store.ErrExists) {
		return fmt.Errorf("there is an account %q already: change its password with souspli user passwd", name)
	}
	if err != nil {
		return err
	}
	return a.print(map[string]any{"added": name}, "account "+name+" added")
}

func (a *app) userPasswd(ctx context.Context, st *station, name string) error {
	password, err := a.readPassword()
	if err != nil {
		return err
	}
	hash, err := relay.HashPassword(password)
	if err != nil {
		return err
	}
	if err := st.store.SetPassword(ctx, name, hash); err != nil {
		return unknownAccount(name, err)
	}
	return a.print(map[string]any{"changed": name}, "password of "+name+" changed")
}

// listedAccount is an account as JSON. Its senders are the organisation's own and shown in clear.
type listedAccount struct {
	Name      string    `json:"name"`
	Kind      string    `json:"kind"`
	Locale    string    `json:"locale"`
	Addresses []string  `json:"addresses"`
	Created   time.Time `json:"created"`
}

func (a *app) userList(ctx context.Context, st *station) error {
	accounts, err := st.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		l := listedAccount{account.Name, account.Kind, account.Locale, []string{}, account.Created}
		for _, p := range account.Senders {
			l.Addresses = append(l.Addresses, p.Reveal())
		}
		if err := a.print(l, fmt.Sprintf("%-20s %-7s %s  %s", l.Name, l.Kind, l.Locale, strings.Join(l.Addresses, ", "))); err != nil {
			return err
		}
	}
	return nil
}
