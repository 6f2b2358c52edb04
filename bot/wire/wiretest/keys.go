package wiretest

import "testing"

// longestKey is what the ledger keeps of a message's key, in bytes.
const longestKey = 190

// WantDistinct wants different messages to have different keys, each short
// enough to be kept.
func WantDistinct(t testing.TB, messages []string, keyOf func(string) string) {
	t.Helper()
	seen := map[string]string{}
	for _, message := range messages {
		key := keyOf(message)
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s share key %s", message, other, key)
		}
		if key == "" || len(key) > longestKey {
			t.Errorf("%s: a key of %d bytes", message, len(key))
		}
		seen[key] = message
	}
}
