#include "format.hpp"
#include <cstdio>
#include <cstring>

namespace mqlrt {
namespace {
/** %[flags][width][.precision][size]type, taken apart. */
struct Specification {
  std::string flags;
  int width = -1;
  int precision = -1;
  enum class Size { half, plain, wide } size = Size::plain;
  char16_t type = 0;
};

class Reader {
  const std::u16string &text_;
  std::size_t at_ = 0;

public:
  explicit Reader(const std::u16string &text) : text_(text) {}
  bool is_done() const { return at_ >= text_.size(); }
  char16_t peek() const { return is_done() ? u'\0' : text_[at_]; }
  char16_t next() { return is_done() ? u'\0' : text_[at_++]; }
  bool take(const char16_t *word) {
    const std::size_t length = std::char_traits<char16_t>::length(word);
    if (text_.compare(at_, length, word) != 0) return false;
    at_ += length;
    return true;
  }
};

bool is_one_of(char16_t unit, const char *list) { return unit > 0 && unit < 128 && std::strchr(list, unit); }

class Formatter {
  Reader in_;
  const std::vector<Argument> &arguments_;
  std::size_t used_ = 0;
  std::u16string out_;

public:
  Formatter(const std::u16string &pattern, const std::vector<Argument> &arguments) : in_(pattern), arguments_(arguments) {}

  string run() {
    while (!in_.is_done()) {
      const char16_t unit = in_.next();
      if (unit != u'%') out_ += unit;
      else if (in_.take(u"%")) out_ += u'%';
      else put(read());
    }
    return string(std::move(out_));
  }

private:
  int number() {
    if (in_.take(u"*")) return used_ < arguments_.size() ? static_cast<int>(arguments_[used_++].integer) : 0;
    int value = 0;
    while (is_one_of(in_.peek(), "0123456789")) {
      const int digit = in_.next() - u'0';
      if (value < 100000) value = value * 10 + digit;
    }
    return value;
  }

  Specification read() {
    Specification spec;
    while (is_one_of(in_.peek(), "-+ #0")) spec.flags += static_cast<char>(in_.next());
    if (is_one_of(in_.peek(), "*123456789")) spec.width = number();
    if (spec.width < -1) {
      spec.flags += '-';
      spec.width = -spec.width;
    }
    if (in_.take(u".")) spec.precision = number();
    if (in_.take(u"I64") || in_.take(u"ll")) spec.size = Specification::Size::wide;
    else if (in_.take(u"h")) spec.size = Specification::Size::half;
    else if (!in_.take(u"I32")) in_.take(u"l");
    spec.type = in_.next();
    return spec;
  }

  void put(const Specification &spec) {
    if (!is_one_of(spec.type, "cCdiouxXeEfgGaAs")) {
      if (spec.type != 0) out_ += spec.type;
      return;
    }
    if (used_ >= arguments_.size()) {
      out_ += u"(missed argument)";
      return;
    }
    const Argument &argument = arguments_[used_++];
    if (spec.type == u's') put_text(spec, argument);
    else if (is_one_of(spec.type, "cC")) pad(spec, std::u16string(1, static_cast<char16_t>(argument.integer)));
    else if (is_one_of(spec.type, "eEfgGaA")) put_real(spec, argument);
    else put_integer(spec, argument);
  }

  void put_text(const Specification &spec, const Argument &argument) {
    if (argument.kind != Argument::Kind::text) {
      out_ += u"(non-string passed)";
      return;
    }
    std::u16string text = argument.text.units();
    if (spec.precision >= 0) text.resize(std::min(text.size(), static_cast<std::size_t>(spec.precision)));
    pad(spec, text);
  }

  void pad(const Specification &spec, const std::u16string &text) {
    const std::size_t width = spec.width > 0 ? static_cast<std::size_t>(spec.width) : 0;
    const std::u16string fill(width > text.size() ? width - text.size() : 0, u' ');
    out_ += spec.flags.find('-') == std::string::npos ? fill + text : text + fill;
  }

  /** printf's own pattern for a number. */
  static std::string pattern(const Specification &spec, const char *size) {
    std::string text = "%" + spec.flags;
    if (spec.width >= 0) text += std::to_string(spec.width);
    if (spec.precision >= 0) text += "." + std::to_string(spec.precision);
    return text + size + static_cast<char>(spec.type);
  }

  template <class T> void print(const std::string &pattern, T value) {
    const int length = std::snprintf(nullptr, 0, pattern.c_str(), value);
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    std::snprintf(text.data(), text.size(), pattern.c_str(), value);
    out_ += widened(text.c_str());
  }

  void put_integer(const Specification &spec, const Argument &argument) {
    const i64 value = argument.kind == Argument::Kind::real ? static_cast<i64>(argument.real) : argument.integer;
    const bool is_signed = spec.type == u'd' || spec.type == u'i';
    const int bits = spec.size == Specification::Size::wide ? 64 : spec.size == Specification::Size::half ? 16 : 32;
    const u64 kept = static_cast<u64>(value) << (64 - bits);
    if (is_signed) print(pattern(spec, "ll"), static_cast<long long>(static_cast<i64>(kept) >> (64 - bits)));
    else print(pattern(spec, "ll"), static_cast<unsigned long long>(kept >> (64 - bits)));
  }

  void put_real(const Specification &spec, const Argument &argument) {
    print(pattern(spec, ""), argument.kind == Argument::Kind::integer ? static_cast<double>(argument.integer) : argument.real);
  }
};
} // namespace

string format(const string &pattern, const std::vector<Argument> &arguments) {
  return Formatter(pattern.units(), arguments).run();
}
} // namespace mqlrt
