import json
import math
import random
import struct
import unittest

import numpy as np

from atomiton import NodeError
from atomiton.identity import identity_of, json_form, number_text


class Numbers(unittest.TestCase):
    def test_the_form_of_ecmascript(self):
        for value, text in [
            (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.5, "-1.5"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
            (123456789012345680000.0, "123456789012345680000"), (1e-6, "0.000001"), (1e-7, "1e-7"),
            (1.5e-9, "1.5e-9"), (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
            (0.1 + 0.2, "0.30000000000000004"), (2.0**53, "9007199254740992"), (-1e16, "-10000000000000000"),
        ]:  # fmt: skip
            self.assertEqual(number_text(value), text)

    def test_reads_back_the_same(self):
        source = random.Random(1)
        for _ in range(20_000):
            (value,) = struct.unpack("<d", source.randbytes(8))
            if math.isfinite(value):
                self.assertEqual(float(number_text(value)), value)


class Json(unittest.TestCase):
    def test_sorted_without_spaces(self):
        plain, text = json_form({"b": [1, 2.0, None, True], "a": {"z": "x", "é": 'q"\n\u001f'}})
        self.assertEqual(text, '{"a":{"z":"x","é":"q\\"\\n\\u001f"},"b":[1,2,null,true]}')
        self.assertEqual(json.loads(text), plain)

    def test_keys_by_utf16_unit(self):
        self.assertEqual(json_form({"\ufffd": 1, "\U0001f600": 2})[1], '{"\U0001f600":2,"\ufffd":1}')

    def test_numpy_scalars_and_tuples_become_plain(self):
        plain, text = json_form({"a": np.float32(0.5), "b": np.int64(3), "c": (np.bool_(True),)})
        self.assertEqual((plain, text), ({"a": 0.5, "b": 3, "c": [True]}, '{"a":0.5,"b":3,"c":[true]}'))

    def test_integers_beyond_doubles_become_doubles(self):
        self.assertEqual(json_form(2**69), (float(2**69), "590295810358705700000"))

    def test_what_json_cannot_hold_is_named(self):
        endless = []
        endless.append(endless)
        for value, place in [
            ({"a": [1, float("nan")]}, "$.a[1] is nan"),
            ([float("inf")], "$[0] is inf"),
            ({1: 2}, "the key 1 (int, not text)"),
            ({"a": {1, 2}}, "$.a is a set"),
            ("\ud800", "surrogate"),
            ({"__proto__": 1}, "__proto__"),
            (10**400, "an integer of 401 digits"),
            (endless, "nested deeper than 200"),
        ]:
            with self.subTest(place), self.assertRaises(NodeError) as caught:
                json_form(value)
            self.assertIn(place, caught.exception.message)

    def test_the_identity_is_that_of_the_text(self):
        self.assertEqual(identity_of("bytes:", b"abc"), "ae22362750820ceff4ae7e2a5c1cafc5fe0591ac2855cf61a2c0d321bb6acfc0")
