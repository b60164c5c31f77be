// Package watch tells when the content of folders or files has changed and come
// to rest.
//
// What the operating system says about changes is a hint: it names the wrong
// file, comes too early, comes twice, or does not come. The content is the
// truth. After a hint [Watch] waits until it is quiet, reads everything twice,
// and calls back when both readings agree and differ from what it gave last.
// A slow look at the content without any hint is the net below.
//
// What lives here: the waiting (watcher.go), one reading of everything (read.go,
// folder.go, contents.go), the way through symbolic links, which is where a
// change of Kubernetes' ..data shows (follow.go), and the hints of fsnotify
// (hints.go), which no other package imports.
//
// What does not: the meaning of the files. Whoever is called back loads them,
// and keeps the last good ones when they are broken.
package watch
