package simulator

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
)

func randomText(from io.Reader) (string, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(from, raw); err != nil {
		return "", fmt.Errorf("simulator: no randomness: %w", err)
	}
	return hex.EncodeToString(raw), nil
}

func (w *World) randomText() (string, error) { return randomText(w.random) }

// randomDigits is a nonce as the platforms make them.
func (w *World) randomDigits() (string, error) {
	raw := make([]byte, 4)
	if _, err := io.ReadFull(w.random, raw); err != nil {
		return "", fmt.Errorf("simulator: no randomness: %w", err)
	}
	return strconv.FormatUint(uint64(binary.BigEndian.Uint32(raw)), 10), nil
}
