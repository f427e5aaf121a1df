/* What one rule may use of the Lua state, and how it is stopped. Four limits:
 *
 *   memory        the state's allocator refuses what is over the cap
 *   instructions  a count hook, set at the rule's first tick of the timer; work done inside one C function is charged by
 *                 its size (lua_budget_charge), memory asked for by its amount, so that no call is free
 *   matcher       steps of find, match, gmatch, gsub (lua_match.h)
 *   time          processor time, by the ticks of a timer signal; the backstop for what is dear and not charged
 *
 * A spent budget raises an error that goes through every pcall of the rule. Used by tally-inspect. */
#pragma once

#include <lua.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>

struct lua_limits {
    size_t memory;              /* bytes that one rule may add to the state */
    unsigned long instructions; /* of one rule on one report */
    unsigned long match_steps;  /* of all its find, match, gmatch, gsub on one report */
    unsigned time_ms;           /* processor time of one rule on one report */
};

enum lua_spent {
    LUA_SPENT_NOTHING,
    LUA_SPENT_MEMORY,
    LUA_SPENT_INSTRUCTIONS,
    LUA_SPENT_MATCHER,
    LUA_SPENT_TIME
};

struct lua_budget {
    struct lua_limits limits;
    lua_State *L;
    size_t used, cap;                        /* bytes of the state; cap 0: none */
    unsigned long instructions, match_steps; /* left */
    bool running;
    volatile sig_atomic_t spent;  /* enum lua_spent */
    volatile sig_atomic_t ticked; /* the timer, since the rule began */
    unsigned long since_ms;       /* processor time then; the signal handler's own */
    timer_t timer;
    bool has_timer;
};

/* A state whose memory and calls are counted in `budget`, which must not move. NULL without memory. */
lua_State *lua_budget_state(struct lua_budget *budget, const struct lua_limits *limits);
/* The budget of a state. */
static inline struct lua_budget *lua_budget_of(lua_State *L)
{
    return *(struct lua_budget **)lua_getextraspace(L);
}

/* The timer of this process (timers do not survive a fork); without one, time is not limited, and instructions are
 * counted from the first. */
void lua_budget_open_timer(struct lua_budget *budget);
void lua_budget_close_timer(struct lua_budget *budget);

/* Calls the function and its arguments on the stack under a fresh budget: LUA_OK, or an error whose message,
 * with traceback, is on the stack; `ret_spent` tells when it was a limit. */
int lua_budget_call(lua_State *L, int arguments, int results, enum lua_spent *ret_spent);

/* Takes `n` instructions off the rule's budget for work of a C function; raises when they are spent. */
void lua_budget_charge(lua_State *L, unsigned long n);
/* Raises the error of a limit; for the matcher. */
_Noreturn void lua_budget_stop(lua_State *L, enum lua_spent spent);
/* pcall for rules: catches errors, not limits. */
int lua_budget_pcall(lua_State *L);
/* The wire's word: "memory", "instructions", "matcher", "time"; "error" for nothing. */
const char *lua_spent_text(enum lua_spent spent);
