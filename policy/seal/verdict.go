package seal

import "errors"

// Verdict says how far an attachment is protected (CONTRACT 8). The zero value is no protection.
type Verdict int

const (
	None      Verdict = iota // readable by anyone
	Open                     // encrypted, but opens without a secret
	Weak                     // encrypted in a way that anyone can break
	Encrypted                // proven: every content byte is under a modern cipher and a real secret
)

// String gives the contract's word.
func (v Verdict) String() string {
	switch v {
	case Open:
		return "open"
	case Weak:
		return "weak"
	case Encrypted:
		return "encrypted"
	}
	return "none"
}

// MarshalText writes the contract's word into JSON.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the contract's word.
func (v *Verdict) UnmarshalText(text []byte) error {
	for _, known := range []Verdict{None, Open, Weak, Encrypted} {
		if known.String() == string(text) {
			*v = known
			return nil
		}
	}
	return errors.New("seal: no such verdict")
}
