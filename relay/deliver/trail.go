package deliver

import (
	"regexp"
	"strings"

	"souspli/policy/address"
	"souspli/store"
)

// forTrail takes out of an answer what the next hop repeats of this copy: servers name people without an at-sign too
// ("mailbox jean is full", "jean=40asso.example"), and quote subjects.
func forTrail(text string, to store.Recipient, e store.Envelope) string {
	for _, known := range []string{localPart(to.Address), localPart(e.From), to.Name, e.Subject} {
		if len(known) < 3 || !strings.Contains(strings.ToLower(text), strings.ToLower(known)) {
			continue // shorter than that it would be any word
		}
		word := regexp.MustCompile(`(?i)(^|[^\pL\pN])` + regexp.QuoteMeta(known) + `($|[^\pL\pN])`)
		for word.MatchString(text) { // neighbours share a space
			text = word.ReplaceAllString(text, "${1}***${2}")
		}
	}
	return text
}

// localPart gives what stands before the at-sign, without quotes.
func localPart(clear string) string {
	a, err := address.Parse(clear)
	if err != nil {
		return ""
	}
	local := strings.TrimSuffix(a.Reveal(), "@"+a.Domain())
	return strings.Trim(local, `"`)
}

// answerCodes finds the codes with which an answer begins.
var answerCodes = regexp.MustCompile(`^[2-5]\d\d( [245]\.\d{1,3}\.\d{1,3}\b)?`)

// forLog gives what of an answer may stand in a log: the codes alone, since the words are a stranger's and can hold anything.
// What is no answer is in our own words.
func forLog(text string) string {
	if codes := answerCodes.FindString(text); codes != "" {
		return codes
	}
	return text
}
