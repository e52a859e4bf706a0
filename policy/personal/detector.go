// Package personal finds personal data in text and tables, and decides whether a document full of it may leave
// unencrypted.
//
// Every entity is one row of a table (entity.go, identifiers_*.go). A Detector reads each line once: words announce
// values (label.go), values are checked by shape and check digits (scan.go). In tables the column is judged, not the
// cell (table.go). What is found is gathered into records, one for each person (record.go), and the records are
// weighed (decide.go; papers on one person in file.go and subject.go, whose words are in affairs.txt and
// kinds.txt).
//
// It does no I/O, has no clock, and keeps no value it found.
package personal

import (
	"slices"
	"strings"
	"time"

	_ "embed"
)

// Detector finds personal data. It is safe for concurrent use; its zero-cost parts are compiled once by New.
type Detector struct {
	entities  []entity
	byLead    [maxRun][]bareShape // what may stand without a label, by the length of its first token
	lexicon   lexicon
	roles     map[string]bool
	providers map[string]bool
	accounts  map[[2]byte]string // the IBAN registry
	famous    keySet             // those after whom things are named
	allow     allowList
	today     time.Time
}

// bareShape is one way of writing an entity that may stand without a label.
type bareShape struct {
	entity  entityID
	pattern string
	weak    bool
}

// Options are what a Detector cannot know by itself.
type Options struct {
	Allow []string  // the organisation's own identifiers: IBANs, addresses (a@b.org), domains (@b.org or b.org), phone numbers
	Today time.Time // for birth dates; the zero value means: no upper bound (package policy has no clock)
}

// New compiles the tables.
func New(o Options) *Detector {
	d := &Detector{
		entities:  allEntities(),
		roles:     wordSet(roleWords),
		providers: wordSet(personalProviders),
		accounts:  accountTable(),
		allow:     makeAllowList(o.Allow),
		today:     o.Today,
	}
	d.indexShapes()
	d.fillLexicon()
	d.addFamous()
	return d
}

// Detect finds the personal data of a document and decides whether it may leave.
func (d *Detector) Detect(doc Document) Result {
	return d.detect(doc, nil)
}

// Explain is Detect, and tells of every candidate what became of it.
func (d *Detector) Explain(doc Document) (Result, []Candidate) {
	var x explanation
	result := d.detect(doc, &x)
	return result, x.candidates
}

// detect counts over all files of a document, and judges each by itself: a leaflet clears no letter that lies beside it in an archive, nor
// does a form to fill in tell anything of those whom another file names. A mail is judged with what it carries too, and so are the papers
// that lie beside somebody's home and private number.
func (d *Detector) detect(doc Document, x *explanation) Result {
	whole := d.weigh(doc.Blocks, "", x)
	r := whole.result()
	files := doc.members()
	if len(files) > 1 {
		r.Rules = slices.DeleteFunc(r.Rules, func(rule string) bool { return rule == ruleAlone && !whole.isAtHome() || rule == ruleListed })
		r.Refuse = len(r.Rules) > 0
	}
	for i := 0; i < len(files) && !r.Refuse; i++ {
		page := whole
		if len(files) > 1 {
			page = d.weigh(files[i], "", nil)
			r.refuseFor(page.result())
		}
		d.judgeAsides(&r, page, files[i])
	}
	for i, letters := 0, doc.letters(); i < len(letters) && !r.Refuse; i++ {
		r.Rules = d.ofLetter(letters[i])
		r.Refuse = len(r.Rules) > 0
	}
	return r
}

// judgeAsides judges what a file has beside its page by itself: the page clears none that stands in its comments. But whose fields lie
// behind an invoice is who gets it.
func (d *Detector) judgeAsides(r *Result, page *summary, file []Block) {
	for _, blocks := range asides(file) {
		aside := d.weigh(blocks, blocks[0].Place.Part, nil)
		aside.signals.take(kindInvoice, &page.signals)
		r.refuseFor(aside.result())
	}
}

// refuseFor refuses a document for what a stretch of it tells by itself.
func (r *Result) refuseFor(alone Result) {
	if !alone.Refuse || r.Refuse {
		return
	}
	r.Refuse, r.Rules = true, alone.Rules
	if len(r.Findings) == 0 {
		r.Findings, r.Persons = alone.Findings, alone.Persons
	}
}

// weigh reads blocks as one text, whose body is in one part of the file, be it its comments.
func (d *Detector) weigh(blocks []Block, body string, x *explanation) *summary {
	s := newSummary(d)
	s.body = body
	blocks = joinRecords(blocks)
	for i := range blocks {
		if i > 0 && !slices.Equal(blocks[i].Place.Path, blocks[i-1].Place.Path) {
			s.signals.top = 0
		}
		newBlockReader(d, &blocks[i], s, x).read()
	}
	return s
}

func (d *Detector) indexShapes() {
	for id := range d.entities {
		e := &d.entities[id]
		for _, pattern := range e.bare {
			d.addShape(bareShape{entityID(id), pattern, false})
		}
		for _, pattern := range e.weak {
			d.addShape(bareShape{entityID(id), pattern, true})
		}
	}
}

func (d *Detector) addShape(b bareShape) {
	lead := leadLen(b.pattern)
	d.byLead[lead] = append(d.byLead[lead], b)
}

// firstNames are given names, a fact each: from public statistics of names, from the locales of faker-js (MIT), and from
// what people of many origins are called.
//
//go:embed firstnames.txt
var firstNames string

func (d *Detector) fillLexicon() {
	l := &d.lexicon
	for _, f := range flagWords {
		if f.flags&flagSmall != 0 {
			l.addAll(f.words, func(n *node) { n.flags |= f.flags })
		}
	}
	for _, f := range flagWords {
		l.addAll(f.words, func(n *node) { n.flags |= f.flags })
	}
	l.addAll(publicWords, func(n *node) { n.flags |= flagPublic })
	l.addAll(qualifiers, func(n *node) { n.flags |= flagQualifier })
	l.addAll(workWords, func(n *node) { n.flags |= flagWork })
	for i, names := range monthNames {
		l.addAll(names, func(n *node) { n.month = uint8(i + 1) })
	}
	for name := range strings.FieldsSeq(firstNames) {
		if n := l.add(name); n != nil {
			n.flags |= flagFirstName
		}
	}
	d.addLabels()
	d.addSignals()
	d.addVoices()
}

func (d *Detector) addLabels() {
	for id := range d.entities {
		for _, phrases := range d.entities[id].labels.all() {
			d.addLabel(phrases, concept(id))
		}
	}
	for _, f := range fieldLabels {
		if f.field == fieldMember || f.field == fieldRole {
			d.addLabel(f.labels, fieldPerson)
		}
		d.addLabel(f.labels, f.field)
	}
	for _, f := range sensitiveFields {
		d.addLabel(f.words, concept(f.entity))
	}
	for _, h := range sensitiveHeads {
		d.addLabel(h.words, headings+concept(h.entity))
	}
	for _, w := range sensitiveWords {
		d.addMentions(w.words, w.entity)
	}
	for _, g := range genericLabels {
		for id := range d.entities {
			if d.entities[id].generic&g.kind != 0 {
				d.addLabel(g.phrases, concept(id))
			}
		}
	}
	d.lexicon.addAll(nearLabels, func(n *node) {
		if n.label != nil {
			n.label.near = true
		}
	})
}

func (d *Detector) addLabel(phrases string, c concept) {
	if phrases == "" {
		return
	}
	d.lexicon.addAll(phrases, func(n *node) {
		if n.label == nil {
			n.label = &label{}
		}
		if !slices.Contains(n.label.concepts, c) {
			n.label.concepts = append(n.label.concepts, c)
		}
	})
}

// addMentions adds words of articles 9 and 10. Those that are fields too, "blood type", say nothing without a value.
func (d *Detector) addMentions(words string, id entityID) {
	d.lexicon.addAll(words, func(n *node) {
		if n.label == nil {
			n.label = &label{}
		}
		if !n.label.names(concept(id)) {
			n.label.concepts = append(n.label.concepts, mentions+concept(id))
		}
	})
}

// genericLabels stand before the numbers of many countries.
var genericLabels = []struct {
	kind    generic
	phrases string
}{
	{genericSocial, "social security number|social insurance number|social security|número de la seguridad social|" +
		"número de segurança social|numero di previdenza sociale|socialezekerheidsnummer"},
	{genericTax, "tax id|tax identification number|taxpayer identification number|tax number|tin|tax identifier|" +
		"tax identification code|fiscal code|fiscal number|tax id number|tax reference number|numéro fiscal|" +
		"identifiant fiscal|numéro d'identification fiscale|" +
		"fiscaal nummer|fiscaal identificatienummer"},
	{genericIdentity, "national id|national id number|national identification number|national identity number|" +
		"national number|personal identification number|personal identity number|personal identity code|" +
		"personal id|personal id number|personal number|identity number|citizen number|civil registration number|" +
		"identity card number|national register number|" +
		"numéro national|numéro national d'identité|numéro d'identification national|identifiant national|" +
		"code personnel|numéro personnel|code d'identification personnel|" +
		"numéro d'identité|numéro de registre national|numéro d'identification personnel|personenkennziffer|" +
		"personenkennzahl|personalnummer des staates|nationale identifikationsnummer|" +
		"persönliche identifikationsnummer|identitätsnummer|" +
		"número de identidad|número de identificación|número de identificación personal|documento de identidad|" +
		"numero di identità|numero di identificazione personale|identificatienummer|persoonsnummer|" +
		"persoonlijk nummer|nationaal nummer|número de identificação|número de identidade|" +
		"número de identificação pessoal|identity document number|national identifier"},
}

// nearLabels mean something else elsewhere: their value must follow at once.
const nearLabels = "dn|d n|cb|pan|compte|call|tc|ss|cc|rc|rn|nn|ni|kt|ik|pk|c f|cf|c i|documento|geb|geburt|mobile|fixe|" +
	"cell|c c|matricule|eid|ins|ine|bea|ina|spi|matični broj|contacto|né+le|né+e|nés+le|" +
	"ur|nar|szül|synt|född|født|dzimis|rođen|f datum"
