package main

import (
	"context"
	"slices"
	"strings"

	"souspli/policy/attachment"
	"souspli/policy/personal"
)

// labelledWays are the ways in which files show a label and its value.
func labelledWays(label, value string) []attachment.File {
	return textFiles(
		"line.txt", label+" : "+value+"\n",
		"next.txt", label+"\n"+value+"\n",
		"sentence.txt", "Hello, my "+label+" is "+value+", thank you.\n",
		"column.csv", "ref,\""+label+"\"\nA1,\""+value+"\"\n",
		"field.json", `{"`+label+`": "`+value+`"}`+"\n",
		"cell.html", "<table><tr><th>"+label+"<td>"+value+"</table>",
	)
}

// bareWays are the ways in which a number stands without a label.
func bareWays(value string) []attachment.File {
	return textFiles("alone.txt", value+"\n", "sentence.txt", "Voir "+value+" dans le tableau, merci.\n")
}

func textFiles(pairs ...string) []attachment.File {
	var files []attachment.File
	for p := range slices.Chunk(pairs, 2) {
		files = append(files, attachment.File{Name: p[0], Data: []byte(p[1])})
	}
	return files
}

// find tells for each file whether one of the entities was found in it, or a national number of any country: generic labels
// such as "tax number" cannot tell countries apart. Without entities, whether anything was found.
func (g *grading) find(ctx context.Context, files []attachment.File, entities string) ([]bool, error) {
	reports, err := g.pool.Scan(ctx, files)
	if err != nil {
		return nil, err
	}
	found := make([]bool, len(files))
	for i, r := range reports {
		found[i] = slices.ContainsFunc(r.Findings, func(f personal.Finding) bool {
			national := len(f.Entity) > 2 && f.Entity[2] == '-'
			return entities == "" || national || slices.Contains(strings.Fields(entities), f.Entity)
		})
	}
	return found, nil
}
