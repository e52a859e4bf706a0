package message

import (
	"encoding/base64"
	"unicode/utf16"
)

// decodeUTF7 reads UTF-7 (RFC 2152): ASCII, with UTF-16 in base64 between "+" and "-". ok is false if it is not that.
func decodeUTF7(b []byte) (text []byte, ok bool) {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c >= 0x80:
			return nil, false
		case c != '+':
			text = append(text, c)
			continue
		}
		start := i + 1
		for i+1 < len(b) && isBase64(b[i+1]) {
			i++
		}
		run := b[start : i+1]
		ends := i+1 < len(b) && b[i+1] == '-'
		if ends {
			i++
		}
		if len(run) == 0 {
			if !ends {
				return nil, false
			}
			text = append(text, '+')
			continue
		}
		units, err := base64.RawStdEncoding.DecodeString(string(run))
		if err != nil {
			return nil, false
		}
		text = append(text, fromUTF16(units)...)
	}
	return text, true
}

func fromUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}
