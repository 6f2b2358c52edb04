package main

import (
	"fmt"
	"go/ast"
)

// checkDocs: every exported name of the program has a comment, its own or that
// of its group.
func checkDocs(t *layoutTree) []string {
	var found []string
	for _, file := range t.product() {
		for _, declaration := range file.tree.Decls {
			for _, name := range undocumented(declaration) {
				found = append(found, fmt.Sprintf("%s: %s has no comment", t.at(name.Pos()), name.Name))
			}
		}
	}
	return found
}

// undocumented are the exported names of a declaration without a comment.
func undocumented(declaration ast.Decl) []*ast.Ident {
	switch declared := declaration.(type) {
	case *ast.FuncDecl:
		if declared.Doc == nil && declared.Name.IsExported() && isVisible(declared.Recv) {
			return []*ast.Ident{declared.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, spec := range declared.Specs {
			names = append(names, undocumentedIn(declared, spec)...)
		}
		return names
	}
	return nil
}

// isVisible says whether methods of a receiver can be called from outside;
// functions have none.
func isVisible(receiver *ast.FieldList) bool {
	if receiver == nil {
		return true
	}
	// The first name of *Type[Parameter] is the type's.
	var first *ast.Ident
	ast.Inspect(receiver.List[0].Type, func(node ast.Node) bool {
		if ident, ok := node.(*ast.Ident); ok && first == nil {
			first = ident
		}
		return first == nil
	})
	return first != nil && first.IsExported()
}

// undocumentedIn are the exported names of one type, constant or variable. A
// comment over a group of constants or variables speaks for all of them; a
// type needs its own.
func undocumentedIn(group *ast.GenDecl, spec ast.Spec) []*ast.Ident {
	var names []*ast.Ident
	switch declared := spec.(type) {
	case *ast.TypeSpec:
		single := group.Doc != nil && !group.Lparen.IsValid()
		if declared.Doc == nil && declared.Comment == nil && !single && declared.Name.IsExported() {
			names = append(names, declared.Name)
		}
	case *ast.ValueSpec:
		if declared.Doc != nil || declared.Comment != nil || group.Doc != nil {
			return nil
		}
		for _, name := range declared.Names {
			if name.IsExported() {
				names = append(names, name)
			}
		}
	}
	return names
}
