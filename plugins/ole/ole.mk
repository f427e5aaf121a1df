# Digests, RC4 and AES for workbooks that Excel encrypts with a password of its own.
LIBS_PLUGIN_ole = $(call libs,nettle)
