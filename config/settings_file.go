package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// readFile takes the values of the settings file down by their dotted keys.
func (l *loader) readFile() {
	if l.source.Path == "" {
		return
	}
	content, err := l.source.ReadFile(l.source.Path)
	if err != nil {
		l.mistakes.add("--config", fmt.Sprintf("a file that cannot be read (%v)", err),
			"the path of a settings file, for example /etc/onevisit/config.yaml")
		return
	}
	doc := &document{name: l.source.Path}
	if root := doc.open(content); root != nil {
		l.flatten(doc, "", root)
	}
	doc.report(l.mistakes)
}

// flatten walks the keys under a path.
func (l *loader) flatten(doc *document, path string, node ast.Node) {
	known := knownKeys()
	doc.eachKey(path, node, func(_, key string, value ast.Node) {
		isGroup := slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, key+".") })
		switch {
		case value.Type() == ast.NullType && (isGroup || slices.Contains(known, key)):
			// An empty value is a setting left to its default.
		case isGroup:
			l.flatten(doc, key, value)
		case slices.Contains(known, key):
			l.takeValue(doc, key, value)
		default:
			doc.at(key, "an unknown key", oneOf(key, siblings(known, path)))
		}
	})
}

// takeValue takes one value of the file down.
func (l *loader) takeValue(doc *document, key string, node ast.Node) {
	value, ok := scalar(node)
	if !ok {
		doc.at(key, describe(node), "a single value")
		return
	}
	if value != "" {
		l.file[key] = given{value: value, where: doc.place(key)}
	}
}

// siblings are the keys, or groups of keys, directly under a path.
func siblings(keys []string, path string) []string {
	var found []string
	for _, key := range keys {
		rest := key
		if path != "" {
			var below bool
			if rest, below = strings.CutPrefix(key, path+"."); !below {
				continue
			}
		}
		name, _, _ := strings.Cut(rest, ".")
		if path != "" {
			name = path + "." + name
		}
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}
