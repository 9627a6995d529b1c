#include "message.hpp"
#include <cstring>

namespace host {
void MessageWriter::big_endian(u64 value, int bytes) {
  while (bytes-- > 0) bytes_ += static_cast<char>(value >> (8 * bytes));
}

MessageWriter &MessageWriter::array(u64 size) {
  bytes_ += static_cast<char>(0xDC);
  big_endian(size, 2);
  return *this;
}

MessageWriter &MessageWriter::integer(i64 value) {
  bytes_ += static_cast<char>(0xD3);
  big_endian(static_cast<u64>(value), 8);
  return *this;
}

MessageWriter &MessageWriter::natural(u64 value) {
  bytes_ += static_cast<char>(0xCF);
  big_endian(value, 8);
  return *this;
}

MessageWriter &MessageWriter::real(double value) {
  u64 bits;
  std::memcpy(&bits, &value, sizeof bits);
  bytes_ += static_cast<char>(0xCB);
  big_endian(bits, 8);
  return *this;
}

MessageWriter &MessageWriter::flag(bool value) {
  bytes_ += static_cast<char>(value ? 0xC3 : 0xC2);
  return *this;
}

MessageWriter &MessageWriter::utf8(std::string_view text) {
  bytes_ += static_cast<char>(0xDB);
  big_endian(text.size(), 4);
  bytes_ += text;
  return *this;
}

const unsigned char *MessageReader::take(u64 bytes) {
  if (static_cast<u64>(end_ - at_) < bytes) throw LinkError("a message ends too early");
  const unsigned char *taken = at_;
  at_ += bytes;
  return taken;
}

u64 MessageReader::big_endian(int bytes) {
  const unsigned char *from = take(static_cast<u64>(bytes));
  u64 value = 0;
  for (int i = 0; i < bytes; i++) value = value << 8 | from[i];
  return value;
}

/** Of a short form, or of the forms that begin with `first` and hold lengths of 16 and 32 bits. */
u64 MessageReader::length(int fixed, int fixed_mask, int first, const char *what) {
  const int tag = *take(1);
  if ((tag & ~fixed_mask) == fixed) return static_cast<u64>(tag & fixed_mask);
  if (tag == first) return big_endian(2);
  if (tag == first + 1) return big_endian(4);
  throw LinkError(std::string("expected ") + what + ", got the tag " + std::to_string(tag));
}

u64 MessageReader::array() { return length(0x90, 0x0F, 0xDC, "a list"); }

u64 MessageReader::map() { return length(0x80, 0x0F, 0xDE, "a map"); }

i64 MessageReader::integer() {
  const int tag = *take(1);
  if (tag < 0x80) return tag;
  if (tag >= 0xE0) return tag - 256;
  switch (tag) {
    case 0xC2: return 0;
    case 0xC3: return 1;
    case 0xCC: return static_cast<i64>(big_endian(1));
    case 0xCD: return static_cast<i64>(big_endian(2));
    case 0xCE: return static_cast<i64>(big_endian(4));
    case 0xCF: return static_cast<i64>(big_endian(8));
    case 0xD0: return static_cast<signed char>(big_endian(1));
    case 0xD1: return static_cast<short>(big_endian(2));
    case 0xD2: return static_cast<int>(big_endian(4));
    case 0xD3: return static_cast<i64>(big_endian(8));
    case 0xCA:
    case 0xCB: at_--; return static_cast<i64>(real());
    default: throw LinkError("expected a number, got the tag " + std::to_string(tag));
  }
}

double MessageReader::real() {
  const int tag = *take(1);
  if (tag == 0xCB) {
    const u64 bits = big_endian(8);
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  if (tag == 0xCA) {
    const auto bits = static_cast<mqlrt::u32>(big_endian(4));
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  at_--;
  return static_cast<double>(integer());
}

std::string_view MessageReader::bytes() {
  const int tag = *take(1);
  u64 size = 0;
  if ((tag & 0xE0) == 0xA0) size = static_cast<u64>(tag & 0x1F);
  else if (tag == 0xD9 || tag == 0xC4) size = big_endian(1);
  else if (tag == 0xDA || tag == 0xC5) size = big_endian(2);
  else if (tag == 0xDB || tag == 0xC6) size = big_endian(4);
  else throw LinkError("expected a text or bytes, got the tag " + std::to_string(tag));
  return {reinterpret_cast<const char *>(take(size)), size};
}

mqlrt::string MessageReader::text() { return mqlrt::string(std::string(bytes())); }

void MessageReader::skip() {
  const int tag = at_ == end_ ? 0xC1 : *at_;
  if ((tag & 0xF0) == 0x80 || tag == 0xDE || tag == 0xDF) {
    for (u64 left = 2 * map(); left > 0; left--) skip();
  } else if ((tag & 0xF0) == 0x90 || tag == 0xDC || tag == 0xDD) {
    for (u64 left = array(); left > 0; left--) skip();
  } else if (tag == 0xC0) {
    take(1);
  } else if ((tag & 0xE0) == 0xA0 || (tag >= 0xD9 && tag <= 0xDB) || (tag >= 0xC4 && tag <= 0xC6)) {
    bytes();
  } else {
    integer();
  }
}
} // namespace host
