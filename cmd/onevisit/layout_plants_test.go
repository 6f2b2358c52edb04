package main

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// plant is a module with one violation: the rule that must report it, the file
// that holds it, and what the report must say. An empty report means that the
// file is a near miss which no rule may report.
type plant struct {
	rule, file, source, report string
}

// module is the plant's file beside a few sound ones.
func (p plant) module() fs.FS {
	files := fstest.MapFS{
		"go.mod":              {Data: []byte("module onevisit\n")},
		".git/objects/bad.go": {Data: []byte("no Go at all")},
		"models/case.go":      {Data: []byte("package models\n\n// Case is one.\ntype Case struct{}\n")},
		"messages/chat.go":    {Data: []byte("package messages\n\nimport _ \"onevisit/models\"\n\nconst greeting = \"您好\"\n")},
		"cmd/onevisit/app.go": {Data: []byte("package main\n\nimport (\n\t\"time\"\n\t_ \"onevisit/config\"\n\t_ \"onevisit/models/store\"\n)\n\nfunc now() time.Time { return time.Now() }\n")},
		"config/demo.yaml":    {Data: []byte("name: 云溪\n")},
	}
	files[p.file] = &fstest.MapFile{Data: []byte(p.source)}
	return files
}

// TestLayoutReportsPlantedViolations: each rule sees what it is for, and no
// other rule takes offence.
func TestLayoutReportsPlantedViolations(t *testing.T) {
	plants := append(packagePlants(), codePlants()...)
	covered := make(map[string]bool)
	for _, p := range plants {
		covered[p.rule] = covered[p.rule] || p.report != ""
		t.Run(p.rule+"/"+p.file, func(t *testing.T) {
			tree, err := parseTree(p.module())
			if err != nil {
				t.Fatal(err)
			}
			for _, rule := range layoutRules() {
				violations := strings.Join(rule.check(tree), "\n")
				if rule.name == p.rule && p.report != "" {
					if !strings.Contains(violations, p.report) {
						t.Errorf("%s reports %q, want it to contain %q", rule.name, violations, p.report)
					}
					continue
				}
				if violations != "" {
					t.Errorf("%s reports %q, want nothing", rule.name, violations)
				}
			}
		})
	}
	for _, rule := range layoutRules() {
		if !covered[rule.name] {
			t.Errorf("no violation of %q is planted", rule.name)
		}
	}
}

// importing is a file that imports one package.
func importing(pkg, imported string) string {
	return "package " + pkg + "\n\nimport _ \"" + imported + "\"\n"
}

// packagePlants break, or nearly break, the rules about packages.
func packagePlants() []plant {
	const imports, oneDoor = "import rule", "one dependency, one door"
	return []plant{
		{"top level", "lib/x.txt", "", "lib does not belong"},
		{"top level", "onevisit.db-wal", "", ""},
		{imports, "models/a.go", importing("models", "onevisit/messages"), "models may not import messages"},
		{imports, "config/a.go", importing("config", "onevisit/models"), "config may not import models"},
		{imports, "bot/a.go", importing("bot", "onevisit/models/store"), "bot may not import models/store"},
		{imports, "bot/b.go", importing("bot", "onevisit/config"), "bot may not import config"},
		{imports, "bot/c.go", importing("bot", "onevisit/bot/wechat"), "bot may not import bot/wechat"},
		{imports, "bot/wechat/a.go", importing("wechat", "onevisit/bot/wecom"), "bot/wechat may not import bot/wecom"},
		{imports, "bot/wecom/a.go", importing("wecom", "onevisit/handlers"), "bot/wecom may not import handlers"},
		{imports, "bot/wire/a.go", importing("wire", "onevisit/bot/wechat"), "bot/wire may not import bot/wechat"},
		{imports, "handlers/d.go", importing("handlers", "onevisit/bot/wire"), "handlers may not import bot/wire"},
		{imports, "bot/wecom/b.go", importing("wecom", "onevisit/bot/wire"), ""},
		{imports, "bot/wecom/d.go", importing("wecom", "onevisit/bot/wire/wiretest"), "bot/wire/wiretest is for tests only"},
		{imports, "bot/wecom/d_test.go", importing("wecom", "onevisit/bot/wire/wiretest"), ""},
		{imports, "bot/simulator/a.go", importing("simulator", "onevisit/models"), "bot/simulator may not import models"},
		{imports, "messages/letter/a.go", importing("letter", "onevisit/bot"), "messages/letter may not import bot"},
		{imports, "messages/a.go", importing("messages", "onevisit/models/store"), "messages may not import models/store"},
		{imports, "models/store/a.go", importing("store", "onevisit/messages"), "models/store may not import messages"},
		{imports, "handlers/a.go", importing("handlers", "onevisit/models/store"), "handlers may not import models/store"},
		{imports, "handlers/a_test.go", importing("handlers", "onevisit/config"), "handlers may not import config"},
		{imports, "cmd/other/main.go", importing("main", "onevisit/models"), "cmd/other has no row"},
		{imports, "handlers/b.go", importing("handlers", "onevisit/bot/simulator"), ""},
		{imports, "bot/b_test.go", importing("bot_test", "onevisit/bot"), ""},
		{imports, "messages/sheet/a.go", importing("sheet", "onevisit/models"), ""},
		{oneDoor, "models/b.go", importing("models", "gorm.io/gorm"), "its door is models/store"},
		{oneDoor, "bot/d.go", importing("bot", "github.com/gin-gonic/gin"), "its door is handlers"},
		{oneDoor, "cmd/onevisit/b.go", importing("main", "github.com/go-co-op/gocron/v2"), "its door is cmd/onevisit/jobs.go"},
		{oneDoor, "cmd/onevisit/jobs.go", importing("main", "github.com/go-co-op/gocron/v2"), ""},
		{oneDoor, "bot/wechat/b.go", importing("wechat", "github.com/silenceper/wechat/v2"), "has no door"},
		{oneDoor, "bot/wechat/c.go", importing("wechat", "github.com/silenceper/wechat/v2/utility"), "has no door"},
		{oneDoor, "bot/wire/b.go", importing("wire", "github.com/silenceper/wechat/v2/util"), ""},
		{oneDoor, "bot/wechat/d.go", importing("wechat", "github.com/silenceper/wechat/v2/util"), "its door is bot/wire"},
		{oneDoor, "bot/wecom/c.go", importing("wecom", "github.com/silenceper/wechat/v2/officialaccount/message"), "its door is bot/wechat"},
		{oneDoor, "config/b.go", importing("config", "github.com/emmansun/gmsm/sm4"), "its door is models/store"},
		{oneDoor, "cmd/onevisit/c.go", importing("main", "github.com/6tail/lunar-go/HolidayUtil"), "its door is cmd/onevisit/calendar.go"},
		{oneDoor, "bot/f.go", importing("bot", "github.com/goccy/go-yaml/ast"), "its door is config"},
		{oneDoor, "models/store/b.go", importing("store", "github.com/prometheus/client_golang/prometheus"), "its door is handlers"},
		{oneDoor, "cmd/onevisit/d.go", importing("main", "github.com/chromedp/chromedp"), "is for tests only"},
		{oneDoor, "cmd/onevisit/d_test.go", importing("main", "github.com/chromedp/chromedp"), ""},
		{oneDoor, "handlers/c.go", importing("handlers", "example.org/anything"), "has no door"},
		{"names", "bot/helper_test.go", "package bot\n", `"helper" says nothing`},
		{"names", "messages/util/a.go", "package util\n", `"util" says nothing`},
		{"names", "bot/information.go", "package bot\n", ""},
	}
}

// codePlants break, or nearly break, the rules about code.
func codePlants() []plant {
	const variables, words, docs = "no package-level variables", "words stand in messages", "exported names are documented"
	function := func(lines int) string {
		return "package bot\n\nfunc f() {\n" + strings.Repeat("\n", lines-2) + "}\n"
	}
	return []plant{
		{"length", "bot/a_test.go", function(61), "function f has 61 lines"},
		{"length", "bot/b_test.go", function(60), ""},
		{"length", "bot/c.go", "package bot\n" + strings.Repeat("\n", 400), "401 lines, more than 400"},
		{"length", "bot/c_test.go", "package bot\n" + strings.Repeat("\n", 400), ""},
		{"no init", "bot/d_test.go", "package bot\n\nfunc init() {}\n", "func init"},
		{"no init", "bot/e.go", "package bot\n\ntype x struct{}\n\nfunc (x) init() {}\n", ""},
		{"no panic", "bot/f.go", "package bot\n\nfunc f() { panic(1) }\n", "panic"},
		{"no panic", "bot/f_test.go", "package bot\n\nfunc f() { panic(1) }\n", ""},
		{"clock is injected", "bot/g.go", "package bot\n\nimport \"time\"\n\nfunc f() any { return time.Now }\n", "time.Now"},
		{"clock is injected", "bot/h.go", "package bot\n\nimport t \"time\"\n\nfunc f(a t.Time) any { return t.Since(a) }\n", "time.Since"},
		{"clock is injected", "bot/i.go", "package bot\n\nimport . \"time\"\n\nfunc f() any { return Now() }\n", "imported into"},
		{"clock is injected", "bot/j.go", "package bot\n\ntype clock struct{ Now int }\n\nfunc f(time clock) any { return time.Now }\n", ""},
		{variables, "bot/k.go", "package bot\n\nvar a, b = 1, 2\n", "var a"},
		{variables, "bot/l.go", "package bot\n\nvar cache map[string]int\n", "var cache"},
		{variables, "bot/m.go", "package bot\n\nvar errA, n = errors.New(\"a\"), 3\n", "var errA"},
		{variables, "bot/n.go", "package bot\n\nvar _ error = fault{}\n\nvar errA = errors.New(\"a\")\n\nvar form = regexp.MustCompile(`a`)\n", ""},
		{variables, "bot/o.go", "package bot\n\n// Page.\n//\n//go:embed page\nvar page embed.FS\n", ""},
		{variables, "bot/o_test.go", "package bot\n\nvar update = true\n", ""},
		{words, "bot/p.go", "package bot\n\nconst a = \"受理\"\n", "Chinese words"},
		{words, "bot/q.go", "package bot\n\nconst a = \"\\u53d7\"\n", "Chinese words"},
		{words, "handlers/r.go", "package handlers\n\nconst a = '受'\n", "Chinese words"},
		{words, "handlers/page.html", "<p>受理</p>", "handlers/page.html: Chinese words"},
		{words, "config/s.go", "package config\n\nconst a = \"受\"\n", "Chinese words"},
		{words, "bot/simulator/page/page.js", "受理", ""},
		{words, "bot/t.go", "// Package bot accepts (受理) cases.\npackage bot\n", ""},
		{docs, "bot/u.go", "package bot\n\nfunc Accept() {}\n", "Accept has no comment"},
		{docs, "bot/v.go", "package bot\n\n// Flow is one.\ntype Flow[T any] struct{}\n\nfunc (f *Flow[t]) Next() {}\n", "Next has no comment"},
		{docs, "bot/w.go", "package bot\n\n// Types.\ntype (\n\tFlow struct{}\n)\n", "Flow has no comment"},
		{docs, "bot/x.go", "package bot\n\nconst (\n\tLimit = 1\n)\n", "Limit has no comment"},
		{docs, "bot/y.go", "package bot\n\n// Limits.\nconst (\n\tLeast = 1\n\tMost = 2\n)\n\ntype flow struct{}\n\nfunc (flow) String() string { return \"\" }\n", ""},
		{"nothing left to do", "bot/z.go", "package bot\n\n// TO" + "DO: later.\n", "TO" + "DO"},
	}
}

// TestLayoutRefusesBrokenSource: what cannot be parsed is not passed over.
func TestLayoutRefusesBrokenSource(t *testing.T) {
	broken := plant{file: "bot/broken.go", source: "package"}
	if _, err := parseTree(broken.module()); err == nil {
		t.Error("a file that is no Go was passed over")
	}
}
