package personal

import (
	"slices"
	"strings"
)

// noteTitle looks whether a short line, a sheet or a file is named after a school class: "Liste 5e C", "Classe de CE2", "Klasse 4b", or says that a list
// follows. What heads a column does not say that.
func (s *signals) noteTitle(line string, heads bool) {
	const longest, last = 80, 10_000 // bytes; lines
	if len(line) > longest || s.top > last || s.class && s.top > titleLines {
		return
	}
	words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t,;:.()/_–—-°º'’", r) })
	list := !heads && s.top <= titleLines && slices.ContainsFunc(words, isListWord)
	s.class = s.class || namesClass(words) || list && slices.ContainsFunc(words, isClass)
	s.lists = s.lists || list
}

// namesClass tells whether one of the words, or two of them, are a class.
func namesClass(words []string) bool {
	before := ""
	for i, word := range words {
		after := ""
		if i+1 < len(words) {
			after = words[i+1]
		}
		school := isClassWord(before) || i > 1 && isClassWord(words[i-2])
		switch {
		case isYear(word, after), strings.Contains("|CE1|CE2|CM1|CM2|", "|"+word+"|"), school && strings.Contains("|CP|PS|MS|GS|", "|"+word+"|"):
			return true
		case school && len(word) <= 3 && isDigit(word[0]) && word[0] != '0' && (len(word) == 1 || letterCount(word) > 0):
			return true
		case len(word) == len("6eA") && isGrade(word[:2]) && isAlnum(word[2]) && upper(word[2]) == word[2]:
			return true
		case isGrade(word) && (len(after) == 1 && isAlnum(after[0]) && upper(after[0]) == after[0]):
			return true
		}
		before = word
	}
	return false
}

// isListWord tells what a list is called in a title, alone or at the end of a longer word: "Geburtstagsliste".
func isListWord(word string) bool {
	word = strings.ToLower(word)
	return hasAny(word, strings.HasSuffix, "liste", "lijst") || strings.Contains("|listes|listing|list|lista|elenco|relación|annuaire|directory|", "|"+word+"|")
}

func isClassWord(word string) bool {
	word = strings.ToLower(word)
	return hasAny(word, strings.HasSuffix, "klasse", "klas") || strings.Contains("|classe|class|form|year|clase|curso|turma|classes|sezione|", "|"+word+"|")
}

// isYear tells the years of English schools: Y9, Yr 9, Yr11.
func isYear(word, after string) bool {
	year, ok := strings.CutPrefix(word, "Y")
	if short, shortened := strings.CutPrefix(year, "r"); shortened {
		year = short + after[:min(len(after), 2*count(short == ""))]
	}
	return ok && year != "" && len(year) <= 2 && isDigits(year) && number(year) > 0 && number(year) <= 13
}

// isGrade tells the years of French secondary schools, which a letter or figure follows: 6e B, 3ème 2, Tle 4.
func isGrade(word string) bool {
	word = strings.ToLower(word)
	if strings.Contains("|tle|terminale|2nde|seconde|1re|1ère|première|", "|"+word+"|") {
		return true
	}
	return len(word) > 1 && word[0] >= '3' && word[0] <= '6' && strings.Contains("|e|è|ème|eme|", "|"+word[1:]+"|")
}
