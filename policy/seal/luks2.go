package seal

import (
	"encoding/json"
)

// luksSegment is what the metadata of a LUKS2 volume say about its payload.
type luksSegment struct {
	kind, cipher string
	slots        int
}

func parseLUKS2(text []byte) (luksSegment, bool) {
	var m struct {
		Keyslots map[string]json.RawMessage `json:"keyslots"`
		Segments map[string]struct {
			Type       string `json:"type"`
			Encryption string `json:"encryption"`
		} `json:"segments"`
	}
	if json.Unmarshal(text, &m) != nil || len(m.Segments) != 1 {
		return luksSegment{}, false
	}
	for _, s := range m.Segments {
		return luksSegment{s.Type, s.Encryption, len(m.Keyslots)}, true
	}
	return luksSegment{}, false
}
