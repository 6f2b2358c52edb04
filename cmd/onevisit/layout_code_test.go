package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// What fits: a function on a screen, a file in one sitting.
const (
	longestFunction = 60
	longestFile     = 400
)

// checkLength: functions of at most 60 lines, tests included, and product
// files of at most 400.
func checkLength(t *layoutTree) []string {
	var found []string
	for _, file := range t.source {
		if !file.isTest() && file.lines > longestFile {
			found = append(found, fmt.Sprintf("%s: %d lines, more than %d", file.path, file.lines, longestFile))
		}
		for _, function := range functionsOf(file) {
			if lines := t.line(function.End()) - t.line(function.Pos()) + 1; lines > longestFunction {
				found = append(found, fmt.Sprintf("%s: function %s has %d lines, more than %d", t.at(function.Pos()), function.Name.Name, lines, longestFunction))
			}
		}
	}
	return found
}

// functionsOf are the functions and methods that a file declares.
func functionsOf(file layoutFile) []*ast.FuncDecl {
	var functions []*ast.FuncDecl
	for _, declaration := range file.tree.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok {
			functions = append(functions, function)
		}
	}
	return functions
}

// checkInit: no init functions, which run before anybody can decide.
func checkInit(t *layoutTree) []string {
	var found []string
	for _, file := range t.source {
		for _, function := range functionsOf(file) {
			if function.Recv == nil && function.Name.Name == "init" {
				found = append(found, t.at(function.Pos())+": func init")
			}
		}
	}
	return found
}

// checkPanic: errors are returned.
func checkPanic(t *layoutTree) []string {
	var found []string
	for _, file := range t.product() {
		ast.Inspect(file.tree, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok && isName(call.Fun, "panic") {
				found = append(found, t.at(call.Pos())+": panic")
			}
			return true
		})
	}
	return found
}

// isName says whether an expression is a plain name.
func isName(expression ast.Expr, name string) bool {
	ident, ok := expression.(*ast.Ident)
	return ok && ident.Name == name
}

// checkClock: the time is read in cmd alone, by whatever name the package time
// goes in a file.
func checkClock(t *layoutTree) []string {
	readers := []string{"Now", "Since", "Until"}
	var found []string
	for _, file := range t.product() {
		if strings.HasPrefix(file.path, "cmd/") {
			continue
		}
		name := nameOfTime(file)
		if name == "." {
			found = append(found, file.path+": package time imported into the file's own names")
		}
		ast.Inspect(file.tree, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if ok && name != "" && isName(selector.X, name) && slices.Contains(readers, selector.Sel.Name) {
				found = append(found, t.at(selector.Pos())+": time."+selector.Sel.Name)
			}
			return true
		})
	}
	return found
}

// nameOfTime is what a file calls the package time, "" if it does not import it.
func nameOfTime(file layoutFile) string {
	for _, spec := range file.tree.Imports {
		if spec.Path.Value != `"time"` {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return "time"
	}
	return ""
}

// checkVariables: no package-level variables but assertions of an interface,
// embedded files, errors to compare with and compiled expressions: none of
// them ever changes. There are no other exceptions.
func checkVariables(t *layoutTree) []string {
	var found []string
	for _, file := range t.product() {
		for _, declaration := range file.tree.Decls {
			group, ok := declaration.(*ast.GenDecl)
			if !ok || group.Tok != token.VAR {
				continue
			}
			for _, spec := range group.Specs {
				variable := spec.(*ast.ValueSpec) // a var declaration holds nothing else
				if !isConstant(group, variable) {
					found = append(found, fmt.Sprintf("%s: var %s", t.at(variable.Pos()), variable.Names[0].Name))
				}
			}
		}
	}
	return found
}

// isConstant says whether a variable is one of those that never change.
func isConstant(group *ast.GenDecl, variable *ast.ValueSpec) bool {
	if isEmbedded(group.Doc) || isEmbedded(variable.Doc) {
		return true
	}
	for i, name := range variable.Names {
		if name.Name == "_" {
			continue
		}
		if i >= len(variable.Values) || !isFixedCall(variable.Values[i]) {
			return false
		}
	}
	return true
}

// isEmbedded says whether a comment embeds files.
func isEmbedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") })
}

// isFixedCall says whether an expression makes an error or a regular expression.
func isFixedCall(expression ast.Expr) bool {
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	return (isName(selector.X, "errors") && selector.Sel.Name == "New") ||
		(isName(selector.X, "fmt") && selector.Sel.Name == "Errorf") ||
		(isName(selector.X, "regexp") && selector.Sel.Name == "MustCompile")
}

// checkWords: what people read stands in messages. The simulator plays the
// platforms with a page of its own; config's files are an organ's data.
func checkWords(t *layoutTree) []string {
	var found []string
	for _, file := range t.product() {
		if mayHoldWords(file.path) {
			continue
		}
		ast.Inspect(file.tree, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if ok && hasHan(written(literal)) {
				found = append(found, fmt.Sprintf("%s: Chinese words %s", t.at(literal.Pos()), literal.Value))
			}
			return true
		})
	}
	for _, name := range slices.Sorted(maps.Keys(t.texts)) {
		if !mayHoldWords(name) && hasHan(t.texts[name]) {
			found = append(found, name+": Chinese words")
		}
	}
	return found
}

// mayHoldWords says whether a file is one of those with Chinese words.
func mayHoldWords(name string) bool {
	if strings.HasPrefix(name, "config/") {
		return !strings.HasSuffix(name, ".go")
	}
	return strings.HasPrefix(name, "messages/") || strings.HasPrefix(name, "bot/simulator/")
}

// written is what a literal stands for, its escapes undone.
func written(literal *ast.BasicLit) string {
	if text, err := strconv.Unquote(literal.Value); err == nil {
		return text
	}
	return literal.Value // a number
}

// hasHan says whether a text has a Chinese character.
func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// checkLeftovers: no comment promises work.
func checkLeftovers(t *layoutTree) []string {
	var found []string
	for _, file := range t.source {
		for _, group := range file.tree.Comments {
			for _, word := range []string{"TO" + "DO", "FIX" + "ME"} {
				if strings.Contains(group.Text(), word) {
					found = append(found, t.at(group.Pos())+": "+word)
				}
			}
		}
	}
	return found
}
