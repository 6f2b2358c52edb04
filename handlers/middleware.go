package handlers

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
)

// maxBody bounds every request from outside, in bytes.
const maxBody = 1 << 20

// accessLog writes what was asked by its route's pattern. Queries carry
// signatures and bodies carry people's words: neither is ever logged.
func accessLog(log *slog.Logger, now func() time.Time) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := now()
		c.Next()
		route, level := c.FullPath(), slog.LevelInfo
		switch route {
		case "":
			route = "unmatched"
		case "/healthz", "/readyz", "/metrics":
			level = slog.LevelDebug // asked every few seconds
		}
		log.Log(c.Request.Context(), level, "request",
			"method", method(c.Request.Method), "route", route,
			"status", c.Writer.Status(), "ms", now().Sub(start).Milliseconds())
	}
}

// method is the request's method if it is a usual one: it is a stranger's
// word like any other.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return m
	}
	return "other"
}

// recovery turns a panic into a 500 with an id that stands in the log too.
func recovery(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			if cause := recover(); cause != nil {
				id := logPanic(log, cause)
				if !c.Writer.Written() {
					c.String(http.StatusInternalServerError, "internal error "+id+"\n")
				}
				c.Abort()
			}
		}()
		c.Next()
	}
}

// logPanic logs where a panic arose, and of its value the type only: the
// value may hold what a person wrote.
func logPanic(log *slog.Logger, cause any) string {
	id := newID()
	log.Error("panic", "id", id, "type", fmt.Sprintf("%T", cause), "stack", string(debug.Stack()))
	return id
}

func newID() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b) // documented never to fail
	return hex.EncodeToString(b)
}

// secured sets the headers of all answers; a page may set its own instead.
func secured(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "+
		"img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
}

// bounded limits the body whoever reads it.
func bounded(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxBody)
}

func empty(status int) gin.HandlerFunc {
	return func(c *gin.Context) { c.AbortWithStatus(status) }
}
