package watch

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whatever happens to a folder, what is there in the end is reported.
func TestRandomChanges(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 5
	}
	if os.Getenv("BELLWETHER_LONG") != "" {
		rounds = 2000
	}
	inModes(t, func(t *testing.T, o Options) {
		o.Quiet /= 4
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		c := &changes{t: t, Rand: rand.New(rand.NewPCG(seed, 0)), dir: folder(t)}
		w := start(t, o, c.dir)
		for round := range rounds {
			for range c.IntN(30) {
				c.one()
				if c.IntN(10) == 0 {
					time.Sleep(time.Duration(c.IntN(10)) * time.Millisecond)
				}
			}
			// The content differs from all before it, so that it is reported.
			fill(t, c.dir, "round.yaml", fmt.Sprint(round))
			w.expect(c.content()...)
		}
	})
}

// changes makes random ones. They may fail, as what they change need not exist.
type changes struct {
	*rand.Rand
	t   *testing.T
	dir string
}

func (c *changes) one() {
	switch c.IntN(12) {
	case 0, 1, 2, 3:
		_ = os.WriteFile(c.file(), fmt.Append(nil, c.IntN(100)), 0o644)
	case 4, 5:
		_ = os.Rename(c.file(), c.file())
	case 6:
		_ = os.Remove(c.file())
	case 7, 8:
		_ = os.MkdirAll(c.folder(), 0o755)
	case 9:
		_ = os.Rename(c.folder(), c.folder())
	case 10:
		_ = os.RemoveAll(c.folder())
	case 11:
		_ = os.Rename(c.dir, c.dir+".away")
		if c.IntN(2) == 0 {
			_ = os.Rename(c.dir+".away", c.dir)
		}
		_ = os.RemoveAll(c.dir + ".away")
		_ = os.MkdirAll(c.dir, 0o755)
	}
}

// folder is one of a few, so that changes meet.
func (c *changes) folder() string {
	at := c.dir
	for range 1 + c.IntN(3) {
		at = filepath.Join(at, string(rune('x'+c.IntN(2))))
	}
	return at
}

func (c *changes) file() string {
	at := c.dir
	if c.IntN(2) == 0 {
		at = c.folder()
	}
	return filepath.Join(at, string(rune('a'+c.IntN(3)))+[]string{".yaml", ".tmp"}[c.IntN(2)])
}

// content is what there is now, as names and texts by turns.
func (c *changes) content() (namesAndTexts []string) {
	c.t.Helper()
	ok(c.t, filepath.WalkDir(c.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		text, err := os.ReadFile(path)
		namesAndTexts = append(namesAndTexts, path, string(text))
		return err
	}))
	return namesAndTexts
}
