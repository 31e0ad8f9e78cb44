// Checks a log with golang.org/x/mod/sumdb: signature, inclusion of every entry and growth between two heads.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return value
}

// The same tiles by the paths of tlog-tiles, which leave out the height.
type tiles struct{ folder string }

func (tiles) Height() int                           { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte)   {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		read = append(read, must(os.ReadFile(filepath.Join(t.folder, "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))))
	}
	return read, nil
}

func treeIn(text string, verifiers note.Verifiers) tlog.Tree {
	opened := must(note.Open([]byte(text), verifiers))
	lines := strings.Split(opened.Text, "\n")
	hash := must(base64.StdEncoding.DecodeString(lines[2]))
	return tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64)), Hash: tlog.Hash(hash)}
}

// check FOLDER KEY: of a log, with an earlier head in the file `earlier`
func main() {
	folder, key := os.Args[1], os.Args[2]
	verifiers := note.VerifierList(must(note.NewVerifier(key)))
	tree := treeIn(string(must(os.ReadFile(filepath.Join(folder, "checkpoint")))), verifiers)
	before := treeIn(string(must(os.ReadFile(filepath.Join(folder, "earlier")))), verifiers)
	reader := tlog.TileHashReader(tree, tiles{folder})
	must(0, tlog.CheckTree(must(tlog.ProveTree(tree.N, before.N, reader)), tree.N, tree.Hash, before.N, before.Hash))
	for first := int64(0); first < tree.N; first += 256 {
		width := min(256, tree.N-first)
		path := (tlog.Tile{H: 8, L: 0, N: first / 256, W: int(width)}).Path()
		bundle := must(os.ReadFile(filepath.Join(folder, "tile/entries", strings.TrimPrefix(path, "tile/8/0/"))))
		for n := first; n < first+width; n++ {
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			must(0, tlog.CheckRecord(must(tlog.ProveRecord(tree.N, n, reader)), tree.N, tree.Hash, n, tlog.RecordHash(entry)))
		}
	}
	fmt.Println(before.N, tree.N)
}
