# The same report in every format (tests/formats).
SUITES += tests/formats/run tests/formats/partial
