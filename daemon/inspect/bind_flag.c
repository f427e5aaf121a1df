#include "bind.h"

#include "finding.h"
#include "lua_raise.h"
#include "reasoning.h"

#include "../base/mem.h"
#include "../report/limits.h"
#include "../wire/answer.h"

#include <ctype.h>

/* report:flag{ … }: the call's table is argument 2, its claim (or nil) stands at CLAIM, and what the finding
 * keeps of Lua's strings stays on the stack until it is written. */
enum { REPORT = 1, CALL = 2, CLAIM = 3 };

/* The level names its own limits: a claim that rests on a guessed grid is no more than worth knowing. */
static enum rule_level level_of(lua_State *L, const struct lua_rule *rule, unsigned confidence)
{
    enum rule_level level = rule->severity;
    if (lua_getfield(L, CALL, "level") != LUA_TNIL) {
        enum rule_level asked;
        if (!rule_level_parse(lua_tostring(L, -1), &asked))
            lua_raise(L, "level must be error, warning or notice");
        if (!rule->severity_set || asked < level)
            level = asked;
    }
    lua_pop(L, 1);
    return confidence < RULE_CONFIDENCE_MIN ? RULE_NOTICE : level;
}

/* [value] -> [its text]: an object of the report gives its quote, nothing gives "" */
static void to_text(lua_State *L, const char *name)
{
    const struct bind_object *object = bind_object_at(L, -1);
    int type = lua_type(L, -1);
    if (object && object->type->evidence) {
        struct bind_evidences evidence = {.n = 0};
        object->type->evidence(bind_report_of(L), object, &evidence);
        bind_push_quote(L, evidence.n ? evidence.items[0].quote : (struct span){0, 0});
    } else if (type == LUA_TNIL) {
        lua_pushliteral(L, "");
    } else if (type == LUA_TSTRING || type == LUA_TNUMBER || type == LUA_TUSERDATA) {
        luaL_tolstring(L, -1, NULL);
    } else {
        lua_raise(L, "{%s} is a %s; a message takes strings, numbers and decimals", name,
                  lua_typename(L, type));
    }
    lua_remove(L, -2);
}

/* [] -> [call[name] or claim[name]] */
static void push_first(lua_State *L, const char *name)
{
    if (lua_getfield(L, CALL, name) != LUA_TNIL)
        return;
    lua_pop(L, 1);
    if (lua_isnil(L, CLAIM))
        lua_raise(L, "{%s}: the call has no field %s, and no claim to take it from", name, name);
    lua_getfield(L, CLAIM, name);
}

/* [] -> [text of a.b.c] */
static void push_path(lua_State *L, struct slice path)
{
    struct slice rest = path;
    lua_pushlstring(L, path.at, path.len);
    int whole = lua_gettop(L);
    for (bool first = true; first || rest.len; first = false) {
        struct slice part = slice_cut(&rest, S("."));
        const char *name = lua_pushlstring(L, part.at, part.len);
        if (first) {
            push_first(L, name);
        } else if (!lua_isnil(L, -2)) {
            if (!lua_istable(L, -2) && !bind_object_at(L, -2))
                lua_raise(L, "{%s}: what stands before .%s has no fields", lua_tostring(L, whole), name);
            lua_getfield(L, -2, name);
        } else {
            lua_pushnil(L);
        }
        lua_replace(L, whole + 1);
        lua_settop(L, whole + 1);
    }
    to_text(L, lua_tostring(L, whole));
    lua_remove(L, whole);
}

/* The length of a placeholder {name.name} at the start of `s`, 0 where there is none. */
static size_t placeholder(struct slice s)
{
    size_t i = 1;
    while (i < s.len && (isalnum((unsigned char)s.at[i]) || s.at[i] == '_' || s.at[i] == '.'))
        i++;
    return i > 1 && i < s.len && s.at[i] == '}' && !isdigit((unsigned char)s.at[1]) ? i + 1 : 0;
}

/* From the first character of `s` up to the next brace. */
static size_t plain_run(struct slice s)
{
    const char *brace = memchr(s.at + 1, '{', s.len - 1);
    return brace ? (size_t)(brace - s.at) : s.len;
}

/* [] -> [the template with its placeholders filled in] */
static struct slice expand(lua_State *L, const char *language)
{
    struct slice from, message;
    from.at = lua_tolstring(L, CALL + 2, &from.len);
    if (!from.at)
        lua_raise(L, "flag needs the message as %s = \"…\"", language);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    for (size_t at = 0; at < from.len;) {
        struct slice rest = slice_sub(from, at, from.len);
        size_t length = rest.at[0] == '{' ? placeholder(rest) : 0;
        if (length) {
            push_path(L, slice_sub(rest, 1, length - 1));
            luaL_addvalue(&out);
        } else {
            length = plain_run(rest);
            luaL_addlstring(&out, rest.at, length);
        }
        at += length;
    }
    luaL_pushresult(&out);
    message.at = lua_tolstring(L, -1, &message.len);
    if (message.len == 0)
        lua_raise(L, "flag's message is empty");
    return message;
}

/* Both languages must be there, so that a rule is whole; the configured one is written. */
static struct slice message_of(lua_State *L, bool english)
{
    static const char *const languages[] = {"zh", "en"};
    for (int i = 0; i < 2; i++) {
        if (lua_getfield(L, CALL, languages[i]) != LUA_TSTRING)
            lua_raise(L, "flag needs the message in both languages, zh = \"…\" and en = \"…\"");
        if (i == english)
            lua_replace(L, CALL + 2);
        else
            lua_pop(L, 1);
    }
    return expand(L, languages[english]);
}

/* A text of the call, kept on the stack; empty where it gives none. */
static struct slice own_text(lua_State *L, const char *name)
{
    struct slice text = {0};
    if (lua_getfield(L, CALL, name) != LUA_TNIL) {
        to_text(L, name);
        text.at = lua_tolstring(L, -1, &text.len);
    }
    return text;
}

static void add_object(lua_State *L, int index, struct bind_evidences *ret)
{
    if (lua_istable(L, index)) /* what report:find gives */
        lua_getfield(L, index, "evidence");
    else
        lua_pushvalue(L, index);
    const struct bind_object *object = bind_object_at(L, -1);
    if (!object || !object->type->evidence)
        lua_raise(L, "evidence must be an array of facts, members, claims, copies, sentences, mentions, "
                     "cells, sections or places");
    object->type->evidence(bind_report_of(L), object, ret);
    lua_pop(L, 1);
}

/* roles = { … }, in the order of the evidence */
static void name_roles(lua_State *L, struct bind_evidences *evidence)
{
    if (lua_getfield(L, CALL, "roles") == LUA_TNIL)
        return;
    luaL_checktype(L, -1, LUA_TTABLE);
    for (uint32_t i = 0; i < evidence->n; i++)
        if (lua_rawgeti(L, -1 - (int)i, (lua_Integer)i + 1) == LUA_TSTRING)
            evidence->items[i].role = lua_tostring(L, -1);
}

static bool is_same(const struct bind_evidence *a, const struct bind_evidence *b)
{
    bool role = a->role == b->role || (a->role && b->role && strcmp(a->role, b->role) == 0);
    return role && a->quote.from == b->quote.from && a->quote.to == b->quote.to;
}

/* What two claims share is told once. */
static void drop_repeated(struct bind_evidences *evidence)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < evidence->n; i++) {
        uint32_t known = 0;
        while (known < n && !is_same(&evidence->items[known], &evidence->items[i]))
            known++;
        if (known == n)
            evidence->items[n++] = evidence->items[i];
    }
    evidence->n = n;
}

static void take_evidence(lua_State *L, struct bind_evidences *ret)
{
    if (lua_getfield(L, CALL, "evidence") == LUA_TNIL) {
        lua_pop(L, 1);
        if (!lua_isnil(L, CLAIM))
            add_object(L, CLAIM, ret);
    } else {
        luaL_checktype(L, -1, LUA_TTABLE);
        lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
        for (lua_Integer i = 1; i <= n && ret->n < BIND_EVIDENCE_MAX; i++) {
            lua_rawgeti(L, -1, i);
            add_object(L, lua_gettop(L), ret);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    if (ret->n == 0)
        lua_raise(L, "flag needs evidence: claim = …, or evidence = { … } with at least one");
    luaL_checkstack(L, BIND_EVIDENCE_MAX + LUA_MINSTACK, "roles");
    name_roles(L, ret);
    drop_repeated(ret);
}

static unsigned least_confidence(const struct claim *claim, const struct bind_evidences *evidence)
{
    unsigned least = claim ? claim->confidence : 100;
    for (uint32_t i = 0; i < evidence->n; i++)
        if (evidence->items[i].fact && evidence->items[i].fact->confidence < least)
            least = evidence->items[i].fact->confidence;
    return least;
}

static void take_hypothesis(const struct claim *claim, struct finding *f)
{
    const struct hypothesis *h = hypothesis_clear(claim);
    if (!h)
        return;
    f->hypothesis.kind = slice_of(slip_text(h->slip));
    f->hypothesis.text = hypothesis_text(f->report, claim, h, f->english);
    f->hypothesis.value = decimal_text(f->report->arena, h->value);
    f->hypothesis.unit = h->unit ? h->unit->name : (struct slice){0};
}

static void take_claim(const struct claim *claim, bool explain, struct finding *f)
{
    struct arena *arena = f->report->arena;
    take_hypothesis(claim, f);
    if (explain)
        f->reasoning = reasoning_text(f->report, claim, f->english);
    f->verdict = slice_of(verdict_text(claim->lenient));
    f->formula = claim_formula(f->report, claim);
    f->unit = claim->unit ? claim->unit->name : (struct slice){0};
    if (claim->lenient == VERDICT_UNKNOWN)
        return;
    f->stated = decimal_text(arena, claim->stated);
    f->computed = decimal_text(arena, claim->computed);
    f->difference = decimal_text(arena, decimal_abs(claim->difference));
}

/* What the call says itself goes before what the claim says. */
static void take_own_texts(lua_State *L, struct finding *f)
{
    const struct {
        const char *name;
        struct slice *text;
        bool number;
    } texts[] = {
        {"key", &f->key, false},
        {"stated", &f->stated, true},
        {"computed", &f->computed, true},
        {"difference", &f->difference, true},
        {"unit", &f->unit, false},
        {"formula", &f->formula, false},
        {"explanation", &f->explanation, false},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct slice own = own_text(L, texts[i].name);
        struct decimal d;
        if (own.at && texts[i].number && !decimal_parse(own, &d))
            lua_raise(L, "%s must be a decimal, or digits as a string", texts[i].name);
        if (own.at)
            *texts[i].text = own;
    }
}

/* mask = { texts }: what no log may repeat */
static void take_masking(lua_State *L, struct masking *ret)
{
    if (lua_getfield(L, CALL, "mask") == LUA_TNIL)
        return;
    luaL_checktype(L, -1, LUA_TTABLE);
    int list = lua_gettop(L);
    lua_Integer n = (lua_Integer)lua_rawlen(L, list);
    luaL_checkstack(L, MASKING_MAX + LUA_MINSTACK, "mask");
    for (lua_Integer i = 1; i <= n && ret->n < MASKING_MAX; i++) {
        if (lua_rawgeti(L, list, i) != LUA_TSTRING)
            lua_raise(L, "mask must be an array of strings");
        struct slice *text = &ret->texts[ret->n++];
        text->at = lua_tolstring(L, -1, &text->len);
    }
}

/* How many findings of this report had the fingerprint before. */
static unsigned count_fingerprint(struct lua_host *host, const char *fingerprint)
{
    uint64_t key = hash_fnv(slice_of(fingerprint)) | 1; /* 0 is a free slot */
    size_t at = key % FINGERPRINT_SLOTS;
    while (host->fingerprints[at].key && host->fingerprints[at].key != key)
        at = (at + 1) % FINGERPRINT_SLOTS;
    host->fingerprints[at].key = key;
    return host->fingerprints[at].n++;
}

/* What is over a limit of the answer is counted, not sent: the client would refuse the whole. */
static bool has_room(const struct lua_host_run *run, const struct finding *f, size_t bytes)
{
    return run->findings < limit_value(LIMIT_FINDINGS) && run->bytes + bytes <= LUA_HOST_BYTES_MAX &&
           run->evidence + f->evidence.n <= ANSWER_EVIDENCE_TOTAL;
}

static void emit(lua_State *L, struct lua_host *host, const struct finding *f)
{
    char fingerprint[FINDING_FINGERPRINT_SIZE];
    struct lua_host_run *run = host->run;
    if (!has_room(run, f, 0)) {
        run->dropped++;
        return;
    }
    finding_fingerprint(f, 0, fingerprint);
    unsigned again = count_fingerprint(host, fingerprint);
    if (again)
        finding_fingerprint(f, again, fingerprint);
    struct slice message = finding_json(f, fingerprint);
    if (!message.len)
        lua_raise(L, "no memory for the finding");
    if (has_room(run, f, message.len)) {
        run->findings++;
        run->evidence += f->evidence.n;
        run->bytes += message.len;
        run->emit(run->context, message);
    } else {
        run->dropped++;
    }
    mem_free((void *)message.at);
}

int bind_flag(lua_State *L)
{
    struct lua_host *host = lua_host_of(L);
    struct finding f = {.report = bind_check(L, REPORT, &bind_report)->item, .english = host->english};
    luaL_checktype(L, CALL, LUA_TTABLE);
    lua_settop(L, CALL);
    lua_getfield(L, CALL, "claim");
    const struct claim *claim = lua_isnil(L, CLAIM) ? NULL : bind_check(L, CLAIM, &bind_claim)->item;
    lua_pushnil(L); /* the template's place */
    f.message = message_of(L, f.english);
    take_evidence(L, &f.evidence);
    if (claim)
        take_claim(claim, host->run->explain, &f);
    take_own_texts(L, &f);
    take_masking(L, &f.masking);
    f.confidence = least_confidence(claim, &f.evidence);
    f.rule = host->rule->source->id;
    f.name = lua_rule_title(host->rule, f.english);
    f.version = lua_rule_text(host->rule, "version");
    enum rule_level level = level_of(L, host->rule, f.confidence);
    f.level = rule_level_text(level);
    if (strictness_tells(host->dial, level, f.confidence))
        emit(L, host, &f);
    else
        host->run->withheld++;
    return 0;
}
