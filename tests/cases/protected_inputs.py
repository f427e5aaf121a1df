"""A workbook as Excel writes it where it is to be protected against changes: encrypted with Excel's own password, in a compound file
([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15, [MS-CFB]). Salts and keys are not random, so that the same file comes of it again."""
import base64
import hashlib
import struct
import subprocess

PASSWORD, ROUNDS, SECTOR = "VelvetSweatshop", 100000, 512
SALT, DATA_SALT, KEY = b"salt of password", b"salt of the data", b"the key of the package, 32 bytes"
END, FREE, IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def sha512(*parts):
    return hashlib.sha512(b"".join(parts)).digest()


def aes(key, start, data):
    done = subprocess.run(["openssl", "enc", f"-aes-{len(key) * 8}-cbc", "-nopad", "-K", key.hex(), "-iv", start.hex()], input=data, capture_output=True, check=True)
    return done.stdout


def padded(data, size):
    return data + bytes(-len(data) % size)


def encrypted(package):
    """The streams EncryptionInfo and EncryptedPackage."""
    digest = sha512(SALT, PASSWORD.encode("utf-16-le"))
    for i in range(ROUNDS):
        digest = sha512(struct.pack("<I", i), digest)
    number = b"a random number."
    values = {"encryptedVerifierHashInput": ("fea7d2763b4b9e79", number), "encryptedVerifierHashValue": ("d7aa0f6d3061344e", sha512(number)),
              "encryptedKeyValue": ("146e0be7abacd0d6", KEY)}
    sealed = {name: aes(sha512(digest, bytes.fromhex(purpose))[:32], SALT, value) for name, (purpose, value) in values.items()}
    form = 'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
    coded = {name: base64.b64encode(value).decode() for name, value in {**sealed, "salt": SALT, "data": DATA_SALT}.items()}
    text = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
            f'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData {form} saltValue="{coded["data"]}"/><keyEncryptors>'
            '<keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
            f'<p:encryptedKey spinCount="{ROUNDS}" {form} saltValue="{coded["salt"]}" '
            + " ".join(f'{name}="{coded[name]}"' for name in values) + '/></keyEncryptor></keyEncryptors></encryption>')
    whole, segments = padded(package, 16), range(0, len(package), 4096)
    body = b"".join(aes(KEY, sha512(DATA_SALT, struct.pack("<I", i))[:16], whole[at:at + 4096]) for i, at in enumerate(segments))
    return {"EncryptionInfo": struct.pack("<HHI", 4, 4, 0x40) + text.encode(), "EncryptedPackage": struct.pack("<Q", len(package)) + body}


def directory_entry(name, kind, right, child, start, size):
    coded = name.encode("utf-16-le")
    return coded.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(coded) + 2, kind, 1, FREE, right, child, start, size)


def compound(streams):
    """No stream is below the size of small ones: they are filled up with zeros, which nobody reads."""
    streams = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    fat, body, entries = [IS_FAT, END], b"", b""
    for number, (name, data) in enumerate(streams.items()):
        start, sectors = len(fat), -(-len(data) // SECTOR)
        fat += [start + i + 1 for i in range(sectors - 1)] + [END]
        body += padded(data, SECTOR)
        entries += directory_entry(name, 2, number + 2 if number + 1 < len(streams) else FREE, FREE, start, len(data))
    directory = padded(directory_entry("Root Entry", 5, FREE, 1, END, 0) + entries, SECTOR)
    head = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH10xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 1, 1, 0, 4096, END, 0, END, 0, 0)
    return head + struct.pack("<108I", *[FREE] * 108) + struct.pack("<128I", *fat, *[FREE] * (128 - len(fat))) + directory + body


def protect(path, write):
    write(path)
    path.write_bytes(compound(encrypted(path.read_bytes())))
