"""Messages that real programs wrote: Python, nodemailer, PHPMailer, Perl's MIME::Lite and MIME::Entity, mutt, s-nail, git, swaks.

Needs: node with nodemailer in /opt/souspli-test, php-cli, libphp-phpmailer, libmime-lite-perl, libmime-tools-perl, mutt, s-nail, git, swaks.
"""
import email.charset
import email.mime.application
import email.mime.multipart
import email.mime.text
import email.policy
import json
import os
import subprocess
import tempfile
from email.message import EmailMessage

from common import *

PLAIN_TO = "Alice A <alice@a.example>, bob@b.example, carol@c.example"


def run(args, stdin=b"", **env):
    full = dict(os.environ, TZ="Europe/Paris", LC_ALL="C.UTF-8", **env)
    p = subprocess.run(args, input=stdin, env=full, capture_output=True)
    if p.returncode != 0:
        raise SystemExit("%s: %s" % (args, p.stderr.decode()))
    return p.stdout


def program(name, shape, changes, why, data):
    """Keeps what a program wrote; files on disk get the line ends of mail."""
    keep(name, shape, changes, why, data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


# Python

def message(to=PLAIN_TO, subject="Réunion de décembre"):
    m = EmailMessage()
    m["From"], m["To"], m["Subject"], m["Date"] = FROM, to, subject, DATE
    m["Message-ID"] = "<python.%d@client.example>" % len(cases)
    return m


def bounded(m):
    for i, part in enumerate(p for p in m.walk() if p.is_multipart()):
        part.set_boundary("===============%04d==" % i)
    return m


def python():
    m = message()
    m.set_content(TEXT)
    program("python-text", "plain", "footer:0", "Python's EmailMessage, 8-bit text", m.as_bytes(policy=email.policy.SMTP))
    m = message()
    m.set_content(TEXT, cte="quoted-printable")
    m.add_alternative(HTML, subtype="html")
    m.get_payload()[1].add_related(PNG, "image", "png", cid="<logo@asso.example>")
    m.add_attachment(PDF, maintype="application", subtype="pdf", filename="réunion de décembre.pdf")
    program("python-everything", "mixed", "footer:0,1", "Python: alternatives, a picture, a file with an accent in its name", bounded(m).as_bytes(policy=email.policy.SMTP))
    m = message("Chloé Ré <chloe@c.example>, bob@b.example")
    m.set_content("Déjà vu\n" * 3, charset="iso-8859-1")
    program("python-latin1", "plain, other charset", "footer:0", "Python with a charset asked for", m.as_bytes(policy=email.policy.SMTP))
    m = message("chloé@c.example, bob@b.example")
    m.set_content(TEXT)
    program("python-smtputf8", "plain", "footer:0", "Python's SMTPUTF8 policy: raw UTF-8 in the header", m.as_bytes(policy=email.policy.SMTPUTF8))
    m = message()
    m.set_content("mot " * 600, cte="8bit")
    program("python-long-line", "plain, long line", "footer:0", "Python asked for 8bit and given a line of 2400 octets", m.as_bytes(policy=email.policy.SMTP.clone(max_line_length=None)))
    m = message(subject="Lettre " + "très longue " * 20)
    m.set_content(TEXT)
    program("python-folding", "plain", "footer:0", "Python folds a long subject into many encoded words", m.as_bytes(policy=email.policy.SMTP.clone(max_line_length=60)))
    old = email.mime.multipart.MIMEMultipart("mixed")
    old["From"], old["To"], old["Subject"], old["Date"], old["Message-ID"] = FROM, PLAIN_TO, email.header.Header("Réunion", "iso-8859-1"), DATE, "<mimetext@client.example>"
    old.attach(email.mime.text.MIMEText(TEXT, "plain", "utf-8"))
    old.attach(email.mime.application.MIMEApplication(PDF, Name="a.pdf"))
    program("python-mimetext", "mixed", "footer:0", "Python's older classes: base64 text, a name without a disposition", bounded(old).as_bytes())
    m = message()
    m.set_content(TEXT)
    inner = message("jean@ailleurs.example", "Bonjour")
    inner.set_content("Bonjour\n")
    m.add_attachment(inner)
    program("python-forward", "forwarded", "footer:0", "Python attaches a message", bounded(m).as_bytes(policy=email.policy.SMTP))


NODE = r"""
const nodemailer = require("nodemailer"), input = JSON.parse(require("fs").readFileSync(0));
(async () => {
  for (const [name, mail, dkim] of input) {
    const t = nodemailer.createTransport({streamTransport: true, buffer: true, newline: "windows"});
    if (dkim) mail.dkim = dkim;
    mail.date = new Date("2026-11-22T09:00:00Z");
    mail.messageId = `<${name}@client.example>`;
    mail.baseBoundary = "nm" + name;
    for (const a of mail.attachments || []) a.content = Buffer.from(a.content, "base64");
    const info = await t.sendMail(mail);
    console.log(JSON.stringify(info.message.toString("base64")));
  }
})().catch(e => { console.error(e); process.exit(1); });
"""


def nodemailer():
    pdf64, png64 = base64.b64encode(PDF).decode(), base64.b64encode(PNG).decode()
    base = {"from": FROM, "to": PLAIN_TO, "subject": "Réunion de décembre"}
    key = run(["openssl", "genrsa", "-traditional", "1024"]).decode()
    event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@asso.example\r\nORGANIZER:mailto:news@asso.example\r\nATTENDEE:mailto:bob@b.example\r\nSUMMARY:Réunion\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    wanted = [
        ("nodemailer-text", "plain, encoded", "footer:0", "nodemailer, text in the encoding that it chooses", dict(base, text=TEXT)),
        ("nodemailer-html", "html", "footer:0", "nodemailer, a page alone", dict(base, html=HTML)),
        ("nodemailer-alternative", "alternative", "footer:0,1", "nodemailer, text and page", dict(base, text=TEXT, html=HTML)),
        ("nodemailer-amp-watch", "alternative, others", "footer:0,3", "nodemailer with AMP and a page for watches", dict(base, text=TEXT, html=HTML, amp="<!doctype html><html ⚡4email></html>", watchHtml="<b>x</b>")),
        ("nodemailer-calendar", "alternative, others", "footer:0,1 calendar:2,3", "nodemailer's invitation: as an alternative and as a file", dict(base, text=TEXT, html=HTML, icalEvent={"method": "REQUEST", "content": event})),
        ("nodemailer-inline", "related", "footer:0,1", "nodemailer, a picture in the page and a file", dict(base, text=TEXT, html='<p>Bonjour</p><img src="cid:logo@asso.example">', attachments=[{"filename": "logo.png", "content": png64, "cid": "logo@asso.example"}, {"filename": "programme – décembre.pdf", "content": pdf64}])),
        ("nodemailer-base64", "alternative", "footer:0,1", "nodemailer told to use base64", dict(base, text=TEXT, html=HTML, textEncoding="base64")),
        ("nodemailer-list", "plain, encoded", "footer:0", "nodemailer's list fields, which the relay replaces", dict(base, text=TEXT, list={"help": "news@asso.example?subject=help", "unsubscribe": {"url": "https://asso.example/u", "comment": "Partir"}, "id": {"url": "asso.example", "comment": "Lettre"}}, cc="carol@c.example", bcc="secret@s.example", replyTo="bob@b.example", priority="high")),
        ("nodemailer-group", "plain, encoded", "footer:0", "nodemailer, a group and a name in UTF-8", dict(base, to="Équipe: Élise <alice@a.example>, bob@b.example;", text=TEXT)),
        ("nodemailer-dkim", "plain, encoded", "footer:0", "nodemailer signs with DKIM: that signature cannot hold and goes", dict(base, text=TEXT)),
        ("nodemailer-raw-long", "plain, encoded", "footer:0", "nodemailer, a paragraph on one line", dict(base, text="mot " * 500)),
    ]
    jobs = [(name, mail, {"domainName": "asso.example", "keySelector": "nm", "privateKey": key} if name.endswith("dkim") else None) for name, _, _, _, mail in wanted]
    out = run(["node", "-e", NODE], json.dumps(jobs).encode(), NODE_PATH="/opt/souspli-test/node_modules")
    for (name, shape, changes, why, _), line in zip(wanted, out.splitlines(), strict=True):
        program(name, shape, changes, why, base64.b64decode(json.loads(line)))


PHP = r"""<?php
require '/usr/share/php/libphp-phpmailer/autoload.php';
use PHPMailer\PHPMailer\PHPMailer;
foreach (json_decode(file_get_contents('php://stdin'), true) as [$name, $o]) {
  $m = new PHPMailer(true);
  $m->CharSet = $o['charset'] ?? 'UTF-8'; $m->Encoding = $o['encoding'] ?? '8bit';
  $m->Hostname = 'client.example'; $m->MessageID = "<$name@client.example>"; $m->MessageDate = 'Sun, 22 Nov 2026 10:00:00 +0100';
  $m->setFrom('news@asso.example', 'Association Exemple');
  foreach (['alice@a.example' => 'Alice', 'bob@b.example' => '', 'carol@c.example' => 'Carole Ré'] as $a => $n) $m->addAddress($a, $n);
  $m->Subject = 'Réunion de décembre';
  if (isset($o['html'])) { $m->isHTML(true); $m->Body = $o['html']; $m->AltBody = $o['text'] ?? ''; } else $m->Body = $o['text'];
  foreach ($o['files'] ?? [] as [$f, $c]) $m->addStringAttachment(base64_decode($c), $f);
  if (isset($o['picture'])) $m->addStringEmbeddedImage(base64_decode($o['picture']), 'logo@asso.example', 'logo.png');
  if (isset($o['ical'])) $m->Ical = $o['ical'];
  $m->preSend();
  echo json_encode(base64_encode($m->getSentMIMEMessage())), "\n";
}
"""


def phpmailer():
    event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:2@asso.example\r\nATTENDEE:mailto:bob@b.example\r\nATTENDEE:mailto:carol@c.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    wanted = [
        ("phpmailer-text", "plain", "footer:0", "PHPMailer, 8-bit text", {"text": TEXT}),
        ("phpmailer-latin1", "plain, encoded", "footer:0", "PHPMailer's own default charset", {"text": TEXT.encode("iso-8859-1").decode("iso-8859-1"), "charset": "utf-8", "encoding": "quoted-printable"}),
        ("phpmailer-alternative", "alternative", "footer:0,1", "PHPMailer, text and page in base64", {"text": TEXT, "html": HTML, "encoding": "base64"}),
        ("phpmailer-related", "related", "footer:0,1", "PHPMailer: alternative outside, related inside, mixed around", {"text": TEXT, "html": '<p><img src="cid:logo@asso.example"></p>', "picture": base64.b64encode(PNG).decode(), "files": [["réunion.pdf", base64.b64encode(PDF).decode()]]}),
        ("phpmailer-ical", "alternative, others", "footer:0,1 calendar:2", "PHPMailer's invitation", {"text": TEXT, "html": HTML, "ical": event}),
    ]
    out = run(["php", "-r", PHP[len("<?php"):]], json.dumps([(n, o) for n, _, _, _, o in wanted]).encode())
    for (name, shape, changes, why, _), line in zip(wanted, out.splitlines(), strict=True):
        program(name, shape, changes, why, base64.b64decode(json.loads(line)))


PERL = r"""
use MIME::Lite; use MIME::Entity; use MIME::Base64;
my %h = (From => 'Association <news@asso.example>', To => 'alice@a.example, bob@b.example, carol@c.example', Subject => 'Reunion', Date => 'Sun, 22 Nov 2026 10:00:00 +0100');
sub out { my $t = shift; print encode_base64($t, ''), "\n"; }
my $m = MIME::Lite->new(%h, 'Message-Id' => '<lite1@client.example>', Type => 'text/plain; charset=UTF-8', Encoding => 'quoted-printable', Data => "D\xc3\xa9j\xc3\xa0 vu\n");
out($m->as_string);
$m = MIME::Lite->new(%h, 'Message-Id' => '<lite2@client.example>', Type => 'multipart/mixed');
$m->attach(Type => 'TEXT', Data => "Bonjour\n"); $m->attach(Type => 'text/html', Data => "<b>Bonjour</b>\n"); $m->attach(Type => 'application/octet-stream', Data => "\x01\x02", Filename => 'a.bin');
out($m->as_string);
$m = MIME::Entity->build(%h, 'Message-Id' => '<entity1@client.example>', Type => 'multipart/alternative', Boundary => '----------=_1480000000-1-0');
$m->attach(Data => "D\xc3\xa9j\xc3\xa0\n", Charset => 'utf-8', Encoding => '-SUGGEST'); $m->attach(Type => 'text/html', Data => "<p>D\xc3\xa9j\xc3\xa0</p>\n", Charset => 'utf-8', Encoding => 'base64');
out($m->as_string);
$m = MIME::Entity->build(%h, 'Message-Id' => '<entity2@client.example>', Data => "Bonjour\n", Encoding => 'binary');
out($m->as_string);
"""


def perl():
    wanted = [
        ("mime-lite-text", "plain, encoded", "footer:0", "Perl's MIME::Lite, quoted-printable"),
        ("mime-lite-mixed", "mixed", "footer:0", "MIME::Lite: text, page and file in one mixed"),
        ("mime-entity-alternative", "alternative", "footer:0,1", "Perl's MIME::Entity with its preamble"),
        ("mime-entity-binary", "plain", "footer:0", "MIME::Entity, binary transfer encoding"),
    ]
    for (name, shape, changes, why), line in zip(wanted, run(["perl", "-e", PERL]).splitlines(), strict=True):
        program(name, shape, changes, why, base64.b64decode(line))


def unix():
    with tempfile.TemporaryDirectory() as d:
        taken = os.path.join(d, "taken")
        catch = os.path.join(d, "catch")
        with open(catch, "w") as f:
            f.write("#!/bin/sh\ncat >%s\n" % taken)
        os.chmod(catch, 0o755)
        pdf_file = os.path.join(d, "réunion.pdf")
        with open(pdf_file, "wb") as f:
            f.write(PDF)
        with open(os.path.join(d, "muttrc"), "w") as f:
            f.write('set sendmail="%s"\nset hostname=client.example\nset from="news@asso.example"\nset realname="Association"\nset use_from\nset copy=no\nset charset=utf-8\nset send_charset="us-ascii:iso-8859-1:utf-8"\nset text_flowed\nset crypt_use_gpgme=no\n' % catch)

        def taken_message():
            with open(taken, "rb") as f:
                return f.read()
        mutt = ["mutt", "-n", "-F", os.path.join(d, "muttrc"), "-s", "Réunion"]
        people = ["alice@a.example", "bob@b.example", "carol@c.example"]
        run(mutt + people, TEXT.encode(), HOME=d)
        program("mutt-text", "plain, flowed", "footer:0", "mutt chooses the narrowest charset and flows its text", taken_message())
        run(mutt + ["-a", pdf_file, "--"] + people, TEXT.encode(), HOME=d)
        program("mutt-file", "mixed", "footer:0", "mutt with a file", taken_message())
        run(mutt + ["-c", "bob@b.example", "-b", "carol@c.example", "--", "alice@a.example"], "Prix : 20 € – d'accord ?\n".encode(), HOME=d)
        program("mutt-cc-bcc", "plain, flowed", "footer:0", "mutt with Cc and Bcc", taken_message())
        run(["s-nail", "-:/", "-S", "mta=file://" + catch, "-S", "hostname=client.example", "-S", "from=news@asso.example", "-S", "ttycharset=utf-8", "-S", "sendcharsets=utf-8", "-S", "v15-compat", "-s", "Réunion", "-a", pdf_file] + people, TEXT.encode(), HOME=d)
        program("s-nail", "mixed", "footer:0", "s-nail (mailx) with a file", taken_message())
        swaks = run(["swaks", "--dump-mail", "--from", "news@asso.example", "--to", ",".join(people), "--header", "Subject: essai", "--body", "Bonjour\n", "--add-header", "Message-Id: <swaks@client.example>"])
        swaks = b"\n".join(l for l in swaks.splitlines() if not (l.startswith(b"Message-Id:") and b"swaks@client" not in l))
        program("swaks", "plain", "footer:0", "swaks, as administrators test with it", swaks + b"\n")
        git(d, catch, taken_message, program)


def git(d, catch, taken_message, program):
    repo = os.path.join(d, "repo")
    env = {"GIT_AUTHOR_NAME": "Jean Édouard", "GIT_AUTHOR_EMAIL": "news@asso.example", "GIT_COMMITTER_NAME": "Jean", "GIT_COMMITTER_EMAIL": "news@asso.example", "GIT_AUTHOR_DATE": DATE, "GIT_COMMITTER_DATE": DATE, "HOME": d, "GIT_CONFIG_NOSYSTEM": "1"}
    run(["git", "init", "-q", repo], **env)
    with open(os.path.join(repo, "a.txt"), "w") as f:
        f.write("déjà\n-- \nfin\n")
    run(["git", "-C", repo, "add", "."], **env)
    run(["git", "-C", repo, "commit", "-qm", "Premier : déjà vu\n\nCorps du message.\n\nReported-by: Bob <bob@b.example>\nSigned-off-by: Jean <news@asso.example>\n"], **env)
    to = ["--to=Alice <alice@a.example>", "--to=bob@b.example", "--cc=carol@c.example"]
    patch = run(["git", "-C", repo, "format-patch", "--stdout", "--root", "--thread"] + to, **env)
    program("git-format-patch", "plain, signature", "footer:0", "git format-patch: a patch must stay as it is, its signature line is git's version", patch.split(b"\n", 1)[1])
    patch = run(["git", "-C", repo, "format-patch", "--stdout", "--root", "--attach"] + to, **env)
    program("git-format-patch-attach", "mixed", "footer:0", "git format-patch with the patch as a file", patch.split(b"\n", 1)[1])
    file = run(["git", "-C", repo, "format-patch", "--root", "-o", d], **env).decode().strip()
    run(["git", "-C", repo, "send-email", "--sendmail-cmd=" + catch, "--confirm=never", "--quiet", "--suppress-cc=all", "--from=News <news@asso.example>", "--transfer-encoding=quoted-printable"] + to + [file], **env)
    program("git-send-email", "plain, encoded", "footer:0", "git send-email, told to use quoted-printable", taken_message())
    run(["git", "-C", repo, "send-email", "--sendmail-cmd=" + catch, "--confirm=never", "--quiet", "--from=News <news@asso.example>", "--8bit-encoding=UTF-8"] + to + [file], **env)
    program("git-send-email-cc", "plain, signature", "footer:0", "git send-email adds people from the trailers to Cc", taken_message())


def make():
    python()
    nodemailer()
    phpmailer()
    perl()
    unix()
