package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// largestFile bounds a YAML file in bytes: a bureau of a thousand people and
// as many categories is about 200 KB.
const largestFile = 1 << 20

// document is one YAML file under examination. The library's strict decoder
// stops at the first mistake; walking its tree finds all of them and keeps the
// line of each key for the checks that follow.
type document struct {
	name  string
	lines map[string]int
	found []located
	// sets is the list of sets of rules, which are filled last: each amends
	// the one before it, and the first may stand below them in the file.
	sets *listed
}

// listed is a node that is filled later.
type listed struct {
	path string
	node ast.Node
}

// located is a mistake with its line, so that a file's mistakes can be told
// from top to bottom whatever order the checks run in.
type located struct {
	line int
	path string
	Mistake
}

// open parses the file and returns its root, or nil when it is empty or broken
// (then the mistake is taken down).
func (d *document) open(content []byte) ast.Node {
	d.lines = make(map[string]int)
	if len(content) > largestFile {
		d.at("", fmt.Sprintf("%d bytes", len(content)), fmt.Sprintf("a YAML file of at most %d bytes", largestFile))
		return nil
	}
	file, err := parser.ParseBytes(content, 0)
	if err != nil {
		d.broken(err)
		return nil
	}
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.NullType && doc.Body.Type() != ast.CommentType {
			bodies = append(bodies, doc.Body)
		}
	}
	switch len(bodies) {
	case 0:
		return nil
	case 1:
		return bodies[0]
	}
	d.at("", fmt.Sprintf("%d YAML documents", len(bodies)), "one document, without \"---\" between parts")
	return nil
}

// broken takes down a syntax error without the excerpt that the library adds:
// the excerpt could show a secret of a neighbouring line.
func (d *document) broken(err error) {
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		d.at("", "text that is not YAML", "a YAML file")
		return
	}
	line := 0
	if token := syntax.GetToken(); token != nil && token.Position != nil {
		line = token.Position.Line
	}
	d.lines[""] = line
	// The library's own words quote keys and positions, never values, except
	// for a duplicate key, whose name is what the installer needs.
	d.at("", "broken YAML ("+firstLine(syntax.GetMessage())+")", "a YAML file with spaces for indentation and each key once")
}

// firstLine cuts a message at its first line break.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// at takes down a mistake at a key; the line is that of the nearest key above
// it that stands in the file. A key has one mistake: what follows from the
// first is left out.
func (d *document) at(path, found, expected string) {
	if slices.ContainsFunc(d.found, func(l located) bool { return l.path == path }) {
		return
	}
	d.found = append(d.found, located{d.line(path), path, Mistake{Where: d.place(path), Found: found, Expected: expected}})
}

// place names a key for the installer: file, line and path.
func (d *document) place(path string) string {
	where := d.name
	if line := d.line(path); line > 0 {
		where += ":" + strconv.Itoa(line)
	}
	if path != "" {
		where += ": " + path
	}
	return where
}

// line is where a path, or the nearest path above it, stands; 0 if nowhere.
func (d *document) line(path string) int {
	for {
		if line, ok := d.lines[path]; ok {
			return line
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return d.lines[""]
		}
		path = path[:cut]
	}
}

// report moves the mistakes, from top to bottom, to the common list.
func (d *document) report(mistakes *Mistakes) {
	slices.SortStableFunc(d.found, func(a, b located) int { return a.line - b.line })
	for _, mistake := range d.found {
		mistakes.List = append(mistakes.List, mistake.Mistake)
	}
}

// fill writes a node into a value of a bureau type. Values left out keep what
// stands in the target, which is how defaults work.
func (d *document) fill(path string, node ast.Node, target reflect.Value) {
	d.remember(path, node)
	if node.Type() == ast.NullType {
		return
	}
	if target.CanAddr() {
		if _, isText := target.Addr().Interface().(encoding.TextUnmarshaler); isText {
			d.fillText(path, node, target)
			return
		}
	}
	if target.Type() == reflect.TypeFor[[]Set]() {
		d.sets = &listed{path, node}
		return
	}
	switch target.Kind() {
	case reflect.Struct:
		d.fillStruct(path, node, target)
	case reflect.Slice:
		d.fillSlice(path, node, target)
	case reflect.Map:
		d.fillMap(path, node, target)
	case reflect.Pointer:
		value := reflect.New(target.Type().Elem())
		d.fill(path, node, value.Elem())
		target.Set(value)
	default:
		d.fillScalar(path, node, target)
	}
}

// remember keeps the line of a path, the first time it is seen.
func (d *document) remember(path string, node ast.Node) {
	if _, known := d.lines[path]; known {
		return
	}
	if token := node.GetToken(); token != nil && token.Position != nil {
		d.lines[path] = token.Position.Line
	}
}

// fillStruct takes the keys of a mapping into the fields tagged with them.
func (d *document) fillStruct(path string, node ast.Node, target reflect.Value) {
	fields := make(map[string]reflect.Value)
	var names []string
	for _, field := range reflect.VisibleFields(target.Type()) {
		if field.Anonymous {
			continue // its own fields stand in the list, too
		}
		name := field.Tag.Get("yaml")
		fields[name] = target.FieldByIndex(field.Index)
		names = append(names, name)
	}
	d.eachKey(path, node, func(key, below string, value ast.Node) {
		field, known := fields[key]
		if !known {
			d.at(below, "an unknown key", oneOf(key, names))
			return
		}
		d.fill(below, value, field)
	})
}

// fillSets takes the sets of rules, each as an amendment of the one before it.
func (d *document) fillSets(rules *Rules) {
	if d.sets == nil {
		return
	}
	sequence, ok := d.sets.node.(*ast.SequenceNode)
	if !ok {
		d.at(d.sets.path, describe(d.sets.node), "a list")
		return
	}
	set := rules.Set
	for i, node := range sequence.Values {
		set = set.next()
		d.fill(fmt.Sprintf("%s[%d]", d.sets.path, i), node, reflect.ValueOf(&set).Elem())
		rules.Sets = append(rules.Sets, set)
	}
}

// fillMap takes the keys of a mapping into a map with text keys.
func (d *document) fillMap(path string, node ast.Node, target reflect.Value) {
	if target.IsNil() {
		target.Set(reflect.MakeMap(target.Type()))
	}
	d.eachKey(path, node, func(key, below string, value ast.Node) {
		element := reflect.New(target.Type().Elem()).Elem()
		if known := target.MapIndex(reflect.ValueOf(key)); known.IsValid() {
			element.Set(known) // of the set before
		}
		d.fill(below, value, element)
		target.SetMapIndex(reflect.ValueOf(key), element)
	})
}

// eachKey calls take for every key of a mapping.
func (d *document) eachKey(path string, node ast.Node, take func(key, below string, value ast.Node)) {
	mapping, ok := node.(ast.MapNode)
	if !ok {
		d.at(path, describe(node), "keys with values")
		return
	}
	for entries := mapping.MapRange(); entries.Next(); {
		if _, merge := entries.Key().(*ast.MergeKeyNode); merge {
			d.at(path, "a YAML merge key (<<)", "every value written out")
			continue
		}
		key := entries.Key().GetToken().Value
		below := key
		if path != "" {
			below = path + "." + key
		}
		d.remember(below, entries.Key())
		take(key, below, entries.Value())
	}
}

// fillSlice takes a sequence into a new slice.
func (d *document) fillSlice(path string, node ast.Node, target reflect.Value) {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		d.at(path, describe(node), "a list")
		return
	}
	list := reflect.MakeSlice(target.Type(), len(sequence.Values), len(sequence.Values))
	for i, value := range sequence.Values {
		d.fill(fmt.Sprintf("%s[%d]", path, i), value, list.Index(i))
	}
	target.Set(list)
}

// fillText hands a scalar to a type that reads its own text.
func (d *document) fillText(path string, node ast.Node, target reflect.Value) {
	text, ok := scalar(node)
	if !ok {
		d.at(path, describe(node), "a single value")
		return
	}
	reader := target.Addr().Interface().(encoding.TextUnmarshaler)
	if err := reader.UnmarshalText([]byte(text)); err != nil {
		d.at(path, shown(text), err.Error())
	}
}

// fillScalar takes a text, a whole number or a truth value.
func (d *document) fillScalar(path string, node ast.Node, target reflect.Value) {
	text, ok := scalar(node)
	if !ok {
		d.at(path, describe(node), "a single value")
		return
	}
	switch target.Kind() {
	case reflect.String:
		target.SetString(text)
	case reflect.Bool:
		truth, err := strconv.ParseBool(text)
		if err != nil || node.Type() != ast.BoolType {
			d.at(path, shown(text), "true or false")
			return
		}
		target.SetBool(truth)
	case reflect.Int:
		number, err := strconv.Atoi(text)
		if err != nil {
			d.at(path, shown(text), "a whole number")
			return
		}
		target.SetInt(int64(number))
	}
}

// scalar is the text of a single value as written, without its quotes; false
// for lists, mappings, anchors and aliases.
func scalar(node ast.Node) (string, bool) {
	switch value := node.(type) {
	case *ast.StringNode:
		return value.Value, true
	case *ast.LiteralNode:
		return value.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return value.GetToken().Value, true
	}
	return "", false
}

// describe names the shape of a node for an installer.
func describe(node ast.Node) string {
	switch node.(type) {
	case *ast.SequenceNode:
		return "a list"
	case ast.MapNode:
		return "keys with values"
	case *ast.AnchorNode, *ast.AliasNode:
		return "a YAML anchor or alias"
	case *ast.TagNode:
		return "a YAML tag"
	}
	return "a single value"
}

// oneOf says which names are possible and which of them was probably meant.
func oneOf(name string, names []string) string {
	expected := "one of " + strings.Join(names, ", ")
	if meant := nearest(name, names); meant != "" {
		expected = fmt.Sprintf("%q (%s)", meant, expected)
	}
	return expected
}
