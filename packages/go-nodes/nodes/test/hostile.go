package test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"atomiton.dev/go-nodes/atomiton"
)

func init() { atomiton.Register("test/hostile", hostile) }

// hostile does what node code should not do, by the parameter act.
func hostile(ctx *atomiton.Context) error {
	act, err := ctx.Text("act")
	if err != nil {
		return err
	}
	switch act {
	case "garbage":
		_, _ = syscall.Write(4, []byte("this is not a frame, whatever its length may be"))
		select {}
	case "long-line":
		fmt.Println(strings.Repeat("x", 10<<20))
		fmt.Println("after it")
	case "bad-text":
		_, _ = os.Stdout.Write([]byte("a\xff\xfeb\n"))
	case "many-lines":
		for number := range 20_000 {
			fmt.Println("line", number)
		}
	case "mixed":
		ctx.Progress(0.5, "")
		fmt.Println("after the progress")
	case "thread-prints":
		go func() {
			for number := range 2_000 {
				fmt.Println("late", number)
				time.Sleep(time.Millisecond)
			}
		}()
	case "program":
		return startProgram(ctx)
	case "ignore-signal":
		signal.Ignore(syscall.SIGTERM)
		ctx.Log("info", "ignoring")
		for number := 1; number > 0; {
			number = number%7 + 1
		}
	case "clean-up":
		file, err := ctx.Text("file")
		if err != nil {
			return err
		}
		ctx.Log("info", "working")
		<-ctx.Done()
		return os.WriteFile(file, []byte("cleaned up"), 0o600)
	case "nan":
		return ctx.Emit(atomiton.Outputs{"value": atomiton.JSON(map[string]any{"deep": []any{1, math.NaN()}})})
	case "exit":
		os.Exit(3)
	default:
		return fmt.Errorf("unknown act %q", act)
	}
	return nil
}

func startProgram(ctx *atomiton.Context) error {
	command := exec.Command("sleep", "60")
	if err := command.Start(); err != nil {
		return err
	}
	time.Sleep(100 * time.Millisecond)
	folder := filepath.Join("/proc", strconv.Itoa(command.Process.Pid), "fd")
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	files := map[string]any{}
	for _, entry := range entries {
		target, _ := os.Readlink(filepath.Join(folder, entry.Name()))
		files[entry.Name()] = target
	}
	return ctx.Emit(atomiton.Outputs{"value": atomiton.JSON(map[string]any{"pid": command.Process.Pid, "files": files})})
}
