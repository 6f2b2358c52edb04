// Package wecom is what is said on the wire with a WeCom app: it decodes
// callbacks, encodes passive replies and sends app messages. What it shares
// with the other platform stands in bot/wire.
//
// The third-party library has no receiver for app callbacks and sends through
// variables of the whole process, with the app's number as text where the
// platform wants a number. It gives the types of answers; each [Sender] owns
// its HTTP client, address and access token, so that nothing in the process is
// shared or changed. The same reasons, at more length, stand with the official
// account's adapter; the two may not import each other.
package wecom
