#!/usr/bin/env python3
"""Check event lines against their JSON Schemas (draft-07).

usage: validate.py [FILE...]          event lines from the files or from standard input

Each line is checked against DATASET.json beside this program, DATASET being its event.dataset. Prints what does not hold,
with file and line; exits 0 when all of at least one line holds, else 1. Of draft-07 it knows what these schemas use and
refuses a schema that uses more. Standard library only.
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
NOTES = {"$schema", "title", "description", "definitions"}


class Schemas:
    def __init__(self):
        self.files = {}

    def load(self, name):
        if name not in self.files:
            with open(os.path.join(HERE, name), encoding="utf-8") as file:
                self.files[name] = json.load(file)
        return self.files[name]

    def follow(self, ref, name):
        """The schema that a $ref in the file `name` points to, and its file."""
        other, _, pointer = ref.partition("#")
        name = other or name
        schema = self.load(name)
        for part in pointer.strip("/").split("/"):
            schema = schema[part]
        return schema, name

    def check(self, value, schema, name, path="$"):
        """What does not hold, as texts."""
        if "$ref" in schema:
            schema, name = self.follow(schema["$ref"], name)
        for keyword, argument in schema.items():
            if keyword not in NOTES:
                yield from getattr(self, "check_" + keyword)(value, argument, schema, name, path)

    def check_type(self, value, argument, schema, name, path):
        if type(value) is not TYPES[argument]:
            yield f"{path}: not of type {argument}: {value!r}"

    def check_const(self, value, argument, schema, name, path):
        if value != argument:
            yield f"{path}: {value!r} is not {argument!r}"

    def check_enum(self, value, argument, schema, name, path):
        if value not in argument:
            yield f"{path}: {value!r} is none of {argument}"

    def check_pattern(self, value, argument, schema, name, path):
        # Python's $ also matches before a last newline; none of the patterns has a literal $.
        if isinstance(value, str) and not re.search(argument.replace("$", r"\Z"), value):
            yield f"{path}: {value!r} does not match {argument}"

    def check_minimum(self, value, argument, schema, name, path):
        if isinstance(value, int) and value < argument:
            yield f"{path}: {value} is below {argument}"

    def check_maximum(self, value, argument, schema, name, path):
        if isinstance(value, int) and value > argument:
            yield f"{path}: {value} is above {argument}"

    def check_minLength(self, value, argument, schema, name, path):
        if isinstance(value, str) and len(value) < argument:
            yield f"{path}: shorter than {argument}"

    def check_maxLength(self, value, argument, schema, name, path):
        if isinstance(value, str) and len(value) > argument:
            yield f"{path}: longer than {argument}"

    def check_maxItems(self, value, argument, schema, name, path):
        if isinstance(value, list) and len(value) > argument:
            yield f"{path}: more than {argument} items"

    def check_items(self, value, argument, schema, name, path):
        for i, item in enumerate(value if isinstance(value, list) else []):
            yield from self.check(item, argument, name, f"{path}[{i}]")

    def check_required(self, value, argument, schema, name, path):
        for key in argument:
            if isinstance(value, dict) and key not in value:
                yield f"{path}: {key} is missing"

    def check_properties(self, value, argument, schema, name, path):
        for key, item in value.items() if isinstance(value, dict) else ():
            if key in argument:
                yield from self.check(item, argument[key], name, f"{path}.{key}")

    def check_additionalProperties(self, value, argument, schema, name, path):
        for key, item in value.items() if isinstance(value, dict) else ():
            if key in schema.get("properties", {}):
                continue
            if argument is False:
                yield f"{path}: unknown member {key}"
            else:
                yield from self.check(item, argument, name, f"{path}.{key}")


def no_duplicates(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a member stands twice")
    return dict(pairs)


def check_line(schemas, line):
    try:
        event = json.loads(line, object_pairs_hook=no_duplicates)
        dataset = event["event"]["dataset"]
        schema = schemas.load(f"{dataset}.json")
    except (ValueError, KeyError, TypeError, OSError) as error:
        return [f"no event of a known dataset: {error!r}"]
    return list(schemas.check(event, schema, f"{dataset}.json"))


def check_file(schemas, file, name):
    """Lines and faults."""
    lines = faults = 0
    for lines, line in enumerate(file, 1):
        for fault in check_line(schemas, line.decode("utf-8", "surrogateescape")):
            print(f"{name}:{lines}: {fault}")
            faults += 1
    return lines, faults


def main():
    schemas, lines, faults = Schemas(), 0, 0
    for path in sys.argv[1:] or ["-"]:
        with open(path, "rb") if path != "-" else sys.stdin.buffer as file:
            n, bad = check_file(schemas, file, path)
        lines, faults = lines + n, faults + bad
    if lines == 0:
        print("no event")
    sys.exit(0 if lines and not faults else 1)


if __name__ == "__main__":
    main()
