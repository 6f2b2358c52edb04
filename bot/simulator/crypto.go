package simulator

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1" // the platforms sign with SHA-1; we play them
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
)

const (
	// Both platforms pad to 32 bytes although the cipher's block has 16.
	padBlock   = 32
	randomHead = 16
	lengthHead = 4
)

var (
	errSealed   = errors.New("simulator: not a sealed message")
	errReceiver = errors.New("simulator: sealed for another receiver")
	errSigned   = errors.New("simulator: signature does not match")
)

// envelopeCipher seals and opens what travels between a platform and one
// receiver: the app id of an official account or a corp id.
type envelopeCipher struct {
	key      []byte
	token    string
	receiver string
	random   io.Reader
}

func newCipher(token, aesKey, receiver string, random io.Reader) (envelopeCipher, error) {
	key, err := base64.StdEncoding.DecodeString(aesKey + "=")
	if err != nil || len(key) != 32 {
		return envelopeCipher{}, errors.New("simulator: an AES key has 43 characters of base64")
	}
	return envelopeCipher{key: key, token: token, receiver: receiver, random: random}, nil
}

// sign is the platforms' signature: SHA-1 over the sorted parts.
func sign(parts ...string) string {
	sorted := append([]string(nil), parts...)
	sort.Strings(sorted)
	sum := sha1.Sum([]byte(strings.Join(sorted, "")))
	return hex.EncodeToString(sum[:])
}

// sealFor encrypts body for the named receiver; a wrong one is a test's forgery.
func (c envelopeCipher) sealFor(receiver string, body []byte) (string, error) {
	head := make([]byte, randomHead+lengthHead)
	if _, err := io.ReadFull(c.random, head[:randomHead]); err != nil {
		return "", fmt.Errorf("simulator: no randomness: %w", err)
	}
	binary.BigEndian.PutUint32(head[randomHead:], uint32(len(body))) // bodies are far below 4 GiB
	plain := append(append(head, body...), receiver...)
	missing := padBlock - len(plain)%padBlock
	plain = append(plain, bytes.Repeat([]byte{byte(missing)}, missing)...)
	block, err := aes.NewCipher(c.key)
	if err != nil {
		return "", fmt.Errorf("simulator: cipher: %w", err)
	}
	cipher.NewCBCEncrypter(block, c.key[:aes.BlockSize]).CryptBlocks(plain, plain)
	return base64.StdEncoding.EncodeToString(plain), nil
}

func (c envelopeCipher) seal(body []byte) (string, error) { return c.sealFor(c.receiver, body) }

// open decrypts and checks padding, length and receiver.
func (c envelopeCipher) open(sealed string) ([]byte, error) {
	plain, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(plain) == 0 || len(plain)%aes.BlockSize != 0 {
		return nil, errSealed
	}
	block, err := aes.NewCipher(c.key)
	if err != nil {
		return nil, fmt.Errorf("simulator: cipher: %w", err)
	}
	cipher.NewCBCDecrypter(block, c.key[:aes.BlockSize]).CryptBlocks(plain, plain)
	plain, err = unpad(plain)
	if err != nil || len(plain) < randomHead+lengthHead {
		return nil, errSealed
	}
	size := uint64(binary.BigEndian.Uint32(plain[randomHead:]))
	rest := plain[randomHead+lengthHead:]
	if size > uint64(len(rest)) {
		return nil, errSealed
	}
	if subtle.ConstantTimeCompare(rest[size:], []byte(c.receiver)) != 1 {
		return nil, errReceiver
	}
	return rest[:size], nil
}

// verify checks msg_signature before anything is decrypted.
func (c envelopeCipher) verify(signature, timestamp, nonce, sealed string) error {
	want := sign(c.token, timestamp, nonce, sealed)
	if subtle.ConstantTimeCompare([]byte(want), []byte(signature)) != 1 {
		return errSigned
	}
	return nil
}

func unpad(plain []byte) ([]byte, error) {
	count := int(plain[len(plain)-1])
	if count < 1 || count > padBlock || count > len(plain) {
		return nil, errSealed
	}
	for _, b := range plain[len(plain)-count:] {
		if int(b) != count {
			return nil, errSealed
		}
	}
	return plain[:len(plain)-count], nil
}
