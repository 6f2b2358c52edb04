package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// layoutRule is one rule of the house: what it holds, and the check that
// returns a line for each violation.
type layoutRule struct {
	name  string
	check func(*layoutTree) []string
}

// layoutRules are all the rules, those about packages first.
func layoutRules() []layoutRule {
	return []layoutRule{
		{"top level", checkTopLevel},
		{"import rule", checkImports},
		{"one dependency, one door", checkDoors},
		{"length", checkLength},
		{"no init", checkInit},
		{"no panic", checkPanic},
		{"clock is injected", checkClock},
		{"no package-level variables", checkVariables},
		{"words stand in messages", checkWords},
		{"exported names are documented", checkDocs},
		{"names", checkNames},
		{"nothing left to do", checkLeftovers},
	}
}

// TestLayout holds the rules over the whole module as it stands.
func TestLayout(t *testing.T) {
	tree, err := parseTree(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if tree.file("cmd/onevisit/layout_test.go") == nil {
		t.Fatal("this file was not found: the walk does not see the module")
	}
	for _, rule := range layoutRules() {
		t.Run(rule.name, func(t *testing.T) {
			for _, violation := range rule.check(tree) {
				t.Error(violation)
			}
		})
	}
}

// layoutTree is the module as the rules see it.
type layoutTree struct {
	fset *token.FileSet
	// top are the names at the top level, except dot files.
	top []string
	// source are the Go files, in the order of their paths.
	source []layoutFile
	// texts are the other files under the folders of the program, by path.
	texts map[string]string
}

// layoutFile is one Go file. Its path is relative to the module.
type layoutFile struct {
	path  string
	lines int
	tree  *ast.File
}

// folder is the file's package path within the module.
func (f layoutFile) folder() string { return path.Dir(f.path) }

// isTest says whether the file is compiled for tests only.
func (f layoutFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// product are the Go files that are not tests.
func (t *layoutTree) product() []layoutFile {
	var files []layoutFile
	for _, file := range t.source {
		if !file.isTest() {
			files = append(files, file)
		}
	}
	return files
}

// file finds a Go file by its path.
func (t *layoutTree) file(name string) *layoutFile {
	for i := range t.source {
		if t.source[i].path == name {
			return &t.source[i]
		}
	}
	return nil
}

// at is where a position stands, for a violation.
func (t *layoutTree) at(pos token.Pos) string {
	return t.fset.Position(pos).String()
}

// line is the line of a position.
func (t *layoutTree) line(pos token.Pos) int { return t.fset.Position(pos).Line }

// parseTree reads a module. Dot folders and testdata hold no code of ours.
func parseTree(module fs.FS) (*layoutTree, error) {
	tree := &layoutTree{fset: token.NewFileSet(), texts: make(map[string]string)}
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.Contains(name, "/") {
			tree.top = append(tree.top, name)
		}
		if entry.IsDir() {
			return nil
		}
		return tree.read(module, name)
	})
	return tree, err
}

// read takes one file into the tree.
func (t *layoutTree) read(module fs.FS, name string) error {
	if !strings.HasSuffix(name, ".go") && !isProgramText(name) {
		return nil
	}
	content, err := fs.ReadFile(module, name)
	if err != nil {
		return err
	}
	if !strings.HasSuffix(name, ".go") {
		t.texts[name] = string(content)
		return nil
	}
	parsed, err := parser.ParseFile(t.fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	t.source = append(t.source, layoutFile{path: name, lines: strings.Count(string(content), "\n"), tree: parsed})
	return nil
}

// isProgramText says whether a file that is no Go source becomes part of the
// program: pages, styles, scripts, statements.
func isProgramText(name string) bool {
	top, _, nested := strings.Cut(name, "/")
	if !nested || top == "docs" {
		return false
	}
	switch path.Ext(name) {
	case ".html", ".tmpl", ".css", ".js", ".sql", ".yaml", ".yml", ".json", ".txt":
		return true
	}
	return false
}
