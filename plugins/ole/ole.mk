# MD5, SHA-1 and RC4 for workbooks that Excel encrypts with a password of its own.
LIBS_PLUGIN_ole = $(call libs,nettle)
