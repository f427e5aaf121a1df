#include "zip.h"
#include "memory.h"
#include "reuse.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#define ZLIB_CONST /* what it reads is const */
#include <zlib.h>

/* Heads of records, and how long the fixed part of each is (APPNOTE 4.3). */
#define LOCAL_MARK     "PK\3\4"
#define DIRECTORY_MARK "PK\1\2"
#define END_MARK       "PK\5\6"
#define END64_MARK     "PK\6\6"
enum { MARK = 4, LOCAL_SIZE = 30, DIRECTORY_SIZE = 46, END_SIZE = 22, END64_SIZE = 56, LOCATOR_SIZE = 20 };

/* The end record has a comment of at most this behind it. */
#define COMMENT_MAX 0xFFFFu
/* A size or an offset that stands in the ZIP64 extra field instead. */
#define IN_EXTRA 0xFFFFFFFFu
/* Entries that unpack to less may have any ratio. */
#define RATIO_FREE (8u << 20)
#define PIECE_SIZE (16u << 10)

enum { FLAG_ENCRYPTED = 1, FLAG_DESCRIPTOR = 8 };
enum { STORED = 0, DEFLATED = 8, PLAIN = 1 << 16 /* ours: bytes without a head */ };

struct zip {
    struct tallyd_builder *b;
    struct reuse *memory;
    const unsigned char *bytes;
    size_t size;
    struct zip_entry *entries; /* as they come */
    unsigned n, cap;
    const struct zip_entry **sorted; /* by name */
    bool damaged;
    size_t expanded; /* bytes unpacked so far, all entries */
    unsigned long nodes;
    unsigned char *piece;
};

/* One entry being read. */
struct reading {
    struct zip *zip;
    const struct zip_entry *entry;
    zip_piece_fn *piece;
    void *context;
    size_t given; /* bytes */
    uint32_t crc;
};

static uint32_t get16(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static uint32_t get32(const unsigned char *at)
{
    return get16(at) | get16(at + 2) << 16;
}

static uint64_t get64(const unsigned char *at)
{
    return get32(at) | (uint64_t)get32(at + 4) << 32;
}

/* Whether `count` bytes stand at `at`. */
static bool holds(const struct zip *zip, uint64_t at, uint64_t count)
{
    return at <= zip->size && count <= zip->size - at;
}

static bool has_mark(const struct zip *zip, uint64_t at, const char *mark)
{
    return holds(zip, at, MARK) && memcmp(zip->bytes + at, mark, MARK) == 0;
}

static const char *copy_name(struct zip *zip, const unsigned char *from, size_t length)
{
    char *name = zip->b->ops->alloc(zip->b, length + 1);
    for (; length && (*from == '/' || *from == '\\'); length--)
        from++;
    for (size_t i = 0; i < length; i++) {
        name[i] = (char)from[i];
        if (name[i] == '\\')
            name[i] = '/';
    }
    return name;
}

static struct zip_entry *add(struct zip *zip)
{
    if (zip->n == LIMIT_zip_entries)
        zip->b->ops->limit(zip->b, "zip_entries");
    if (zip->n == zip->cap) {
        unsigned cap = zip->cap ? zip->cap * 2 : 32;
        zip->entries =
            memory_resize(zip->b, zip->entries, zip->cap * sizeof *zip->entries, cap * sizeof *zip->entries);
        zip->cap = cap;
    }
    return &zip->entries[zip->n++];
}

/* The ZIP64 extra field has, in this order, those of unpacked, packed and head that say IN_EXTRA. */
static void read_extra(const unsigned char *extra, size_t size, uint64_t *const values[3])
{
    while (size >= 4) {
        size_t length = get16(extra + 2);
        if (length > size - 4)
            return;
        const unsigned char *at = extra + 4, *end = at + length;
        for (int i = 0; get16(extra) == 1 && i < 3; i++) {
            if (*values[i] != IN_EXTRA || end - at < 8)
                continue;
            *values[i] = get64(at);
            at += 8;
        }
        extra += 4 + length;
        size -= 4 + length;
    }
}

/* One record of the directory; its length, or 0 where it is none. */
static size_t read_record(struct zip *zip, uint64_t at, uint64_t base)
{
    const unsigned char *r = zip->bytes + at;
    if (!has_mark(zip, at, DIRECTORY_MARK) || !holds(zip, at, DIRECTORY_SIZE))
        return 0;
    size_t name = get16(r + 28), extra = get16(r + 30);
    size_t length = DIRECTORY_SIZE + name + extra + get16(r + 32);
    if (!holds(zip, at, length))
        return 0;
    uint64_t packed = get32(r + 20), unpacked = get32(r + 24), head = get32(r + 42);
    read_extra(r + DIRECTORY_SIZE + name, extra, (uint64_t *const[]){&unpacked, &packed, &head});
    if (!has_mark(zip, base + head, LOCAL_MARK))
        return 0;
    *add(zip) = (struct zip_entry){
        .name = copy_name(zip, r + DIRECTORY_SIZE, name),
        .packed = (size_t)packed,
        .unpacked = (size_t)unpacked,
        .encrypted = get16(r + 8) & FLAG_ENCRYPTED,
        .head = (size_t)(base + head),
        .method = get16(r + 10),
        .crc = get32(r + 16),
        .sized = true,
    };
    return length;
}

/* Where the end record is; false where there is none. */
static bool find_end(const struct zip *zip, size_t *ret)
{
    if (zip->size < END_SIZE)
        return false;
    size_t last = zip->size - END_SIZE, first = last > COMMENT_MAX ? last - COMMENT_MAX : 0;
    for (size_t at = last + 1; at-- > first;)
        if (has_mark(zip, at, END_MARK)) {
            *ret = at;
            return true;
        }
    return false;
}

/* The directory's extent: from the end record, or from the ZIP64 one that stands before it. */
static void find_directory(const struct zip *zip, size_t end, uint64_t *ret_size, uint64_t *ret_offset,
                           uint64_t *ret_end)
{
    *ret_size = get32(zip->bytes + end + 12);
    *ret_offset = get32(zip->bytes + end + 16);
    *ret_end = end;
    if (*ret_offset != IN_EXTRA || end < LOCATOR_SIZE + END64_SIZE)
        return;
    uint64_t at = get64(zip->bytes + end - LOCATOR_SIZE + 8);
    if (!has_mark(zip, at, END64_MARK) || !holds(zip, at, END64_SIZE))
        return;
    *ret_size = get64(zip->bytes + at + 40);
    *ret_offset = get64(zip->bytes + at + 48);
    *ret_end = at;
}

/* Something may stand before the container (`base` bytes): offsets count from its own start. */
static bool read_directory(struct zip *zip)
{
    size_t end;
    uint64_t size, offset, stop;
    if (!find_end(zip, &end))
        return false;
    find_directory(zip, end, &size, &offset, &stop);
    if (size > stop || offset > stop - size)
        return false;
    uint64_t base = stop - size - offset;
    for (uint64_t at = base + offset; at < stop;) {
        size_t length = read_record(zip, at, base);
        if (!length)
            return false;
        at += length;
    }
    return zip->n > 0;
}

/* An entry by its own head, which stands at `at`. */
static void read_local(struct zip *zip, size_t at)
{
    const unsigned char *r = zip->bytes + at;
    size_t name = get16(r + 26);
    if (!holds(zip, at, LOCAL_SIZE + name))
        return;
    unsigned flags = get16(r + 6);
    *add(zip) = (struct zip_entry){
        .name = copy_name(zip, r + LOCAL_SIZE, name),
        .packed = get32(r + 18),
        .unpacked = get32(r + 22),
        .encrypted = flags & FLAG_ENCRYPTED,
        .head = at,
        .method = get16(r + 8),
        .crc = get32(r + 14),
        .sized = !(flags & FLAG_DESCRIPTOR),
    };
}

static void scan_locals(struct zip *zip)
{
    zip->n = 0;
    zip->damaged = true;
    for (size_t at = 0; holds(zip, at, LOCAL_SIZE);) {
        const unsigned char *found = memmem(zip->bytes + at, zip->size - at, LOCAL_MARK, MARK);
        if (!found || !holds(zip, (uint64_t)(found - zip->bytes), LOCAL_SIZE))
            return;
        read_local(zip, (size_t)(found - zip->bytes));
        at = (size_t)(found - zip->bytes) + MARK;
    }
}

static int compare_entries(const void *a, const void *b)
{
    const struct zip_entry *const *x = a, *const *y = b;
    int order = strcasecmp((*x)->name, (*y)->name);
    return order ? order : *x < *y ? -1 : *x > *y;
}

static void sort_entries(struct zip *zip)
{
    zip->sorted = zip->b->ops->alloc(zip->b, zip->n * sizeof(struct zip_entry *));
    for (unsigned i = 0; i < zip->n; i++)
        zip->sorted[i] = &zip->entries[i];
    qsort(zip->sorted, zip->n, sizeof *zip->sorted, compare_entries);
}

struct zip *zip_new(struct tallyd_builder *b, const char *text, size_t size)
{
    struct zip *zip = b->ops->alloc(b, sizeof *zip);
    *zip = (struct zip){.b = b, .memory = reuse_new(b), .bytes = (const unsigned char *)text, .size = size};
    return zip;
}

void zip_part(struct zip *zip, const char *name, size_t from, size_t size)
{
    const char *kept = copy_name(zip, (const unsigned char *)name, strlen(name));
    *add(zip) =
        (struct zip_entry){.name = kept, .packed = size, .unpacked = size, .head = from, .method = PLAIN};
}

void zip_ready(struct zip *zip, bool damaged)
{
    zip->damaged = zip->damaged || damaged;
    sort_entries(zip);
}

enum tallyd_result zip_open(struct tallyd_builder *b, const char *bytes, size_t size, struct zip **ret)
{
    struct zip *zip = zip_new(b, bytes, size);
    if (!read_directory(zip))
        scan_locals(zip);
    if (!zip->n)
        return TALLYD_CORRUPT;
    zip->piece = b->ops->alloc(b, PIECE_SIZE);
    zip_ready(zip, false);
    *ret = zip;
    return TALLYD_OK;
}

struct tallyd_builder *zip_builder(const struct zip *zip)
{
    return zip->b;
}

struct reuse *zip_memory(const struct zip *zip)
{
    return zip->memory;
}

bool zip_damaged(const struct zip *zip)
{
    return zip->damaged;
}

bool zip_encrypted(const struct zip *zip)
{
    for (unsigned i = 0; i < zip->n; i++)
        if (zip->entries[i].encrypted)
            return true;
    return false;
}

unsigned zip_count(const struct zip *zip)
{
    return zip->n;
}

const struct zip_entry *zip_entry(const struct zip *zip, unsigned i)
{
    return &zip->entries[i];
}

const struct zip_entry *zip_find(const struct zip *zip, const char *name)
{
    unsigned from = 0, to = zip->n;
    name += *name == '/';
    while (from < to) {
        unsigned middle = from + (to - from) / 2;
        if (strcasecmp(zip->sorted[middle]->name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < zip->n && strcasecmp(zip->sorted[from]->name, name) == 0 ? zip->sorted[from] : NULL;
}

/* Counts what was unpacked, then hands it over; false where the reader has enough. */
static bool give(struct reading *r, size_t taken, const unsigned char *bytes, size_t size)
{
    struct zip *zip = r->zip;
    zip->expanded += size;
    r->given += size;
    if (zip->expanded > LIMIT_zip_expanded)
        zip->b->ops->limit(zip->b, "zip_expanded");
    if (r->given > RATIO_FREE && r->given / LIMIT_zip_ratio > taken)
        zip->b->ops->limit(zip->b, "zip_ratio");
    r->crc = (uint32_t)crc32(r->crc, bytes, (uInt)size);
    return !size || r->piece(r->context, (const char *)bytes, size);
}

static enum tallyd_result verify(const struct reading *r)
{
    bool wrong = r->entry->sized && r->crc != r->entry->crc;
    return wrong ? TALLYD_CORRUPT : TALLYD_OK;
}

static enum tallyd_result read_stored(struct reading *r, const unsigned char *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t piece = size - at < PIECE_SIZE ? size - at : PIECE_SIZE;
        if (!give(r, at + piece, bytes + at, piece))
            return TALLYD_OK;
        at += piece;
    }
    return size < r->entry->packed ? TALLYD_CORRUPT : verify(r);
}

static enum tallyd_result inflate_all(struct reading *r, z_stream *stream)
{
    for (int state = Z_OK; state != Z_STREAM_END;) {
        stream->next_out = r->zip->piece;
        stream->avail_out = PIECE_SIZE;
        state = inflate(stream, Z_NO_FLUSH);
        size_t got = PIECE_SIZE - stream->avail_out;
        if (!give(r, stream->total_in, r->zip->piece, got))
            return TALLYD_OK;
        if (state != Z_OK && state != Z_STREAM_END)
            return TALLYD_CORRUPT;
        if (state == Z_OK && !got && !stream->avail_in)
            return TALLYD_CORRUPT; /* it breaks off */
    }
    return verify(r);
}

static void *on_alloc(void *context, uInt items, uInt size)
{
    return reuse_alloc(context, (size_t)items * size);
}

static enum tallyd_result read_deflated(struct reading *r, const unsigned char *bytes, size_t size)
{
    z_stream stream = {.zalloc = on_alloc, .zfree = reuse_free, .opaque = r->zip->memory};
    stream.next_in = (z_const Bytef *)bytes;
    stream.avail_in = size < UINT32_MAX ? (uInt)size : UINT32_MAX;
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return TALLYD_CORRUPT;
    enum tallyd_result result = inflate_all(r, &stream);
    inflateEnd(&stream);
    return result;
}

enum tallyd_result zip_read(struct zip *zip, const struct zip_entry *entry, zip_piece_fn *piece,
                            void *context)
{
    struct reading r = {.zip = zip, .entry = entry, .piece = piece, .context = context};
    const unsigned char *head = zip->bytes + entry->head;
    if (entry->encrypted)
        return TALLYD_ENCRYPTED;
    if (entry->method == PLAIN)
        return read_stored(&r, head, entry->packed);
    if (!holds(zip, entry->head, LOCAL_SIZE))
        return TALLYD_CORRUPT;
    uint64_t from = entry->head + LOCAL_SIZE + get16(head + 26) + get16(head + 28);
    if (from > zip->size)
        return TALLYD_CORRUPT;
    size_t left = zip->size - (size_t)from;
    size_t size = entry->sized && entry->packed < left ? entry->packed : left;
    if (entry->method == STORED && (entry->sized || !zip->damaged))
        return read_stored(&r, zip->bytes + from, size);
    return entry->method == DEFLATED ? read_deflated(&r, zip->bytes + from, size) : TALLYD_CORRUPT;
}

struct whole {
    struct tallyd_builder *b;
    char *bytes;
    size_t size, cap;
};

static bool on_piece(void *context, const char *bytes, size_t size)
{
    struct whole *w = context;
    if (w->cap - w->size <= size) {
        size_t cap = (w->size + size + 1) * 2;
        w->bytes = memory_resize(w->b, w->bytes, w->size, cap);
        w->cap = cap;
    }
    memcpy(w->bytes + w->size, bytes, size);
    w->size += size;
    w->bytes[w->size] = '\0';
    return true;
}

enum tallyd_result zip_read_all(struct zip *zip, const struct zip_entry *entry, const char **ret,
                                size_t *ret_size)
{
    /* the declared size is a wish: a lie costs no more than a small file can claim */
    size_t cap = entry->unpacked < (1u << 20) ? entry->unpacked + 1 : 1u << 20;
    struct whole w = {.b = zip->b, .cap = cap};
    w.bytes = zip->b->ops->alloc(zip->b, cap);
    enum tallyd_result result = zip_read(zip, entry, on_piece, &w);
    if (result == TALLYD_ENCRYPTED)
        return result;
    *ret = w.bytes;
    *ret_size = w.size;
    return result;
}

unsigned long zip_nodes(struct zip *zip, unsigned long nodes)
{
    zip->nodes = nodes ? nodes : zip->nodes;
    return zip->nodes;
}

bool zip_is_zip(const char *head, size_t size)
{
    return size >= MARK && (memcmp(head, LOCAL_MARK, MARK) == 0 || memcmp(head, END_MARK, MARK) == 0);
}

bool zip_head_names(const char *head, size_t size, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = head; (at = memmem(at, size - (size_t)(at - head), LOCAL_MARK, MARK)); at += MARK) {
        size_t left = size - (size_t)(at - head);
        if (left >= LOCAL_SIZE + length && strncasecmp(at + LOCAL_SIZE, name, length) == 0)
            return true;
    }
    return false;
}
