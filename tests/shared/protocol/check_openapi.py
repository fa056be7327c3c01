#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks resources/openapi.yaml: structure, references, parameters, names.

usage: check_openapi.py openapi.yaml
"""
import re
import sys

import jsonschema
import yaml

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


class Checker:
    def __init__(self, document):
        self.document = document
        self.problems = []
        self.used = set()

    def fail(self, place, text):
        self.problems.append(f"{place}: {text}")

    def resolve(self, reference, place):
        """The object that a reference names, or None."""
        if not reference.startswith("#/"):
            self.fail(place, f"reference {reference} leaves the document")
            return None
        node = self.document
        for part in reference[2:].split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(node, dict) or part not in node:
                self.fail(place, f"reference {reference} leads nowhere")
                return None
            node = node[part]
        self.used.add(reference)
        return node

    def check_references(self, node, place="#"):
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                self.resolve(node["$ref"], place)
            for key, value in node.items():
                self.check_references(value, f"{place}/{key}")
        elif isinstance(node, list):
            for index, value in enumerate(node):
                self.check_references(value, f"{place}/{index}")

    def check_unused(self):
        for kind, entries in self.document["components"].items():
            if kind == "securitySchemes":
                continue
            for name in entries:
                reference = f"#/components/{kind}/{name}"
                if reference not in self.used:
                    self.fail(reference, "is not used")

    def check_schemas(self):
        for name, schema in self.document["components"]["schemas"].items():
            place = f"#/components/schemas/{name}"
            try:
                jsonschema.Draft202012Validator.check_schema(schema)
            except jsonschema.SchemaError as error:
                self.fail(place, error.message)
            self.check_required(schema, place)

    def check_required(self, schema, place):
        if not isinstance(schema, dict):
            return
        properties = schema.get("properties")
        if properties is not None:
            for name in properties:
                if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                    self.fail(place, f"{name} is not snake_case")
            inherited = place.endswith("/allOf") or "items" in schema.get("required", [])
            for name in schema.get("required", []):
                if name not in properties and not inherited:
                    self.fail(place, f"required {name} has no schema")
        for key, value in schema.items():
            for part in value if isinstance(value, list) else [value]:
                self.check_required(part, f"{place}/{key}")

    def check_operation(self, path, method, operation, ids):
        place = f"{method.upper()} {path}"
        for member in ("operationId", "summary", "tags", "responses"):
            if member not in operation:
                self.fail(place, f"has no {member}")
        if operation.get("operationId") in ids:
            self.fail(place, "its operationId is taken")
        ids.add(operation.get("operationId"))
        known_tags = {tag["name"] for tag in self.document["tags"]}
        for tag in operation.get("tags", []):
            if tag not in known_tags:
                self.fail(place, f"tag {tag} is not declared")
        self.check_parameters(path, operation, place)
        self.check_responses(operation, place)

    def check_parameters(self, path, operation, place):
        seen = set()
        for parameter in operation.get("parameters", []):
            if "$ref" in parameter:
                parameter = self.resolve(parameter["$ref"], place) or {}
            key = (parameter.get("name"), parameter.get("in"))
            if key in seen:
                self.fail(place, f"parameter {key[0]} twice")
            seen.add(key)
            if "schema" not in parameter:
                self.fail(place, f"parameter {key[0]} has no schema")
        in_path = {name for name, where in seen if where == "path"}
        if in_path != set(re.findall(r"{(\w+)}", path)):
            self.fail(place, "path parameters differ from the path")

    def check_responses(self, operation, place):
        for status, response in operation.get("responses", {}).items():
            if not isinstance(status, str) or not re.fullmatch(r"[1-5]\d\d", status):
                self.fail(place, f"status {status!r} is not a quoted status code")
                continue
            if "$ref" in response:
                response = self.resolve(response["$ref"], place) or {}
            if "description" not in response:
                self.fail(place, f"{status} has no description")
            if status >= "400" and "application/problem+json" not in response.get("content", {}):
                self.fail(place, f"{status} is not a problem document")
            if status == "401" and "WWW-Authenticate" not in response.get("headers", {}):
                self.fail(place, "401 without WWW-Authenticate")
            if status == "503" and "Retry-After" not in response.get("headers", {}):
                self.fail(place, "503 without Retry-After")
        # The contract's one route that is "always 200": wrong credentials see what strangers see.
        is_always_200 = place == "GET /api/v1/health"
        takes_credentials = operation.get("security") != [{}] and not is_always_200
        if takes_credentials and "401" not in operation.get("responses", {}):
            self.fail(place, "takes credentials and has no 401")

    def check(self):
        if not str(self.document.get("openapi", "")).startswith("3.1."):
            self.fail("#", "is not OpenAPI 3.1")
        for member in ("info", "paths", "components", "security", "tags"):
            if member not in self.document:
                self.fail("#", f"has no {member}")
        ids = set()
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method not in METHODS:
                    self.fail(path, f"unknown method {method}")
                else:
                    self.check_operation(path, method, operation, ids)
        self.check_references(self.document)
        self.check_schemas()
        self.check_unused()
        return self.problems


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1], encoding="utf-8") as file:
        problems = Checker(yaml.safe_load(file)).check()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
