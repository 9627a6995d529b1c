#include "string.hpp"
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace mqlrt {
namespace {
/** The shortest of %.15g, %.16g and %.17g that reads back as the value; a whole number keeps a ".0". */
std::u16string shortest(double value, int least, int most, bool single) {
  char text[64];
  for (int precision = least; precision <= most; precision++) {
    std::snprintf(text, sizeof text, "%.*g", precision, value);
    if (single ? std::strtof(text, nullptr) == static_cast<float>(value) : std::strtod(text, nullptr) == value) break;
  }
  if (!std::strpbrk(text, ".en")) std::strcat(text, ".0");
  return widened(text);
}

struct Decoded {
  char32_t code;
  std::size_t length; // 0: no UTF-8 here
};

Decoded decode(const unsigned char *at, std::size_t left) {
  const unsigned char lead = *at;
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0;
  if (length == 0 || length > left) return {0, 0};
  char32_t code = lead & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; i++) {
    if ((at[i] & 0xC0) != 0x80) return {0, 0};
    code = code << 6 | (at[i] & 0x3F);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {0, 0};
  return {code, length};
}

void append_utf8(std::string &out, char32_t code) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}
} // namespace

std::u16string from_utf8(const char *bytes, std::size_t count) {
  std::u16string out;
  out.reserve(count);
  for (std::size_t at = 0; at < count;) {
    const Decoded next = decode(reinterpret_cast<const unsigned char *>(bytes) + at, count - at);
    if (next.length == 0) {
      out += u'\uFFFD';
      at++;
      continue;
    }
    if (next.code < 0x10000) {
      out += static_cast<char16_t>(next.code);
    } else {
      out += static_cast<char16_t>(0xD800 + ((next.code - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((next.code - 0x10000) & 0x3FF));
    }
    at += next.length;
  }
  return out;
}

std::u16string widened(const char *ascii) { return std::u16string(ascii, ascii + std::strlen(ascii)); }

string::string(const char *utf8) : units_(from_utf8(utf8, std::strlen(utf8))), is_null_(false) {}
string::string(const std::string &utf8) : units_(from_utf8(utf8.data(), utf8.size())), is_null_(false) {}

std::string string::utf8() const {
  std::string out;
  out.reserve(units_.size());
  for (std::size_t at = 0; at < units_.size(); at++) {
    const char32_t unit = units_[at];
    const char32_t next = at + 1 < units_.size() ? units_[at + 1] : 0;
    if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      append_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
      at++;
    } else {
      append_utf8(out, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    }
  }
  return out;
}

std::u16string string::real_text(double value) { return shortest(value, 15, 17, false); }
std::u16string string::real_text(float value) { return shortest(static_cast<double>(value), 6, 9, true); }
std::u16string string::integer_text(i64 value) { return widened(std::to_string(value).c_str()); }
std::u16string string::unsigned_text(u64 value) { return widened(std::to_string(value).c_str()); }
} // namespace mqlrt
