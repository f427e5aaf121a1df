#include "lua_budget.h"

#include "../base/mem.h"
#include "../base/slice.h"

#include <lauxlib.h>

/* Instructions between two looks at the budget, once they are counted: the hook costs about fifty of them. */
#define HOOK_EVERY 1000
/* Processor time between two ticks of the timer. Counting makes every instruction dearer, so it begins with a rule's
 * first tick: nearly all are done before, and in so short a time none can spend what it has. */
#define TICK_MS 5
/* Bytes of memory that count as one instruction: about what either takes in time. */
#define BYTES_AN_INSTRUCTION 64
/* Instructions that a protected call and an error caught take the time of. */
#define PCALL_COST 30
/* For the message and the traceback of a rule that has used up its memory. */
#define MEMORY_FOR_MESSAGE 65536

static const char *const texts[] = {
    [LUA_SPENT_NOTHING] = "error",   [LUA_SPENT_MEMORY] = "memory", [LUA_SPENT_INSTRUCTIONS] = "instructions",
    [LUA_SPENT_MATCHER] = "matcher", [LUA_SPENT_TIME] = "time",
};

static const char *const messages[] = {
    [LUA_SPENT_NOTHING] = "error",
    [LUA_SPENT_MEMORY] = "the rule's memory is used up",
    [LUA_SPENT_INSTRUCTIONS] = "the rule's instructions are used up",
    [LUA_SPENT_MATCHER] = "the rule's matching steps are used up",
    [LUA_SPENT_TIME] = "the rule's time is used up",
};

/* `level` is the function that the message names: 1, who called the C function that stops; 0 in a hook. */
static _Noreturn void stop(lua_State *L, enum lua_spent spent, int level)
{
    lua_budget_of(L)->spent = (sig_atomic_t)spent;
    luaL_where(L, level);
    lua_pushstring(L, messages[spent]);
    lua_concat(L, 2);
    lua_error(L);
    __builtin_unreachable();
}

_Noreturn void lua_budget_stop(lua_State *L, enum lua_spent spent)
{
    stop(L, spent, 1);
}

static bool take_instructions(struct lua_budget *budget, unsigned long n)
{
    if (n < budget->instructions) {
        budget->instructions -= n;
        return true;
    }
    budget->instructions = 0;
    return false;
}

/* Runs every HOOK_EVERY instructions; once a limit is spent, at the next instruction, and raises again each time.
 */
static void on_count(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    struct lua_budget *budget = lua_budget_of(L);
    if (!budget->spent && !take_instructions(budget, HOOK_EVERY))
        budget->spent = LUA_SPENT_INSTRUCTIONS;
    if (budget->spent)
        stop(L, (enum lua_spent)budget->spent, 0);
}

/* From a place that cannot raise: the next instruction will. Lua allows this in a signal handler. */
static void stop_soon(struct lua_budget *budget, enum lua_spent spent)
{
    if (!budget->running || budget->spent)
        return;
    budget->spent = (sig_atomic_t)spent;
    lua_sethook(budget->L, on_count, LUA_MASKCOUNT, 1);
}

/* Whether a piece may grow by so much, up to `size`: a crossed cap refuses it, instructions spent on it stop the rule
 * soon. */
static inline bool may_grow(struct lua_budget *budget, size_t more, size_t size)
{
    if (budget->cap && budget->used + more > budget->cap)
        return false;
    if (budget->running && !take_instructions(budget, size / BYTES_AN_INSTRUCTION))
        stop_soon(budget, LUA_SPENT_INSTRUCTIONS);
    return true;
}

static void *allocate_new(struct lua_budget *budget, size_t size)
{
    if (size == 0 || !may_grow(budget, size, size))
        return NULL;
    void *memory = mem_alloc(size);
    if (memory)
        budget->used += size;
    return memory;
}

static void *allocate(void *context, void *old, size_t old_size, size_t size)
{
    struct lua_budget *budget = context;
    if (!old)
        return allocate_new(budget, size);
    if (size > old_size && !may_grow(budget, size - old_size, size))
        return NULL;
    void *memory = mem_realloc(old, size);
    if (memory || size == 0)
        budget->used += size - old_size;
    return memory;
}

static unsigned long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (unsigned long)now.tv_sec * 1000 + (unsigned long)now.tv_nsec / 1000000;
}

static void count_instructions(struct lua_budget *budget)
{
    lua_sethook(budget->L, on_count, LUA_MASKCOUNT, HOOK_EVERY);
}

/* One timer ticks for all rules: to set it anew for each would cost more than most of them take. A rule's time counts
 * from its first tick. */
static void on_timer(int number, siginfo_t *info, void *context)
{
    struct lua_budget *budget = info->si_value.sival_ptr;
    (void)number, (void)context;
    if (!budget->running || budget->spent)
        return;
    if (!budget->ticked) {
        budget->ticked = true;
        budget->since_ms = now_ms();
        count_instructions(budget);
    } else if (now_ms() - budget->since_ms >= budget->limits.time_ms) {
        stop_soon(budget, LUA_SPENT_TIME);
    }
}

lua_State *lua_budget_state(struct lua_budget *budget, const struct lua_limits *limits)
{
    struct sigaction action = {.sa_sigaction = on_timer, .sa_flags = SA_SIGINFO | SA_RESTART};
    *budget = (struct lua_budget){.limits = *limits};
    sigaction(SIGVTALRM, &action, NULL);
    lua_State *L = lua_newstate(allocate, budget);
    if (L)
        *(struct lua_budget **)lua_getextraspace(L) = budget;
    budget->L = L;
    return L;
}

void lua_budget_open_timer(struct lua_budget *budget)
{
    struct sigevent event = {
        .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGVTALRM, .sigev_value = {.sival_ptr = budget}};
    const struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
    const struct itimerspec at = {.it_value = tick, .it_interval = tick};
    budget->has_timer = timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &budget->timer) == 0;
    if (budget->has_timer)
        timer_settime(budget->timer, 0, &at, NULL);
}

void lua_budget_close_timer(struct lua_budget *budget)
{
    if (budget->has_timer)
        timer_delete(budget->timer);
    budget->has_timer = false;
}

/* The message of an error object, never through its own __tostring, and the way that led there. */
static int traceback(lua_State *L)
{
    struct lua_budget *budget = lua_budget_of(L);
    budget->running = false;
    budget->cap += MEMORY_FOR_MESSAGE;
    const char *message = lua_isstring(L, 1)
                              ? lua_tostring(L, 1)
                              : lua_pushfstring(L, "the error is a %s value", luaL_typename(L, 1));
    luaL_traceback(L, L, message, 1);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    struct slice whole = {text, length}, ours = S("\n\t[C]: in ?");
    if (slice_ends(whole, ours))
        lua_pushlstring(L, text, length - ours.len);
    return 1;
}

static void begin(struct lua_budget *budget)
{
    budget->instructions = budget->limits.instructions;
    budget->match_steps = budget->limits.match_steps;
    budget->cap = budget->used + budget->limits.memory;
    budget->spent = LUA_SPENT_NOTHING;
    budget->ticked = false;
    if (!budget->has_timer)
        count_instructions(budget);
    budget->running = true;
}

static void end(struct lua_budget *budget)
{
    budget->running = false;
    budget->cap = 0;
    lua_sethook(budget->L, NULL, 0, 0);
}

int lua_budget_call(lua_State *L, int arguments, int results, enum lua_spent *ret_spent)
{
    struct lua_budget *budget = lua_budget_of(L);
    int handler = lua_gettop(L) - arguments;
    lua_pushcfunction(L, traceback);
    lua_insert(L, handler);
    begin(budget);
    int status = lua_pcall(L, arguments, results, handler);
    end(budget);
    lua_remove(L, handler);
    if (status == LUA_ERRMEM && !budget->spent)
        budget->spent = LUA_SPENT_MEMORY;
    *ret_spent = (enum lua_spent)budget->spent;
    return status;
}

void lua_budget_charge(lua_State *L, unsigned long n)
{
    struct lua_budget *budget = lua_budget_of(L);
    if (budget->running && !take_instructions(budget, n))
        lua_budget_stop(L, LUA_SPENT_INSTRUCTIONS);
}

int lua_budget_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_budget_charge(L, PCALL_COST);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    struct lua_budget *budget = lua_budget_of(L);
    if (status == LUA_ERRMEM && !budget->spent)
        budget->spent = LUA_SPENT_MEMORY;
    if (budget->spent)
        lua_budget_stop(L, (enum lua_spent)budget->spent);
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}

const char *lua_spent_text(enum lua_spent spent)
{
    return texts[spent];
}
