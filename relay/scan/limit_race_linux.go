//go:build race

package scan

// dataFactor widens a child's memory under the race detector, whose shadow of the heap takes several times what it
// shadows and counts as the child's own.
const dataFactor = 8
