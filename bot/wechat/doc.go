// Package wechat is what is said on the wire with an official account: it
// decodes callbacks, encodes passive replies, and sends customer and template
// messages. What it shares with the other platform stands in bot/wire.
//
// The third-party library gives the message cipher and the signature (both in
// bot/wire) and the types of messages; nothing else of it is used, for two
// reasons. Its callback server lets the request choose whether it is
// encrypted, so the receiver here is our own. Its calls go through variables
// of the whole process (one HTTP client without a time-out, one address),
// which could not serve two accounts with different addresses and could not be
// set while something is being sent. So each [Sender] owns its HTTP client,
// address and access token: nothing in the process is shared or changed, and
// no logger of the library is linked.
package wechat
