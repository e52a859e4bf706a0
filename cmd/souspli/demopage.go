package main

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // old charsets, to show what arrived

	"souspli/policy/address"
)

//go:embed demo.html
var demoTemplate string

// demoView is a copy as its reader would see it, beside what was received.
type demoView struct {
	To, From, HeaderTo, Subject string
	Unsubscribe                 string
	Text                        string
	HTML                        string
	Files                       []string
	Raw                         string
}

// servePage shows the delivered copies until the command is interrupted.
func (d *demonstration) servePage(ctx context.Context) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	page, err := template.New("").Funcs(d.daemon.wording.Funcs(d.locale)).Parse(demoTemplate)
	if err != nil {
		return err
	}
	s := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		// Mail is hostile: what a copy holds runs nothing and loads nothing, in a frame without any right.
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:")
		var b bytes.Buffer
		if err := page.Execute(&b, d.views()); err != nil {
			http.Error(w, "", http.StatusInternalServerError)
			return
		}
		_, _ = w.Write(b.Bytes())
	})}
	d.printf("\n%s http://%s/\n%s\n", d.say("page", nil), l.Addr(), d.say("stop", nil))
	go func() {
		<-ctx.Done()
		_ = s.Close()
	}()
	if err := s.Serve(l); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

func (d *demonstration) views() []demoView {
	var views []demoView
	for _, c := range d.hop.copies() {
		views = append(views, newDemoView(c))
	}
	return views
}

// newDemoView reads a copy with another reader than the one that made it.
func newDemoView(c demoCopy) demoView {
	v := demoView{To: c.To, Raw: string(c.Raw)}
	e, err := gomessage.Read(bytes.NewReader(c.Raw))
	if err != nil && e == nil {
		return v
	}
	v.From, v.HeaderTo = address.DecodeWords(e.Header.Get("From")), address.DecodeWords(e.Header.Get("To"))
	v.Subject = address.DecodeWords(e.Header.Get("Subject"))
	v.Unsubscribe = strings.Trim(strings.Split(e.Header.Get("List-Unsubscribe"), ",")[0], "<> ")
	_ = e.Walk(func(_ []int, part *gomessage.Entity, err error) error {
		if part == nil || part.MultipartReader() != nil {
			return nil
		}
		mediaType, _, _ := part.Header.ContentType()
		_, params, _ := part.Header.ContentDisposition()
		body, _ := io.ReadAll(part.Body)
		switch {
		case params["filename"] != "":
			v.Files = append(v.Files, params["filename"])
		case mediaType == "text/html" && v.HTML == "":
			v.HTML = string(body)
		case strings.HasPrefix(mediaType, "text/") && v.Text == "" || mediaType == "" && v.Text == "":
			v.Text = string(body)
		}
		return nil
	})
	return v
}
