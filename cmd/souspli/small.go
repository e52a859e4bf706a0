package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"souspli/policy/address"
	"souspli/relay/scan"
)

// scanWorkerName is the hidden command that examines attachments in a process of its own.
const scanWorkerName = "scan-worker"

func scanWorkerCommand() *cobra.Command {
	return &cobra.Command{Use: scanWorkerName, Hidden: true, Args: usageArgs(cobra.NoArgs), RunE: func(*cobra.Command, []string) error {
		return scan.Work(os.Stdin, os.Stdout)
	}}
}

// scanReaderName is the hidden command that becomes tesseract, confined, and reads one picture.
const scanReaderName = "scan-reader"

func scanReaderCommand() *cobra.Command {
	return &cobra.Command{Use: scanReaderName, Hidden: true, Args: usageArgs(cobra.ExactArgs(2)), RunE: func(_ *cobra.Command, args []string) error {
		return scan.ReadPicture(args[0], args[1])
	}}
}

func (a *app) configCommand() *cobra.Command {
	check := &cobra.Command{Use: "check", Short: "Say ok, or every fault at once", Args: usageArgs(cobra.NoArgs), RunE: func(*cobra.Command, []string) error {
		c, file, err := load(a.config, a.getenv, (*reader).checkFiles)
		var faults Faults
		switch {
		case err == nil:
			for _, warning := range c.warnings() {
				fmt.Fprintln(a.err, "souspli: warning:", warning)
			}
			return a.print(map[string]any{"ok": true, "file": file}, "ok")
		case !errors.As(err, &faults):
			return err
		case a.json:
			if err := a.print(map[string]any{"ok": false, "file": faults.File, "faults": faults.List}, ""); err != nil {
				return err
			}
			return fmt.Errorf("%w: %s has faults: %d", errFaulty, faults.File, len(faults.List))
		}
		fmt.Fprintln(a.out, faults.Error())
		return fmt.Errorf("%w: %s has faults: %d", errFaulty, faults.File, len(faults.List))
	}}
	return group("config", "Check the configuration", check)
}

// readPasswordFile reads a password that stands alone in a file.
func readPasswordFile(path string) (address.Secret, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return address.Secret{}, err
	}
	return address.NewSecret([]byte(strings.TrimRight(string(text), "\r\n"))), nil
}

// readPassword reads a password from standard input, one line; on a terminal it asks, and does not show what is typed.
func (a *app) readPassword() (address.Secret, error) {
	in := a.in
	if f, ok := a.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		typed, err := a.typed(f, "password: ")
		if err != nil {
			return address.Secret{}, err
		}
		in = bytes.NewReader(typed)
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return address.Secret{}, err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return address.Secret{}, fmt.Errorf("%w: the password comes from standard input, and it was empty", errUsage)
	}
	return address.NewSecret([]byte(line)), nil
}

// typed asks for a secret on a terminal.
func (a *app) typed(terminal *os.File, prompt string) ([]byte, error) {
	fmt.Fprint(a.err, prompt)
	text, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(a.err)
	return text, err
}
