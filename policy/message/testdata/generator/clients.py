"""Mail programs and services whose messages were written after their well-known structures, with invented people."""
import struct

from common import *

CALENDAR = """BEGIN:VCALENDAR
PRODID:-//Exemple//Agenda//FR
VERSION:2.0
METHOD:%s
BEGIN:VEVENT
UID:reunion-2026-12@asso.example
DTSTAMP:20261122T090000Z
DTSTART:20261205T180000Z
DTEND:20261205T200000Z
SUMMARY:Réunion de décembre
ORGANIZER;CN=Association:mailto:news@asso.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=Alice A;X-NUM-GUESTS=0:mailto:alice@a.example
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="Bob, B";EMAIL=bo
 b@b.example:MAILTO:BOB@b.example
ATTENDEE;CN=carol;SENT-BY="mailto:alice@a.example":mailto:carol@c.example
DESCRIPTION:Invités : alice@a.example\\, bob@b.example\\ncarol@c.example
LOCATION:École
SEQUENCE:0
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""


def ics(method="REQUEST", cte="8bit", label=True):
    return text(CALENDAR % method, cte=cte, sub="calendar", more="; method=" + method if label else "")


def calendars():
    for method in ("REQUEST", "CANCEL", "PUBLISH", "ADD"):
        add("calendar-" + method.lower(), "alternative, others", "footer:0,1 calendar:2", "an invitation (%s) as a third alternative, with everybody's address" % method, head("Invitation : réunion".replace("é", "e")), multi("alternative", "=_cal", text(), html(), ics(method, "base64" if method == "CANCEL" else "quoted-printable")))
    add("calendar-google", "alternative, others", "footer:0,1 calendar:2,3", "as Google's calendar sends it: the invitation twice, once as a file", head("Invitation: Reunion @ Sat 5 Dec", "Sender: Agenda <news@asso.example>", "Auto-Submitted: auto-generated"),
        multi("mixed", "0000000000001", multi("alternative", "0000000000002", text(TEXT, more="; format=flowed; delsp=yes", cte="base64"), html(cte="quoted-printable"), ics("REQUEST", "7bit" if False else "8bit")), file("application/ics", "invite.ics", (CALENDAR % "REQUEST").replace("\n", "\r\n").encode())))
    add("calendar-outlook", "alternative, others", "footer:0,1 calendar:2", "as Outlook sends it, with the fields of Exchange that name people", head("Reunion", "Thread-Topic: Reunion", "Thread-Index: AdxZQmZvbGxvdw==", "X-MS-Has-Attach:", "X-MS-TNEF-Correlator:", "x-ms-exchange-calendar-originator-id: bob@b.example"),
        multi("alternative", "_000_AM0PR01_", text(TEXT, "windows-1252", "quoted-printable"), html(HTML, "windows-1252", "quoted-printable"), ics("REQUEST", "base64")))
    add("calendar-alone", "calendar", "calendar:0", "nothing but the invitation, as some room systems send it", head("Reunion"), ics("REQUEST"))
    add("calendar-reply", "alternative, others", "footer:0 calendar:1", "an answer to an invitation", head("Accepte : Reunion"), multi("alternative", "=_rep", text(), ics("REPLY")))
    add("calendar-file", "mixed", "footer:0 calendar:1", "an ics file that calls itself octets", head("Reunion"), multi("mixed", "=_icf", text(), file("application/octet-stream", "reunion.ics", (CALENDAR % "REQUEST").replace("\n", "\r\n").encode())))
    add("calendar-lf", "alternative, others", "footer:0 calendar:1", "an invitation with Unix line ends inside base64", head("Reunion"), multi("alternative", "=_clf", text(), "Content-Type: text/calendar; charset=utf-8; method=REQUEST\nContent-Transfer-Encoding: base64\n\n" + b64(CALENDAR % "REQUEST")))
    add("calendar-utf-16", "alternative, others", "footer:0 calendar:1", "an invitation in UTF-16", head("Reunion"), multi("alternative", "=_c16", text(), text(CALENDAR % "REQUEST", "utf-16", "base64", "calendar", "; method=REQUEST")))
    add("calendar-own", "alternative, others", "footer:0", "an event that names the sender alone stays octet for octet", head("Reunion"), multi("alternative", "=_cow", text(), text("BEGIN:VCALENDAR\nMETHOD:PUBLISH\nBEGIN:VEVENT\nORGANIZER:mailto:news@asso.example\nSUMMARY:Été\nEND:VEVENT\nEND:VCALENDAR\n", sub="calendar", more="; method=PUBLISH")))
    add("calendar-todo", "alternative, others", "footer:0 calendar:1", "a task with a comment that names somebody behind an escaped line break", head("Tache"), multi("alternative", "=_cto", text(), text("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTODO\nUID:1\nCOMMENT:vu avec\\nbob@b.example\\nhier\nX-OWNER:carol@c.example\nEND:VTODO\nEND:VCALENDAR\n", sub="calendar")))


def mail_programs():
    add("thunderbird-text", "plain, flowed", "footer:0", "Thunderbird, plain text", head("Lettre", "User-Agent: Mozilla Thunderbird", "Content-Language: fr"), text("Bonjour à \ntous.\n\n-- \nMarie\n", more="; format=flowed"))
    add("thunderbird-html", "related", "footer:0,1", "Thunderbird with a picture in its page and Autocrypt", head("Lettre", "User-Agent: Mozilla Thunderbird", "Autocrypt: addr=news@asso.example; keydata=\n mDMEZQ8AABYJKwYBBAHaRw8BAQdA\n AAAA", "Autocrypt-Gossip: addr=bob@b.example; keydata=AAAA"),
        multi("alternative", "------------AAAA1", text(), multi("related", "------------BBBB2", html(), picture("part1.x@asso.example"))), )
    add("thunderbird-attachment", "mixed", "footer:0", "Thunderbird, a file, its preamble", head("Lettre", "User-Agent: Mozilla Thunderbird"), multi("mixed", "------------CCCC3", text(more="; format=flowed"), pdf(), preamble="This is a multi-part message in MIME format.\n"))
    add("thunderbird-forward", "forwarded", "footer:0", "Thunderbird, forwarded as attachment", head("Fwd: Lettre", "User-Agent: Mozilla Thunderbird"), multi("mixed", "------------DDDD4", text(), "Content-Type: message/rfc822; charset=UTF-8; name=\"Lettre.eml\"\nContent-Disposition: attachment; filename=\"Lettre.eml\"\nContent-Transfer-Encoding: 7bit\n\nFrom: x@x.example\nSubject: x\n\nx\n", preamble="This is a multi-part message in MIME format.\n"))
    add("thunderbird-draft", "plain", "footer:0", "Thunderbird, a message sent from a draft, with its private fields", head("Lettre", "X-Mozilla-Draft-Info: internal/draft; vcard=0", "X-Identity-Key: id1", "Fcc: imap://marie@asso.example/Sent", "Bcc: bob@b.example, carol@c.example", "X-Mozilla-Status: 0800", to="alice@a.example"), text())
    word = ("<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w=\"urn:schemas-microsoft-com:office:word\" xmlns=\"http://www.w3.org/TR/REC-html40\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=us-ascii\">"
            "<!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!-- p.MsoNormal {margin:0cm} --></style><!--[if gte mso 9]><xml><o:shapedefaults v:ext=\"edit\" spidmax=\"1026\" /></xml><![endif]--></head>"
            "<body lang=FR link=\"#0563C1\"><div class=WordSection1><p class=MsoNormal>Bonjour,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>\n")
    add("outlook-word", "related", "footer:0,1", "Outlook: Word's HTML, a picture, the fields of Exchange", head("Lettre", "X-Mailer: Microsoft Outlook 16.0", "Thread-Index: AdxZQmZvbGxvdw==", "Content-Language: fr", "x-ms-exchange-messagesentrepresentingtype: 1", "X-MS-Exchange-Organization-AuthAs: Internal", "x-originating-ip: [192.0.2.7]"),
        multi("mixed", "_004_AM0PR01_", multi("related", "_003_AM0PR01_", multi("alternative", "_002_AM0PR01_", text(TEXT, "windows-1252", "quoted-printable"), html(word, "us-ascii", "quoted-printable")), picture("image001.png@01DC5B00.00000000", "image001.png"), params=";\n\ttype=\"multipart/alternative\""), pdf()))
    add("outlook-winmail", "mixed", "footer:0", "Outlook's winmail.dat: everything but the text in one file", head("Lettre", "X-MS-Has-Attach: yes", "X-MS-TNEF-Correlator: <000001@asso.example>"), multi("mixed", "----=_NextPart_000_0001", text(TEXT, "windows-1252", "quoted-printable"), file("application/ms-tnef", "winmail.dat", tnef()), preamble="This is a multipart message in MIME format.\n\n"))
    add("outlook-recipients", "plain", "footer:0", "Outlook's semicolons between the recipients", head("Lettre", to="'Alice' <alice@a.example>; 'Bob' <bob@b.example>;\n carol@c.example"), text(TEXT, "iso-8859-1", "quoted-printable"))
    add("outlook-express", "alternative", "footer:0,1", "Outlook Express of Windows XP", head("Lettre", "X-Priority: 3", "X-MSMail-Priority: Normal", "X-Mailer: Microsoft Outlook Express 6.00.2900.5512", "X-MimeOLE: Produced By Microsoft MimeOLE V6.00.2900.5512"), multi("alternative", "----=_NextPart_000_0005_01C7", text(TEXT, '"iso-8859-1"'.strip('"'), "quoted-printable"), html("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.0 Transitional//EN\"><HTML><BODY bgColor=#ffffff><DIV><FONT face=Arial size=2>Bonjour</FONT></DIV></BODY></HTML>\n", "iso-8859-1", "quoted-printable"), preamble="This is a multi-part message in MIME format.\n\n"))
    add("apple-interleaved", "interleaved", "footer:0", "Apple Mail: text, picture, text, file, text", head("Lettre", "X-Mailer: Apple Mail (2.3826)"), multi("mixed", "Apple-Mail=_0001", text(TEXT, "utf-8", "quoted-printable"), picture("a@asso.example"), text("Après la photo.\n", "utf-8", "quoted-printable"), pdf(), text("Fin.\n", "us-ascii", "7bit")))
    add("apple-alternative", "interleaved", "footer:0,1", "Apple Mail: the page alternative is itself a mixed with files between pages", head("Lettre", "X-Mailer: Apple Mail (2.3826)"), multi("alternative", "Apple-Mail=_0001", text(), multi("mixed", "Apple-Mail=_0002", html("<html><body>Avant<br></body></html>\n", "us-ascii", "7bit"), pdf(), html("<html><body>Après</body></html>\n"))))
    add("apple-iphone", "mixed, files", "footer:1", "an iPhone's photo and signature", head("Lettre", "X-Mailer: iPhone Mail (21A329)"), multi("mixed", "Apple-Mail-AAAA", file("image/png", "IMG_0001.png", PNG, "inline"), text("\nEnvoyé de mon téléphone\n")))
    add("gmail", "alternative", "footer:0,1", "Gmail's two alternatives", head("Lettre", "X-Gm-Message-State: AOJu0Y", "X-Google-Smtp-Source: AGHT"), multi("alternative", "000000000000aaaa", text(cte="quoted-printable"), html("<div dir=\"ltr\">Bonjour à tous<div><br></div></div>\n", cte="quoted-printable")))
    add("gmail-reply", "alternative", "footer:0,1", "a reply from Gmail with the quoted page", head("Re: Lettre", "References: <1@asso.example>\n <2@client.example>", "In-Reply-To: <2@client.example>"), multi("alternative", "000000000000bbbb", text("Merci !\n\nLe dim. 22 nov. 2026 à 10:00, Association <news@asso.example> a écrit :\n\n> Bonjour\n"), html("<div dir=\"ltr\">Merci !</div><br><div class=\"gmail_quote\"><blockquote class=\"gmail_quote\" style=\"margin:0\"><p>Bonjour</p></blockquote></div>\n")))
    add("gmail-mixed", "related", "footer:0,1", "Gmail with an inline picture and a file", head("Lettre"), multi("mixed", "000000000000cccc", multi("related", "000000000000dddd", multi("alternative", "000000000000eeee", text(), html("<div dir=\"ltr\"><img src=\"cid:ii_1\"></div>\n")), picture("ii_1").replace(b"Content-ID", b"X-Attachment-Id: ii_1\nContent-ID")), pdf()))
    add("yahoo", "alternative", "footer:0,1", "Yahoo's References of itself", head("Lettre", "References: <1.2.ref@mail.client.example>"), multi("alternative", "----=_Part_1_2.3", text(), html("<html><head></head><body><div class=\"ydp1\">Bonjour</div></body></html>\n")))
    add("kmail", "plain", "footer:0", "KMail with its identity fields", head("Lettre", "User-Agent: KMail/5.24", "X-KMail-Identity: 1", "X-KMail-Transport: 2", "Disposition-Notification-To: news@asso.example"), text(cte="quoted-printable"))
    add("roundcube", "alternative", "footer:0,1", "Roundcube shows the address of the sender's computer", head("Lettre", "X-Sender: news@asso.example", "User-Agent: Roundcube Webmail/1.6", "X-Originating-IP: 192.0.2.1"), multi("alternative", "=_0123456789abcdef", text("Bonjour\n", "us-ascii", "7bit", more=";\n format=flowed"), html("<html><body style='font-size: 10pt'><p>Bonjour</p></body></html>\n")))
    add("lotus-notes", "alternative", "footer:0,1", "Lotus Notes without quotes around the boundary", head("Lettre", "X-Mailer: Lotus Notes Release 8.5"), multi("alternative", "=_alternative 0038A9B4C1257B5E_=", text("Bonjour\n", '"US-ASCII"'.strip('"'), "7bit"), html("<font size=2 face=\"sans-serif\">Bonjour</font>\n", "us-ascii", "7bit")))
    add("delta-chat", "plain", "footer:0", "Delta Chat names the members of a group in its own fields", head("Message de Marie", "Chat-Version: 1.0", "Chat-Group-Name: Bureau", "Chat-Group-Member-Added: bob@b.example", "Autocrypt-Gossip: addr=carol@c.example; keydata=AAAA"), text("Bonjour\n\n-- \nEnvoyé avec Delta Chat\n"))


def tnef():
    """A winmail.dat with a subject and one file (MS-OXTNEF)."""
    def attribute(level, tag, data):
        return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xffff)
    return (struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, struct.pack("<I", 0x10000)) + attribute(1, 0x00069007, struct.pack("<II", 1252, 0)) +
            attribute(1, 0x00018004, b"Lettre\0") + attribute(2, 0x00069002, struct.pack("<HIHHHH", 1, 0, 0, 0, 0, 0)) + attribute(2, 0x00018010, b"notes.txt\0") + attribute(2, 0x0006800F, b"notes de reunion\r\n"))


def services():
    out = ["List-Unsubscribe: <https://listes.asso.example/subscription/abc>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "Precedence: bulk"]
    add("listmonk", "alternative", "footer:0,1", "listmonk: one message for each reader, with its own link", head("Lettre", "X-Listmonk-Campaign: 5b3", "X-Listmonk-Subscriber: 77f", *out, to="bob@b.example"), multi("alternative", "b1f0a1", text(cte="quoted-printable"), html(cte="quoted-printable"), quote=False))
    add("listmonk-transactional", "html", "footer:0", "listmonk's transactional mail: a page alone", head("Confirmez", to="bob@b.example"), html(cte="quoted-printable"))
    add("mailchimp-like", "alternative", "footer:0,1", "an e-mail service's letter: tracking fields, a return path that names the reader", head("Lettre", "Reply-To: =?utf-8?Q?Association?= <news@asso.example>", "X-Campaign: mailchimpabc", "X-campaignid: mailchimpabc", "Feedback-ID: 1:1.us1:us1:mc", "X-Report-Abuse: Please report abuse here: https://service.example/abuse?u=1",
        "List-ID: list <1.list.service.example>", "X-Auto-Response-Suppress: OOF, AutoReply", "X-Rcpt-To: bob@b.example", "Return-Path: <bounces+bob=b.example@service.example>", *out), multi("alternative", "_----------=_MCPart_1", text(cte="quoted-printable"), html(cte="quoted-printable"), preamble="This is a multi-part message in MIME format\n\n"))
    add("mailman2-post", "mixed", "footer:0", "Mailman 2: the list's footer as a second text", head("[Liste] Lettre", "Sender: \"Liste\" <news@asso.example>", "Errors-To: liste-bounces+bob=b.example@asso.example", "X-Mailman-Version: 2.1.39", "X-BeenThere: liste@asso.example", "Precedence: list",
        "List-Id: Liste <liste.asso.example>", "List-Unsubscribe: <https://asso.example/options/liste>,\n\t<mailto:liste-request@asso.example?subject=unsubscribe>", "List-Archive: <https://asso.example/pipermail/liste/>", "List-Post: <mailto:liste@asso.example>", "List-Help: <mailto:liste-request@asso.example?subject=help>", to="liste@asso.example"),
        multi("mixed", "===============0001==", text(), text("_______________________________________________\nListe mailing list\nliste@asso.example\n", "us-ascii", "7bit")))
    digest = "Send Liste mailing list submissions to\n\tliste@asso.example\n\nToday's Topics:\n\n   1. Bonjour (Jean)\n"
    add("mailman2-digest", "mixed", "footer:0", "Mailman 2, MIME digest: contents, messages, the end", head("Liste Digest, Vol 1, Issue 1", "X-Mailman-Version: 2.1.39", "Precedence: list", to="liste@asso.example"), multi("mixed", "===============0010==", text(digest, "us-ascii", "7bit").replace(b"\nContent-Transfer", b"\nContent-Description: Liste Digest, Vol 1, Issue 1\nContent-Transfer", 1),
        multi("digest", "===============0011==", b"Content-Type: message/rfc822\nMIME-Version: 1.0\n\nFrom: Jean <jean@ailleurs.example>\nSubject: Bonjour\nTo: liste@asso.example\nMessage-ID: <1@ailleurs.example>\nMessage: 1\n" + text()), text("Fin\n", "us-ascii", "7bit")))
    add("mailman-digest-plain", "plain", "footer:0", "Mailman, plain digest (RFC 1153) with thirty-dash lines", head("Liste Digest, Vol 1, Issue 2", to="liste@asso.example"), text(digest + "\n" + "-" * 70 + "\n\nMessage: 1\nFrom: Jean <jean@ailleurs.example>\nSubject: Bonjour\n\nBonjour\n\n" + "-" * 30 + "\n\nFin de Liste Digest\n" + "*" * 20 + "\n"))
    add("mailman3-post", "plain", "footer:0", "Mailman 3 with ARC and the fields of its list", head("[Liste] Lettre", "Message-ID-Hash: AAAABBBB", "X-Message-ID-Hash: AAAABBBB", "X-MailFrom: bob@b.example", "X-Mailman-Rule-Misses: dmarc-mitigation; no-senders", "X-Mailman-Version: 3.3.8", "Archived-At: <https://asso.example/archives/AAAABBBB/>", "List-Owner: <mailto:liste-owner@asso.example>", "List-Subscribe: <mailto:liste-join@asso.example>",
        "ARC-Seal: i=1; a=rsa-sha256; d=asso.example; s=a; cv=none; b=AAAA", to="liste@asso.example"), text())
    add("sympa", "mixed", "footer:0", "Sympa: an attached footer", head("[liste] Lettre", "X-Loop: liste@asso.example", "X-Sequence: 17", "X-Validation-by: bob@b.example", "Precedence: list", "X-no-archive: yes", to="liste@asso.example"), multi("mixed", "----------=_1-2-3", text(), text("liste\n", "us-ascii", "7bit"), preamble="This is a multi-part message in MIME format...\n\n"))
    add("google-groups", "alternative", "footer:0,1", "Google Groups: many List fields, one of them over several lines", head("Lettre", "X-Original-Sender: bob@b.example", "X-Original-Authentication-Results: mx.example; spf=pass smtp.mailfrom=bob@b.example", "Mailing-list: list liste@asso.example; contact liste+owners@asso.example", "List-ID: <liste.asso.example>", "List-Help: <https://groups.example/support>,\n <mailto:liste+help@asso.example>"), multi("alternative", "000000000000f", text(), html()))
    add("discourse", "alternative", "footer:0,1", "Discourse: a key in Reply-To", head("[Forum] Lettre", "Reply-To: Forum <news+0123456789abcdef@asso.example>", "References: <topic/1@forum.asso.example>", "X-Discourse-Topic-Id: 1", "X-Auto-Response-Suppress: All", "Auto-Submitted: auto-generated"), multi("alternative", "--==_mimepart_0001", text(), html()))
    add("github-like", "alternative", "footer:0,1", "a forge's notification: it says in its own fields whom it is for", head("[depot] Question (#1)", "Cc: Mention <mention@noreply.asso.example>", "X-GitHub-Sender: jean", "X-GitHub-Recipient-Address: bob@b.example", "X-GitHub-Recipient: bob", "List-Archive: https://forge.example/depot", to="depot <depot@noreply.asso.example>"), multi("alternative", "--==_mimepart_0002", text(), html("<p></p>\n<p dir=\"auto\">Question</p>\n<div itemscope itemtype=\"http://schema.org/EmailMessage\"></div>\n")))
    add("wordpress", "plain", "footer:0", "WordPress through PHP mail(), with its traces", head("[Site] Nouveau commentaire", "X-PHP-Originating-Script: 1000:class-phpmailer.php", "X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)"), text())
    add("symfony-mailer", "related", "footer:0,1", "Symfony's mailer (Swift Mailer's heir): boundaries of random letters, a picture by id", head("Lettre"), multi("mixed", "NxY0Zk4a", multi("related", "wQyB8Tr1", multi("alternative", "kR5vLm2c", text(cte="quoted-printable"), html(cte="quoted-printable")), picture("logo@symfony"), quote=False), pdf(), quote=False))
    add("swiftmailer", "alternative", "footer:0,1", "Swift Mailer's boundaries", head("Lettre"), multi("alternative", "_=_swift_1480001234_abcdef_=_", text(cte="quoted-printable"), html(cte="quoted-printable")).replace(b"; boundary", b";\n boundary", 1))
    add("javamail", "mixed", "footer:0", "JavaMail's boundary with dots and a stamp", head("Lettre"), multi("mixed", "----=_Part_0_1173230427.1480000000000", text("Bonjour\n", "us-ascii", "7bit"), pdf()))
    add("dotnet", "alternative", "footer:0,1", "System.Net.Mail: base64 text, lower-case field names", head("=?utf-8?B?TGV0dHJl?="), multi("alternative", "--boundary_1_0a1b", text(cte="base64"), html(cte="base64"), quote=False))
    add("salesforce-like", "html", "footer:0", "a customer system's letter with a tracking picture behind </html>", head("Lettre", "X-SFDC-User: 005"), html("<html><body><p>Bonjour</p></body></html>\n<img src=\"https://service.example/p.gif\" width=1 height=1>\n"))


def make():
    calendars()
    mail_programs()
    services()
