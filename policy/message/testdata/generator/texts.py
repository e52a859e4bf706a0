"""Single texts: charsets, transfer encodings, labels that lie, flowed text, signatures, long lines."""
from common import *


def single(name, shape, changes, why, body, charset="utf-8", cte="8bit", more="", label=None, subject="Lettre de novembre"):
    part = text(body, charset, cte, "plain", more)
    if label is not None:
        part = part.replace(b"charset=" + charset.encode(), b"charset=" + label.encode() if label else b"x-none=1", 1)
    add(name, shape, changes, why, head(subject), part)


def charsets():
    single("plain-ascii", "plain", "footer:0", "the plainest message there is", ASCII, "us-ascii", "7bit")
    single("plain-utf-8-8bit", "plain", "footer:0", "8-bit text as most clients now send it", TEXT)
    single("plain-utf-8-qp", "plain, encoded", "footer:0", "quoted-printable", TEXT, cte="quoted-printable")
    single("plain-utf-8-base64", "plain, encoded", "footer:0", "base64, as Python's MIMEText writes UTF-8", TEXT, cte="base64")
    single("plain-latin1-qp", "plain, encoded", "footer:0", "ISO-8859-1 holds a French footer but not its typographic apostrophe", TEXT, "iso-8859-1", "quoted-printable")
    single("plain-latin9-8bit", "plain, other charset", "footer:0", "ISO-8859-15 with the euro sign", "Cotisation : 20 €\n", "iso-8859-15")
    single("plain-windows-1252", "plain, other charset", "footer:0", "Windows text with curly quotes", "L’été « à la mer » – 20 €\n", "windows-1252")
    single("plain-latin2", "plain, other charset", "footer:0", "Polish letters in ISO-8859-2", "Zażółć gęślą jaźń\n", "iso-8859-2", "quoted-printable")
    single("plain-koi8-r", "plain, other charset", "footer:0", "Russian in KOI8-R cannot hold French: becomes UTF-8", "Здравствуйте!\n", "koi8-r")
    single("plain-windows-1251", "plain, other charset", "footer:0", "Russian of Windows in base64", "Здравствуйте!\n", "windows-1251", "base64")
    single("plain-iso-8859-5", "plain, other charset", "footer:0", "Cyrillic of ISO", "Привет\n", "iso-8859-5", "quoted-printable")
    single("plain-greek", "plain, other charset", "footer:0", "Greek letters in ISO-8859-7", "Γειά σας\n", "iso-8859-7")
    single("plain-hebrew", "plain, other charset", "footer:0", "Hebrew, written from right to left", "שלום\n", "iso-8859-8", label="iso-8859-8-i")
    single("plain-arabic", "plain, other charset", "footer:0", "Arabic of Windows", "مرحبا\n", "cp1256", "base64", label="windows-1256")
    single("plain-turkish", "plain, other charset", "footer:0", "Turkish letters in ISO-8859-9", "Merhaba, iyi günler ğşı\n", "iso-8859-9", "quoted-printable")
    single("plain-thai", "plain, other charset", "footer:0", "Thai letters in TIS-620", "สวัสดี\n", "tis-620", "8bit")
    single("plain-iso-2022-jp", "plain, wide charset", "footer:0", "Japanese that changes alphabet by escape sequences: an appended ASCII footer could read as Japanese", "こんにちは、世界\n", "iso-2022-jp", "7bit")
    single("plain-shift-jis", "plain, other charset", "footer:0", "Japanese with a backslash as second octet", "表示とソース\n", "shift_jis", "8bit")
    single("plain-euc-jp", "plain, other charset", "footer:0", "Japanese of Unix", "こんにちは\n", "euc-jp", "base64")
    single("plain-gb2312", "plain, other charset", "footer:0", "simplified Chinese", "你好，世界\n", "gb2312", "8bit")
    single("plain-gb18030", "plain, other charset", "footer:0", "Chinese with four-octet characters", "你好 𠀀 é\n", "gb18030", "base64")
    single("plain-big5", "plain, other charset", "footer:0", "traditional Chinese", "你好世界\n", "big5", "quoted-printable")
    single("plain-euc-kr", "plain, other charset", "footer:0", "Korean of Unix", "안녕하세요\n", "euc-kr", "base64")
    single("plain-iso-2022-kr", "plain, lost charset", "footer:0", "Korean with shifts, which no browser reads any more: stays as it is, the footer in ASCII", "안녕하세요\n", "iso-2022-kr", "7bit")
    single("plain-hz", "plain, lost charset", "footer:0", "Chinese with tildes (RFC 1843), dead as well", "你好\n", "hz", "7bit", label="hz-gb-2312")
    single("plain-utf-16", "plain, wide charset", "footer:0", "UTF-16 with a byte order mark: two octets a character", TEXT, "utf-16", "base64")
    utf16 = "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n" + b64(TEXT.replace("\n", "\r\n").encode("utf-16-le"))
    add("plain-utf-16le", "plain, wide charset", "footer:0", "UTF-16 without a mark", head(), utf16)
    add("plain-utf-32", "plain, wide charset", "footer:0", "UTF-32, as a database export wrote it", head(), "Content-Type: text/plain; charset=utf-32be\nContent-Transfer-Encoding: base64\n\n" + b64("Déjà\r\n".encode("utf-32-be")))
    single("plain-utf-7", "plain, wide charset", "footer:0", "UTF-7, in which a plus sign begins base64", "Déjà vu : 1 + 1\n", "utf-7", "7bit")
    single("plain-utf-7-label", "plain, wrong label", "footer:0", "labelled UTF-7 and is plain ASCII", "1 + 1 = 2\n", "us-ascii", "7bit", label="utf-7")
    single("plain-utf-8-mark", "plain", "footer:0", "UTF-8 with the byte order mark of a Windows editor", "\ufeffBonjour\n")
    single("plain-emoji", "plain", "footer:0", "characters beyond the first plane, combined and from right to left", "Fête 🎉👨‍👩‍👧 e\u0301 שלום\n", cte="quoted-printable")


def labels():
    single("label-ascii-8bit", "plain, wrong label", "footer:0", "called ASCII and is Latin-1", TEXT, "iso-8859-1", label="us-ascii")
    single("label-utf-8-latin1", "plain, wrong label", "footer:0", "called UTF-8 and is Latin-1", TEXT, "iso-8859-1", label="utf-8")
    single("label-latin1-utf-8", "plain, other charset", "footer:0", "called Latin-1 and is UTF-8: reads as Ã©, stays so for every reader", TEXT, "utf-8", label="iso-8859-1")
    single("label-unknown", "plain, wrong label", "footer:0", "a charset that nobody has", TEXT, label="x-unknown")
    single("label-unknown-8bit", "plain, wrong label", "footer:0", "RFC 1428's word for I do not know", TEXT, label="unknown-8bit")
    single("label-default", "plain, wrong label", "footer:0", "what an old Exchange connector wrote", TEXT, "windows-1252", label="default")
    single("label-none-8bit", "plain, wrong label", "footer:0", "8-bit text without any label", TEXT, "windows-1252", label="")
    single("label-utf-16-ascii", "plain, wrong label", "footer:0", "called UTF-16 and is ASCII", ASCII[:-1], "us-ascii", "7bit", label="utf-16")
    single("label-quoted-odd", "plain", "footer:0", "the label in quotes and capitals", ASCII, "us-ascii", "7bit", label='"US-ASCII"')
    single("label-cp1252", "plain, other charset", "footer:0", "a name that only some libraries know", TEXT, "windows-1252", label="cp1252")
    single("label-7bit-lies", "plain", "footer:0", "declared 7bit and holds 8-bit text", TEXT, cte="7bit")
    add("no-content-fields", "plain", "footer:0", "a message of before MIME", head(mime=False), "\n", ASCII)
    add("no-mime-version", "plain, encoded", "footer:0", "Content fields without MIME-Version: it is added", head(mime=False), text(TEXT, cte="quoted-printable"))
    add("binary-encoding", "plain", "footer:0", "Content-Transfer-Encoding: binary for ordinary lines", head(), text().replace(b"8bit", b"binary"))


def lines():
    single("signature", "plain, signature", "footer:0", "a signature that readers hide: the footer must not hide with it", TEXT + "-- \nMarie Exemple\nAssociation Exemple\n")
    single("signature-qp", "plain, signature", "footer:0", "the same, its space encoded as =20", TEXT + "-- \nMarie\n", cte="quoted-printable")
    single("flowed", "plain, flowed", "footer:0", "format=flowed: lines that end in a space go on", "Bonjour à \ntoutes et à \ntous.\n> cité \n> ici\n From ici\n", more="; format=flowed")
    single("flowed-delsp", "plain, flowed", "footer:0", "format=flowed with DelSp, for languages without spaces", "こんに \nちは\n", more="; format=flowed; delsp=yes")
    single("flowed-signature", "plain, flowed", "footer:0", "flowed with a signature as Thunderbird writes it", "Bonjour,\n\nà \nbientôt\n\n-- \nMarie\n", more="; format=flowed", cte="8bit")
    single("flowed-no-end", "plain, flowed", "footer:0", "flowed text that ends in a space and no line break", "Bonjour, à \nbientôt ", more="; format=flowed")
    single("no-last-line-break", "plain", "footer:0", "the text ends in the middle of a line", "Bonjour")
    single("empty-text", "plain", "footer:0", "nothing but a header and an empty body", "", "us-ascii", "7bit")
    single("only-line-breaks", "plain", "footer:0", "a body of empty lines", "\n\n\n\n", "us-ascii", "7bit")
    single("dots", "plain", "footer:0", "lines of dots, which SMTP doubles", ".\n..\n.fin\nBonjour\n.\n")
    single("from-lines", "plain", "footer:0", "lines that mbox files escape", "From ici on voit la mer\n>From ici aussi\n")
    single("boundary-like", "plain", "footer:0", "lines that look like delimiters where there is no multipart", "--b\n--\n-- \n---\n--b--\n")
    single("long-line", "plain, long line", "footer:0", "a paragraph on one line of 3000 octets: not legal, so quoted-printable", "Bonjour " * 375 + "\n")
    single("long-line-utf-8", "plain, long line", "footer:0", "the same with characters of several octets", "été à la mer " * 200 + "\n")
    single("long-word", "plain, long line", "footer:0", "one word of 2000 octets", "a" * 2000 + "\n", "us-ascii", "7bit")
    single("at-998", "plain", "footer:0", "a line of exactly 998 octets, the longest there may be", "a" * 998 + "\nfin\n", "us-ascii", "7bit")
    single("at-999", "plain, long line", "footer:0", "a line of 999 octets, one too many", "a" * 999 + "\nfin\n", "us-ascii", "7bit")
    add("base64-one-line", "plain, encoded", "footer:0", "base64 without line breaks", head(), "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + b64(TEXT * 20, 10 ** 6))
    add("base64-lf-inside", "plain, encoded", "footer:0", "base64 of text with Unix line ends", head(), "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + b64(TEXT))
    add("base64-garbage", "plain, encoded", "footer:0", "base64 with an exclamation mark and missing padding", head(), "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + b64(TEXT).rstrip("=\n") + "!\n")
    add("qp-broken", "plain, encoded", "footer:0", "quoted-printable with escapes that are none", head(), "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n100 % =ZZ caf=C3=A9 = fin =\n")
    add("qp-lower-hex", "plain, encoded", "footer:0", "quoted-printable in small letters with spaces at the ends of lines", head(), "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable\n\ncaf=c3=a9   \nbon=20\n=\n\n")
    add("uuencoded", "plain", "footer:0", "a file in the text itself, as before MIME", head(mime=False), "\nVoici le fichier.\n\nbegin 644 a.txt\n&0F]N:F]U\n`\nend\n")
    add("format-feed", "plain", "footer:0", "a form feed and other controls that printers knew", head(), text("page 1\n\x0cpage 2 \x07\n"))


def placeholders():
    single("placeholder-text", "placeholder", "rewritten:0", "the sender chose where the link stands", "Pour partir : {{unsubscribe}}.\n")
    single("placeholder-qp", "placeholder", "rewritten:0", "split by a soft line break", ("é" * 20 + " {{unsubscribe}}\n"), cte="quoted-printable")
    single("placeholder-utf-16", "placeholder", "rewritten:0", "in two octets a character", "Partir : {{unsubscribe}}\n", "utf-16", "base64")
    add("placeholder-html", "placeholder", "rewritten:0", "in the address of a link, as an editor escapes it", head(), html('<body><a href="http://%7B%7Bunsubscribe%7D%7D">Partir</a></body>\n'))
    add("placeholder-both", "placeholder", "rewritten:0,1", "in both alternatives", head(), multi("alternative", "=_pl", text("Partir : {{ unsubscribe }}\n"), html("<p><a href='{{unsubscribe}}'>Partir</a></p>")))
    older = "________________________________________\nPourquoi ce message ? Inscription.\nNe plus recevoir ces messages : https://relay.example.org/u/AAAA-older_token1\n"
    single("older-footer", "plain, older footer", "rewritten:0", "a forwarded letter brings its old footer along: nobody is handed a stranger's way out", "Pour info.\n\n" + older)
    single("older-footer-quoted", "plain, older footer", "rewritten:0", "the same in a reply, quoted twice", "Merci !\n\n" + "".join("> > " + l + "\n" for l in older.splitlines()) + ">\n> fin\n")
    add("older-footer-html", "html, older footer", "rewritten:0", "the same in a page, its class renamed by a webmail", head(), html('<body><p>Merci</p><blockquote><p>Lettre</p><div class="m_123souspli-footer"><a href="https://relay.example.org/u/AAAA-older_token1">Partir</a></div></blockquote></body>\n'))


def make():
    charsets()
    labels()
    lines()
    placeholders()
