/* storefile.c - the HDF5 side of store.h.
 *
 * libver V110 checksums its metadata and refuses what was not closed; early
 * allocation gives every column one contiguous place, and the alignment a page
 * of its own, so that it can be mapped.  (A threshold of 1, because columns of
 * less than a page would be packed together, at places where a double may not
 * stand.)  The library takes no lock: a file is sealed by its rename, and some
 * network file systems have none.  No times are kept: equal contents are equal
 * files.
 */
#include "pipeline/storefile.h"

#include <fcntl.h>
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static hid_t
native(enum sv_type type)
{
    switch (type) {
    case SV_U8:
        return H5T_NATIVE_UINT8;
    case SV_I8:
        return H5T_NATIVE_INT8;
    case SV_I16:
        return H5T_NATIVE_INT16;
    case SV_I32:
        return H5T_NATIVE_INT32;
    case SV_U32:
        return H5T_NATIVE_UINT32;
    case SV_U64:
        return H5T_NATIVE_UINT64;
    case SV_F32:
        return H5T_NATIVE_FLOAT;
    case SV_F64:
        break;
    }
    return H5T_NATIVE_DOUBLE;
}

size_t
sv_type_size(enum sv_type type)
{
    switch (type) {
    case SV_U8:
    case SV_I8:
        return 1;
    case SV_I16:
        return 2;
    case SV_I32:
    case SV_U32:
    case SV_F32:
        return 4;
    case SV_U64:
    case SV_F64:
        break;
    }
    return 8;
}

double
sv_column_value(const struct sv_column *c, size_t j)
{
    switch (c->type) {
    case SV_U8:
        return ((const uint8_t *) c->data)[j];
    case SV_I8:
        return ((const int8_t *) c->data)[j];
    case SV_I16:
        return ((const int16_t *) c->data)[j];
    case SV_I32:
        return ((const int32_t *) c->data)[j];
    case SV_U32:
        return ((const uint32_t *) c->data)[j];
    case SV_U64:
        return (double) ((const uint64_t *) c->data)[j];
    case SV_F32:
        return ((const float *) c->data)[j];
    case SV_F64:
        break;
    }
    return ((const double *) c->data)[j];
}

size_t
sv_entry_size(const struct sv_entry *entry)
{
    return entry->text != NULL ? entry->n : entry->n * sv_type_size(entry->type);
}

void
sv_entries_free(struct sv_entry *entry, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(entry[i].name);
        free(entry[i].text);
    }
    free(entry);
}

/* The library prints nothing and does not touch files after main(). */
static void
quieten(void)
{
    H5dont_atexit();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

static hid_t
access_rules(void)
{
    const hid_t rules = H5Pcreate(H5P_FILE_ACCESS);

    if (rules >= 0
        && (H5Pset_libver_bounds(rules, H5F_LIBVER_V110, H5F_LIBVER_V110) < 0
            || H5Pset_alignment(rules, 1, 4096) < 0
            || H5Pset_file_locking(rules, 0, 1) < 0
            || H5Pset_fclose_degree(rules, H5F_CLOSE_STRONG) < 0)) {
        H5Pclose(rules);
        return -1;
    }
    return rules;
}

static int
write_attribute(hid_t file, const char *name, hid_t type, const void *value)
{
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute = H5Acreate2(file, name, type, space, H5P_DEFAULT,
                                       H5P_DEFAULT);
    const int failed = attribute < 0 || H5Awrite(attribute, type, value) < 0;

    H5Aclose(attribute);
    H5Sclose(space);
    return failed;
}

static hid_t
string_type(size_t size)
{
    const hid_t type = H5Tcopy(H5T_C_S1);

    H5Tset_size(type, size);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

static int
write_header(hid_t file, const char *kind, unsigned version)
{
    const hid_t type = string_type(strlen(kind) + 1);
    const int failed = write_attribute(file, "kind", type, kind)
                       || write_attribute(file, "version", H5T_NATIVE_UINT,
                                          &version);

    H5Tclose(type);
    return failed;
}

/* Makes the groups that NAME is in.  (The library could do so by itself, but
 * would put the time into them.) */
static int
make_groups(hid_t file, const char *name, hid_t rules)
{
    char part[256];

    if (strlen(name) >= sizeof part)
        return -1;
    for (const char *p = strchr(name, '/'); p != NULL; p = strchr(p + 1, '/')) {
        hid_t group;

        snprintf(part, sizeof part, "%.*s", (int) (p - name), name);
        if (H5Lexists(file, part, H5P_DEFAULT) > 0)
            continue;
        group = H5Gcreate2(file, part, H5P_DEFAULT, rules, H5P_DEFAULT);
        if (group < 0 || H5Gclose(group) < 0)
            return -1;
    }
    return 0;
}

/* Creates the dataset of one entry; writes it if it is a text. */
static int
write_entry(hid_t file, struct sv_entry *entry, hid_t layout)
{
    const hsize_t n = entry->n;
    const int is_text = entry->text != NULL;
    const hid_t type = is_text ? string_type(entry->n)
                               : H5Tcopy(native(entry->type));
    const hid_t space = is_text ? H5Screate(H5S_SCALAR)
                                : H5Screate_simple(1, &n, NULL);
    const hid_t set = H5Dcreate2(file, entry->name, type, space,
                                 H5P_DEFAULT, layout, H5P_DEFAULT);
    int failed = set < 0;

    if (!failed && is_text)
        failed = H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                          entry->text) < 0;
    if (!failed && n > 0) {
        entry->offset = H5Dget_offset(set);
        failed = entry->offset == HADDR_UNDEF;
    }
    H5Dclose(set);
    H5Sclose(space);
    H5Tclose(type);
    return failed;
}

static int
write_entries(hid_t file, struct sv_entry *entry, size_t n)
{
    const hid_t groups = H5Pcreate(H5P_GROUP_CREATE);
    const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
    int failed = H5Pset_obj_track_times(groups, 0) < 0
                 || H5Pset_layout(layout, H5D_CONTIGUOUS) < 0
                 || H5Pset_alloc_time(layout, H5D_ALLOC_TIME_EARLY) < 0
                 || H5Pset_fill_time(layout, H5D_FILL_TIME_NEVER) < 0
                 || H5Pset_obj_track_times(layout, 0) < 0;

    for (size_t i = 0; !failed && i < n; i++)
        failed = make_groups(file, entry[i].name, groups)
                 || write_entry(file, &entry[i], layout);
    H5Pclose(layout);
    H5Pclose(groups);
    return failed;
}

enum sv_status
sv_storefile_make(const char *path, const char *kind, unsigned version,
                  struct sv_entry *entry, size_t n, struct sv_fault *fault)
{
    hid_t rules, creation, file;
    int failed;

    quieten();
    rules = access_rules();
    creation = H5Pcreate(H5P_FILE_CREATE);
    H5Pset_obj_track_times(creation, 0);
    file = H5Fcreate(path, H5F_ACC_TRUNC, creation, rules);
    H5Pclose(creation);
    H5Pclose(rules);
    if (file < 0)
        return sv_fail_errno(fault, "cannot be made");
    failed = write_header(file, kind, version)
             || write_entries(file, entry, n);
    failed |= H5Fclose(file) < 0;
    if (failed)
        return sv_fail_errno(fault, "cannot be laid out");
    return SV_OK;
}

struct reading {
    struct sv_entry *entry;
    size_t n, capacity;
    int out_of_memory;
};

static int
is_type(hid_t type, enum sv_type candidate)
{
    return H5Tequal(type, native(candidate)) > 0;
}

/* Fills in what dataset SET is; returns nonzero for what we never write, and if
 * memory runs out. */
static int
describe(struct sv_entry *entry, hid_t set, struct reading *r)
{
    const hid_t type = H5Dget_type(set), space = H5Dget_space(set);
    const hssize_t n = H5Sget_simple_extent_npoints(space);
    int failed = type < 0 || space < 0 || n < 0;

    entry->n = failed ? 0 : (size_t) n;
    if (!failed && H5Tget_class(type) == H5T_STRING) {
        entry->n = H5Tget_size(type);
        entry->text = strdup("");
        r->out_of_memory = failed = entry->text == NULL;
    } else if (!failed) {
        int t = SV_U8;

        while (t <= SV_F64 && !is_type(type, (enum sv_type) t))
            t++;
        failed = t > SV_F64;
        entry->type = (enum sv_type) t;
    }
    if (!failed && entry->n > 0) {
        entry->offset = H5Dget_offset(set);
        failed = entry->offset == HADDR_UNDEF;
    }
    H5Sclose(space);
    H5Tclose(type);
    return failed;
}

static struct sv_entry *
next_entry(struct reading *r, const char *name)
{
    struct sv_entry *entry;

    if (r->n == r->capacity) {
        const size_t capacity = 2 * r->capacity + 64;
        struct sv_entry *grown = realloc(r->entry, capacity * sizeof *grown);

        if (grown == NULL)
            return NULL;
        r->entry = grown;
        r->capacity = capacity;
    }
    entry = &r->entry[r->n];
    *entry = (struct sv_entry){ .name = strdup(name) };
    if (entry->name == NULL)
        return NULL;
    r->n++;
    return entry;
}

static herr_t
visit(hid_t file, const char *name, const H5O_info_t *info, void *data)
{
    struct reading *r = data;
    struct sv_entry *entry;
    hid_t set;
    int failed;

    if (info->type != H5O_TYPE_DATASET)
        return 0;
    entry = next_entry(r, name);
    if (entry == NULL) {
        r->out_of_memory = 1;
        return -1;
    }
    set = H5Dopen2(file, name, H5P_DEFAULT);
    failed = set < 0 || describe(entry, set, r);
    H5Dclose(set);
    return failed ? -1 : 0;
}

static int
has_header(hid_t file, const char *kind, unsigned version)
{
    char found[64] = "";
    unsigned number = 0;
    const hid_t type = string_type(sizeof found);
    const hid_t a = H5Aopen(file, "kind", H5P_DEFAULT);
    const hid_t b = H5Aopen(file, "version", H5P_DEFAULT);
    const int good = a >= 0 && b >= 0 && H5Aread(a, type, found) >= 0
                     && H5Aread(b, H5T_NATIVE_UINT, &number) >= 0
                     && strcmp(found, kind) == 0 && number == version;

    H5Aclose(b);
    H5Aclose(a);
    H5Tclose(type);
    return good;
}

enum sv_status
sv_storefile_read(struct sv_entry **entry, size_t *n, const char *path,
                  const char *kind, unsigned version, struct sv_fault *fault)
{
    struct reading r = { 0 };
    enum sv_status status = SV_OK;
    hid_t rules, file;

    quieten();
    rules = access_rules();
    file = H5Fopen(path, H5F_ACC_RDONLY, rules);
    H5Pclose(rules);
    if (file < 0)
        return sv_fail(fault, SV_DATA, "%s: is not a complete artifact; run "
                       "the stage that makes it again", path);
    if (!has_header(file, kind, version))
        status = sv_fail(fault, SV_DATA, "%s: is not a '%s' of version %u; run "
                         "the stage that makes it again", path, kind, version);
    else if (H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, visit, &r,
                       H5O_INFO_BASIC) < 0)
        status = r.out_of_memory
                     ? sv_fail(fault, SV_SYSTEM, "out of memory for the list "
                               "of columns of %s", path)
                     : sv_fail(fault, SV_DATA, "%s: holds what no stage writes; "
                               "run the stage that makes it again", path);
    H5Fclose(file);
    if (status != SV_OK) {
        sv_entries_free(r.entry, r.n);
        return status;
    }
    *entry = r.entry;
    *n = r.n;
    return SV_OK;
}
