// Command onevisit answers petitions over WeChat and WeCom: at most one visit.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)) }
