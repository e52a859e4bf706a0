package attachment

import (
	"strconv"
	"strings"
)

// leavePage ends a slide.
func (r *odfReader) leavePage() {
	if r.drawn != nil {
		r.drawn.finish()
		r.drawn = nil
	}
}

// isShape tells what stands somewhere on a slide (ODF 1.3 part 3, 10.3 and 10.4).
func (r *odfReader) isShape(t token) bool {
	if r.drawn == nil || len(r.asides) > 0 || r.table() != nil || !strings.HasPrefix(t.name, "draw:") {
		return false
	}
	switch t.local {
	case "frame", "g", "custom-shape", "rect", "ellipse", "circle", "caption", "line", "connector", "path", "polygon", "polyline", "regular-polygon":
		return true
	}
	return false
}

// odfRect is where a shape stands, in centimetres; what is turned says where it is moved to.
func odfRect(t token) rect {
	left, top := centimetres(t.attr("x")), centimetres(t.attr("y"))
	if _, to, ok := strings.Cut(t.attr("transform"), "translate"); ok {
		if f := strings.FieldsFunc(to, func(c rune) bool { return strings.ContainsRune("(), ", c) }); len(f) > 1 {
			left, top = centimetres(f[0]), centimetres(f[1])
		}
	}
	return rect{left, top, left + centimetres(t.attr("width")), top + centimetres(t.attr("height"))}
}

// centimetres reads a length (ODF 1.3 part 3, 18.3.18).
func centimetres(s string) float64 {
	unit := strings.TrimLeft(s, "+-.0123456789")
	n, err := strconv.ParseFloat(s[:len(s)-len(unit)], 64)
	if err != nil {
		return 0
	}
	switch unit {
	case "mm":
		return n / 10
	case "in":
		return n * 2.54
	case "pt":
		return n * 2.54 / 72
	case "pc", "pi":
		return n * 2.54 / 6
	case "px":
		return n * 2.54 / 96
	}
	return n
}
