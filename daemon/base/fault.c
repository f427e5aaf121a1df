#include "fault.h"

#include "must.h"

static const struct {
    const char *text, *zh, *en;
    bool retry;
} TABLE[OUTCOME_COUNT] = {
#define X(name, text_, retry_, zh_, en_) [OUTCOME_##name] = {text_, zh_, en_, retry_},
    OUTCOMES(X)
#undef X
};

const char *outcome_text(enum outcome outcome)
{
    must(outcome < OUTCOME_COUNT);
    return TABLE[outcome].text;
}

const char *outcome_zh(enum outcome outcome)
{
    must(outcome < OUTCOME_COUNT);
    return TABLE[outcome].zh;
}

const char *outcome_en(enum outcome outcome)
{
    must(outcome < OUTCOME_COUNT);
    return TABLE[outcome].en;
}

bool outcome_retry(enum outcome outcome)
{
    must(outcome < OUTCOME_COUNT);
    return TABLE[outcome].retry;
}

bool outcome_parse(struct slice text, enum outcome *ret)
{
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        if (slice_eq(text, slice_of(TABLE[i].text))) {
            *ret = (enum outcome)i;
            return true;
        }
    return false;
}
