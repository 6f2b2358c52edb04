package config

import (
	"encoding/base64"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// What the platforms' consoles give out, in words.
const (
	expectedToken  = "3 to 32 letters and digits, the same as in the platform's callback settings, for example OneVisit2026"
	expectedAESKey = "the EncodingAESKey: exactly 43 letters and digits, as the platform generates it"
	expectedAPIURL = "an https address (http for this machine only), for example "
)

// dataKeyBytes is the length of the key that seals personal data.
const dataKeyBytes = 32

// Compiled once, as the compiler of expressions is slow and these are constant.
var (
	identifierForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	tokenForm      = regexp.MustCompile(`^[A-Za-z0-9]{3,32}$`)
	aesKeyForm     = regexp.MustCompile(`^[A-Za-z0-9]{43}$`)
	mysqlForm      = regexp.MustCompile(`^[^/@:]+(?::.*)?@(tcp|unix)\(([^()]+)\)/([A-Za-z0-9_$-]+)(?:\?[^/]*)?$`)
)

// takeListen checks host:port; an empty host means every address.
func takeListen(c *Config, value string) bool {
	c.Listen = value
	host, port, err := net.SplitHostPort(value)
	return err == nil && isPort(port) && !strings.ContainsFunc(host, unicode.IsSpace)
}

// isPort checks a port number; 0 lets the system choose.
func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

// takePublicURL checks the address and drops a trailing slash, so that links
// can be made by appending a path.
func takePublicURL(c *Config, value string) bool {
	address, ok := webAddress(value)
	if !ok {
		return false
	}
	c.PublicURL = strings.TrimRight(address.String(), "/")
	return true
}

// webAddress parses an absolute http or https URL without credentials, query
// or fragment.
func webAddress(value string) (*url.URL, bool) {
	address, err := url.Parse(value)
	if err != nil || address.Hostname() == "" || address.User != nil {
		return nil, false
	}
	if port := address.Port(); port != "" && !isPort(port) {
		return nil, false
	}
	plain := address.RawQuery == "" && !address.ForceQuery && address.Fragment == ""
	return address, plain && (address.Scheme == "https" || address.Scheme == "http")
}

// apiURL checks the base address of a platform. Tokens travel to it, so plain
// http is for this machine only.
func apiURL(value string) (string, bool) {
	address, ok := webAddress(value)
	if !ok || (address.Scheme == "http" && !isLoopback(address.Hostname())) {
		return "", false
	}
	return strings.TrimRight(address.String(), "/"), true
}

// isLoopback says whether a host is this machine.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && ip.IsLoopback())
}

// takeDatabase checks the shape; whether the database answers is for the store.
func takeDatabase(c *Config, value string) bool {
	engine, dsn, _ := strings.Cut(value, ":")
	c.Database = Database{Engine: engine, DSN: NewSecret(dsn)}
	switch engine {
	case "sqlite":
		return strings.TrimSpace(dsn) != ""
	case "mysql":
		return isMySQL(dsn)
	}
	return false
}

// isMySQL checks user:pass@tcp(host:port)/name or user@unix(socket)/name.
func isMySQL(dsn string) bool {
	parts := mysqlForm.FindStringSubmatch(dsn)
	if parts == nil {
		return false
	}
	if parts[1] == "unix" {
		return strings.HasPrefix(parts[2], "/")
	}
	host, port, err := net.SplitHostPort(parts[2])
	return err == nil && host != "" && isPort(port)
}

// takeFiles checks a folder, or the URL of a bucket. Credentials in a URL
// would end up in logs.
func takeFiles(c *Config, value string) bool {
	c.Files = value
	if !strings.Contains(value, "://") {
		return strings.TrimSpace(value) != ""
	}
	address, err := url.Parse(value)
	return err == nil && address.Host != "" && address.User == nil
}

// takeDataKey decodes the key.
func takeDataKey(c *Config, value string) bool {
	key, err := base64.StdEncoding.Strict().DecodeString(value)
	if err != nil || len(key) != dataKeyBytes {
		return false
	}
	c.DataKey = NewSecret(string(key))
	return true
}

// isIdentifier checks an app or corp id.
func isIdentifier(value string) bool { return identifierForm.MatchString(value) }

// isToken checks the token of a callback.
func isToken(value string) bool { return tokenForm.MatchString(value) }

// isAESKey checks an EncodingAESKey.
func isAESKey(value string) bool { return aesKeyForm.MatchString(value) }

// isWord checks a secret of unknown form: printable ASCII without spaces.
func isWord(value string) bool {
	return len(value) <= 256 && !strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' })
}

// agentID reads the number of a WeCom app.
func agentID(value string) (int, bool) {
	number, err := strconv.ParseInt(value, 10, 32)
	return int(number), err == nil && number > 0
}
