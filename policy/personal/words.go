package personal

// The words that the lexicon knows one by one.

// flagWords give single words their meaning.
var flagWords = []struct {
	flags wordFlags
	words string
}{
	{flagSmall, "de|du|des|d|l|la|le|les|of|the|del|dello|della|dei|degli|delle|di|do|dos|das|der|die|den|dem|van|" +
		"het|et|und|and|en|von|vom|zur|ihr|ihre|mon|ma|votre|vos|your|my|his|her|son|sa|su|los|las|lo|gli|os|as|" +
		"da|al|am|aux"},
	{flagCivility, "m|mr|mme|mlle|mrs|ms|miss|monsieur|madame|mademoiselle|messieurs|mesdames|herr|frau|herrn|" +
		"fräulein|sr|sra|srta|señor|señora|don|doña|sig|signor|signora|signore|sigra|dhr|mevr|mevrouw|mw|mvr|meneer|heer|hr|frl|" +
		"senhor|senhora|dona|mister|sir|lady|famille|fam|family|familie|familia|famiglia|família"},
	{flagCivility | flagDoctor, "dr|drs|docteur|doctor|doktor|dott|dottor|dottore|dottssa|dottoressa|pr|prof|" +
		"professeur|professor|professore|profesor|me|maître|dra|doctora|doutor|doutora"},
	{flagParticle | flagSmall, "de|du|des|d|la|le|van|von|der|den|da|das|do|dos|di|del|della|al|ben|bin|ould|abd|" +
		"abdel|ter|ten|zu|af|av"},
	{flagParticle, "ní|nic|uí|ó|mac|ibn|bint|ait|aït|el|o|y|e"},
	{flagWay, "jalan|jl|rue|avenue|av|ave|boulevard|bd|bld|bvd|allée|allee|allées|chemin|impasse|imp|place|pl|quai|" +
		"route|rte|square|sq|cours|passage|sentier|ruelle|venelle|esplanade|promenade|rond-point|faubourg|fbg|" +
		"lotissement|lot|résidence|hameau|lieu-dit|lieudit|cité|villa|clos|traverse|montée|parvis|" +
		"via|viale|vicolo|piazza|piazzale|corso|largo|contrada|calle|avda|avenida|paseo|plaza|carrer|ronda|" +
		"travesía|carretera|glorieta|camino|rua|travessa|praça|estrada|alameda|calçada|beco|ulica|ul"},
	{flagWayAfter, "street|road|lane|drive|close|crescent|gardens|terrace|grove|court|row|mews|hill|park|green|" +
		"walk|rise|straße|strasse|str|weg|platz|gasse|ring|ufer|damm|straat|laan|plein|gracht|kade|singel|dreef|" +
		"hof|steenweg|dijk|gatan|vägen|gade|vej|gata"},
	{flagOrg, "lycée|collège|école|ecole|université|faculté|institut|institution|fondation|théâtre|cinéma|" +
		"bibliothèque|médiathèque|musée|galerie|hôpital|hopital|clinique|chu|ehpad|crèche|pharmacie|cabinet|" +
		"laboratoire|garage|boulangerie|" +
		"boucherie|restaurant|hôtel|librairie|fleuriste|coiffure|ets|établissements|sarl|sas|sasu|eurl|sa|scp|sci|" +
		"scop|sté|société|entreprise|holding|compagnie|cie|association|amicale|comité|fédération|ligue|" +
		"syndicat|mairie|préfecture|sous-préfecture|ministère|agence|tribunal|notaire|étude|" +
		"school|college|university|academy|hospital|clinic|library|museum|theatre|theater|ltd|limited|plc|inc|llc|" +
		"corp|company|foundation|institute|council|trust|society|" +
		"schule|gymnasium|kita|kindergarten|grundschule|realschule|universität|hochschule|krankenhaus|klinik|praxis|apotheke|" +
		"bibliothek|gmbh|ag|kg|ohg|ev|verein|stiftung|behörde|firma|" +
		"colegio|escuela|instituto|universidad|clínica|farmacia|biblioteca|museo|sl|sociedad|fundación|" +
		"ayuntamiento|asociación|empresa|comunidad|cofradía|cooperativa|mancomunidad|consorcio|scuola|liceo|istituto|università|ospedale|spa|srl|fondazione|azienda|" +
		"ditta|basisschool|lyceum|universiteit|ziekenhuis|apotheek|bv|nv|stichting|vereniging|gemeente|" +
		"escola|universidade|farmácia|museu|lda|fundação|câmara|município|associação|agrupamento"},
	{flagPlace, "foyer|groupe|maternelle|élémentaire|primaire|centre|espace|salle|stade|gymnase|piscine|complexe|maison|" +
		"salon|prix|trophée|coupe|festival|pont|métro|gare|station|arrêt|aéroport|parc|jardin|église|cathédrale|" +
		"chapelle|saint|sainte|st|ste|commune|ville|port|île|mont|col|château|domaine|tour|immeuble|bâtiment|zac|" +
		"za|zi|union|caisse|bar|café|" +
		"stadium|hall|church|cathedral|house|hotel|pub|inn|centre|center|airport|bridge|park|prize|award|cup|" +
		"memorial|san|santa|santo|são|sankt|sint|kirche|haus|halle|stadion|amt|gemeinde|stadt|hof|schloss|" +
		"chalet|bungalow|cabane|cottage|lodge|ferienwohnung|gîte|camping|auberge|brasserie|pizzeria|crêperie|surgery|practice|vets|posada|hostal|hostería|albergue|apartamentos|casa|agriturismo|locanda|pensión|trattoria|osteria|gasthof|gasthaus|herberge|ceip|club|chorale|choeur|chœur|harmonie|orchestre|fanfare|choir|orchestra|band|klub|chor|orchester|coro|banda|circolo|koor|clube|" +
		"iglesia|chiesa|palazzo|kerk|igreja|junta|opération|loi|méthode|théorème|effet|syndrome|maladie|" +
		"rapport"},
	{flagExample, "exemple|example|beispiel|ejemplo|esempio|voorbeeld|bijvoorbeeld|exemplo"},
	{flagCommon, "hi|hello|hey|hallo|hola|ciao|olá|hoi|salut|coucou|le|la|les|un|une|il|elle|ils|elles|ce|cette|ces|dans|pour|par|avec|sur|sous|mais|ou|et|donc|or|ni|car|nous|vous|je|tu|on|qui|" +
		"que|quoi|dont|où|si|non|oui|voir|page|pages|tableau|figure|annexe|chapitre|section|partie|titre|lundi|mardi|mercredi|jeudi|" +
		"vendredi|samedi|dimanche|tél|tel|téléphone|email|mail|courriel|fax|adresse|france|paris|lyon|marseille|europe|bonjour|merci|" +
		"cordialement|objet|date|chargé|chargée|excusé|excusés|excusée|absent|absents|présents|présent|pouvoir|the|a|an|and|in|at|to|for|from|with|by|" +
		"is|are|was|were|has|have|will|would|could|should|must|cannot|not|if|only|when|where|what|than|there|here|your|please|this|that|these|those|he|she|it|we|they|you|i|his|her|its|our|their|who|which|monday|" +
		"tuesday|wednesday|thursday|friday|saturday|sunday|chapter|table|phone|dear|regards|sincerely|subject|london|england|der|die|" +
		"das|ein|eine|und|oder|im|am|auf|mit|von|zu|für|ist|sind|war|hat|er|sie|es|wir|ihr|nicht|kein|keine|nur|wenn|dass|bitte|auch|montag|dienstag|mittwoch|donnerstag|freitag|" +
		"samstag|sonntag|telefon|betreff|berlin|deutschland|el|los|las|una|y|o|en|de|con|por|para|su|lunes|martes|miércoles|jueves|" +
		"viernes|sábado|domingo|madrid|españa|lo|gli|uno|e|per|da|è|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|roma|" +
		"italia|het|een|of|met|niet|geen|ook|voor|van|zijn|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|amsterdam|nederland|os|as|um|" +
		"uma|com|segunda|terça|quarta|quinta|sexta|lisboa|portugal"},
	{flagCommon | flagOffice, "maire|adjoint|adjointe|président|présidente|vice|directeur|directrice|secrétaire|trésorier|trésorière|conseiller|conseillère|" +
		"ministre|préfet|préfète|responsable|chef|cheffe|ingénieur|technicien|professeur|docteur|manager|director|" +
		"chairman|chairwoman|president|secretary|treasurer|minister|mayor|bürgermeister|bürgermeisterin|vorsitzender|vorsitzende|" +
		"geschäftsführer|geschäftsführerin|leiter|leiterin|alcalde|alcaldesa|presidente|presidenta|directora|sindaco|direttore|" +
		"direttrice|burgemeester|voorzitter|diretor|diretora|head|headteacher|teacher|coach|principal|principale|chair|clerk|proviseur|" +
		"inspecteur|inspectrice|coordinateur|coordinatrice|animateur|animatrice|gérant|gérante|schulleiter|schulleiterin|lehrer|" +
		"lehrerin|jefe|jefa|gerente|profesora|tesorero|tesorera|secretaria|secretario|dirigente|preside|segretario|segretaria|" +
		"tesoriere|leraar|lerares|penningmeester|professora|coordenador|coordenadora|tesoureiro|commercial|commerciale|rédacteur|" +
		"rédactrice|greffier|greffière|rh|drh|notaire|psychologue|formateur|formatrice|diététicienne|conférencière|délégué|déléguée|" +
		"médiatrice|fondateur|fondatrice|recruiter|chairperson|spokesman|spokeswoman|spokesperson|founder|editor|vicar|rector|governor|" +
		"referent|referentin|pressesprecher|pressesprecherin|inhaber|inhaberin|pfarrer|schatzmeister|schatzmeisterin|kassenwart|" +
		"schriftführer|schriftführerin|personalleiterin|personalleiter|portavoz|delegado|delegada|fundador|fundadora|coordinador|" +
		"coordinadora|rector|rectora|concejala|responsabile|portavoce|fondatore|fondatrice|titolare|coordinatore|assessore|assessora|" +
		"relatrice|woordvoerder|woordvoerster|oprichter|bestuurslid|secretaris|wethouder|fundador|vereadora|responsável|formador|trainer|instructor|docente|" +
		"formadora"},
}

// contactWords stand with a colon before those who answer for an organisation.
const contactWords = "|contact|contacts|renseignement|renseignements|inscriptions|réservations|infos|information|informations|presse|enquiries|" +
	"bookings|ansprechpartner|ansprechpartnerin|auskunft|anmeldung|información|informes|inscripciones|reservas|informazioni|iscrizioni|" +
	"prenotazioni|contactpersoon|inlichtingen|aanmelden|informações|inscrições|contacto|contatto|kontakt|"

// qualifiers say of which kind, from when or whose the thing is that a label names: "home phone", "cuota anual", "allergies alimentaires".
const qualifiers = "personnel|personnelle|professionnel|professionnelle|pro|perso|privé|domicile|bureau|travail|urgence|prévenir|responsable|" +
	"mensuel|mensuelle|annuel|annuelle|total|totale|final|finale|général|générale|gén|alimentaire|alimentaires|connue|connues|" +
	"principal|principale|actuel|actuelle|complet|complète|restant|restante|" +
	"home|work|personal|private|primary|secondary|preferred|current|main|alternate|alternative|emergency|daytime|evening|" +
	"monthly|annual|hourly|overall|full|billing|mailing|shipping|delivery|permanent|contact|target|predicted|exam|known|food|" +
	"privat|dienstlich|dienstl|geschäftlich|tagsüber|abends|aktuell|gesamt|monatlich|jährlich|bekannte|" +
	"particular|casa|trabajo|fijo|contacto|emergencia|urgencias|mensual|anual|pendiente|actual|completo|completa|habitual|" +
	"familiar|conocidas|alimentarias|alimentaria|crónicas|" +
	"personale|ufficio|lavoro|fisso|abitazione|emergenza|mensile|annuo|annua|annuale|attuale|principale|alimentari|genitori|" +
	"associativa|sociale|" +
	"thuis|werk|vast|nood|noodgeval|calamiteiten|maandelijks|totaal|huidige|" +
	"pessoal|emprego|fixo|emergência|mensal|atual|alimentares|alternativo|bruto|base"

// exampleWords begin an example in parentheses.
var exampleWords = [...]string{"e.g.", "eg ", "eg.", "ex.", "ex ", "ex:", "example", "for example", "exemple", "par ex", "p. ex", "p.ex", "z.b.", "z. b.",
	"zum beispiel", "ad es", "es.", "esempio", "p.ej", "p. ej", "por ej", "ejemplo", "bijv", "bv.", "exemplo", "por ex"}

// publicWords head or name lists of those who are public: authors, artists, office holders, the winners of a race.
const publicWords = "famous|célèbre|célèbres|berühmt|berühmte|berühmten|famoso|famosi|famosos|beroemde|scientist|scientists|scientifiques|" +
	"wissenschaftler|scienziati|científicos|cientistas|exposés|referate|referatsthemen|auteur|auteurs|autrice|écrivain|écrivains|réalisateur|réalisatrice|scénariste|compositeur|interprète|" +
	"acteur|acteurs|actrice|chanteur|chanteuse|musicien|musiciens|peintre|peintres|sculpteur|photographe|illustrateur|illustratrice|" +
	"traducteur|artiste|artistes|architecte|intervenant|intervenants|intervenante|conférencier|conférenciers|orateur|orateurs|" +
	"député|députés|députée|sénateur|sénateurs|sénatrice|ministre|ministres|maire|maires|élu|élus|élue|élues|municipal|municipaux|" +
	"départemental|régional|communautaire|assemblée|mandat|circonscription|parlementaire|parlementaires|délégation|préfet|pilote|pilotes|" +
	"coureur|coureurs|cycliste|buteur|buteurs|sélectionneur|entraîneur|champion|champions|championnat|vainqueur|vainqueurs|lauréat|" +
	"lauréats|palmarès|classement|générique|jury|colloque|congrès|conférence|chercheur|personnage|personnages|" +
	"pape|papes|rois|règne|inventeur|dirigeant|dirigeants|gérant|gérants|notaire|notaires|huissier|bibliographie|filmographie|" +
	"discographie|éditeur|nobel|changelog|contributors|contributeurs|maintainers|acknowledgements|remerciements|voix|suffrages|votes|nuance|scrutin|élection|élections|stimmen|wahl|votos|voti|stemmen|głosy|" +
	"author|authors|writer|writers|screenwriter|composer|composers|actor|actors|actress|singer|singers|musician|musicians|painter|" +
	"painters|sculptor|photographer|illustrator|translator|artist|artists|architect|speaker|speakers|keynote|senator|senators|mp|mps|" +
	"constituency|minister|ministers|mayor|mayors|councillor|councillors|governor|cyclist|rider|riders|scorer|" +
	"scorers|champion|championship|winner|winners|laureate|laureates|leaderboard|standings|credits|conference|" +
	"editorial|inventor|pope|popes|reign|bibliography|publisher|directors|" +
	"autor|autoren|autorin|schriftsteller|regisseur|regie|komponist|komponisten|schauspieler|sänger|musiker|maler|bildhauer|fotograf|" +
	"übersetzer|künstler|architekt|referent|referenten|referentin|redner|abgeordneter|abgeordnete|wahlkreis|fraktion|partei|gemeinderat|" +
	"stadtrat|bürgermeister|torschütze|torschützen|meisterschaft|sieger|preisträger|ergebnisliste|rangliste|" +
	"besetzung|geschäftsführer|literaturverzeichnis|verlag|tagung|" +
	"autores|escritor|escritora|compositor|actriz|cantante|músico|pintor|escultor|fotógrafo|traductor|artista|artistas|ponente|ponentes|" +
	"diputado|diputados|senador|senadores|alcalde|alcaldes|concejal|concejales|partido|parlamentario|corredor|ciclista|goleador|" +
	"goleadores|entrenador|campeón|campeonato|ganador|ganadores|clasificación|bibliografía|editorial|congreso|" +
	"autore|autori|scrittore|regista|registi|compositore|attore|attori|attrice|musicista|pittore|scultore|traduttore|relatore|relatori|" +
	"deputato|deputati|senatore|senatori|sindaco|sindaci|consigliere|consiglieri|partito|parlamentare|pilota|piloti|marcatore|marcatori|" +
	"allenatore|campione|campionato|vincitore|vincitori|classifica|bibliografia|editore|convegno|" +
	"schrijver|schrijvers|acteurs|zanger|muzikant|schilder|schilders|beeldhouwer|fotograaf|vertaler|kunstenaar|kunstenaars|spreker|" +
	"sprekers|kamerlid|kamerleden|senatoren|burgemeester|burgemeesters|wethouder|raadslid|raadsleden|partij|fractie|renner|renners|" +
	"wielrenner|doelpuntenmaker|kampioen|kampioenen|kampioenschap|winnaar|winnaars|uitslag|uitslagen|klassement|uitgever|" +
	"realizador|actores|ator|atores|cantor|tradutor|orador|oradores|deputado|deputados|vereador|vereadores|marcador|marcadores|" +
	"treinador|campeão|campeonato|vencedor|vencedores|classificação|editora|" +
	"poseł|posłowie|burmistrz|radny|radni|partia|zwycięzca|reżyser|aktor|kompozytor|poslanec|poslanci|starosta|režisér|" +
	"deputat|deputați|primar|consilier|partid|riksdagsledamot|riksdagsledamöter|parti|regissör|skådespelare|" +
	"författare|forfatter"

// workWords are those of books, films, songs and recipes.
const workWords = "film|films|novel|novels|romans|romanzo|romanzi|novela|novelas|bestseller|bestselling|poèmes|poems|gedichtband|recueil|lyrics|song|songs|chanson|" +
	"canción|canciones|canzone|liedtext|chapter|chapitre|capítulo|capitolo|hoofdstuk|recipe|recette|mijoter|enfourner|préchauffer|simmer|köcheln|" +
	"backofen|sudderen|oven|forno|horno"

// monthNames begin with January; the languages follow one another.
var monthNames = [12]string{
	"janvier|janv|january|jan|januar|jänner|enero|gennaio|januari|janeiro",
	"février|févr|fév|february|feb|februar|febrero|febbraio|februari|fevereiro",
	"mars|march|mar|märz|marzo|maart|março",
	"avril|avr|april|apr|abril|aprile",
	"mai|may|mayo|maggio|mei|maio",
	"juin|june|jun|juni|junio|giugno|junho",
	"juillet|juil|july|jul|juli|julio|luglio|julho",
	"août|aout|august|aug|agosto|augustus",
	"septembre|sept|september|sep|septiembre|settembre|setembro",
	"octobre|oct|october|oktober|okt|octubre|ottobre|outubro",
	"novembre|nov|november|noviembre|novembro",
	"décembre|déc|december|dec|dezember|dez|diciembre|dicembre|dezembro",
}

// sensitiveWords are said of a person's health and so on in running text.
var sensitiveWords = []struct {
	entity entityID
	words  string
}{
	{entHealth, "sintrom|warfarine|warfarin|coumadine|lovenox|acenocumarol|steunkousen|bas de contention|kompressionsstrümpfe|wondzorg|wondverzorging|" +
		"wundversorgung|acamado|acamada|encamado|encamada|allettato|allettata|bedridden|alité|alitée|bettlägerig|bedlegerig|katheter|catheter|" +
		"catetere|sonda vesical|off sick|lesionado|lesionada|dyskalkulie|lrs|mal au dos|bad back|back pain|rückenschmerzen|dolor de espalda|mal di schiena|rugpijn|dor nas costas|pneumonie|pneumopathie|grippe|grippé|grippée|migraine|migraines|bronchite|bronchiolite|angine|gastro|gastro-entérite|covid|sciatique|lumbago|lombalgie|" +
		"hernie|hernie discale|entorse|appendicite|phlébite|embolie|embolie pulmonaire|eczéma|otite|varicelle|scarlatine|coqueluche|méningite|tuberculose|" +
		"mononucléose|psychose|troubles alimentaires|arthrose|cataracte|glaucome|ostéoporose|maladie de crohn|lupus|maladie de lyme|apnée du sommeil|" +
		"hospitalisé|hospitalisée|pacemaker|ménopause|crise d'angoisse|crises d'angoisse|stress post-traumatique|fauteuil roulant|malentendant|malentendante|" +
		"pneumonia|flu|influenza|bronchitis|tonsillitis|gastroenteritis|norovirus|long covid|sciatica|slipped disc|appendicitis|pulmonary embolism|" +
		"eczema|chickenpox|measles|whooping cough|meningitis|tuberculosis|glandular fever|psychosis|psychotic|eating disorder|anorexia|bulimia|arthritis|" +
		"osteoarthritis|cataract|cataracts|glaucoma|osteoporosis|crohn's disease|lewy body|multiple sclerosis|sleep apnoea|hospitalised|hospitalized|" +
		"panic attacks|post-traumatic stress|ptsd|wheelchair|hard of hearing|copd|angina|endometriosis|leukaemia|leukemia|hysterectomy|shingles|kidney stones|" +
		"lungenentzündung|migräne|erkältung|mandelentzündung|magen-darm|magen-darm-infekt|bandscheibenvorfall|ischias|" +
		"blinddarmentzündung|thrombose|lungenembolie|neurodermitis|windpocken|masern|keuchhusten|hirnhautentzündung|tuberkulose|psychose|essstörung|" +
		"magersucht|arthrose|grauer star|grüner star|multiple sklerose|schlafapnoe|panikattacken|rollstuhl|schwerhörig|gürtelrose|rheuma|nierensteine|hexenschuss|" +
		"neumonía|gripe|migraña|bronquitis|amigdalitis|gastroenteritis|ciática|hernia|hernia discal|esguince|apendicitis|" +
		"trombosis|varicela|sarampión|tos ferina|tuberculosis|psicosis|trastorno alimentario|anorexia nerviosa|artrosis|artritis|cataratas|" +
		"esclerosis múltiple|apnea del sueño|hospitalizado|hospitalizada|ataques de pánico|silla de ruedas|" +
		"polmonite|emicrania|bronchite|tonsillite|gastroenterite|sciatica|ernia|ernia del disco|distorsione|appendicite|trombosi|" +
		"varicella|morbillo|pertosse|meningite|tubercolosi|psicosi|disturbo alimentare|artrosi|artrite|cataratta|sclerosi multipla|attacchi di panico|sedia a rotelle|" +
		"longontsteking|griep|griepje|keelontsteking|buikgriep|blindedarmontsteking|trombose|waterpokken|mazelen|kinkhoest|hersenvliesontsteking|" +
		"eetstoornis|artrose|staar|multiple sclerose|slaapapneu|paniekaanvallen|rolstoel|slechthorend|overspannen|" +
		"pneumonia|gripe|enxaqueca|bronquite|amigdalite|ciática|hérnia|hérnia discal|entorse|apendicite|trombose|varicela|sarampo|tosse convulsa|" +
		"meningite|psicose|distúrbio alimentar|esclerose múltipla|hospitalizado|hospitalizada|ataques de pânico|cadeira de rodas|" +
		"coeliac|celiac|cœliaque|coeliaque|zöliakie|celíaco|celíaca|celiaco|celiaca|coeliakie|epipen|anapen|intolérant au gluten|intolérante au gluten|" +
		"intolérant au lactose|intolérante au lactose|lactose intolerant|dairy intolerant|gluten intolerant|nut allergy|seizure|seizures|epileptic seizure|stress related|stress related absence|work related stress|cancer du sein|oxygénothérapie|escarre|incontinence|accident du travail|congé maternité|congé pathologique|mi-temps thérapeutique|maladie longue durée|fibrillation|bipolarité|tda|tsa|" +
		"trisomie|surdité|malvoyant|malvoyante|diabète|diabétique|cancer|tumeur|chimiothérapie|radiothérapie|vih|séropositif|séropositive|" +
		"hépatite|dépression|dépressif|dépressive|bipolaire|schizophrénie|épilepsie|épileptique|asthme|" +
		"asthmatique|allergique|anaphylaxie|handicap|handicapé|handicapée|mdph|rqth|aah|invalidité|" +
		"affection longue durée|enceinte|grossesse|ivg|fausse couche|infarctus|avc|" +
		"hypertension|insuline|antidépresseur|addiction|alcoolisme|toxicomanie|alzheimer|parkinson|" +
		"sclérose en plaques|autisme|autiste|tdah|dyslexie|dyslexique|dysorthographie|dyscalculie|dyspraxie|dysphasie|bégaiement|retard de parole|retard de langage|" +
		"cirrhose|sida|endométriose|fibromyalgie|polyarthrite|leucémie|insuffisance rénale|insuffisance cardiaque|" +
		"trouble bipolaire|burn-out|burn out|tentative de suicide|sevrage|anorexie|boulimie|arrêt maladie|" +
		"maladie professionnelle|inaptitude|pathologie|paracétamol|doliprane|metformine|ventoline|" +
		"groupe sanguin|" +
		"diabetes|diabetic|tumour|tumor|chemotherapy|hiv|hepatitis|depression|bipolar|schizophrenia|epilepsy|" +
		"asthma|asthmatic|allergic|disability|disabled|pregnant|pregnancy|miscarriage|heart attack|stroke|" +
		"insulin|antidepressant|alcoholism|dementia|autism|autistic|adhd|dyslexia|sick leave|blood type|" +
		"metformin|paracetamol|" +
		"diabetiker|krebs|tumor|chemotherapie|hepatitis|depressionen|epilepsie|asthma|allergie|allergien|" +
		"behinderung|schwerbehinderung|schwerbehindert|schwanger|schwangerschaft|herzinfarkt|schlaganfall|" +
		"bluthochdruck|insulin|demenz|autismus|adhs|krankmeldung|arbeitsunfähig|blutgruppe|" +
		"diabetes mellitus|cáncer|quimioterapia|vih|hepatitis|depresión|esquizofrenia|asma|alergia|alergias|" +
		"discapacidad|embarazada|embarazo|infarto|ictus|hipertensión|insulina|demencia|baja médica|" +
		"grupo sanguíneo|diabete|tumore|chemioterapia|epatite|depressione|epilessia|allergia|allergie|" +
		"disabilità|invalidità|gravidanza|incinta|ipertensione|demenza|gruppo sanguigno|" +
		"longue maladie|congé longue maladie|congé de longue maladie|congé de longue durée|" +
		"psychiatrique|psychiatre|psychiatrie|psychothérapie|troubles psychiques|trouble anxieux|anxiété|addictologie|toxicomane|" +
		"alcoolique|curatelle|sous tutelle|trouble du spectre autistique|trouble du comportement|trouble du langage|orthophonie|" +
		"orthophoniste|aesh|chimio|dialyse|psoriasis|mental health|mental illness|psychiatric|self-harm|anxiety disorder|" +
		"learning disability|cerebral palsy|sepsis|psychisch krank|psychiatrie|suchterkrankung|angststörung|pflegegrad|" +
		"psiquiátrico|psiquiatría|ansiedad|psichiatrico|ansia|psychische klachten|psychiatrisch|psiquiátrica|ansiedade|" +
		"cukrzyca|astma|nowotwór|depresja|ciąża|niepełnosprawność|cukrovka|rakovina|deprese|těhotenství|diabet zaharat|astm|" +
		"depresie|sarcină|cukorbetegség|cukorbeteg|depresszió|terhes|asztma|diabetiker|cancer|graviditet|kræft|gravid|" +
		"masennus|syöpä|raskaus|διαβήτης|καρκίνος|диабет|депресия|астма|" +
		"suikerziekte|kanker|chemotherapie|epilepsie|astma|allergie|gehandicapt|handicap|zwanger|zwangerschap|" +
		"hartinfarct|beroerte|hoge bloeddruk|dementie|ziekteverlof|bloedgroep|cancro|quimioterapia|depressão|" +
		"epilepsia|asma|alergia|alergias|deficiência|incapacidade|grávida|gravidez|enfarte|hipertensão|" +
		"baixa médica|grupo sanguíneo"},
	{entReligion, "sans porc|pas de porc|no pork|kein schwein|kein schweinefleisch|niente maiale|no maiale|sin cerdo|geen varkensvlees|sem porco|halal|hallal|casher|kosher|catholique|protestant|protestante|musulman|musulmane|israélite|bouddhiste|hindouiste|athée|" +
		"témoin de jéhovah|confession religieuse|catholic|muslim|jewish|buddhist|hindu|atheist|sikh|" +
		"römisch-katholisch|katholisch|evangelisch|muslimisch|jüdisch|konfessionslos|católico|católica|musulmán|" +
		"musulmana|judío|judía|cattolico|cattolica|musulmano|ebreo|ebrea|katholiek|protestants|islamitisch|joods|" +
		"muçulmano|muçulmana|judeu"},
	{entOpinion, "opinion politique|opinions politiques|affiliation politique|parti politique|political opinion|" +
		"political affiliation|party membership|politische meinung|parteimitglied|parteizugehörigkeit|" +
		"opinión política|afiliación política|opinione politica|politieke voorkeur|opinião política|" +
		"filiação partidária"},
	{entUnion, "syndiqué|syndiquée|adhésion syndicale|appartenance syndicale|délégué syndical|déléguée syndicale|" +
		"trade union member|union membership|union member|gewerkschaftsmitglied|gewerkschaftszugehörigkeit|" +
		"afiliación sindical|sindicado|iscritto al sindacato|tessera sindacale|vakbondslid|lidmaatschap vakbond|" +
		"sindicalizado|filiação sindical"},
	{entOrigin, "origine ethnique|origine raciale|ethnie|ethnicity|ethnic origin|racial origin|ethnische herkunft|" +
		"rassische herkunft|origen étnico|origen racial|origine etnica|etnia|etnische afkomst|etniciteit|" +
		"origem étnica|origem racial"},
	{entSexLife, "orientation sexuelle|homosexuel|homosexuelle|bisexuel|bisexuelle|transgenre|vie sexuelle|" +
		"sexual orientation|homosexual|bisexual|transgender|sexuelle orientierung|homosexuell|bisexuell|" +
		"orientación sexual|homosexual|orientamento sessuale|omosessuale|seksuele geaardheid|homoseksueel|" +
		"orientação sexual|homossexual"},
	{entOffence, "casier judiciaire|condamné|condamnée|garde à vue|mis en examen|mise en examen|récidive|sursis|" +
		"détenu|détenue|écrou|criminal record|convicted|conviction|arrested|offender|probation|vorstrafe|" +
		"vorstrafen|vorbestraft|verurteilt|antecedentes penales|condenado|condenada|casellario giudiziale|" +
		"condannato|condannata|strafblad|veroordeeld|registo criminal|cadastro|arguido"},
}

// absences are what stands in a column of absences where somebody is ill, pregnant or hurt.
const absences = "|maladie|mal|arrêt|arret|arrêt de travail|accident de travail|accident du travail|at|at/mp|mi-temps thérapeutique|" +
	"temps partiel thérapeutique|congé maternité|congé mat|congé mat.|maternité|mat|clm|cld|cgm|citis|sick|sickness|sick note|maternity|krank|" +
	"krankheit|mutterschutz|enfermedad|baja|maternidad|malattia|maternità|infortunio|ziek|ziekte|doença|maternidade|baixa|"

// sensitiveFields head a column, or stand before a value.
var sensitiveFields = []struct {
	entity entityID
	words  string
}{
	{entHealth, "allergie|allergies|traitement|traitements|traitement médical|pathologie|pathologies|maladie|" +
		"maladies|groupe sanguin|santé|problèmes de santé|handicap|type de handicap|rqth|mdph|médecin traitant|" +
		"diagnostic|diagnostics|pai|vaccins|vaccination|restrictions alimentaires|régime alimentaire|antécédents|" +
		"antécédents médicaux|motif d'hospitalisation|motif de consultation|motif de la consultation|" +
		"motif d'arrêt|motif absence|aménagements|troubles|taux d'incapacité|informations médicales|" +
		"observations médicales|" +
		"allergy|medical conditions|medical condition|health|health conditions|health issues|medication|" +
		"medications|blood type|blood group|disability|disabilities|special needs|diagnosis|" +
		"dietary requirements|vaccination status|medical notes|sick leave reason|reason for visit|" +
		"reason for consultation|gp name|" +
		"allergien|krankheiten|vorerkrankungen|medikamente|blutgruppe|behinderung|grad der behinderung|diagnose|" +
		"gesundheit|unverträglichkeiten|hausarzt|impfstatus|besonderheiten gesundheit|krankenkasse|alergias|" +
		"enfermedades|medicación|grupo sanguíneo|discapacidad|diagnóstico|salud|" +
		"patologie|malattie|farmaci|gruppo sanguigno|disabilità|diagnosi|salute|intolleranze|intolleranza|allergieën|ziekten|" +
		"medicatie|medicijnen|bloedgroep|beperking|huisarts|gezondheid|doenças|medicamentos|deficiência|saúde|" +
		"patologia|intolérances|intolérance|santé mentale|motif d'absence|motif de l'absence|motif arrêt|nature de l'absence|" +
		"absence reason|reason for absence|dietary needs|special diet|intolerancias|intolleranze alimentari|dieetwensen|dieet|" +
		"fehlgrund|" +
		"alergie|alergia|alergeny|choroby|leki|dieta|rozpoznanie|alergie na|léky|diagnóza|nemoci|boli|medicamente|allergia|" +
		"betegség|betegségek|gyógyszer|diéta|allergi|allergier|specialkost|diagnos|medicin|sygdomme|sairaudet|allergiat|" +
		"lääkitys|diagnoosi|erityisruokavalio|αλλεργίες|διάγνωση|алергии|диагноза|заболявания|" +
		"régimes particuliers|régime spécial|renseignements médicaux|remarques médicales|problème médical|problèmes médicaux|" +
		"particularités médicales|particularités alimentaires|taux d'invalidité|contre-indications|contre-indication|" +
		"suivi médical|vaccinations|repas spécifique|repas particulier|difficultés de santé|précautions médicales|" +
		"reconnaissance handicap|medical info|medical information|medical needs|medical details|health information|" +
		"special educational needs|additional needs|sickness reason|reason for sickness|type of sickness|past medical history|" +
		"presenting complaint|chief complaint|care needs|access needs|accessibility needs|nature of illness|medical alert|" +
		"health problems|mental health|vaccine status|immunisations|reason for referral|sen need|send need|unverträglichkeit|" +
		"nahrungsmittelunverträglichkeiten|lebensmittelunverträglichkeiten|nahrungsmittelallergie|erkrankung|erkrankungen|" +
		"chronische erkrankungen|krankheit|diagnosen|hauptdiagnose|aufnahmediagnose|behinderungsgrad|gdb|schwerbehinderung|" +
		"schwerbehindert|schwerbeh|pflegegrad|pflegestufe|gesundheitliche einschränkungen|gesundheitliche besonderheiten|" +
		"gesundheitszustand|medizinische hinweise|medizinische besonderheiten|med hinweise|impfungen|tetanusimpfung|" +
		"krankheitsgrund|überweisungsgrund|behandlungsgrund|körperliche einschränkungen|kinderarzt|behandelnder arzt|au grund|" +
		"medikation|enfermedad|intolerancia|grado de discapacidad|tipo de discapacidad|minusvalía|datos médicos|" +
		"datos sanitarios|información médica|información sanitaria|observaciones médicas|antecedentes médicos|estado de salud|" +
		"problemas de salud|problemas médicos|dieta especial|menú especial|vacunas|vacunación|motivo de baja|motivo de la baja|" +
		"causa de la baja|motivo de ingreso|motivo de consulta|grado de dependencia|necesidades especiales|" +
		"necesidades educativas especiales|neae|médico de cabecera|restricciones alimentarias|afecciones|cuidados especiales|" +
		"patologías|malattia|invalidità|percentuale invalidità|grado di invalidità|legge 104|terapia in corso|cure in corso|" +
		"dieta speciale|diete speciali|regime alimentare|stato di salute|problemi di salute|note mediche|note sanitarie|" +
		"informazioni sanitarie|informazioni mediche|dati sanitari|medico curante|medico di base|stato vaccinale|vaccinazioni|" +
		"motivo della visita|motivo del ricovero|motivo ricovero|motivo assenza|bisogni speciali|esigenze alimentari|" +
		"diagnosi principale|non autosufficienza|esenzione ticket|voedselallergie|voedselallergieën|intolerantie|intoleranties|" +
		"ziekte|ziektes|aandoening|aandoeningen|diagnoses|beperkingen|medicijngebruik|dieetwens|dieetvoorschriften|" +
		"gezondheidsproblemen|gezondheidstoestand|medische gegevens|medische informatie|medische bijzonderheden|medische info|" +
		"medisch|medische toestand|vaccinaties|vaccinatiestatus|reden verzuim|reden ziekte|reden afwezigheid|reden opname|" +
		"zorgvraag|zorgzwaarte|zorgbehoefte|arbeidsongeschiktheid|leerstoornis|gedragsproblemen|ondersteuningsbehoefte|" +
		"ziektebeeld|aard van de ziekte|zorgverzekeraar|ziekenfonds|mutualiteit|doença|doenças crónicas|intolerância|" +
		"incapacidade|grau de incapacidade|patologias|medicação|antecedentes clínicos|estado de saúde|problemas de saúde|" +
		"restrições alimentares|necessidades alimentares|vacinas|vacinação|estado vacinal|motivo da consulta|motivo da baixa|" +
		"motivo do internamento|motivo de internamento|motivo da ausência|necessidades educativas especiais|" +
		"necessidades especiais|médico de família|médico assistente|informações médicas|informação clínica|dados clínicos|" +
		"observações clínicas|observações de saúde|invalidez|grau de dependência|historial clínico|baixa médica|saúde mental"},
	{entReligion, "religion|confession|konfession|religionszugehörigkeit|religión|religione|godsdienst|religie|" +
		"religião|culte|religious affiliation|faith|glaube|" +
		"geloof|geloofsovertuiging|convictions religieuses|religious belief|wyznanie|vyznání|vallás|uskonto|trossamfund|вероизповедание|" +
		"θρήσκευμα|religionstillhörighet|appartenance religieuse|credo religioso|creencias|" +
		"confession religieuse|pratique religieuse|date de baptême|religious beliefs|religious denomination|baptism date|" +
		"date of baptism|konf|bekenntnis|religiöses bekenntnis|glaubensbekenntnis|religionsgemeinschaft|kirchenzugehörigkeit|" +
		"konfessionszugehörigkeit|taufdatum|kirchensteuermerkmal|confesión religiosa|creencias religiosas|fecha de bautismo|" +
		"confessione religiosa|data di battesimo|levensbeschouwing|kerkgenootschap|gezindte|kerkelijke gezindte|doopdatum|" +
		"levensovertuiging|confissão religiosa|data de batismo|data de baptismo|crença|crença religiosa"},
	{entOpinion, "opinion politique|opinions politiques|parti politique|tendance politique|sensibilité politique|" +
		"convictions politiques|political opinion|political views|political affiliation|" +
		"partei|politische einstellung|opinión política|opinione politica|politieke voorkeur|opinião política|" +
		"orientation politique|intention de vote|voting intention|politische meinung|politische überzeugung|wahlabsicht|" +
		"politische orientierung|ideología política|intención de voto|ideas políticas|tendencia política|opinioni politiche|" +
		"intenzione di voto|idee politiche|orientamento politico|politieke overtuiging|politieke gezindheid|stemgedrag|" +
		"stemvoorkeur|orientação política|tendência política|intenção de voto|convicções políticas"},
	{entUnion, "appartenance syndicale|syndicat d'appartenance|adhésion syndicale|" +
		"étiquette syndicale|union membership|trade union|union member|" +
		"gewerkschaft|gewerkschaftsmitglied|afiliación sindical|sindicato|sindacato|vakbond|filiação sindical|" +
		"affiliation syndicale|tu member|union branch|gewerkschaftszugehörigkeit|gewerkschaftsmitgliedschaft|afiliado sindical|" +
		"sección sindical|central sindical|cuota sindical|iscrizione sindacale|iscritto al sindacato|sigla sindacale|" +
		"appartenenza sindacale|trattenuta sindacale|delega sindacale|organizzazione sindacale|tessera sindacale|" +
		"adesione sindacale|vakbondslid|lidmaatschap vakbond|vakbondslidmaatschap|vakvereniging|vakbondsbijdrage|vakbondspremie|" +
		"sindicalizado|quota sindical|associação sindical"},
	{entOrigin, "origine ethnique|ethnie|ethnicity|ethnic origin|ethnic group|race|ethnische herkunft|" +
		"origen étnico|etnia|origine etnica|etnische afkomst|origem étnica|" +
		"groupe ethnique|origine raciale|ethnic background|racial origin|ethnische zugehörigkeit|volksgruppe|" +
		"migrationshintergrund|grupo étnico|origen racial|gruppo etnico|origine razziale|etniciteit|etnische achtergrond|" +
		"migratieachtergrond|origem racial"},
	{entSexLife, "orientation sexuelle|sexual orientation|sexuelle orientierung|orientación sexual|" +
		"orientamento sessuale|seksuele geaardheid|orientação sexual|" +
		"identité de genre|gender identity|sexuality|sexualität|identidad de género|sexualidad|identità di genere|" +
		"seksuele voorkeur|genderidentiteit|seksuele oriëntatie|identidade de género|sexualidade"},
	{entOffence, "casier judiciaire|condamnations|infraction|infractions|criminal record|convictions|offence|" +
		"offences|vorstrafen|straftaten|antecedentes penales|delitos|precedenti penali|strafblad|registo criminal|" +
		"antécédents judiciaires|motif d'incarcération|mesure judiciaire|dbs result|verurteilung|verurteilungen|führungszeugnis|" +
		"tatvorwurf|haftgrund|delikt|delikte|straftat|condena|condenas|motivo de ingreso en prisión|casellario giudiziale|" +
		"carichi pendenti|capo d'imputazione|misura cautelare|reato|reati|strafbaar feit|justitieel verleden|veroordeling|" +
		"veroordelingen|antecedentes criminais|condenação|condenações"},
}

// sensitiveHeads head columns of articles 9 and 10 beside names. Elsewhere they are words of anything.
var sensitiveHeads = []struct {
	entity entityID
	words  string
}{
	{entHealth, "régime|médicaments|dépendance|gir|invalidité|affection|ald|symptômes|besoins spécifiques|besoins particuliers|troubles|" +
		"motif d'admission|type d'arrêt|alimentation|ordonnance|diet|dietary|medical|condition|conditions|disabled|sen|meds|" +
		"treatment|illness|illnesses|impairment|symptoms|injury|injuries|ehcp|pmh|primary need|ailments|mobility issues|" +
		"medikament|ernährung|diät|essgewohnheiten|beschwerden|befund|therapie|behandlung|abwesenheitsgrund|förderbedarf|" +
		"förderschwerpunkt|einschränkungen|anamnese|symptome|verletzung|antecedentes|síntomas|lesión|lesiones|contingencia|" +
		"régimen|terapia|terapie|vaccini|anamnesi|sintomi|infortunio|lesione|lesioni|bes|dsa|sostegno|prognosi|pediatra|" +
		"medicijn|behandeling|letsel|blessure|symptomen|voorgeschiedenis|invaliditeit|sintomas|lesão|queixas"},
	{entReligion, "baptême|baptised|taufe|bautismo|bautizado|battesimo|battezzato|gedoopt|batismo|batizado|culto|fede|emrc|irc"},
	{entOffence, "condamnation|peine|délit|offense|conviction|infracción|infracciones|delito|pena|condanna|condanne|precedenti|" +
		"overtreding|delict|infração|infrações|contraordenação"},
}

// emptyAnswers fill a column of health and the like without saying anything.
const emptyAnswers = "|non|no|nein|nee|não|nao|aucun|aucune|aucun(e)|néant|neant|ras|r a s|rien|sans|sans objet|" +
	"none|nil|n/a|na|nc|n.c.|/|-|--|—|x|0|keine|keiner|nichts|ninguno|ninguna|nada|nessuno|nessuna|niente|geen|" +
	"nenhum|nenhuma|?|false|faux|"
