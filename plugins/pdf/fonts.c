/* MuPDF carries 40 MB of fonts to draw with. We draw nothing: only widths are wanted, and those are in the file
 * for every font but the fourteen standard ones. These definitions take the place of MuPDF's own (noto.c), so that
 * the linker leaves the rest out. */
#include "pdf.h"

#include <string.h>

#define FONT(name)     extern const unsigned char _binary_resources_fonts_urw_##name##_cff_start[]
#define FONT_END(name) extern const unsigned char _binary_resources_fonts_urw_##name##_cff_end[]
/* One face a family: the widths of the bold and slanted ones differ by less than a blank. */
FONT(NimbusSans_Regular);
FONT_END(NimbusSans_Regular);
FONT(NimbusRoman_Regular);
FONT_END(NimbusRoman_Regular);
FONT(NimbusMonoPS_Regular);
FONT_END(NimbusMonoPS_Regular);
FONT(StandardSymbolsPS);
FONT_END(StandardSymbolsPS);

struct family {
    const char *begins;
    const unsigned char *from, *to;
};

#define FAMILY(begins, name)                                                                                 \
    {                                                                                                        \
        begins, _binary_resources_fonts_urw_##name##_cff_start, _binary_resources_fonts_urw_##name##_cff_end \
    }

static const struct family families[] = {
    FAMILY("Times", NimbusRoman_Regular),
    FAMILY("Courier", NimbusMonoPS_Regular),
    FAMILY("Symbol", StandardSymbolsPS),
    FAMILY("", NimbusSans_Regular),
};

static const unsigned char *none(int *len)
{
    *len = 0;
    return NULL;
}

const unsigned char *fz_lookup_base14_font(fz_context *ctx, const char *name, int *len)
{
    const struct family *f = families;
    (void)ctx;
    while (strncmp(name, f->begins, strlen(f->begins)) != 0)
        f++;
    *len = (int)(f->to - f->from);
    return f->from;
}

const unsigned char *fz_lookup_builtin_font(fz_context *ctx, const char *name, int bold, int italic, int *len)
{
    (void)bold;
    (void)italic;
    return fz_lookup_base14_font(ctx, name, len);
}

const unsigned char *fz_lookup_cjk_font(fz_context *ctx, int ordering, int *len, int *index)
{
    (void)ordering;
    *index = 0;
    return fz_lookup_base14_font(ctx, "", len);
}

const unsigned char *fz_lookup_cjk_font_by_language(fz_context *ctx, const char *lang, int *len, int *subfont)
{
    (void)lang;
    return fz_lookup_cjk_font(ctx, 0, len, subfont);
}

int fz_lookup_cjk_ordering_by_language(const char *name)
{
    (void)name;
    return -1;
}

const unsigned char *fz_lookup_noto_font(fz_context *ctx, int script, int lang, int *len, int *subfont)
{
    (void)ctx;
    (void)script;
    (void)lang;
    *subfont = 0;
    return none(len);
}

const unsigned char *fz_lookup_noto_math_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_music_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_symbol1_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_symbol2_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}

const unsigned char *fz_lookup_noto_emoji_font(fz_context *ctx, int *len)
{
    (void)ctx;
    return none(len);
}
