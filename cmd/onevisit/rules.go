package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// knowsRules refuses a bureau file that lacks rules which cases keep: by other
// rules their clocks would be wrong.
func (a *app) knowsRules(ctx context.Context) error {
	uses, err := a.store.RulesInUse(ctx)
	if err != nil {
		return err
	}
	var lacking []string
	for _, u := range a.law.Strange(uses) {
		lacking = append(lacking, fmt.Sprintf("%d cases (%d of them open) began under the rules %s", u.Cases, u.Open, u.Name))
	}
	if len(lacking) == 0 {
		return nil
	}
	return errors.New(strings.Join(lacking, "; ") +
		": the bureau file does not hold them as they were; put them back, or move the cases: onevisit rules")
}
