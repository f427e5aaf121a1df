#include "strictness.h"

#include "../base/must.h"

static const struct strictness dials[] = {
    {RULE_WARNING, 80, false},
    {RULE_NOTICE, 40, false},
    {RULE_NOTICE, 20, true},
    {RULE_NOTICE, 0, true},
};

const struct strictness *strictness_of(unsigned dial)
{
    must(dial >= STRICTNESS_MIN && dial <= STRICTNESS_MAX);
    return &dials[dial - STRICTNESS_MIN];
}

bool strictness_tells(const struct strictness *s, enum rule_level level, unsigned confidence)
{
    return level >= s->least && confidence >= s->confidence;
}
