package attachment

import (
	"strings"
	"testing"
)

// hl7Result is what a laboratory answers, its segments ended as the standard wants.
const hl7Result = "MSH|^~\\&|LABO|NORD|DPI|CABINET|20261109083011||ORU^R01|778812|P|2.5\r" +
	"PID|1||44120987^^^LABO~12^^^DPI||KUVLO^Morgane^^^Mme||19880614|F|||5 rue du Port^^LORIENT^^56100||0663124490\r" +
	"NK1|1|KUVLO^Yann|SPO||0298112233\r" +
	"OBX|1|NM|HCG^Beta HCG||18420|UI/L|<5|H\r" +
	"OBX|2|ST|||négatif\r" +
	"ZZZ|Grossesse estimée^6 SA\r"

func TestHL7(t *testing.T) {
	want := []string{
		"Patient ID: 44120987, LABO", "Patient: Morgane KUVLO", "Date of birth: 14/06/1988", "Address: 5 rue du Port, LORIENT, 56100", "Phone: 0663124490",
		"Next of kin: Yann KUVLO", "Phone: 0298112233", "Beta HCG: 18420 UI/L H", "négatif", "Grossesse estimée, 6 SA",
	}
	extracts(t, []extraction{
		{name: "as the standard has it", kind: "hl7", want: want, file: File{Name: "r.hl7", Data: []byte(hl7Result)}},
		{name: "in a frame, as lines", kind: "hl7", want: want, file: File{Name: "r.txt", Data: []byte("\v" + strings.ReplaceAll(hl7Result, "\r", "\r\n") + "\x1c\r\n")}},
		{name: "a birth with its hour, and without a day", kind: "hl7", want: []string{"Date of birth: 14/06/1988", "Date of birth: 1988"},
			file: File{Data: []byte(hl7Marks + "\rPID|||||||198806140730\rGT1||||||||1988\r")}},
		{name: "the standard, told", kind: "text", want: []string{"A message begins with MSH|^~\\&|, and PID|5 is the name."},
			file: File{Data: []byte("A message begins with MSH|^~\\&|, and PID|5 is the name.\n")}},
	})
}

// TestHL7Places: what is found stands in the line of its segment.
func TestHL7Places(t *testing.T) {
	report := Examine(File{Name: "r.hl7", Data: []byte(hl7Result)}, lifeDetector(), NewBudget())
	if !report.PersonalData {
		t.Errorf("accepted: %v", report.Findings)
	}
	for _, f := range report.Findings {
		if line := f.Where[0].Line; line != 2 && f.Entity != "health" {
			t.Errorf("%s in line %d", f.Entity, line)
		}
	}
}
