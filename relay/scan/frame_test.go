package scan

import (
	"bytes"
	"testing"
)

func TestFrame(t *testing.T) {
	var wire bytes.Buffer
	if err := writeFrame(&wire, request{Name: "a.csv", Explain: true}, []byte("data")); err != nil {
		t.Fatal(err)
	}
	head, data, err := readFrame(&wire, 100, 4)
	if err != nil || string(data) != "data" || !bytes.Contains(head, []byte(`"a.csv"`)) {
		t.Errorf("%s, %q, %v", head, data, err)
	}
}

// FuzzFrame: a broken child's answer is an error, never more memory than the limits.
func FuzzFrame(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x02\x00\x00\x00\x01{}x"))
	f.Add([]byte("\xff\xff\xff\xff\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		head, data, err := readFrame(bytes.NewReader(wire), 1000, 1000)
		if len(head) > 1000 || len(data) > 1000 || err == nil && 8+len(head)+len(data) > len(wire) {
			t.Errorf("%d, %d of %d, %v", len(head), len(data), len(wire), err)
		}
	})
}
