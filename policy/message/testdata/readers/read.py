#!/usr/bin/env python3
"""Reads originals and copies with Python's email and says what is wrong with a copy. The manifest, on standard input, has a
JSON object a line: name, original, copy (files), reader, foreign (addresses), changes (by leaf: how), link,
odd (readers disagree about the original: only the copy is looked at)."""
import email
import email.header
import json
import quopri
import re
import sys
import urllib.parse


def load(path):
    with open(path, "rb") as f:
        return email.message_from_bytes(f.read())


def leaves(part, out):
    """The parts that hold no parts, in order; an attached message is one. Gives the tree as text."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        return part.get_content_type() + "(" + " ".join(leaves(p, out) for p in part.get_payload()) + ")"
    out.append(part)
    return part.get_content_type()


def content(part):
    if part.is_multipart():
        return b"\n".join(p.as_bytes() for p in part.get_payload())
    if part.get("Content-Transfer-Encoding", "").strip().lower() == "quoted-printable":  # spaces at the end of a line are padding (RFC 2045 6.7)
        return quopri.decodestring(re.sub(rb"[ \t]+(?=\r?\n)", b"", part.get_payload().encode("ascii", "surrogateescape")))
    return part.get_payload(decode=True) or b""


def text(part):
    data = content(part)
    page = re.search(rb"<meta charset=([a-z0-9-]+)", data) if part.get_content_type() == "text/html" else None
    for charset in ((part.get_content_charset() or (page.group(1).decode() if page else "us-ascii")).replace("8859-8-i", "8859-8"), "utf-8", "cp1252"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return data.decode("latin-1")


def decoded(value):
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except Exception:
        return str(value)


def named(said, foreign):
    """Which of the addresses stand in a text, in any spelling."""
    said = said.lower()
    said += " " + urllib.parse.unquote(said)
    return [a for a in foreign if re.search(r"(?<![\w.])" + re.escape(a) + r"(?!\w)", said) or a.replace("@", "=") in said]


def inserted(before, after):
    """Whether after is before with one text put in; line ends do not count."""
    before, after = before.replace("\r\n", "\n").rstrip("\n"), after.replace("\r\n", "\n").rstrip("\n")
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return len(after) > len(before) and head + tail >= len(before)


def check(job):
    before, after = load(job["original"]), load(job["copy"])
    a, b = [], []
    if leaves(before, a) != leaves(after, b) and not job["odd"]:
        yield "the tree changed"
        return
    if job["odd"]:
        a = b
    sealed = {id(p) for part in after.walk() if part.get_content_type() in ("multipart/signed", "multipart/encrypted") for p in part.walk() if p is not part}
    for part in after.walk():
        if part.get_content_maintype() == "message" and part.is_multipart():
            sealed.update(id(p) for p in part.walk() if p is not part)
        if id(part) in sealed:
            continue
        said = [(k, decoded(v)) for k, v in part.items()] + [("file name", decoded(part.get_filename() or ""))]
        if part.get_content_type() in ("text/calendar", "application/ics"):
            said.append(("calendar", re.sub(r"\r?\n[ \t]", "", text(part)).replace("\\n", " ")))
        for field, value in said:
            if field.lower() != "from":
                for other in named(value, [f for f in job["foreign"] if f != job["reader"]]):
                    yield "%s names %s" % (field, other)
    for n, (x, y) in enumerate(zip(a, b)):
        change = job["changes"].get(str(n), "")
        links = text(y).count(job["link"]) if y.get_content_maintype() != "message" else content(y).count(job["link"].encode())
        if change in ("", "relined"):
            if content(x) != content(y) or links:
                yield "leaf %d changed" % n
        elif change == "footer":
            if links != 1:
                yield "leaf %d has the way out %d times" % (n, links)
            if not job["odd"] and not inserted(text(x), text(y)):
                yield "leaf %d is not its text with a footer: %r, %r" % (n, text(x)[:200], text(y)[:300])
        elif change == "rewritten":
            if links < 1:
                yield "leaf %d has no way out" % n
        elif content(x) == content(y):
            yield "leaf %d did not change" % n


count = 0
for line in sys.stdin:
    job = json.loads(line)
    count += 1
    for fault in check(job):
        print("%s, copy of %s: %s" % (job["name"], job["reader"], fault))
print("%d copies read" % count)
