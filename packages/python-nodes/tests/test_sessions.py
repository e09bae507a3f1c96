import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

import atomiton_nodes
from atomiton import NodeError
from atomiton.host.sessions import Session, error_form, known_nodes


class Sessions(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "mine").mkdir()
        atomiton_nodes.__path__.append(folder.name)
        self.addCleanup(atomiton_nodes.__path__.remove, folder.name)

    def open(self, code, name="node"):
        (self.folder / "mine" / f"{name}.py").write_text(textwrap.dedent(code))
        self.addCleanup(sys.modules.pop, f"atomiton_nodes.mine.{name}", None)
        return Session(f"mine/{name}", None, {}, {})

    def failure(self, code, name):
        try:
            self.open(code, name).call(None)
        except BaseException as problem:  # noqa: BLE001
            return error_form(problem)
        self.fail("nothing was raised")

    def test_all_nodes_are_known_by_their_files(self):
        self.assertIn("core/tensor-statistics", known_nodes())
        self.assertIn("test/echo", known_nodes())

    def test_a_stack_has_the_users_frames_only(self):
        form = self.failure("def run(context):\n    helper()\ndef helper():\n    raise KeyError('x')\n", "frames")
        self.assertEqual(form["message"], "KeyError: 'x'")
        self.assertIn("in helper", form["stack"])
        self.assertNotIn("importlib", form["stack"])
        self.assertNotIn("host/sessions.py", form["stack"])

    def test_causes_are_kept(self):
        form = self.failure(
            """
            def run(context):
                try:
                    1 / 0
                except ZeroDivisionError as problem:
                    raise RuntimeError("outer") from problem
            """,
            "causes",
        )
        self.assertIn("ZeroDivisionError", form["stack"])
        self.assertEqual(form["message"], "RuntimeError: outer")

    def test_a_syntax_error_names_file_and_line(self):
        form = self.failure("def run(context):\n    return {\n", "syntax")
        self.assertIn("syntax.py", form["stack"])
        self.assertIn("line 2", form["stack"])

    def test_a_missing_module_of_the_users_is_named(self):
        form = self.failure("import no_such_module_here\n", "imports")
        self.assertEqual((form["kind"], form["code"]), ("dependency", "module-missing"))
        self.assertIn("no_such_module_here", form["hint"])

    def test_an_unknown_node_and_a_module_without_code(self):
        with self.assertRaises(NodeError) as caught:
            Session("mine/none", None, {}, {})
        self.assertEqual(caught.exception.code, "unknown-node")
        with self.assertRaises(NodeError) as caught:
            self.open("x = 1\n", "empty")
        self.assertIn("neither a function run(context) nor a class Node", caught.exception.message)

    def test_an_error_without_words_has_its_type(self):
        self.assertEqual(self.failure("def run(context):\n    raise ValueError\n", "silent")["message"], "ValueError")

    def test_an_error_that_cannot_describe_itself(self):
        form = self.failure(
            """
            class Bad(Exception):
                def __str__(self):
                    raise ValueError("no text")
            def run(context):
                raise Bad
            """,
            "undescribed",
        )
        self.assertEqual(form["message"], "Bad: (its text cannot be made)")

    def test_words_that_are_no_utf8_do_not_stop_a_message(self):
        import os

        from atomiton.host.frames import FrameReader, FrameWriter

        form = self.failure("def run(context):\n    raise OSError('file \\udcff')\n", "surrogate")
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        self.addCleanup(os.close, writing)
        FrameWriter(writing).send({"t": "error", "s": 1, "error": form})
        head, _ = FrameReader(reading).read()
        self.assertEqual(head["error"]["message"], "OSError: file ?")
