"""Pages and multiparts: what web browsers and mail readers make of structure."""
from common import *


def page(name, shape, why, body, charset="utf-8", cte="8bit", changes="footer:0"):
    add(name, shape, changes, why, head(), html(body, charset, cte))


def pages():
    page("html-only", "html", "a page without a text beside it", HTML)
    page("html-fragment", "html", "no html and no body element", "<p>Bonjour</p>\n")
    page("html-qp", "html", "the end tag split by quoted-printable", HTML, cte="quoted-printable")
    page("html-base64", "html", "a page in base64", HTML, cte="base64")
    page("html-latin1", "html", "a page in Latin-1 whose meta element says UTF-8", HTML, "iso-8859-1", "quoted-printable")
    page("html-utf-16", "html", "a page in UTF-16", HTML, "utf-16", "base64")
    page("html-iso-2022-jp", "html", "a Japanese page", "<html><body><p>こんにちは</p></body></html>\n", "iso-2022-jp", "7bit")
    page("html-comment", "html, deceptive", "an end tag in a comment behind the real one", "<html><body><p>x</p></body><!-- </body> --></html>\n")
    page("html-script", "html, deceptive", "end tags in a script and a style sheet", "<html><head><style>p:after{content:'</body>'}</style></head><body><p>x</p><script>var s='</body>';</script></body></html>\n")
    page("html-two-bodies", "html, deceptive", "a forwarded page brought its own body end", "<html><body><blockquote><html><body>x</body></html></blockquote><p>y</p></body></html>\n")
    page("html-table-open", "html, left open", "a newsletter whose tables are never closed", "<html><body><table width=600><tr><td><table><tr><td>Bonjour\n")
    page("html-hidden-open", "html, left open", "an invisible preheader that is never closed would hide the footer", "<html><body><div style=\"display:none\">Aperçu<p>Bonjour</body></html>\n")
    page("html-comment-open", "html, left open", "a comment that is never closed", "<p>Bonjour</p><!-- fin\n")
    page("html-style-open", "html, left open", "a style element that is never closed", "<p>Bonjour</p><style>p{color:red}\n")
    page("html-textarea-open", "html, left open", "a text area that swallows markup", "<p>Bonjour</p><textarea>ici\n")
    page("html-conditional", "html", "conditional comments of Outlook", "<html><body><!--[if mso]><table><tr><td><![endif]--><p>Bonjour</p><!--[if mso]></td></tr></table><![endif]--></body></html>\n")
    page("html-upper-case", "html", "capitals and spaces in the end tags", "<HTML><BODY BGCOLOR=\"#FFFFFF\"><FONT FACE=\"Arial\">Bonjour</FONT></BODY ></HTML>\n")
    page("html-entities", "html", "entities and a price in the text", "<body><p>Fish &amp; Chips &lt;5&nbsp;&euro;</p></body>\n")
    page("html-long-line", "html", "a page on one line of 20 kB, as editors write it", "<html><body>" + "<p>Bonjour à tous</p>" * 1000 + "</body></html>\n")
    page("html-empty", "html", "an empty page", "")
    page("html-frameset", "html", "a frameset has no body", "<html><frameset><frame src='x'></frameset></html>\n")
    add("xhtml", "no text", "-", "application/xhtml+xml is a file, not the text", head(), "Content-Type: application/xhtml+xml\n\n<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>\n")


def alternatives():
    add("alternative", "alternative", "footer:0,1", "text and page", head(), multi("alternative", "=_alt", text(), html()))
    add("alternative-latin1-qp", "alternative", "footer:0,1", "each alternative in a charset and encoding of its own", head(), multi("alternative", "=_alt", text(TEXT, "iso-8859-1", "quoted-printable"), html(HTML, "utf-8", "base64")))
    add("alternative-html-first", "alternative", "footer:0,1", "the wrong way round", head(), multi("alternative", "=_alt", html(), text()))
    add("alternative-one", "alternative", "footer:0", "an alternative to nothing", head(), multi("alternative", "=_alt", html()))
    add("alternative-amp", "alternative, others", "footer:0,2", "AMP for Email between the two", head(), multi("alternative", "=_alt", text(), text("<!doctype html><html ⚡4email><body>x</body></html>\n", sub="x-amp-html"), html()))
    add("alternative-watch", "alternative, others", "footer:0,2", "a page for watches", head(), multi("alternative", "=_alt", text(), text("<b>x</b>\n", sub="watch-html"), html()))
    add("alternative-enriched", "alternative, others", "footer:0", "text/enriched of the nineties", head(), multi("alternative", "=_alt", text(), text("<bold>x</bold>\n", "us-ascii", "7bit", "enriched")))
    add("alternative-rtf", "alternative, others", "footer:0,1", "RTF as a third alternative", head(), multi("alternative", "=_alt", text(), html(), "Content-Type: text/rtf\n\n{\\rtf1 Bonjour}\n"))
    add("alternative-related", "related", "footer:0,1", "pictures inside the page", head(), multi("alternative", "=_alt", text(), multi("related", "=_rel", html(), picture("logo@asso.example"))))
    add("related-alternative", "related", "footer:0,1", "the alternative inside the related, as some tools nest it", head(), multi("related", "=_rel", multi("alternative", "=_alt", text(), html()), picture("logo@asso.example"), params='; type="multipart/alternative"'))
    add("related-start", "related", "footer:1", "the root is not the first part", head(), multi("related", "=_rel", picture("logo@asso.example"), html().replace(b"Content-Transfer", b"Content-ID: <root@asso.example>\nContent-Transfer", 1), params='; start="<root@asso.example>"; type="text/html"'))
    add("related-start-wrong", "related", "footer:0", "start names a part that is not there: the first is the root", head(), multi("related", "=_rel", html(), picture("logo@asso.example"), params='; start="<nowhere@asso.example>"'))
    add("related-no-names", "related", "footer:0", "pictures without names", head(), multi("related", "=_rel", html(), b"Content-Type: image/png\nContent-ID: <p1@asso.example>\nContent-Transfer-Encoding: base64\n\n" + b64(PNG).encode()))
    add("mixed-all", "mixed", "footer:0,1", "mixed, alternative, related, a picture and a file: the usual newsletter", head(), multi("mixed", "=_mix", multi("alternative", "=_alt", text(), multi("related", "=_rel", html(), picture("logo@asso.example"))), pdf()))


def mixes():
    add("mixed-file", "mixed", "footer:0", "a text and a file", head(), multi("mixed", "=_mix", text(), pdf()))
    add("mixed-file-first", "mixed, files", "footer:1", "the file comes first", head(), multi("mixed", "=_mix", pdf(), text()))
    add("mixed-texts", "mixed", "footer:0", "two texts: the second is what a list server added", head(), multi("mixed", "=_mix", text(), text("-- \nliste@lists.example\n", "us-ascii", "7bit")))
    add("mixed-text-attached", "mixed, files", "footer:1", "a text file before the text", head(), multi("mixed", "=_mix", 'Content-Type: text/plain; name="notes.txt"\nContent-Disposition: attachment; filename="notes.txt"\n\nnotes\n', text()))
    add("mixed-text-named-inline", "mixed, files", "footer:0", "an inline text with a name is a file", head(), multi("mixed", "=_mix", text(), 'Content-Type: text/plain; name="a.txt"\nContent-Disposition: inline; filename="a.txt"\n\nfichier\n'))
    add("mixed-html-attached", "mixed, files", "footer:0", "an attached page is no body", head(), multi("mixed", "=_mix", text(), file("text/html", "page.html", HTML.encode())))
    add("mixed-only-files", "no text", "-", "two files and nothing to read", head(), multi("mixed", "=_mix", pdf(), picture("x@asso.example", "photo.png")))
    add("single-pdf", "no text", "-", "the message is a file", head(), pdf())
    add("single-picture", "no text", "-", "the message is a picture, as telephones send it", head(), picture("x@asso.example", "photo.png"))
    add("single-csv", "mixed, files", "footer:0", "an attached table beside a text", head(), multi("mixed", "=_mix", text(), file("text/csv", "budget.csv", b"poste;montant\r\nsalle;120\r\n")))
    add("unknown-multipart", "mixed", "footer:0", "an unknown kind of multipart reads as mixed", head(), multi("x-unknown", "=_unk", text(), pdf()))
    add("parallel", "mixed", "footer:0", "multipart/parallel", head(), multi("parallel", "=_par", text(), picture("x@asso.example")))
    add("appledouble", "mixed", "footer:0", "a file of an old Macintosh in two forks", head(), multi("mixed", "=_mix", text(), multi("appledouble", "=_ad", file("application/applefile", "photo.png", b"\x00\x05\x16\x07"), picture("x@asso.example", "photo.png"))))
    add("digest", "forwarded", "-", "multipart/digest: its parts are messages by default", head(), multi("digest", "=_dig", "Content-Type: message/rfc822\n\nFrom: x@x.example\nSubject: un\n\nun\n", "Content-Type: message/rfc822\n\nFrom: y@y.example\nSubject: deux\n\ndeux\n"))
    inner = "From: Jean <jean@ailleurs.example>\nTo: marie@asso.example\nSubject: =?utf-8?q?D=C3=A9j=C3=A0?=\nDate: " + DATE + "\nMIME-Version: 1.0\n"
    add("forwarded", "forwarded", "footer:0", "a message attached to a text", head("Fwd: Bonjour"), multi("mixed", "=_fwd", text(), b"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n" + inner.encode() + text()))
    add("forwarded-alone", "forwarded", "-", "the whole message is an attached one", head("Fwd: Bonjour"), b"Content-Type: message/rfc822\n\n" + inner.encode() + text())
    add("forwarded-multipart", "forwarded", "footer:0", "the attached message has a boundary that continues ours", head("Fwd: Bonjour"), multi("mixed", "=_fwd", text(), b"Content-Type: message/rfc822\n\n" + inner.encode() + multi("alternative", "inner", text(), html())))
    add("forwarded-twice", "forwarded", "footer:0", "a message in a message in a message", head("Fwd: Fwd: Bonjour"), multi("mixed", "=_one", text(), b"Content-Type: message/rfc822\n\n" + inner.encode() + multi("mixed", "=_two", text(), b"Content-Type: message/rfc822\n\n" + inner.encode() + text())))
    add("forwarded-base64", "forwarded", "footer:0", "an attached message in base64, which RFC 2046 forbids and some gateways do", head("Fwd: Bonjour"), multi("mixed", "=_fwd", text(), "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + b64(inner + "\nBonjour\n")))
    add("external-body", "mixed", "footer:0", "a part that stands elsewhere", head(), multi("mixed", "=_ext", text(), "Content-Type: message/external-body; access-type=URL; URL=\"https://asso.example/a.pdf\"\n\nContent-Type: application/pdf\n\n"))
    add("partial", "no text", "-", "the second piece of a message in three (RFC 2046 5.2.2)", head(), "Content-Type: message/partial; id=\"abc@client.example\"; number=2; total=3\n\nmilieu\n")
    add("deep", "mixed", "footer:0", "twelve multiparts inside each other", head(), deep(12))
    add("many-parts", "mixed", "footer:0", "sixty small files", head(), multi("mixed", "=_many", text(), *[file("application/octet-stream", "f%d.bin" % i, bytes([i])) for i in range(60)]))


def deep(n):
    part = text()
    for i in range(n):
        part = multi("mixed", "=_level-%d-" % i, part)
    return part


def names():
    def named(name, why, field, changes="footer:0"):
        add(name, "mixed, files", changes, why, head(), multi("mixed", "=_mix", text(), field.encode("latin-1", "replace") if isinstance(field, str) else field))
    body = "Content-Transfer-Encoding: base64\n\n" + b64(PDF)
    named("name-rfc2231", "a file name in pieces with a charset", "Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0*=utf-8''compte%20rendu%20de%20la%20r%C3;\n filename*1*=%A9union.pdf\n" + body)
    named("name-encoded-word", "a file name as an encoded word in quotes, which is forbidden and usual", "Content-Type: application/pdf; name=\"=?utf-8?q?r=C3=A9union=2Epdf?=\"\nContent-Disposition: attachment; filename=\"=?utf-8?q?r=C3=A9union=2Epdf?=\"\n" + body)
    named("name-raw-8bit", "a file name in raw Latin-1", b"Content-Type: application/pdf; name=\"r\xe9union.pdf\"\nContent-Disposition: attachment; filename=\"r\xe9union.pdf\"\n" + body.encode())
    named("name-spaces", "a file name with spaces and no quotes", "Content-Type: application/pdf; name=Compte rendu 2.pdf\nContent-Disposition: attachment; filename=Compte rendu 2.pdf\n" + body)
    named("name-of-bob", "a file named after another reader: the name goes, the file stays", "Content-Type: application/pdf; name=\"facture bob@b.example.pdf\"\nContent-Disposition: attachment; filename=\"facture bob@b.example.pdf\"\nContent-Description: pour bob@b.example\n" + body)
    named("name-of-bob-glued", "the same, glued to another word", "Content-Type: application/pdf; name=CV_bob@b.example.pdf\nContent-Disposition: attachment; filename=CV_bob@b.example.pdf\n" + body)
    named("name-of-bob-rfc2231", "the same, percent-encoded", "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''re%C3%A7u%20bob%40b.example.pdf\n" + body)
    named("name-bidi", "a name that writes its ending backwards to deceive", "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''rapport%E2%80%AEfdp.exe\n" + body)
    named("name-long", "a name of 300 characters on one line", "Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"" + "a" * 296 + ".pdf\"\n" + body)
    named("content-id-of-bob", "a Content-ID that names another reader", "Content-Type: image/png\nContent-ID: <bob@b.example>\nContent-Transfer-Encoding: base64\n\n" + b64(PNG))


def make():
    pages()
    alternatives()
    mixes()
    names()
