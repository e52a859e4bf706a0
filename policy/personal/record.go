package personal

// hit is one value found, without the value: what it is, where it stands, and a hash that tells it from others.
type hit struct {
	key    uint64
	line   int32   // of the block, from 0
	window int32   // like line, but long lines count as several: distances are measured in it
	col    int16   // of a table, from 0; -1 in text
	part   concept // the label or column that named it
	marks  marks
	entity entityID
}

// marks qualify a hit.
type marks uint16

const (
	markLabelled marks = 1 << iota // a label or column vouches for it
	markBare                       // its shape alone
	markWeak                       // its shape alone, and chance makes such shapes: never enough without company
	markRole                       // contact@, mairie@, 08 numbers: an organisation's
	markExample                    // at a domain reserved for examples; a name that lives in examples only
	markPrivate                    // a mobile phone, a personal mail provider, a home
	markFull                       // a name with first and last part
	markDoctor                     // a professional's name
	markAlone                      // a name that has its line, or its cell, for itself
	markOrg                        // not a person: an organisation stands here
	markLeads                      // a name that begins its line
	markSpeaks                     // an e-mail address that tells its owner's name
	markOffice                     // a name that speaks for an organisation: "M. Le Goff, président", "represented by"
	markBorn                       // a name that only a birth or a home behind it vouches for
	markDead                       // not a value: the person has died
	markNoted                      // a name with what was paid, or a mark, behind it

	notAValue = markOrg | markDead
)

// The weights and limits of a record (research: personal-data.md 3.1 and 3.2).
const (
	recordWeight   = 50 // a record counts from this score on, with two categories
	nameWeight     = 10 // a name that an address tells
	fullNameWeight = 30 // first and last name together; one of them alone is the entity's 10
	roleWeight     = 2
	windowLines    = 12 // a record in running text
	formLines      = 40 // a record in a form, whose fields are labelled
)

// record gathers what is said of one person.
type record struct {
	weight   [numCategories]int
	marks    marks
	begun    bool
	start    int32 // window lines
	last     int32
	lead     *hit // what names or describes the person first
	labelled int  // values with a label
	pays     int  // columns of pay, in a row

	first     bool // has a first name
	family    bool // has a last name
	surname   bool // … in a field that says so
	plain     bool // a field says "name", of whatever part
	named     bool // by a label, a civility, or with both parts
	nameField bool // the name stands in a field or column of its own
	example   bool // an e-mail address at an example domain
	office    bool // an e-mail address of a role, such as contact@
	sensitive bool // a value of articles 9 and 10 in a field or column of its own
	mention   bool // a word of articles 9 and 10 beside the rest
	row       bool // a row of a table
	line      bool // a line of text, all of it
	leads     bool // a name begins its line
	alone     bool // a full name begins the record and has its line for itself
	dead      bool // who was born has died
	guest     bool // among people invited together, who see each other's names and addresses
	fictive   bool // the name is of a family that lives in examples only
}

// add counts a hit of an entity.
func (r *record) add(h *hit, e *entity) {
	if !r.begun {
		r.begun, r.start = true, h.window
	}
	r.marks |= h.marks & (markPrivate | markOrg | markLabelled)
	r.last = h.window
	if h.marks&markDead != 0 {
		r.dead = true
	}
	if h.marks&notAValue != 0 {
		return
	}
	if r.lead == nil && e.category != catSensitive {
		r.lead, r.start = h, h.window
		r.alone = e.category == catName && h.marks&(markFull|markAlone) == markFull|markAlone
	}
	r.pays += count(h.entity == entPay && h.col >= 0)
	weight := e.weight
	if h.marks&markRole != 0 {
		weight = roleWeight
	}
	if h.marks&markLabelled != 0 && e.category != catEmail {
		r.labelled++
	}
	switch e.category {
	case catName:
		r.fictive = r.fictive || h.marks&markExample != 0
		weight = r.addName(h, weight)
	case catEmail:
		r.office = r.office || h.marks&markRole != 0
		if h.marks&(markExample|markRole) == markExample {
			r.example = true
			weight = roleWeight
		}
		if h.marks&markSpeaks != 0 {
			r.named = true
			r.weight[catName] = max(r.weight[catName], nameWeight)
		}
	case catSensitive:
		if h.marks&markLabelled == 0 {
			r.mention = true // it makes what else is known weigh more, and is no knowledge by itself
			return
		}
		r.sensitive = true
	}
	r.weight[e.category] = max(r.weight[e.category], weight)
}

func (r *record) addName(h *hit, weight int) int {
	switch {
	case h.marks&markFull != 0:
		r.first, r.family = true, true
	case h.part == fieldFirstName:
		r.first = true
	case h.part == fieldLastName, h.part == fieldPerson:
		r.family = true
		r.surname, r.plain = r.surname || h.part == fieldLastName, r.plain || h.part == fieldPerson
		r.first = r.first || r.surname && r.plain // "Nombre" beside "Apellidos"
	}
	if h.marks&markDoctor == 0 && h.marks&(markLabelled|markFull) != 0 {
		r.named = true
	}
	r.leads = r.leads || h.marks&(markLeads|markDoctor) == markLeads
	r.nameField = r.nameField || h.part >= fieldFirstName && h.part <= fieldPerson
	if r.first && r.family {
		return fullNameWeight
	}
	return weight
}

// finish weighs what only the whole record tells: an address at an example domain counts beside a name, and a phone
// and a postal address are the office's where the e-mail address is.
func (r *record) finish(exampleWeight int) {
	if r.dead {
		r.weight[catBirth] = 0
		if r.row {
			r.weight[catAddress] = 0
		}
	}
	if r.fictive {
		r.weight, r.marks = [numCategories]int{}, 0
	}
	if r.office && !r.has(catEmail) && r.marks&markPrivate == 0 {
		r.weight[catPhone] = min(r.weight[catPhone], roleWeight)
		r.weight[catAddress] = min(r.weight[catAddress], roleWeight)
	}
	if r.example && r.has(catName) {
		r.weight[catEmail] = max(r.weight[catEmail], exampleWeight)
	}
}

// has tells whether the record holds one of these categories with more than a role's weight.
func (r *record) has(categories ...category) bool {
	for _, c := range categories {
		if r.weight[c] > roleWeight {
			return true
		}
	}
	return false
}

// categories counts them.
func (r *record) categories() int {
	n := 0
	for _, w := range r.weight {
		if w > roleWeight {
			n++
		}
	}
	return n
}

// score is the sum over the categories; what articles 9 and 10 of the GDPR protect doubles it.
func (r *record) score() int {
	sum := 0
	for _, w := range r.weight {
		sum += w
	}
	if r.sensitive || r.mention {
		sum *= 2
	}
	return sum
}

// counts tells whether the record is a person's: enough is known, and something in it names a person rather than an
// organisation.
func (r *record) counts() bool {
	return r.has(catName, catBirth, catIdentity) && r.categories() >= 2 && r.score() >= recordWeight
}

// atHome tells whether the address in the record is a person's: no organisation stands beside it, or the way to reach
// them is private.
func (r *record) atHome() bool {
	return r.has(catAddress) && (r.marks&markPrivate != 0 || r.marks&markOrg == 0)
}

// heavy tells whether the record holds what weighs in small numbers already.
func (r *record) heavy() bool {
	private := r.marks&markPrivate != 0
	return r.has(catBirth, catMoney, catIdentity) || r.sensitive || r.atHome() || private && (r.has(catSchool) || r.mention && r.named)
}

// merge adds what another record of the same document says.
func (r *record) merge(o *record) {
	for c, w := range o.weight {
		r.weight[c] = max(r.weight[c], w)
	}
	r.marks |= o.marks
	r.first, r.family = r.first || o.first, r.family || o.family
	r.named, r.nameField = r.named || o.named, r.nameField || o.nameField
	r.sensitive, r.mention = r.sensitive || o.sensitive, r.mention || o.mention
	r.dead = r.dead || o.dead
	r.labelled += o.labelled
}
