package config

import (
	"slices"
	"strings"
)

// How variables are named.
const (
	variablePrefix = "ONEVISIT_"
	testPrefix     = "ONEVISIT_TEST_"
	fileSuffix     = "_FILE"
)

// setting is one row of the settings.
type setting struct {
	// key is the name in the settings file; its variable is the same in upper
	// case, with the prefix and underscores for dots.
	key string
	// secret settings are never shown and may stand in a file of their own.
	secret bool
	// fallback is the default, "" for none.
	fallback string
	// optional settings of a platform may stay away when others are given.
	optional bool
	// expected says, with an example, what an installer should write.
	expected string
	// take checks the value and puts it into the configuration; false refuses.
	take func(*Config, string) bool
}

// settingTable lists the settings in reading order.
func settingTable() []setting {
	return slices.Concat(generalSettings(), wechatSettings(), templateSettings(), wecomSettings())
}

// generalSettings are those of the program itself.
func generalSettings() []setting {
	return []setting{
		{key: "listen", fallback: "127.0.0.1:8080", expected: "host:port, for example 127.0.0.1:8080", take: takeListen},
		{key: "public_url", expected: "an http or https address without query, for example https://visit.example.org", take: takePublicURL},
		{key: "database", secret: true, fallback: "sqlite:onevisit.db",
			expected: "sqlite:path or mysql:user:pass@tcp(host:3306)/name, for example sqlite:onevisit.db", take: takeDatabase},
		{key: "files", fallback: "files", expected: "a folder or a bucket's URL without credentials, for example files", take: takeFiles},
		{key: "journal", fallback: "journal.db", expected: "the path of a file on this machine's own disk, for example /var/lib/onevisit/journal.db",
			take: func(c *Config, v string) bool { c.Journal = v; return true }},
		{key: "bureau", expected: "the path of the bureau file, for example /etc/onevisit/bureau.yaml",
			take: func(c *Config, v string) bool { c.BureauFile = v; return true }},
		{key: "data_key", secret: true, expected: "32 bytes in base64 (44 characters), as `onevisit keygen` prints", take: takeDataKey},
	}
}

// wechatSettings are those of the official account.
func wechatSettings() []setting {
	return []setting{
		{key: "wechat.app_id", expected: "the account's AppID, for example wx0123456789abcdef",
			take: func(c *Config, v string) bool { c.WeChat.AppID = v; return isIdentifier(v) }},
		{key: "wechat.app_secret", secret: true, expected: "the account's AppSecret, one word, for example 32 hexadecimal digits",
			take: func(c *Config, v string) bool { c.WeChat.AppSecret = NewSecret(v); return isWord(v) }},
		{key: "wechat.token", secret: true, expected: expectedToken,
			take: func(c *Config, v string) bool { c.WeChat.Token = NewSecret(v); return isToken(v) }},
		{key: "wechat.aes_key", secret: true, expected: expectedAESKey,
			take: func(c *Config, v string) bool { c.WeChat.AESKey = NewSecret(v); return isAESKey(v) }},
		{key: "wechat.api_url", fallback: "https://api.weixin.qq.com", expected: expectedAPIURL + "https://api.weixin.qq.com",
			take: func(c *Config, v string) (ok bool) { c.WeChat.APIURL, ok = apiURL(v); return ok }},
	}
}

// wecomSettings are those of the WeCom app.
func wecomSettings() []setting {
	return []setting{
		{key: "wecom.corp_id", expected: "the corp id, for example ww0123456789abcdef",
			take: func(c *Config, v string) bool { c.WeCom.CorpID = v; return isIdentifier(v) }},
		{key: "wecom.agent_id", expected: "the app's AgentId, a whole number above 0, for example 1000002",
			take: func(c *Config, v string) (ok bool) { c.WeCom.AgentID, ok = agentID(v); return ok }},
		{key: "wecom.secret", secret: true, expected: "the app's Secret, one word, as the admin console shows it, for example 43 letters and digits",
			take: func(c *Config, v string) bool { c.WeCom.Secret = NewSecret(v); return isWord(v) }},
		{key: "wecom.token", secret: true, expected: expectedToken,
			take: func(c *Config, v string) bool { c.WeCom.Token = NewSecret(v); return isToken(v) }},
		{key: "wecom.aes_key", secret: true, expected: expectedAESKey,
			take: func(c *Config, v string) bool { c.WeCom.AESKey = NewSecret(v); return isAESKey(v) }},
		{key: "wecom.api_url", fallback: "https://qyapi.weixin.qq.com", expected: expectedAPIURL + "https://qyapi.weixin.qq.com",
			take: func(c *Config, v string) (ok bool) { c.WeCom.APIURL, ok = apiURL(v); return ok }},
	}
}

// variable is the setting's environment variable.
func (s setting) variable() string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// group is the platform that the setting belongs to, "" for none.
func (s setting) group() string {
	group, _, found := strings.Cut(s.key, ".")
	if !found {
		return ""
	}
	return group
}

// show repeats a wrong value unless it is a secret, or has the "@" of an
// address with a password in it.
func (s setting) show(value string) string {
	if s.secret || strings.Contains(value, "@") {
		return hidden(value)
	}
	return shown(value)
}

// knownKeys are the keys of the settings file.
func knownKeys() []string {
	var keys []string
	for _, s := range settingTable() {
		keys = append(keys, s.key)
		if s.secret {
			keys = append(keys, s.key+strings.ToLower(fileSuffix))
		}
	}
	return keys
}

// knownVariables are the environment variables that mean something.
func knownVariables() []string {
	var names []string
	for _, s := range settingTable() {
		names = append(names, s.variable())
		if s.secret {
			names = append(names, s.variable()+fileSuffix)
		}
	}
	return names
}
