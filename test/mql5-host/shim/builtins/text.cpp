#include "text.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include "../runtime/errors.hpp"

namespace mqlrt {
std::string to_bytes(const std::u16string &text, u32 codepage) {
  if (codepage == static_cast<u32>(mql::CP_UTF8)) return string(text).utf8();
  std::string bytes;
  for (const char16_t unit : text) bytes += unit < 256 ? static_cast<char>(unit) : '?';
  return bytes;
}

std::u16string from_bytes(const char *bytes, std::size_t count, u32 codepage) {
  if (codepage == static_cast<u32>(mql::CP_UTF8)) return from_utf8(bytes, count);
  std::u16string text;
  for (std::size_t i = 0; i < count; i++) text += static_cast<char16_t>(static_cast<u8>(bytes[i]));
  return text;
}
} // namespace mqlrt

namespace mql {
using ::mqlrt::last_error;

string StringSubstr(const string &text, int start, int length) {
  if (start < 0 || start >= text.size() || length == 0) return string(u"");
  return string(text.units().substr(static_cast<std::size_t>(start), length < 0 ? std::u16string::npos : static_cast<std::size_t>(length)));
}

int StringFind(const string &text, const string &wanted, int start) {
  const std::size_t found = text.units().find(wanted.units(), static_cast<std::size_t>(start < 0 ? 0 : start));
  return found == std::u16string::npos ? -1 : static_cast<int>(found);
}

int StringSplit(const string &text, ushort separator, Array<string> &parts) {
  parts.resize(0, 0);
  if (text.size() == 0) return 0;
  const std::u16string &units = text.units();
  for (std::size_t from = 0;;) {
    const std::size_t to = units.find(static_cast<char16_t>(separator), from);
    if (parts.resize(parts.size() + 1, 16) < 0) {
      last_error = ERR_ARRAY_RESIZE_ERROR;
      return -1;
    }
    parts[parts.size() - 1] = string(units.substr(from, to == std::u16string::npos ? to : to - from));
    if (to == std::u16string::npos) return parts.size();
    from = to + 1;
  }
}

int StringReplace(string &text, const string &wanted, const string &replacement) {
  if (text.size() == 0 || wanted.size() == 0) {
    last_error = ERR_WRONG_STRING_PARAMETER;
    return -1;
  }
  int count = 0;
  std::u16string &units = text.units();
  for (std::size_t at = units.find(wanted.units()); at != std::u16string::npos; at = units.find(wanted.units(), at)) {
    units.replace(at, wanted.units().size(), replacement.units());
    at += replacement.units().size();
    count++;
  }
  return count;
}

static bool is_blank(char16_t unit) { return unit == u' ' || unit == u'\t' || unit == u'\r' || unit == u'\n'; }

int StringTrimLeft(string &text) {
  if (text.size() == 0) return 0;
  std::u16string &units = text.units();
  const auto first = std::find_if_not(units.begin(), units.end(), is_blank);
  const int count = static_cast<int>(first - units.begin());
  units.erase(units.begin(), first);
  return count;
}

int StringTrimRight(string &text) {
  if (text.size() == 0) return 0;
  std::u16string &units = text.units();
  const auto last = std::find_if_not(units.rbegin(), units.rend(), is_blank).base();
  const int count = static_cast<int>(units.end() - last);
  units.erase(last, units.end());
  return count;
}

static std::u16string shifted(std::u16string units, char16_t first, char16_t last, int by) {
  for (char16_t &unit : units)
    if (unit >= first && unit <= last) unit = static_cast<char16_t>(unit + by);
  return units;
}

bool StringToUpper(string &text) {
  if (!text.is_null()) text.units() = shifted(text.units(), u'a', u'z', -32);
  return true;
}

bool StringToLower(string &text) {
  if (!text.is_null()) text.units() = shifted(text.units(), u'A', u'Z', 32);
  return true;
}

int StringCompare(const string &left, const string &right, bool case_sensitive) {
  const int order = case_sensitive ? left.units().compare(right.units())
                                   : shifted(left.units(), u'A', u'Z', 32).compare(shifted(right.units(), u'A', u'Z', 32));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

ushort StringGetCharacter(const string &text, int position) {
  if (position >= 0 && position < text.size()) return text[position];
  last_error = ERR_STRINGPOS_OUTOFRANGE;
  return 0;
}

bool StringSetCharacter(string &text, int position, ushort character) {
  if (position < 0 || position > text.size()) return ::mqlrt::succeeded(ERR_STRINGPOS_OUTOFRANGE);
  std::u16string &units = text.units();
  units.resize(character == 0 ? static_cast<std::size_t>(position) : std::max(units.size(), static_cast<std::size_t>(position) + 1));
  if (character != 0) units[static_cast<std::size_t>(position)] = static_cast<char16_t>(character);
  return true;
}

bool StringFill(string &text, ushort character) {
  std::fill(text.units().begin(), text.units().end(), static_cast<char16_t>(character));
  return true;
}

bool StringInit(string &text, int length, ushort character) {
  if (length < 0) return ::mqlrt::succeeded(ERR_WRONG_STRING_PARAMETER);
  text = string(std::u16string(character == 0 ? 0 : static_cast<std::size_t>(length), static_cast<char16_t>(character)));
  return true;
}

bool StringSetLength(string &text, uint length) {
  text.units().resize(length, u' ');
  return true;
}

bool StringReserve(string &text, uint capacity) {
  text.units().reserve(capacity);
  return true;
}

int StringBufferLen(const string &text) { return static_cast<int>(text.units().capacity()); }

/** Copies `count` units (all with -1) to `start`, growing the array if it can; how many went in. */
template <class T> static int copy_units(const T *units, std::size_t length, Array<T> &array, int start, int count) {
  if (start < 0) return 0;
  const i64 wanted = count < 0 || count > static_cast<i64>(length) ? static_cast<i64>(length) : count;
  if (start + wanted > array.size() && !array.is_fixed()) array.resize(static_cast<int>(start + wanted), 0);
  const i64 copied = std::max<i64>(0, std::min<i64>(wanted, i64{array.size()} - start));
  if (copied > 0) std::memcpy(array.data() + start, units, static_cast<std::size_t>(copied) * sizeof(T));
  return static_cast<int>(copied);
}

int StringToCharArray(const string &text, Array<uchar> &array, int start, int count, uint codepage) {
  const std::string bytes = ::mqlrt::to_bytes(text.units(), codepage);
  return copy_units(reinterpret_cast<const uchar *>(bytes.c_str()), bytes.size() + 1, array, start, count);
}

int StringToShortArray(const string &text, Array<ushort> &array, int start, int count) {
  const std::u16string &units = text.units();
  return copy_units(reinterpret_cast<const ushort *>(units.c_str()), units.size() + 1, array, start, count);
}

/** How many units follow `start` before the first zero, `count` at most. */
template <class T> static std::size_t text_length(const Array<T> &array, int start, int count) {
  if (start < 0 || start >= array.size()) return 0;
  const int most = count < 0 || count > array.size() - start ? array.size() - start : count;
  const T *from = array.data() + start;
  return static_cast<std::size_t>(std::find(from, from + most, T(0)) - from);
}

string CharArrayToString(const Array<uchar> &array, int start, int count, uint codepage) {
  const std::size_t length = text_length(array, start, count);
  if (length == 0) return string(u"");
  return string(::mqlrt::from_bytes(reinterpret_cast<const char *>(array.data()) + start, length, codepage));
}

string ShortArrayToString(const Array<ushort> &array, int start, int count) {
  const std::size_t length = text_length(array, start, count);
  if (length == 0) return string(u"");
  return string(std::u16string(reinterpret_cast<const char16_t *>(array.data()) + start, length));
}

string CharToString(uchar character) { return string(std::u16string(1, static_cast<char16_t>(character))); }
string ShortToString(ushort character) { return string(std::u16string(1, static_cast<char16_t>(character))); }

string IntegerToString(i64 number, int length, ushort fill) {
  const string text(number);
  if (length <= text.size()) return text;
  return string(std::u16string(static_cast<std::size_t>(length - text.size()), static_cast<char16_t>(fill)) + text.units());
}

string DoubleToString(double value, int digits) {
  char text[400];
  const int shown = std::min(std::abs(digits), 16);
  std::snprintf(text, sizeof text, digits < 0 ? "%.*e" : "%.*f", shown, value);
  return string(text);
}

/** The part of a text that reads as a number: C's own readers would take hexadecimal, "inf" and "nan" as well. */
static std::string number_at_start(const string &text, bool is_real) {
  std::string out;
  bool has_point = false;
  bool has_exponent = false;
  std::size_t at = 0;
  const std::u16string &units = text.units();
  while (at < units.size() && is_blank(units[at])) at++;
  for (; at < units.size(); at++) {
    const char16_t unit = units[at];
    const bool is_sign = (unit == u'-' || unit == u'+') && (out.empty() || out.back() == 'e');
    const bool is_point = is_real && unit == u'.' && !has_point && !has_exponent;
    const bool is_exponent = is_real && (unit == u'e' || unit == u'E') && !has_exponent && !out.empty();
    if (!is_sign && !is_point && !is_exponent && (unit < u'0' || unit > u'9')) break;
    has_point = has_point || is_point;
    has_exponent = has_exponent || is_exponent;
    out += is_exponent ? 'e' : static_cast<char>(unit);
  }
  return out;
}

i64 StringToInteger(const string &text) { return std::strtoll(number_at_start(text, false).c_str(), nullptr, 10); }
double StringToDouble(const string &text) { return std::strtod(number_at_start(text, true).c_str(), nullptr); }

string ColorToString(color value, bool) {
  return string(value & 0xFF) + u"," + string(value >> 8 & 0xFF) + u"," + string(value >> 16 & 0xFF);
}
} // namespace mql
