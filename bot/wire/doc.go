// Package wire holds what the wires of both platforms have in common, so that
// what guards one of them guards the other: making a request and classing how
// it failed, reading its answer, and making text of strangers harmless. It
// knows neither platform.
package wire
