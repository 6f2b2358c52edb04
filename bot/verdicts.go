package bot

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"onevisit/messages"
	"onevisit/models"
)

// supplementFlow adds words, pictures, voice and places to an open case.
func supplementFlow() *flow[matter] {
	return &flow[matter]{
		key: "supplement", ttl: dialogueTTL,
		steps: []step[matter]{whichStep(), {
			key: "content", media: true,
			ask:  func(_ *turn, d *matter) (messages.Message, error) { return messages.AskSupplementText(d.Number), nil },
			take: takeSupplement,
		}},
		done: func(t *turn, d *matter) (messages.Message, error) {
			args := models.Args{models.ArgText: strings.Join(d.Text, "\n")}
			if len(d.Files) > 0 {
				var ids []string
				for _, id := range d.Files {
					ids = append(ids, strconv.FormatInt(id, 10))
				}
				args[models.ArgFiles] = strings.Join(ids, ",")
			}
			if _, err := d.do(t, models.VerbSupplement, args); err != nil {
				return messages.Message{}, err
			}
			return messages.Supplemented(d.Number), nil
		},
	}
}

func takeSupplement(t *turn, d *matter) (verdict, error) {
	if finished(t.text, len(d.Text)+len(d.Files) > 0) {
		if len(d.Text)+len(d.Files) == 0 {
			return stay(messages.AskSupplementText(d.Number)), nil
		}
		return accept(), nil
	}
	said := t.text
	if t.u.Kind == KindLocation && t.u.Place != nil {
		said = messages.PlaceWords(t.u.Place.Label, t.u.Place.Latitude, t.u.Place.Longitude)
	}
	if t.u.MediaID != "" {
		if len(d.Files) >= maxFiles {
			return stay(messages.TooManyFiles(maxFiles)), nil
		}
		file, err := t.tx.AddMedia(string(t.u.Platform), t.u.MediaID, string(t.u.Kind))
		if err != nil {
			return verdict{}, err
		}
		d.Files = append(d.Files, file.ID)
	}
	if said != "" {
		if utf8.RuneCountInString(strings.Join(d.Text, "\n")+said) > messages.ClaimMax-1 {
			return stay(messages.ClaimLong()), nil
		}
		d.Text = append(d.Text, said)
	}
	return stay(messages.SupplementGoesOn(len(d.Text), len(d.Files))), nil
}

// urgeFlow urges once a day.
func urgeFlow() *flow[matter] {
	return &flow[matter]{
		key: "urge", ttl: dialogueTTL, steps: []step[matter]{whichStep()},
		done: func(t *turn, d *matter) (messages.Message, error) {
			done, err := d.do(t, models.VerbUrge, nil)
			if err != nil {
				return messages.Message{}, err
			}
			return messages.Urged(t.law.Bureau, &done.Case), nil
		},
	}
}

// withdrawFlow takes a case back, after a plain yes.
func withdrawFlow() *flow[matter] {
	return &flow[matter]{
		key: "withdraw", ttl: dialogueTTL,
		steps: []step[matter]{whichStep(), confirmStep(func(_ *turn, d *matter) (messages.Message, error) {
			return messages.AskWithdrawConfirm(d.Number), nil
		})},
		done: func(t *turn, d *matter) (messages.Message, error) {
			done, err := d.do(t, models.VerbWithdraw, models.Args{models.ArgConfirm: models.Yes})
			if err != nil {
				return messages.Message{}, err
			}
			return messages.WithdrawnReply(&done.Case), nil
		},
	}
}

// objectFlow objects to a decline, once.
func objectFlow() *flow[matter] {
	return &flow[matter]{
		key: "object", ttl: dialogueTTL,
		steps: []step[matter]{
			whichStep(),
			textStep("words", func(d *matter) messages.Message { return messages.AskObjection(d.Number) }),
			confirmStep(func(_ *turn, d *matter) (messages.Message, error) {
				return messages.ConfirmObjection(strings.Join(d.Text, "\n")), nil
			}),
		},
		done: func(t *turn, d *matter) (messages.Message, error) {
			if _, err := d.do(t, models.VerbObject, models.Args{models.ArgText: strings.Join(d.Text, "\n")}); err != nil {
				return messages.Message{}, err
			}
			return messages.Objected(d.Number), nil
		},
	}
}

// textStep asks for a few words.
func textStep(key string, ask func(*matter) messages.Message) step[matter] {
	return step[matter]{
		key: key, when: func(_ *turn, d *matter) bool { return len(d.Text) == 0 },
		ask: func(_ *turn, d *matter) (messages.Message, error) { return ask(d), nil },
		take: func(t *turn, d *matter) (verdict, error) {
			if n := utf8.RuneCountInString(t.text); n < messages.WordsMin || n > messages.WordsMax {
				return again(messages.WordsLength()), nil
			}
			d.Text = []string{t.text}
			return accept(), nil
		},
	}
}

// rateFlow takes two scores, and the reason where one of them is bad.
func rateFlow() *flow[matter] {
	score := func(key string, ask func(string) messages.Message, set func(*matter, string)) step[matter] {
		return step[matter]{
			key:  key,
			ask:  func(_ *turn, d *matter) (messages.Message, error) { return ask(d.Number), nil },
			take: func(t *turn, d *matter) (verdict, error) { return takeScore(t, d, ask(d.Number), set) },
		}
	}
	reason := textStep("reason", func(*matter) messages.Message { return messages.AskBadReason() })
	reason.when = func(_ *turn, d *matter) bool { return d.bad() }
	return &flow[matter]{
		key: "rate", ttl: dialogueTTL,
		steps: []step[matter]{
			whichStep(),
			score("office", messages.AskOfficeScore, func(d *matter, s string) { d.Office = s }),
			score("section", messages.AskSectionScore, func(d *matter, s string) { d.Section = s }),
			reason,
			confirmStep(func(_ *turn, d *matter) (messages.Message, error) {
				return messages.ConfirmRating(models.Score(d.Office), models.Score(d.Section), strings.Join(d.Text, "\n")), nil
			}),
		},
		done: sendRating,
	}
}

func (d *matter) bad() bool {
	return d.Office == string(models.ScoreBad) || d.Section == string(models.ScoreBad)
}

func takeScore(t *turn, d *matter, m messages.Message, set func(*matter, string)) (verdict, error) {
	i, ok := picked(t.text, m.Labels())
	if !ok {
		return again(messages.PickNumber(3)), nil
	}
	set(d, []string{string(models.ScoreGood), string(models.ScoreFair), string(models.ScoreBad)}[i])
	if !d.bad() {
		d.Text = nil
	}
	return accept(), nil
}

func sendRating(t *turn, d *matter) (messages.Message, error) {
	args := models.Args{models.ArgOffice: d.Office, models.ArgScore: d.Section}
	if d.bad() {
		args[models.ArgReason] = strings.Join(d.Text, "\n")
	}
	done, err := d.do(t, models.VerbRate, args)
	if err != nil {
		return messages.Message{}, err
	}
	return messages.Rated(&done.Case), nil
}
