package message

import (
	"bytes"
	"testing"
)

// What the standard library decodes at once is what is found digit by digit, and every reader finds the same.
func FuzzBase64(f *testing.F) {
	for _, text := range []string{"", "QUJD\r\nREVG\r\n", "QUI=", "QUI", "QQ==\r\n", "QQ", "Q", "QR==", "QUJD=", "QUJD====", "QUI=\r\nQUI=", "Q UJD", "QU!JD", "QUI =", "\r\nQ\r\nU\r\nI\r\n=\r\n\r\n", "QQ=", "QQ=\r\n=", "=", "===="} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		content, clean := decodeBase64(src)
		want, wantClean := decodeDigits(src)
		if !bytes.Equal(content, want) || clean != wantClean {
			t.Errorf("%q gives %q, %t, digit by digit %q, %t", src, content, clean, want, wantClean)
		}
	})
}
