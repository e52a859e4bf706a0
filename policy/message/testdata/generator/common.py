"""What the makers of the corpus share: the people, the header, the list of cases."""
import base64
import quopri

READERS = ["alice@a.example", "bob@b.example", "carol@c.example"]
TO = 'Alice A <alice@a.example>, "Bob, B" <bob@b.example>,\n carol@c.example'
FROM = "Association Exemple <news@asso.example>"
DATE = "Sun, 22 Nov 2026 10:00:00 +0100"
TEXT = "Bonjour à toutes et à tous,\n\nla réunion de décembre aura lieu à l'école : venez nombreux !\n\nMarie\n"
ASCII = "Hello all,\n\nthe meeting of December takes place at the school.\n\nMarie\n"
HTML = ("<html><head><meta charset=\"utf-8\"><title>Lettre</title></head><body><p>Bonjour à toutes et à tous,</p>"
        "<p>la réunion de décembre aura lieu à <b>l'école</b> : venez nombreux !</p></body></html>\n")
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
       b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n180\n%%EOF\n")

cases = []


def add(name, shape, changes, why, *chunks):
    """A case: its place in the table of shapes, which leaves change and how, why it is there, its text (\\n becomes CRLF)."""
    data = b"".join(c.encode("utf-8") if isinstance(c, str) else c for c in chunks)
    keep(name, shape, changes, why, data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def keep(name, shape, changes, why, data):
    """The same for octets that must not be touched."""
    cases.append((name, shape, changes, " ".join(why.split()), data))


def head(subject="Lettre de novembre", *fields, to=TO, sender=FROM, mime=True):
    """The header of a message up to and without its Content fields."""
    lines = ["From: " + sender, "To: " + to, "Subject: " + subject, "Date: " + DATE,
             "Message-ID: <%d.case@client.example>" % (len(cases) + 1)]
    if to is None:
        del lines[1]
    if mime:
        lines.append("MIME-Version: 1.0")
    return "\n".join(lines + list(fields)) + "\n"


def b64(data, width=76):
    """base64 in lines."""
    if isinstance(data, str):
        data = data.encode("utf-8")
    text = base64.b64encode(data).decode()
    return "".join(text[i:i + width] + "\n" for i in range(0, len(text), width))


def qp(data):
    """quoted-printable."""
    if isinstance(data, str):
        data = data.encode("utf-8")
    return quopri.encodestring(data).decode("ascii")


def text(body=TEXT, charset="utf-8", cte="8bit", sub="plain", more=""):
    """The Content fields and the body of a text part."""
    if isinstance(body, str):
        body = (body.replace("\n", "\r\n") if cte == "base64" else body).encode(charset)
    raw = {"8bit": lambda d: d, "7bit": lambda d: d, "quoted-printable": lambda d: qp(d).encode(), "base64": lambda d: b64(d).encode()}[cte](body)
    return ("Content-Type: text/%s; charset=%s%s\nContent-Transfer-Encoding: %s\n\n" % (sub, charset, more, cte)).encode() + raw


def html(body=HTML, charset="utf-8", cte="8bit"):
    return text(body, charset, cte, "html")


def file(kind, name, data, disposition="attachment", more=""):
    """A file in base64."""
    return ('Content-Type: %s; name="%s"\nContent-Disposition: %s; filename="%s"\n%sContent-Transfer-Encoding: base64\n\n' % (kind, name, disposition, name, more)).encode() + b64(data).encode()


def picture(cid, name="logo.png"):
    return file("image/png", name, PNG, "inline", "Content-ID: <%s>\n" % cid)


def pdf(name="programme.pdf"):
    return file("application/pdf", name, PDF)


def multi(sub, boundary, *parts, params="", preamble="", epilogue="", quote=True):
    """A multipart with its Content-Type."""
    b = boundary.encode()
    mark = '"%s"' % boundary if quote else boundary
    out = ("Content-Type: multipart/%s; boundary=%s%s\n\n%s" % (sub, mark, params, preamble)).encode()
    for p in parts:
        if isinstance(p, str):
            p = p.encode()
        out += b"--" + b + b"\n" + p + (b"" if p.endswith(b"\n") else b"\n")
    return out + b"--" + b + b"--\n" + epilogue.encode()
