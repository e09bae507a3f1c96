//go:build !linux

package host

const diesWithParent = false

// dieWithParent has no counterpart here: the process ends when its pipe closes.
func dieWithParent() {}
