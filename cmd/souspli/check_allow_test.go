package main

import (
	"slices"
	"strings"
	"testing"
)

// An entry that allows nothing is told at the start, not found out by a refused message.
func TestWarnsOfUselessAllow(t *testing.T) {
	c := Config{Attachments: AttachmentsConfig{Allow: []string{"FR7630006000011234567890189", "FR7630006000011234567890188", "thermia.fr"}}}
	list := c.warnings()
	if !slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, "890188") }) {
		t.Errorf("%q", list)
	}
	if slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, "890189") || strings.Contains(s, "thermia") }) {
		t.Errorf("%q", list)
	}
}
