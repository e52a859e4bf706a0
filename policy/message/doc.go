// Package message reads a MIME message without losing a byte, and says where to splice it.
//
//  1. Parse finds in one pass where each part's header and body begin and end (scan.go), within limits, and refuses what
//     two readers could read differently.
//  2. The callers look: Header fields, Bodies (where a footer may stand), Attachments (what is to be examined).
//  3. A Plan of edits says what changes: offsets in the original, and slots for what differs between copies (plan.go).
//  4. Prepare does once what all copies share; Prepared.Append renders a copy (render.go).
//
// Bytes that no edit names leave as they came, so signed and encrypted parts survive. Where the footer goes, by shape; the
// test of the same names shows each:
//
//	plain                  behind the last line, in the text's own charset and encoding
//	plain, signature       behind the signature: a mail reader that hides it hides no footer with it
//	plain, flowed          behind the last line, stuffed with spaces (RFC 3676 4.4), with delsp too
//	plain, other charset   in the charset if it can hold the footer, else the text becomes UTF-8
//	plain, wide charset    UTF-16, UTF-7, ISO-2022, HZ: the text becomes UTF-8
//	plain, lost charset    behind the last line, in ASCII: what cannot be read here stays as it is
//	plain, wrong label     the text is read as what it is, and becomes UTF-8
//	plain, encoded         base64 and quoted-printable are decoded and written again
//	plain, long line       as quoted-printable
//	plain, older footer    an older footer in the quoted text goes, the new one stands at the end
//	html                   before the last </body>, else before </html>, else at the end
//	html, deceptive        not before a </body> in a comment, script, style, table cell or quoted mail
//	html, own charset      a page that declares its charset itself is read in that, and becomes UTF-8
//	html, left open        behind end tags for what the page left open
//	html, older footer     an older footer in the quoted page goes, the new one stands at the end
//	alternative            in each text and HTML alternative
//	alternative, others    in none of text/x-amp-html, text/watch-html, text/calendar, text/enriched
//	related                in the root: the part that start names, else the first
//	mixed                  in the first text only
//	mixed, files           in the first text that is no file
//	interleaved            in the first text: pictures and further texts follow it
//	forwarded              never inside an attached message
//	no text                nowhere
//	report                 nowhere: receipts and delivery reports are read by programs
//	calendar               nowhere: an invitation is read by programs
//	signed                 nowhere, or in a part beside it (Wrap)
//	encrypted              nowhere, or in a part beside it (Wrap)
//	inline PGP             nowhere, or in a part beside it (Wrap)
//	placeholder            {{unsubscribe}} becomes the link, and the footer has none
package message
