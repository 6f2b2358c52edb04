package wire

import "onevisit/bot"

// Reason says in one word why a callback was not believed.
type Reason string

// Reasons that both platforms have. A forged, stale or plain callback is
// refused for good; a malformed or too large one could not even be read.
const (
	ReasonSignature Reason = "signature" // the signature does not match
	ReasonStale     Reason = "stale"     // the timestamp is more than 5 minutes off
	ReasonPlaintext Reason = "plaintext" // not encrypted
	ReasonMalformed Reason = "malformed" // cannot be read
	ReasonTooLarge  Reason = "too-large" // longer than 1 MiB
)

// RefusedError is returned by receivers for everything that did not come from
// the platform as it should. It carries nothing of what was sent.
type RefusedError struct {
	Platform bot.Platform
	Reason   Reason
}

// Error names the platform and the reason.
func (e *RefusedError) Error() string {
	return string(e.Platform) + " callback refused: " + string(e.Reason)
}

// Refused is the reason as a short word, for callers that know no platform.
func (e *RefusedError) Refused() string { return string(e.Reason) }
