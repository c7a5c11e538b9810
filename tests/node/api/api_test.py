#!/usr/bin/env python3
"""The REST API of live nodes, held against its own document: every documented answer that is met here fits its schema,
every operation is met, and nothing else is served.

usage: api_test.py PROGRAM [TOPIC...]
"""

import json
import os
import sys
import unittest
import urllib.request

import jsonschema

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from live import Cluster, call, soon  # noqa: E402

PROGRAM = ""


class Documented:
    """Calls a node and checks each answer against the document that the node serves."""

    def __init__(self, node):
        self.node = node
        self.document = call("GET", node.url + "/openapi.json")[1]
        self.met = set()

    def validator(self, schema):
        return jsonschema.Draft202012Validator({**schema, "components": self.document["components"]})

    def resolve(self, thing):
        while "$ref" in thing:
            place = self.document
            for step in thing["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            thing = place
        return thing

    def template(self, path):
        path = path.split("?")[0]
        for template in self.document["paths"]:
            parts, wanted = path.split("/"), template.split("/")
            if len(parts) == len(wanted) and all(w.startswith("{") or p == w for p, w in zip(parts, wanted)):
                return template
        raise AssertionError(path + " is not documented")

    def __call__(self, method, path, body=None, headers=None, operator=False):
        headers = dict(headers or {})
        if operator:
            headers["Authorization"] = "Bearer " + self.node.token
        status, answer, got = call(method, self.node.url + path, body, headers)
        template = self.template(path)
        operation = self.document["paths"][template][method.lower()]
        self.met.add((method.lower(), template))
        responses = operation["responses"]
        assert str(status) in responses, f"{method} {template} answered {status}, which is not documented: {answer}"
        response = self.resolve(responses[str(status)])
        if content := response.get("content"):
            kind = got.get("Content-Type").split(";")[0]
            assert kind in content, f"{method} {template} {status}: {kind} is not documented"
            if kind.endswith("json"):
                self.validator(content[kind]["schema"]).validate(answer)
        for field in response.get("headers", {}):
            assert got.get(field) is not None or field == "Feira-Causality", f"{method} {template} {status} lacks {field}"
        if status >= 400 and "problem+json" in got.get("Content-Type"):
            assert answer["status"] == status
        return status, answer, got


class WithThree(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(PROGRAM, 3).__enter__()
        cls.ana, cls.bia, cls.caio = cls.cluster.nodes
        cls.at_ana, cls.at_bia, cls.at_caio = map(Documented, cls.cluster.nodes)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.__exit__(None)

    def new_product(self, **changed):
        wish = {"name": "lamp", "sku": "L", "stock": 5, "price": {"minor": 4990, "currency": "BRL"}, **changed}
        status, product, _ = self.at_ana("POST", "/products", wish, operator=True)
        self.assertEqual(status, 201)
        return product["id"]

    def seen_at_bia(self, product):
        self.assertTrue(soon(lambda: self.at_bia("GET", "/products/" + product)[0] == 200))


class Document(WithThree):
    def test_every_operation_answers_as_documented(self):
        at = self.at_ana
        lamp = self.new_product()
        with_key = {"Idempotency-Key": "document"}
        bought = at("POST", "/purchases", {"product": lamp}, with_key)
        self.assertEqual(bought[0], 201)
        for target in ("/products", "/products/" + lamp, "/offers?sku=L", bought[2]["Location"], "/peers",
                       "/peers/" + self.bia.id, "/clock", "/healthz", "/readyz", "/metrics", "/version",
                       "/openapi.json", "/", "/web/app.js"):
            self.assertEqual(at("GET", target)[0], 200, target)
        self.assertEqual(at("DELETE", bought[2]["Location"])[0], 409)
        self.assertEqual(at("PATCH", "/products/" + lamp, {"price": {"minor": 1, "currency": "BRL"}},
                            {"If-Match": "*"}, operator=True)[0], 200)
        self.assertEqual(at("POST", f"/products/{lamp}/stock", {"quantity": 1}, {"If-Match": "*"}, operator=True)[0], 200)
        self.assertEqual(at("DELETE", "/products/" + lamp, None, {"If-Match": "*"}, operator=True)[0], 204)
        self.assertEqual(at("POST", "/peers", {"url": self.bia.url}, operator=True)[0], 200)
        self.assertEqual(at("DELETE", "/peers/" + "0" * 8, operator=True)[0], 404)
        self.assertEqual(at("POST", "/leave")[0], 401)
        with urllib.request.urlopen(self.ana.url + "/events") as events:
            self.assertEqual(events.headers["Content-Type"], "text/event-stream")
            at.met.add(("get", "/events"))
        documented = {(method, path) for path, methods in at.document["paths"].items() for method in methods}
        self.assertEqual(at.met, documented)

    def test_other_methods_are_told_which_there_are(self):
        for path, methods in self.at_ana.document["paths"].items():
            allowed = {method.upper() for method in methods} | ({"HEAD"} if "get" in methods else set())
            target = path.replace("{id}", "x").replace("{file}", "x")
            for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - allowed:
                status, problem, got = call(method, self.ana.url + target)
                self.assertEqual(status, 405, (method, path))
                self.assertEqual(set(got["Allow"].split(", ")), allowed)
                self.assertEqual(problem["type"], "urn:feira:problem:method-not-allowed")

    def test_its_schemas_are_schemas(self):
        document = self.at_ana.document
        self.assertEqual(document["openapi"], "3.1.0")
        for schema in document["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)
        names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
        self.assertEqual(len(names), len(set(names)))
        text = json.dumps(document)
        for kind in ("schemas", "responses", "headers"):
            for name in document["components"][kind]:
                self.assertIn(f'"#/components/{kind}/{name}"', text, f"{kind}/{name} is used nowhere")


class Products(WithThree):
    def test_they_are_listed_page_by_page(self):
        wanted = [self.new_product(name=f"chair {i}", sku="chair") for i in range(5)]
        found, target = [], "/products?sku=chair&limit=2"
        while target:
            page = self.at_ana("GET", target)[1]
            self.assertLessEqual(len(page["products"]), 2)
            found += [product["id"] for product in page["products"]]
            target = page.get("next")
        self.assertEqual(found, wanted)

    def test_they_are_filtered(self):
        gone, there = self.new_product(name="Big Desk", stock=0), self.new_product(name="Small desk")
        def found(query):
            return {product["id"] for product in self.at_ana("GET", "/products?" + query)[1]["products"]}
        self.assertEqual(found("name=DESK"), {gone, there})
        self.assertEqual(found("name=desk&in_stock=true"), {there})
        self.assertEqual(found("name=desk&owner=" + self.bia.id), set())
        self.assertEqual(found("name=desk&owner=" + self.ana.id), {gone, there})
        for query in ("limit=0", "limit=x", "limit=201", "cursor=x", "owner=x", "in_stock=1", "colour=red"):
            self.assertEqual(self.at_ana("GET", "/products?" + query)[0], 400, query)

    def test_a_read_says_how_fresh_it_is(self):
        lamp = self.new_product()
        self.seen_at_bia(lamp)
        here, there = self.at_ana("GET", "/products/" + lamp)[1], self.at_bia("GET", "/products/" + lamp)[1]
        self.assertEqual(here["freshness"]["source"], "owner")
        self.assertEqual(there["freshness"]["source"], "replica")
        self.assertEqual(there["owner"]["url"], self.ana.url)
        asked = self.at_bia("GET", f"/products/{lamp}?consistency=owner")[1]
        self.assertEqual(asked["freshness"]["source"], "owner")
        self.assertEqual(self.at_bia("GET", f"/products/{lamp}?consistency=maybe")[0], 400)
        self.assertEqual(self.at_bia("GET", "/products/ffffffff-1")[0], 404)
        self.assertEqual(self.at_bia("GET", "/products/x")[0], 404)

    def test_a_change_is_for_a_version(self):
        lamp = self.new_product()
        target = "/products/" + lamp
        tag = self.at_ana("GET", target)[2]["ETag"]
        self.assertEqual(self.at_ana("GET", target, None, {"If-None-Match": tag})[0], 304)
        price = {"price": {"minor": 1000, "currency": "BRL"}}
        self.assertEqual(self.at_ana("PATCH", target, price, operator=True)[0], 428)
        status, changed, got = self.at_ana("PATCH", target, price, {"If-Match": tag}, operator=True)
        self.assertEqual((status, changed["price"]["minor"]), (200, 1000))
        self.assertNotEqual(got["ETag"], tag)
        self.assertEqual(self.at_ana("PATCH", target, price, {"If-Match": tag}, operator=True)[0], 412)
        stock = target + "/stock"
        self.assertEqual(self.at_ana("POST", stock, {"quantity": 0}, {"If-Match": "*"}, operator=True)[0], 400)
        self.assertEqual(self.at_ana("POST", stock, {"quantity": -6}, {"If-Match": "*"}, operator=True)[0], 409)
        status, changed, _ = self.at_ana("POST", stock, {"quantity": -2}, {"If-Match": "*"}, operator=True)
        self.assertEqual((status, changed["stock"]), (200, 3))
        self.assertEqual(self.at_ana("DELETE", target, None, {"If-Match": "*"}, operator=True)[0], 204)
        for method, path, body in (("GET", target, None), ("PATCH", target, price)):
            self.assertEqual(self.at_ana(method, path, body, {"If-Match": "*"}, operator=True)[0], 410)

    def test_only_the_operator_of_the_owner_changes_it(self):
        lamp = self.new_product()
        self.seen_at_bia(lamp)
        price = {"price": {"minor": 1, "currency": "BRL"}}
        target = "/products/" + lamp
        status, _, got = self.at_ana("PATCH", target, price, {"If-Match": "*"})
        self.assertEqual((status, got["WWW-Authenticate"]), (401, 'Bearer realm="operator"'))
        foreign = {"If-Match": "*", "Authorization": "Bearer " + self.bia.token}
        self.assertEqual(self.at_ana("PATCH", target, price, foreign)[0], 401)
        status, problem, _ = self.at_bia("PATCH", target, price, {"If-Match": "*"}, operator=True)
        self.assertEqual((status, problem["owner_url"]), (421, self.ana.url))

    def test_offers_are_of_all_sellers_the_cheapest_first(self):
        dear = self.new_product(sku="cup", price={"minor": 900, "currency": "BRL"})
        status, product, _ = self.at_bia("POST", "/products", {"name": "cup", "sku": "cup", "stock": 1,
                                                               "price": {"minor": 800, "currency": "BRL"}}, operator=True)
        self.assertEqual(status, 201)
        def offers():
            return [offer["id"] for offer in self.at_caio("GET", "/offers?sku=cup")[1]["offers"]]
        self.assertTrue(soon(lambda: offers() == [product["id"], dear]), offers())
        self.assertEqual(self.at_caio("GET", "/offers")[0], 400)


class Purchases(WithThree):
    def buy(self, at, key, wish, **headers):
        return at("POST", "/purchases", wish, {"Idempotency-Key": key, **headers})

    def test_a_key_is_sold_once(self):
        lamp = self.new_product(stock=2)
        self.seen_at_bia(lamp)
        status, first, got = self.buy(self.at_bia, "one", {"product": lamp})
        self.assertEqual((status, first["state"], got["Location"]), (201, "sold", "/purchases/" + first["id"]))
        self.assertEqual(self.buy(self.at_bia, "one", {"product": lamp})[:2], (200, first))
        self.assertEqual(self.buy(self.at_ana, "one", {"product": lamp})[1], first)
        self.assertEqual(self.buy(self.at_bia, "one", {"product": lamp, "quantity": 2})[0], 422)
        self.assertEqual(self.buy(self.at_ana, "two", {"product": lamp})[1]["state"], "sold")
        self.assertEqual(self.buy(self.at_ana, "three", {"product": lamp})[1]["reason"], "sold-out")
        for at in (self.at_ana, self.at_bia):
            self.assertEqual(at("GET", "/purchases/" + first["id"])[1], first)

    def test_the_price_is_the_one_the_buyer_saw(self):
        lamp = self.new_product()
        dearer = {"product": lamp, "price": {"minor": 4991, "currency": "BRL"}}
        self.assertEqual(self.buy(self.at_ana, "dearer", dearer)[1]["reason"], "price-changed")

    def test_a_purchase_is_cancelled_even_before_it_is_made(self):
        lamp = self.new_product()
        self.seen_at_bia(lamp)
        bought = self.buy(self.at_bia, "kept", {"product": lamp})[1]
        self.assertEqual(self.at_bia("DELETE", "/purchases/" + bought["id"])[0], 409)
        early = lamp + "." + "0" * 32
        status, answer, _ = self.at_bia("DELETE", "/purchases/" + early)
        self.assertEqual((status, answer["reason"]), (200, "cancelled"))
        self.assertEqual(self.at_ana("GET", "/purchases/" + early)[1]["state"], "refused")

    def test_causality_is_handed_on(self):
        lamp = self.new_product()
        self.seen_at_bia(lamp)
        token = self.buy(self.at_ana, "a", {"product": lamp})[2]["Feira-Causality"]
        status, _, got = self.buy(self.at_bia, "b", {"product": lamp}, **{"Feira-Causality": token})
        self.assertEqual(status, 201)
        counts = dict(entry.split("=") for entry in got["Feira-Causality"].split(";")[0].split(","))
        self.assertIn(self.ana.id, counts)
        forged = f"{self.bia.id}=99999;" + token.split(";")[1]
        self.assertEqual(self.buy(self.at_bia, "c", {"product": lamp}, **{"Feira-Causality": forged})[0], 400)
        self.assertEqual(self.at_bia("GET", "/healthz")[0], 200)

    def test_what_is_not_a_purchase_is_refused(self):
        lamp = self.new_product()
        self.assertEqual(self.at_ana("POST", "/purchases", {"product": lamp})[0], 400)
        for wish in ({}, {"product": 1}, {"product": lamp, "quantity": 0}, {"product": lamp, "quantity": 1.5},
                     {"product": lamp, "price": 4990}, {"product": lamp, "qty": 1}):
            self.assertEqual(self.buy(self.at_ana, "bad", wish)[0], 400, wish)
        self.assertEqual(self.buy(self.at_ana, "bad", {"product": "ffffffff-1"})[0], 404)
        self.assertEqual(self.buy(self.at_ana, "k" * 256, {"product": lamp})[0], 400)
        self.assertEqual(self.buy(self.at_ana, "bad", {"product": lamp}, Prefer="wait=99")[0], 400)
        for target in ("x", lamp, lamp + ".zz", lamp + "." + "1" * 32):
            self.assertEqual(self.at_ana("GET", "/purchases/" + target)[0], 404, target)


class Consortium(WithThree):
    def test_1_members_are_known_with_their_addresses(self):
        peers = self.at_ana("GET", "/peers")[1]["peers"]
        self.assertEqual({peer["name"]: peer["url"] for peer in peers},
                         {node.name: node.url for node in self.cluster.nodes})
        self.assertEqual([peer["name"] for peer in peers if peer["here"]], ["ana"])
        self.assertEqual(self.at_ana("GET", "/peers/" + self.bia.id)[1]["name"], "bia")
        self.assertEqual(self.at_ana("GET", "/peers/ffffffff")[0], 404)

    def test_2_nobody_is_met_where_nobody_listens(self):
        self.assertEqual(self.at_ana("POST", "/peers", {"url": "http://127.0.0.1:1"}, operator=True)[0], 502)
        self.assertEqual(self.at_ana("POST", "/peers", {"url": "gopher://x"}, operator=True)[0], 502)
        self.assertEqual(self.at_ana("POST", "/peers", {"url": self.bia.url})[0], 401)

    def test_3_a_pending_purchase_is_told_as_such(self):
        lamp = self.at_bia("POST", "/products", {"name": "lamp", "stock": 5, "price": {"minor": 1, "currency": "BRL"}},
                           operator=True)[1]["id"]
        self.assertTrue(soon(lambda: self.at_ana("GET", "/products/" + lamp)[0] == 200))
        self.bia.kill()
        self.assertTrue(soon(lambda: self.at_ana("GET", "/products/" + lamp)[1]["freshness"]["owner_suspected"]))
        self.assertEqual(self.at_ana("GET", f"/products/{lamp}?consistency=owner")[0], 504)
        wish = {"product": lamp}
        status, purchase, got = self.at_ana("POST", "/purchases", wish, {"Idempotency-Key": "k", "Prefer": "wait=0"})
        self.assertEqual((status, purchase["state"]), (202, "pending"))
        self.assertEqual(self.at_ana("GET", got["Location"], None, {"Prefer": "wait=0"})[0], 202)
        self.bia.start(PROGRAM, self.ana, self.cluster.log)
        self.assertTrue(soon(lambda: self.at_ana("GET", got["Location"])[1]["state"] == "sold"))

    def test_4_a_member_leaves_and_another_is_evicted(self):
        self.assertEqual(self.at_ana("DELETE", "/peers/" + self.ana.id, operator=True)[0], 409)
        self.assertEqual(self.at_caio("POST", "/leave", operator=True)[0], 202)
        def standing(node):
            return self.at_ana("GET", "/peers/" + node.id)[1]["standing"]
        self.assertTrue(soon(lambda: standing(self.caio) == "left"))
        self.bia.kill()
        status, member, _ = self.at_ana("DELETE", "/peers/" + self.bia.id, operator=True)
        self.assertEqual((status, member["standing"], standing(self.bia)), (200, "evicted", "evicted"))


class Events(WithThree):
    def test_what_was_missed_is_told_to_who_comes_back(self):
        def listen(last=None):
            headers = {"Last-Event-ID": last} if last else {}
            return urllib.request.urlopen(urllib.request.Request(self.bia.url + "/events", headers=headers), timeout=10)
        def next_event(stream):
            event = {}
            for line in stream:
                line = line.decode().rstrip("\n")
                if not line and event:
                    return event
                if ": " in line:
                    name, value = line.split(": ", 1)
                    event[name] = value
        with listen() as stream:
            place = next_event(stream)
            self.assertEqual(place["event"], "hello")
        lamp = self.new_product()
        self.seen_at_bia(lamp)
        with listen(place["id"]) as stream:
            self.assertEqual(next_event(stream)["event"], "hello")
            told = next_event(stream)
            self.assertEqual((told["event"], json.loads(told["data"])["product"]["id"]), ("product-changed", lamp))


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
