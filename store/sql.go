package store

import (
	"strconv"
	"strings"
)

// placeholders writes "$first, $first+1, …".
func placeholders(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(first+i))
	}
	return b.String()
}

// tuples writes n rows of placeholders for VALUES, numbered from first: "(head $4, $5), (head $6, $7)". A cast that is not
// empty names a column's type: PostgreSQL takes what stands in a bare VALUES for text.
func tuples(n int, head string, first int, casts ...string) string {
	var b strings.Builder
	for row := range n {
		if row > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + head)
		for column, cast := range casts {
			if column > 0 {
				b.WriteString(", ")
			}
			place := "$" + strconv.Itoa(first+row*len(casts)+column)
			if cast != "" {
				place = "CAST(" + place + " AS " + cast + ")"
			}
			b.WriteString(place)
		}
		b.WriteString(")")
	}
	return b.String()
}

// pieces cuts a list into pieces of this size, the rest into single ones, so that there are few different statements to prepare.
func pieces[T any](list []T, size int) func(func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(list) > 0 {
			n := 1
			if len(list) >= size {
				n = size
			} else if size > 16 && len(list) >= 16 {
				n = 16
			}
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// clean takes from a text what no database keeps as text in the same way: NUL and octets that are no UTF-8. Such come from
// a next hop that answers in another charset.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "�")
}
