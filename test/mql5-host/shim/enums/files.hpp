// Files, hashes and sorting. A number marked "own" is not in the reference: it only has to differ from its neighbours.
#pragma once
#include <cstdio>
#include "enum.hpp"

// C's macros of the same names and numbers.
#undef SEEK_SET
#undef SEEK_CUR
#undef SEEK_END

namespace mql {

#define MQL_LIST_FILE_POSITION(X) \
  X(SEEK_SET, 0) \
  X(SEEK_CUR, 1) \
  X(SEEK_END, 2)
MQL_ENUM(ENUM_FILE_POSITION, MQL_LIST_FILE_POSITION)

#define MQL_LIST_FILE_PROPERTY_INTEGER(X) \
  X(FILE_EXISTS, 0) \
  X(FILE_CREATE_DATE, 1) \
  X(FILE_MODIFY_DATE, 2) \
  X(FILE_ACCESS_DATE, 3) \
  X(FILE_SIZE, 4) \
  X(FILE_POSITION, 5) \
  X(FILE_END, 6) \
  X(FILE_LINE_END, 7) \
  X(FILE_IS_COMMON, 8) \
  X(FILE_IS_TEXT, 9) \
  X(FILE_IS_BINARY, 10) \
  X(FILE_IS_CSV, 11) \
  X(FILE_IS_ANSI, 12) \
  X(FILE_IS_READABLE, 13) \
  X(FILE_IS_WRITABLE, 14)
// all of them own
MQL_ENUM(ENUM_FILE_PROPERTY_INTEGER, MQL_LIST_FILE_PROPERTY_INTEGER)

#define MQL_LIST_CRYPT_METHOD(X) \
  X(CRYPT_BASE64, 0) \
  X(CRYPT_AES128, 1) \
  X(CRYPT_AES256, 2) \
  X(CRYPT_DES, 3) \
  X(CRYPT_HASH_SHA1, 4) \
  X(CRYPT_HASH_SHA256, 5) \
  X(CRYPT_HASH_MD5, 6) \
  X(CRYPT_ARCH_ZIP, 7)
MQL_ENUM(ENUM_CRYPT_METHOD, MQL_LIST_CRYPT_METHOD)

} // namespace mql
