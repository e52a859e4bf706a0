package attachment

import (
	"math"
	"slices"
)

// What paths tell of text (ISO 32000-2, 8.5): the boxes that cut it, and the lines and shades between the rows of tables.

// pdfBox is a rectangle of the page: what is shown is cut at its edges (8.5.4). Spreadsheets print a cell whose text has
// no room in such a box, so that the text of the next cell begins where this one is cut.
type pdfBox struct{ left, low, right, high float64 }

// pdfRule is a level line that was drawn, or the level edge of a box.
type pdfRule struct{ y, left, right float64 }

// pdfPath is the part of a path that text needs.
type pdfPath struct {
	boxes []pdfBox
	at    [2]float64 // the present point
	clips bool
}

const (
	maxPathBoxes = 4096
	maxPDFRules  = 1 << 16 // of a page
)

func everywhere() pdfBox {
	return pdfBox{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1)}
}

// pathOperator follows straight lines and rectangles; a path with curves clips nothing that matters.
func (c *pdfContent) pathOperator(op string, operands []any) {
	n, two := numbers(operands, 2)
	switch op {
	case "m":
		c.path.at = c.point(n[0], n[1])
	case "l":
		if to := c.point(n[0], n[1]); two {
			c.addBox(c.path.at, to)
			c.path.at = to
		}
	case "re":
		if r, ok := numbers(operands, 4); ok {
			c.addBox(c.point(r[0], r[1]), c.point(r[0]+r[2], r[1]+r[3]))
		}
	case "W", "W*":
		c.path.clips = true
	default: // the path is painted, and done
		if c.path.clips && len(c.path.boxes) == 1 {
			c.state.clip = c.state.clip.within(c.path.boxes[0])
		}
		if op != "n" {
			c.ruleBy(c.path.boxes)
		}
		c.path = pdfPath{boxes: c.path.boxes[:0]}
	}
}

// point gives where a point of the path is on the page.
func (c *pdfContent) point(x, y float64) [2]float64 {
	m := c.state.ctm
	return [2]float64{x*m[0] + y*m[2] + m[4], x*m[1] + y*m[3] + m[5]}
}

func (c *pdfContent) addBox(a, b [2]float64) {
	if len(c.path.boxes) < maxPathBoxes {
		c.path.boxes = append(c.path.boxes, pdfBox{math.Min(a[0], b[0]), math.Min(a[1], b[1]), math.Max(a[0], b[0]), math.Max(a[1], b[1])})
	}
}

// ruleBy keeps the level edges of what was painted.
func (c *pdfContent) ruleBy(boxes []pdfBox) {
	const thin = 3 // points: a line, not a box
	for _, b := range boxes {
		if len(c.rules) >= maxPDFRules || !(b.right-b.left > thin) {
			continue
		}
		c.rules = append(c.rules, pdfRule{b.low, b.left, b.right})
		if b.high-b.low > thin {
			c.rules = append(c.rules, pdfRule{b.high, b.left, b.right})
		}
	}
}

func (b pdfBox) within(o pdfBox) pdfBox {
	return pdfBox{math.Max(b.left, o.left), math.Max(b.low, o.low), math.Min(b.right, o.right), math.Min(b.high, o.high)}
}

// cutRoom is how far from the edge a text ends that its box cuts, in units of its size: more than a blank, so that it does
// not run into what the next box shows.
const cutRoom = 0.5

// cut ends a run at the edge of its box, if that may cut it: a letter that has no room is left out whole.
func (b pdfBox) cut(run *pdfRun) {
	edge := [4]float64{b.right, b.high, -b.left, -b.low}[run.turned]
	room := edge - cutRoom*run.size
	if run.cut = run.end > room && edge > run.x; run.cut {
		run.end = math.Max(run.x, room)
	}
}

// sortRules puts the highest first.
func sortRules(rules []pdfRule) {
	slices.SortFunc(rules, func(a, b pdfRule) int { return compare(b.y, a.y) })
}

// tableZones finds where rules of one width part rows from each other: there a table stands, whatever its lines look like.
func tableZones(rules []pdfRule) (zones []pdfBox) {
	const slack = 3 // points
	rows := 0
	for len(rules) > 0 {
		level := pdfBox{rules[0].left, rules[0].y, rules[0].right, rules[0].y}
		n := 0
		for ; n < len(rules) && level.high-rules[n].y < slack; n++ {
			level.left, level.right = math.Min(level.left, rules[n].left), math.Max(level.right, rules[n].right)
		}
		covers := ruled(rules[:n], level.high+1, rules[n-1].y-1, level.left, level.right)
		level.low = rules[n-1].y
		rules = rules[n:]
		if !covers {
			continue
		}
		if k := len(zones); k > 0 && math.Abs(zones[k-1].left-level.left) < slack && math.Abs(zones[k-1].right-level.right) < slack {
			zones[k-1].low = level.low
			rows++
			continue
		}
		zones = append(dropLow(zones, rows), level)
		rows = 0
	}
	return dropLow(zones, rows)
}

// dropLow drops the last zone if it has too few rows for a table.
func dropLow(zones []pdfBox, rows int) []pdfBox {
	if len(zones) > 0 && rows < minRows {
		return zones[:len(zones)-1]
	}
	return zones
}

// zoneOf gives the number of the zone in which a line stands, -1 if in none. The highest zone is the first.
func zoneOf(zones []pdfBox, l pdfLine) int {
	i, _ := slices.BinarySearchFunc(zones, l.y, func(z pdfBox, y float64) int { return compare(y, z.low) })
	if i == len(zones) {
		return -1
	}
	if z := zones[i]; l.y >= z.high || l.y <= z.low || l.units[0].x < z.left || l.units[0].x >= z.right {
		return -1
	}
	return i
}

// ruled says whether rules between two heights cover most of the width of a table.
func ruled(rules []pdfRule, high, low, left, right float64) bool {
	first, _ := slices.BinarySearchFunc(rules, high, func(r pdfRule, y float64) int { return compare(y, r.y) })
	var between []pdfRule
	for _, r := range rules[first:] {
		if r.y <= low {
			break
		}
		between = append(between, pdfRule{r.y, math.Max(r.left, left), math.Min(r.right, right)})
	}
	slices.SortFunc(between, func(a, b pdfRule) int { return compare(a.left, b.left) })
	covered, upTo := 0.0, left
	for _, r := range between {
		if r.right > upTo {
			covered += r.right - math.Max(r.left, upTo)
			upTo = r.right
		}
	}
	return covered > 0.6*(right-left)
}
