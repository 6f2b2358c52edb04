// Command onevisit answers petitions over WeChat and WeCom: at most one visit.
package main

import (
	"os"
	"runtime/debug"
)

func main() { os.Exit(program()) }

// litter is how much garbage may lie about, in percent of what is in use, until
// it is collected. What this program uses is a few megabytes, and Go's own 100
// would have it collect a hundred times a second under load, a third of its work.
const litter = 400

// program runs as the only thing in its process.
func program() int {
	if os.Getenv("GOGC") == "" { // the operator's word counts
		debug.SetGCPercent(litter)
	}
	return run(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
}
