package seal

import (
	"bytes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
)

func sniffZIP(data []byte) bool {
	return bytes.HasPrefix(data, []byte(sigLocal)) || bytes.LastIndex(data, []byte(sigEnd)) >= 0
}

// proveZIP wants every entry that has content under AES, the headers in agreement, and no byte outside.
func proveZIP(data []byte) Proof {
	z, err := OpenZIP(data)
	if err != nil {
		return none("zip", err.Error())
	}
	if manifest, ok := odfManifest(z); ok {
		return proveODF(z, manifest)
	}
	if p, ok := proveIWork(z); ok {
		return p
	}
	worst, locked := Encrypted, 0
	for i := range z.Entries {
		e := &z.Entries[i]
		if e.Empty() {
			continue
		}
		worst = min(worst, e.Seal(z.Total))
		if e.Locked() {
			locked++
		}
	}
	switch {
	case locked == 0:
		return none("zip", "no entry is encrypted")
	case worst == None:
		return none("zip", "mixed: some entries are in clear")
	case worst == Weak:
		return weak("zip", "ZipCrypto or an outdated cipher")
	case len(z.Stray) > 0:
		return none("zip", "data outside the entries")
	case z.emptyPassword():
		return opens("zip", "opens with an empty password")
	}
	return sealed("zip", "every entry under AES")
}

// Seal says how far the entry is protected, None if it is not encrypted: WinZip AES (AE-1 and AE-2, extra field 0x9901), PKWARE strong encryption (APPNOTE
// section 7, extra field 0x0017), else ZipCrypto.
// total is how many bytes the archive has.
func (e *ZIPEntry) Seal(total int) Verdict {
	if !e.Locked() {
		return None
	}
	if e.Method == 99 {
		salt, ok := e.aesSalt()
		if !ok || len(e.Packed) < salt+2+10 || !randomPart(e.Packed, total) {
			return None
		}
		return Encrypted
	}
	if x := extraField(e.Extra, 0x0017); e.Flags&0x40 != 0 && len(x) >= 4 {
		switch alg := binary.LittleEndian.Uint16(x[2:]); alg {
		case 0x660E, 0x660F, 0x6610, 0x6720, 0x6721:
			if !randomPart(e.Packed, total) {
				return None
			}
			return Encrypted
		}
	}
	return Weak
}

// aesSalt is the salt length of the AE-x extra field: version, "AE", strength, real method.
func (e *ZIPEntry) aesSalt() (int, bool) {
	x := extraField(e.Extra, 0x9901)
	if len(x) != 7 || x[0] < 1 || x[0] > 2 || x[1] != 0 || string(x[2:4]) != "AE" {
		return 0, false
	}
	switch x[4] {
	case 1, 2, 3:
		return 4 + 4*int(x[4]), true
	}
	return 0, false
}

// emptyPassword tries the empty password on the first few AES entries: the two bytes that verify a password, then
// the authentication code over the ciphertext, so that chance plays no part.
func (z *ZIP) emptyPassword() bool {
	tried := 0
	for i := range z.Entries {
		e := &z.Entries[i]
		salt, ok := e.aesSalt()
		if e.Method != 99 || !ok || e.Empty() {
			continue
		}
		if tried++; tried > 3 {
			return false
		}
		if opensAES(e.Packed, salt, "") {
			return true
		}
	}
	return false
}

// opensAES checks a password against salt, verifier, ciphertext and code (WinZip, AE-1 and AE-2 specification).
func opensAES(packed []byte, salt int, password string) bool {
	size := salt * 2 // key bytes: 16, 24 or 32
	key, err := pbkdf2.Key(sha1.New, password, packed[:salt], 1000, 2*size+2)
	if err != nil || !bytes.Equal(key[2*size:], packed[salt:salt+2]) {
		return false
	}
	mac := hmac.New(sha1.New, key[size:2*size])
	mac.Write(packed[salt+2 : len(packed)-10])
	return bytes.Equal(mac.Sum(nil)[:10], packed[len(packed)-10:])
}
