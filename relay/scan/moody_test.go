package scan_test

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"souspli/policy/attachment"
)

// hangTime is what a child of these tests may take for a file.
const hangTime = time.Second

// moody plays a child that does what the name of each file says.
func moody() {
	answer(struct{ Confinement string }{"none"})
	for {
		var lengths [8]byte
		if _, err := io.ReadFull(os.Stdin, lengths[:]); err != nil {
			return
		}
		head := make([]byte, binary.BigEndian.Uint32(lengths[:4]))
		_, _ = io.ReadFull(os.Stdin, head)
		_, _ = io.CopyN(io.Discard, os.Stdin, int64(binary.BigEndian.Uint32(lengths[4:])))
		var request struct{ Name string }
		_ = json.Unmarshal(head, &request)
		if path, ok := strings.CutPrefix(request.Name, "until "); ok {
			_ = os.WriteFile(path+".begun", nil, 0o600)
			for _, err := os.Stat(path); err != nil; _, err = os.Stat(path) {
				time.Sleep(time.Millisecond)
			}
		}
		switch request.Name {
		case "die":
			os.Exit(2)
		case "hang":
			time.Sleep(time.Hour)
		case "starve":
			starve(time.Hour)
		case "starve a little":
			starve(hangTime * 3 / 2)
			answer(attachment.Report{Type: "slow", Readable: true})
		case "garbage":
			_, _ = os.Stdout.WriteString("this is not a frame, but longer than eight octets")
		case "pid":
			answer(attachment.Report{Type: strconv.Itoa(os.Getpid()), Readable: true})
		default:
			answer(attachment.Report{Type: "fine", Readable: true})
		}
	}
}

func answer(v any) {
	b, _ := json.Marshal(v)
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(b)))
	frame = binary.BigEndian.AppendUint32(frame, 0)
	_, _ = os.Stdout.Write(append(frame, b...))
}
