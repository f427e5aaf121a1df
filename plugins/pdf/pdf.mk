# MuPDF (AGPL) is a static library in Debian, with its shared ones. Where it is missing, the plugin is left out.
PACKAGES_BUILD += libmupdf-dev libmujs-dev libjbig2dec0-dev libgumbo-dev libopenjp2-7-dev libjpeg-dev libfreetype-dev libharfbuzz-dev
WITHOUT        += $(if $(wildcard /usr/include/mupdf/pdf.h),,pdf)
LIBS_PLUGIN_pdf = -lmupdf -lmupdf-third $(call libs,freetype2 harfbuzz libopenjp2 jbig2dec gumbo mujs zlib libjpeg) -lm
