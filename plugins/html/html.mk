# An HTML5 parser (Apache-2.0): it mends pages as browsers do, and takes its memory from us.
PACKAGES_BUILD += libgumbo-dev
LIBS_PLUGIN_html = $(call libs,gumbo)
