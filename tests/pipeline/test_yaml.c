/* test_yaml.c - YAML as a tree that knows its places, and hostile YAML. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/node.h"

struct tree {
    struct sv_source *source;
    struct sv_arena *arena;
    struct sv_node *root;
    enum sv_status status;
    struct sv_fault fault;
};

static struct tree *
read_bytes(const char *text, size_t n)
{
    struct tree *t = calloc(1, sizeof *t);

    cr_assert(t != NULL);
    t->arena = sv_arena_new();
    cr_assert(t->arena != NULL);
    cr_assert(eq(int, sv_source_from_text(&t->source, "s.yaml", text, n,
                                          &t->fault), SV_OK));
    t->status = sv_node_read(&t->root, t->arena, t->source, &t->fault);
    return t;
}

static struct tree *
read_tree(const char *text)
{
    return read_bytes(text, strlen(text));
}

static void
free_tree(struct tree *t)
{
    sv_arena_free(t->arena);
    sv_source_free(t->source);
    free(t);
}

static void
expect_scalar(const struct sv_node *node, const char *text, bool quoted,
              unsigned line, unsigned column, size_t length)
{
    cr_assert(node != NULL);
    cr_expect(eq(int, node->kind, SV_NODE_SCALAR));
    cr_expect(eq(int, strcmp(node->text, text), 0), "%s", node->text);
    cr_expect(eq(int, node->quoted, quoted), "%s", text);
    cr_expect(eq(uint, node->at.line, line), "%s", text);
    cr_expect(eq(uint, node->at.column, column), "%s", text);
    cr_expect(eq(sz, node->length, length), "%s", text);
}

Test(yaml, scalars_know_where_they_are)
{
    struct tree *t = read_tree("plain: a b\n"
                               "single: 'it''s'\n"
                               "double: \"x\\ty\"\n"
                               "été: Âge\n"
                               "list: [1, {a: 2}]\n");
    const struct sv_node *list;

    cr_assert(eq(int, t->status, SV_OK));
    cr_expect(eq(sz, t->root->n, 5));
    expect_scalar(sv_node_entry(t->root, "plain"), "a b", false, 1, 8, 3);
    expect_scalar(sv_node_entry(t->root, "single"), "it's", true, 2, 10, 5);
    expect_scalar(sv_node_entry(t->root, "double"), "x\ty", true, 3, 10, 4);
    expect_scalar(sv_node_entry(t->root, "été"), "Âge", false, 4, 8, 4);
    expect_scalar(sv_node_entry(t->root, "été")->key, "été", false, 4, 1, 5);
    list = sv_node_entry(t->root, "list");
    cr_expect(eq(int, list->kind, SV_NODE_LIST));
    cr_expect(eq(sz, list->n, 2));
    expect_scalar(list->child, "1", false, 5, 8, 1);
    expect_scalar(sv_node_entry(list->child->next, "a"), "2", false, 5, 15, 1);
    cr_expect(sv_node_entry(t->root, "lis") == NULL);
    free_tree(t);
}

Test(yaml, blocks_start_on_their_first_line)
{
    struct tree *t = read_tree("a: >\n\n  one\n  two\nb: |\n    x\nc: |\n");

    cr_assert(eq(int, t->status, SV_OK));
    expect_scalar(sv_node_entry(t->root, "a"), "\none two\n", true, 3, 3, 1);
    expect_scalar(sv_node_entry(t->root, "b"), "x\n", true, 6, 5, 1);
    expect_scalar(sv_node_entry(t->root, "c"), "", true, 7, 4, 1);
    free_tree(t);
}

Test(yaml, empty_values)
{
    struct tree *t = read_tree("a:\nb: ~\nc: null\nd: ''\ne: no\n");

    cr_assert(eq(int, t->status, SV_OK));
    cr_expect(sv_node_empty(sv_node_entry(t->root, "a")));
    cr_expect(sv_node_empty(sv_node_entry(t->root, "b")));
    cr_expect(sv_node_empty(sv_node_entry(t->root, "c")));
    cr_expect(not(sv_node_empty(sv_node_entry(t->root, "d"))));
    cr_expect(not(sv_node_empty(sv_node_entry(t->root, "e"))));
    free_tree(t);
}

Test(yaml, byte_order_mark_and_windows_lines)
{
    struct tree *t = read_tree("\xEF\xBB\xBF" "a: b\r\nc: d\r\n");

    cr_assert(eq(int, t->status, SV_OK));
    expect_scalar(sv_node_entry(t->root, "a"), "b", false, 1, 4, 1);
    expect_scalar(sv_node_entry(t->root, "c"), "d", false, 2, 4, 1);
    free_tree(t);
}

static void
expect_fault(struct tree *t, const char *sentence)
{
    cr_expect(eq(int, t->status, SV_DATA));
    cr_expect(t->root == NULL);
    cr_expect(eq(int, strncmp(t->fault.text, sentence, strlen(sentence)), 0),
              "%.300s", t->fault.text);
    free_tree(t);
}

Test(yaml, nothing)
{
    expect_fault(read_tree(""), "s.yaml: there is nothing in this file");
    expect_fault(read_tree("# a comment\n"), "s.yaml: there is nothing");
    expect_fault(read_tree("---\n"), "s.yaml: there is nothing");
    expect_fault(read_tree("~"), "s.yaml: there is nothing");
}

Test(yaml, nul_escape)
{
    expect_fault(read_tree("a: \"x\\0y\"\n"),
                 "s.yaml:1:4: a text cannot hold the character NUL (\\0)\n");
}

Test(yaml, duplicates_leave_a_tree)
{
    struct tree *t = read_tree("{a: 1, b: 2, a: 3, c: {x: 1, x: 2}, a: 4}");

    cr_expect(eq(int, t->status, SV_OK));
    cr_expect(t->root != NULL);
    cr_expect(eq(uint, t->fault.n, 3));
    cr_expect(strstr(t->fault.text, "s.yaml:1:30: the key 'x' is here twice; "
                                    "the first is on line 1\n") != NULL);
    free_tree(t);
}

static char *
repeated(const char *piece, size_t times, const char *tail)
{
    const size_t n = strlen(piece);
    char *text = malloc(n * times + strlen(tail) + 1);

    cr_assert(text != NULL);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * n, piece, n);
    memcpy(text + n * times, tail, strlen(tail) + 1);
    return text;
}

Test(yaml, thirty_two_deep_and_no_deeper)
{
    char *deep = repeated("[", 32, "x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
    char *deeper = repeated("[", 33, "x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
    struct tree *t = read_tree(deep);

    cr_expect(eq(int, t->status, SV_OK), "%s", t->fault.text);
    free_tree(t);
    expect_fault(read_tree(deeper), "s.yaml:1:33: nested more than 32 deep\n");
    free(deep);
    free(deeper);
}

/* Each of these took a parser seconds or gigabytes. */
Test(yaml, hostile_files_end_at_once, .timeout = 5)
{
    char *lists = repeated("[", 200000, "");
    char *maps = repeated("{a: ", 200000, "");
    char *dashes = repeated("- ", 200000, "x");
    char *marks = repeated("? ", 200000, "x");
    char *aliases = repeated("*a ", 200000, "");

    expect_fault(read_tree(lists), "s.yaml:1:33: nested more than 32 deep\n");
    expect_fault(read_tree(maps), "s.yaml:1:129: nested more than 32 deep\n");
    expect_fault(read_tree(dashes), "s.yaml:1:65: nested more than 32 deep\n");
    expect_fault(read_tree(marks), "s.yaml:1:3: a key must be a word");
    expect_fault(read_tree(aliases), "s.yaml:1:1: aliases (*name) are not");
    free(lists);
    free(maps);
    free(dashes);
    free(marks);
    free(aliases);
}

Test(yaml, alias_bomb)
{
    expect_fault(read_tree(
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"),
        "s.yaml:1:4: anchors (&name) are not read here; quote a text that "
        "starts with '&'\n");
}

/* A mebibyte of keys: comparing each with each would take an hour. */
Test(yaml, many_keys_are_compared_at_once, .timeout = 20)
{
    enum { N = 140000 };
    char *text = malloc(N * 8), *end = text;
    struct tree *t;

    cr_assert(text != NULL);
    for (unsigned i = 0; i < N; i++) {
        const unsigned c = i * 7919 % N;

        *end++ = (char) ('a' + c % 26);
        *end++ = (char) ('a' + c / 26 % 26);
        *end++ = (char) ('a' + c / 676 % 26);
        *end++ = (char) ('a' + c / 17576 % 26);
        memcpy(end, ": \n", 3);
        end += 3;
    }
    t = read_bytes(text, (size_t) (end - text));
    cr_expect(eq(int, t->status, SV_OK), "%s", t->fault.text);
    cr_expect(eq(uint, t->fault.n, 0));
    cr_expect(eq(sz, t->root->n, N));
    free_tree(t);
    free(text);
}
