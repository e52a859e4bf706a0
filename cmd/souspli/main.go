// Command souspli is a mail relay that keeps recipients private.
//
// main hands over to run, which tests can start too. Each command has a file of its own; serve.go puts the parts together;
// config.go, load.go and check.go are the configuration.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Exit statuses (CONTRACT 3).
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	privateByDefault()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

// app is what every command shares.
type app struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	now      func() time.Time
	config   string // --config
	json     bool   // --json
}

// These mark errors that end a command with exit status 2.
var (
	errUsage  = errors.New("wrong use")
	errFaulty = errors.New("wrong configuration")
)

// run executes one command and gives its exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer, getenv func(string) string) int {
	a := &app{in: in, out: out, err: errOut, getenv: getenv, now: time.Now}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var faults Faults
	switch {
	case errors.Is(err, errSilent):
		return exitFailed
	case errors.As(err, &faults):
		fmt.Fprintln(errOut, faults.Error())
		return exitUsage
	case errors.Is(err, errUsage), errors.Is(err, errFaulty):
		fmt.Fprintln(errOut, "souspli:", err)
		return exitUsage
	}
	fmt.Fprintln(errOut, "souspli:", err)
	return exitFailed
}

// errSilent ends a command with exit status 1 after it has said everything itself.
var errSilent = errors.New("failed")

// root is the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "souspli",
		Short:         "A mail relay that keeps recipients private",
		Long:          "souspli is the outgoing mail server that your mail program or newsletter tool uses. It sends everybody a copy of their own,\nleaves out who opted out, adds the way out, refuses unencrypted files with personal data, signs, and delivers through your provider.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usageArgs(cobra.NoArgs),
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().StringVar(&a.config, "config", "", "configuration file (default $SOUSPLI_CONFIG, ./souspli.toml, /etc/souspli/souspli.toml)")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "print JSON: one document, or one object a line")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return fmt.Errorf("%w: %w", errUsage, err) })
	root.AddCommand(a.serveCommand(), a.demoCommand(), a.configCommand(), a.explainCommand(), a.scanCommand(), a.suppressCommand(), a.queueCommand(),
		a.traceCommand(), a.userCommand(), a.dkimCommand(), a.backupCommand(), a.restoreCommand(), a.migrateCommand(), a.gradeCommand(), scanWorkerCommand(), scanReaderCommand())
	return root
}

// usageArgs marks wrong arguments as wrong use.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return fmt.Errorf("%w: %w (see %s --help)", errUsage, err, c.CommandPath())
		}
		return nil
	}
}

// group is a command that only holds others.
func group(use, short string, children ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("%w: %s needs a verb (see %s --help)", errUsage, c.Name(), c.CommandPath())
		}
		return fmt.Errorf("%w: %s has no verb %q (see %s --help)", errUsage, c.Name(), args[0], c.CommandPath())
	}, RunE: func(*cobra.Command, []string) error { return nil }}
	c.AddCommand(children...)
	return c
}
