import gc
import mmap
import os
import tempfile
import unittest
from pathlib import Path

import numpy as np

from atomiton import NodeError
from atomiton.host.blocks import InputMaps, MappedBlocks, OutputBlocks


class Inputs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "h0")
        Path(self.path).write_bytes(bytes(range(256)) * 1000)
        self.maps = InputMaps()

    def test_views_are_parts_of_the_file_and_read_only(self):
        blocks = MappedBlocks(self.maps)
        view = blocks.view(self.path, 5000, 10)
        self.assertEqual(bytes(view), bytes((5000 + n) % 256 for n in range(10)))
        with self.assertRaises(TypeError):
            view[0] = 1
        array = np.frombuffer(view, np.uint8)
        with self.assertRaises(ValueError):
            array.setflags(write=True)

    def test_a_block_is_unused_when_the_last_view_is_gone(self):
        for keep in (
            lambda view: view,
            lambda view: view[1:2],
            lambda view: np.frombuffer(view, np.uint8),
            lambda view: np.frombuffer(view, np.uint8).reshape(10, 100)[2:, ::3],
            lambda view: memoryview(np.frombuffer(view, np.uint8)),
        ):
            blocks = MappedBlocks(self.maps)
            kept = keep(blocks.view(self.path, 0, 1000))
            self.assertFalse(blocks.are_unused())
            self.assertFalse(blocks.are_unused())
            del kept
            self.assertTrue(blocks.are_unused())

    def test_a_view_in_a_cycle_is_found_by_the_collector(self):
        blocks = MappedBlocks(self.maps)
        cycle = {"view": blocks.view(self.path, 0, 1000)}
        cycle["self"] = cycle
        del cycle
        gc.collect()
        self.assertTrue(blocks.are_unused())

    def test_two_calls_with_one_block_count_apart_from_the_mapping(self):
        first, second = MappedBlocks(self.maps), MappedBlocks(self.maps)
        first.view(self.path, 0, 10)
        kept = second.view(self.path, 0, 10)
        self.assertFalse(second.are_unused())
        del kept
        self.assertEqual((first.are_unused(), second.are_unused()), (True, True))
        self.assertEqual(len(self.maps), 1)

    def test_mappings_that_were_used_longest_ago_go(self):
        blocks = MappedBlocks(self.maps)
        for number in range(12):
            path = f"{self.path}-{number}"
            Path(path).write_bytes(b"x")
            blocks.view(path, 0, 1)
        self.assertTrue(blocks.are_unused())
        self.assertEqual(len(self.maps), 8)
        self.maps.trim(0, 0)
        self.assertEqual(len(self.maps), 0)

    def test_a_file_that_is_too_short_is_refused(self):
        with self.assertRaises(NodeError) as caught:
            MappedBlocks(self.maps).view(self.path, 250_000, 10_000)
        self.assertIn("260000", caught.exception.message)

    def test_nothing_needs_no_file(self):
        self.assertEqual(len(MappedBlocks(self.maps).view("/no/such/file", 0, 0)), 0)


class Outputs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.blocks = OutputBlocks(folder.name, "p1-")

    def read(self, place):
        return Path(place["path"]).read_bytes()[: place["length"]]

    def test_a_released_file_is_used_again(self):
        first = self.blocks.write(b"a" * 100_000)
        self.assertEqual(self.read(first), b"a" * 100_000)
        second = self.blocks.write(b"b" * 90_000)
        self.assertNotEqual(first["name"], second["name"])
        self.blocks.release([first["name"]])
        for letter in b"cd":
            again = self.blocks.write(bytes([letter]) * 90_000)
            self.assertEqual((again["name"], self.read(again)), (first["name"], bytes([letter]) * 90_000))
            self.blocks.release([again["name"]])

    def test_a_file_much_larger_than_needed_is_not_used(self):
        first = self.blocks.write(b"a" * 1_000_000)
        self.blocks.release([first["name"]])
        self.assertNotEqual(self.blocks.write(b"b" * 70_000)["name"], first["name"])

    def test_unused_files_are_bounded(self):
        places = [self.blocks.write(b"x" * 70_000) for _ in range(40)]
        self.blocks.release([place["name"] for place in places])
        self.assertEqual(len(os.listdir(self.folder)), 32)

    def test_a_name_released_twice_counts_once(self):
        first = self.blocks.write(b"a" * 70_000)
        self.blocks.release([first["name"], first["name"], "unknown"])
        names = {self.blocks.write(b"b" * 70_000)["name"] for _ in range(2)}
        self.assertEqual(len(names), 2)

    @unittest.skipUnless(hasattr(mmap, "MAP_SHARED"), "needs POSIX files")
    def test_a_full_disk_is_an_error_that_names_the_size(self):
        import errno
        from unittest import mock

        with mock.patch("os.pwrite", side_effect=OSError(errno.ENOSPC, "No space left on device")):
            with self.assertRaises(NodeError) as caught:
                self.blocks.write(b"a" * 70_000)
        self.assertEqual((caught.exception.code, caught.exception.kind), ("no-space", "resource"))
        self.assertIn("70000 bytes", caught.exception.message)
        self.assertEqual(os.listdir(self.folder), [])
