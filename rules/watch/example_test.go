package watch_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/bellwether-cs/bellwether/rules/watch"
)

func ExampleWatch() {
	dir, err := os.MkdirTemp("", "rules")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "health.yaml")
	save := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			panic(err)
		}
	}
	save("language: 1\n")

	ctx, cancel := context.WithCancel(context.Background())
	err = watch.Watch(ctx, []string{dir}, watch.Options{}, func(s watch.Snapshot) error {
		if s.Err != nil {
			fmt.Println("the last good rules stay:", s.Err)
			return nil
		}
		fmt.Printf("%d file, %d changed: %q\n", len(s.Files), len(s.Changed), s.Files[0].Source)
		if len(s.Files[0].Source) > 12 {
			cancel()
		} else {
			save("language: 1\nscorecards: {}\n")
		}
		return nil
	})
	fmt.Println(err)
	// Output:
	// 1 file, 1 changed: "language: 1\n"
	// 1 file, 1 changed: "language: 1\nscorecards: {}\n"
	// context canceled
}
