package attachment

import (
	"strings"
	"testing"
)

func TestPlainTeX(t *testing.T) {
	for in, want := range map[string]string{
		`\name{Omar}{Viveros}`:                   "name:  Omar  Viveros ",
		`\cvname{Omar Fernando\\Viveros} % Name`: "name:  Omar Fernando Viveros    Name",
		`{\LARGE \textbf{Omar Viveros}}\\`:       "     Omar Viveros   ",
		`\phone[mobile]{+52~55~9123~8847}`:       "phone:  mobile  +52 55 9123 8847 ",
		`50\,\% of \$10 \& R\'egnier`:            "50 ,% of $10 & R 'egnier",
		`Nom & Note \\`:                          "Nom \t Note  ",
		`\phoneme x`:                             "  x",
		`\`:                                      " ",
	} {
		if got := plainTeX(in); got != want {
			t.Errorf("%s gives %q, want %q", in, got, want)
		}
	}
}

// A CV is one in TeX too; an article is none, whoever wrote it.
func TestTeX(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		refuse     bool
	}{
		{"CV", `\documentclass[]{friggeri-cv}
\begin{document}
\header{\hspace{1.2cm}Simon Daniel}{ Schreiner}{astrophysicist}
\begin{aside}
\section{Contact}
~
\textbf{address}
   Rosenweg 20-22
   69221 Dossenheim
 \textbf{mobile}
 +49 178 324 1881
   \href{mailto:simon@schreiner-hd.de}{\textbf{simon@}\\schreiner-hd.de}
\section{About Me}
\textbf{nationality}
  german
\end{aside}
\section{Education}
\begin{entrylist}
  \entry
    {10/15-08/18}
    {Bachelor in Physics}
    {Universität Heidelberg}
\end{entrylist}
\end{document}
`, true},
		{"article", `\documentclass[10pt]{article}
\title{A Fast Relay for Personal Mail}
\author{Claire Martin\thanks{University of Rennes} \and Paul Ferrand}
\begin{document}
\maketitle
\section{Introduction}
Mail was first described by Crocker~\cite{rfc822}. Since then \emph{many} relays were written.
\section{Experience}
Over two years (2019--2021) it was used by an association of 200 members.
\section*{Acknowledgements}
We thank Anne Durand and Bob Smith.
Contact: claire.martin@univ-rennes.fr
\end{document}
`, false},
	} {
		r := Examine(File{Name: "a.tex", Data: []byte(tt.text)}, lifeDetector(), NewBudget())
		if r.PersonalData != tt.refuse {
			t.Errorf("%s: refused %v by %v", tt.name, r.PersonalData, r.Rules)
		}
		for _, f := range r.Findings {
			if f.Entity == "phone" && !strings.HasPrefix(f.Where[0].String(), "line 11") {
				t.Errorf("phone in %s", f.Where[0])
			}
		}
	}
}
