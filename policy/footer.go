package policy

import (
	"html"
	"strings"

	"souspli/policy/message"
	"souspli/policy/wording"
)

// linkMark stands for the link in a text until the text is cut into pieces. It cannot come from the configuration, which
// holds no control characters.
const linkMark = "\x00"

// title gives the purpose's title in its own language.
func (p *Purpose) title() string { return InLocale(p.Title, p.Locale) }

// InLocale picks a text for a language, else any.
func InLocale(texts map[wording.Locale]string, l wording.Locale) string {
	if text := texts[l.Or(wording.French)]; text != "" {
		return text
	}
	for _, other := range wording.Locales() {
		if texts[other] != "" {
			return texts[other]
		}
	}
	return ""
}

// footer makes what stands under every message of a purpose (GDPR art. 13, 14, 21(4)): why, who, the notice, the way out.
// withoutLink leaves the way out to the tool's own link.
func (r Rules) footer(p *Purpose, withoutLink bool) message.Footer {
	say := func(key string, data wording.Data) string { return r.Wording.Say(p.Locale, key, data) }
	why := say("footer.why", wording.Data{"Reason": InLocale(p.Reason, p.Locale)})
	who := say("footer.who", wording.Data{"Controller": r.Controller.line()})
	text := strings.Join([]string{message.FooterRule, why, who, say("footer.notice", wording.Data{"URL": r.noticeURL(p)})}, "\n")
	hypertext := `<div class="` + message.FooterClass + `" lang="` + string(p.Locale.Or(wording.French)) + `" style="display:block;clear:both;margin:2em 0 0;padding:1em 0 0;border-top:1px solid #888;font:13px/1.5 sans-serif">` +
		html.EscapeString(why) + `<br>` + html.EscapeString(who) + `<br>` +
		`<a href="` + html.EscapeString(r.noticeURL(p)) + `">` + html.EscapeString(say("footer.notice_html", nil)) + `</a>`
	f := message.Footer{PlainText: cut(text, false), PlainHTML: cut(hypertext+`</div>`, true), Way: r.BaseURL + "/u/"}
	if withoutLink {
		f.Text, f.HTML = f.PlainText, f.PlainHTML
		return f
	}
	f.Text = cut(text+"\n"+say("footer.out", wording.Data{"URL": linkMark}), false)
	f.HTML = cut(hypertext+` · <a href="`+linkMark+`">`+html.EscapeString(say("footer.out_html", nil))+`</a></div>`, true)
	return f
}

// noticeURL says where the notice of GDPR art. 13 stands.
func (r Rules) noticeURL(p *Purpose) string {
	if p.PrivacyNotice != "" {
		return p.PrivacyNotice
	}
	return r.BaseURL + "/notice/" + p.ID
}

// line gives the controller on one line.
func (c Controller) line() string {
	var parts []string
	for _, part := range []string{c.Name, c.PostalAddress, c.Contact} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// cut splits a text at its link marks.
func cut(text string, isHTML bool) []message.Piece {
	var pieces []message.Piece
	for i, literal := range strings.Split(text, linkMark) {
		if i > 0 {
			pieces = append(pieces, message.Piece{Slot: message.SlotLink, HTML: isHTML})
		}
		if literal != "" {
			pieces = append(pieces, message.Piece{Text: literal})
		}
	}
	return pieces
}
