package watch

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// The bounds of a folder, those of rules/load.
const (
	maxFolderDepth = 16     // of sub-folders
	maxEntries     = 20_000 // names looked at
)

// rootFolder finds the files in a folder that is one of the paths.
func (p *pass) rootFolder(real, shown string) {
	files, findings := len(p.targets), len(p.found.List)
	p.folder(real, prefix(shown), nil)
	if len(p.targets) > files || len(p.found.List) > findings {
		return
	}
	if p.options.Match != nil {
		p.report("no-files", shown, "", "the folder holds none of the files that are looked for")
		return
	}
	p.report("no-rule-files", shown,
		"rule files end in .yaml or .yml; names that start with a dot are not rule files",
		"the folder holds no rule files")
}

// prefix is what the names of the files in a folder start with.
func prefix(shown string) string {
	if shown == "." {
		return ""
	}
	return strings.TrimSuffix(shown, "/") + "/"
}

// folder finds the files in a folder and below. Real is its path without links,
// above are the folders it stands in.
func (p *pass) folder(real, prefix string, above []fs.FileInfo) {
	shown := strings.TrimSuffix(prefix, "/")
	p.want(real, "")
	info, err := os.Stat(real)
	if err != nil {
		p.unreadable(shown, err)
		return
	}
	if slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }) {
		p.report("folder-loop", shown, "remove the link", "this link leads back to a folder that it stands in")
		return
	}
	if len(above) > maxFolderDepth {
		p.report("folder-depth", shown, "", "sub-folders are nested more than %d deep", maxFolderDepth)
		return
	}
	entries, err := os.ReadDir(real)
	if err != nil {
		p.unreadable(shown, err)
		return
	}
	above = append(slices.Clone(above), info)
	for _, e := range entries {
		if p.entries++; p.entries > maxEntries {
			if p.entries == maxEntries+1 {
				p.report("set-size", shown, "name the folder of the files", "there are more than %d files and folders here", maxEntries)
			}
			return
		}
		if p.ctx.Err() != nil {
			return
		}
		if !strings.HasPrefix(e.Name(), ".") {
			p.entry(real, e, prefix, above)
		}
	}
}

func (p *pass) entry(folder string, e fs.DirEntry, prefix string, above []fs.FileInfo) {
	name := prefix + e.Name()
	at, mode := filepath.Join(folder, e.Name()), e.Type()
	if mode&fs.ModeSymlink != 0 {
		real, err := p.follow(folder, []string{e.Name()})
		var info fs.FileInfo
		if err == nil {
			info, err = os.Stat(real)
		}
		if err != nil {
			// A dangling link without a name that counts may be anything.
			if p.options.match(name) {
				p.unreadable(name, err)
			}
			return
		}
		at, mode = real, info.Mode()
	}
	switch {
	case mode.IsDir():
		p.folder(at, path.Clean(name)+"/", above)
	case p.options.match(name):
		p.regular(at, name, mode)
	}
}
