package attachment

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"souspli/policy/personal"
)

// MAPI properties (MS-OXPROPS) that hold what a reader of a message sees.
const (
	mapiSubject       = 0x0037
	mapiHeaders       = 0x007D
	mapiSenderName    = 0x0C1A
	mapiSenderMail    = 0x0C1F
	mapiDisplayBCC    = 0x0E02
	mapiDisplayCC     = 0x0E03
	mapiDisplayTo     = 0x0E04
	mapiBody          = 0x1000
	mapiRTF           = 0x1009
	mapiHTML          = 0x1013
	mapiName          = 0x3001
	mapiMail          = 0x3003
	mapiAttachData    = 0x3701
	mapiAttachName    = 0x3704
	mapiAttachLong    = 0x3707
	mapiAttachMIME    = 0x370E
	mapiSMTP          = 0x39FE
	mapiSenderSMTP    = 0x5D01
	maxMessageObjects = 2000
)

// readMessage reads an Outlook message (MS-OXMSG 2.2): properties in streams named by number and type, recipients
// and attachments in storages.
func (c *compound) readMessage(dir string) {
	c.s.container = dir == ""
	var head strings.Builder
	for _, id := range []int{mapiSenderName, mapiSenderMail, mapiSenderSMTP, mapiDisplayTo, mapiDisplayCC, mapiDisplayBCC, mapiSubject} {
		if v := c.mapiText(dir, id); v != "" {
			head.WriteString(v + "\n")
		}
	}
	for _, e := range c.children(dir, "__recip_version1.0_") {
		for _, id := range []int{mapiName, mapiMail, mapiSMTP} {
			if v := c.mapiText(e+"/", id); v != "" {
				head.WriteString(v + " ")
			}
		}
		head.WriteByte('\n')
	}
	c.s.text(personal.Place{Part: personal.PartHeader}, head.String())
	if raw := c.mapiText(dir, mapiHeaders); raw != "" {
		h, _ := splitHeader([]byte(raw))
		text, _ := headerLines(h)
		c.s.text(personal.Place{Part: personal.PartHeader}, text)
	}
	c.messageBody(dir)
	c.otherProperties(dir)
	for _, e := range c.children(dir, "__attach_version1.0_") {
		c.messageAttachment(e + "/")
	}
}

// otherProperties reads every other text of a message: contacts, tasks and the fields of forms keep theirs in properties that have
// no fixed number. Identifiers of messages are passed over.
func (c *compound) otherProperties(dir string) {
	var text strings.Builder
	for _, e := range c.file.Entries {
		name, ok := strings.CutPrefix(strings.ToLower(e.Path), strings.ToLower(dir)+"__substg1.0_")
		if e.Storage || !ok || len(name) < 8 || c.read[strings.ToLower(e.Path)] || isMessageID(name[:4]) {
			continue
		}
		switch name[4:8] {
		case "001f", "101f":
			text.WriteString(strings.TrimRight(fromUTF16(c.bytes(e), binary.LittleEndian), "\x00") + "\n")
		case "001e", "101e":
			text.WriteString(fromWindows1252(bytes.TrimRight(c.bytes(e), "\x00")) + "\n")
		}
	}
	c.s.text(personal.Place{Part: personal.PartProperties}, text.String())
}

// isMessageID tells the properties that name messages: this one, those that it answers, its place in a thread.
func isMessageID(id string) bool {
	return slices.Contains([]string{"1035", "1039", "1042", "1046"}, id)
}

// children lists the storages directly in dir whose name begins with prefix.
func (c *compound) children(dir, prefix string) []string {
	var list []string
	for _, e := range c.file.Entries {
		if e.Storage && strings.HasPrefix(strings.ToLower(e.Path), strings.ToLower(dir+prefix)) &&
			!strings.Contains(e.Path[len(dir):], "/") && len(list) < maxMessageObjects {
			list = append(list, e.Path)
		}
	}
	slices.Sort(list)
	return list
}

// mapiText is a property that is a string, in Unicode (001F) or in a code page (001E).
func (c *compound) mapiText(dir string, id int) string {
	if b := c.stream(fmt.Sprintf("%s__substg1.0_%04X001F", dir, id)); len(b) > 0 {
		return strings.TrimRight(fromUTF16(b, binary.LittleEndian), "\x00")
	}
	return fromWindows1252(bytes.TrimRight(c.stream(fmt.Sprintf("%s__substg1.0_%04X001E", dir, id)), "\x00"))
}

func (c *compound) mapiBinary(dir string, id int) []byte {
	return c.stream(fmt.Sprintf("%s__substg1.0_%04X0102", dir, id))
}

// messageBody reads text, HTML and RTF: three forms of one body, of which any reader may show any.
func (c *compound) messageBody(dir string) {
	if body := c.mapiText(dir, mapiBody); body != "" {
		c.s.member(File{MediaType: "text/plain", Data: []byte(body)})
	}
	html := c.mapiBinary(dir, mapiHTML)
	if html == nil {
		html = []byte(c.mapiText(dir, mapiHTML))
	}
	if len(html) > 0 {
		c.s.member(File{MediaType: "text/html", Data: html})
	}
	if packed := c.mapiBinary(dir, mapiRTF); packed != nil {
		c.s.compressedRTF(packed)
	}
}

// compressedRTF reads a body in the compressed form of MAPI.
func (s *scope) compressedRTF(packed []byte) {
	data, err := unpackRTF(packed)
	s.note(err)
	if len(data) > 0 {
		s.note(s.w.budget.take(int64(len(data))))
		s.member(File{MediaType: "application/rtf", Data: data})
	}
}

func (c *compound) messageAttachment(dir string) {
	name := c.mapiText(dir, mapiAttachLong)
	if name == "" {
		name = c.mapiText(dir, mapiAttachName)
	}
	inner := fmt.Sprintf("%s__substg1.0_%04X000D/", dir, mapiAttachData)
	switch {
	case c.has(inner + "__properties_version1.0"): // a message inside
		c.s.text(personal.Place{Part: personal.PartName}, name)
		c.readMessage(inner)
	default:
		data := c.mapiBinary(dir, mapiAttachData)
		c.s.member(File{Name: name, MediaType: c.mapiText(dir, mapiAttachMIME), Data: data})
		for _, e := range c.file.Entries { // an OLE object in place of a file
			if !e.Storage && strings.HasPrefix(e.Path, inner) && !c.read[strings.ToLower(e.Path)] {
				c.s.member(File{Name: e.Name, Data: c.bytes(e)})
			}
		}
	}
}

// rtfDictionary fills the window of compressed RTF before the first byte (MS-OXRTFCP 2.1.2.1).
const rtfDictionary = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript " +
	"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par " +
	"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// unpackRTF undoes the compression of MS-OXRTFCP: runs of eight tokens, each a byte or a reference into a window of
// 4096 bytes.
func unpackRTF(b []byte) ([]byte, error) {
	const header, compressed, plain = 16, 0x75465A4C, 0x414C454D
	if len(b) < header {
		return nil, errDamaged
	}
	switch binary.LittleEndian.Uint32(b[8:]) {
	case plain:
		return b[header:], nil
	case compressed:
	default:
		return nil, errDamaged
	}
	u := rtfUnpacker{window: make([]byte, 4096), size: int(binary.LittleEndian.Uint32(b[4:]))}
	u.at = copy(u.window, rtfDictionary)
	for in := b[header:]; len(in) > 0 && len(u.out) < u.size; {
		var more bool
		if in, more = u.run(in[0], in[1:]); !more {
			break
		}
	}
	return u.out, nil
}

// rtfUnpacker holds the last 4096 letters, to which references point.
type rtfUnpacker struct {
	window, out []byte
	at, size    int
}

func (u *rtfUnpacker) put(c byte) {
	u.window[u.at%len(u.window)] = c
	u.at++
	u.out = append(u.out, c)
}

// run reads the eight letters and references that a control byte announces; more is false at the end.
func (u *rtfUnpacker) run(control byte, in []byte) (rest []byte, more bool) {
	for bit := range 8 {
		size := 1 + int(control>>bit&1)
		if len(in) < size {
			return nil, false
		}
		if size == 1 {
			u.put(in[0])
		} else if !u.repeat(int(binary.BigEndian.Uint16(in))) {
			return nil, false
		}
		in = in[size:]
	}
	return in, true
}

// repeat copies what a reference points to; one to the place itself is the end.
func (u *rtfUnpacker) repeat(ref int) bool {
	from := ref >> 4
	if from == u.at%len(u.window) {
		return false
	}
	for i := range ref&15 + 2 {
		u.put(u.window[(from+i)%len(u.window)])
	}
	return true
}
