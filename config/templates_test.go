package config

import (
	"maps"
	"strings"
	"testing"
)

func TestTemplatesAreOptional(t *testing.T) {
	cfg, err := world{env: wechatEnv()}.load()
	if err != nil {
		t.Fatal(err)
	}
	if cfg.WeChat.Templates.Progress != "" || cfg.WeChat.Templates.Fields["thing2"] != "matter" {
		t.Errorf("templates %+v", cfg.WeChat.Templates)
	}
}

func TestTemplatesAreReadFromTheFile(t *testing.T) {
	w := world{env: wechatEnv(), path: "c.yaml", files: map[string]string{
		"c.yaml": "wechat:\n  templates:\n    progress: AbC-1_x\n    fields: number=thing1 time=time9\n",
	}}
	cfg, err := w.load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"thing1": "number", "time9": "time"}
	if got := cfg.WeChat.Templates; got.Progress != "AbC-1_x" || !maps.Equal(got.Fields, want) {
		t.Errorf("templates %+v", got)
	}
}

func TestTemplateMistakesAreToldAtStart(t *testing.T) {
	for variable, value := range map[string]string{
		"ONEVISIT_WECHAT_TEMPLATES_PROGRESS":     "no spaces here",
		"ONEVISIT_WECHAT_TEMPLATES_SUBSCRIPTION": "nor/slashes",
		"ONEVISIT_WECHAT_TEMPLATES_FIELDS":       "number=phrase1",
	} {
		_, err := world{env: append(wechatEnv(), variable+"="+value)}.load()
		if err == nil || !strings.Contains(err.Error(), variable) {
			t.Errorf("%s=%s: %v", variable, value, err)
		}
	}
	for _, fields := range []string{"", "matter", "matter=thing", "matter=time1", "love=thing1", "matter=thing1 news=thing1"} {
		if got, ok := templateFields(fields); ok {
			t.Errorf("%q is taken as %v", fields, got)
		}
	}
}

func TestTemplatesWithoutTheirAccountAreAMistake(t *testing.T) {
	_, err := world{env: []string{"ONEVISIT_WECHAT_TEMPLATES_PROGRESS=abc"}}.load()
	if err == nil || !strings.Contains(err.Error(), "ONEVISIT_WECHAT_APP_ID") {
		t.Errorf("got %v", err)
	}
}
