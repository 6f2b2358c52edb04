package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The bench is a tool that few run: these hold that it still measures
// something, on either database. What it measures is nobody's business here.
func TestTheBenchMeasuresGrowthAndASweep(t *testing.T) {
	t.Parallel()
	engines := map[string][]string{"sqlite": nil, "mysql": nil}
	if server := os.Getenv("ONEVISIT_TEST_MYSQL"); server != "" {
		engines["mysql"] = []string{"-mysql", server}
	} else {
		delete(engines, "mysql")
	}
	for engine, where := range engines {
		for name, c := range map[string]struct {
			args []string
			want string
		}{
			"growth": {[]string{"-cases", "1200", "-growth", "-runs", "1", "-petitioners", "2"}, `rates at 1200 cases, of those at 1000: dialogue [0-9.]+`},
			"sweep":  {[]string{"-cases", "20", "-due", "60"}, `61 clocks due, [1-9][0-9]* reminders`},
		} {
			t.Run(engine+"/"+name, func(t *testing.T) {
				var out, errOut strings.Builder
				args := append(append([]string{"bench", "-senders", "2"}, c.args...), where...)
				if code := run(args, os.Environ(), nil, &out, &errOut); code != exitOK {
					t.Fatalf("ended with %d: %s", code, errOut.String())
				}
				if !regexp.MustCompile(c.want).MatchString(out.String()) {
					t.Errorf("printed %q, want %q in it", out.String(), c.want)
				}
			})
		}
	}
}
