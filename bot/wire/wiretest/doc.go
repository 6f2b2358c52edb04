// Package wiretest plays the other end of the wire for tests of the adapters
// and of what they share: a platform's API that gives out tokens and answers
// calls, and genuine callbacks. Only tests import it.
package wiretest
