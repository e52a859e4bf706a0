//go:build !linux

package scan

import (
	"os/exec"
	"time"
)

func dieWithParent(*exec.Cmd) {}

// confine can do nothing here but say so; the pool's clock still holds.
func confine() (string, error) { return "none", nil }

func limitCPU() {}

func residentPeak(int) int64 { return 0 }

func processorWait(int) time.Duration { return 0 }
