package bot

import "onevisit/messages"

// oneOf is a question with a list of which one is chosen. The list is made
// anew when the answer comes: what stands in it may have gone on meanwhile.
type oneOf[D, T any] struct {
	key  string
	when func(*turn, *D) bool
	list func(*turn, *D) ([]T, error)
	// ask shows the list, with a choice for each.
	ask  func(*turn, *D, []T) messages.Message
	take func(*turn, *D, T)
}

func (o oneOf[D, T]) step() step[D] {
	return step[D]{
		key: o.key, when: o.when,
		ask: func(t *turn, d *D) (messages.Message, error) {
			all, err := o.list(t, d)
			if err != nil {
				return messages.Message{}, err
			}
			return o.ask(t, d, all), nil
		},
		take: func(t *turn, d *D) (verdict, error) {
			all, err := o.list(t, d)
			if err != nil {
				return verdict{}, err
			}
			i, ok := picked(t.text, o.ask(t, d, all).Labels())
			if !ok {
				return again(messages.PickNumber(len(all))), nil
			}
			o.take(t, d, all[i])
			return accept(), nil
		},
	}
}
