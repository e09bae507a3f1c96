package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"atomiton.dev/go-nodes/atomiton"
)

const (
	pipeIn  = 3
	pipeOut = 4
	// A cancelled node that does not return by then is ended with its process.
	cancelGrace = 250 * time.Millisecond
)

type session struct {
	node       atomiton.Node
	nodeType   string
	parameters map[string]any
	outputs    map[string]string
}

type host struct {
	writer   *frameWriter
	outputs  *outputBlocks
	maps     *inputMaps
	sessions map[int64]*session
	context  context.Context
}

type frame struct {
	head message
	body []byte
}

// Main runs the host until its pipe closes.
func Main() {
	dieWithParent()
	if parent := os.Getenv("ATOMITON_HOST_PID"); parent != "" && parent != strconv.Itoa(os.Getppid()) {
		os.Exit(1)
	}
	// Programs that node code starts do not keep the host's pipes open.
	syscall.CloseOnExec(pipeIn)
	syscall.CloseOnExec(pipeOut)
	ctx, cancel := context.WithCancel(context.Background())
	go exitOnSignal(cancel)
	h := &host{
		writer:   &frameWriter{out: os.NewFile(pipeOut, "out")},
		outputs:  newOutputBlocks(blockFolder(), blockPrefix()),
		maps:     &inputMaps{byPath: map[string][]byte{}},
		sessions: map[int64]*session{},
		context:  ctx,
	}
	h.send(&hello{T: "hello", Language: "golang", Version: strings.TrimPrefix(runtime.Version(), "go"),
		Nodes: atomiton.Types(), Pid: os.Getpid()})
	reader := newFrameReader(os.NewFile(pipeIn, "in"))
	if diesWithParent {
		// One goroutine reads and works: handing frames on would cost as much as a small call.
		for {
			h.handle(h.next(reader))
		}
	}
	frames := make(chan *frame, 16)
	go func() {
		for {
			frames <- h.next(reader)
		}
	}()
	for next := range frames {
		h.handle(next)
	}
}

func blockFolder() string {
	if folder := os.Getenv("ATOMITON_BLOCK_FOLDER"); folder != "" {
		return folder
	}
	return os.TempDir()
}

func blockPrefix() string {
	if prefix := os.Getenv("ATOMITON_BLOCK_PREFIX"); prefix != "" {
		return prefix
	}
	return fmt.Sprintf("p%d-", os.Getpid())
}

// next reads a frame, and ends the process with its pipe.
func (h *host) next(reader *frameReader) *frame {
	next := &frame{}
	body, err := reader.read(&next.head)
	if errors.Is(err, io.EOF) {
		os.Exit(0)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	next.body = body
	return next
}

// exitOnSignal lets the running node return, then ends the process.
func exitOnSignal(cancel context.CancelFunc) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM)
	signal.Ignore(syscall.SIGINT)
	<-signals
	cancel()
	select {
	case <-signals:
	case <-time.After(cancelGrace):
	}
	os.Exit(128 + int(syscall.SIGTERM))
}

// send is for messages whose failure means that the host is gone.
func (h *host) send(head any, body ...[]byte) {
	if err := h.writer.send(head, body...); err != nil {
		os.Exit(0)
	}
}

func (h *host) handle(next *frame) {
	head := &next.head
	switch head.T {
	case "open":
		if err := h.open(head); err != nil {
			h.send(&errorReply{T: "error", S: head.S, Error: formOf(err)})
			return
		}
		h.send(&sessionReply{T: "opened", S: head.S})
	case "call":
		h.call(head, next.body)
	case "snapshot":
		state, err := h.snapshot(head)
		if err != nil {
			h.send(&errorReply{T: "error", S: head.S, C: head.C, Error: formOf(err)})
			return
		}
		h.send(&callReply{T: "snapshot", S: head.S, C: head.C}, state)
	case "restore":
		if err := h.restore(head, next.body); err != nil {
			h.send(&errorReply{T: "error", S: head.S, C: head.C, Error: formOf(err)})
			return
		}
		h.send(&callReply{T: "done", S: head.S, C: head.C})
	case "release":
		h.outputs.release(head.Blocks)
	case "exit":
		os.Exit(0)
	case "close":
		if opened, ok := h.sessions[head.S]; ok {
			delete(h.sessions, head.S)
			if closer, ok := opened.node.(io.Closer); ok {
				_ = guarded(closer.Close)
			}
		}
		h.send(&sessionReply{T: "closed", S: head.S})
	default:
		fmt.Fprintf(os.Stderr, "received the unknown message %q\n", head.T)
		os.Exit(1)
	}
}

func (h *host) open(head *message) error {
	opener, ok := atomiton.Lookup(head.Node)
	if !ok {
		return &atomiton.Error{Kind: "dependency", Code: "unknown-node",
			Message: fmt.Sprintf("The Go host has no node %s; it has: %s.", head.Node, strings.Join(atomiton.Types(), ", ")),
			Hint:    "Check the type of the node, or build the Go nodes again."}
	}
	parameters, _ := floats(head.Parameters).(map[string]any)
	return guarded(func() error {
		node, err := opener(parameters)
		if err == nil {
			h.sessions[head.S] = &session{node: node, nodeType: head.Node, parameters: parameters, outputs: head.Outputs}
		}
		return err
	})
}

func (h *host) session(head *message) (*session, error) {
	if opened, ok := h.sessions[head.S]; ok {
		return opened, nil
	}
	return nil, fmt.Errorf("there is no open node with the number %d", head.S)
}

func (h *host) snapshotter(head *message) (atomiton.Snapshotter, error) {
	opened, err := h.session(head)
	if err != nil {
		return nil, err
	}
	if node, ok := opened.node.(atomiton.Snapshotter); ok {
		return node, nil
	}
	return nil, &atomiton.Error{Kind: "validation", Code: "no-snapshot",
		Message: fmt.Sprintf("The node %s keeps no state that could be moved.", opened.nodeType)}
}

func (h *host) snapshot(head *message) (state []byte, err error) {
	node, err := h.snapshotter(head)
	if err != nil {
		return nil, err
	}
	err = guarded(func() (err error) {
		state, err = node.Snapshot()
		return err
	})
	return state, err
}

func (h *host) restore(head *message, state []byte) error {
	node, err := h.snapshotter(head)
	if err != nil {
		return err
	}
	return guarded(func() error { return node.Restore(state) })
}

func (h *host) call(head *message, body []byte) {
	err := h.run(head, body)
	if h.context.Err() != nil {
		os.Exit(128 + int(syscall.SIGTERM))
	}
	if err != nil {
		h.send(&errorReply{T: "error", S: head.S, C: head.C, Error: formOf(err)})
	} else {
		h.send(&callReply{T: "done", S: head.S, C: head.C})
	}
	var names []string
	for _, wire := range head.Inputs {
		names = appendBlocks(names, wire)
	}
	if len(names) > 0 {
		h.maps.trim()
		h.send(&unmappedMessage{T: "unmapped", Blocks: names})
	}
}

func (h *host) run(head *message, body []byte) error {
	opened, err := h.session(head)
	if err != nil {
		return err
	}
	in := &incoming{body: body, maps: h.maps}
	inputs := make(map[string]*atomiton.Value, len(head.Inputs))
	for port, wire := range head.Inputs {
		if inputs[port], err = in.value(wire); err != nil {
			return err
		}
	}
	parameters := opened.parameters
	if head.Parameters != nil {
		parameters, _ = floats(head.Parameters).(map[string]any)
	}
	running := &call{host: h, session: opened, s: head.S, c: head.C, number: head.Number}
	defer running.finish()
	ctx := atomiton.NewContext(h.context, head.Number, inputs, parameters, running)
	return guarded(func() error { return opened.node.Call(ctx) })
}

// appendBlocks adds the blocks of a value that are not named yet.
func appendBlocks(names []string, wire *wireValue) []string {
	if wire.Payload != nil && wire.Payload.At == "block" && !slices.Contains(names, wire.Payload.Name) {
		names = append(names, wire.Payload.Name)
	}
	for _, item := range wire.Items {
		names = appendBlocks(names, item)
	}
	return names
}

// guarded runs node code and turns a panic into an error with the stack of the node's own functions.
func guarded(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &atomiton.Error{Code: "node-error", Message: fmt.Sprintf("panic: %v", cause), Stack: atomiton.Callers(1)}
		}
	}()
	return work()
}

func formOf(err error) errorForm {
	var known *atomiton.Error
	if !errors.As(err, &known) {
		return errorForm{Code: "node-error", Message: err.Error()}
	}
	code := known.Code
	if code == "" {
		code = "node-error"
	}
	// An error that wraps one of ours adds words to it.
	return errorForm{Kind: known.Kind, Code: code, Message: err.Error(), Hint: known.Hint, Port: known.Port, Stack: known.Stack}
}
