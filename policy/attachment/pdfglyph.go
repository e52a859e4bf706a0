package attachment

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// glyphText gives the letters of a glyph name, by the rules of the Adobe Glyph List specification: suffixes behind a
// dot are dropped, underscores join, uniXXXX and uXXXXX spell codes. Names of accented letters are put together from
// the letter and the accent.
func glyphText(name string) string {
	name, _, _ = strings.Cut(name, ".")
	if !strings.Contains(name, "_") {
		return glyphPart(name)
	}
	var out strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		out.WriteString(glyphPart(part))
	}
	return out.String()
}

func glyphPart(name string) string {
	if len(name) == 1 {
		return name
	}
	if text, ok := glyphNames[name]; ok {
		return text
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		return codePoints(hex, 4)
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if text := codePoints(hex, len(hex)); text != "" {
			return text
		}
	}
	return accented(name)
}

// codePoints reads hexadecimal numbers of n digits.
func codePoints(hex string, n int) string {
	var out strings.Builder
	for ; hex != ""; hex = hex[n:] {
		v, err := strconv.ParseUint(hex[:n], 16, 21)
		if err != nil || v > 0x10FFFF {
			return ""
		}
		out.WriteRune(rune(v))
	}
	return out.String()
}

// accented reads "eacute", "Ccedilla", "scommaaccent".
func accented(name string) string {
	for _, a := range []struct {
		name string
		mark string
	}{
		{"acute", "\u0301"}, {"grave", "\u0300"}, {"circumflex", "\u0302"}, {"dieresis", "\u0308"}, {"tilde", "\u0303"},
		{"ring", "\u030A"}, {"caron", "\u030C"}, {"cedilla", "\u0327"}, {"commaaccent", "\u0327"}, {"macron", "\u0304"},
		{"breve", "\u0306"}, {"ogonek", "\u0328"}, {"dotaccent", "\u0307"}, {"hungarumlaut", "\u030B"}, {"dot", "\u0307"},
	} {
		if base, ok := strings.CutSuffix(name, a.name); ok && len(base) == 1 {
			return norm.NFC.String(base + a.mark)
		}
	}
	return ""
}

// glyphNames are the names that are neither a letter nor a letter with an accent.
var glyphNames = map[string]string{
	"space": " ", "nbspace": " ", "exclam": "!", "quotedbl": `"`, "numbersign": "#", "dollar": "$", "percent": "%",
	"ampersand": "&", "quotesingle": "'", "parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",",
	"hyphen": "-", "sfthyphen": "-", "minus": "-", "period": ".", "slash": "/", "zero": "0", "one": "1", "two": "2", "three": "3",
	"four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "colon": ":", "semicolon": ";", "less": "<",
	"equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[", "backslash": `\`, "bracketright": "]",
	"asciicircum": "^", "underscore": "_", "grave": "`", "braceleft": "{", "bar": "|", "braceright": "}", "asciitilde": "~",
	"exclamdown": "¡", "cent": "¢", "sterling": "£", "currency": "¤", "yen": "¥", "brokenbar": "¦", "section": "§", "dieresis": "¨",
	"copyright": "©", "ordfeminine": "ª", "guillemotleft": "«", "logicalnot": "¬", "registered": "®", "macron": "¯", "degree": "°",
	"plusminus": "±", "acute": "´", "mu": "µ", "paragraph": "¶", "periodcentered": "·", "middot": "·", "cedilla": "¸",
	"ordmasculine": "º", "guillemotright": "»", "onequarter": "¼", "onehalf": "½", "threequarters": "¾", "questiondown": "¿",
	"AE": "Æ", "Eth": "Ð", "multiply": "×", "Oslash": "Ø", "Thorn": "Þ", "germandbls": "ß", "ae": "æ", "eth": "ð", "divide": "÷",
	"oslash": "ø", "thorn": "þ", "dotlessi": "ı", "dotlessj": "j", "Lslash": "Ł", "lslash": "ł", "Dcroat": "Đ", "dcroat": "đ",
	"Hbar": "Ħ", "hbar": "ħ", "OE": "Œ", "oe": "œ", "Euro": "€", "euro": "€", "quoteleft": "‘", "quoteright": "’",
	"quotesinglbase": "‚", "quotedblleft": "“", "quotedblright": "”", "quotedblbase": "„", "dagger": "†", "daggerdbl": "‡",
	"bullet": "•", "endash": "–", "emdash": "—", "ellipsis": "…", "perthousand": "‰", "guilsinglleft": "‹", "guilsinglright": "›",
	"fraction": "/", "trademark": "™", "florin": "ƒ", "fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi", "ffl": "ffl", "IJ": "IJ", "ij": "ij",
	"circumflex": "ˆ", "tilde": "˜", "caron": "ˇ", "ring": "˚", "breve": "˘", "ogonek": "˛", "dotaccent": "˙", "hungarumlaut": "˝",
	"Delta": "Δ", "Omega": "Ω", "pi": "π", "lozenge": "◊", "infinity": "∞", "notequal": "≠", "lessequal": "≤", "greaterequal": "≥",
	"summation": "∑", "product": "∏", "radical": "√", "integral": "∫", "approxequal": "≈", "partialdiff": "∂", "numero": "№",
}

// standardWidths are the widths of the fonts that every reader has (ISO 32000-1, 9.6.2.2), for ASCII, and what the
// other letters measure on average.
func standardWidths(base string) (map[int]float64, float64) {
	switch {
	case strings.Contains(base, "Courier"):
		return nil, 600
	case strings.Contains(base, "Times"):
		return asciiWidths(timesWidths), 500
	}
	return asciiWidths(helveticaWidths), 556
}

func asciiWidths(list string) map[int]float64 {
	widths := map[int]float64{}
	for i, field := range strings.Fields(list) {
		w, err := strconv.Atoi(field)
		if err == nil {
			widths[32+i] = float64(w)
		}
	}
	return widths
}

// The widths of the codes 32 to 126, from the Adobe Core 14 metrics.
const (
	helveticaWidths = `278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556
		278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944
		667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556
		500 722 500 500 500 334 260 334 584`
	timesWidths = `250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500
		278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944
		722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500
		500 722 500 500 444 480 200 480 541`
)
