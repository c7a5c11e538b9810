#!/usr/bin/env python3
"""Live nodes as their operators and buyers see them.

usage: cluster_test.py PROGRAM [TOPIC...]
"""

import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from live import Cluster, Node, call, soon  # noqa: E402

PROGRAM = ""


def feira(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=20, check=False)
    return done.returncode, done.stdout, done.stderr


class Market(unittest.TestCase):
    def test_a_product_is_seen_everywhere_and_sold_exactly(self):
        with Cluster(PROGRAM, 3) as cluster:
            ana, bia, caio = cluster.nodes
            lamp = ana.register("lamp", 2)
            for node in (bia, caio):
                self.assertTrue(soon(lambda node=node: node.product(lamp)), node.name)
            self.assertEqual(caio.buy(lamp, "first"), "sold")
            self.assertEqual(caio.buy(lamp, "first"), "sold")
            self.assertEqual(bia.buy(lamp, "first"), "sold")
            self.assertTrue(soon(lambda: bia.product(lamp)["stock"] == 1))
            self.assertEqual(bia.buy(lamp, "second"), "sold")
            self.assertEqual(ana.buy(lamp, "third"), "sold-out")
            self.assertTrue(soon(lambda: caio.product(lamp)["stock"] == 0))
            self.assertEqual(cluster.stop(), 0)

    def test_what_was_acknowledged_survives_a_kill(self):
        with Cluster(PROGRAM, 3) as cluster:
            ana, bia, caio = cluster.nodes
            lamp = ana.register("lamp", 3)
            self.assertTrue(soon(lambda: bia.product(lamp)))
            self.assertEqual(bia.buy(lamp, "one"), "sold")
            ana.kill()
            self.assertEqual(call("GET", ana.url + "/healthz")[0], 0)
            ana.start(PROGRAM, bia, cluster.log)
            self.assertTrue(soon(ana.ready))
            self.assertEqual(ana.product(lamp)["stock"], 2)
            self.assertEqual(soon(lambda: bia.buy(lamp, "one")), "sold")
            bia.kill()
            bia.start(PROGRAM, ana, cluster.log)
            self.assertTrue(soon(bia.ready))
            self.assertEqual(soon(lambda: bia.buy(lamp, "two")), "sold")
            self.assertTrue(soon(lambda: caio.product(lamp)["stock"] == 1))

    def test_a_newcomer_is_let_in_while_they_run(self):
        with Cluster(PROGRAM, 2) as cluster:
            ana, bia = cluster.nodes
            lamp = bia.register("lamp", 1)
            data = os.path.join(cluster.folder.name, "davi")
            code, out, err = feira("node", "init", "--name", "davi", "--data", data, "--consortium-key-file",
                                   os.path.join(ana.data, "consortium.key"))
            self.assertEqual(code, 0, err)
            self.assertIn("davi", out)
            davi = Node({"name": "davi", "url": "http://127.0.0.1:" + str(free_port()), "id": out.split()[1], "pid": 0,
                         "data": data, "token_file": os.path.join(data, "operator.token")})
            cluster.nodes.append(davi.start(PROGRAM, bia, cluster.log))
            self.assertTrue(soon(davi.ready))
            self.assertTrue(soon(lambda: davi.product(lamp)))
            self.assertEqual(soon(lambda: davi.buy(lamp, "x")), "sold")
            self.assertTrue(soon(lambda: ana.product(lamp)["stock"] == 0))


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Refusals(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="feira-live-")
        self.ana = os.path.join(self.folder.name, "ana")
        self.assertEqual(feira("node", "init", "--name", "ana", "--data", self.ana)[0], 0)

    def tearDown(self):
        self.folder.cleanup()

    def refused(self, *arguments, says):
        code, out, err = feira(*arguments)
        self.assertEqual((code, out), (64, ""), err)
        self.assertIn(says, err)

    def test_no_folder_is_made_silently(self):
        self.refused("node", "start", "--data", os.path.join(self.folder.name, "nobody"), says="feira node init")

    def test_a_folder_is_made_once(self):
        self.refused("node", "init", "--name", "ana", "--data", self.ana, says="is a data folder already")

    def test_a_key_of_another_consortium(self):
        other = os.path.join(self.folder.name, "other")
        feira("node", "init", "--name", "other", "--data", other)
        self.refused("node", "start", "--data", self.ana, "--consortium-key-file", os.path.join(other, "consortium.key"),
                     says="belongs to consortium")

    def test_another_name(self):
        self.refused("node", "start", "--data", self.ana, "--name", "bia", says="is that of ana, not of bia")

    def test_beyond_this_host_without_tls(self):
        self.refused("node", "start", "--data", self.ana, "--bind", "0.0.0.0", says="--plain-http-beyond-this-host")

    def test_half_of_tls(self):
        self.refused("node", "start", "--data", self.ana, "--tls-cert", "x", says="belong together")

    def test_a_port_in_use(self):
        import socket
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.refused("node", "start", "--data", self.ana, "--port", str(taken.getsockname()[1]), says="--port")

    def test_a_recording_is_replayed(self):
        recording = os.path.join(self.folder.name, "recording")
        process = subprocess.Popen([PROGRAM, "node", "start", "--data", self.ana, "--port", "0", "--no-search",
                                    "--record", recording], stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if '"serving"' in line:
                break
        process.terminate()
        process.stderr.close()
        self.assertEqual(process.wait(timeout=20), 0)
        code, out, err = feira("replay", recording)
        self.assertEqual(code, 0, err)
        self.assertIn("came to the same", out)

    def test_a_folder_in_use(self):
        process = subprocess.Popen([PROGRAM, "node", "start", "--data", self.ana, "--port", "0", "--no-search"],
                                   stderr=subprocess.PIPE, text=True)
        try:
            for line in process.stderr:
                if '"serving"' in line:
                    break
            self.refused("node", "start", "--data", self.ana, "--port", "0", says="in use by process")
        finally:
            process.terminate()
            process.stderr.close()
            self.assertEqual(process.wait(timeout=20), 0)

    def test_a_configuration_file_with_a_wrong_word(self):
        config = os.path.join(self.folder.name, "ana.conf")
        with open(config, "w", encoding="ascii") as file:
            file.write("# mine\nprot = 10010\n")
        self.refused("node", "start", "--data", self.ana, "--config", config, says=":2: unknown key \"prot\"; did you")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
