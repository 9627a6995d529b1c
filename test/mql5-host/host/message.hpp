// MessagePack, as much of it as the link to the simulated terminal uses.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include "runtime/string.hpp"

namespace host {
using mqlrt::i64;
using mqlrt::u64;

/** The other side said what it never should. */
struct LinkError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class MessageWriter {
  std::string bytes_;

  void big_endian(u64 value, int bytes);

public:
  MessageWriter &array(u64 size);
  MessageWriter &integer(i64 value);
  MessageWriter &natural(u64 value);
  MessageWriter &real(double value);
  MessageWriter &flag(bool value);
  MessageWriter &utf8(std::string_view text);
  MessageWriter &text(const mqlrt::string &value) { return utf8(value.utf8()); }
  const std::string &bytes() const { return bytes_; }
  void append(const MessageWriter &other) { bytes_ += other.bytes_; }
};

/** Reads one message in order. What it returns of texts lives as long as the message's bytes. @throws LinkError */
class MessageReader {
  const unsigned char *at_;
  const unsigned char *end_;

  const unsigned char *take(u64 bytes);
  u64 big_endian(int bytes);
  u64 length(int fixed, int fixed_mask, int first, const char *what);

public:
  explicit MessageReader(std::string_view bytes)
      : at_(reinterpret_cast<const unsigned char *>(bytes.data())), end_(at_ + bytes.size()) {}

  u64 array();
  u64 map();
  /** Whole numbers, also those that travel as floating-point ones. */
  i64 integer();
  u64 natural() { return static_cast<u64>(integer()); }
  double real();
  bool flag() { return integer() != 0; }
  std::string_view bytes();
  mqlrt::string text();
  template <class E> E enumerator() { return static_cast<E>(integer()); }
  /** Passes one value of any type by. */
  void skip();
};
} // namespace host
