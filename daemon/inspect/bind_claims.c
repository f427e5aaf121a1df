#include "bind.h"

static const struct claim *of(const struct bind_object *object)
{
    return object->item;
}

static const struct fact *member_fact(const struct report *report, const struct member *member)
{
    return &report->facts.items[member->fact];
}

static void push_kind(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, claim_kind_text(of(o)->kind));
}

static void push_basis(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, basis_text(of(o)->basis));
}

static void push_exhaustive(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->exhaustive);
}

static void push_verdict(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, verdict_text(of(o)->lenient));
}

static void push_strict(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, verdict_text(of(o)->strict));
}

/* Where nothing could be worked out, there is no figure rather than a zero. */
static void push_figure(lua_State *L, const struct claim *claim, struct decimal d)
{
    if (claim->lenient == VERDICT_UNKNOWN)
        lua_pushnil(L);
    else
        bind_push_decimal(L, d);
}

static void push_stated(lua_State *L, const struct bind_object *o)
{
    push_figure(L, of(o), of(o)->stated);
}

static void push_computed(lua_State *L, const struct bind_object *o)
{
    push_figure(L, of(o), of(o)->computed);
}

/* The message says how far off, not in which direction. */
static void push_difference(lua_State *L, const struct bind_object *o)
{
    push_figure(L, of(o), decimal_abs(of(o)->difference));
}

static void push_unit(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->unit ? of(o)->unit->name : (struct slice){0});
}

static void push_formula(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, claim_formula(bind_report_of(L), of(o)));
}

static void push_confidence(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->confidence);
}

static void push_words(lua_State *L, const struct bind_object *o)
{
    bind_push_place(L, of(o)->words);
}

static void push_section(lua_State *L, const struct bind_object *o)
{
    const struct report *report = bind_report_of(L);
    const struct fact *first = of(o)->n ? member_fact(report, of(o)->members) : NULL;
    bind_push(L, &bind_section, first ? &report->document->sections[first->section] : NULL);
}

static void push_blocked(lua_State *L, const struct bind_object *o)
{
    const struct claims *claims = &bind_report_of(L)->claims;
    int32_t by = of(o)->blocked_by;
    bind_push(L, &bind_claim, by >= 0 && (uint32_t)by < claims->n ? &claims->items[by] : NULL);
}

static void push_members(lua_State *L, const struct bind_object *o)
{
    lua_createtable(L, (int)of(o)->n, 0);
    for (uint32_t i = 0; i < of(o)->n; i++) {
        bind_push(L, &bind_member, &of(o)->members[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Of each claim the first that it explains, and of each that is explained the next of the same cause: 1 + its index, 0
 * where there is none. */
struct bind_blocks {
    uint32_t first, next;
};

/* Made when a rule first asks. */
static const struct bind_blocks *blocks_of(lua_State *L, const struct claims *claims)
{
    struct lua_host *host = lua_host_of(L);
    if (host->blocks)
        return host->blocks;
    struct bind_blocks *all = arena_array(bind_report_of(L)->arena, claims->n + 1u, sizeof *all);
    lua_budget_charge(L, claims->n / 8);
    for (uint32_t i = claims->n; i-- > 0;)
        if (claims->items[i].blocked_by >= 0) {
            struct bind_blocks *cause = &all[claims->items[i].blocked_by];
            all[i].next = cause->first;
            cause->first = i + 1;
        }
    return host->blocks = all;
}

static void push_blocks(lua_State *L, const struct bind_object *o)
{
    const struct claims *claims = &bind_report_of(L)->claims;
    const struct bind_blocks *blocks = blocks_of(L, claims);
    struct bind_list list;
    bind_list(&list, L, &bind_claim);
    for (uint32_t i = blocks[of(o) - claims->items].first; i; i = blocks[i - 1].next)
        bind_list_add(&list, &claims->items[i - 1]);
    bind_list_push(&list);
}

/* { kind, zh, en, value, unit, member, other, exact } */
static void push_slip(lua_State *L, const struct claim *claim, const struct hypothesis *h)
{
    const struct report *report = bind_report_of(L);
    lua_createtable(L, 0, 8);
    lua_pushstring(L, slip_text(h->slip));
    lua_setfield(L, -2, "kind");
    bind_push_text(L, hypothesis_text(report, claim, h, false));
    lua_setfield(L, -2, "zh");
    bind_push_text(L, hypothesis_text(report, claim, h, true));
    lua_setfield(L, -2, "en");
    bind_push_decimal(L, h->value);
    lua_setfield(L, -2, "value");
    bind_push_word(L, h->unit ? h->unit->name : (struct slice){0});
    lua_setfield(L, -2, "unit");
    bind_push(L, &bind_member, &claim->members[h->member]);
    lua_setfield(L, -2, "member");
    bind_push(L, &bind_fact, h->other != UINT32_MAX ? &report->facts.items[h->other] : NULL);
    lua_setfield(L, -2, "other");
    lua_pushboolean(L, h->exact);
    lua_setfield(L, -2, "exact");
}

static void push_hypothesis(lua_State *L, const struct bind_object *o)
{
    const struct hypothesis *h = hypothesis_clear(of(o));
    if (h)
        push_slip(L, of(o), h);
    else
        lua_pushnil(L);
}

static void push_hypotheses(lua_State *L, const struct bind_object *o)
{
    lua_createtable(L, (int)of(o)->n_hypotheses, 0);
    for (uint32_t i = 0; i < of(o)->n_hypotheses; i++) {
        push_slip(L, of(o), &of(o)->hypotheses[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* claim.total and so on: the first fact of the role, nil where the claim has none. */
static void push_role(lua_State *L, const struct claim *claim, enum role role)
{
    uint32_t i = 0;
    while (i < claim->n && claim->members[i].role != role)
        i++;
    bind_push(L, &bind_fact, i < claim->n ? member_fact(bind_report_of(L), &claim->members[i]) : NULL);
}

#define X(name, text)                                                                                        \
    static void push_##name(lua_State *L, const struct bind_object *o)                                       \
    {                                                                                                        \
        push_role(L, of(o), ROLE_##name);                                                                    \
    }
ROLES(X)
#undef X

static const struct bind_field claim_fields[] = {
    {"kind", push_kind},
    {"basis", push_basis},
    {"exhaustive", push_exhaustive},
    {"verdict", push_verdict},
    {"strict", push_strict},
    {"stated", push_stated},
    {"computed", push_computed},
    {"difference", push_difference},
    {"unit", push_unit},
    {"formula", push_formula},
    {"confidence", push_confidence},
    {"words", push_words},
    {"section", push_section},
    {"blocked", push_blocked},
    {"blocks", push_blocks},
    {"hypothesis", push_hypothesis},
    {"hypotheses", push_hypotheses},
    {"members", push_members},
#define X(name, text) {text, push_##name},
    ROLES(X)
#undef X
        {NULL, NULL},
};

static void add_member(const struct report *report, const struct member *member, struct bind_evidences *ret)
{
    const struct fact *fact = member_fact(report, member);
    bind_add_evidence(ret, role_text(member->role), fact->quote, fact);
}

static void claim_evidence(const struct report *report, const struct bind_object *o,
                           struct bind_evidences *ret)
{
    for (uint32_t i = 0; i < of(o)->n; i++)
        add_member(report, &of(o)->members[i], ret);
    if (of(o)->n == 0)
        bind_add_evidence(ret, "words", of(o)->words, NULL);
}

const struct bind_type bind_claim = {
    .name = "claim", .number = BIND_CLAIM, .fields = claim_fields, .evidence = claim_evidence};

static const struct member *member_of(const struct bind_object *object)
{
    return object->item;
}

static void push_member_role(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, role_text(member_of(o)->role));
}

static void push_sign(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, member_of(o)->sign);
}

static void push_fact(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_fact, member_fact(bind_report_of(L), member_of(o)));
}

static const struct bind_field member_fields[] = {
    {"role", push_member_role},
    {"sign", push_sign},
    {"fact", push_fact},
    {NULL, NULL},
};

static void member_evidence(const struct report *report, const struct bind_object *o,
                            struct bind_evidences *ret)
{
    add_member(report, member_of(o), ret);
}

const struct bind_type bind_member = {
    .name = "member", .number = BIND_MEMBER, .fields = member_fields, .evidence = member_evidence};

/* report:claims{} */
struct filter {
    int kind, basis, verdict, blocked; /* -1: any */
    bool strict;
    struct slice measure;
};

static const char *kind_word(int kind)
{
    return claim_kind_text((enum claim_kind)kind);
}

static const char *basis_word(int basis)
{
    return basis_text((enum basis)basis);
}

static const char *verdict_word(int verdict)
{
    return verdict_text((enum verdict)verdict);
}

static void read_kind(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->kind = bind_check_word(L, index, kind_word, CLAIM_KIND_COUNT);
}

static void read_basis(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->basis = bind_check_word(L, index, basis_word, BASIS_LEXICON + 1);
}

/* "violated" is the lenient verdict, "strict:violated" the strict one. */
static void read_verdict(lua_State *L, int index, void *filter)
{
    struct filter *f = filter;
    const char *word = luaL_checkstring(L, index);
    f->strict = slice_starts(slice_of(word), S("strict:"));
    lua_pushstring(L, f->strict ? word + strlen("strict:") : word);
    f->verdict = bind_check_word(L, lua_gettop(L), verdict_word, VERDICT_UNKNOWN + 1);
    lua_pop(L, 1);
}

static void read_measure(lua_State *L, int index, void *filter)
{
    struct slice *measure = &((struct filter *)filter)->measure;
    measure->at = luaL_checklstring(L, index, &measure->len);
}

static void read_blocked(lua_State *L, int index, void *filter)
{
    luaL_checktype(L, index, LUA_TBOOLEAN);
    ((struct filter *)filter)->blocked = lua_toboolean(L, index);
}

static const struct bind_filter filters[] = {
    {"kind", read_kind},       {"basis", read_basis},     {"verdict", read_verdict},
    {"measure", read_measure}, {"blocked", read_blocked}, {NULL, NULL},
};

static bool has_measure(const struct report *report, const struct claim *claim, struct slice measure)
{
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct fact *fact = member_fact(report, &claim->members[i]);
        if (fact->measure && slice_eq(fact->measure->name, measure))
            return true;
    }
    return false;
}

static bool passes(const struct filter *f, const struct report *report, const struct claim *claim)
{
    int verdict = (int)(f->strict ? claim->strict : claim->lenient);
    return (f->kind < 0 || (int)claim->kind == f->kind) && (f->basis < 0 || (int)claim->basis == f->basis) &&
           (f->verdict < 0 || verdict == f->verdict) &&
           (f->blocked < 0 || (claim->blocked_by >= 0) == f->blocked) &&
           (!f->measure.at || has_measure(report, claim, f->measure));
}

/* report:has_claims(kind …) */
int bind_has_claims(lua_State *L)
{
    const struct claims *claims = &bind_self(L)->claims;
    unsigned wanted = 0;
    for (int i = 2; i <= lua_gettop(L); i++)
        wanted |= 1U << bind_check_word(L, i, kind_word, CLAIM_KIND_COUNT);
    luaL_argcheck(L, wanted != 0, 2, "a kind of claim");
    lua_budget_charge(L, claims->n / 8);
    uint32_t i = 0;
    while (i < claims->n && !(wanted >> claims->items[i].kind & 1))
        i++;
    lua_pushboolean(L, i < claims->n);
    return 1;
}

int bind_claims(lua_State *L)
{
    struct bind_list list;
    struct filter filter = {.kind = -1, .basis = -1, .verdict = -1, .blocked = -1};
    const struct report *report = bind_self(L);
    bind_read_filters(L, filters, &filter);
    bind_list(&list, L, &bind_claim);
    lua_budget_charge(L, report->claims.n / 8);
    for (uint32_t i = 0; i < report->claims.n; i++) {
        if (passes(&filter, report, &report->claims.items[i]))
            bind_list_add(&list, &report->claims.items[i]);
    }
    return bind_list_push(&list);
}
