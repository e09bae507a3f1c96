import unittest

import numpy as np
import pyarrow as pa

from atomiton import NodeError
from atomiton.identity import json_form
from atomiton_nodes.core import tensor_statistics

from .calls import context, table


def statistics(data, kind, columns=(), bins=4):
    call = context({"data": data}, {"columns": list(columns), "bins": bins}, data=kind)
    outputs = tensor_statistics.run(call)
    json_form(outputs["statistics"])
    return outputs["statistics"], outputs["table"]


class Tensor(unittest.TestCase):
    def test_known_values(self):
        found, rows = statistics(np.array([[1, 2], [3, 10]], np.int32), "tensor")
        self.assertEqual(
            (found["count"], found["mean"], found["min"], found["max"], found["median"]), (4, 4.0, 1, 10, 2.5)
        )
        self.assertAlmostEqual(found["std"], 3.5355339059327378)
        self.assertEqual((found["q25"], found["q75"]), (1.75, 4.75))
        self.assertEqual(found["histogram"], {"edges": [1.0, 3.25, 5.5, 7.75, 10.0], "counts": [3, 0, 0, 1]})
        self.assertEqual(found["columns"]["values"]["mean"], 4.0)
        self.assertEqual(rows.to_pydict()["column"], ["values"])

    def test_agrees_with_numpy_on_random_data(self):
        random = np.random.default_rng(7)
        for dtype in (np.float64, np.float32, np.int64, np.uint8):
            data = (random.normal(40, 9, 200_001)).astype(dtype)
            found, _ = statistics(data, "tensor")
            exact = data.astype(np.float64)
            self.assertAlmostEqual(found["mean"], exact.mean(), places=6)
            self.assertAlmostEqual(found["std"], exact.std(), places=6)
            self.assertAlmostEqual(found["median"], float(np.median(exact)), places=4)
            self.assertEqual(sum(found["histogram"]["counts"]), data.size)

    def test_nan_and_infinity_are_counted_and_left_out(self):
        data = np.array([1.0, np.nan, np.inf, -np.inf, 3.0])
        found, _ = statistics(data, "tensor")
        self.assertEqual((found["count"], found["nan"], found["infinite"], found["mean"]), (2, 1, 2, 2.0))

    def test_only_nan_gives_no_numbers(self):
        found, rows = statistics(np.array([np.nan, np.nan]), "tensor")
        self.assertEqual((found["count"], found["nan"], found["mean"], found["histogram"]), (0, 2, None, None))
        self.assertEqual(rows.to_pydict()["mean"], [None])

    def test_values_at_the_edge_of_doubles(self):
        found, _ = statistics(np.array([-1.7e308, 1.7e308]), "tensor")
        self.assertEqual((found["min"], found["max"], found["histogram"]), (-1.7e308, 1.7e308, None))

    def test_a_constant_and_a_scalar(self):
        for data in (np.full(5, 7.0), np.array(7.0)):
            found, _ = statistics(data, "tensor")
            self.assertEqual((found["std"], found["min"], found["max"]), (0.0, 7.0, 7.0))

    def test_half_precision_and_truth_values(self):
        self.assertEqual(statistics(np.ones(70_000, np.float16), "tensor")[0]["mean"], 1.0)
        self.assertEqual(statistics(np.array([True, False]), "tensor")[0]["mean"], 0.5)

    def test_an_empty_tensor_is_refused_with_its_shape(self):
        with self.assertRaises(NodeError) as caught:
            statistics(np.zeros((0, 3)), "tensor")
        self.assertEqual(caught.exception.code, "empty-input")
        self.assertIn("0x3", caught.exception.message)

    def test_columns_of_a_tensor_are_refused(self):
        with self.assertRaises(NodeError) as caught:
            statistics(np.zeros(3), "tensor", ["price"])
        self.assertIn("price", caught.exception.message)

    def test_text_is_refused(self):
        with self.assertRaises(NodeError) as caught:
            statistics("hello", "json")
        self.assertEqual(caught.exception.message, "Received text, expected a tensor, an image or a table.")


class Image(unittest.TestCase):
    def test_each_channel_is_a_series(self):
        pixels = np.zeros((2, 3, 4), np.uint8)
        pixels[..., 0] = 10
        pixels[..., 3] = 255
        found, _ = statistics(pixels, "image")
        self.assertEqual({name: series["mean"] for name, series in found["columns"].items()},
                         {"red": 10.0, "green": 0.0, "blue": 0.0, "alpha": 255.0})

    def test_the_same_bytes_as_a_tensor_are_one_series(self):
        found, _ = statistics(np.zeros((2, 3, 4), np.uint8), "tensor")
        self.assertEqual(list(found["columns"]), ["values"])


class Columns(unittest.TestCase):
    data = table(
        pa.table({
            "city": ["a", "b", None],
            "price": [1.5, None, 4.5],
            "count": pa.array([1, 2, 6], pa.int64()),
            "sold": [True, False, True],
        })
    )

    def test_all_numeric_columns(self):
        found, rows = statistics(self.data, "table")
        self.assertEqual(list(found["columns"]), ["price", "count"])
        self.assertEqual(found["columns"]["price"]["missing"], 1)
        self.assertEqual(found["columns"]["price"]["mean"], 3.0)
        self.assertEqual(rows.to_pydict()["max"], [4.5, 6.0])
        self.assertNotIn("mean", found)

    def test_chosen_columns_may_be_truth_values(self):
        found, _ = statistics(self.data, "table", ["sold"])
        self.assertAlmostEqual(found["mean"], 2 / 3)

    def test_a_column_that_is_not_there(self):
        with self.assertRaises(NodeError) as caught:
            statistics(self.data, "table", ["prize"])
        self.assertEqual(caught.exception.code, "column-not-found")
        for text in ('"prize"', '"city" (string)', '"price" (double)'):
            self.assertIn(text, caught.exception.message)

    def test_a_column_of_text(self):
        with self.assertRaises(NodeError) as caught:
            statistics(self.data, "table", ["city"])
        self.assertEqual(
            caught.exception.message,
            'The column "city" holds string, expected numbers; numeric columns are: price, count.',
        )

    def test_no_numeric_column_and_no_rows(self):
        with self.assertRaises(NodeError) as caught:
            statistics(table(pa.table({"a": ["x"]})), "table")
        self.assertEqual(caught.exception.code, "no-numeric-column")
        with self.assertRaises(NodeError) as caught:
            statistics(table(pa.table({"a": pa.array([], pa.int32())})), "table")
        self.assertEqual(caught.exception.code, "empty-input")

    def test_bytes_that_are_no_table(self):
        from atomiton.values import Table

        with self.assertRaises(NodeError) as caught:
            statistics(Table(b"junk junk junk", 1, []), "table")
        self.assertEqual(caught.exception.code, "bad-table")
