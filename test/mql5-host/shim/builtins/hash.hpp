// CryptEncode with CRYPT_HASH_SHA256 and CRYPT_BASE64.
#pragma once
#include "../enums/files.hpp"
#include "../runtime/array.hpp"

namespace mql {
/** The bytes in `result`, or 0 and 4003 for a method that isn't there. */
int CryptEncode(ENUM_CRYPT_METHOD method, const ::mqlrt::Array<::mqlrt::u8> &data, const ::mqlrt::Array<::mqlrt::u8> &key,
                ::mqlrt::Array<::mqlrt::u8> &result);
} // namespace mql
