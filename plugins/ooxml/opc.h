/* The package around a document (Open Packaging Conventions, ISO/IEC 29500-2): parts that name each other by
 * relationships. */
#pragma once

#include "../common/xml.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define OPC_LIMITS(X) X(opc_parts, 8192u, "relationships of one part: a sheet of links has a thousand")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    OPC_LIMITS(X)
#undef X
};

struct opc_relation {
    const char *id;
    const char *type; /* the last word of its URI, the same in transitional and strict files: `styles` */
    const char *part; /* name of the target in the container */
};

struct opc_relations {
    struct opc_relation *items;
    unsigned n, cap;
};

/* The relations of a part, "" for those of the package; none where it has none or they cannot be read. Targets
 * outside the package are left out. */
struct opc_relations opc_relations(struct zip *zip, const char *part);
/* The part of the first relation of a type that is in the container; NULL where there is none. */
const struct zip_entry *opc_part(struct zip *zip, const struct opc_relations *relations, const char *type);
/* The same by the relation's id. */
const struct zip_entry *opc_part_of_id(struct zip *zip, const struct opc_relations *relations,
                                       const char *id);
