package attachment

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
)

// citizen is somebody who does not exist. Names are as uncommon as they are in life: many are in no list of first names.
type citizen struct {
	first, last, street, postcode, town string
	mobile, home, mail                  string
	nir, iban                           string
	year, month, day                    int
}

func oneOf(r *rand.Rand, alternatives string) string {
	list := strings.Split(alternatives, "|")
	return list[r.IntN(len(list))]
}

func ciphers(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

const lifeFirst = "Oriane|Yannick|Maëlys|Thibaut|Aïssatou|Guénolé|Solène|Bérénice|Ibrahima|Marie-Thérèse|Zoé|Erwan|Hyacinthe|Lilou|Jean-Baptiste|Cassandre|Ousmane|Ludivine|Théophile|Ghislaine|" +
	"Paul|Anne|Michel|Nathalie|Julien|Sandrine|Mathilde|Rachid|Samira|Mehdi|Emma|Gabriel|Louise|Arthur|Jade|Raphaël|Chantal|Bernard|Monique|Gérard|Tiphaine|Amaury|Nolwenn|Dimitri|Svetlana|Kenza"

const lifeLast = "Kerbrat|Le Bihan|Quéméneur|Diallo|Ould Ahmed|Vandenbroucke|De La Tour|Bouchard|Tran|Ferreira|Szymański|Öztürk|Marchal|Poulain|Besnard|Guillou|Hamdi|Ngo|Lacaze|Etchegaray|" +
	"Robert|Richard|Durand|Leroy|Simon|Laurent|Michel|Garcia|Roux|Fontaine|Mercier|Blanc|Guérin|Muller|Henry|Nicolas|Gautier|Masson|Dos Santos|Ben Saïd|Saint-Paul|Berger|Boulanger|Petitjean"

const lifeStreets = "rue du Général de Gaulle|chemin des Vignes|avenue de Bretagne|impasse des Alouettes|place Jean Moulin|route de Saint-Malo|allée du Bois Joli|square Gambetta|lieu-dit Kerlann|résidence Les Tilleuls, bât. B|quai de la Loire|rue St Exupéry|bd Carnot|Le Bourg|cours Mirabeau"

const lifeTowns = "35000 Rennes|56000 Vannes|13100 Aix-en-Provence|59800 Lille|67000 Strasbourg|97400 Saint-Denis|20200 Bastia|75011 Paris|69003 Lyon 3e|44600 Saint-Nazaire|81000 Albi|01500 Ambérieu-en-Bugey|02200 Soissons|95130 Le Plessis-Bouchard"

func makeCitizen(r *rand.Rand) *citizen {
	c := &citizen{first: oneOf(r, lifeFirst), last: oneOf(r, lifeLast), year: 1938 + r.IntN(80), month: 1 + r.IntN(12), day: 1 + r.IntN(28)}
	c.street = fmt.Sprintf("%d%s %s", 1+r.IntN(140), oneOf(r, "|||| bis| ter|,"), oneOf(r, lifeStreets))
	c.postcode, c.town, _ = strings.Cut(oneOf(r, lifeTowns), " ")
	c.mobile, c.home = frenchNumber(r, "67"), frenchNumber(r, "123459")
	plain := strings.NewReplacer(" ", oneOf(r, "|-"), "é", "e", "è", "e", "ë", "e", "ï", "i", "ö", "o", "Ö", "o", "ü", "u", "ń", "n", "É", "e").Replace
	c.mail = strings.ToLower(plain(c.first)+oneOf(r, ".|_|-|")+plain(c.last)) + oneOf(r, "||"+ciphers(r, 2)) + "@" + oneOf(r, "gmail.com|orange.fr|free.fr|laposte.net|hotmail.com|yahoo.fr|outlook.fr|sfr.fr|numericable.fr|protonmail.com|icloud.com|live.fr|bbox.fr|neuf.fr|gmx.fr")
	c.nir = makeNIR(r, c)
	c.iban = makeAccount(r)
	return c
}

func frenchNumber(r *rand.Rand, seconds string) string {
	s := "0" + string(seconds[r.IntN(len(seconds))]) + ciphers(r, 8)
	switch r.IntN(7) {
	case 0:
		return s
	case 1:
		return s[:2] + "." + s[2:4] + "." + s[4:6] + "." + s[6:8] + "." + s[8:]
	case 2:
		return "+33" + s[1:]
	case 3:
		return "+33 (0)" + s[1:2] + " " + s[2:4] + " " + s[4:6] + " " + s[6:8] + " " + s[8:]
	case 4:
		return s[:2] + "-" + s[2:4] + "-" + s[4:6] + "-" + s[6:8] + "-" + s[8:]
	}
	return s[:2] + " " + s[2:4] + " " + s[4:6] + " " + s[6:8] + " " + s[8:]
}

// makeNIR computes the key from the rule (97 less the rest by 97; 2A counts as 19, 2B as 18).
func makeNIR(r *rand.Rand, c *citizen) string {
	department := oneOf(r, "35|56|13|59|75|69|2A|2B|99")
	stem := fmt.Sprintf("%d%02d%02d%s%03d%03d", 1+r.IntN(2), c.year%100, c.month, department, 1+r.IntN(560), 1+r.IntN(900))
	n, _ := strconv.ParseInt(strings.NewReplacer("2A", "19", "2B", "18").Replace(stem), 10, 64)
	key := fmt.Sprintf("%02d", 97-n%97)
	if r.IntN(3) == 0 {
		return stem + key
	}
	return strings.Join([]string{stem[:1], stem[1:3], stem[3:5], stem[5:7], stem[7:10], stem[10:13], key}, " ")
}

// makeAccount computes both keys of a French account.
func makeAccount(r *rand.Rand) string {
	stem := ciphers(r, 21)
	n, _ := new(big.Int).SetString(stem+"00", 10)
	bban := stem + fmt.Sprintf("%02d", 97-new(big.Int).Mod(n, big.NewInt(97)).Int64())
	n.SetString(bban+"152700", 10)
	s := fmt.Sprintf("FR%02d%s", 98-new(big.Int).Mod(n, big.NewInt(97)).Int64(), bban)
	if r.IntN(2) == 0 {
		return s
	}
	var parts []string
	for i := 0; i < len(s); i += 4 {
		parts = append(parts, s[i:min(i+4, len(s))])
	}
	return strings.Join(parts, " ")
}

// born writes the birth date in one of the ways in use; one document keeps to one way.
func (c *citizen) born(way int) string {
	switch way % 4 {
	case 1:
		return fmt.Sprintf("%04d-%02d-%02d", c.year, c.month, c.day)
	case 2:
		return fmt.Sprintf("%02d.%02d.%04d", c.day, c.month, c.year)
	case 3:
		months := "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
		return fmt.Sprintf("%d %s %d", c.day, strings.Split(months, "|")[c.month-1], c.year)
	}
	return fmt.Sprintf("%02d/%02d/%04d", c.day, c.month, c.year)
}
