package bot

import (
	"context"
	"log/slog"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

const (
	// slipPath is where slips are served below the public address.
	slipPath = "/p/slip/"
	// sceneLife is how long a slip's QR code leads to the case: the longest
	// that the platform keeps one. Number and query code outlive it.
	sceneLife = 30 * 24 * time.Hour
	// scenePatience is how long the page waits for the platform's code.
	scenePatience = 3 * time.Second
)

// slipLink is the address of a new case's slip; empty where nobody outside
// reaches us. The query code travels in it sealed, and is kept nowhere.
func (t *turn) slipLink(number, code string) (string, error) {
	if t.bot.PublicURL == "" {
		return "", nil
	}
	token, err := t.tx.SealSlip(models.SlipPass{Number: number, Code: code, Until: models.SlipUntil(t.now)})
	return t.bot.PublicURL + slipPath + token, err
}

// SceneMaker makes QR codes of the official account. Errors are always a
// *SendError.
type SceneMaker interface {
	// SceneCode is a picture (PNG) that brings the scene back when scanned.
	SceneCode(ctx context.Context, scene string, life time.Duration) ([]byte, error)
}

// Slips are the printable slips that petitioners take home.
type Slips struct {
	Store  Store
	Law    *models.Law
	Scenes SceneMaker // nil where the official account is not configured
	Log    *slog.Logger
	Now    func() time.Time
}

// Slip is the page that a token opens. It is refused with CodeNotFound where
// the token opens nothing (any more). A platform that does not answer costs
// the QR code, not the slip.
func (s *Slips) Slip(ctx context.Context, token string) ([]byte, error) {
	pass, c, err := s.Store.OpenSlip(ctx, token)
	if err != nil {
		return nil, err
	}
	return messages.SlipPage(messages.SlipSheet{
		Organ: s.Law.Bureau.Organ, Number: pass.Number, Code: pass.Code, Day: c.SubmittedAt, Until: pass.Until, Bindable: c.Bindable(),
		QR: s.scene(ctx, pass), QRUntil: s.Now().Add(sceneLife),
	})
}

// scene is the QR code that leads to a case, nil where there is none.
func (s *Slips) scene(ctx context.Context, pass models.SlipPass) []byte {
	if s.Scenes == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, scenePatience)
	defer cancel()
	picture, err := s.Scenes.SceneCode(ctx, pass.Number+messages.SceneMark+pass.Code, sceneLife)
	if err != nil {
		s.Log.WarnContext(ctx, "slip without a QR code", "error", err)
	}
	return picture
}
