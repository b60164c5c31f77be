package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// configMap writes a volume as the kubelet does: the files in a folder with a
// dot and a new name each time, the link ..data to it, and for each file a link
// through ..data. Only ..data is ever replaced.
type configMap struct {
	t   *testing.T
	dir string
	now string
	n   int
}

func (c *configMap) publish(namesAndTexts ...string) {
	c.t.Helper()
	c.n++
	before := c.now
	c.now = fmt.Sprintf("..2026_11_22_02_27_%02d.%d", c.n, c.n*7919)
	fill(c.t, filepath.Join(c.dir, c.now), namesAndTexts...)
	tmp := filepath.Join(c.dir, "..data_tmp")
	ok(c.t, os.Symlink(c.now, tmp))
	ok(c.t, os.Rename(tmp, filepath.Join(c.dir, "..data")))
	wanted := map[string]bool{}
	for i := 0; i < len(namesAndTexts); i += 2 {
		wanted[namesAndTexts[i]] = true
		link := filepath.Join(c.dir, namesAndTexts[i])
		if _, err := os.Lstat(link); err != nil {
			ok(c.t, os.Symlink(filepath.Join("..data", namesAndTexts[i]), link))
		}
	}
	if before == "" {
		return
	}
	old, err := os.ReadDir(filepath.Join(c.dir, before))
	ok(c.t, err)
	for _, e := range old {
		if !wanted[e.Name()] {
			ok(c.t, os.Remove(filepath.Join(c.dir, e.Name())))
		}
	}
	ok(c.t, os.RemoveAll(filepath.Join(c.dir, before)))
}

func TestConfigMap(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "rules")
		c := &configMap{t: t, dir: dir}
		c.publish("a.yaml", "1", "b.yaml", "1")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "1", dir+"/b.yaml", "1")
		for _, text := range []string{"2", "3", "4"} {
			c.publish("a.yaml", text, "b.yaml", text)
			for _, s := range w.expect(dir+"/a.yaml", text, dir+"/b.yaml", text) {
				t.Errorf("something else came first: %q %v", texts(s), s.Err)
			}
		}
		c.publish("a.yaml", "5", "c.yaml", "5")
		w.expect(dir+"/a.yaml", "5", dir+"/c.yaml", "5")
		c.publish("a.yaml", "6", "c.yaml", "5")
		w.expect(dir+"/a.yaml", "6", dir+"/c.yaml", "5")
	})
}

// One file of the volume, by its path.
func TestConfigMapFile(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "rules")
		c := &configMap{t: t, dir: dir}
		c.publish("a.yaml", "1", "b.yaml", "1")
		w := start(t, o, dir+"/a.yaml")
		w.expect(dir+"/a.yaml", "1")
		for _, text := range []string{"2", "3"} {
			c.publish("a.yaml", text, "b.yaml", text)
			w.expect(dir+"/a.yaml", text)
		}
	})
}

// A rollout that swaps while somebody reads never shows files of two versions.
func TestConfigMapSwappedOften(t *testing.T) {
	inModes(t, func(t *testing.T, o Options) {
		o.Quiet /= 10 // often enough to meet a swap
		dir := filepath.Join(t.TempDir(), "rules")
		c := &configMap{t: t, dir: dir}
		c.publish("a.yaml", "0", "b.yaml", "0")
		w := start(t, o, dir)
		w.expect(dir+"/a.yaml", "0", dir+"/b.yaml", "0")
		for i := range 100 {
			text := fmt.Sprint(i + 1)
			c.publish("a.yaml", text, "b.yaml", text)
		}
		for _, s := range w.expect(dir+"/a.yaml", "100", dir+"/b.yaml", "100") {
			if got := texts(s); s.Err != nil || got[dir+"/a.yaml"] != got[dir+"/b.yaml"] || len(got) != 2 {
				t.Errorf("a mix came: %q %v", got, s.Err)
			}
		}
	})
}
