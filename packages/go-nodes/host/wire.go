package host

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/vmihailenco/msgpack/v5"

	"atomiton.dev/go-nodes/atomiton"
)

const inlineLimit = 64 * 1024

var dtypeBytes = map[string]int64{
	"bool": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "int32": 4, "uint32": 4,
	"int64": 8, "uint64": 8, "float16": 2, "float32": 4, "float64": 8,
}

var formatBytes = map[string]int64{"rgba8": 4, "gray8": 1}

// incoming reads the values of one call.
type incoming struct {
	body []byte
	maps *inputMaps
}

func (in *incoming) value(wire *wireValue) (*atomiton.Value, error) {
	value := &atomiton.Value{
		Kind: atomiton.Kind(wire.Kind), Rows: wire.Rows, Columns: wire.Columns, Dtype: wire.Dtype, Shape: wire.Shape,
		Width: wire.Width, Height: wire.Height, Format: wire.Format,
		Path: wire.Path, SizeBytes: int64(wire.SizeBytes), ModifiedMs: wire.ModifiedMs,
	}
	value.SetReceived(wire)
	switch value.Kind {
	case atomiton.KindJSON:
		if wire.Payload != nil {
			packed, err := in.bytes(wire.Payload)
			if err != nil {
				return nil, err
			}
			if err := msgpack.Unmarshal(packed, &wire.JSON); err != nil {
				return nil, fmt.Errorf("received plain data that cannot be read: %w", err)
			}
		}
		value.JSON = floats(wire.JSON)
		value.SetReceived(nil)
	case atomiton.KindFile:
	case atomiton.KindList:
		value.Items = make([]*atomiton.Value, len(wire.Items))
		for index, item := range wire.Items {
			received, err := in.value(item)
			if err != nil {
				return nil, err
			}
			value.Items[index] = received
		}
	case atomiton.KindBytes, atomiton.KindTable, atomiton.KindTensor, atomiton.KindImage:
		bytes, err := in.bytes(wire.Payload)
		if err != nil {
			return nil, err
		}
		value.Bytes = bytes
	default:
		return nil, fmt.Errorf("received a value of the unknown kind %q", wire.Kind)
	}
	return value, nil
}

func (in *incoming) bytes(payload *wirePayload) ([]byte, error) {
	if payload == nil {
		return nil, fmt.Errorf("received a value without its bytes")
	}
	if payload.At == "block" {
		return in.maps.view(payload)
	}
	end := payload.Offset + payload.Length
	if payload.Offset < 0 || payload.Length < 0 || end > int64(len(in.body)) {
		return nil, fmt.Errorf("received bytes %d to %d of a body of %d", payload.Offset, end, len(in.body))
	}
	return in.body[payload.Offset:end:end], nil
}

// floats makes every number a float64, as encoding/json does.
func floats(data any) any {
	switch value := data.(type) {
	case int8:
		return float64(value)
	case int16:
		return float64(value)
	case int32:
		return float64(value)
	case int64:
		return float64(value)
	case uint8:
		return float64(value)
	case uint16:
		return float64(value)
	case uint32:
		return float64(value)
	case uint64:
		return float64(value)
	case float32:
		return float64(value)
	case []any:
		for index, item := range value {
			value[index] = floats(item)
		}
		return value
	case map[string]any:
		for key, item := range value {
			value[key] = floats(item)
		}
		return value
	default:
		return data
	}
}

// outgoing writes one set of outputs.
type outgoing struct {
	blocks     *outputBlocks
	body       [][]byte
	offset     int64
	identityUs int64
}

func (out *outgoing) wire(port string, value *atomiton.Value) (*wireValue, error) {
	if value == nil {
		return nil, &atomiton.Error{Code: "bad-outputs", Port: port, Message: fmt.Sprintf("The output %s is nil.", port)}
	}
	if origin, ok := value.Received().(*wireValue); ok {
		return out.same(port, value, origin)
	}
	wire := &wireValue{Kind: string(value.Kind)}
	switch value.Kind {
	case atomiton.KindJSON:
		plain, text, err := atomiton.PlainJSON(value.JSON)
		if err != nil {
			if known, ok := err.(*atomiton.Error); ok {
				known.Port = port
				known.Message = strings.Replace(known.Message, "The output at $", "The output "+port, 1)
			}
			return nil, err
		}
		wire.Identity = atomiton.IdentityOf("json:"+text, nil)
		if len(text) < inlineLimit {
			wire.JSON = plain
			return wire, nil
		}
		packed, err := msgpack.Marshal(plain)
		wire.Payload = out.inBody(packed)
		return wire, err
	case atomiton.KindFile:
		wire.Path, wire.SizeBytes, wire.ModifiedMs = value.Path, float64(value.SizeBytes), value.ModifiedMs
		preimage := fmt.Sprintf("file:%s:%d:%s", value.Path, value.SizeBytes, atomiton.NumberText(value.ModifiedMs))
		wire.Identity = atomiton.IdentityOf(preimage, nil)
		return wire, nil
	case atomiton.KindList:
		identities := make([]string, len(value.Items))
		wire.Items = make([]*wireValue, len(value.Items))
		for index, item := range value.Items {
			written, err := out.wire(fmt.Sprintf("%s.%d", port, index), item)
			if err != nil {
				return nil, err
			}
			wire.Items[index], identities[index] = written, written.Identity
		}
		wire.Identity = atomiton.IdentityOf("list:"+strings.Join(identities, ","), nil)
		return wire, nil
	case atomiton.KindBytes:
		return wire, out.payload(wire, "bytes:", value.Bytes)
	case atomiton.KindTable:
		wire.Rows, wire.Columns = value.Rows, value.Columns
		return wire, out.payload(wire, "table:", value.Bytes)
	case atomiton.KindTensor:
		return wire, out.tensor(wire, port, value)
	case atomiton.KindImage:
		if value.Width*value.Height*formatBytes[value.Format] != int64(len(value.Bytes)) {
			return nil, &atomiton.Error{Code: "bad-image", Port: port, Message: fmt.Sprintf(
				"The output %s is an image of %d x %d pixels (%q) with %d bytes, which do not fit together.",
				port, value.Width, value.Height, value.Format, len(value.Bytes))}
		}
		wire.Width, wire.Height, wire.Format = value.Width, value.Height, value.Format
		return wire, out.payload(wire, fmt.Sprintf("image:%s:%dx%d", value.Format, value.Width, value.Height), value.Bytes)
	default:
		return nil, &atomiton.Error{Code: "bad-outputs", Port: port,
			Message: fmt.Sprintf("The output %s has the unknown kind %q.", port, value.Kind)}
	}
}

func (out *outgoing) tensor(wire *wireValue, port string, value *atomiton.Value) error {
	expected := dtypeBytes[value.Dtype]
	sides := make([]string, len(value.Shape))
	for index, side := range value.Shape {
		expected *= side
		sides[index] = strconv.FormatInt(side, 10)
	}
	if expected != int64(len(value.Bytes)) || dtypeBytes[value.Dtype] == 0 {
		return &atomiton.Error{Code: "bad-tensor", Port: port, Message: fmt.Sprintf(
			"The output %s is a tensor of %q with the shape %v and %d bytes, which do not fit together.",
			port, value.Dtype, value.Shape, len(value.Bytes))}
	}
	wire.Dtype, wire.Shape = value.Dtype, append([]int64{}, value.Shape...)
	return out.payload(wire, fmt.Sprintf("tensor:%s:%s", value.Dtype, strings.Join(sides, "x")), value.Bytes)
}

// same passes a received value on: its bytes, or the same block, under the same identity.
func (out *outgoing) same(port string, value *atomiton.Value, origin *wireValue) (*wireValue, error) {
	wire := *origin
	if value.Kind == atomiton.KindList {
		wire.Items = make([]*wireValue, len(value.Items))
		for index, item := range value.Items {
			passed, err := out.wire(fmt.Sprintf("%s.%d", port, index), item)
			if err != nil {
				return nil, err
			}
			wire.Items[index] = passed
		}
		return &wire, nil
	}
	if wire.Payload != nil && wire.Payload.At == "body" {
		wire.Payload = out.inBody(value.Bytes)
	}
	return &wire, nil
}

func (out *outgoing) inBody(data []byte) *wirePayload {
	payload := &wirePayload{At: "body", Offset: out.offset, Length: int64(len(data))}
	out.body = append(out.body, data)
	out.offset += int64(len(data))
	return payload
}

func (out *outgoing) payload(wire *wireValue, preimage string, data []byte) error {
	if len(data) < inlineLimit {
		wire.Payload, wire.Identity = out.inBody(data), atomiton.IdentityOf(preimage, data)
		return nil
	}
	payload, err := out.blocks.write(data)
	if err != nil {
		return err
	}
	begun := time.Now()
	wire.Payload, wire.Identity = payload, atomiton.IdentityOf(preimage, data)
	out.identityUs += time.Since(begun).Microseconds()
	return nil
}
