// Package wording says everything that a person reads, in French and English: footers, SMTP replies, reports, notices, pages.
//
// One file a language holds the texts (fr.toml, en.toml), with plural forms where a number stands in them. Both must have
// the same keys; a test sees to it. The other packages ask by key and hand over values, never sentences.
package wording

import (
	"embed"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

//go:embed fr.toml en.toml
var files embed.FS

// Locale is a language that souspli speaks: "fr" or "en".
type Locale string

// The languages.
const (
	French  Locale = "fr"
	English Locale = "en"
)

// Locales gives every language, the default first.
func Locales() []Locale { return []Locale{French, English} }

// Or gives l if it is a language that souspli speaks, else other.
func (l Locale) Or(other Locale) Locale {
	if l == French || l == English {
		return l
	}
	return other
}

// Match picks the language for a browser's Accept-Language (RFC 9110 12.5.4), or fallback where it wants neither.
func Match(acceptLanguage string, fallback Locale) Locale {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return fallback
	}
	for _, tag := range tags {
		base, _ := tag.Base()
		if l := Locale(base.String()); l.Or("") != "" {
			return l
		}
	}
	return fallback
}

// Data are the values of a text, by the names that stand in it.
type Data map[string]any

// Catalogue holds the texts. It is safe for concurrent use.
type Catalogue struct {
	speakers map[Locale]*i18n.Localizer
}

// New reads the embedded texts.
func New() (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	c := &Catalogue{speakers: map[Locale]*i18n.Localizer{}}
	for _, l := range Locales() {
		if _, err := bundle.LoadMessageFileFS(files, string(l)+".toml"); err != nil {
			return nil, fmt.Errorf("wording: %w", err)
		}
		c.speakers[l] = i18n.NewLocalizer(bundle, string(l))
	}
	return c, nil
}

// Say gives a text. A key that does not exist gives the key in brackets, which the tests of every package look for.
func (c *Catalogue) Say(l Locale, key string, data Data) string {
	return c.say(l, &i18n.LocalizeConfig{MessageID: key, TemplateData: data}, key)
}

// Count gives a text in the plural form for n, which stands in it as {{.Count}}.
func (c *Catalogue) Count(l Locale, key string, n int, data Data) string {
	all := Data{"Count": n}
	for k, v := range data {
		all[k] = v
	}
	return c.say(l, &i18n.LocalizeConfig{MessageID: key, TemplateData: all, PluralCount: n}, key)
}

func (c *Catalogue) say(l Locale, config *i18n.LocalizeConfig, key string) string {
	text, err := c.speakers[l.Or(French)].Localize(config)
	if err != nil {
		return "⟦" + key + "⟧"
	}
	return text
}

// Has reports whether a text exists.
func (c *Catalogue) Has(key string) bool {
	_, err := c.speakers[English].Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: 2})
	return err == nil
}

// Funcs gives the functions by which templates ask for texts: say KEY [NAME VALUE]…, count KEY N [NAME VALUE]….
func (c *Catalogue) Funcs(l Locale) template.FuncMap {
	return template.FuncMap{
		"lang":  func() string { return string(l.Or(French)) },
		"say":   func(key string, pairs ...any) string { return c.Say(l, key, pair(pairs)) },
		"count": func(key string, n int, pairs ...any) string { return c.Count(l, key, n, pair(pairs)) },
	}
}

func pair(pairs []any) Data {
	data := Data{}
	for i := 0; i+1 < len(pairs); i += 2 {
		data[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return data
}

// ASCII writes text for an SMTP reply, which may hold nothing else (RFC 5321 4.2): accents go, typographic signs become
// plain ones, what has no plain form becomes "?", control characters vanish.
func ASCII(text string) string {
	plain := strings.NewReplacer("œ", "oe", "Œ", "OE", "æ", "ae", "Æ", "AE", "ß", "ss", "’", "'", "‘", "'", "“", `"`, "”", `"`,
		"« ", `"`, " »", `"`, "«", `"`, "»", `"`, "…", "...", "–", "-", "—", "-", "€", "EUR", "·", ".", "→", ">", "•", "-",
		"\u00a0", " ", "\u202f", " ", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d").Replace(text)
	var b strings.Builder
	for _, r := range norm.NFKD.String(plain) {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		case r > '~':
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
