package main

import "github.com/spf13/cobra"

func (a *app) crashCommand() *cobra.Command { return &cobra.Command{Use: "crash"} }
