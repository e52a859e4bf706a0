package personal

import (
	"slices"
	"strings"
)

// Cells that head others, though nobody knows most of their words: what stands beside a label there is its neighbour, not its value.

// standApart tells a row of a form whose cells say nothing of each other. For all rows of the form, headed keeps by column what was asked.
func (r *blockReader) standApart(rows [][]string, i int, headed map[int]bool) bool {
	return r.headsFigures(rows, i) || r.isUnfilled(rows, i, headed)
}

// headsFigures tells a row of words that has figures below it in two columns at least: "Entrées enfants | Entrées adultes | Recettes". A
// label that begins the row is a form's where no figures are below it too, unless many rows have as many cells.
func (r *blockReader) headsFigures(rows [][]string, i int) bool {
	const least, depth, sure = 3, 2, 3 // cells; rows; rows below a label that begins its own
	row := rows[i]
	filled := countFilled(row)
	if filled < least || slices.ContainsFunc(row, r.isNoHead) {
		return false
	}
	doubtful, alike := r.personalLabel(firstFilled(row)) != nil, 0
	for k := nextFilled(rows, i+1); k > 0 && alike < sure; k = nextFilled(rows, k+1) {
		below, figures := rows[k], 0
		for c := range min(len(row), len(below)) {
			figures += count(strings.TrimSpace(row[c]) != "" && isFigure(below[c]))
		}
		if doubtful && countFilled(below) != filled || figures < 2 || r.cellLabel(strings.TrimSpace(firstFilled(below))) != nil {
			break
		}
		doubtful = doubtful && !isFigure(firstFilled(below))
		alike++
	}
	return alike >= sure || alike >= depth && !doubtful
}

// isNoHead tells a cell that no heading has: figures, a label's colon, somebody's whole name.
func (r *blockReader) isNoHead(cell string) bool {
	cell = strings.TrimSpace(cell)
	return countDigits(cell) > letterCount(cell) || strings.HasSuffix(cell, ":") || nameWords(cell) > 1 && r.holdsFirstName(cell)
}

// isFigure tells figures with no more than a unit: "500 €", "L5988", "cp 200".
func isFigure(cell string) bool {
	const unit = 3 // letters
	return countDigits(cell) > 0 && letterCount(cell) <= unit
}

// isUnfilled tells a row of a form that nobody has filled in: "Full name | Date of birth". Beside most labels of the column stand others.
func (r *blockReader) isUnfilled(rows [][]string, i int, headed map[int]bool) bool {
	row := rows[i]
	if r.personalLabel(firstFilled(row)) == nil {
		return false
	}
	filled := 0
	for c := 1; c < len(row); c++ {
		if strings.TrimSpace(row[c]) == "" {
			continue
		}
		filled++
		if _, asked := headed[c]; !asked {
			headed[c] = r.isOfLabels(rows, c)
		}
		if !headed[c] {
			return false
		}
	}
	return filled > 0
}

// isOfLabels tells a column in which most of what stands beside labels are labels.
func (r *blockReader) isOfLabels(rows [][]string, c int) bool {
	const depth = 60 // rows
	labels, values := r.countBeside(rows[:min(len(rows), depth)], c)
	return labels > 1 && labels > values
}

// countBeside counts the labels and the other cells of a column that stand beside labels.
func (r *blockReader) countBeside(rows [][]string, c int) (labels, values int) {
	for _, row := range rows {
		if c >= len(row) || strings.TrimSpace(row[c]) == "" || r.personalLabel(row[c-1]) == nil {
			continue
		}
		if r.personalLabel(row[c]) != nil {
			labels++
		} else {
			values++
		}
	}
	return labels, values
}
