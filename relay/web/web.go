// Package web serves people: the way out of a mailing, the notice of GDPR art. 13, the explanation behind a refusal.
//
// Its pages use no script and no cookie, load nothing from elsewhere and can be read on a telephone, by a screen reader and
// in the dark. GET and HEAD change nothing, because link scanners follow every link; a POST needs no page before it, because
// mail providers send it themselves (RFC 8058 3.1). Whatever is wrong with a token, the answer is the same.
package web

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
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
	BasePath   string // of base_url, without a slash at the end; "" for most
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
	mux.Handle("GET /assets/{file}", http.FileServerFS(assets))
	mux.HandleFunc("/", s.unknown)
	return protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.route(mux, w, r) }))
}

// route takes the path of base_url away, where a proxy left it, and answers itself what the mux would send elsewhere: a path
// is right or unknown, and nobody who opts out is redirected (RFC 8058 3.1).
func (s *Server) route(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	if rest, found := strings.CutPrefix(r.URL.Path, s.content.Load().BasePath+"/"); found {
		r.URL.Path, r.URL.RawPath = "/"+rest, ""
	}
	switch {
	case !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost}, r.Method):
		w.Header().Set("Allow", "GET, HEAD, POST")
		w.WriteHeader(http.StatusMethodNotAllowed)
	case path.Clean(r.URL.Path) != r.URL.Path:
		s.unknown(w, r)
	default:
		mux.ServeHTTP(w, r)
	}
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
	BasePath   string
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
	content := s.content.Load()
	p.Controller, p.BasePath, p.Path, p.Other = content.Controller, content.BasePath, content.BasePath+r.URL.Path, wording.English
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

// purpose finds what to say about a purpose.
func (s *Server) purpose(id string) (p Purpose, known bool) {
	for _, p := range s.content.Load().Purposes {
		if p.ID == id {
			return p, true
		}
	}
	return Purpose{ID: id}, false
}

// title names the purpose of a claim. One that is no longer configured is still a purpose that people can leave.
func (s *Server) title(claim link.Claim, p Purpose, l wording.Locale) string {
	if claim.IsAlias() {
		return s.Wording.Say(l, "unsubscribe.forgotten", nil)
	}
	return cmp.Or(inLocale(p.Title, l), claim.Purpose)
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
	if claim, ok := s.claim(w, r); ok {
		s.unsubscribePage(w, r, claim, "")
	}
}

// claim reads the token of a request, or answers what is wrong with it. A purpose that the token names by its alias is looked
// for among those that are configured, then among those that this person has left.
func (s *Server) claim(w http.ResponseWriter, r *http.Request) (claim link.Claim, ok bool) {
	claim, err := s.Mint.Check(r.PathValue("token"))
	if err != nil {
		s.unknown(w, r)
		return claim, false
	}
	for _, p := range s.content.Load().Purposes {
		claim = claim.Resolve(p.ID)
	}
	if !claim.IsAlias() {
		return claim, true
	}
	list, err := s.Store.SuppressionsOf(r.Context(), claim.Key)
	if err != nil {
		s.failed(w, r, err)
		return claim, false
	}
	for _, x := range list {
		claim = claim.Resolve(x.Purpose)
	}
	return claim, true
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
	s.render(w, r, http.StatusOK, l, "unsubscribe.html", page{Title: "page.unsubscribe", Purpose: s.title(claim, p, l), State: state, Done: done})
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
	claim, ok := s.claim(w, r)
	if !ok {
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

// choice reads a form in either encoding (RFC 8058 3.2). One click counts wherever it can be recognised: it must not be lost
// because a sender forgot the Content-Type, ended the body with a line break, or cut off the last boundary.
func choice(r *http.Request) (scope, source string, err error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", "", err
	}
	form := map[string]string{}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		readParts(form, body, params["boundary"])
	} else {
		values, _ := url.ParseQuery(string(body))
		for name := range values {
			form[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(values.Get(name))
		}
	}
	if strings.EqualFold(form["list-unsubscribe"], "One-Click") {
		return "purpose", store.SourceOneClick, nil
	}
	scope = form["scope"]
	isForm := kind == "multipart/form-data" || kind == "application/x-www-form-urlencoded"
	if !isForm || !slices.Contains([]string{"purpose", "all", "none"}, scope) {
		return "", "", errUnclear
	}
	return scope, store.SourcePage, nil
}

// readParts reads the fields of a multipart form, as far as it goes.
func readParts(form map[string]string, body []byte, boundary string) {
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if err != nil {
			return
		}
		value, err := io.ReadAll(part)
		if err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
			form[strings.ToLower(part.FormName())] = strings.TrimSpace(string(value))
		}
	}
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
