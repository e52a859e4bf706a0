"""Signed and encrypted messages, by gpg and openssl. Their keys are made anew; the public ones stand in corpus/keys.

Needs: gpg, openssl.
"""
import os
import shutil
import subprocess
import tempfile

from common import *
from programs import run


class Keys:
    """A gpg home and an openssl authority for news@asso.example, and keys of two readers to encrypt to."""

    def __init__(self, d):
        self.d = d
        self.gpg_home = os.path.join(d, "gpg")
        os.mkdir(self.gpg_home, 0o700)
        for who in ("news@asso.example", "bob@b.example", "carol@c.example"):
            self.gpg("--quick-gen-key", "--passphrase", "", who, "ed25519", "sign,cert", "never")
            fingerprint = self.gpg("--list-keys", "--with-colons", who).decode().split("\nfpr:")[1].split(":")[8]
            self.gpg("--quick-add-key", "--passphrase", "", fingerprint, "cv25519", "encr", "never")
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "36500", "-subj", "/CN=Autorite Exemple")
        for name, mail, key in (("news", "news@asso.example", ["-newkey", "rsa:2048"]), ("ec", "news@asso.example", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]), ("bob", "bob@b.example", ["-newkey", "rsa:2048"]), ("carol", "carol@c.example", ["-newkey", "rsa:2048"])):
            self.openssl("req", *key, "-nodes", "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=%s/emailAddress=%s" % (name, mail))
            with open(os.path.join(d, "ext"), "w") as f:
                f.write("keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=emailProtection\nsubjectAltName=email:%s\n" % mail)
            self.openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out", name + ".pem", "-days", "36500", "-extfile", "ext")

    def gpg(self, *args, stdin=b""):
        return run(["gpg", "--homedir", self.gpg_home, "--batch", "--yes", "--no-tty", "--pinentry-mode", "loopback", "--trust-model", "always", "--no-emit-version", *args], stdin)

    def openssl(self, *args, stdin=b""):
        p = subprocess.run(["openssl", *args], cwd=self.d, input=stdin, capture_output=True)
        if p.returncode:
            raise SystemExit("openssl %s: %s" % (args, p.stderr.decode()))
        return p.stdout

    def publish(self, corpus):
        folder = os.path.join(corpus, "keys")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "pgp.asc"), "wb") as f:
            f.write(self.gpg("--armor", "--export", "news@asso.example"))
        shutil.copy(os.path.join(self.d, "ca.pem"), os.path.join(folder, "ca.pem"))


def crlf(b):
    b = b.encode() if isinstance(b, str) else b
    return b.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def pgp_signed(k, entity, name, why, *fields):
    entity = crlf(entity).rstrip(b"\r\n")
    signature = k.gpg("--armor", "--detach-sign", "-u", "news@asso.example", "--digest-algo", "SHA256", stdin=entity)
    return crlf(head("Lettre", *fields)) + crlf('Content-Type: multipart/signed; micalg=pgp-sha256;\n protocol="application/pgp-signature"; boundary="=_%s"\n\n--=_%s\n' % (name, name)) + entity + crlf(
        "\n--=_%s\nContent-Type: application/pgp-signature; name=\"signature.asc\"\nContent-Description: OpenPGP digital signature\n\n" % name) + crlf(signature) + crlf("\n--=_%s--\n" % name)


def pgp(k):
    def signed(name, why, entity, *fields):
        keep(name, "signed", "-", why, pgp_signed(k, entity, name, why, *fields))
    signed("pgp-mime-signed", "PGP/MIME, quoted-printable text", text(cte="quoted-printable"))
    signed("pgp-mime-8bit", "PGP/MIME over 8-bit text, which RFC 3156 advises against", text())
    signed("pgp-mime-spaces", "PGP/MIME over lines that end in spaces and a line that begins with From", text("Bonjour  \nFrom ici\n-- \nMarie \n"))
    signed("pgp-mime-files", "PGP/MIME over an alternative and a file", multi("mixed", "=_in1", multi("alternative", "=_in2", text(), html()), pdf()))
    signed("pgp-mime-protected", "protected headers inside the signature", text(cte="quoted-printable", more='; protected-headers="v1"').replace(b"\nContent-Transfer", b"\nFrom: news@asso.example\nTo: bob@b.example\nSubject: Lettre\nContent-Transfer", 1), "Autocrypt: addr=news@asso.example; keydata=AAAA")
    signed("pgp-mime-long-line", "a line over 998 octets under a signature stays", text("mot " * 300 + "\n"))
    signed("pgp-mime-bob", "a file named after a reader under a signature stays, and is said", multi("mixed", "=_in3", text(), pdf("bob.pdf")))
    inner = pgp_signed(k, text(cte="quoted-printable"), "pgp-in-list", "")
    entity = inner[inner.index(b"Content-Type: multipart/signed"):]
    keep("pgp-mime-in-list", "signed", "-", "PGP/MIME inside the mixed of a list server, with the list's text behind it", crlf(head("[liste] Lettre")) + crlf('Content-Type: multipart/mixed; boundary="=_list"\n\n--=_list\n') + entity + crlf("--=_list\n") + crlf(text("liste\n", "us-ascii", "7bit")) + crlf("--=_list--\n"))
    encrypted = k.gpg("--armor", "--encrypt", "-r", "bob@b.example", "-r", "carol@c.example", stdin=crlf(text()))
    add("pgp-mime-encrypted", "encrypted", "-", "PGP/MIME to two keys, whose ids every reader sees", head("..."), multi("encrypted", "=_enc", "Content-Type: application/pgp-encrypted\nContent-Description: PGP/MIME version identification\n\nVersion: 1\n", b"Content-Type: application/octet-stream; name=\"encrypted.asc\"\nContent-Disposition: inline; filename=\"encrypted.asc\"\n\n" + encrypted, params='; protocol="application/pgp-encrypted"'))
    both = k.gpg("--armor", "--sign", "--encrypt", "-u", "news@asso.example", "-r", "bob@b.example", stdin=crlf(text()))
    add("pgp-mime-signed-encrypted", "encrypted", "-", "PGP/MIME signed and encrypted in one", head("..."), multi("encrypted", "=_enc", "Content-Type: application/pgp-encrypted\n\nVersion: 1\n", b"Content-Type: application/octet-stream\n\n" + both, params='; protocol="application/pgp-encrypted"'))
    clear = k.gpg("--clearsign", "-u", "news@asso.example", stdin=ASCII.encode())
    add("pgp-clear-signed", "inline PGP", "-", "a clear-signed text", head(), text(clear, "us-ascii", "7bit"))
    clear = k.gpg("--clearsign", "-u", "news@asso.example", stdin=(TEXT + "-- \nMarie\n").encode())
    add("pgp-clear-signed-qp", "inline PGP", "-", "a clear-signed text in quoted-printable with a signature line", head(), text(clear, "utf-8", "quoted-printable"))
    add("pgp-clear-signed-base64", "inline PGP", "-", "a clear-signed text in base64", head(), text(crlf(clear), "utf-8", "base64"))
    add("pgp-clear-signed-file", "inline PGP", "-", "a clear-signed text beside a file", head(), multi("mixed", "=_clr", text(k.gpg("--clearsign", "-u", "news@asso.example", stdin=ASCII.encode()), "us-ascii", "7bit"), pdf()))
    add("pgp-inline-encrypted", "inline PGP", "-", "an armored message in the text", head(), text(k.gpg("--armor", "--encrypt", "-r", "bob@b.example", stdin=TEXT.encode()), "us-ascii", "7bit"))
    add("pgp-inline-html", "inline PGP", "-", "an armored message in both alternatives, as some plug-ins write it", head(), multi("alternative", "=_pih", text(encrypted, "us-ascii", "7bit"), html(b"<pre>" + encrypted + b"</pre>\n", "us-ascii", "7bit")))
    add("pgp-key", "mixed", "footer:0", "a public key as a file", head(), multi("mixed", "=_key", text(), b"Content-Type: application/pgp-keys; name=\"cle.asc\"\nContent-Disposition: attachment; filename=\"cle.asc\"\n\n" + k.gpg("--armor", "--export", "news@asso.example")))


def smime(k):
    def put(name, shape, why, made):
        made = made.replace(b"\r\n", b"\n").lstrip(b"\n")
        mime = b"MIME-Version: 1.0\n"
        made = made[len(mime):] if made.startswith(mime) else made
        add(name, shape, "-", why, head(), made)
    news = ["-signer", "news.pem", "-inkey", "news.key"]
    entity = crlf(text(cte="quoted-printable"))
    put("smime-detached", "signed", "openssl smime, detached", k.openssl("smime", "-sign", *news, stdin=entity))
    put("smime-detached-cms", "signed", "openssl cms, detached, with key identifiers and SHA-512", k.openssl("cms", "-sign", *news, "-md", "sha512", "-keyid", stdin=entity))
    put("smime-detached-ec", "signed", "an elliptic-curve certificate", k.openssl("cms", "-sign", "-signer", "ec.pem", "-inkey", "ec.key", stdin=entity))
    put("smime-detached-binary", "signed", "signed octet for octet, an alternative and a file", k.openssl("cms", "-sign", *news, "-binary", "-crlfeol", stdin=crlf(multi("mixed", "=_sm1", multi("alternative", "=_sm2", text(cte="quoted-printable"), html(cte="quoted-printable")), pdf()))))
    put("smime-opaque", "signed", "opaque: the text is inside the signature", k.openssl("smime", "-sign", "-nodetach", *news, stdin=entity))
    put("smime-opaque-cms", "signed", "opaque by openssl cms with a file", k.openssl("cms", "-sign", "-nodetach", *news, stdin=crlf(multi("mixed", "=_sm3", text(), pdf()))))
    put("smime-two-signers", "signed", "two signatures over the same text", k.openssl("cms", "-sign", *news, "-signer", "ec.pem", "-inkey", "ec.key", stdin=entity))
    put("smime-enveloped", "encrypted", "encrypted to two readers", k.openssl("smime", "-encrypt", "-aes256", "bob.pem", "carol.pem", stdin=entity))
    put("smime-authenveloped", "encrypted", "encrypted with AES-GCM (RFC 5083)", k.openssl("cms", "-encrypt", "-aes-256-gcm", "bob.pem", stdin=entity))
    signed = k.openssl("smime", "-sign", *news, stdin=entity)
    put("smime-signed-encrypted", "encrypted", "signed, then encrypted", k.openssl("cms", "-encrypt", "-aes256", "bob.pem", stdin=crlf(signed)))
    enveloped = k.openssl("cms", "-encrypt", "-aes256", "bob.pem", stdin=entity)
    put("smime-encrypted-signed", "signed", "encrypted, then signed detached", k.openssl("cms", "-sign", *news, stdin=crlf(enveloped)))
    put("smime-certificates", "encrypted", "certificates only, as a directory answers", k.openssl("crl2pkcs7", "-nocrl", "-certfile", "news.pem", "-outform", "DER") and b"Content-Type: application/pkcs7-mime; smime-type=certs-only; name=\"smime.p7c\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"smime.p7c\"\n\n" + b64(k.openssl("crl2pkcs7", "-nocrl", "-certfile", "news.pem", "-outform", "DER")).encode())


def make(corpus):
    with tempfile.TemporaryDirectory() as d:
        k = Keys(d)
        try:
            pgp(k)
            smime(k)
            k.publish(corpus)
        finally:
            subprocess.run(["gpgconf", "--homedir", k.gpg_home, "--kill", "all"])
