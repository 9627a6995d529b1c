// The text type: UTF-16 units by value, and NULL apart from "".
#pragma once
#include <string>
#include "critical.hpp"

/** A text literal of the expert: made once. */
#define MQL_S(literal)                                                                                                \
  ([]() -> const ::mqlrt::string & {                                                                                  \
    static const ::mqlrt::string text(literal);                                                                       \
    return text;                                                                                                      \
  }())

namespace mqlrt {
class string {
  std::u16string units_;
  bool is_null_ = true;

public:
  string() = default;
  string(NullT) {}
  string(const char16_t *text) : units_(text), is_null_(false) {}
  string(std::u16string units) : units_(std::move(units)), is_null_(false) {}
  string(const char *utf8);
  string(const std::string &utf8);
  template <class T, class = std::enable_if_t<is_plain<T>>>
  explicit string(T value) : is_null_(false) {
    if constexpr (std::is_same_v<T, bool>) units_ = value ? u"true" : u"false";
    else if constexpr (std::is_floating_point_v<T>) units_ = real_text(value);
    else if constexpr (std::is_same_v<T, u64>) units_ = unsigned_text(value);
    else units_ = integer_text(static_cast<i64>(value));
  }

  bool is_null() const { return is_null_; }
  int size() const { return static_cast<int>(units_.size()); }
  const std::u16string &units() const { return units_; }
  /** For changing in place: what is changed is no longer NULL. */
  std::u16string &units() {
    is_null_ = false;
    return units_;
  }
  /** What a library gets. */
  const char16_t *wide() const { return is_null_ ? nullptr : units_.c_str(); }
  /** Well-formed UTF-8: a lone half of a surrogate pair becomes U+FFFD. */
  std::string utf8() const;

  /** The terminating zero may be read, nothing beyond it. */
  u16 operator[](const Index &index) const {
    check_index(index, i64{size()} + 1, "string index out of range");
    return units_.c_str()[index.value];
  }

  string &operator+=(const string &other) {
    units_ += other.units_;
    is_null_ = is_null_ && other.is_null_;
    return *this;
  }
  template <class T, class = std::enable_if_t<is_plain<T>>>
  string &operator+=(T value) {
    return *this += string(value);
  }

private:
  static std::u16string real_text(double value);
  static std::u16string real_text(float value);
  static std::u16string integer_text(i64 value);
  static std::u16string unsigned_text(u64 value);
};

/** Bytes that are no UTF-8 become U+FFFD, one for each. */
std::u16string from_utf8(const char *bytes, std::size_t count);

/** Plain characters, for text that is known to be ASCII. */
std::u16string widened(const char *ascii);

inline string operator+(string left, const string &right) { return left += right; }
template <class T, class = std::enable_if_t<is_plain<T>>>
string operator+(string left, T right) {
  return left += right;
}
template <class T, class = std::enable_if_t<is_plain<T>>>
string operator+(T left, const string &right) {
  return string(left) += right;
}
inline bool operator==(const string &left, const string &right) {
  return left.is_null() == right.is_null() && left.units() == right.units();
}
inline bool operator!=(const string &left, const string &right) { return !(left == right); }
inline bool operator<(const string &left, const string &right) { return left.units() < right.units(); }
inline bool operator>(const string &left, const string &right) { return right < left; }
inline bool operator<=(const string &left, const string &right) { return !(right < left); }
inline bool operator>=(const string &left, const string &right) { return !(left < right); }
} // namespace mqlrt
