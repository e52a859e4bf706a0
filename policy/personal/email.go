package personal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// email reads an address around the "@" at i and gives the place to go on from (RFC 5321 section 4.1.2, unquoted).
func (s *scanner) email(i int) int {
	start, end := localStart(s.text, i), domainEnd(s.text, i+1)
	if start == i || end == i+1 || i-start > 64 {
		return i + 1
	}
	address := strings.ToLower(s.text[start:end])
	local, domain, _ := strings.Cut(address, "@")
	if !isMailDomain(domain) {
		return i + 1
	}
	if s.allow.email(local, domain) {
		s.note(entEmail, "allow", "the organisation's own")
		return end
	}
	m := s.emailMarks(local, domain)
	s.signals.speaks = s.signals.speaks || m&markSpeaks != 0 && !s.aside
	s.hearMailed(local)
	s.add(hit{key: hash(address), entity: entEmail, part: concept(entEmail), marks: m})
	s.noteKept(entEmail, m)
	return end
}

// emailMarks tells what kind of address it is: an organisation's, an example, a person's at a provider for everyone.
func (d *Detector) emailMarks(local, domain string) marks {
	m := markLabelled
	switch {
	case d.isRole(local):
		m |= markRole
	case isExampleDomain(domain):
		m |= markExample
	case d.isPersonalProvider(domain):
		m |= markPrivate
		if speaks(local) {
			m |= markSpeaks
		}
	}
	return m
}

// speaks tells whether a local part is a first and a last name: two words of letters, figures behind them.
func speaks(local string) bool {
	words := 0
	for word := range strings.FieldsFuncSeq(strings.TrimRight(local, "0123456789"), func(r rune) bool { return r == '.' || r == '_' || r == '-' }) {
		if letterCount(word) != len(word) || len(word) < 2 {
			return false
		}
		words++
	}
	return words >= 2 && words <= 5
}

// localStart goes back to where a local part begins; letters of any alphabet may stand in it (RFC 6531).
func localStart(s string, i int) int {
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !isLocalByte(s[i-1]) && (size == 1 || !unicode.IsLetter(r)) {
			break
		}
		i -= size
	}
	for i < len(s) && (s[i] == '.' || s[i] == '\'' || s[i] == '-') {
		i++
	}
	return i
}

func isLocalByte(c byte) bool {
	switch c {
	case '.', '_', '%', '+', '-', '\'', '&':
		return true
	}
	return isAlnum(c)
}

func domainEnd(s string, i int) int {
	for i < len(s) {
		n := letterLen(s, i)
		if n == 0 && (isDigit(s[i]) || s[i] == '-' || s[i] == '.') {
			n = 1
		}
		if n == 0 {
			break
		}
		i += n
	}
	for i > 0 && (s[i-1] == '.' || s[i-1] == '-') {
		i--
	}
	return i
}

// isMailDomain wants labels, a dot, and a top level of letters that is no file's extension: "icon@2x.png" is a
// picture.
func isMailDomain(domain string) bool {
	dot := strings.LastIndexByte(domain, '.')
	if dot < 1 || strings.Contains(domain, "..") {
		return false
	}
	top := domain[dot+1:]
	if len(top) < 2 || len(top) > 24 {
		return false
	}
	for i := range len(top) {
		if top[i] < 'a' || top[i] > 'z' {
			return strings.HasPrefix(top, "xn--")
		}
	}
	switch top {
	case "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "html", "json", "txt", "py", "go", "exe", "dll",
		"local", "localdomain", "lan", "internal":
		return false
	}
	return true
}

// isExampleDomain knows the domains of RFC 2606 and what people write in their place.
func isExampleDomain(domain string) bool {
	for label := range strings.SplitSeq(domain, ".") {
		switch label {
		case "example", "exemple", "ejemplo", "esempio", "beispiel", "voorbeeld", "exemplo", "invalid", "localhost",
			"test", "domain", "domaine", "yourdomain", "mydomain", "acme", "foo", "bar":
			return true
		}
	}
	return false
}

// roleWords begin the addresses that are read by whoever is on duty.
const roleWords = "|contact|contacts|contacto|contatti|contato|kontakt|info|infos|information|informations|" +
	"informacion|informazioni|informatie|accueil|secretariat|secretaria|segreteria|sekretariat|secretariaat|" +
	"mairie|commune|ville|gemeinde|rathaus|gemeente|comune|ayuntamiento|camara|" +
	"admin|administration|administracion|amministrazione|verwaltung|administrateur|administrator|root|webmaster|" +
	"postmaster|hostmaster|abuse|security|noreply|no-reply|ne-pas-repondre|nepasrepondre|donotreply|" +
	"mailer-daemon|support|help|helpdesk|aide|hilfe|ayuda|assistance|" +
	"service|services|servicio|servizio|sav|serviceclient|service-client|client|clients|clientes|customer|" +
	"customerservice|kundenservice|klantenservice|sales|vente|ventes|ventas|vendite|vertrieb|verkoop|" +
	"commercial|commerciale|comercial|commande|commandes|order|orders|bestellung|bestellungen|pedidos|ordini|bestelling|encomendas|achats|purchasing|einkauf|compras|acquisti|inkoop|" +
	"facturation|facture|factures|billing|invoice|invoices|rechnung|buchhaltung|comptabilite|compta|accounting|" +
	"administratie|contabilidad|contabilita|contabilidade|presse|press|prensa|stampa|pers|imprensa|" +
	"communication|com|comunicacion|comunicazione|media|marketing|newsletter|news|" +
	"direction|direccion|direzione|direktion|office|bureau|buero|ufficio|oficina|kantoor|hello|hallo|bonjour|hola|" +
	"ciao|team|equipe|equipo|staff|rh|hr|jobs|job|career|careers|recrutement|emploi|bewerbung|personal|empleo|" +
	"lavoro|vacature|formation|formations|" +
	"reservation|reservations|reservas|prenotazioni|booking|reception|rezeption|recepcion|receptie|ecole|college|" +
	"lycee|school|schule|escuela|scuola|school|bibliotheque|mediatheque|library|bibliothek|biblioteca|" +
	"bibliotheek|musee|museum|museo|theatre|sport|sports|" +
	"rgpd|gdpr|dpo|dsgvo|datenschutz|privacy|privacidad|avg|cnil|donneespersonnelles|urbanisme|etatcivil|" +
	"etat-civil|ccas|police|crèche|creche|periscolaire|technique|techniques|services-techniques|association|" +
	"asso|verein|club|comite|bde|syndicat|president|tresorier|tresorerie|secretaire|" +
	"git|svn|github|gitlab|dev|devops|ops|api|bot|system|daemon|www|web|mail|email|e-mail|list|liste|listes|lists|" +
	"announce|users|user|username|someone|somebody|nobody|anyone|you|your|name|votre|nom|test|demo|example|" +
	"exemple|sample|cabinet|pharmacie|mairie-de|ce|dsi|informatique|it|edv|boutique|shop|store|magasin|hotel|" +
	"restaurant|garage|agence|agency|agentur|agencia|agenzia|standard|greffe|prefecture|enquiries|enquiry|" +
	"general|geral|post|poststelle|zentrale|mailbox|"

// isRole tells contact@, mairie.toulouse@ and ce.0750001a@ from a person's address: its first word or its last is a
// role.
func (d *Detector) isRole(local string) bool {
	if d.roles[local] {
		return true
	}
	first, last := local, local
	if k := strings.IndexAny(local, "._-+"); k > 0 {
		first = local[:k]
		last = local[strings.LastIndexAny(local, "._-+")+1:]
	}
	return len(first) > 1 && d.roles[strings.TrimRight(first, "0123456789")] || d.roles[last]
}

// personalProviders give addresses to anybody.
const personalProviders = "|gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|aol|icloud|me|mac|" +
	"protonmail|proton|pm|gmx|web|mail|tutanota|tuta|zoho|mailo|laposte|orange|wanadoo|free|sfr|neuf|bbox|" +
	"numericable|club-internet|aliceadsl|cegetel|9online|libertysurf|voila|noos|" +
	"t-online|freenet|arcor|1und1|posteo|mailbox|vodafone|kabelmail|online|bluewin|hispeed|sunrise|skynet|telenet|" +
	"proximus|scarlet|belgacom|voo|ziggo|kpnmail|kpnplanet|planet|xs4all|hetnet|home|chello|upcmail|libero|" +
	"virgilio|tiscali|alice|tin|fastwebnet|email|inwind|iol|" +
	"telefonica|terra|ono|sapo|netcabo|iol|btinternet|talktalk|sky|virginmedia|ntlworld|blueyonder|o2|wp|onet|" +
	"interia|op|poczta|seznam|centrum|azet|abv|mail|inbox|eircom|telia|comhem|aon|luxweb|pt|vo|yandex|ukr|" +
	"freemail|citromail|kolumbus|luukku|elisanet|bredband|tele2|spray|siol|otenet|forthnet|rambler|bk|volny|atlas|qq|163|naver|" +
	"rediffmail|fastmail|tutamail|"

func (d *Detector) isPersonalProvider(domain string) bool {
	name, top, ok := strings.Cut(domain, ".")
	if !ok || !d.providers[name] {
		return false
	}
	return top != "gouv.fr" && !strings.Contains(top, "gov")
}

// wordSet makes a set of words separated by "|".
func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.SplitSeq(words, "|") {
		if word != "" {
			set[word] = true
		}
	}
	return set
}
