package handlers

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"onevisit/messages"
	"onevisit/models"
)

// Slips makes the pages that are printed for petitioners.
type Slips interface {
	// Slip is the page that a token opens; models.CodeNotFound where it opens
	// nothing.
	Slip(ctx context.Context, token string) ([]byte, error)
}

// slip serves a slip, and what its page loads beside it. A token holds what
// nobody else may read: it stands in no log, and no search engine, cache or
// other site learns of it.
func slip(slips Slips, log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		name := c.Param("token")
		if content, kind, found := messages.SlipAsset(name); found {
			c.Data(http.StatusOK, kind, content)
			return
		}
		ctx, status := c.Request.Context(), http.StatusOK
		page, err := slips.Slip(ctx, name)
		if models.CodeOf(err) == models.CodeNotFound {
			status = http.StatusNotFound
			page, err = messages.SlipGone()
		}
		if err != nil {
			log.ErrorContext(ctx, "slip not made", "error", err)
			c.AbortWithStatus(http.StatusServiceUnavailable)
			return
		}
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
		c.Data(status, "text/html; charset=utf-8", page)
	}
}
