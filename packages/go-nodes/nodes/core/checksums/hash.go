package checksums

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"

	"atomiton.dev/go-nodes/atomiton"
)

type newHash func() hash.Hash

func algorithmNamed(name string) (newHash, error) {
	switch name {
	case "sha256":
		return sha256.New, nil
	case "sha512":
		return sha512.New, nil
	case "sha1":
		return sha1.New, nil
	case "md5":
		return md5.New, nil
	case "crc32":
		return func() hash.Hash { return crc32.NewIEEE() }, nil
	default:
		return nil, &atomiton.Error{Kind: "validation", Code: "bad-algorithm", Port: "algorithm",
			Message: fmt.Sprintf("The algorithm is %q, expected sha256, sha512, sha1, md5 or crc32.", name)}
	}
}

// checksumOf gives the checksum in lower-case hex and how many bytes there were.
func checksumOf(ctx context.Context, hash hash.Hash, path string, buffer []byte, report func(int64)) (string, int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	var total int64
	for ctx.Err() == nil {
		count, err := file.Read(buffer)
		hash.Write(buffer[:count])
		total += int64(count)
		report(int64(count))
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(hash.Sum(nil)), total, nil
		}
		if err != nil {
			return "", 0, err
		}
	}
	return "", 0, ctx.Err()
}
