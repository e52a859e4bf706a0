package personal

import "strings"

// Who speaks in a text, and of whom. The words of private affairs have no end; those for "I", "she" and "mother" are few in any
// language. Many of them mean something else in another one ("er", "il", "me"), so each language's are counted apart, and those of the
// language that the text is in tell.

// voice is a kind of small word.
type voice uint8

const (
	voiceAny     voice = iota // any small word of the language: they tell which one it is
	voiceFirst                // of whoever writes: I, my
	voiceThird                // of one other person: she, him
	voiceKin                  // mother, son, widow
	voiceWelcome              // to somebody who is new
	voiceUs                   // of an organisation: we, our
	numVoices
)

// heard is a small word of one language, by its number in tongues.
type heard struct {
	tongue uint8
	voice  voice
}

const numTongues = 7

// anyTongue is of words that count in a text of any language.
const anyTongue = 1<<numTongues - 1

// tongueNames are the languages in the order of tongues.
var tongueNames = [numTongues]string{"fr", "en", "de", "es", "it", "nl", "pt"}

// tongues are the small words, language by language.
var tongues = [numTongues][numVoices]string{
	{"et|les|des|une|est|pour|dans|pas|avec|sur|aux|du|que|qui|au|ce|cette|par|sont|nous|vous|le|la|un|a|d|l|n|qu",
		"je|j|moi|mon|ma|mes|me", "il|elle|lui",
		"père|mère|papa|maman|fils|fille|filles|frère|soeur|mari|épouse|époux|femme|compagne|grand-mère|grand-père|mamie|papi|papy|oncle|tante|" +
			"neveu|nièce|cousine|beau-père|belle-mère|bébé|veuve|veuf|jumeaux|jumelles|gendre|ex-femme|ex-mari|beau-fils|belle-fille", "bienvenue", "nous|notre|nos"},
	{"the|and|of|to|is|for|with|has|was|in|on|at|by|from|this|that|be|are|not|will|but|a|it|we|you",
		"i|my|me|myself", "he|she|him|his|her",
		"mother|father|mum|mam|mom|dad|daddy|mummy|son|daughter|daughters|brother|sister|husband|wife|girlfriend|boyfriend|grandmother|" +
			"grandfather|grandma|grandad|gran|nan|aunt|uncle|niece|nephew|cousin|baby|widow|widower|stepfather|stepmother|twins|ex-wife|ex-husband", "welcome", "we|our|us"},
	{"und|die|der|das|ist|nicht|mit|ein|eine|den|dem|zu|von|im|auf|für|bei|am|sich|wir|hat|es|auch|vom|zur|zum|wird",
		"ich|mich|mir|mein|meine|meinen|meinem|meiner", "er|ihm|ihn|seine|seinen|seinem|seiner",
		"mutter|vater|mama|papa|sohn|söhne|tochter|töchter|bruder|schwester|ehemann|ehefrau|gatte|gattin|oma|opa|großmutter|großvater|onkel|tante|neffe|" +
			"nichte|lebensgefährte|lebensgefährtin|lebenspartner|verlobte|witwe|witwer|zwillinge|baby|enkel|enkelin|schwiegermutter|exmann|exfrau", "willkommen", "wir|uns|unser|unsere|unserem|unseren|unserer"},
	{"el|los|las|del|una|con|para|por|que|se|su|al|en|es|ha|y|no|lo|un|la|le",
		"yo|me|mi|mis|soy|tengo|he|estoy|puedo|sé", "ella|suyo|suya",
		"madre|padre|mamá|papá|hijo|hija|hijos|hermano|hermana|marido|mujer|esposa|esposo|abuela|abuelo|tía|tío|sobrino|sobrina|nieto|nieta|suegra|" +
			"novio|novia|viuda|viudo|bebé|gemelos|pareja", "bienvenido|bienvenida", "nosotros|nuestro|nuestra|nuestros|nuestras"},
	{"il|che|di|per|con|del|della|una|non|ha|gli|nel|alla|si|dal|sono|le|un|la|al|da|i",
		"io|mi|mio|mia|miei|ho|posso", "lui|lei|egli",
		"madre|padre|mamma|papà|figlio|figlia|figli|fratello|sorella|marito|moglie|nonna|nonno|zia|zio|nipote|suocera|fidanzato|fidanzata|vedova|" +
			"vedovo|gemelli|coniuge", "benvenuto|benvenuta", "noi|nostro|nostra|nostri|nostre"},
	{"het|een|van|en|de|niet|met|voor|op|dat|is|te|bij|ook|aan|wordt|naar|om|er|die",
		"ik|mij|mijn|me", "hij|hem|haar|ze",
		"moeder|vader|mama|papa|zoon|dochter|dochters|broer|zus|man|vrouw|echtgenoot|echtgenote|oma|opa|tante|oom|neef|nicht|vriendin|vriend|weduwe|tweeling|" +
			"baby|kleinzoon|schoonmoeder|ex-man|ex-vrouw", "welkom", "wij|we|ons|onze"},
	{"os|do|da|dos|das|uma|um|com|para|por|que|não|em|ao|no|na|se|e|o|a|as",
		"eu|me|meu|minha|meus|minhas|sou|tenho|estou", "ele|ela|dele|dela",
		"mãe|pai|filho|filha|filhos|irmão|irmã|marido|mulher|esposa|esposo|avó|avô|tia|tio|sobrinho|sobrinha|neto|neta|viúva|namorado|bebé|gémeos|sogra", "bem-vindo|bem-vinda", "nós|nosso|nossa|nossos|nossas"},
}

// addVoices adds the small words.
func (d *Detector) addVoices() {
	for t := range tongues {
		for v, words := range tongues[t] {
			d.lexicon.addAll(words, func(n *node) { n.heard = append(n.heard, heard{uint8(t), voice(v)}) })
		}
	}
}

// voices count the small words of a text.
type voices [numTongues][numVoices]int

// own gives the counts of the language that the text is in.
func (v *voices) own() *[numVoices]int {
	best := &v[0]
	for t := range v {
		if v[t][voiceAny] > best[voiceAny] {
			best = &v[t]
		}
	}
	return best
}

// spoken gives the languages that the text may be in, a bit for each: those with half the small words of the one that has most, or all
// where there are few.
func (v *voices) spoken() uint8 {
	const few = 40
	var spoken uint8
	best := v.own()[voiceAny]
	for t := range v {
		if best < few || v[t][voiceAny]*2 >= best {
			spoken |= 1 << t
		}
	}
	return spoken
}

// told tells how much a text speaks of somebody's own life: of a family, of a person whom it need not name again, or in the first
// person, but for letters, whose writers do so whatever they write of.
func (s *signals) told() int {
	const thrice, often = 3, 4
	own := s.voices.own()
	return min(own[voiceKin], 2) + count(own[voiceThird] > 1, own[voiceThird] >= often, own[voiceFirst] >= thrice && !s.greets)
}

// hear counts the word s.text[i:j].
func (s *scanner) hear(list []heard, i, j int) {
	for _, h := range list {
		if h.voice != voiceKin || !s.isTitleOfKin(i, j) {
			s.signals.voices[h.tongue][h.voice]++
			s.signals.welcome = s.signals.welcome || h.voice == voiceWelcome && !s.callsByName(j)
		}
	}
}

// callsByName tells whether a comma and a capital follow what ends at i, as where a portal greets who has signed in: "Welcome, Jane Marlow".
func (s *scanner) callsByName(i int) bool {
	rest, ok := strings.CutPrefix(s.text[i:], ", ")
	return ok && rest != "" && isCapital(rest, 0)
}

// isTitleOfKin tells a word in the middle of a sentence that is part of a name, as those of aunts in recipes are: "Soupe de Tante
// Josiane".
func (s *scanner) isTitleOfKin(i, j int) bool {
	before := strings.TrimRight(s.text[:i], " ")
	return isCapital(s.text, i) && j+1 < len(s.text) && s.text[j] == ' ' && isCapital(s.text, j+1) &&
		before != "" && letterLen(before, len(before)-1) > 0
}
