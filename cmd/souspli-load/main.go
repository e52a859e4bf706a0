// Command souspli-load measures a mail relay: it is the clients before it and the next hop behind it.
//
//   - receive is a next hop that counts, and can be far away, refuse and break (hop.go).
//   - submit sends messages as many clients would (submit.go).
//   - compare runs both around souspli and around private peers and prints a table (compare.go, waiting.go, peers.go, mailman.go, relay.go).
//   - crash kills souspli at random under load, or strikes several relays on one database, and checks that nothing acknowledged was
//     lost (crash.go, fleet.go, way.go).
//
// Everything it starts listens on loopback and is gone when it ends.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := root(os.Stdout).ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "souspli-load:", err)
		os.Exit(1)
	}
}

// root is the command tree; results go to out.
func root(out io.Writer) *cobra.Command {
	a := &app{out: out}
	c := &cobra.Command{Use: "souspli-load", Short: "Measure a mail relay on loopback", SilenceErrors: true, SilenceUsage: true}
	c.PersistentFlags().BoolVar(&a.json, "json", false, "print JSON, one object a line")
	c.AddCommand(a.submitCommand(), a.receiveCommand(), a.compareCommand(), a.crashCommand())
	return c
}

// app is what the commands share.
type app struct {
	out  io.Writer
	json bool
}

// print writes a result as JSON or as text.
func (a *app) print(v fmt.Stringer) {
	if !a.json {
		fmt.Fprintln(a.out, v)
		return
	}
	line, err := json.Marshal(v)
	if err != nil {
		line = fmt.Appendf(nil, "%q", err.Error())
	}
	fmt.Fprintf(a.out, "%s\n", line)
}
