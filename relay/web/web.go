// Package web serves people: the way out of a mailing, the notice of GDPR art. 13, the explanation behind a refusal.
//
// Its pages use no script and no cookie, load nothing from elsewhere and can be read on a telephone, by a screen reader and
// in the dark. GET and HEAD change nothing, because link scanners follow every link; a POST needs no page before it, because
// mail providers send it themselves (RFC 8058 3.1). Whatever is wrong with a token, the answer is the same.
package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"souspli/policy/wording"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/store"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets
var assets embed.FS

// Purpose is what the pages say about a purpose.
type Purpose struct {
	ID            string
	Locale        wording.Locale
	Title, Reason map[wording.Locale]string
	LegalBasis    string
	Retention     string
	Notice        string // URL of the organisation's own notice; "": the relay's
}

// Controller is who answers for the processing.
type Controller struct{ Name, Contact, PostalAddress string }

// Content is the configuration that the pages show.
type Content struct {
	Locale     wording.Locale
	Controller Controller
	Purposes   []Purpose
}

// Server answers requests on the public listener.
type Server struct {
	Store   *store.Store
	Mint    link.Mint
	Wording *wording.Catalogue
	Metrics *metrics.Metrics
	Log     *slog.Logger
	Now     func() time.Time

	content   atomic.Pointer[Content]
	templates map[wording.Locale]*template.Template
}

// Init parses the pages and installs the content. It comes before Handler.
func (s *Server) Init(c Content) error {
	s.content.Store(&c)
	s.templates = map[wording.Locale]*template.Template{}
	for _, l := range wording.Locales() {
		funcs := s.Wording.Funcs(l)
		funcs["tools"] = func() []string { return []string{"sevenzip", "libreoffice", "office", "macos", "gpg"} }
		t, err := template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/*.html")
		if err != nil {
			return err
		}
		s.templates[l] = t
	}
	return nil
}

// Reload replaces the content.
func (s *Server) Reload(c Content) { s.content.Store(&c) }

// maxForm bounds what a form may be.
const maxForm = 16 << 10

// Handler gives the routes. Every answer carries the same protective headers.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /u/{token}", s.showUnsubscribe)
	mux.HandleFunc("POST /u/{token}", s.unsubscribe)
	mux.HandleFunc("GET /notice/{purpose}", s.notice)
	mux.HandleFunc("GET /why/{ref}", s.why)
	mux.Handle("GET /assets/", http.FileServerFS(assets))
	mux.HandleFunc("/", s.unknown)
	return protect(mux)
}

// protect sets what browsers are told about every page, and bounds every body.
func protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("Referrer-Policy", "no-referrer") // the address of the page is the right to opt out
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			h.Set("Cache-Control", "public, max-age=86400")
		} else {
			h.Set("Cache-Control", "no-store")
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		next.ServeHTTP(w, r)
	})
}

// locale picks the language of a page: what the reader chose on it, what the browser asks for, what belongs to the purpose.
func (s *Server) locale(r *http.Request, fallback wording.Locale) wording.Locale {
	if chosen := wording.Locale(r.URL.Query().Get("lang")).Or(""); chosen != "" {
		return chosen
	}
	return wording.Match(r.Header.Get("Accept-Language"), fallback.Or(s.content.Load().Locale))
}

// page is what every page is made from.
type page struct {
	Title      string // key of the wording
	Path       string
	Other      wording.Locale // the language that the page can be switched to
	Controller Controller
	Purpose    string // title
	State      string // of an opt-out: "", "purpose", "all"
	Done       string // what a POST just did: "", "purpose", "all", "none"
	Reason     string
	LegalBasis string
	Retention  string
	Notice     string
	Texts      store.ExplanationTexts
}

// render writes a page whole or not at all.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, l wording.Locale, name string, p page) {
	l = l.Or(s.content.Load().Locale).Or(wording.French)
	p.Controller, p.Path, p.Other = s.content.Load().Controller, r.URL.Path, wording.English
	if l == wording.English {
		p.Other = wording.French
	}
	var b bytes.Buffer
	if err := s.templates[l].ExecuteTemplate(&b, name, p); err != nil {
		s.Log.Error("a page cannot be made", "page", name, "error", err)
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(l))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// unknown is the one page for everything that is not there.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	l := s.locale(r, "")
	r.URL.Path = "/" // the same octets whatever was asked for
	s.render(w, r, http.StatusNotFound, l, "unknown.html", page{Title: "page.unknown"})
}

// failed is the page for our own trouble.
func (s *Server) failed(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("a request failed", "error", err)
	s.render(w, r, http.StatusServiceUnavailable, s.locale(r, ""), "trouble.html", page{Title: "page.trouble"})
}

// purpose finds what to say about a purpose. One that is no longer configured is still a purpose that people can leave.
func (s *Server) purpose(id string) (p Purpose, known bool) {
	for _, p := range s.content.Load().Purposes {
		if p.ID == id {
			return p, true
		}
	}
	return Purpose{ID: id, Title: map[wording.Locale]string{wording.French: id, wording.English: id}}, false
}

func inLocale(texts map[wording.Locale]string, l wording.Locale) string {
	if texts[l] != "" {
		return texts[l]
	}
	for _, other := range wording.Locales() {
		if texts[other] != "" {
			return texts[other]
		}
	}
	return ""
}

// showUnsubscribe shows the buttons and changes nothing.
func (s *Server) showUnsubscribe(w http.ResponseWriter, r *http.Request) {
	claim, err := s.Mint.Check(r.PathValue("token"))
	if err != nil {
		s.unknown(w, r)
		return
	}
	s.unsubscribePage(w, r, claim, "")
}

// unsubscribePage shows how things stand.
func (s *Server) unsubscribePage(w http.ResponseWriter, r *http.Request, claim link.Claim, done string) {
	state, err := s.state(r.Context(), claim)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	p, _ := s.purpose(claim.Purpose)
	l := s.locale(r, p.Locale)
	s.render(w, r, http.StatusOK, l, "unsubscribe.html", page{Title: "page.unsubscribe", Purpose: inLocale(p.Title, l), State: state, Done: done})
}

// state says what the person has left: nothing, this purpose, or everything.
func (s *Server) state(ctx context.Context, claim link.Claim) (string, error) {
	list, err := s.Store.SuppressionsOf(ctx, claim.Key)
	state := ""
	for _, x := range list {
		switch {
		case x.Purpose == store.Everything:
			return "all", err
		case x.Purpose == claim.Purpose:
			state = "purpose"
		}
	}
	return state, err
}

// unsubscribe does what a POST asks: the one click of a mail provider, or a button of the page.
func (s *Server) unsubscribe(w http.ResponseWriter, r *http.Request) {
	claim, err := s.Mint.Check(r.PathValue("token"))
	if err != nil {
		s.unknown(w, r)
		return
	}
	scope, source, err := choice(r)
	if err != nil {
		s.render(w, r, http.StatusBadRequest, s.locale(r, ""), "unclear.html", page{Title: "page.unclear"})
		return
	}
	if err := s.apply(r.Context(), claim, scope, source); err != nil {
		s.failed(w, r, err)
		return
	}
	s.Metrics.OptOut(map[bool]string{true: source, false: "undo"}[scope != "none"])
	s.unsubscribePage(w, r, claim, scope)
}

var errUnclear = errors.New("web: neither a one-click nor a button")

// choice reads a form in either encoding (RFC 8058 3.2).
func choice(r *http.Request) (scope, source string, err error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		err = r.ParseMultipartForm(maxForm)
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return "", "", err
	}
	if strings.EqualFold(r.PostFormValue("List-Unsubscribe"), "One-Click") {
		return "purpose", store.SourceOneClick, nil
	}
	scope = r.PostFormValue("scope")
	if !slices.Contains([]string{"purpose", "all", "none"}, scope) {
		return "", "", errUnclear
	}
	return scope, store.SourcePage, nil
}

// apply records the choice; when it returns, it is on disk. Undoing takes back what links did, not what an operator recorded.
func (s *Server) apply(ctx context.Context, claim link.Claim, scope, source string) error {
	now := s.Now()
	if scope == "none" {
		for _, purpose := range []string{claim.Purpose, store.Everything} {
			if _, err := s.Store.Unsuppress(ctx, now, claim.Key, purpose, store.SourceOneClick, store.SourcePage, store.SourceMail); err != nil {
				return err
			}
		}
		return nil
	}
	x := store.Suppression{Person: claim.Key, Purpose: claim.Purpose, Source: source, Created: now}
	if scope == "all" {
		x.Purpose = store.Everything
	}
	_, err := s.Store.Suppress(ctx, x)
	return err
}

// notice shows the notice of GDPR art. 13 for a purpose.
func (s *Server) notice(w http.ResponseWriter, r *http.Request) {
	p, known := s.purpose(r.PathValue("purpose"))
	if !known {
		s.unknown(w, r)
		return
	}
	l := s.locale(r, p.Locale)
	s.render(w, r, http.StatusOK, l, "notice.html", page{Title: "page.notice", Purpose: inLocale(p.Title, l), Reason: inLocale(p.Reason, l),
		LegalBasis: p.LegalBasis, Retention: p.Retention, Notice: p.Notice})
}

// why shows what was wrong with a refused message and how to mend it.
func (s *Server) why(w http.ResponseWriter, r *http.Request) {
	if word := r.PathValue("ref"); s.Wording.Has("standing." + word + "-do") { // the same for every message
		l := s.locale(r, "")
		say := func(key string) string { return s.Wording.Say(l, "standing."+key, nil) }
		s.render(w, r, http.StatusOK, l, "why.html", page{Title: "page.why", State: word, Texts: store.ExplanationTexts{What: say(word), Do: say(word + "-do")}})
		return
	}
	e, err := s.Store.Explanation(r.Context(), s.Now(), strings.ToUpper(r.PathValue("ref")))
	if errors.Is(err, store.ErrNotFound) {
		s.unknown(w, r)
		return
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	l := s.locale(r, "")
	s.render(w, r, http.StatusOK, l, "why.html", page{Title: "page.why", State: e.Reason, Texts: e.Texts[string(l)]})
}
