// Package simulator is the other side of the wire: it plays a WeChat official
// account and a WeCom app with people holding phones before them.
//
// A World answers the two platforms' server APIs (World.API), sends the signed
// and encrypted callbacks that gestures on a Phone cause, reads the passive
// replies, and can show everything as a web page (World.Page). It keeps the
// platforms' rules that a bureau's program meets in earnest: tokens that
// expire, the window for customer messages, field limits of templates and
// cards, redelivery, and faults on request.
//
// It has its own cryptography and imports nothing of this module, so that a
// mistake in the adapters cannot cancel out here.
package simulator
