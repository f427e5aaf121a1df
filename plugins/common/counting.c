#include "counting.h"

#include <string.h>

#define NUMBER_NONE 0xFF

struct name {
    const char *name;
    enum counting counting;
};

/* OOXML by the whole name, ODF by how the sample begins. */
static const struct name names[] = {
    {"decimal", COUNTING_DECIMAL},
    {"none", COUNTING_NONE},
    {"bullet", COUNTING_NONE},
    {"decimalZero", COUNTING_ZERO},
    {"upperRoman", COUNTING_UPPER_ROMAN},
    {"lowerRoman", COUNTING_LOWER_ROMAN},
    {"upperLetter", COUNTING_UPPER_LETTER},
    {"lowerLetter", COUNTING_LOWER_LETTER},
    {"decimalFullWidth", COUNTING_FULL_WIDTH},
    {"decimalFullWidth2", COUNTING_FULL_WIDTH},
    {"decimalEnclosedCircle", COUNTING_CIRCLE},
    {"decimalEnclosedCircleChinese", COUNTING_CIRCLE},
    {"decimalEnclosedParen", COUNTING_PAREN},
    {"decimalEnclosedFullstop", COUNTING_FULLSTOP},
    {"chineseCounting", COUNTING_CHINESE},
    {"chineseCountingThousand", COUNTING_CHINESE},
    {"japaneseCounting", COUNTING_CHINESE},
    {"taiwaneseCounting", COUNTING_CHINESE},
    {"taiwaneseCountingThousand", COUNTING_CHINESE},
    {"ideographDigital", COUNTING_DIGITAL},
    {"japaneseDigitalTenThousand", COUNTING_DIGITAL},
    {"taiwaneseDigital", COUNTING_DIGITAL},
    {"chineseLegalSimplified", COUNTING_LEGAL},
    {"ideographLegalTraditional", COUNTING_LEGAL},
    {"ideographTraditional", COUNTING_STEMS},
    {"ideographZodiac", COUNTING_BRANCHES},
    {"1", COUNTING_DECIMAL},
    {"I", COUNTING_UPPER_ROMAN},
    {"i", COUNTING_LOWER_ROMAN},
    {"A", COUNTING_UPPER_LETTER},
    {"a", COUNTING_LOWER_LETTER},
    {"", COUNTING_NONE},
};

static const struct name samples[] = {
    {"一", COUNTING_CHINESE}, {"壹", COUNTING_LEGAL},      {"甲", COUNTING_STEMS}, {"子", COUNTING_BRANCHES},
    {"①", COUNTING_CIRCLE},   {"１", COUNTING_FULL_WIDTH}, {"⑴", COUNTING_PAREN},  {"⒈", COUNTING_FULLSTOP},
};

/* The others are Arabic. */
enum counting counting_of_number(unsigned long number)
{
    static const uint8_t forms[] = {
        [0x01] = COUNTING_UPPER_ROMAN,  [0x02] = COUNTING_LOWER_ROMAN, [0x03] = COUNTING_UPPER_LETTER,
        [0x04] = COUNTING_LOWER_LETTER, [0x0A] = COUNTING_CHINESE,     [0x0B] = COUNTING_CHINESE,
        [0x0E] = COUNTING_FULL_WIDTH,   [0x10] = COUNTING_LEGAL,       [0x11] = COUNTING_DIGITAL,
        [0x12] = COUNTING_CIRCLE,       [0x16] = COUNTING_ZERO,        [0x17] = COUNTING_NONE,
        [0x1A] = COUNTING_FULLSTOP,     [0x1B] = COUNTING_PAREN,       [0x1C] = COUNTING_CIRCLE,
        [0x1E] = COUNTING_STEMS,        [0x1F] = COUNTING_BRANCHES,    [0x21] = COUNTING_CHINESE,
        [0x22] = COUNTING_LEGAL,        [0x23] = COUNTING_CHINESE,     [0x24] = COUNTING_DIGITAL,
        [0x25] = COUNTING_CHINESE,      [0x26] = COUNTING_LEGAL,       [0x27] = COUNTING_CHINESE,
        [0x28] = COUNTING_DIGITAL,
    };
    return number == NUMBER_NONE   ? COUNTING_NONE
           : number < sizeof forms ? (enum counting)forms[number]
                                   : COUNTING_DECIMAL;
}

enum counting counting_of(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i].name) == 0)
            return names[i].counting;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (strncmp(name, samples[i].name, strlen(samples[i].name)) == 0)
            return samples[i].counting;
    return COUNTING_DECIMAL;
}

static void put_decimal(struct str *to, unsigned long n)
{
    str_printf(to, "%lu", n);
}

static void put_zero(struct str *to, unsigned long n)
{
    str_printf(to, "%02lu", n);
}

/* 3999 is the last that Roman digits have. */
static void put_roman(struct str *to, unsigned long n, bool upper)
{
    static const struct {
        unsigned long value;
        const char *upper, *lower;
    } digits[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"},  {400, "CD", "cd"}, {100, "C", "c"},
                  {90, "XC", "xc"}, {50, "L", "l"},    {40, "XL", "xl"}, {10, "X", "x"},    {9, "IX", "ix"},
                  {5, "V", "v"},    {4, "IV", "iv"},   {1, "I", "i"}};
    if (n > 3999)
        put_decimal(to, n);
    for (size_t i = 0; n <= 3999 && i < sizeof digits / sizeof *digits; i++)
        for (; n >= digits[i].value; n -= digits[i].value)
            str_puts(to, upper ? digits[i].upper : digits[i].lower);
}

static void put_upper_roman(struct str *to, unsigned long n)
{
    put_roman(to, n, true);
}

static void put_lower_roman(struct str *to, unsigned long n)
{
    put_roman(to, n, false);
}

/* z is followed by aa, zz by aaa. */
static void put_letters(struct str *to, unsigned long n, char first)
{
    char letter = (char)((unsigned long)first + (n + 25) % 26);
    if (!n || n > 26ul * 10)
        put_decimal(to, n);
    else
        for (unsigned long left = n; left; left = left > 26 ? left - 26 : 0)
            str_add(to, &letter, 1);
}

static void put_upper_letter(struct str *to, unsigned long n)
{
    put_letters(to, n, 'A');
}

static void put_lower_letter(struct str *to, unsigned long n)
{
    put_letters(to, n, 'a');
}

/* A character of a row of them; a plain number where the row has ended. */
static void put_of_row(struct str *to, unsigned long n, unsigned long first, unsigned long last)
{
    if (n && n <= last)
        str_char(to, first + n - 1);
    else
        put_decimal(to, n);
}

static void put_circle(struct str *to, unsigned long n)
{
    put_of_row(to, n, 0x2460, 20);
}

static void put_paren(struct str *to, unsigned long n)
{
    put_of_row(to, n, 0x2474, 20);
}

static void put_fullstop(struct str *to, unsigned long n)
{
    put_of_row(to, n, 0x2488, 20);
}

static void put_digits(struct str *to, unsigned long n, const char *const digits[10])
{
    char text[24];
    struct str decimal = {.b = to->b, .at = text, .cap = sizeof text};
    put_decimal(&decimal, n);
    for (size_t i = 0; i < decimal.len; i++)
        str_puts(to, digits[decimal.at[i] - '0']);
}

static void put_full_width(struct str *to, unsigned long n)
{
    static const char *const digits[10] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
    put_digits(to, n, digits);
}

static void put_digital(struct str *to, unsigned long n)
{
    static const char *const digits[10] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    put_digits(to, n, digits);
}

static void put_words(struct str *to, unsigned long n, const char *const digits[10],
                      const char *const units[4])
{
    bool zero = false, any = false;
    if (!n || n > 9999) {
        put_digits(to, n, digits);
        return;
    }
    for (unsigned long unit = 1000, place = 3; unit; unit /= 10, place--) {
        unsigned long digit = n / unit % 10;
        zero = zero || (any && !digit);
        if (!digit)
            continue;
        if (zero)
            str_puts(to, "零");
        str_puts(to, digits[digit]);
        str_puts(to, units[place]);
        zero = false;
        any = true;
    }
}

static void put_chinese(struct str *to, unsigned long n)
{
    static const char *const digits[10] = {"○", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static const char *const units[4] = {"", "十", "百", "千"};
    if (n >= 10 && n < 20)
        str_puts(to, "十");
    if (n != 10)
        put_words(to, n > 10 && n < 20 ? n - 10 : n, digits, units);
}

static void put_legal(struct str *to, unsigned long n)
{
    static const char *const digits[10] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    static const char *const units[4] = {"", "拾", "佰", "仟"};
    put_words(to, n, digits, units);
}

static void put_stems(struct str *to, unsigned long n)
{
    static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
    if (n && n <= sizeof stems / sizeof *stems)
        str_puts(to, stems[n - 1]);
    else
        put_decimal(to, n);
}

static void put_branches(struct str *to, unsigned long n)
{
    static const char *const branches[] = {"子", "丑", "寅", "卯", "辰", "巳",
                                           "午", "未", "申", "酉", "戌", "亥"};
    if (n && n <= sizeof branches / sizeof *branches)
        str_puts(to, branches[n - 1]);
    else
        put_decimal(to, n);
}

static void put_none(struct str *to, unsigned long n)
{
    (void)to, (void)n;
}

void counting_put(struct str *to, enum counting counting, unsigned long number)
{
    static void (*const put[])(struct str * to, unsigned long number) = {
        [COUNTING_DECIMAL] = put_decimal,
        [COUNTING_NONE] = put_none,
        [COUNTING_ZERO] = put_zero,
        [COUNTING_UPPER_ROMAN] = put_upper_roman,
        [COUNTING_LOWER_ROMAN] = put_lower_roman,
        [COUNTING_UPPER_LETTER] = put_upper_letter,
        [COUNTING_LOWER_LETTER] = put_lower_letter,
        [COUNTING_FULL_WIDTH] = put_full_width,
        [COUNTING_CIRCLE] = put_circle,
        [COUNTING_PAREN] = put_paren,
        [COUNTING_FULLSTOP] = put_fullstop,
        [COUNTING_CHINESE] = put_chinese,
        [COUNTING_DIGITAL] = put_digital,
        [COUNTING_LEGAL] = put_legal,
        [COUNTING_STEMS] = put_stems,
        [COUNTING_BRANCHES] = put_branches,
    };
    put[counting](to, number);
}
