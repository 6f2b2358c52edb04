// Package config reads what the installer decides: the settings (defaults,
// then a YAML file, then the environment) and the bureau file (organ,
// sections, staff, categories, rules).
//
// Every mistake of one start is reported together in one *[Mistakes], so that
// an installer corrects a file once and not once per line. Messages are for
// the installer, in plain English; they never contain a secret's value.
package config
