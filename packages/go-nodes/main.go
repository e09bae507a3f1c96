// Command node-host runs the Go nodes for the host: frames on file descriptors 3 and 4, prints on 1 and 2.
package main

import (
	"atomiton.dev/go-nodes/host"
	_ "atomiton.dev/go-nodes/nodes/core/checksums"
	_ "atomiton.dev/go-nodes/nodes/test"
)

func main() {
	host.Main()
}
