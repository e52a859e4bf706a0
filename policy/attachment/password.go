package attachment

import (
	"regexp"
	"strings"
	"unicode"
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
