package attachment

import (
	"regexp"
	"strings"
	"unicode"

	"souspli/policy/personal"
)

// The words for a password, and how one is told: after a colon, after a verb, or right behind an abbreviation.
const passwordWords = `mots? de passe|motdepasse|mdp|passwords?|passwd|pass[ -]?phrase|passcode|pwd|kennwort|passwort|` +
	`contrase[nñ]a|senha|palavra-passe|wachtwoord|parola d['’]ordine|` +
	`code (?:d['’]acc[eè]s|d['’]ouverture|secret|pin|zip|de l['’]archive|du zip|du fichier|pour (?:l['’])?ouvrir)|` +
	`cl[eé] (?:de d[eé]chiffrement|d['’]ouverture)|decryption key`

var (
	passwordTold   = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + passwordWords + `)((?:[ \t]+[\pL'’._()-]+){0,7}?)[ \t]*([ \t](?:est|is|ist|es|è|é)[ \t]*[:=]|:|=|->|→|[ \t](?:est|is|ist|es|è|é|sera|will be)[ \t])[ \t]*([^\r\n]+)`)
	passwordQuoted = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + passwordWords + `)[ \t]*[«“"][ \t\x{A0}]*([^\s«»“”"]{3,})[ \t\x{A0}]*[»”"]`)
	passwordShort  = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:mdp|pwd|passwd)[ \t_-]+([^\s:=]+)`)
	passwordFile   = regexp.MustCompile(`(?i)^[\s_.-]*(?:le[ _-]|the[ _-])?(?:` + strings.ReplaceAll(passwordWords, " ", "[ _-]?") + `)[\s_-]*(?:[\pL\pN]+[\s_-]*){0,4}\.(?:txt|md|rtf|docx?|odt|pdf|html?|csv|xlsx?|eml)$`)
)

// PasswordHint says whether a text holds what looks like a password told to its reader: "mdp : Toto2024",
// "the password is hunter2". A promise to send it another way is none.
func PasswordHint(text string) bool {
	if !mentionsPassword(text) {
		return false
	}
	text = strings.NewReplacer("\u00A0", " ", "\u202F", " ").Replace(text) // French puts them before a colon
	for _, m := range passwordTold.FindAllStringSubmatch(text, 50) {
		told := strings.ContainsAny(m[2], ":=>→")
		if likelySecret(m[3], told) {
			return true
		}
	}
	for _, m := range passwordShort.FindAllStringSubmatch(text, 50) {
		if likelySecret(m[1], false) {
			return true
		}
	}
	return passwordQuoted.MatchString(text)
}

// hint says whether a block holds what looks like a password.
func hint(b personal.Block) bool {
	if b.Place.Part == personal.PartName {
		return false
	}
	if b.Text != "" {
		return PasswordHint(b.Text)
	}
	for _, row := range b.Table {
		for i := range row {
			if PasswordHint(row[i]) || i+1 < len(row) && PasswordHint(row[i]+": "+row[i+1]) {
				return true
			}
		}
	}
	return false
}

// earlyText is how much of a text is looked at for a password that opens another file: who tells one does so in a short note.
const earlyText = 64 << 10

// hintEarly says whether the beginning of a document holds what looks like a password.
func hintEarly(blocks []personal.Block) bool {
	left := earlyText
	for _, b := range blocks {
		if len(b.Table) > 200 {
			b.Table = b.Table[:200]
		}
		b.Text = b.Text[:min(len(b.Text), left)]
		if left -= len(b.Text) + len(b.Table)*cellCost; hint(b) {
			return true
		}
		if left <= 0 {
			return false
		}
	}
	return false
}

// mentionsPassword looks for what all the password words have in common: most texts end here.
func mentionsPassword(text string) bool {
	lower := strings.ToLower(text)
	for _, root := range []string{"pass", "mdp", "pwd", "wort", "contrase", "senha", "wachtwoord", "parola", "code ", "clé ", "cle ", "key"} {
		if strings.Contains(lower, root) {
			return true
		}
	}
	return false
}

// passwordName says whether a file is called what a file with a password is called: "password.txt", "mdp.docx".
func passwordName(name string) bool {
	name = strings.TrimSpace(name[strings.LastIndexAny(name, "/\\")+1:])
	return len(name) < 256 && passwordFile.MatchString(name)
}

// likelySecret judges what stands where a password would. After a colon any word may be one; after a verb it must
// look made up: digits, signs or capitals inside, or quotation marks around it.
func likelySecret(after string, told bool) bool {
	quoted := strings.HasPrefix(after, `"`) || strings.HasPrefix(after, "«") || strings.HasPrefix(after, "“") || strings.HasPrefix(after, "'")
	fields := strings.FieldsFunc(after, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("«»“”\"<>", r) })
	if len(fields) == 0 {
		return false
	}
	word := strings.Trim(fields[0], ".,;:()[]'’")
	if len(word) < 3 || strings.Trim(word, "*•.xX-_…?") == "" || promise(word) {
		return false
	}
	if quoted || madeUp(word) {
		return true
	}
	return told && (len(fields) == 1 || !sentence(fields))
}

// promise lists words that follow "password:" where no password does.
func promise(word string) bool {
	switch strings.ToLower(word) {
	case "envoyé", "envoye", "envoyée", "transmis", "communiqué", "communique", "donné", "fourni", "par", "suit", "sera", "vous",
		"voir", "sms", "téléphone", "telephone", "séparément", "separement", "votre", "ton", "celui", "habituel", "oublié",
		"requis", "obligatoire", "minimum", "will", "sent", "see", "separately", "your", "the", "same", "usual", "forgotten",
		"required", "none", "aucun", "follows", "by", "via", "per", "nous", "please", "merci", "dans", "sur", "à", "not", "pas",
		"demandez", "demander", "appelez", "contactez", "ask", "call", "n/a", "protégé", "protected", "folgt", "wird", "ihr":
		return true
	}
	return false
}

// madeUp: digits, signs or a capital inside a word.
func madeUp(word string) bool {
	for i, r := range word {
		if unicode.IsDigit(r) || i > 0 && unicode.IsUpper(r) || strings.ContainsRune("!@#$%&*+=_?/\\^~", r) {
			return true
		}
	}
	return false
}

// sentence: three and more ordinary words in a row are prose.
func sentence(fields []string) bool {
	if len(fields) < 3 {
		return false
	}
	for _, f := range fields[:3] {
		if madeUp(strings.Trim(f, ".,;:")) {
			return false
		}
	}
	return true
}
