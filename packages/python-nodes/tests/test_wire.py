import tempfile
import unittest

import numpy as np
import pyarrow as pa

from atomiton import File, Image, NodeError, Table, Tensor
from atomiton.host.blocks import OutputBlocks
from atomiton.host.frames import unpack
from atomiton.host.wire import Incoming, Outgoing
from atomiton.identity import identity_of


class Frames(unittest.TestCase):
    def test_half_a_surrogate_pair_in_a_message_does_not_end_the_host(self):
        half = b"\xa3\xed\xa0\x80"
        self.assertEqual(unpack(half), "\ufffd\ufffd\ufffd")


class Wire(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.outgoing = Outgoing(OutputBlocks(folder.name, "p1-"), Incoming(memoryview(b""), None))

    def wire(self, value, port_type="any"):
        return self.outgoing.wire(value, "out", port_type)

    def body(self, wire):
        place = wire["payload"]
        return b"".join(self.outgoing.body)[place["offset"] : place["offset"] + place["length"]]

    def test_tensors_are_row_major_and_little_endian(self):
        for array in (
            np.arange(6, dtype=np.int16).reshape(2, 3),
            np.arange(6, dtype=np.int16).reshape(3, 2).T,
            np.arange(6, dtype=">i2").reshape(2, 3),
            np.arange(12, dtype=np.int16).reshape(2, 6)[:, ::2],
        ):
            wire = self.wire(array)
            expected = np.ascontiguousarray(array).astype("<i2").tobytes()
            self.assertEqual((wire["dtype"], wire["shape"], self.body(wire)), ("int16", [2, 3], expected))
            self.assertEqual(wire["identity"], identity_of("tensor:int16:2x3", expected))

    def test_scalars_and_empty_tensors(self):
        self.assertEqual(self.wire(Tensor(3.5))["shape"], [])
        self.assertEqual(self.wire(np.zeros((0, 4), np.float32))["payload"]["length"], 0)
        self.assertEqual(self.wire(np.float64(2), "tensor")["kind"], "tensor")
        self.assertEqual(self.wire(np.float64(2))["json"], 2.0)

    def test_large_arrays_become_blocks(self):
        wire = self.wire(np.zeros(100_000, np.uint8))
        self.assertEqual((wire["payload"]["at"], wire["payload"]["length"]), ("block", 100_000))
        self.assertGreater(self.outgoing.identity_ns, 0)

    def test_images_by_port_type_or_mark(self):
        gray = self.wire(np.zeros((2, 3), np.uint8), "image")
        self.assertEqual((gray["format"], gray["width"], gray["height"]), ("gray8", 3, 2))
        colour = self.wire(Image(np.full((1, 1, 3), 9, np.uint8)))
        self.assertEqual((colour["format"], self.body(colour)), ("rgba8", bytes([9, 9, 9, 255])))
        with self.assertRaises(NodeError) as caught:
            self.wire(np.zeros((2, 2, 4)), "image")
        self.assertIn("float64", caught.exception.message)

    def test_arrays_that_are_no_numbers_are_refused(self):
        for array in (np.array(["a"]), np.array([1j]), np.array(["2020-01-01"], "datetime64[D]")):
            with self.assertRaises(NodeError) as caught:
                self.wire(array)
            self.assertEqual((caught.exception.code, caught.exception.port), ("bad-dtype", "out"))

    def test_arrow_tables_are_written_as_streams(self):
        wire = self.wire(pa.table({"a": [1, 2], "b": ["x", None], "c": pa.array([1, 2], pa.timestamp("us"))}))
        self.assertEqual(wire["rows"], 2)
        self.assertEqual([column["type"] for column in wire["columns"]], ["Int64", "Utf8", "Timestamp<MICROSECOND>"])
        received = Table(self.body(wire), 2, wire["columns"])
        self.assertEqual(received.to_arrow().to_pydict()["b"], ["x", None])

    def test_lists_of_values_and_of_plain_data(self):
        wire = self.wire([np.zeros(2), 7], "list<any>")
        self.assertEqual([item["kind"] for item in wire["items"]], ["tensor", "json"])
        expected = identity_of("list:" + ",".join(item["identity"] for item in wire["items"]))
        self.assertEqual(wire["identity"], expected)
        self.assertEqual(self.wire([1, 2], "list<number>")["json"], [1, 2])

    def test_files_are_looked_up(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"abc")
            file.flush()
            self.assertEqual(self.wire(File(file.name))["sizeBytes"], 3)
        with self.assertRaises(NodeError) as caught:
            self.wire(File("/no/such/file"))
        self.assertIn("/no/such/file", caught.exception.message)

    def test_other_objects_are_refused_by_type(self):
        with self.assertRaises(NodeError) as caught:
            self.wire({"a": object()})
        self.assertEqual(caught.exception.message, "The output out.a is a object, which JSON cannot hold.")

    def test_whole_numbers_arrive_as_integers(self):
        incoming = Incoming(memoryview(b""), None)
        value = incoming.value({"kind": "json", "json": {"a": [5e9, 1.5, 1e300]}})
        self.assertEqual([type(number) for number in value["a"]], [int, float, float])
