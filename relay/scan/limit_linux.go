//go:build !race

package scan

// dataFactor is what limit_race_linux.go widens.
const dataFactor = 1
