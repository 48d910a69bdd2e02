"""Says for each JSON document on standard input, a line each, whether it keeps the schema in the file that is named."""
import json
import sys
from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for line in sys.stdin:
    error = next(validator.iter_errors(json.loads(line)), None)
    print("valid" if error is None else f"{'.'.join(map(str, error.absolute_path))}: {error.message}"[:300].replace("\n", " "), flush=True)
