package seal

// Recipients counts the keys that an encrypted message names in clear, so that each reader learns of the others: OpenPGP
// session keys with a key id that is not zero (RFC 9580 section 5.1), recipients of a CMS message (RFC 5652 section 6.2).
func Recipients(data []byte) int {
	if IsCMS(data) {
		if m, err := OpenCMS(data); err == nil && m.Encrypted() {
			return m.keys
		}
		return 0
	}
	n := 0
	blocks, _ := ReadArmor(data)
	for _, b := range blocks {
		n += namedKeys(b.Body)
	}
	if blocks == nil {
		n = namedKeys(data)
	}
	return n
}

func namedKeys(data []byte) int {
	packets, _ := ReadPackets(data)
	n := 0
	for _, p := range packets {
		if p.Tag == TagPKESK && !anonymousKey(p.Body) {
			n++
		}
	}
	return n
}

// anonymousKey reports whether a session key is for a hidden recipient: key id zero (version 3), or no fingerprint (version 6).
func anonymousKey(body []byte) bool {
	switch {
	case len(body) > 9 && body[0] == 3:
		return [8]byte(body[1:9]) == [8]byte{}
	case len(body) > 2 && body[0] == 6:
		return body[1] == 0
	}
	return false
}
