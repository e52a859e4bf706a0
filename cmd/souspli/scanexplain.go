package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"souspli/policy/attachment"
	"souspli/policy/personal"
)

// explanation is what --explain adds to a file: why it was judged so.
type explanation struct {
	SealWhy    string             `json:"seal_why,omitempty"`
	ReasonAt   []string           `json:"reason_at,omitempty"` // the member that could not be read
	Rules      []string           `json:"rules,omitempty"`
	Candidates []candidateSummary `json:"candidates,omitempty"`
}

// candidateSummary is what became of all candidates of one kind that met the same fate.
type candidateSummary struct {
	Entity string   `json:"entity"`
	Rule   string   `json:"rule"` // how they were recognised: label, shape, column, allow
	Kept   bool     `json:"kept"`
	Score  int      `json:"score,omitempty"` // what each adds to a person's record
	Why    string   `json:"why,omitempty"`   // why they were dropped
	Count  int      `json:"count"`
	Where  []string `json:"where"`
}

// maxExplained is how many places stand for all.
const maxExplained = 5

func explainScan(report attachment.Report, candidates []personal.Candidate) *explanation {
	x := &explanation{SealWhy: report.Why, ReasonAt: report.ReasonAt, Rules: report.Rules}
	for _, c := range candidates {
		i := slices.IndexFunc(x.Candidates, func(s candidateSummary) bool {
			return s.Entity == c.Entity && s.Rule == c.Rule && s.Kept == c.Kept && s.Why == c.Why && s.Score == c.Score
		})
		if i < 0 {
			i = len(x.Candidates)
			x.Candidates = append(x.Candidates, candidateSummary{Entity: c.Entity, Rule: c.Rule, Kept: c.Kept, Score: c.Score, Why: c.Why, Where: []string{}})
		}
		s := &x.Candidates[i]
		s.Count++
		if place := c.Place.String(); place != "" && len(s.Where) < maxExplained && !slices.Contains(s.Where, place) {
			s.Where = append(s.Where, place)
		}
	}
	slices.SortStableFunc(x.Candidates, func(a, b candidateSummary) int {
		return cmp.Or(-cmp.Compare(btoi(a.Kept), btoi(b.Kept)), strings.Compare(a.Entity, b.Entity))
	})
	return x
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// text says the same for people, indented below the file's line.
func (x *explanation) text() string {
	var b strings.Builder
	say := func(head, text string) { fmt.Fprintf(&b, "\n            %-8s %s", head, shown(text)) }
	if x.SealWhy != "" {
		say("seal", x.SealWhy)
	}
	if len(x.ReasonAt) > 0 {
		say("member", strings.Join(x.ReasonAt, ": "))
	}
	if len(x.Rules) > 0 {
		say("rules", strings.Join(x.Rules, ", "))
	}
	for _, c := range x.Candidates {
		head, text := "dropped", fmt.Sprintf("%s %d by %s", c.Entity, c.Count, c.Rule)
		if c.Kept {
			head, text = "kept", text+fmt.Sprintf(", score %d", c.Score)
		}
		if c.Why != "" {
			text += ": " + c.Why
		}
		if len(c.Where) > 0 {
			text += " (" + strings.Join(c.Where, ", ") + ")"
		}
		say(head, text)
	}
	return b.String()
}
