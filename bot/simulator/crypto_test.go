package simulator

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

const (
	goldenWeChat = "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
	goldenWeCom  = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
	goldenEcho   = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
)

func testCipher(t *testing.T, platform Platform) envelopeCipher {
	t.Helper()
	made, err := newCipher("spamtest", testKeyWeChat, "wx2c2769f8efd9abc2", rand.Reader)
	if platform == WeCom {
		made, err = newCipher("QDG6eK", testKeyWeCom, "wx5823bf96d3bd56c7", rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestOfficialSamplesOpen(t *testing.T) {
	for name, test := range map[string]struct {
		platform                     Platform
		timestamp, nonce, signature  string
		sealed                       string
		wants                        []string
		plainSignature, plainMessage string
	}{
		"official account": {
			platform: WeChat, timestamp: "1409735669", nonce: "1320562132", sealed: goldenWeChat,
			signature:      "5d197aaffba7e9b25a30732f161a50dee96bd5fa",
			plainSignature: "16120ec1b8dbb870f510d87ce6bc2463eae6ca1a",
			wants:          []string{"<![CDATA[abcdteT]]>", "<MsgId>6054768590064713728</MsgId>", "oyORnuP8q7ou2gfYjqLzSIWZf0rs"},
		},
		"wecom": {
			platform: WeCom, timestamp: "1409659813", nonce: "1372623149", sealed: goldenWeCom,
			signature: "477715d11cdb4164915debcba66cb864d751f3e6",
			wants:     []string{"<![CDATA[hello]]>", "<AgentID>218</AgentID>", "<MsgId>4561255354251345929</MsgId>", "mycreate"},
		},
		"wecom echo": {
			platform: WeCom, timestamp: "1409659589", nonce: "263014780", sealed: goldenEcho,
			signature: "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
			wants:     []string{"1616140317555161061"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := testCipher(t, test.platform)
			if err := c.verify(test.signature, test.timestamp, test.nonce, test.sealed); err != nil {
				t.Errorf("msg_signature: %v", err)
			}
			if test.plainSignature != "" && sign(c.token, test.timestamp, test.nonce) != test.plainSignature {
				t.Error("plain signature differs")
			}
			plain, err := c.open(test.sealed)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range test.wants {
				if !strings.Contains(string(plain), want) {
					t.Errorf("%s is missing in %s", want, plain)
				}
			}
		})
	}
}

func TestSealedTextOpensAgain(t *testing.T) {
	c := testCipher(t, WeChat)
	for size := range 100 {
		body := bytes.Repeat([]byte{'x'}, size)
		sealed, err := c.seal(body)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := c.open(sealed)
		if err != nil || !bytes.Equal(opened, body) {
			t.Fatalf("size %d: %q, %v", size, opened, err)
		}
	}
}

// sealRaw encrypts bytes as they are, to make what no honest sender makes.
func sealRaw(t *testing.T, c envelopeCipher, plain []byte) string {
	t.Helper()
	block, err := aes.NewCipher(c.key)
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.Clone(plain)
	cipher.NewCBCEncrypter(block, c.key[:aes.BlockSize]).CryptBlocks(out, out)
	return base64.StdEncoding.EncodeToString(out)
}

func TestForgeriesDoNotOpen(t *testing.T) {
	c := testCipher(t, WeChat)
	frame := func(size byte, rest string) []byte {
		plain := append(make([]byte, 16), 0, 0, 0, size)
		return append(plain, rest...)
	}
	padded := func(plain []byte, pad byte, count int) []byte {
		return append(plain, bytes.Repeat([]byte{pad}, count)...)
	}
	foreign, err := c.sealFor("wx0000000000000000", []byte("hello"))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		sealed string
		want   error
	}{
		"not base64":            {"%%%", errSealed},
		"empty":                 {"", errSealed},
		"not whole blocks":      {base64.StdEncoding.EncodeToString([]byte("short")), errSealed},
		"padding of zero":       {sealRaw(t, c, padded(frame(0, ""), 0, 12)), errSealed},
		"padding beyond 32":     {sealRaw(t, c, padded(frame(0, ""), 44, 44)), errSealed},
		"padding not uniform":   {sealRaw(t, c, padded(frame(0, "abcdefghijk"), 2, 1)), errSealed},
		"padding is everything": {sealRaw(t, c, bytes.Repeat([]byte{32}, 32)), errSealed},
		"length beyond the end": {sealRaw(t, c, padded(frame(200, ""), 12, 12)), errSealed},
		"another app id":        {foreign, errReceiver},
	} {
		t.Run(name, func(t *testing.T) {
			if opened, err := c.open(test.sealed); !errors.Is(err, test.want) {
				t.Errorf("got %q, %v; want %v", opened, err, test.want)
			}
		})
	}
}

func TestWrongSignatureIsRefused(t *testing.T) {
	if err := testCipher(t, WeCom).verify("00", "1", "2", "x"); !errors.Is(err, errSigned) {
		t.Errorf("got %v", err)
	}
}

func TestKeysOfTheWrongLengthAreRefused(t *testing.T) {
	for _, key := range []string{"", "short", testKeyWeChat + "A", strings.Repeat("!", 43)} {
		if _, err := newCipher("t", key, "r", rand.Reader); err == nil {
			t.Errorf("key %q was taken", key)
		}
	}
}
