// Package wire holds what the wires of both platforms have in common, so that
// what guards one of them guards the other: the encrypted envelope around
// callbacks and passive replies, the fields that incoming messages share, the
// client with its access token that makes a call and classes how it failed,
// menus, and making text of strangers harmless. It knows neither platform:
// calls, codes, limits and words of their own stand in the adapters.
package wire
