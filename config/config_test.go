package config

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"testing"
)

const (
	testAESKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	// testSecret must never be seen in a mistake.
	testSecret = "invented-Secret-9"
)

// testDataKey is a key of 32 equal bytes.
func testDataKey() string { return base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32))) }

// world is an environment and a few files.
type world struct {
	env   []string
	files map[string]string
	path  string
}

// load runs Load in the world.
func (w world) load(required ...Variable) (Config, error) {
	return Load(Source{
		Environ: func() []string { return w.env },
		ReadFile: func(path string) ([]byte, error) {
			content, ok := w.files[path]
			if !ok {
				return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
			}
			return []byte(content), nil
		},
		Path:     w.path,
		Required: required,
	})
}

// wechatEnv and wecomEnv are platforms configured in full.
func wechatEnv() []string {
	return []string{"ONEVISIT_WECHAT_APP_ID=wx0123456789abcdef", "ONEVISIT_WECHAT_APP_SECRET=" + testSecret,
		"ONEVISIT_WECHAT_TOKEN=spamtest", "ONEVISIT_WECHAT_AES_KEY=" + testAESKey}
}

func wecomEnv() []string {
	return []string{"ONEVISIT_WECOM_CORP_ID=ww0123456789abcdef", "ONEVISIT_WECOM_AGENT_ID=1000002",
		"ONEVISIT_WECOM_SECRET=" + testSecret, "ONEVISIT_WECOM_TOKEN=QDG6eK", "ONEVISIT_WECOM_AES_KEY=" + testAESKey}
}

func TestNothingGivenMeansDefaults(t *testing.T) {
	cfg, err := world{env: []string{"PATH=/bin", "ONEVISIT_LISTEN=", "NOEQUALS"}}.load()
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Listen != "127.0.0.1:8080" || cfg.Files != "files" || cfg.PublicURL != "" || cfg.DataKey.IsSet() {
		t.Errorf("defaults: %+v", cfg)
	}
	if cfg.Database.Engine != "sqlite" || cfg.Database.DSN.Reveal() != "onevisit.db" {
		t.Errorf("database: %s %s", cfg.Database.Engine, cfg.Database.DSN.Reveal())
	}
	if cfg.WeChat.Configured() || cfg.WeCom.Configured() {
		t.Error("no platform was configured")
	}
	if cfg.WeChat.APIURL != "https://api.weixin.qq.com" || cfg.WeCom.APIURL != "https://qyapi.weixin.qq.com" {
		t.Errorf("api: %s %s", cfg.WeChat.APIURL, cfg.WeCom.APIURL)
	}
	demo, err := DemoBureau()
	if err != nil {
		t.Fatal(err)
	}
	if cfg.BureauFile != "" || cfg.Bureau.Organ != demo.Organ {
		t.Errorf("bureau: %q %+v", cfg.BureauFile, cfg.Bureau.Organ)
	}
}

func TestEnvironmentSetsEverything(t *testing.T) {
	env := append(wechatEnv(), wecomEnv()...)
	env = append(env, "ONEVISIT_LISTEN=:9000", "ONEVISIT_PUBLIC_URL=https://visit.example.org/base/",
		"ONEVISIT_DATABASE=mysql:u:p@ss:w/rd@tcp(db.example.org:3306)/onevisit?tls=true", "ONEVISIT_FILES=s3://bucket/files",
		"ONEVISIT_BUREAU=b.yaml", "ONEVISIT_DATA_KEY="+testDataKey(), "ONEVISIT_WECHAT_API_URL=http://127.0.0.1:1/weixin/",
		"ONEVISIT_WECOM_API_URL=http://localhost:2/qyapi", "ONEVISIT_TEST_MYSQL=for tests")
	cfg, err := world{env: env, files: map[string]string{"b.yaml": soundBureau}}.load(DataKeyVariable, BureauVariable, PublicURLVariable)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{cfg.Listen, cfg.PublicURL, cfg.Database.Engine, cfg.Database.DSN.Reveal(), cfg.Files, cfg.BureauFile,
		cfg.Bureau.Organ.Name, cfg.DataKey.Reveal(), cfg.WeChat.AppID, cfg.WeChat.AppSecret.Reveal(), cfg.WeChat.Token.Reveal(),
		cfg.WeChat.AESKey.Reveal(), cfg.WeChat.APIURL, cfg.WeCom.CorpID, fmt.Sprint(cfg.WeCom.AgentID), cfg.WeCom.Secret.Reveal(),
		cfg.WeCom.Token.Reveal(), cfg.WeCom.AESKey.Reveal(), cfg.WeCom.APIURL}
	want := []string{":9000", "https://visit.example.org/base", "mysql", "u:p@ss:w/rd@tcp(db.example.org:3306)/onevisit?tls=true", "s3://bucket/files", "b.yaml",
		"Invented Bureau", strings.Repeat("k", 32), "wx0123456789abcdef", testSecret, "spamtest",
		testAESKey, "http://127.0.0.1:1/weixin", "ww0123456789abcdef", "1000002", testSecret,
		"QDG6eK", testAESKey, "http://localhost:2/qyapi"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("value %d is %q, want %q", i, got[i], want[i])
		}
	}
	if !cfg.WeChat.Configured() || !cfg.WeCom.Configured() {
		t.Error("both platforms are configured")
	}
}

func TestFileSaysTheSameAndEnvironmentHasTheLastWord(t *testing.T) {
	w := world{path: "c.yaml", files: map[string]string{
		"c.yaml": "listen: 127.0.0.1:1\nfiles: kept\nwechat:\n  app_id: wx1\n  app_secret_file: s\n  token: 'fileToken'\n" +
			"  aes_key: |-\n    " + testAESKey + "\nwecom:\npublic_url: null\n",
		"s": testSecret + "\r\n", "t": "envToken\n",
	}, env: []string{"ONEVISIT_LISTEN=127.0.0.1:2", "ONEVISIT_WECHAT_TOKEN_FILE=t"}}
	cfg, err := w.load()
	if err != nil {
		t.Fatal(err)
	}
	got := []string{cfg.Listen, cfg.Files, cfg.WeChat.AppSecret.Reveal(), cfg.WeChat.Token.Reveal(), cfg.WeChat.AESKey.Reveal()}
	want := []string{"127.0.0.1:2", "kept", testSecret, "envToken", testAESKey}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("value %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func TestExampleSettingsAreTrueAndComplete(t *testing.T) {
	content, err := os.ReadFile("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	example := strings.NewReplacer("# api_url:", "api_url:", "# templates:", "templates:", "  #   ", "    ").Replace(string(content))
	w := world{path: "example.yaml", files: map[string]string{
		"example.yaml": example, "/etc/onevisit/bureau.yaml": soundBureau, "/etc/onevisit/data.key": testDataKey() + "\n",
		"/etc/onevisit/wechat.secret": testSecret, "/etc/onevisit/wechat.token": "spamtest", "/etc/onevisit/wechat.aes": testAESKey,
		"/etc/onevisit/wecom.secret": testSecret, "/etc/onevisit/wecom.token": "QDG6eK", "/etc/onevisit/wecom.aes": testAESKey,
	}}
	cfg, err := w.load(DataKeyVariable, BureauVariable, PublicURLVariable)
	if err != nil {
		t.Fatal(err)
	}
	if !cfg.WeChat.Configured() || cfg.WeCom.AgentID != 1000002 || cfg.WeCom.APIURL != "https://proxy.example.org/qyapi" {
		t.Errorf("example: %+v", cfg)
	}
	for _, setting := range settingTable() {
		name := setting.key[strings.LastIndex(setting.key, ".")+1:]
		if !strings.Contains(example, name+":") && !strings.Contains(example, name+"_file:") {
			t.Errorf("the example does not show %s", setting.key)
		}
	}
}

func TestEachMistakeOfTheEnvironmentIsNamed(t *testing.T) {
	tests := []struct {
		name string
		env  []string
		want []string
	}{
		{"listen without port", []string{"ONEVISIT_LISTEN=localhost"}, []string{`ONEVISIT_LISTEN: found "localhost"; expected host:port, for example 127.0.0.1:8080`}},
		{"listen on port 65536", []string{"ONEVISIT_LISTEN=:65536"}, []string{"ONEVISIT_LISTEN: found"}},
		{"listen on a named port", []string{"ONEVISIT_LISTEN=:http"}, []string{"ONEVISIT_LISTEN: found"}},
		{"public address without scheme", []string{"ONEVISIT_PUBLIC_URL=visit.example.org"}, []string{"ONEVISIT_PUBLIC_URL: found"}},
		{"public address of another scheme", []string{"ONEVISIT_PUBLIC_URL=ftp://visit.example.org"}, []string{"ONEVISIT_PUBLIC_URL: found"}},
		{"public address with query", []string{"ONEVISIT_PUBLIC_URL=https://visit.example.org?a=b"}, []string{"ONEVISIT_PUBLIC_URL: found"}},
		{"public address with a bad port", []string{"ONEVISIT_PUBLIC_URL=https://visit.example.org:99999"}, []string{"ONEVISIT_PUBLIC_URL: found"}},
		{"public address with a password", []string{"ONEVISIT_PUBLIC_URL=https://u:" + testSecret + "@visit.example.org"}, []string{"ONEVISIT_PUBLIC_URL: found a value of"}},
		{"unknown database", []string{"ONEVISIT_DATABASE=oracle:" + testSecret}, []string{"ONEVISIT_DATABASE: found a value of 24 characters (not shown); expected sqlite:path or mysql:"}},
		{"sqlite without path", []string{"ONEVISIT_DATABASE=sqlite:"}, []string{"ONEVISIT_DATABASE: found"}},
		{"mysql without name", []string{"ONEVISIT_DATABASE=mysql:u:p@tcp(h:3306)/"}, []string{"ONEVISIT_DATABASE: found"}},
		{"mysql without port", []string{"ONEVISIT_DATABASE=mysql:u:p@tcp(h)/x"}, []string{"ONEVISIT_DATABASE: found"}},
		{"mysql on a relative socket", []string{"ONEVISIT_DATABASE=mysql:u@unix(sock)/x"}, []string{"ONEVISIT_DATABASE: found"}},
		{"bucket with credentials", []string{"ONEVISIT_FILES=s3://u:" + testSecret + "@bucket"}, []string{"ONEVISIT_FILES: found a value of"}},
		{"bucket without name", []string{"ONEVISIT_FILES=s3://"}, []string{`ONEVISIT_FILES: found "s3://"`}},
		{"blank folder", []string{"ONEVISIT_FILES= "}, []string{"ONEVISIT_FILES: found"}},
		{"data key of 16 bytes", []string{"ONEVISIT_DATA_KEY=MDEyMzQ1Njc4OWFiY2RlZg=="}, []string{"ONEVISIT_DATA_KEY: found a value of 24 characters (not shown); expected 32 bytes in base64"}},
		{"data key not base64", []string{"ONEVISIT_DATA_KEY=" + testSecret}, []string{"ONEVISIT_DATA_KEY: found a value of 17"}},
		{"data key twice", []string{"ONEVISIT_DATA_KEY=" + testDataKey(), "ONEVISIT_DATA_KEY_FILE=k"}, []string{"ONEVISIT_DATA_KEY: found both this and ONEVISIT_DATA_KEY_FILE; expected one of the two"}},
		{"secret's file missing", []string{"ONEVISIT_DATA_KEY_FILE=none"}, []string{"ONEVISIT_DATA_KEY_FILE: found a file that cannot be read (open none: file does not exist)"}},
		{"secret's file empty", []string{"ONEVISIT_DATA_KEY_FILE=empty"}, []string{"ONEVISIT_DATA_KEY_FILE: found an empty file"}},
		{"secret's file huge", []string{"ONEVISIT_DATA_KEY_FILE=huge"}, []string{"ONEVISIT_DATA_KEY_FILE: found a file of 4097 bytes"}},
		{"secret's file wrong", []string{"ONEVISIT_DATA_KEY_FILE=wrong"}, []string{"ONEVISIT_DATA_KEY_FILE: found a value of 17 characters (not shown)"}},
		{"bureau file missing", []string{"ONEVISIT_BUREAU=none"}, []string{"ONEVISIT_BUREAU: found a file that cannot be read"}},
		{"misspelt variable", []string{"ONEVISIT_WECHAT_TOKN=x"}, []string{"ONEVISIT_WECHAT_TOKN: found an unknown variable; expected ONEVISIT_WECHAT_TOKEN"}},
		{"variable in lower case", []string{"ONEVISIT_listen=x"}, []string{"ONEVISIT_listen: found an unknown variable; expected ONEVISIT_LISTEN"}},
		{"file of what is no secret", []string{"ONEVISIT_LISTEN_FILE=x"}, []string{"ONEVISIT_LISTEN_FILE: found an unknown variable; expected ONEVISIT_LISTEN"}},
		{"variable like no other", []string{"ONEVISIT_QQQQQQQQQQQQQQQQQQ=x"}, []string{"found an unknown variable; expected no such variable"}},
	}
	files := map[string]string{"empty": "\n", "huge": strings.Repeat("x", 4097), "wrong": testSecret, "k": testDataKey()}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg, err := world{env: test.env, files: files}.load()
			wantMistakes(t, err, test.want...)
			if strings.Contains(err.Error(), testSecret) {
				t.Errorf("a mistake shows a secret: %v", err)
			}
			if cfg.Listen != "" {
				t.Error("a configuration with mistakes must not be usable")
			}
		})
	}
}

func TestEachMistakeOfAPlatformIsNamed(t *testing.T) {
	both := append(wechatEnv(), wecomEnv()...)
	tests := []struct{ variable, value, want string }{
		{"WECHAT_APP_ID", "wx 1", `ONEVISIT_WECHAT_APP_ID: found "wx 1"`},
		{"WECHAT_APP_SECRET", "two words", "ONEVISIT_WECHAT_APP_SECRET: found a value of 9 characters"},
		{"WECHAT_TOKEN", "ab", "ONEVISIT_WECHAT_TOKEN: found a value of 2 characters (not shown); expected 3 to 32 letters and digits"},
		{"WECHAT_TOKEN", strings.Repeat("a", 33), "ONEVISIT_WECHAT_TOKEN: found a value of 33"},
		{"WECHAT_AES_KEY", testAESKey[1:], "ONEVISIT_WECHAT_AES_KEY: found a value of 42 characters (not shown); expected the EncodingAESKey: exactly 43"},
		{"WECHAT_AES_KEY", testAESKey[1:] + "+", "ONEVISIT_WECHAT_AES_KEY: found a value of 43"},
		{"WECHAT_API_URL", "http://proxy.example.org", "ONEVISIT_WECHAT_API_URL: found"},
		{"WECHAT_API_URL", "proxy", "ONEVISIT_WECHAT_API_URL: found"},
		{"WECOM_CORP_ID", "w/w", "ONEVISIT_WECOM_CORP_ID: found"},
		{"WECOM_AGENT_ID", "0", `ONEVISIT_WECOM_AGENT_ID: found "0"; expected the app's AgentId, a whole number above 0`},
		{"WECOM_AGENT_ID", "-3", "ONEVISIT_WECOM_AGENT_ID: found"},
		{"WECOM_AGENT_ID", "one", "ONEVISIT_WECOM_AGENT_ID: found"},
		{"WECOM_SECRET", strings.Repeat("a", 257), "ONEVISIT_WECOM_SECRET: found a value of 257"},
		{"WECOM_TOKEN", "a-b", "ONEVISIT_WECOM_TOKEN: found a value of 3"},
		{"WECOM_AES_KEY", "short", "ONEVISIT_WECOM_AES_KEY: found a value of 5"},
		{"WECOM_API_URL", "http://10.0.0.1", "ONEVISIT_WECOM_API_URL: found"},
	}
	for _, test := range tests {
		t.Run(test.variable+"="+test.value, func(t *testing.T) {
			_, err := world{env: append(both[:len(both):len(both)], "ONEVISIT_"+test.variable+"="+test.value)}.load()
			wantMistakes(t, err, test.want)
		})
	}
}

func TestHalfConfiguredPlatformNamesWhatIsMissing(t *testing.T) {
	_, err := world{env: []string{"ONEVISIT_WECHAT_TOKEN=spamtest", "ONEVISIT_WECOM_API_URL=https://proxy.example.org"}}.load()
	wantMistakes(t, err,
		"ONEVISIT_WECHAT_APP_ID: found nothing, although other settings of wechat are given; expected all of them or none",
		"ONEVISIT_WECHAT_APP_SECRET: found nothing", "ONEVISIT_WECHAT_AES_KEY: found nothing",
		"ONEVISIT_WECOM_CORP_ID: found nothing, although other settings of wecom are given", "ONEVISIT_WECOM_AGENT_ID: found nothing",
		"ONEVISIT_WECOM_SECRET: found nothing", "ONEVISIT_WECOM_TOKEN: found nothing", "ONEVISIT_WECOM_AES_KEY: found nothing")
}

func TestUnreadableSecretIsNotAlsoMissing(t *testing.T) {
	env := append(wechatEnv()[:3:3], "ONEVISIT_WECHAT_AES_KEY_FILE=none")
	_, err := world{env: env}.load()
	wantMistakes(t, err, "ONEVISIT_WECHAT_AES_KEY_FILE: found a file that cannot be read")
}

func TestRequiredVariablesAreAskedFor(t *testing.T) {
	_, err := world{}.load(DataKeyVariable, BureauVariable, PublicURLVariable)
	wantMistakes(t, err, "ONEVISIT_PUBLIC_URL: found nothing", "ONEVISIT_BUREAU: found nothing",
		"ONEVISIT_DATA_KEY: found nothing; expected 32 bytes in base64 (44 characters), as `onevisit keygen` prints")
}

func TestEachMistakeOfTheSettingsFileIsNamed(t *testing.T) {
	tests := []struct {
		name, content string
		want          []string
	}{
		{"unknown key", "lisen: x\n", []string{`c.yaml:1: lisen: found an unknown key; expected "listen" (one of listen, public_url`}},
		{"unknown key of a platform", "\nwechat:\n  tokn: x\n", []string{`c.yaml:3: wechat.tokn: found an unknown key; expected "wechat.token" (one of wechat.app_id`}},
		{"file of what is no secret", "listen_file: x\n", []string{"c.yaml:1: listen_file: found an unknown key"}},
		{"platform as a text", "wechat: " + testSecret + "\n", []string{"c.yaml:1: wechat: found a single value; expected keys with values"}},
		{"list", "listen: [a]\n", []string{"c.yaml:1: listen: found a list; expected a single value"}},
		{"root is a list", "- a\n", []string{"c.yaml: found a list; expected keys with values"}},
		{"keys in place of a value", "listen: {a: b}\n", []string{"c.yaml:1: listen: found keys with values"}},
		{"wrong value", "files: f\nlisten: x\n", []string{`c.yaml:2: listen: found "x"; expected host:port`}},
		{"value and file", "data_key: x\ndata_key_file: y\n", []string{"c.yaml:1: data_key: found both this and data_key_file"}},
		{"merge key", "<<: {listen: x}\n", []string{"found a YAML merge key"}},
		{"broken", "wechat:\n  token: \"" + testSecret + "\n", []string{"found broken YAML"}},
		{"broken before a secret", "wechat:\n  token: " + testSecret + ": x: y\n", []string{"found broken YAML"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := world{path: "c.yaml", files: map[string]string{"c.yaml": test.content}}.load()
			wantMistakes(t, err, test.want...)
			if strings.Contains(err.Error(), testSecret) {
				t.Errorf("a mistake shows a secret: %v", err)
			}
		})
	}
}

func TestMissingSettingsFileIsAMistake(t *testing.T) {
	_, err := world{path: "none.yaml"}.load()
	wantMistakes(t, err, "--config: found a file that cannot be read (open none.yaml: file does not exist)")
}

func TestAllMistakesOfOneStartAreToldInReadingOrder(t *testing.T) {
	w := world{path: "c.yaml", env: []string{"ONEVISIT_ZZZ=1", "ONEVISIT_AAA=1", "ONEVISIT_WECOM_AGENT_ID=x", "ONEVISIT_LISTEN=x", "ONEVISIT_BUREAU=b.yaml"},
		files: map[string]string{"c.yaml": "wrong: x\n", "b.yaml": strings.Replace(soundBureau, "parent: all", "parent: nowhere", 1)}}
	_, err := w.load(DataKeyVariable)
	wantMistakes(t, err, "c.yaml:1: wrong", "ONEVISIT_LISTEN", "ONEVISIT_WECOM_AGENT_ID", "ONEVISIT_DATA_KEY", "ONEVISIT_WECOM_CORP_ID",
		"ONEVISIT_WECOM_SECRET", "ONEVISIT_WECOM_TOKEN", "ONEVISIT_WECOM_AES_KEY", "ONEVISIT_AAA", "ONEVISIT_ZZZ", "b.yaml:18: categories[1].parent")
}

func TestSecretsAreConcealedHoweverPrinted(t *testing.T) {
	cfg := Config{DataKey: NewSecret(testSecret)}
	encoded, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", cfg, "key", cfg.DataKey)
	hex := fmt.Sprintf("%x", testSecret)
	for _, text := range []string{fmt.Sprint(cfg), fmt.Sprintf("%+v %#v %s %q %x", cfg, cfg, cfg.DataKey, cfg.DataKey, cfg.DataKey), string(encoded), log.String()} {
		if strings.Contains(text, testSecret) || strings.Contains(text, hex) || !strings.Contains(text, concealed) {
			t.Errorf("a secret is shown, or nothing is: %s", text)
		}
	}
}

func TestLongWrongValuesAreCut(t *testing.T) {
	_, err := world{env: []string{"ONEVISIT_LISTEN=" + strings.Repeat("字", 100)}}.load()
	wantMistakes(t, err, `"`+strings.Repeat("字", longestShown)+`"…`)
}
