package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/policy/wording"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/relay/web"
	"souspli/store"
	"souspli/store/storetest"
)

// rig is a public server with one purpose.
type rig struct {
	url    string
	server *web.Server
	store  *store.Store
	mint   link.Mint
	jean   address.Key
	token  string
}

func newRig(t testing.TB) *rig {
	t.Helper()
	w, err := wording.New()
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{store: storetest.Open(t)}
	if r.mint, err = link.NewMint(link.Key{ID: 1, Secret: address.NewSecret([]byte("l"))}); err != nil {
		t.Fatal(err)
	}
	a, err := address.Parse("jean.secret@example.org")
	if err != nil {
		t.Fatal(err)
	}
	r.jean = address.NewKeyer(storetest.Secret()).Key(a)
	r.token = r.mint.Token(link.Claim{Key: r.jean, Purpose: "newsletter"}).Reveal()
	s := &web.Server{Store: r.store, Mint: r.mint, Wording: w, Metrics: metrics.New(), Log: slog.New(slog.DiscardHandler), Now: time.Now}
	err = s.Init(web.Content{Locale: "fr", Controller: web.Controller{Name: "Association <b>Exemple</b>", Contact: "rgpd@asso.example", PostalAddress: "1 rue de la Paix"},
		Purposes: []web.Purpose{{ID: "newsletter", Locale: "fr", Title: map[wording.Locale]string{"fr": "Lettre d'information", "en": "Newsletter"}, Reason: map[wording.Locale]string{"fr": "Vous vous êtes inscrit·e."}, LegalBasis: "consent", Retention: "36 mois"}}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	r.url, r.server = server.URL, s
	return r
}

// ask sends a request and gives status and page.
func (r *rig) ask(t testing.TB, method, path string, header http.Header, body io.Reader) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(page)
}

func (r *rig) get(t testing.TB, path string) (int, string) {
	t.Helper()
	answer, page := r.ask(t, "GET", path, nil, nil)
	return answer.StatusCode, page
}

func (r *rig) post(t testing.TB, values url.Values) (int, string) {
	t.Helper()
	answer, page := r.ask(t, "POST", "/u/"+r.token, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, strings.NewReader(values.Encode()))
	return answer.StatusCode, page
}

// left says what Jean has opted out of.
func (r *rig) left(t testing.TB) string {
	t.Helper()
	list, err := r.store.SuppressionsOf(t.Context(), r.jean)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range list {
		out = append(out, x.Purpose+" by "+x.Source)
	}
	return strings.Join(out, ", ")
}

// However often and by whom a link is fetched, nothing changes (RFC 8058: that is why there is a POST).
func TestFetchingChangesNothing(t *testing.T) {
	r := newRig(t)
	for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
		for _, agent := range []string{"", "Mozilla/5.0", "Googlebot/2.1", "BarracudaCentral", "Proofpoint URL Defense", "facebookexternalhit/1.1", "Microsoft Office/16.0 (Microsoft Outlook)"} {
			for _, query := range []string{"", "?scope=all", "?List-Unsubscribe=One-Click", "?lang=en"} {
				answer, page := r.ask(t, method, "/u/"+r.token+query, http.Header{"User-Agent": {agent}}, nil)
				if method != "OPTIONS" && answer.StatusCode != http.StatusOK || method == "HEAD" && page != "" {
					t.Errorf("%s %s: %s", method, query, answer.Status)
				}
			}
		}
	}
	if got := r.left(t); got != "" {
		t.Errorf("a fetch opted out of %s", got)
	}
}

func TestOneClick(t *testing.T) {
	for name, make := range map[string]func() (string, io.Reader){
		"urlencoded": func() (string, io.Reader) {
			return "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click")
		},
		"urlencoded with a charset": func() (string, io.Reader) {
			return "application/x-www-form-urlencoded; charset=UTF-8", strings.NewReader("List-Unsubscribe=One-Click")
		},
		"form-data": func() (string, io.Reader) {
			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			_ = w.WriteField("List-Unsubscribe", "One-Click")
			_ = w.Close()
			return w.FormDataContentType(), &b
		},
		"form-data without its end": func() (string, io.Reader) {
			return "multipart/form-data; boundary=b", strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n")
		},
		"a line break behind": func() (string, io.Reader) {
			return "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click\r\n")
		},
		"small letters": func() (string, io.Reader) {
			return "application/x-www-form-urlencoded", strings.NewReader("x=y&list-unsubscribe=one-click")
		},
		"text":    func() (string, io.Reader) { return "text/plain", strings.NewReader("List-Unsubscribe=One-Click") },
		"no type": func() (string, io.Reader) { return "", strings.NewReader("List-Unsubscribe=One-Click") },
		"a broken type": func() (string, io.Reader) {
			return "application/x-www-form-urlencoded; charset", strings.NewReader("List-Unsubscribe=One-Click")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			kind, body := make()
			header := http.Header{"Content-Type": {kind}, "Origin": {"https://mail.provider.example"}, "Sec-Fetch-Site": {"cross-site"}}
			answer, _ := r.ask(t, "POST", "/u/"+r.token, header, body)
			if answer.StatusCode != http.StatusOK || answer.Header.Get("Set-Cookie") != "" {
				t.Errorf("status %s", answer.Status)
			}
			if got := r.left(t); got != "newsletter by one-click" {
				t.Errorf("left: %q", got)
			}
		})
	}
}

func TestButtons(t *testing.T) {
	r := newRig(t)
	for _, step := range []struct{ scope, want, says string }{
		{"purpose", "newsletter by page", "vous ne recevrez plus « Lettre d"},
		{"purpose", "newsletter by page", "vous ne recevrez plus"},
		{"all", "* by page, newsletter by page", "vous ne recevrez plus rien de"},
		{"none", "", "vous continuerez à recevoir"},
		{"none", "", "vous continuerez à recevoir"},
	} {
		status, page := r.post(t, url.Values{"scope": {step.scope}})
		if status != http.StatusOK || !strings.Contains(page, step.says) {
			t.Errorf("%s: %d\n%s", step.scope, status, page)
		}
		if got := r.left(t); got != step.want {
			t.Errorf("after %s: %q, want %q", step.scope, got, step.want)
		}
		if _, again := r.get(t, "/u/"+r.token); step.want != "" && !strings.Contains(again, `role="status"`) {
			t.Error("the page does not say how things stand")
		}
	}
}

// Undoing by a link takes back what links did, not what the organisation recorded.
func TestUndoKeepsWhatAnOperatorRecorded(t *testing.T) {
	r := newRig(t)
	if _, err := r.store.Suppress(t.Context(), store.Suppression{Person: r.jean, Purpose: store.Everything, Source: store.SourceOperator, Created: time.Now()}); err != nil {
		t.Fatal(err)
	}
	r.post(t, url.Values{"scope": {"purpose"}})
	_, page := r.post(t, url.Values{"scope": {"none"}})
	if got := r.left(t); got != "* by operator" || !strings.Contains(page, "a lui-même noté") {
		t.Errorf("left %q\n%s", got, page)
	}
}

func TestUnclearForms(t *testing.T) {
	r := newRig(t)
	for _, values := range []url.Values{{}, {"scope": {"everything"}}, {"List-Unsubscribe": {"Two-Click"}}, {"x": {strings.Repeat("y", 20_000)}}} {
		if status, _ := r.post(t, values); status != http.StatusBadRequest {
			t.Errorf("%.40v: %d", values, status)
		}
	}
	if answer, _ := r.ask(t, "POST", "/u/"+r.token+"?scope=all", http.Header{"Content-Type": {"text/plain"}}, strings.NewReader("scope=all")); answer.StatusCode != http.StatusBadRequest {
		t.Errorf("a query or another encoding counts: %s", answer.Status)
	}
	if got := r.left(t); got != "" {
		t.Errorf("left %q", got)
	}
}

// Whatever is wrong with a token, the answer has the same octets.
func TestUnknownTokens(t *testing.T) {
	r := newRig(t)
	other, err := link.NewMint(link.Key{ID: 1, Secret: address.NewSecret([]byte("another"))})
	if err != nil {
		t.Fatal(err)
	}
	var first string
	for _, token := range []string{"x", r.token + "A", r.token[1:], "B" + r.token[1:], other.Token(link.Claim{Key: r.jean, Purpose: "newsletter"}).Reveal(), strings.Repeat("A", 500), "%00", "a b", r.token + "\n", r.token + "/", "/" + r.token, r.token + "/.."} {
		for _, method := range []string{"GET", "POST"} {
			answer, page := r.ask(t, method, "/u/"+url.PathEscape(token), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, strings.NewReader("List-Unsubscribe=One-Click"))
			if first == "" {
				first = page
			}
			if answer.StatusCode != http.StatusNotFound || page != first {
				t.Errorf("%s %.20q: %s, same page: %v", method, token, answer.Status, page == first)
			}
		}
	}
}

// A purpose that is no longer configured can still be left.
func TestForgottenPurpose(t *testing.T) {
	r := newRig(t)
	r.token = r.mint.Token(link.Claim{Key: r.jean, Purpose: "old-campaign"}).Reveal()
	if status, page := r.get(t, "/u/"+r.token); status != http.StatusOK || !strings.Contains(page, "old-campaign") {
		t.Errorf("%d\n%s", status, page)
	}
	r.post(t, url.Values{"List-Unsubscribe": {"One-Click"}})
	if got := r.left(t); got != "old-campaign by one-click" {
		t.Errorf("left %q", got)
	}
}

// A long one is named by its token only while somebody knows it; it can be left, and taken up again, all the same.
func TestLongPurposes(t *testing.T) {
	r := newRig(t)
	const gone = "assemblee-generale-2025"
	r.token = r.mint.Token(link.Claim{Key: r.jean, Purpose: gone}).Reveal()
	if _, page := r.get(t, "/u/"+r.token); !strings.Contains(page, "« un ancien envoi »") || strings.Contains(page, link.Alias(gone)) {
		t.Errorf("an unknown purpose is shown as\n%s", page)
	}
	r.post(t, url.Values{"List-Unsubscribe": {"One-Click"}})
	if got := r.left(t); got != link.Alias(gone)+" by one-click" {
		t.Errorf("left %q", got)
	}
	r.post(t, url.Values{"scope": {"none"}})
	if _, err := r.store.Suppress(t.Context(), store.Suppression{Person: r.jean, Purpose: gone, Source: store.SourcePage, Created: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if _, page := r.get(t, "/u/"+r.token); !strings.Contains(page, "Vous ne recevez plus « "+gone) {
		t.Errorf("a purpose that was left before is shown as\n%s", page)
	}
	r.post(t, url.Values{"scope": {"none"}})
	if got := r.left(t); got != "" {
		t.Errorf("left %q", got)
	}
}

// Behind a proxy that leaves the path of base_url, and behind one that takes it away, the links, the pages and what they load
// are found.
func TestBasePath(t *testing.T) {
	r := newRig(t)
	r.server.Reload(web.Content{Locale: "fr", BasePath: "/asso"})
	for _, path := range []string{"/u/" + r.token, "/asso/u/" + r.token, "/assets/style.css", "/asso/assets/style.css"} {
		status, page := r.get(t, path)
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		if strings.Contains(path, "/u/") && (!strings.Contains(page, `href="/asso/assets/style.css"`) || !strings.Contains(page, `href="/asso/u/`+r.token+`?lang=en"`)) {
			t.Errorf("%s leads elsewhere:\n%s", path, page)
		}
	}
	if status, _ := r.get(t, "/other/u/"+r.token); status != http.StatusNotFound {
		t.Errorf("another path: %d", status)
	}
}

func TestOtherMethods(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/u/" + r.token, "/u/unknown", "/notice/newsletter"} {
		for _, method := range []string{"PUT", "DELETE", "PATCH", "TRACE", "FOO"} {
			answer, page := r.ask(t, method, path, nil, nil)
			if answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") != "GET, HEAD, POST" || page != "" {
				t.Errorf("%s %s: %s", method, path, answer.Status)
			}
		}
	}
	for _, path := range []string{"/assets/", "/assets"} {
		if status, page := r.get(t, path); status != http.StatusNotFound || strings.Contains(page, "css\"") && !strings.Contains(page, "<main>") {
			t.Errorf("%s is listed: %d\n%s", path, status, page)
		}
	}
}

// What the configuration leaves out is left out of the notice, and no key of a text is shown.
func TestNoticeWithoutLegalBasis(t *testing.T) {
	r := newRig(t)
	r.server.Reload(web.Content{Locale: "fr", Purposes: []web.Purpose{{ID: "bare"}}})
	if status, page := r.get(t, "/notice/bare"); status != http.StatusOK || strings.Contains(page, "⟦") || strings.Contains(page, "base légale") {
		t.Errorf("%d\n%s", status, page)
	}
}

func explanation(t testing.TB, r *rig) string {
	t.Helper()
	texts := store.ExplanationTexts{What: "Une pièce jointe.", Do: "Chiffrez.", Files: []store.ExplanationFile{{Name: "<script>membres.xlsx", What: "contient", Found: []string{"214 adresses (Adhérents!C)"}}}}
	err := r.store.Explain(t.Context(), "REF0REF0", time.Now().Add(time.Hour), store.Explanation{Reason: "personal-data", Texts: map[string]store.ExplanationTexts{"fr": texts, "en": texts}})
	if err != nil {
		t.Fatal(err)
	}
	return "/why/REF0REF0"
}

// Every page, in both languages: complete, escaped, without script, cookie or anything from elsewhere, with its language and
// the headers that protect it.
func TestEveryPage(t *testing.T) {
	r := newRig(t)
	pages := map[string]int{"/u/" + r.token: 200, "/u/unknown": 404, "/notice/newsletter": 200, "/notice/unknown": 404, explanation(t, r): 200, "/why/UNKNOWN": 404, "/why/message-too-big": 200, "/why/too-many-recipients": 200, "/why/auth-required": 200, "/why/try-again": 200,
		"/why/try-again-do": 404, "/why/": 404, "/": 404, "/x/../u/": 404}
	for path, want := range pages {
		for _, locale := range wording.Locales() {
			answer, page := r.ask(t, "GET", path, http.Header{"Accept-Language": {string(locale) + ";q=0.9"}}, nil)
			if answer.StatusCode != want && answer.StatusCode != http.StatusMovedPermanently && answer.StatusCode != http.StatusTemporaryRedirect {
				t.Errorf("%s: %s", path, answer.Status)
				continue
			}
			if answer.StatusCode >= 300 && answer.StatusCode < 400 {
				continue
			}
			for _, needed := range []string{"<!DOCTYPE html>", `<html lang="` + string(locale) + `">`, `name="viewport"`, "<h1>", "<main>", "</html>"} {
				if !strings.Contains(page, needed) {
					t.Errorf("%s (%s): %s is missing", path, locale, needed)
				}
			}
			for _, never := range []string{"⟦", "<script", "<b>Exemple", "javascript:", "jean", "secret", "<no value>"} {
				if strings.Contains(page, never) {
					t.Errorf("%s (%s) holds %s", path, locale, never)
				}
			}
			for _, m := range regexp.MustCompile(`(?:src|href|action)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
				if !strings.HasPrefix(m[1], "/") {
					t.Errorf("%s loads or leads to %s", path, m[1])
				}
			}
			for name, begins := range map[string]string{"Content-Security-Policy": "default-src 'none'", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Content-Language": string(locale)} {
				if !strings.HasPrefix(answer.Header.Get(name), begins) {
					t.Errorf("%s: %s is %q", path, name, answer.Header.Get(name))
				}
			}
			if answer.Header.Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie", path)
			}
		}
	}
}

func TestNoticeSaysWhatTheLawWants(t *testing.T) {
	r := newRig(t)
	_, page := r.get(t, "/notice/newsletter")
	for _, want := range []string{"rgpd@asso.example", "1 rue de la Paix", "Vous vous êtes inscrit·e.", "Votre consentement", "36 mois", "CNIL", "opposition"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestAdmin(t *testing.T) {
	broken := false
	m := metrics.New()
	m.Accepted("newsletter", 3, 1)
	server := httptest.NewServer(web.Admin(m, web.Check{Name: "database", Run: storeCheck(&broken)}))
	t.Cleanup(server.Close)
	r := &rig{url: server.URL}
	if status, page := r.get(t, "/healthz"); status != 200 || page != "ok\n" {
		t.Errorf("healthz: %d %s", status, page)
	}
	if status, page := r.get(t, "/readyz"); status != 200 || page != "ok\n" {
		t.Errorf("readyz: %d %s", status, page)
	}
	broken = true
	if status, page := r.get(t, "/readyz"); status != 503 || page != "database: cannot be written\n" {
		t.Errorf("readyz: %d %s", status, page)
	}
	if _, page := r.get(t, "/metrics"); !strings.Contains(page, `souspli_recipients_total{fate="deliver"} 3`) {
		t.Errorf("metrics:\n%s", page)
	}
}
