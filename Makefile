# Hearth.  `make help` lists what there is to make; everything goes to $(B).

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
B       ?= build
CFLAGS  ?= -O3 -g
ifeq ($(origin CC),default)
CC      := gcc
endif
export B CC

STAGES  := ingest derive weigh tally estimate tabulate compare init design export explain plan crosscheck

# -ffp-contract=off: the same bits with and without fused multiply-add.
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Werror
BASE  = -std=c17 -D_GNU_SOURCE -DSV_VERSION='"$(VERSION)"' \
        -ffp-contract=off -fopenmp -I. -I$B $(WARN) $(CPPFLAGS)
PKGS := yaml-0.1 jansson gsl libseccomp
INCS := $(shell pkg-config --cflags $(PKGS)) -isystem /usr/include/hdf5/serial
LIBS := $(shell pkg-config --libs yaml-0.1 jansson libseccomp) -lreadstat \
        -L/usr/lib/$(shell gcc -dumpmachine)/hdf5/serial -lhdf5 \
        -lgsl -lopenblas -lcsv -lxxhash -lm
LINK  = $(CC) $(CFLAGS) -fopenmp -Wl,--as-needed $(LDFLAGS)

objects   = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(sort $(wildcard $1))))
COMMON   := $B/stages/common.a $B/weights.a $B/pipeline.a
ARCHIVES := $(STAGES:%=$B/stages/%.a) $(COMMON)
PROGRAMS := $B/bin/hearth $(STAGES:%=$B/bin/hearth-%)
MANUAL   := $(PROGRAMS:$B/bin/%=$B/man/%.1)
TESTS    := $(call objects,$(filter-out tests/fuzz/% tests/rehearse/%,\
                $(wildcard tests/*/*.c tests/*/*/*.c)))

## all            build the programs
all: $(PROGRAMS)

## demo           run the demonstration survey, from its files to its tables
demo: all
	$B/bin/hearth run fixtures/exampland/survey.yaml -o $B/demo

## test           build and run all tests
test: all $B/tests/run
	$B/tests/run --timeout 300 $(TESTFLAGS)

## bench          time a run of a million persons, against others
bench: all $B/scripts/bench $B/scripts/bench-parse
	scripts/bench

## bench-large    the same with ten times the rows
bench-large: all $B/scripts/bench $B/scripts/bench-parse
	ROWS=10000000 scripts/bench

## crosscheck     recompute the reference numbers in R survey, and compare
crosscheck: all
	scripts/crosscheck

## simulate       coverage and bias of variance estimators, into docs/method.md
simulate: $B/scripts/simulate
	scripts/simulate

## sanitize       all tests with the sanitizers of addresses, behaviour, threads
sanitize:
	scripts/sanitize
	$(MAKE) tsan

## tsan           races: whole runs on 4 threads
tsan:
	scripts/tsan

## rehearse       fail every allocation, write and rename; kill; fill the disk
rehearse: $(PROGRAMS:$B/bin/%=$B/rehearse/bin/%)
	scripts/rehearse

## rehearse-short the same for a sample of them
rehearse-short: $(PROGRAMS:$B/bin/%=$B/rehearse/bin/%)
	SAMPLE=1 scripts/rehearse

## lint           the rules of the house
lint: all man
	scripts/lint

## man            make the man pages
man: $(MANUAL)

## install        programs, man pages, catalogue, schema, documentation
install: all man
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/hearth/catalogue/questionnaires \
	    $(DESTDIR)$(PREFIX)/share/doc/hearth
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(MANUAL) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 pipeline/catalogue/*.yaml \
	    $(DESTDIR)$(PREFIX)/share/hearth/catalogue
	install -m 644 pipeline/catalogue/questionnaires/*.yaml \
	    $(DESTDIR)$(PREFIX)/share/hearth/catalogue/questionnaires
	install -m 644 pipeline/*.schema.json $(DESTDIR)$(PREFIX)/share/hearth
	install -m 644 README.md CHANGELOG.md LICENSE docs/*.md docs/*.csv \
	    $(DESTDIR)$(PREFIX)/share/doc/hearth

## fixtures       make the demonstration survey again (the files are committed)
fixtures: $B/scripts/exampland $B/scripts/valombre
	$B/scripts/exampland 2026 fixtures/exampland
	$B/scripts/exampland 2023 fixtures/exampland-2023
	$B/scripts/valombre fixtures/valombre

## core-list      make docs/core-list.md from the catalogues
core-list: all
	$B/bin/hearth catalogue --markdown itu-2025 itu-2020 itu-2014 sdg umc \
	    e-commerce ott e-waste eurostat-dsi women >docs/core-list.md

## clean          remove everything that was built
clean:
	rm -rf $B

## help           this list
help:
	@sed -n 's/^## /  /p' $(MAKEFILE_LIST)

# ---- programs ---------------------------------------------------------------

$B/bin/hearth: $B/pipeline/main.o $B/pipeline.a
$B/bin/hearth-%: $B/stages/%/main.o $B/stages/%.a $(COMMON)
	@mkdir -p $(@D)
	@echo "  ld $@"; $(LINK) $^ $(LIBS) -o $@
$B/bin/hearth:
	@mkdir -p $(@D)
	@echo "  ld $@"; $(LINK) $^ $(LIBS) -o $@

$B/pipeline.a: $(call objects,pipeline/*.c)
$B/weights.a: $(call objects,weights/*.c)
$(foreach s,$(STAGES) common,$(eval $B/stages/$s.a: $(call objects,stages/$s/*.c)))
$(ARCHIVES):
	@mkdir -p $(@D)
	@rm -f $@
	ar rcs $@ $^

$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	@echo "  cc $<"; $(CC) $(BASE) $(INCS) $(CFLAGS) -MMD -MP -c $< -o $@

# What else the objects depend on: rewritten only when it changes.
$B/flags: now = $(CC) $(CPPFLAGS) $(CFLAGS)
$B/prefix: now = $(PREFIX)
$B/flags $B/prefix: always
	@mkdir -p $(@D)
	@echo '$(now)' | cmp -s - $@ || echo '$(now)' >$@

$B/pipeline/catalogue.o: $B/prefix
$B/pipeline/catalogue.o: BASE += \
    -DSV_CATALOGUE_DIR='"$(PREFIX)/share/hearth/catalogue"'

# Criterion's macros convert ints to bit-fields.
$B/tests/%.o: WARN += -Wno-conversion

# One runner for all tests, so that there is one closing line.
$B/tests/run: $(TESTS) $(ARCHIVES)
	@mkdir -p $(@D)
	@echo "  ld $@"; $(LINK) $^ $(LIBS) -lcriterion -o $@

# The programs once more, with calls that fail when they are told to.
wrapped := $(shell sed 's/^/-Wl,--wrap=/' tests/rehearse/calls)
$B/rehearse/bin/hearth: $B/pipeline/main.o $B/tests/rehearse/wrap.o $B/pipeline.a
$B/rehearse/bin/hearth-%: $B/stages/%/main.o $B/tests/rehearse/wrap.o \
                          $B/stages/%.a $(COMMON)
	@mkdir -p $(@D)
	@echo "  ld $@"; $(LINK) $(wrapped) $^ $(LIBS) -o $@
$B/rehearse/bin/hearth:
	@mkdir -p $(@D)
	@echo "  ld $@"; $(LINK) $(wrapped) $^ $(LIBS) -o $@

# A C program of scripts/ (fixtures, benchmarks) is one file on ReadStat alone;
# those that make fixtures share how they write.
$B/scripts/exampland: scripts/questionnaire.h scripts/earlier.h
$B/scripts/valombre: scripts/enquete.h
$B/scripts/exampland $B/scripts/valombre: scripts/surveyfile.c scripts/surveyfile.h
$B/scripts/%: scripts/%.c $B/flags
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(WARN) $(CFLAGS) $(filter %.c,$^) \
	    -lreadstat -lgsl -lopenblas -lm -o $@

$B/scripts/simulate: $(call objects,scripts/simulat*.c) $(COMMON)
	@mkdir -p $(@D)
	@echo "  ld $@"; $(LINK) $^ $(LIBS) -o $@

# The text of --help is the manual.
$B/man/%.1: $B/bin/%
	@mkdir -p $(@D)
	help2man --no-info --version-string=$(VERSION) \
	    --name="$$($< --help | sed -n 2p)" $< -o $@

-include $(patsubst %.o,%.d,$(shell find $B -name '*.o' 2>/dev/null))
.PHONY: all demo test bench bench-large crosscheck simulate sanitize tsan \
        rehearse rehearse-short lint man install fixtures core-list clean help always
.SECONDARY:
