#include "symbol.h"

#include <stddef.h>

uint32_t symbol_sign(uint32_t code)
{
    static const struct {
        uint8_t code;
        uint16_t sign;
    } signs[] = {{0x52, 0x2611}, {0x53, 0x2612}, {0x54, 0x2612}, {0x6C, 0x25CF}, {0x6E, 0x25A0},
                 {0x6F, 0x25A1}, {0x71, 0x25A1}, {0x72, 0x25A1}, {0xA8, 0x25A1}, {0xFB, 0x2717},
                 {0xFC, 0x2713}, {0xFD, 0x2612}, {0xFE, 0x2611}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].code == (code & 0xFF))
            return signs[i].sign;
    return 0;
}
