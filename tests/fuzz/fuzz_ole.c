/* Any bytes as a compound file: a document or a workbook. An input that begins with `=== ` is text of marks (fuzz_marks.h),
 * one for each stream, of which a whole compound file is made; so what is mutated is records, and the parts of a document's
 * table stream, that keep their lengths and places right. A line of a stream is bytes, after what it may begin with:
 *
 *   *TTTT   a record of this type, its length in front; a workbook's sheets are found wherever they come to stand
 *   #NN     what follows, to the next such line, is part NN of the document's table stream
 *   @OOOO   at this offset, with zeros before it
 *
 * Bytes are pairs of hexadecimal digits; what stands in double quotes is UTF-16, in single ones it is as it is. */
#include "../../daemon/base/utf8.h"
#include "fuzz_marks.h"
#include "fuzz_pages.h"

#define SECTOR      ((size_t)512)
#define STREAMS     7          /* what two sectors of the directory have room for, beside the root */
#define STREAM_MAX  (17 << 10) /* three of these fill the sectors that one sector of the FAT tells of */
#define OFFSET_MAX  0x3FFFu
#define FIRST       3u /* sector of the first stream: the FAT is before it, and the directory */
#define NO_SECTOR   0xFFFFFFFFu
#define END_SECTOR  0xFFFFFFFEu
#define FAT_SECTOR  0xFFFFFFFDu
#define ENTRY       ((size_t)128)
#define PLACES      16
#define PARTS       0x9Au /* of the document's first stream: where each part is, and how long */
#define PART_MAX    0x5Cu
#define BOF         0x0809u
#define BOUNDSHEET  0x0085u
#define RECORD_HEAD 4u

struct places {
    size_t items[PLACES];
    unsigned n;
};

struct stream {
    struct slice name;
    struct mark_file to;
    size_t end; /* of what was put, wherever that is now put */
    struct places sheets, named;
};

struct part {
    size_t number, from, to;
};

struct pack {
    struct stream streams[STREAMS];
    unsigned n;
    struct part parts[PLACES];
    unsigned n_parts;
};

static int digit(char c)
{
    static const char DIGITS[] = "0123456789abcdef";
    const char *at = c ? strchr(DIGITS, c) : NULL;
    return at ? (int)(at - DIGITS) : -1;
}

/* The digits in front, `most` of them at most. */
static size_t take_hex(struct slice *line, unsigned most)
{
    size_t value = 0, at = 0;
    for (; at < most && at < line->len && digit(line->at[at]) >= 0; at++)
        value = value * 16 + (size_t)digit(line->at[at]);
    *line = slice_sub(*line, at, line->len);
    return value;
}

/* Gives the offset behind the closing quote. */
static size_t put_quoted(struct mark_file *to, struct slice line, size_t at)
{
    const char quote = line.at[at++];
    while (at < line.len && line.at[at] != quote)
        if (quote == '"')
            mark_number(to, utf8_next(line, &at), 2);
        else
            mark_number(to, (unsigned char)line.at[at++], 1);
    return at + 1;
}

static void put_bytes(struct mark_file *to, struct slice line)
{
    for (size_t at = 0; at < line.len;) {
        int high = digit(line.at[at]), low = at + 1 < line.len ? digit(line.at[at + 1]) : -1;
        if (line.at[at] == '"' || line.at[at] == '\'') {
            at = put_quoted(to, line, at);
        } else if (high >= 0 && low >= 0) {
            mark_number(to, (unsigned)(high * 16 + low), 1);
            at += 2;
        } else {
            at++;
        }
    }
}

static void patch(const struct stream *stream, size_t at, size_t value, unsigned bytes)
{
    struct mark_file there = {stream->to.bytes, at, stream->to.cap};
    mark_number(&there, value, bytes);
}

static void add_place(struct places *places, size_t at)
{
    if (places->n < PLACES)
        places->items[places->n++] = at;
}

static void on_record(struct pack *pack, struct stream *stream, struct slice line)
{
    size_t from = stream->to.size, type = take_hex(&line, 4);
    (void)pack;
    mark_number(&stream->to, type, 2);
    mark_number(&stream->to, 0, 2);
    put_bytes(&stream->to, line);
    if (stream->to.size >= from + RECORD_HEAD)
        patch(stream, from + 2, stream->to.size - from - RECORD_HEAD, 2);
    if (type == BOF && from)
        add_place(&stream->sheets, from);
    if (type == BOUNDSHEET)
        add_place(&stream->named, from + RECORD_HEAD);
}

static void on_part(struct pack *pack, struct stream *stream, struct slice line)
{
    size_t number = take_hex(&line, 2), at = stream->to.size;
    put_bytes(&stream->to, line);
    if (number <= PART_MAX && pack->n_parts < PLACES)
        pack->parts[pack->n_parts++] = (struct part){number, at, stream->to.size};
}

static void on_place(struct pack *pack, struct stream *stream, struct slice line)
{
    (void)pack;
    stream->to.size = take_hex(&line, 4) & OFFSET_MAX;
    put_bytes(&stream->to, line);
}

static void on_bytes(struct pack *pack, struct stream *stream, struct slice line)
{
    struct part *part = pack->n_parts ? &pack->parts[pack->n_parts - 1] : NULL;
    bool more = part && part->to == stream->to.size;
    put_bytes(&stream->to, line);
    if (more)
        part->to = stream->to.size;
}

static const struct {
    const char *begins;
    void (*put)(struct pack *pack, struct stream *stream, struct slice line);
} lines[] = {{"*", on_record}, {"#", on_part}, {"@", on_place}, {"", on_bytes}};

static void put_line(struct pack *pack, struct stream *stream, struct slice line)
{
    size_t i = 0, begun;
    while (begun = strlen(lines[i].begins), !slice_starts(line, (struct slice){lines[i].begins, begun}))
        i++;
    lines[i].put(pack, stream, slice_sub(line, begun, line.len));
    stream->end = stream->to.size > stream->end ? stream->to.size : stream->end;
}

static void put_stream(struct pack *pack, const struct mark_entry *entry)
{
    struct stream *stream = &pack->streams[pack->n++];
    struct slice rest = entry->content;
    *stream = (struct stream){.name = entry->name, .to = mark_file_new(STREAM_MAX)};
    while (rest.len > 0)
        put_line(pack, stream, slice_cut(&rest, S("\n")));
    for (unsigned i = 0; i < stream->named.n && i < stream->sheets.n; i++)
        patch(stream, stream->named.items[i], stream->sheets.items[i], 4);
}

static void place_parts(const struct pack *pack)
{
    for (unsigned s = 0; s < pack->n; s++)
        for (unsigned i = 0; i < pack->n_parts && slice_eq(pack->streams[s].name, S("WordDocument")); i++) {
            const struct part *part = &pack->parts[i];
            patch(&pack->streams[s], PARTS + part->number * 8, part->from, 4);
            patch(&pack->streams[s], PARTS + part->number * 8 + 4, part->to - part->from, 4);
        }
}

static unsigned sectors_of(size_t size)
{
    return (unsigned)((size + SECTOR - 1) / SECTOR);
}

static void put_chain(struct mark_file *fat, unsigned first, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        mark_number(fat, i + 1 < n ? first + i + 1 : END_SECTOR, 4);
}

static void put_entry(struct mark_file *to, unsigned char *at, struct slice name, unsigned type)
{
    struct mark_file wide = {at, 0, ENTRY / 2 - 2};
    for (size_t i = 0; i < name.len; i++)
        mark_number(&wide, (unsigned char)name.at[i], 2);
    *to = (struct mark_file){at, ENTRY / 2, ENTRY};
    mark_number(to, wide.size + 2, 2);
    mark_number(to, type, 1);
    mark_number(to, 1, 1);
    mark_number(to, NO_SECTOR, 4);
}

/* The directory: each stream to the right of the one before. */
static void put_directory(const struct pack *pack, unsigned char *at)
{
    struct mark_file to;
    unsigned sector = FIRST;
    put_entry(&to, at, S("Root Entry"), 5);
    mark_number(&to, NO_SECTOR, 4);
    mark_number(&to, pack->n ? 1 : NO_SECTOR, 4);
    to.size = 0x74;
    mark_number(&to, END_SECTOR, 4);
    for (unsigned i = 0; i < pack->n; i++) {
        put_entry(&to, at + (i + 1) * ENTRY, pack->streams[i].name, 2);
        mark_number(&to, i + 1 < pack->n ? i + 2 : NO_SECTOR, 4);
        mark_number(&to, NO_SECTOR, 4);
        to.size = 0x74;
        mark_number(&to, sector, 4);
        mark_number(&to, pack->streams[i].end, 4);
        sector += sectors_of(pack->streams[i].end);
    }
}

/* The head, the FAT and the directory; no stream is too short for sectors of its own. */
static void put_head(const struct pack *pack, struct mark_file *file)
{
    static const unsigned char HEAD[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    mark_put(file, (struct slice){(const char *)HEAD, sizeof HEAD});
    file->size = 0x18;
    mark_number(file, 0x9FFFE0003003E, 8);
    mark_number(file, 6, 2);
    file->size = 0x2C;
    mark_number(file, 1, 4);
    mark_number(file, 1, 4);
    file->size = 0x3C;
    mark_number(file, END_SECTOR, 8);
    mark_number(file, END_SECTOR, 8);
    mark_number(file, 0, 4);
    file->size = SECTOR;
    mark_number(file, FAT_SECTOR, 4);
    put_chain(file, 1, 2);
    for (unsigned i = 0, sector = FIRST; i < pack->n; i++) {
        put_chain(file, sector, sectors_of(pack->streams[i].end));
        sector += sectors_of(pack->streams[i].end);
    }
    put_directory(pack, file->bytes + 2 * SECTOR);
    file->size = (FIRST + 1) * SECTOR;
}

static int fuzz_streams(struct slice text)
{
    struct pack pack = {0};
    size_t size = (FIRST + 1) * SECTOR;
    for (struct mark_entry entry; pack.n < STREAMS && mark_next(&text, &entry);)
        put_stream(&pack, &entry);
    place_parts(&pack);
    for (unsigned i = 0; i < pack.n; i++)
        size += sectors_of(pack.streams[i].end) * SECTOR;
    struct mark_file file = mark_file_new(size);
    put_head(&pack, &file);
    for (unsigned i = 0; i < pack.n; i++) {
        mark_put(&file, (struct slice){(const char *)pack.streams[i].to.bytes, pack.streams[i].end});
        file.size = (file.size + SECTOR - 1) / SECTOR * SECTOR;
        free(pack.streams[i].to.bytes);
    }
    fuzz_pages(file.bytes, file.size, "fuzz.doc");
    free(file.bytes);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    struct slice text = {(const char *)data, size};
    ready = ready || tallyd_format.init() == 0;
    must(ready);
    return slice_starts(text, S(MARK)) ? fuzz_streams(text) : fuzz_pages(data, size, "fuzz.doc");
}
