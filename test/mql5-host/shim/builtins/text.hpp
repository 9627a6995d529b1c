// Strings and conversions. CP_ACP is taken for Latin-1; CP_UTF8 is exact, and other code pages are as CP_ACP.
#pragma once
#include "../enums/constants.hpp"
#include "../runtime/array.hpp"
#include "../structs.hpp"
#include "log.hpp"

namespace mqlrt {
/** Text in the bytes of a code page, and back. */
std::string to_bytes(const std::u16string &text, u32 codepage);
std::u16string from_bytes(const char *bytes, std::size_t count, u32 codepage);
} // namespace mqlrt

namespace mql {
inline int StringLen(const string &text) { return text.size(); }
string StringSubstr(const string &text, int start, int length = -1);
int StringFind(const string &text, const string &wanted, int start = 0);
/** The units between separators; 0 for an empty text, 1 without a separator. */
int StringSplit(const string &text, ushort separator, Array<string> &parts);
/** How many were replaced, -1 for an empty text or nothing to look for. */
int StringReplace(string &text, const string &wanted, const string &replacement);
int StringTrimLeft(string &text);
int StringTrimRight(string &text);
/** ASCII letters only. */
bool StringToUpper(string &text);
bool StringToLower(string &text);
int StringCompare(const string &left, const string &right, bool case_sensitive = true);
/** 0 and 5041 outside the text. */
ushort StringGetCharacter(const string &text, int position);
/** A zero cuts the text there; at its end a character is added. */
bool StringSetCharacter(string &text, int position, ushort character);
bool StringFill(string &text, ushort character);
bool StringInit(string &text, int length = 0, ushort character = 0);
bool StringSetLength(string &text, uint length);
bool StringReserve(string &text, uint capacity);
int StringBufferLen(const string &text);
inline bool StringAdd(string &text, const string &added) {
  text += added;
  return true;
}
template <class... Values> int StringConcatenate(string &text, Values... values) {
  text = ::mqlrt::joined(values...);
  return text.size();
}

/** With count -1 the terminating zero is copied, too; the array grows and never shrinks. */
int StringToCharArray(const string &text, Array<uchar> &array, int start = 0, int count = WHOLE_ARRAY, uint codepage = CP_ACP);
int StringToShortArray(const string &text, Array<ushort> &array, int start = 0, int count = WHOLE_ARRAY);
/** Ends at the first zero; bytes that are no UTF-8 become U+FFFD. */
string CharArrayToString(const Array<uchar> &array, int start = 0, int count = WHOLE_ARRAY, uint codepage = CP_ACP);
string ShortArrayToString(const Array<ushort> &array, int start = 0, int count = WHOLE_ARRAY);
string CharToString(uchar character);
string ShortToString(ushort character);

string IntegerToString(i64 number, int length = 0, ushort fill = ' ');
/** `digits` decimals; a negative number of digits means the scientific form. */
string DoubleToString(double value, int digits = 8);
/** The number that the text begins with, else 0. */
i64 StringToInteger(const string &text);
double StringToDouble(const string &text);
string ColorToString(color value, bool named = false);
} // namespace mql
