package config

import (
	"fmt"
	"slices"
	"strings"
)

// given is a value of one layer with the place to name in a mistake.
type given struct {
	value string
	where string
}

// loader collects the layers of one start.
type loader struct {
	source   Source
	mistakes *Mistakes
	// file is keyed by dotted key, env by variable.
	file map[string]given
	env  map[string]given
	// set are the keys that some layer has given, rightly or wrongly.
	set map[string]bool
}

// readEnvironment takes down the variables that are ours and not empty.
func (l *loader) readEnvironment() {
	for _, entry := range l.source.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, variablePrefix) && value != "" {
			l.env[name] = given{value: value, where: name}
		}
	}
}

// settings resolves every setting in the order of the table.
func (l *loader) settings() Config {
	var cfg Config
	l.set = make(map[string]bool)
	table := settingTable()
	for _, setting := range table {
		value, ok := l.resolve(setting)
		l.set[setting.key] = ok
		if !ok {
			value.value = setting.fallback
		}
		// An unreadable secret was told already and leaves no value.
		if value.value != "" && !setting.take(&cfg, value.value) {
			l.mistakes.add(value.where, setting.show(value.value), setting.expected)
		}
	}
	for _, setting := range table {
		l.missing(setting, table)
	}
	return cfg
}

// resolve finds a setting's value: the environment before the file, and within
// a layer the value or the file that holds it, never both. False: not given.
func (l *loader) resolve(s setting) (given, bool) {
	layers := []struct {
		values       map[string]given
		name, inFile string
	}{
		{l.env, s.variable(), s.variable() + fileSuffix},
		{l.file, s.key, s.key + strings.ToLower(fileSuffix)},
	}
	for _, layer := range layers {
		plain, isPlain := layer.values[layer.name]
		held, isHeld := layer.values[layer.inFile]
		switch {
		case isPlain && isHeld:
			l.mistakes.add(plain.where, "both this and "+layer.inFile, "one of the two")
			return given{}, true
		case isPlain:
			return plain, true
		case isHeld && s.secret:
			return l.secretFrom(held), true
		}
	}
	return given{}, false
}

// longestSecret bounds, in bytes, what a file of a secret may hold.
const longestSecret = 4096

// secretFrom reads a secret from its file, without the final line break that
// editors add.
func (l *loader) secretFrom(path given) given {
	const expected = "a readable file with the secret on one line, for example /etc/onevisit/token"
	content, err := l.source.ReadFile(path.value)
	text := strings.TrimRight(string(content), "\r\n")
	switch {
	case err != nil:
		l.mistakes.add(path.where, fmt.Sprintf("a file that cannot be read (%v)", err), expected)
	case text == "":
		l.mistakes.add(path.where, "an empty file", expected)
	case len(text) > longestSecret:
		l.mistakes.add(path.where, fmt.Sprintf("a file of %d bytes", len(content)), expected)
	default:
		return given{value: text, where: path.where}
	}
	return given{}
}

// missing reports a setting that the command, or its half-configured platform,
// needs and nobody gave.
func (l *loader) missing(s setting, table []setting) {
	if l.set[s.key] {
		return
	}
	required := slices.Contains(l.source.Required, Variable(s.variable()))
	switch group := s.group(); {
	case required:
		l.mistakes.add(s.variable(), "nothing", s.expected)
	case group != "" && s.fallback == "" && !s.optional && l.anyOf(group, table):
		l.mistakes.add(s.variable(), "nothing, although other settings of "+group+" are given",
			"all of them or none; this one: "+s.expected)
	}
}

// anyOf says whether any setting of a platform was given.
func (l *loader) anyOf(group string, table []setting) bool {
	return slices.ContainsFunc(table, func(s setting) bool { return s.group() == group && l.set[s.key] })
}

// unknownVariables reports variables that begin like ours and mean nothing:
// most are slips that would silently leave a default in force.
func (l *loader) unknownVariables() {
	known := knownVariables()
	for _, name := range sortedKeys(l.env) {
		// The tests' own variables may be around when a test starts the program.
		if slices.Contains(known, name) || strings.HasPrefix(name, testPrefix) {
			continue
		}
		expected := "no such variable; the known ones stand in config/example.yaml"
		if meant := nearest(strings.ToUpper(name), known); meant != "" {
			expected = meant
		}
		l.mistakes.add(name, "an unknown variable", expected)
	}
}

// bureau reads the bureau file, or falls back to the invented bureau.
func (l *loader) bureau(cfg *Config) {
	name, content := "demo.yaml", demoBureau
	if cfg.BureauFile != "" {
		var err error
		name = cfg.BureauFile
		if content, err = l.source.ReadFile(name); err != nil {
			l.mistakes.add(string(BureauVariable), fmt.Sprintf("a file that cannot be read (%v)", err),
				"the path of the bureau file, for example /etc/onevisit/bureau.yaml")
			return
		}
	}
	cfg.Bureau = parseBureau(name, content, l.mistakes)
}
