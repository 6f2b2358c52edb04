package config

// Source is where [Load] reads from. Relative paths, also those that stand in
// the settings, belong to the working directory of the program.
type Source struct {
	// Environ lists the environment as os.Environ does.
	Environ func() []string
	// ReadFile reads a whole file as os.ReadFile does.
	ReadFile func(path string) ([]byte, error)
	// Path is the settings file given by --config; empty for none.
	Path string
	// Required are the variables without which the command cannot start.
	Required []Variable
}

// Variable is the name of an environment variable.
type Variable string

// Variables that a command may require.
const (
	PublicURLVariable Variable = "ONEVISIT_PUBLIC_URL"
	BureauVariable    Variable = "ONEVISIT_BUREAU"
	DataKeyVariable   Variable = "ONEVISIT_DATA_KEY"
)

// Config is what one start of the program runs with.
type Config struct {
	// Listen is host:port.
	Listen string
	// PublicURL is how the outside reaches us, without a trailing slash;
	// empty if not set.
	PublicURL string
	Database  Database
	// Files is a folder or the URL of a bucket.
	Files string
	// Journal is the path of the file that keeps messages while the database
	// is away. Every replica needs one of its own.
	Journal string
	// BureauFile is the path of the bureau file; empty means that Bureau is
	// the invented one of [DemoBureau].
	BureauFile string
	Bureau     Bureau
	// DataKey holds the 32 raw bytes that seal personal data; not set if none
	// was given.
	DataKey Secret
	WeChat  WeChat
	WeCom   WeCom
}

// Database is where cases are kept.
type Database struct {
	// Engine is "sqlite" or "mysql".
	Engine string
	// DSN is the path of the SQLite file, or user:pass@tcp(host:port)/name.
	DSN Secret
}

// WeChat is the official account.
type WeChat struct {
	AppID     string
	AppSecret Secret
	Token     Secret
	// AESKey is the EncodingAESKey: 43 characters.
	AESKey Secret
	// APIURL has no trailing slash.
	APIURL    string
	Templates Templates
}

// Configured says whether the official account is in use.
func (w WeChat) Configured() bool { return w.AppID != "" }

// WeCom is the WeCom app.
type WeCom struct {
	CorpID  string
	AgentID int
	Secret  Secret
	Token   Secret
	// AESKey is the EncodingAESKey: 43 characters.
	AESKey Secret
	// APIURL has no trailing slash.
	APIURL string
}

// Configured says whether the WeCom app is in use.
func (w WeCom) Configured() bool { return w.CorpID != "" }

// Load reads defaults, then the settings file, then the environment, which has
// the last word; then the bureau file. An empty value counts as not set. The
// error is a *[Mistakes] with everything that is wrong.
func Load(source Source) (Config, error) {
	l := &loader{source: source, mistakes: new(Mistakes), file: make(map[string]given), env: make(map[string]given)}
	l.readFile()
	l.readEnvironment()
	cfg := l.settings()
	l.unknownVariables()
	l.bureau(&cfg)
	if err := l.mistakes.orNil(); err != nil {
		return Config{}, err
	}
	return cfg, nil
}
