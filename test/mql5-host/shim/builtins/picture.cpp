#include "picture.hpp"
#include <algorithm>

namespace mqlrt {
using Bytes = std::vector<u8>;

static void put_u32(Bytes &out, u32 value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<u8>(value >> shift));
}

static u32 crc32(const Bytes &bytes, std::size_t from) {
  u32 crc = ~u32{0};
  for (std::size_t at = from; at < bytes.size(); at++) {
    crc ^= bytes[at];
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

static u32 adler32(const Bytes &bytes) {
  u32 low = 1;
  u32 high = 0;
  for (const u8 byte : bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high << 16 | low;
}

static void put_chunk(Bytes &out, const char (&type)[5], const Bytes &data) {
  put_u32(out, static_cast<u32>(data.size()));
  const std::size_t checked_from = out.size();
  out.insert(out.end(), type, type + 4);
  out.insert(out.end(), data.begin(), data.end());
  put_u32(out, crc32(out, checked_from));
}

/** A zlib stream of stored blocks. */
static Bytes stored(const Bytes &data) {
  Bytes out{0x78, 0x01};
  for (std::size_t at = 0; at < data.size(); at += 65535) {
    const std::size_t length = std::min<std::size_t>(65535, data.size() - at);
    out.push_back(at + length == data.size());
    for (const std::size_t field : {length, ~length}) {
      out.push_back(static_cast<u8>(field));
      out.push_back(static_cast<u8>(field >> 8));
    }
    out.insert(out.end(), data.begin() + static_cast<std::ptrdiff_t>(at), data.begin() + static_cast<std::ptrdiff_t>(at + length));
  }
  put_u32(out, adler32(data));
  return out;
}

std::vector<u8> empty_picture(int width, int height) {
  // One bit a pixel; each row begins with its filter, none.
  const std::size_t row = 1 + (static_cast<std::size_t>(width) + 7) / 8;
  Bytes pixels(row * static_cast<std::size_t>(height), 0);
  const auto white = [&](int x, int y) {
    pixels[static_cast<std::size_t>(y) * row + 1 + static_cast<std::size_t>(x) / 8] |= static_cast<u8>(0x80 >> x % 8);
  };
  for (int x = 0; x < width; x++) {
    white(x, 0);
    white(x, height - 1);
  }
  for (int y = 0; y < height; y++) {
    white(0, y);
    white(width - 1, y);
  }
  Bytes header;
  put_u32(header, static_cast<u32>(width));
  put_u32(header, static_cast<u32>(height));
  header.insert(header.end(), {1, 0, 0, 0, 0});
  Bytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  put_chunk(out, "IHDR", header);
  put_chunk(out, "IDAT", stored(pixels));
  put_chunk(out, "IEND", {});
  return out;
}
} // namespace mqlrt
