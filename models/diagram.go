package models

import (
	"fmt"
	"slices"
	"strings"
)

// Diagram draws the way of a case as a Mermaid state diagram. It is built from
// the tables, so it cannot say anything else than they do; verbs that leave
// the state as it is are left out.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, e := range edges() {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", node(e.from), node(e.to), strings.Join(e.verbs, ", "))
	}
	for _, row := range StateRows() {
		if !slices.ContainsFunc(edges(), func(e edge) bool { return e.from == row.State && !e.again }) {
			fmt.Fprintf(&b, "    %s --> [*]\n", node(row.State))
		}
	}
	return b.String()
}

// edge is one arrow with the verbs that lead along it.
type edge struct {
	from, to State
	verbs    []string
	// again marks an arrow that opens a finished case for another round.
	again bool
}

// edges collects the arrows in the order of the tables.
func edges() []edge {
	var out []edge
	for _, row := range VerbRows() {
		moves := row.Moves
		if len(moves) == 0 {
			moves = row.From
		}
		for _, from := range moves {
			for _, to := range row.To {
				i := slices.IndexFunc(out, func(e edge) bool { return e.from == from && e.to == to })
				if i < 0 {
					out = append(out, edge{from: from, to: to, again: row.Verb == VerbRedo})
					i = len(out) - 1
				}
				out[i].verbs = append(out[i].verbs, string(row.Verb))
			}
		}
	}
	return out
}

// node is a state as Mermaid writes it; a case that is none yet begins at the
// black dot.
func node(s State) string {
	if s == "" {
		return "[*]"
	}
	return string(s)
}
