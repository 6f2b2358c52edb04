// Package wire holds what the wires of both platforms have in common, so that
// what guards one of them guards the other: how text of strangers is made
// harmless and cut. It knows neither platform.
package wire
