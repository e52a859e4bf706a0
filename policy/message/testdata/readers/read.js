// The same as read.py, with mailparser and postal-mime: other people in the header, the way out in what a person reads, and
// the attachments, octet for octet.
const fs = require("fs"), crypto = require("crypto"), readline = require("readline");
const {simpleParser} = require("mailparser"), libmime = require("libmime");

const hash = octets => crypto.createHash("sha256").update(Buffer.from(octets)).digest("hex");
const options = {skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true};

async function mailparser(raw) {
  const m = await simpleParser(raw, options);
  return {fields: m.headerLines.map(h => h.line), text: m.text || "", html: m.html || "", files: m.attachments.map(a => hash(a.content))};
}

async function postal(PostalMime, raw) {
  const m = await PostalMime.parse(raw, {attachmentEncoding: "arraybuffer"});
  return {fields: m.headers.map(h => h.key + ": " + h.value), text: m.text || "", html: m.html || "", files: m.attachments.map(a => hash(typeof a.content === "string" ? Buffer.from(a.content) : a.content))};
}

function check(before, after, job, complain) {
  for (const field of after.fields) {
    if (/^from\s*:/i.test(field)) continue;
    let said = field.toLowerCase();
    try { said += " " + libmime.decodeWords(field).toLowerCase(); } catch {}
    for (const other of job.foreign) {
      const at = said.indexOf(other);
      if (other !== job.reader && at >= 0 && !/[\p{L}\d_.]/u.test(said[at - 1] || " ") && !/[\p{L}\d_]/u.test(said[at + other.length] || " ")) complain("a field names " + other + ": " + field);
    }
  }
  const changes = Object.values(job.changes), shown = after.text + after.html;
  const wanted = changes.some(c => c === "footer" || c === "rewritten");
  if (shown.includes(job.link) !== wanted) complain(wanted ? "the way out is not shown" : "a way out is shown");
  if (job.odd) return;
  if (before.files.length !== after.files.length) complain(`${before.files.length} files became ${after.files.length}`);
  const kept = [...after.files];
  let lost = 0;
  for (const file of before.files) {
    const at = kept.indexOf(file);
    if (at < 0) lost++; else kept.splice(at, 1);
  }
  if (lost > changes.filter(c => c === "calendar" || c === "status").length) complain(lost + " files changed");
}

(async () => {
  const {default: PostalMime} = await import(require.resolve("postal-mime"));
  let count = 0;
  const known = new Map(); // originals, by reader: the copies of one message follow each other
  for await (const line of readline.createInterface({input: process.stdin})) {
    const job = JSON.parse(line), original = fs.readFileSync(job.original), copy = fs.readFileSync(job.copy);
    for (const [name, read] of [["mailparser", mailparser], ["postal-mime", raw => postal(PostalMime, raw)]]) {
      if (known.get(name)?.path !== job.original) known.set(name, {path: job.original, message: await read(original).catch(() => null)});
      const before = known.get(name).message;
      if (before) check(before, await read(copy), job, fault => console.log(`${job.name}, copy of ${job.reader}, ${name}: ${fault}`));
    }
    count++;
  }
  console.log(count + " copies read");
})().catch(e => { console.error(e); process.exit(1); });
