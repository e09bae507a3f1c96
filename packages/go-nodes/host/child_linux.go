package host

import "syscall"

const (
	prSetPdeathsig = 1
	diesWithParent = true
)

// dieWithParent lets the kernel kill this process when the host's main thread ends.
func dieWithParent() {
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, prSetPdeathsig, uintptr(syscall.SIGKILL), 0)
}
