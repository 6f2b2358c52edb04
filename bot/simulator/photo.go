package simulator

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

const (
	photoWidth   = 360
	photoHeight  = 270
	photoHorizon = 120
)

// photo draws a picture to send: sky, water and reeds.
func photo() ([]byte, error) {
	canvas := image.NewRGBA(image.Rect(0, 0, photoWidth, photoHeight))
	for y := range photoHeight {
		for x := range photoWidth {
			canvas.SetRGBA(x, y, scenery(x, y))
		}
	}
	for reed := range 42 {
		x := (reed*53 + reed*reed*7) % photoWidth
		top := 90 + (reed*37)%90
		drawReed(canvas, x, top)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, canvas); err != nil {
		return nil, fmt.Errorf("simulator: photo: %w", err)
	}
	return out.Bytes(), nil
}

func scenery(x, y int) color.RGBA {
	if y < photoHorizon {
		return blend(color.RGBA{126, 178, 221, 255}, color.RGBA{238, 233, 214, 255}, y, photoHorizon)
	}
	water := blend(color.RGBA{150, 180, 186, 255}, color.RGBA{62, 92, 88, 255}, y-photoHorizon, photoHeight-photoHorizon)
	if (y*y/40+x/9)%11 == 0 {
		return blend(water, color.RGBA{255, 255, 255, 255}, 1, 6)
	}
	return water
}

// blend is part/whole of the way from one colour to another.
func blend(from, to color.RGBA, part, whole int) color.RGBA {
	mix := func(a, b uint8) uint8 {
		return uint8((int(a)*(whole-part) + int(b)*part) / whole) // between two bytes
	}
	return color.RGBA{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B), 255}
}

func drawReed(canvas *image.RGBA, x, top int) {
	stem := color.RGBA{148, 128, 62, 255}
	head := color.RGBA{112, 74, 40, 255}
	for y := top; y < photoHeight; y++ {
		lean := (photoHeight - y) * (photoHeight - y) / 2400
		canvas.SetRGBA(x+lean, y, stem)
		if y < top+22 {
			for thick := range 4 {
				canvas.SetRGBA(x+lean+thick-1, y, head)
			}
		}
	}
}
