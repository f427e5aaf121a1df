#include "cfb.h"

#include <strings.h>

enum {
#define X(name, value, why) LIMIT_##name = (value),
    CFB_LIMITS(X)
#undef X
};

#define CFB_HEADER_FAT 109 /* FAT sectors that the header itself names */
#define CFB_MINI_SHIFT 6
#define CFB_NONE       0xFFFFFFFAu /* from here on numbers are no sectors */
#define CFB_CHAIN_END  0xFFFFFFFEu
#define CFB_ENTRY_SIZE 128
#define CFB_NAME_MAX   32

enum cfb_type { CFB_STORAGE = 1, CFB_STREAM = 2, CFB_ROOT = 5 };

struct table {
    uint32_t *next;
    uint32_t n;
};

struct entry {
    char name[CFB_NAME_MAX]; /* ASCII; other characters as '?' */
    uint8_t type;
    uint32_t left, right, child, start;
    uint64_t size;
    bool top; /* directly below the root */
};

struct cfb {
    struct tallyd_builder *b;
    struct bytes file;
    unsigned shift;
    uint32_t sectors; /* that the file has room for, a short last one counted */
    uint32_t mini_cutoff;
    struct table fat, mini_fat;
    struct entry *entries;
    uint32_t n_entries;
    bool tree;         /* the root has entries below it */
    bool broken;       /* the directory's chain leads out of the file */
    struct bytes mini; /* the root's stream, which holds the mini sectors */
};

static struct bytes sector(const struct cfb *cfb, uint32_t number)
{
    size_t size = (size_t)1 << cfb->shift;
    return bytes_part(cfb->file, ((size_t)number + 1) << cfb->shift, size);
}

/* How many sectors a chain has; more than there are where it runs in a circle. */
static uint32_t chain_length(const struct table *table, uint32_t start)
{
    uint32_t n = 0;
    for (uint32_t at = start; at < table->n && n <= table->n; at = table->next[at])
        n++;
    return n;
}

static bool chain_ends(const struct table *table, uint32_t start)
{
    uint32_t at = start;
    for (uint32_t n = 0; at < table->n && n <= table->n; n++)
        at = table->next[at];
    return at == CFB_CHAIN_END;
}

/* What chains run through: sectors of the file, or mini sectors of the root's stream. */
struct store {
    const struct table *table;
    struct bytes in;
    size_t origin; /* of sector 0 */
    unsigned shift;
};

/* A chain's bytes, `size` of them or as many as it has. */
static struct bytes read_chain(const struct cfb *cfb, const struct store *store, uint32_t start,
                               uint64_t size, bool *ret_cut)
{
    size_t each = (size_t)1 << store->shift, filled = 0;
    uint32_t length = chain_length(store->table, start);
    uint64_t room = (uint64_t)length << store->shift;
    size_t want = (size_t)(size < room ? size : room);
    uint8_t *to = cfb->b->ops->alloc(cfb->b, want + 1);
    for (uint32_t at = start; filled < want; at = store->table->next[at]) {
        size_t take = want - filled < each ? want - filled : each;
        struct bytes from = bytes_part(store->in, store->origin + ((size_t)at << store->shift), take);
        if (from.len)
            memcpy(to + filled, from.at, from.len);
        filled += from.len;
        if (from.len < take)
            break;
    }
    *ret_cut = *ret_cut || filled < size || length > store->table->n;
    return (struct bytes){to, filled};
}

static struct bytes read_sectors(const struct cfb *cfb, uint32_t start, uint64_t size, bool *ret_cut)
{
    struct store store = {&cfb->fat, cfb->file, (size_t)1 << cfb->shift, cfb->shift};
    return read_chain(cfb, &store, start, size, ret_cut);
}

static struct bytes read_mini(const struct cfb *cfb, uint32_t start, uint64_t size, bool *ret_cut)
{
    struct store store = {&cfb->mini_fat, cfb->mini, 0, CFB_MINI_SHIFT};
    return read_chain(cfb, &store, start, size, ret_cut);
}

static struct table table_of(struct tallyd_builder *b, struct bytes from)
{
    struct table table = {.n = (uint32_t)(from.len / 4)};
    table.next = b->ops->alloc(b, (size_t)table.n * 4 + 4);
    for (uint32_t i = 0; i < table.n; i++)
        table.next[i] = bytes_u32(from, (size_t)i * 4);
    return table;
}

static void add_fat_sector(struct cfb *cfb, uint8_t *to, size_t *filled, uint32_t number)
{
    if (number >= cfb->sectors || *filled >> cfb->shift >= cfb->sectors)
        return;
    struct bytes from = sector(cfb, number);
    if (from.len)
        memcpy(to + *filled, from.at, from.len);
    memset(to + *filled + from.len, 0xFF, ((size_t)1 << cfb->shift) - from.len);
    *filled += (size_t)1 << cfb->shift;
}

/* Named by the header, then by a chain of sectors of such names (DIFAT), whose last number is the next one. */
static void read_fat(struct cfb *cfb)
{
    uint32_t n = bytes_u32(cfb->file, 0x2C), done = 0, per_sector = (1u << cfb->shift) / 4 - 1;
    uint32_t most = n < cfb->sectors ? n : cfb->sectors, steps = 0;
    uint8_t *to = cfb->b->ops->alloc(cfb->b, ((size_t)most << cfb->shift) + 4);
    size_t filled = 0;
    for (; done < most && done < CFB_HEADER_FAT; done++)
        add_fat_sector(cfb, to, &filled, bytes_u32(cfb->file, 0x4C + (size_t)done * 4));
    for (uint32_t at = bytes_u32(cfb->file, 0x44); at < cfb->sectors && done < most; steps++) {
        struct bytes names = sector(cfb, at);
        for (uint32_t i = 0; i < per_sector && done < most; i++, done++)
            add_fat_sector(cfb, to, &filled, bytes_u32(names, (size_t)i * 4));
        at = steps < cfb->sectors && bytes_has(names, (size_t)per_sector * 4, 4)
                 ? bytes_u32(names, (size_t)per_sector * 4)
                 : CFB_NONE;
    }
    cfb->fat = table_of(cfb->b, (struct bytes){to, filled});
    if (cfb->fat.n > cfb->sectors)
        cfb->fat.n = cfb->sectors;
}

static void read_entry(struct bytes from, bool large, struct entry *to)
{
    size_t n = bytes_u16(from, 0x40) / 2u;
    for (size_t i = 0; i + 1 < n && i < CFB_NAME_MAX - 1; i++) {
        uint16_t c = bytes_u16(from, i * 2);
        to->name[i] = '?';
        if (c && c < 0x7F)
            to->name[i] = (char)c;
    }
    to->type = bytes_u8(from, 0x42);
    to->left = bytes_u32(from, 0x44);
    to->right = bytes_u32(from, 0x48);
    to->child = bytes_u32(from, 0x4C);
    to->start = bytes_u32(from, 0x74);
    /* Version 3 leaves rubbish in the high half. */
    to->size = bytes_u32(from, 0x78) | (large ? (uint64_t)bytes_u32(from, 0x7C) << 32 : 0);
}

/* Marks the entries below the root. Each is pushed once at most, so a tree with a cycle ends. */
static void mark_top(struct cfb *cfb)
{
    uint32_t *stack = cfb->b->ops->alloc(cfb->b, (size_t)cfb->n_entries * 4 + 4), n = 0;
    uint32_t next[2] = {cfb->entries[0].child, CFB_NONE};
    for (;;) {
        for (int i = 0; i < 2; i++)
            if (next[i] && next[i] < cfb->n_entries && !cfb->entries[next[i]].top) {
                cfb->tree = cfb->entries[next[i]].top = true;
                stack[n++] = next[i];
            }
        if (!n)
            return;
        const struct entry *entry = &cfb->entries[stack[--n]];
        next[0] = entry->left;
        next[1] = entry->right;
    }
}

static bool read_directory(struct cfb *cfb, bool large)
{
    bool cut = false;
    struct bytes from = read_sectors(cfb, bytes_u32(cfb->file, 0x30), (uint64_t)cfb->file.len, &cut);
    size_t n = from.len / CFB_ENTRY_SIZE;
    if (!n)
        return false;
    if (n > LIMIT_cfb_entries)
        cfb->b->ops->limit(cfb->b, "cfb_entries");
    cfb->n_entries = (uint32_t)n;
    cfb->entries = cfb->b->ops->alloc(cfb->b, n * sizeof *cfb->entries);
    for (size_t i = 0; i < n; i++)
        read_entry(bytes_part(from, i * CFB_ENTRY_SIZE, CFB_ENTRY_SIZE), large, &cfb->entries[i]);
    mark_top(cfb);
    cfb->broken = !chain_ends(&cfb->fat, bytes_u32(cfb->file, 0x30));
    return cfb->entries[0].type == CFB_ROOT;
}

enum tallyd_result cfb_open(struct tallyd_builder *b, struct bytes file, struct cfb **ret)
{
    struct cfb *cfb = b->ops->alloc(b, sizeof *cfb);
    bool cut = false;
    *cfb = (struct cfb){.b = b, .file = file, .shift = bytes_u16(file, 0x1E)};
    if (cfb->shift != 9 && cfb->shift != 12)
        return TALLYD_CORRUPT;
    size_t each = (size_t)1 << cfb->shift;
    cfb->sectors = file.len > each ? (uint32_t)((file.len - 1) / each) : 0;
    cfb->mini_cutoff = bytes_u32(file, 0x38);
    read_fat(cfb);
    if (!read_directory(cfb, cfb->shift == 12))
        return TALLYD_CORRUPT;
    const struct entry *root = &cfb->entries[0];
    cfb->mini_fat = table_of(
        b, read_sectors(cfb, bytes_u32(file, 0x3C), (uint64_t)bytes_u32(file, 0x40) << cfb->shift, &cut));
    cfb->mini = read_sectors(cfb, root->start, root->size, &cut);
    *ret = cfb;
    return TALLYD_OK;
}

/* Where the root's tree is lost, any stream of that name. */
static const struct entry *find(const struct cfb *cfb, const char *name)
{
    const struct entry *any = NULL;
    for (uint32_t i = 1; i < cfb->n_entries; i++) {
        const struct entry *entry = &cfb->entries[i];
        if (entry->type != CFB_STREAM || strcasecmp(entry->name, name) != 0)
            continue;
        if (entry->top)
            return entry;
        any = any || cfb->tree ? any : entry;
    }
    return any;
}

bool cfb_has(const struct cfb *cfb, const char *name)
{
    return find(cfb, name) != NULL;
}

bool cfb_broken(const struct cfb *cfb)
{
    return cfb->broken;
}

struct bytes cfb_read(struct cfb *cfb, const char *name, bool *ret_cut)
{
    const struct entry *entry = find(cfb, name);
    if (!entry)
        return (struct bytes){0};
    if (entry->size < cfb->mini_cutoff)
        return read_mini(cfb, entry->start, entry->size, ret_cut);
    return read_sectors(cfb, entry->start, entry->size, ret_cut);
}
