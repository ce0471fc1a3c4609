# Hearth.  `make help` lists what there is to make; everything goes to $(B).

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
B       ?= build
CC      ?= gcc
CFLAGS  ?= -O3 -g

STAGES  := ingest derive weigh tally estimate tabulate

# -ffp-contract=off: the same bits with and without fused multiply-add.
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Werror
BASE = -std=c17 -D_GNU_SOURCE -DSV_VERSION='"$(VERSION)"' \
        -ffp-contract=off -fopenmp -I. -I$B $(WARN) $(CPPFLAGS)
PKGS := yaml-0.1 jansson gsl libseccomp
INCS := $(shell pkg-config --cflags $(PKGS)) -isystem /usr/include/hdf5/serial
LIBS := $(shell pkg-config --libs yaml-0.1 jansson libseccomp) -lreadstat \
        -L/usr/lib/$(shell $(CC) -dumpmachine)/hdf5/serial -lhdf5 \
        -lgsl -lopenblas -lcsv -lxxhash -lm

objects   = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(sort $(wildcard $1))))
ARCHIVES := $(STAGES:%=$B/stages/%.a) $B/weights.a $B/pipeline.a
PROGRAMS := $B/bin/hearth $(STAGES:%=$B/bin/hearth-%)
TESTS    := $(filter-out $B/tests/fuzz/%,\
              $(call objects,tests/*.c tests/*/*.c tests/*/*/*.c))

## all: build the programs
all: $(PROGRAMS)

## help: list the targets
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

$B/bin/hearth: $B/pipeline/main.o $B/pipeline.a
$B/bin/hearth-%: $B/stages/%/main.o $B/stages/%.a $B/weights.a $B/pipeline.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fopenmp $(LDFLAGS) $^ $(LIBS) -o $@
$B/bin/hearth:
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fopenmp $(LDFLAGS) $^ $(LIBS) -o $@

$B/pipeline.a: $(call objects,pipeline/*.c)
$B/weights.a: $(call objects,weights/*.c)
$(foreach s,$(STAGES),$(eval $B/stages/$s.a: $(call objects,stages/$s/*.c)))
$(ARCHIVES):
	@mkdir -p $(@D)
	@rm -f $@
	ar rcs $@ $^

$B/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc $<"; $(CC) $(BASE) $(INCS) $(CFLAGS) -MMD -MP -c $< -o $@

# Criterion's macros convert ints to bit-fields.
$B/tests/%.o: override CFLAGS += -Wno-conversion

# Criterion's macros convert ints to bit-fields.
$B/tests/%.o: override CFLAGS += -Wno-conversion

# One runner for all tests, so that there is one closing line.
$B/tests/run: $(TESTS) $(ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fopenmp $(LDFLAGS) $^ $(LIBS) -lcriterion -o $@

# A C program of scripts/ (fixtures, benchmarks) is one file on ReadStat alone.
$B/scripts/exampland: scripts/questionnaire.h
$B/scripts/%: scripts/%.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(WARN) $(CFLAGS) $< -lreadstat -lgsl -lopenblas -lm -o $@

## fixtures: make the demonstration survey again (the files are committed)
fixtures: $B/scripts/exampland
	$B/scripts/exampland fixtures/exampland

## unit: build and run the Criterion tests
unit: $B/tests/run all
	$B/tests/run

## clean: remove everything that was built
clean:
	rm -rf $B

-include $(shell find $B -name '*.d' 2>/dev/null)
.PHONY: all help fixtures unit clean
.SECONDARY:
