package main

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// layoutModule is the module's own import path.
const layoutModule = "onevisit"

// checkTopLevel: the folders of the house and nothing else. What a run or a
// test leaves behind is ignored here as it is by .gitignore.
func checkTopLevel(t *layoutTree) []string {
	allowed := []string{"cmd", "bot", "handlers", "models", "messages", "config", "docs", "go.mod", "go.sum", "README.md", "LICENSE"}
	leftovers := []string{"onevisit", "onevisit.db*", "files", "coverage*", "*.out", "*.test"}
	var found []string
	for _, name := range t.top {
		ignored := slices.ContainsFunc(leftovers, func(pattern string) bool {
			matched, err := path.Match(pattern, name)
			return err == nil && matched
		})
		if !slices.Contains(allowed, name) && !ignored {
			found = append(found, name+" does not belong at the top level")
		}
	}
	return found
}

// importRow says what the packages at a path may import of ours. A path that
// ends in "/*" is for every package below.
type importRow struct {
	packages string
	allowed  []string
}

// importRows are the import rule of the design. The first row that matches
// counts.
func importRows() []importRow {
	everything := []string{"*"}
	return []importRow{
		{"config", nil},
		{"models", nil},
		{"bot/simulator", nil},
		{"bot/simulator/*", nil},
		{"models/store", []string{"models"}},
		{"messages", []string{"models"}},
		{"messages/*", []string{"models"}},
		{"bot", []string{"models", "messages"}},
		{"bot/wire", []string{"models", "messages", "bot", "bot/wire/wiretest"}},
		{"bot/wire/wiretest", []string{"models", "messages", "bot", "bot/wire"}},
		{"bot/wechat", []string{"models", "messages", "bot", "bot/wire", "bot/wire/wiretest"}},
		{"bot/wecom", []string{"models", "messages", "bot", "bot/wire", "bot/wire/wiretest"}},
		{"handlers", []string{"models", "messages", "bot", "bot/simulator"}},
		{"cmd/onevisit", everything},
	}
}

// rowOf finds the row of a package.
func rowOf(folder string) (importRow, bool) {
	for _, row := range importRows() {
		below, deep := strings.CutSuffix(row.packages, "*")
		if folder == row.packages || (deep && strings.HasPrefix(folder, below)) {
			return row, true
		}
	}
	return importRow{}, false
}

// checkImports: the import rule. Tests are bound by it as well; that config
// and models/store are imported by cmd alone follows from the table. A package
// for tests has a name that says so.
func checkImports(t *layoutTree) []string {
	var found []string
	for _, file := range t.source {
		row, known := rowOf(file.folder())
		if !known {
			found = append(found, fmt.Sprintf("%s: package %s has no row in the import rule", file.path, file.folder()))
			continue
		}
		for _, imported := range importsOf(file) {
			ours, isOurs := strings.CutPrefix(imported, layoutModule+"/")
			// A test in the package pkg_test imports its own package.
			if !isOurs || ours == file.folder() || slices.Contains(row.allowed, "*") {
				continue
			}
			if slices.Contains(row.allowed, ours) {
				if strings.HasSuffix(ours, "test") && !file.isTest() {
					found = append(found, fmt.Sprintf("%s: %s is for tests only", file.path, ours))
				}
				continue
			}
			found = append(found, fmt.Sprintf("%s: %s may not import %s", file.path, file.folder(), ours))
		}
	}
	return found
}

// importsOf are the paths that a file imports.
func importsOf(file layoutFile) []string {
	var paths []string
	for _, spec := range file.tree.Imports {
		// The parser has accepted the literal, so it can be unquoted.
		if imported, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, imported)
		}
	}
	return paths
}

// door says where a dependency may be imported: a package, or one file.
type door struct {
	dependency string
	places     []string
	// testsOnly keeps it out of the program.
	testsOnly bool
}

// doors: one dependency, one door. What is not listed has none.
func doors() []door {
	return []door{
		{dependency: "gorm.io/", places: []string{"models/store"}},
		{dependency: "modernc.org/sqlite", places: []string{"models/store"}},
		{dependency: "github.com/go-sql-driver/", places: []string{"models/store"}},
		{dependency: "go.etcd.io/bbolt", places: []string{"models/store"}},
		// Copies of a message wait for the first one's answer.
		{dependency: "golang.org/x/sync", places: []string{"bot"}},
		{dependency: "github.com/emmansun/gmsm", places: []string{"models/store"}},
		{dependency: "github.com/gin-gonic/", places: []string{"handlers"}},
		{dependency: "github.com/prometheus/", places: []string{"handlers"}},
		{dependency: "github.com/go-co-op/gocron", places: []string{"cmd/onevisit/jobs.go", "cmd/onevisit/jobs_test.go"}},
		// Its root package logs decrypted messages from an init function, so
		// only the parts without it have a door: the cipher, and each
		// platform's types.
		{dependency: "github.com/silenceper/wechat/v2/util", places: []string{"bot/wire"}},
		{dependency: "github.com/silenceper/wechat/v2/officialaccount", places: []string{"bot/wechat"}},
		{dependency: "github.com/silenceper/wechat/v2/work", places: []string{"bot/wecom"}},
		{dependency: "github.com/6tail/lunar-go", places: []string{"cmd/onevisit/calendar.go"}},
		{dependency: "github.com/goccy/go-yaml", places: []string{"config"}},
		// Draws the QR code of an address; the platform's own picture lies at
		// another host, to which a proxy may not lead.
		{dependency: "rsc.io/qr", places: []string{"bot/wechat"}},
		{dependency: "github.com/chromedp/", places: []string{"cmd/onevisit"}, testsOnly: true},
	}
}

// checkDoors: each third-party library is imported at its door only. So models
// has the standard library alone.
func checkDoors(t *layoutTree) []string {
	var found []string
	for _, file := range t.source {
		for _, imported := range importsOf(file) {
			first, _, _ := strings.Cut(imported, "/")
			if !strings.Contains(first, ".") {
				continue // the standard library or ours
			}
			if reason := closedDoor(imported, file); reason != "" {
				found = append(found, fmt.Sprintf("%s: %s: %s", file.path, imported, reason))
			}
		}
	}
	return found
}

// closedDoor says why a file may not import a library, "" if it may.
func closedDoor(imported string, file layoutFile) string {
	i := slices.IndexFunc(doors(), func(d door) bool { return d.leads(imported) })
	if i < 0 {
		return "has no door"
	}
	found := doors()[i]
	if !slices.Contains(found.places, file.folder()) && !slices.Contains(found.places, file.path) {
		return "its door is " + strings.Join(found.places, ", ")
	}
	if found.testsOnly && !file.isTest() {
		return "is for tests only"
	}
	return ""
}

// leads says whether the door is the one of an import.
func (d door) leads(imported string) bool {
	prefix := strings.TrimSuffix(d.dependency, "/")
	return imported == prefix || strings.HasPrefix(imported, prefix+"/")
}

// checkNames: no package or file is called by a word that says nothing.
func checkNames(t *layoutTree) []string {
	empty := []string{"util", "utils", "helper", "helpers", "manager", "impl", "data", "info", "common", "misc"}
	var found []string
	for _, file := range t.source {
		base := strings.TrimSuffix(strings.TrimSuffix(path.Base(file.path), ".go"), "_test")
		for _, name := range []string{base, path.Base(file.folder()), strings.TrimSuffix(file.tree.Name.Name, "_test")} {
			if slices.Contains(empty, name) {
				found = append(found, fmt.Sprintf("%s: %q says nothing", file.path, name))
				break
			}
		}
	}
	return found
}
