package web_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func storeCheck(broken *bool) func(context.Context) error {
	return func(context.Context) error {
		if *broken {
			return errors.New("cannot be written")
		}
		return nil
	}
}

// browser starts Debian's Chromium, or skips.
func browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("needs chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// read runs one question to the page.
func read[T any](t *testing.T, ctx context.Context, question chromedp.Action[T]) T {
	t.Helper()
	answer, err := chromedp.Run(ctx, question)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// A person with a telephone opens the link, opts out, changes their mind, and leaves everything.
func TestInABrowser(t *testing.T) {
	ctx := browser(t)
	r := newRig(t)
	do(t, ctx, chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile), chromedp.Navigate(r.url+"/u/"+r.token+"?lang=fr"))
	title := read(t, ctx, chromedp.Text(chromedp.CSS("h1")))
	language := read(t, ctx, chromedp.Evaluate[string](`document.documentElement.lang`))
	width := read(t, ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	buttons := read(t, ctx, chromedp.Evaluate[int](`[...document.querySelectorAll("button")].filter(b => b.getBoundingClientRect().height >= 44 && b.textContent.trim()).length`))
	if title != "Ne plus recevoir ces messages" || language != "fr" || width > 360 || buttons != 3 {
		t.Errorf("title %q, language %q, width %d, buttons that a thumb can hit %d", title, language, width, buttons)
	}
	for _, step := range []struct{ value, left, says string }{
		{"purpose", "newsletter by page", "C'est fait"}, {"none", "", "C'est annulé"}, {"all", "* by page", "plus rien"},
	} {
		do(t, ctx, chromedp.Click(chromedp.CSS(`form:has(input[value="`+step.value+`"]) button`)),
			chromedp.WaitVisible(chromedp.Search(`//p[@role="status"][contains(., "`+step.says+`")]`)))
		if got := r.left(t); got != step.left {
			t.Errorf("%s: left %q", step.value, got)
		}
	}
}

// contrast finds the least contrast of any text on the page to what lies behind it (WCAG 2.2, 1.4.3).
const contrast = `(() => {
	const lum = c => { const [r,g,b] = c.match(/[\d.]+/g).map(Number).map(v => (v/=255) <= .03928 ? v/12.92 : ((v+.055)/1.055)**2.4); return .2126*r+.7152*g+.0722*b; };
	const back = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\)|transparent/.test(c)) return c; } return getComputedStyle(document.documentElement).backgroundColor; };
	let worst = 21;
	for (const e of document.querySelectorAll("h1,h2,p,a,button,li,dd,dt,summary,small")) {
		const [a,b] = [lum(getComputedStyle(e).color), lum(back(e))].sort((x,y) => y-x);
		worst = Math.min(worst, (a+.05)/(b+.05));
	}
	return worst;
})()`

// The pages have names for screen readers, and readable contrast in light and dark.
func TestAccessibility(t *testing.T) {
	ctx := browser(t)
	r := newRig(t)
	for _, scheme := range []string{"light", "dark"} {
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/u/" + r.token, "/notice/newsletter", explanation(t, r), "/nowhere"} {
			do(t, ctx, chromedp.Navigate(r.url+path))
			worst := read(t, ctx, chromedp.Evaluate[float64](contrast))
			unnamed := read(t, ctx, chromedp.Evaluate[int](`[...document.querySelectorAll("a,button,input:not([type=hidden])")].filter(e => !e.textContent.trim() && !e.ariaLabel).length + (document.title ? 0 : 1)`))
			dark := read(t, ctx, chromedp.Evaluate[bool](`matchMedia("(prefers-color-scheme: dark)").matches`))
			if worst < 4.5 || unnamed > 0 || dark != (scheme == "dark") {
				t.Errorf("%s in %s (dark %v): contrast %.1f, controls without a name %d", path, scheme, dark, worst, unnamed)
			}
		}
	}
}

// The browser itself says what it fetched: nothing from elsewhere.
func TestBrowserLoadsNothingFromElsewhere(t *testing.T) {
	ctx := browser(t)
	r := newRig(t)
	do(t, ctx, chromedp.Navigate(r.url+explanation(t, r)))
	fetched := read(t, ctx, chromedp.Evaluate[[]string](`performance.getEntriesByType("resource").map(e => e.name)`))
	if len(fetched) < 2 {
		t.Errorf("fetched %v: the style is missing", fetched)
	}
	for _, address := range fetched {
		if !strings.HasPrefix(address, r.url+"/assets/") {
			t.Errorf("fetches %s", address)
		}
	}
}
