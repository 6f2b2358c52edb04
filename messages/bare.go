package messages

import "strings"

// People end what they type with the signs of their keyboard, half or full
// width. These take off what may follow a thing of each kind.

// BareNumber is a case number without the sign that parts it from what follows.
func BareNumber(word string) string { return strings.TrimRight(word, ",，:：。") }

// BareDigits is the number of a choice as lists print it, without its point.
func BareDigits(text string) string { return strings.TrimRight(text, ".、。) ") }

// BareWords is a choice's name without the end of a sentence.
func BareWords(text string) string { return strings.TrimRight(text, "。.！!，, ") }
