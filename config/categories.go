package config

import (
	"fmt"
	"slices"
)

// categories checks the codes, and that every parent and section exists.
func (c *bureauCheck) categories() {
	list := c.bureau.Categories
	if len(list) == 0 {
		c.doc.at("categories", "no category", "at least one, for example {code: wetland, name: ...}")
	}
	known := make(map[string]bool)
	for i, category := range list {
		path := fmt.Sprintf("categories[%d]", i)
		c.code(path+".code", category.Code, known)
		c.text(path+".name", category.Name, "the category's name")
		if category.Section != "" && !c.sections[category.Section] {
			c.doc.at(path+".section", shown(category.Section), "the code of a section: "+c.sectionCodes())
		}
		if category.Kind != "" {
			c.choice(path+".kind", category.Kind, knownKinds()...)
		}
		c.parent(path+".parent", category)
	}
}

// parent checks that the parent is another category at the top: with two
// levels only, that also excludes every cycle.
func (c *bureauCheck) parent(path string, category Category) {
	if category.Parent == "" {
		return
	}
	parent := findCategory(c.bureau.Categories, category.Parent)
	switch {
	case parent == nil:
		c.doc.at(path, shown(category.Parent), "the code of a category without a parent")
	case parent.Code == category.Code:
		c.doc.at(path, "the category itself", "the code of another category")
	case parent.Parent != "":
		c.doc.at(path, shown(category.Parent)+", which has a parent itself", "a category without a parent: there are two levels")
	}
}

// findCategory is the first category with the code, or nil.
func findCategory(list []Category, code string) *Category {
	i := slices.IndexFunc(list, func(category Category) bool { return category.Code == code })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// inherit gives every category what it leaves to its parent. A confidential
// parent has confidential children only: secrecy is never lost by omission.
func inherit(list []Category) {
	for i := range list {
		parent := findCategory(list, list[i].Parent)
		if list[i].Parent == "" || parent == nil {
			continue
		}
		if list[i].Section == "" {
			list[i].Section = parent.Section
		}
		if list[i].Kind == "" {
			list[i].Kind = parent.Kind
		}
		list[i].Confidential = list[i].Confidential || parent.Confidential
	}
}
